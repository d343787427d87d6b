"""Section "Three numbers": the numbers in force, with only what both sides accepted, and with everything that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Paragraph, Row, Section, Table
from accordtrack.i18n import in_alternat, tr
from accordtrack.text import effect_notes
from accordtrack.text.numbers import format_points, format_signed
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scorecard.context import Effects, ScorecardData
    from accordtrack.types.effects import NumberByAcceptance


def section(data: ScorecardData, effects: Effects) -> Section:
    """Return the section: one sentence and one table."""
    columns = (
        Column("number", tr("number"), weight=2.4),
        Column("in_force", tr("in force"), "right"),
        Column("accepted", tr("only what both sides accepted"), "right", weight=1.4),
        Column("everything", tr("with everything that waits"), "right", weight=1.4),
    )
    sides = in_alternat([one for one in effects.numbers if one.side], lambda one: str(one.side))
    rows = tuple(_row(data, one) for one in (*sides, *(one for one in effects.numbers if not one.side)))
    table = Table("three-numbers", tr("Three numbers"), columns, rows)
    return Section("three-numbers", tr("Three numbers"), (Paragraph((_sentence(effects),)), table))


def _sentence(effects: Effects) -> str:
    """Return what waits, as numbers: no entry that waits is named in a scorecard."""
    waiting = effect_notes.waiting_notes(effects.summary)
    return " ".join(waiting) if waiting else tr("Nothing waits for either side.")


def _row(data: ScorecardData, one: NumberByAcceptance) -> Row:
    place = one.side or one.theme or "all"
    shown = format_signed if one.measure == "trend" else format_points
    cells = (Cell(shown(value), value) for value in (one.in_force, one.accepted, one.everything))
    return Row(f"three-{one.measure}-{place}", (Cell(_title(data, one), f"{one.measure}-{place}"), *cells))


def _title(data: ScorecardData, one: NumberByAcceptance) -> str:
    if one.side is not None:
        return tr("actions done of {side}", side=label("the side", one.side))
    if one.theme is not None:
        return tr("change in indicators, {theme}", theme=data.title("theme", one.theme))
    return tr("change in indicators, all areas")
