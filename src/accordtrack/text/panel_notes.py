"""Sentences about panel data: disputed and missing cells, and the states that a comparison leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy, localize, tr, trn
from accordtrack.ledger.kinds import release_id
from accordtrack.scoring.event_reading import LeftOutReason
from accordtrack.text.calendar_names import day_name
from accordtrack.text.event_study import verdict_label
from accordtrack.types.regions import NAMES
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.ledger.statements import DisputedCell, PositionTake
    from accordtrack.projection.facts import PanelRecords
    from accordtrack.scoring.event_reading import LeftOut
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess

LISTED = 12
"""Most cells that a sentence names."""
_LEFT_OUT = {
    LeftOutReason.NEIGHBOR: gettext_lazy("Neighbors by land: {states}."),
    LeftOutReason.OWN_EVENT: gettext_lazy("With a listed event of their own: {states}."),
    LeftOutReason.OWN_BREAK: gettext_lazy("With a change in how cases are recorded: {states}."),
    LeftOutReason.MISSING_PERIODS: gettext_lazy("Without figures for the whole period: {states}."),
    LeftOutReason.FEW_BEFORE: gettext_lazy("With too few cases before: {states}."),
    LeftOutReason.FEW_EXPECTED: gettext_lazy("With too few cases expected after: {states}."),
}


def disputed_cells(panel: PanelRecords, release: PanelRelease) -> list[dict[str, str | None]]:
    """Return the cells of a release that somebody disputes, as plain values."""
    name = release_id(release)
    return [
        {
            "release": name,
            "speaker": answer.speaker.value,
            "said_on": answer.said_on,
            "place": cell.place,
            "period": cell.period,
            "value": cell.value,
        }
        for answer in panel.disputes.get(name, ())
        for cell in answer.cells
    ]


def event_notes(scores: ScoreAccess, study: EventStudy) -> list[str]:
    """Return what is disputed in the releases behind an event, and which cells of its place are missing."""
    panel = scores.facts.panel
    notes = [note for one in scores.releases_behind(study) for note in dispute_notes(panel, one)]
    for outcome in scores.outcomes:
        starts = [start for place, start in outcome.unequal if place == study.event.place]
        if starts:
            values = {"noun": localize(scores.outcome_noun(outcome.name)), "periods": _some(starts)}
            text = gettext_lazy("Missing, as two releases of one day give different values: {noun}, {periods}.")
            notes.append(tr(text, **values))
    return notes


def first_seen_note(scores: ScoreAccess, study: EventStudy) -> str:
    """Return the verdict of the headline in the earliest release held here that covers it, or nothing if it is this one."""
    found = scores.first_seen(study)
    if found is None or found.reading.relative is None:
        return ""
    text = gettext_lazy(
        "In the earliest release held here that allows this comparison, of {day}: {verdict}, {rel} times the median state."
    )
    values = {
        "day": day_name(str(found.release)),
        "verdict": verdict_label(found),
        "rel": f"{found.reading.relative:.2f}",
    }
    return tr(text, **values)


def left_out_notes(scores: ScoreAccess, study: EventStudy) -> list[str]:
    """Return which states the headline of an event leaves out, by reason, with the ratio of their rates."""
    found = scores.left_out(study)
    if not found:
        return []
    by_reason = {reason: [one for one in found if one.reason is reason] for reason in LeftOutReason}
    return [
        tr("The numbers are the rate after divided by the rate before."),
        *(tr(_LEFT_OUT[reason], states=", ".join(map(_left_out, some))) for reason, some in by_reason.items() if some),
    ]


def _left_out(one: LeftOut) -> str:
    place = _place_name(one.place)
    return place if one.ratio is None else f"{place} ({one.ratio:.2f})"


def dispute_notes(panel: PanelRecords, release: PanelRelease) -> Iterator[str]:
    """Yield for each speaker which cells of a release it disputes."""
    for answer in panel.disputes.get(release_id(release), ()):
        yield _dispute_note(panel, release, answer)


def _dispute_note(panel: PanelRecords, release: PanelRelease, answer: PositionTake) -> str:
    noun = panel.series[release.series].title.text if release.series in panel.series else None
    values = {
        "side": label("the side", answer.speaker),
        "noun": localize(noun) if noun else sanitize_line(release.series),
        "day": release.released_on,
        "cells": _some([_cell(one) for one in answer.cells]),
    }
    return trn(
        "{side} disputes one cell of the release of {day} ({noun}): {cells}.",
        "{side} disputes {n} cells of the release of {day} ({noun}): {cells}.",
        len(answer.cells),
        **values,
    )


def _cell(cell: DisputedCell) -> str:
    place = _place_name(cell.place)
    if cell.value is None:
        return tr("{place} {period}", place=place, period=cell.period)
    return tr("{place} {period} (proposes {value})", place=place, period=cell.period, value=cell.value)


def _place_name(code: str) -> str:
    return localize(NAMES[code]) if code in NAMES else sanitize_line(code)


def _some(names: Iterable[str]) -> str:
    found = list(names)
    shown = "; ".join(found[:LISTED])
    more = len(found) - LISTED
    return trn("{shown}; one more", "{shown}; {n} more", more, shown=shown) if more > 0 else shown
