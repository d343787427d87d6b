"""What followed an operation: the events, and for the chosen one a line a series with its periods before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.regions import named
from accordtrack.sentences import aftermath as words
from accordtrack.sentences import contrast as values
from accordtrack.sentences.numbers import amount
from accordtrack.tui import ink
from accordtrack.tui.spark import bars
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.aftermath import After
    from accordtrack.scoring.scores import Scores

INDENT = 12


def blocks(held: Scores, event: str | None) -> list[Block]:
    """Events that have an aftermath, latest first; under the chosen one what followed."""
    found = [Block(ink.words(f"{words.caution()} {words.legend()}", ink.NOTE))]
    for one in held.events():
        here = one.id == event
        title = ink.joined(
            ink.words(i18n.local(one.title.text), ink.STRONG if here else ""),
            ink.words(label("event kind", one.kind), ink.MUTED),
            ink.words(i18n.local(named(one.place)) if one.place else "", ink.MUTED),
            by="  ",
        )
        found.append(
            Block(title, label=ink.words(one.date, ink.MUTED), indent=INDENT, gap=int(here), key=f"event:{one.id}")
        )
        if here:
            found += _lines(held, one.id)
    return found


def _lines(held: Scores, event: str) -> list[Block]:
    told = held.aftermath(event)
    found = [Block(ink.words(words.windows(told.window), ink.MUTED), indent=INDENT)]
    if told.event.note:
        found.append(Block(ink.paragraph(i18n.local(told.event.note.text), ink.MUTED), indent=INDENT))
    for conflict in told.claims:
        for claim in conflict.claims:
            said = f"{claim.said_on}  {label('side', claim.speaker)}: {i18n.local(claim.text.text)}"
            found.append(Block(ink.paragraph(said), indent=INDENT, quoted=True))
    place: bool | None = None
    for line in told.lines:
        if line.local != place:
            place = line.local
            heading = tr("in the event's place") if place else tr("national")
            found.append(Block(ink.words(heading, ink.STRONG), indent=INDENT, gap=1))
        found += _line(held, event, line)
    return found


def _line(held: Scores, event: str, line: After) -> list[Block]:
    key = f"after:{event}/{line.gauge.id}"
    before, after = [point.value for point in line.before], [point.value for point in line.after]
    drawn = bars([*before, None, *after]) if len(before) + len(after) > 1 else ""
    title = ink.joined(
        ink.words(i18n.local(held.name("indicator", line.gauge.id))), ink.words(drawn, "$accent"), by="  "
    )
    unit = ink.words(i18n.local(held.unit(line.gauge.id)), ink.MUTED) if before or after else ink.BLANK
    told = ink.joined(ink.words(words.line(line)), unit, by="  ")
    found = [Block(title, indent=INDENT, key=key), Block(told, indent=INDENT + 2, key=key)]
    if before or after:
        periods = "  ".join(
            f"{values.period(point)} {amount(point.value)}{'*' if point.preliminary else ''}"
            for point in (*line.before, *line.after)
        )
        found.append(Block(ink.words(periods, ink.MUTED), indent=INDENT + 2, key=key))
    return found
