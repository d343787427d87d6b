"""Tables too long to be read on paper: definitions, measured values, and everything that was said, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections.chronicle import history
from accordtrack.scorecard.value import Cell, Column, Row, Table
from accordtrack.sentences import releases
from accordtrack.sentences.values import field, value
from accordtrack.text import natural, wash, wash_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.scorecard.held import Held

    Body = Mapping[str, Any]


def tables(held: Held) -> tuple[Table, ...]:
    """The appendices, in the language in force and in the order of the workbook's sheets."""
    return (indicators(held), measurements(held), history(held))


def number(told: str | None) -> Cell:
    """A decimal as it is recorded, digit by digit, and as a number."""
    return Cell("") if told is None else Cell(wash_line(told), float(told))


def word(name: str, body: Body) -> Cell:
    """A word of the vocabulary, or what the register says, in the language in force."""
    content = body.get(name)
    return Cell(wash(value(name, content)), None if content is None or isinstance(content, dict) else str(content))


def indicators(held: Held) -> Table:
    """Every definition that values are measured to, with the latest value of its headline series."""
    rows = [
        Row(f"definition-{name}", _defined(held, name, held.facts.indicators[name]))
        for name in sorted(held.facts.indicators, key=natural)
    ]
    columns = (
        Column("indicator", field("code"), weight=2.0),
        Column("title", field("title"), weight=4.0),
        Column("side", tr("about which country")),
        Column("theme", field("theme")),
        Column("level", field("level")),
        Column("direction", field("direction")),
        Column("unit", field("unit"), weight=2.0),
        Column("publisher", field("publisher"), weight=2.0),
        Column("periodicity", field("periodicity")),
        Column("headline_series", field("headline_series"), weight=2.0),
        Column("values", tr("values"), "right"),
        Column("newest", tr("newest period to")),
        Column("baseline", field("baseline"), "right"),
        Column("baseline_on", tr("baseline on")),
        Column("target", field("target"), "right"),
        Column("target_by", tr("target by")),
        Column("set_by", field("set_by")),
        Column("definition", field("definition"), weight=5.0),
        Column("caveats", field("caveats"), weight=5.0),
    )
    return Table("indicators", tr("Indicators"), columns, tuple(rows))


def _defined(held: Held, name: str, body: Body) -> tuple[Cell, ...]:
    known = list(_known(held, name))
    baseline, target = body.get("baseline") or {}, body.get("target") or {}
    return (
        Cell(wash_line(name), name),
        Cell(held.title("indicator", name)),
        *(word(key, body) for key in ("side", "theme", "level", "direction")),
        *(word(key, body) for key in ("unit", "publisher", "periodicity", "headline_series")),
        Cell(str(len(known)), len(known)),
        Cell(max((str(row["period_end"]) for _, row in known), default="")),
        number(baseline.get("value")),
        Cell(str(baseline.get("on") or "")),
        number(target.get("value")),
        Cell(str(target.get("by") or "")),
        word("set_by", target),
        *(word(key, body) for key in ("definition", "caveats")),
    )


def _known(held: Held, name: str) -> Iterable[tuple[str, Body]]:
    """The values of an indicator that were known on the two dates."""
    return ((digest, row) for digest, row, _by in held.facts.measurements.get(name, ()) if held.knows(row))


def measurements(held: Held) -> Table:
    """Every value that was known, one a row, in the order of indicator, series and period."""
    rows = []
    for name in sorted(held.facts.indicators, key=natural):
        unit = local(held.scores.unit(name))
        order = ("series", "period_end", "period_start", "published_on", "party", "source")
        for digest, body in sorted(_known(held, name), key=lambda one: [str(one[1][key]) for key in order]):
            rows.append(Row(f"value-{digest[:16]}", _measured(name, unit, body)))
    columns = (
        Column("indicator", field("indicator"), weight=2.0),
        Column("series", field("series"), weight=2.0),
        Column("period_start", field("period_start")),
        Column("period_end", field("period_end")),
        Column("value", field("value"), "right"),
        Column("unit", field("unit"), weight=2.0),
        Column("qualifier", field("qualifier")),
        Column("numerator", field("numerator"), "right"),
        Column("denominator", field("denominator"), "right"),
        Column("party", field("party")),
        Column("grade", field("grade")),
        Column("published_on", field("published_on")),
        Column("precision", field("precision")),
        Column("state", field("state")),
        Column("confirm", field("confirm")),
        Column("source", field("source"), weight=2.0),
        Column("note", field("note"), weight=5.0),
    )
    return Table("measurements", tr("Measurements"), columns, tuple(rows))


def _measured(name: str, unit: str, body: Body) -> tuple[Cell, ...]:
    return (
        Cell(wash_line(name), name),
        word("series", body),
        *(word(key, body) for key in ("period_start", "period_end")),
        number(body.get("value")),
        Cell(wash_line(unit)),
        word("qualifier", body),
        *(number(body.get(key)) for key in ("numerator", "denominator")),
        *(word(key, body) for key in ("party", "grade")),
        Cell(releases.day(body["published_on"], body["precision"]), str(body["published_on"])),
        *(word(key, body) for key in ("precision", "state")),
        word("confirm", body) if body.get("confirm") else Cell(""),
        *(word(key, body) for key in ("source", "note")),
    )
