"""Help page of a place, generated from the key table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, sides, tr
from accordtrack.statuses import DEFINITIONS
from accordtrack.text.filters import format_filter
from accordtrack.tui import filter_editing, keys, text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

INDENT = 16
MARKS = (
    ("unreported", gettext_lazy("no statement found")),
    ("taken_back", gettext_lazy("statement taken back")),
    *((one.status.value, one.meaning) for one in DEFINITIONS),
    ("reading", gettext_lazy("beside a mark: assessed by this tracker, not stated in these words")),
    ("disputed", gettext_lazy("the other government disagrees")),
    ("overdue", gettext_lazy("past an agreed date")),
    ("past_horizon", gettext_lazy("the period in the text is over; no day was agreed")),
)


WORDS = (
    (gettext_lazy("commitment"), gettext_lazy("an undertaking in a published text")),
    (gettext_lazy("stated"), gettext_lazy("the responsible government said it, on its own or in a joint statement")),
    (gettext_lazy("tracker ≈"), gettext_lazy("this tracker's assessment of what was published")),
    (gettext_lazy("indicators"), gettext_lazy("what changed for people, not arrests")),
    ("◊", gettext_lazy("sources do not agree")),
)
"""The five words that the screens rely on, each with its meaning."""


class HelpScreen(ReadingScreen):
    """Keys of the place that the user came from, the meaning of marks, and filter examples."""

    def __init__(self, stack: str, table: Sequence[keys.Key] = keys.KEYS) -> None:
        super().__init__(gettext_lazy("keys for this screen"), lambda: blocks(stack, table))


def blocks(stack: str, table: Sequence[keys.Key]) -> list[Block]:
    """Return the page in the current language."""
    found = _word_blocks() if stack in {"register", "commitment", "scorecard"} else []
    here = keys.active_keys(stack, table)
    for group in keys.GROUPS:
        members = [key for key in here if key.group == group]
        if members:
            found.append(Block(text_styles.words(tr(group), text_styles.HEADING), gap=1 if found else 0))
            found += [
                Block(
                    text_styles.words(tr(key.label)),
                    label=text_styles.words(key.displayed_keys, text_styles.STRONG),
                    indent=INDENT,
                )
                for key in members
            ]
    if stack == "register":
        found += _filter_blocks(_register_filters())
    if stack in {"disputes", "conflicts"}:
        found += _filter_blocks(_thread_filters() if stack == "disputes" else _conflict_filters())
    if stack in {"register", "commitment"}:
        found += _mark_blocks()
    return found


def _word_blocks() -> list[Block]:
    head = Block(text_styles.words(tr("What the words mean"), text_styles.HEADING))
    lines = (
        Block(
            text_styles.words(tr(meaning)),
            label=text_styles.words(text_styles.in_ascii(tr(word)), text_styles.STRONG),
            indent=INDENT,
        )
        for word, meaning in WORDS
    )
    return [head, *lines]


def _mark_blocks() -> list[Block]:
    from accordtrack.tui.cell_text import value_mark  # noqa: PLC0415

    found = [Block(text_styles.words(tr("Marks"), text_styles.HEADING), gap=1)]
    found += [
        Block(
            text_styles.words(tr(meaning)), label=text_styles.words(value_mark(mark), text_styles.STRONG), indent=INDENT
        )
        for mark, meaning in MARKS
    ]
    return found


def _register_filters() -> tuple[tuple[str, str], ...]:
    due = filter_editing.filter_term("due", "overdue")
    first = sides()[0]
    return (
        (tr("firearms"), tr("rows with a word; accents do not matter")),
        (filter_editing.filter_term("theme", "firearms"), tr("rows of an area, whatever their words")),
        (filter_editing.filter_term("side", first), tr("the responsible side; MX and JOINT too")),
        (filter_editing.filter_term("owes", first), tr("commitments of a side, alone or joint, whatever their status")),
        (
            filter_editing.filter_term("open", first),
            tr("of these, those neither completed nor withdrawn"),
        ),
        (
            format_filter((("open", first), ("status", "limited"))),
            tr("beside a side, the status is the one of that side"),
        ),
        (filter_editing.filter_term("reply", first), tr("the other side's statement awaits this side's answer")),
        (filter_editing.filter_term("turn", first), tr("disputed or asked, and it is one side's turn to reply")),
        (
            format_filter((("status", "limited,substantial"),)),
            tr("any of several statuses"),
        ),
        (f"{due}  {due.partition(':')[0]}:<2026-12", tr("past an agreed date; due before a month")),
        (f"{filter_editing.filter_term('asked', '>90')}", tr("an answer was requested more than 90 days ago")),
        (f"-{filter_editing.filter_term('theme', 'health')}", tr("without an area")),
    )


def _thread_filters() -> tuple[tuple[str, str], ...]:
    first = sides()[0]
    return (
        (tr("firearms"), tr("threads about a commitment or an indicator with a word; accents do not matter")),
        (filter_editing.filter_term("turn", first), tr("threads where it is one side's turn to reply")),
        (filter_editing.filter_term("side", first), tr("one side is responsible; MX and JOINT too")),
        (
            filter_editing.filter_term("theme", "firearms"),
            tr("of an area; -{word} leaves one out", word=filter_editing.filter_term("theme", "health")),
        ),
        (filter_editing.filter_term("id", "BF"), tr("codes of commitments and indicators that begin this way")),
        (
            filter_editing.filter_term("standing", "asked"),
            tr("an answer was asked for; other answers too"),
        ),
        ("", tr("Every other filter word of the register works here too: it applies to the commitment of a thread.")),
    )


def _conflict_filters() -> tuple[tuple[str, str], ...]:
    return (
        (tr("firearms"), tr("conflicts with a word in their title, their claims or their id")),
        (
            filter_editing.filter_term("theme", "firearms"),
            tr("of an area; -{word} leaves one out", word=filter_editing.filter_term("theme", "health")),
        ),
        (filter_editing.filter_term("id", "C"), tr("ids that begin this way")),
    )


def _filter_blocks(lines: Sequence[tuple[str, str]]) -> list[Block]:
    found = [Block(text_styles.words(tr("Filters"), text_styles.HEADING), gap=1)]
    found += [
        Block(text_styles.words(meaning), label=text_styles.words(example, text_styles.STRONG), indent=30)
        for example, meaning in lines
    ]
    return found
