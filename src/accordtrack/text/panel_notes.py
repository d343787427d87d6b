"""Sentences about panel data: which cells of a release a side disputes, and which cells are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy, localize, tr, trn
from accordtrack.ledger.kinds import release_id
from accordtrack.types.regions import NAMES
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.ledger.statements import DisputedCell, PositionTake
    from accordtrack.projection.facts import PanelRecords
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess

LISTED = 12
"""Most cells that a sentence names."""


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
    place = localize(NAMES[cell.place]) if cell.place in NAMES else sanitize_line(cell.place)
    if cell.value is None:
        return tr("{place} {period}", place=place, period=cell.period)
    return tr("{place} {period} (proposes {value})", place=place, period=cell.period, value=cell.value)


def _some(names: Iterable[str]) -> str:
    found = list(names)
    shown = "; ".join(found[:LISTED])
    more = len(found) - LISTED
    return trn("{shown}; one more", "{shown}; {n} more", more, shown=shown) if more > 0 else shown
