"""Blocks of the Aftermath tab of the scorecard: events, and the indicator series before and after the chosen event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import aftermath as words
from accordtrack.text import contrast as values
from accordtrack.text.numbers import format_amount
from accordtrack.tui import text_styles
from accordtrack.tui.sparkline import bars
from accordtrack.tui.widgets.record_view import Block
from accordtrack.types.regions import name_with_code
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.aftermath import After
    from accordtrack.scoring.score_access import ScoreAccess

INDENT = 12


def blocks(scores: ScoreAccess, event: str | None) -> list[Block]:
    """Return the events that have an aftermath, latest first, with the details of the chosen event below it."""
    found = [Block(text_styles.words(f"{words.caution()} {words.legend()}", text_styles.NOTE))]
    for one in scores.events():
        here = one.id == event
        title = text_styles.join(
            text_styles.words(i18n.localize(one.title.text), text_styles.STRONG if here else ""),
            text_styles.words(label("event kind", one.kind), text_styles.MUTED),
            text_styles.words(i18n.localize(name_with_code(one.place)) if one.place else "", text_styles.MUTED),
            by="  ",
        )
        found.append(
            Block(
                title,
                label=text_styles.words(one.date, text_styles.MUTED),
                indent=INDENT,
                gap=int(here),
                key=f"event:{one.id}",
            )
        )
        if here:
            found += _event_details(scores, one.id)
    return found


def _event_details(scores: ScoreAccess, event: str) -> list[Block]:
    aftermath = scores.aftermath(event)
    found = [Block(text_styles.words(words.windows(aftermath.window), text_styles.MUTED), indent=INDENT)]
    if aftermath.event.note:
        found.append(
            Block(text_styles.paragraph(i18n.localize(aftermath.event.note.text), text_styles.MUTED), indent=INDENT)
        )
    for conflict in aftermath.claims:
        for claim in conflict.claims:
            text = f"{claim.said_on}  {label('side', claim.speaker)}: {i18n.localize(claim.text.text)}"
            found.append(Block(text_styles.paragraph(text), indent=INDENT, quoted=True))
    place: bool | None = None
    for line in aftermath.lines:
        if line.local != place:
            place = line.local
            heading = tr("where it took place") if place else tr("national")
            found.append(Block(text_styles.words(heading, text_styles.STRONG), indent=INDENT, gap=1))
        found += _line(scores, event, line)
    return found


def _line(scores: ScoreAccess, event: str, line: After) -> list[Block]:
    key = f"after:{event}/{line.gauge.id}"
    before, after = [point.value for point in line.before], [point.value for point in line.after]
    text = bars([*before, None, *after]) if len(before) + len(after) > 1 else ""
    title = text_styles.join(
        text_styles.words(i18n.localize(scores.title_of("indicator", line.gauge.id))),
        text_styles.words(text, "$accent"),
        by="  ",
    )
    unit = (
        text_styles.words(i18n.localize(scores.unit(line.gauge.id)), text_styles.MUTED)
        if before or after
        else text_styles.BLANK
    )
    content = text_styles.join(text_styles.words(words.line(line)), unit, by="  ")
    found = [Block(title, indent=INDENT, key=key), Block(content, indent=INDENT + 2, key=key)]
    if before or after:
        periods = "  ".join(
            f"{values.period(point)} {format_amount(point.value)}{'*' if point.is_preliminary else ''}"
            for point in (*line.before, *line.after)
        )
        found.append(Block(text_styles.words(periods, text_styles.MUTED), indent=INDENT + 2, key=key))
    return found
