"""Provenance of scores: method, parameters, inputs, as-of dates and program version.

Every form of output that shows numbers includes this block: JSON keys, NDJSON lines, CSV columns or the foot of a page.
CSV cells have four decimals, JSON has twelve (``docs/method.md``, sections 3.11 and 3.12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accordtrack import __version__
from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.json_shapes import plain
from accordtrack.cli.session import dates_line
from accordtrack.i18n import tr
from accordtrack.scoring.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.service import Desk

CSV = ("method", "parameters_sha256", "inputs_sha256", "as_of", "known_on", "code_version")
DECIMALS = 4


def facts(held: ScoreAccess) -> dict[str, Any]:
    """Return the block as JSON facts, in the form that ``docs/json.md`` documents."""
    at = held.inputs.at
    return {
        "method": held.method.method,
        "own_method": held.method.own,
        "parameters_sha256": held.method.sha256,
        "inputs_sha256": held.inputs.sha256,
        "as_of": at.as_of,
        "known_on": at.known_on,
        "facts_until": held.inputs.facts_until,
        "code_version": __version__,
    }


def write_csv(held: ScoreAccess, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write CSV rows that each end with the block. ``columns`` must include the names of the block, as in ``CSV``."""
    block = facts(held)
    machine_output.write_csv(columns, [exported({**plain(row), **block}) for row in rows])


def write_rows(options: Globals, held: ScoreAccess, kind: str, rows: Iterable[Any], **beside: Any) -> None:  # noqa: ANN401
    """Write one row per NDJSON line, with the block beside it."""
    more = {**beside, **plain(facts(held))}
    machine_output.write_rows(kind, (plain(row) for row in rows), ascii_only=options.ascii_only, **more)


def exported(value: Any) -> Any:  # noqa: ANN401
    """Return ``value`` with every number rounded to four decimals, half to even, as exports require.

    Never returns -0.0.
    """
    if isinstance(value, float):
        return rounded(value, DECIMALS) + 0.0
    if isinstance(value, Mapping):
        return {name: exported(held) for name, held in value.items()}
    return [exported(item) for item in value] if isinstance(value, list) else value


def line(held: ScoreAccess) -> str:
    """Return method, parameters and inputs in a sentence. Hashes are cut to their first twelve digits."""
    values = {"method": held.method.method, "parameters": held.method.sha256[:12], "inputs": held.inputs.sha256[:12]}
    own = tr("Method of one's own {method}, parameters {parameters}, inputs {inputs}.", **values)
    return own if held.method.own else tr("Method {method}, parameters {parameters}, inputs {inputs}.", **values)


def foot(options: Globals, desk: Desk, held: ScoreAccess) -> None:
    """Print the foot of a page of numbers: the method and the as-of dates."""
    text_tables.say(options, line(held))
    text_tables.say(options, dates_line(desk, held.inputs.at))
