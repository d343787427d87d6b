"""Help page of a place, generated from the key table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, sides, tr
from accordtrack.statuses import DEFINITIONS
from accordtrack.text.filters import written
from accordtrack.tui import filter_editing, keys, text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

INDENT = 16
MARKS = (
    ("unreported", gettext_lazy("no statement found")),
    *((one.status.value, one.meaning) for one in DEFINITIONS),
    ("reading", gettext_lazy("behind a mark: read by the register, not stated in these words")),
    ("disputed", gettext_lazy("disputed by the other side")),
    ("overdue", gettext_lazy("past an agreed date")),
    ("past_horizon", gettext_lazy("past the stated horizon, which is not an agreed date")),
)


class HelpScreen(ReadingScreen):
    """Keys of the place that the user came from, the meaning of marks, and filter examples."""

    def __init__(self, stack: str, table: Sequence[keys.Key] = keys.KEYS) -> None:
        super().__init__(gettext_lazy("keys of this place"), lambda: blocks(stack, table))


def blocks(stack: str, table: Sequence[keys.Key]) -> list[Block]:
    """Return the page in the current language."""
    found: list[Block] = []
    here = keys.of(stack, table)
    for group in keys.GROUPS:
        members = [key for key in here if key.group == group]
        if members:
            found.append(Block(text_styles.words(tr(group), text_styles.HEADING), gap=1 if found else 0))
            found += [
                Block(
                    text_styles.words(tr(key.label)),
                    label=text_styles.words(key.shown_all, text_styles.STRONG),
                    indent=INDENT,
                )
                for key in members
            ]
    if stack == "register":
        found += _filters(_of_rows())
    if stack in {"disputes", "conflicts"}:
        found += _filters(_of_threads() if stack == "disputes" else _of_conflicts())
    if stack in {"register", "commitment"}:
        found += _marks()
    return found


def _marks() -> list[Block]:
    from accordtrack.tui.cell_text import mark_of  # noqa: PLC0415

    found = [Block(text_styles.words(tr("Marks"), text_styles.HEADING), gap=1)]
    found += [
        Block(text_styles.words(tr(meaning)), label=text_styles.words(mark_of(mark), text_styles.STRONG), indent=INDENT)
        for mark, meaning in MARKS
    ]
    return found


def _of_rows() -> tuple[tuple[str, str], ...]:
    due = filter_editing.token("due", "overdue")
    first = sides()[0]
    return (
        (tr("firearms"), tr("rows with a word, accents do not matter")),
        (filter_editing.token("theme", "firearms"), tr("rows of a theme, whatever their words")),
        (filter_editing.token("side", first), tr("the responsible side; MX and JOINT too")),
        (filter_editing.token("owes", first), tr("commitments of a side, alone or joint, whatever became of them")),
        (
            filter_editing.token("open", first),
            tr("commitments that a side still owes: neither completed nor withdrawn"),
        ),
        (written((("open", first), ("status", "limited"))), tr("beside a side, the status is that of its own half")),
        (filter_editing.token("waits", first), tr("the other side's words wait for the answer of this one")),
        (filter_editing.token("turn", first), tr("in dispute, and the next word is for one side")),
        (
            written((("status", "limited,substantial"),)),
            tr("any of several statuses"),
        ),
        (f"{due}  {due.partition(':')[0]}:<2026-12", tr("past an agreed date; due before a month")),
        (f"{filter_editing.token('asked', '>90')}", tr("an answer was asked for more than 90 days ago")),
        (f"-{filter_editing.token('theme', 'health')}", tr("without a theme")),
    )


def _of_threads() -> tuple[tuple[str, str], ...]:
    first = sides()[0]
    return (
        (tr("firearms"), tr("threads about a commitment or an indicator with a word; accents do not matter")),
        (filter_editing.token("turn", first), tr("threads whose next word is for one side")),
        (filter_editing.token("side", first), tr("owed by one side; MX and JOINT too")),
        (
            filter_editing.token("theme", "firearms"),
            tr("of a theme; -{word} leaves one out", word=filter_editing.token("theme", "health")),
        ),
        (filter_editing.token("id", "BF"), tr("codes that begin so, of commitments and indicators")),
        (
            filter_editing.token("standing", "asked"),
            tr("with a half on which an answer was asked for, or of another standing"),
        ),
        ("", tr("Every other word of the register's filter holds here too: it asks for the commitment of a thread.")),
    )


def _of_conflicts() -> tuple[tuple[str, str], ...]:
    return (
        (tr("firearms"), tr("conflicts with a word in their title, their claims or their id")),
        (
            filter_editing.token("theme", "firearms"),
            tr("of a theme; -{word} leaves one out", word=filter_editing.token("theme", "health")),
        ),
        (filter_editing.token("id", "C"), tr("ids that begin so")),
    )


def _filters(lines: Sequence[tuple[str, str]]) -> list[Block]:
    found = [Block(text_styles.words(tr("Filters"), text_styles.HEADING), gap=1)]
    found += [
        Block(text_styles.words(meaning), label=text_styles.words(example, text_styles.STRONG), indent=30)
        for example, meaning in lines
    ]
    return found
