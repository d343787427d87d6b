"""Provenance of scores: method, parameters, inputs, as-of dates and program version.

Every form of output that shows numbers includes this block: JSON keys, NDJSON lines, CSV columns or the foot of a page.
CSV cells have four decimals, JSON has twelve (``docs/method.md``, sections 3.11 and 3.12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack import __version__
from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.json_shapes import to_json_value
from accordtrack.cli.session import dates_line
from accordtrack.i18n import tr
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.rounding import round_half_even
from accordtrack.text.recorded_by import left_out_sentences, recorded_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

CSV = ("method", "parameters_sha256", "inputs_sha256", "as_of", "known_on", "code_version")
RECORDED_BY = "recorded_by"
"""A later column, after all others, of the verbs that can leave out what was recorded later."""
DECIMALS = 4


def facts(scores: ScoreAccess) -> dict[str, Any]:
    """Return the block as JSON facts, in the form that ``docs/json.md`` documents."""
    at = scores.inputs.at
    return {
        "method": scores.method.method,
        "own_method": scores.method.own,
        "parameters_sha256": scores.method.sha256,
        "inputs_sha256": scores.inputs.sha256,
        "as_of": at.as_of,
        "known_on": at.known_on,
        "facts_until": scores.inputs.facts_until,
        "code_version": __version__,
        "recorded_by": _recorded_by(scores),
    }


def _recorded_by(scores: ScoreAccess) -> str | None:
    """Return the day by which everything had been recorded, or ``checkpoint``; None if nothing is left out."""
    return None if scores.recorded_by is None else scores.recorded_by.day or "checkpoint"


def write_csv(scores: ScoreAccess, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write CSV rows that each end with the block. ``columns`` must include the names of the block, as in ``CSV``."""
    block = facts(scores)
    machine_output.write_csv(columns, [rounded_for_export({**to_json_value(row), **block}) for row in rows])


def write_rows(options: Globals, scores: ScoreAccess, kind: str, rows: Iterable[Any], **beside: Any) -> None:  # noqa: ANN401
    """Write one row per NDJSON line, with the block beside it."""
    machine_output.write_rows(options, kind, rows, **beside, **facts(scores))


def wrote_rows(
    options: Globals,
    scores: ScoreAccess,
    kind: str,
    rows: Iterable[Any],
    columns: Sequence[str],
    csv_rows: Iterable[Mapping[str, Any]],
    **beside: Any,  # noqa: ANN401
) -> bool:
    """Write rows with the block if a format for programs was asked for; return whether it was.

    What is ``beside`` stands in the JSON object and in each NDJSON line; the ``csv_rows`` contain it already.
    """
    match options.format:
        case "json":
            machine_output.write_json(options, kind, {**facts(scores), **beside, "rows": rows})
        case "ndjson":
            write_rows(options, scores, kind, rows, **beside)
        case "csv":
            write_csv(scores, columns, csv_rows)
    return options.format != "table"


def rounded_for_export(value: Any) -> Any:  # noqa: ANN401
    """Return ``value`` with every number rounded to four decimals, half to even, and never -0.0."""
    if isinstance(value, float):
        return round_half_even(value, DECIMALS) + 0.0
    if isinstance(value, Mapping):
        return {name: rounded_for_export(member) for name, member in value.items()}
    return [rounded_for_export(item) for item in value] if isinstance(value, list) else value


def method_sentence(scores: ScoreAccess) -> str:
    """Return method, parameters and inputs in a sentence. Hashes are cut to their first twelve digits."""
    values = {
        "method": scores.method.method,
        "parameters": scores.method.sha256[:12],
        "inputs": scores.inputs.sha256[:12],
    }
    own = tr("Custom method {method}, parameters {parameters}, inputs {inputs}.", **values)
    return own if scores.method.own else tr("Method {method}, parameters {parameters}, inputs {inputs}.", **values)


PATH_CSV = ("path_method", "path_parameters_sha256")
"""The CSV columns of ``path_facts``."""


def path_facts() -> dict[str, str]:
    """Return the method of the paths of indicators, as JSON and CSV give it."""
    method = standard_event_method()
    return {"path_method": method.method, "path_parameters_sha256": method.digest}


def path_sentence() -> str:
    """Return the method of the paths of indicators in a sentence."""
    method = standard_event_method()
    values = {"method": method.method, "parameters": method.digest[:12]}
    return tr("Paths: method {method}, parameters {parameters}.", **values)


def print_footer(options: Globals, desk: Desk, scores: ScoreAccess, method: str | None = None) -> None:
    """Print the foot of a page of numbers: the sentence on its ``method``, by default that of scores, and the as-of dates."""
    text_tables.print_text(options, method or method_sentence(scores))
    text_tables.print_text(options, dates_line(desk, scores.inputs.at))
    if scores.recorded_by is not None:
        told = [recorded_sentence(scores.recorded_by), *left_out_sentences(scores.recorded_later)]
        text_tables.print_text(options, " ".join(told))
