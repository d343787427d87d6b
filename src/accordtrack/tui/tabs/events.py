"""Blocks of the Events tab of the scorecard: the events, and what followed the chosen one beside other states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import event_study as words
from accordtrack.text import panel_notes
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.types.regions import NAMES
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.event_reading import EventReading
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess

INDENT = 16


def blocks(scores: ScoreAccess, event: str | None) -> list[Block]:
    """Return the events that are compared, latest first, with the details of the chosen event below it."""
    found = [Block(text_styles.words(words.caution(), text_styles.NOTE))]
    for one in scores.events():
        here = one.id == event
        study = scores.event_study(one.id)
        place = i18n.localize(NAMES.get(one.place or "")) or one.place or ""
        title = text_styles.join(
            text_styles.words(i18n.localize(one.title.text), text_styles.STRONG if here else ""),
            text_styles.muted(label("event kind", one.kind)),
            text_styles.muted(_recorded(one, "place", place)),
            text_styles.words(words.verdict_label(study.headline), text_styles.STRONG if here else "$accent"),
            by="  ",
        )
        date = text_styles.muted(_recorded(one, "date", short_date(one.date)))
        found.append(Block(title, label=date, indent=INDENT, gap=int(here), key=f"event:{one.id}"))
        if here:
            found += _study_blocks(scores, study)
    return found


def _recorded(event: Event, field: str, text: str) -> str:
    return words.recorded(event, field, text, ascii_only=text_styles.ascii_only())


def _study_blocks(scores: ScoreAccess, study: EventStudy) -> list[Block]:
    about = words.context_of(scores, study, study.headline)
    text = " ".join(words.sentences(study.headline, about))
    found = [Block(text_styles.paragraph(text), indent=INDENT)]
    notes = [
        *panel_notes.event_notes(scores, study),
        *filter(None, [panel_notes.first_seen_note(scores, study)]),
        *panel_notes.left_out_notes(scores, study),
    ]
    found += [Block(text_styles.paragraph(one, text_styles.NOTE), indent=INDENT) for one in notes]
    if study.event.note:
        note = text_styles.paragraph(i18n.localize(study.event.note.text), text_styles.MUTED)
        found.append(Block(note, indent=INDENT))
    for conflict in study.claims:
        for claim in conflict.claims:
            said = f"{short_date(claim.said_on)}  {label('side', claim.speaker)}: {i18n.localize(claim.text.text)}"
            found.append(Block(text_styles.paragraph(said), indent=INDENT, quoted=True))
    others = [one for one in study.readings if one is not study.headline]
    if others:
        found.append(Block(text_styles.words(tr("All comparisons"), text_styles.STRONG), indent=INDENT, gap=1))
    for one in others:
        found += _reading(scores, study, one)
    return found


def _reading(scores: ScoreAccess, study: EventStudy, found: EventReading) -> list[Block]:
    about = words.context_of(scores, study, found)
    title = text_styles.join(
        text_styles.words(i18n.localize(about.noun)),
        text_styles.muted(words.window_label(found, yearly=about.yearly)),
        text_styles.words(words.verdict_label(found), "$accent"),
        by="  ",
    )
    text = " ".join(words.summary(found, about))
    return [Block(title, indent=INDENT), Block(text_styles.paragraph(text, text_styles.MUTED), indent=INDENT + 2)]
