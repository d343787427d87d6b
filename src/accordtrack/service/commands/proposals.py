"""Plans what both sides sign: a target of an indicator, or the expected result of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.kinds import KINDS, TARGET_PROPOSE
from accordtrack.projection import record_lookup
from accordtrack.service.commands.answers import target_entry
from accordtrack.service.commands.attribution import KEEPS, recorded_line
from accordtrack.service.commands.write_context import Proposal, WriteContext, bilingual_text, propose
from accordtrack.types import Line
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.intents import Propose


def propose_to_sign(bench: WriteContext, intent: Propose) -> Proposal:
    """Plan a proposal. Refuses an unknown indicator, series or source, and the name of an operation that is another record's."""
    fields = dict(intent.fields)
    if intent.kind == TARGET_PROPOSE.name:
        bench.check_ids("indicator", [fields["indicator"]])
        bench.check_ids("source", [fields["source"], *fields["sources"]])
        bench.check_ids("panel_series", [fields["series"]])
        lines = _target_lines(fields)
    else:
        _check_operation(bench, str(fields["operation"]))
        bench.check_ids("panel_series", [fields["series"], fields["guard"]["series"]])
        lines = _result_lines(fields)
    values = {
        **fields,
        "reason": bilingual_text(intent.reason),
        "replaces": intent.replaces,
        "said_on": bench.today,
    }
    entry = propose(KINDS[intent.kind], values, Handling.CLEAR.value)
    if intent.replaces is not None:
        lines.append(Line("takes the place of {id}", {"id": target_entry(bench, intent.replaces).envelope.id}))
    return Proposal((entry,), recorded_line(bench.feed), (*lines, KEEPS))


def _check_operation(bench: WriteContext, name: str) -> None:
    """Refuse the id of another record: its entries are about that record."""
    for family in ("commitment", "indicator", "framework", "source", "body", "event", "conflict", "panel_series"):
        if record_lookup.exists(bench.connection, family, name):
            values = {"kind": ("record", family), "x": name}
            raise Refused(Problem('The {kind} "{x}" already exists', "Choose another id.", values=values))


def _target_lines(fields: Mapping[str, Any]) -> list[Line]:
    baseline = {"value": fields["baseline"], "year": fields["baseline_to"][:4], "date": fields["released_on"]}
    return [
        Line(
            "+ target   {id}: {ratio} times the baseline by {date}",
            {"id": fields["indicator"], "ratio": fields["level_ratio"], "date": fields["by"]},
        ),
        Line("baseline   {value} in {year}, release of {date}", baseline),
    ]


def _result_lines(fields: Mapping[str, Any]) -> list[Line]:
    return [
        Line("+ expected result   {id}, from {date}", {"id": fields["operation"], "date": fields["starts_on"]}),
        Line(
            "indicator   {series} in {place}, {n} months after: {bound} {ratio} times before",
            _bound_values(fields, fields),
        ),
        Line(
            "read beside   {series} in {place}, {n} months after: {bound} {ratio} times before",
            _bound_values(fields["guard"], fields),
        ),
    ]


def _bound_values(expected: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, object]:
    return {
        "series": expected["series"],
        "place": fields["place"],
        "n": fields["window"],
        "bound": ("bound", expected["bound"]),
        "ratio": expected["rate_ratio"],
    }
