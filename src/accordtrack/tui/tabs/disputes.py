"""Blocks of the Disputes page: the list of threads, and the chosen thread, each side in a column if there is room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc, trn
from accordtrack.text import disputes
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, side_by_side, text_styles, thread_list
from accordtrack.tui.widgets.record_view import Block, explanation_blocks
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.tui.thread_list import ThreadList
    from accordtrack.types import DisputeView, ThreadItem

SIDES = ("US", "MX")
FACING = 96
"""Minimum width in columns for giving each side its own half of the page."""
DAY = 14
MOST_CODE, MOST_ABOUT, ABOUT, SINCE, AGE, GAP = 16, 22, 14, 12, 8, 2
NAMED, DATED, TITLED = 64, 92, 132
"""Minimum widths in columns for listing the subject of a thread, its dates, and its title."""
LEAST = 8
"""Minimum cells for a side's statement in the list; below it, only the page below shows the statements."""
STEP, DEEPEST = 2, 4
"""Cells by which each reply is indented, and the maximum number of indented levels."""


def rows(found: ThreadList, width: int) -> list[Block]:
    """Return one item per thread, in columns, under the heading of its group with the group's count."""
    columns = _Columns(found.read, width)
    blocks: list[Block] = []
    for group, count, threads in found.groups():
        mine = group == thread_list.MINE
        head = f"{thread_list.heading(group, found.own)} {count:,}"
        blocks.append(Block(text_styles.words(head, f"bold {text_styles.WARN}" if mine else text_styles.HEADING)))
        blocks += [Block(columns.line(thread, mine=mine), key=thread.id) for thread in threads]
    if found.remaining_count:
        text = trn(
            "and {n} more, loaded when you reach it", "and {n} more, loaded when you reach them", found.remaining_count
        )
        blocks.append(Block(text_styles.muted(text)))
    return blocks


class _Columns:
    """Columns of the list for a given width; columns without room are omitted, the sides' statements last."""

    def __init__(self, threads: Sequence[DisputeView], width: int) -> None:
        self.code = min(max((len(disputes.thread_code(thread)) for thread in threads), default=0), MOST_CODE)
        self.turn = max(len(trc("column", "turn")), *(len(disputes.turn_in_brief(thread)) for thread in threads), 0)
        self.age, self.since = (AGE, SINCE) if width >= DATED else (0, 0)
        most = MOST_ABOUT if width >= DATED else ABOUT
        self.said_about = disputes.about if width >= DATED else disputes.brief_about
        self.about = min(max((len(self.said_about(one)) for one in threads), default=0), most) if width >= NAMED else 0
        numbers = [part for part in (self.code, self.turn, self.age, self.since, self.about) if part]
        left = width - sum(numbers) - GAP * (len(numbers) + 1)
        self.title = (left - GAP) // 3 if width >= TITLED else 0
        self.side = max((left - (self.title + GAP if self.title else 0)) // 2, 0)
        if self.side < LEAST:
            self.side = 0

    def row(self, *cells: Content) -> Content:
        """Return a row: code, title, subject, two sides, turn, since when, and how long it was open, each cut to its column."""
        code, title, about, first, second, turn, since, age = cells
        sides = [(first, self.side), (second, self.side)]
        shown = [(code, self.code), (title, self.title), (about, self.about), *sides, (turn, self.turn)]
        filled = [text_styles.fill(cell, wide) for cell, wide in (*shown, (since, self.since)) if wide]
        gap = max(self.age - age.cell_length, 0)
        return text_styles.join(*filled, *([text_styles.join(" " * gap, age)] if self.age else []), by=" " * GAP)

    def line(self, thread: DisputeView, *, mine: bool) -> Content:
        """Return the row of one thread."""
        return self.row(
            text_styles.words(disputes.thread_code(thread), text_styles.STRONG if mine else ""),
            text_styles.words(i18n.localize(thread.title)),
            text_styles.muted(self.said_about(thread)),
            *(_statement_cell(thread, side) for side in i18n.sides(SIDES)),
            text_styles.words(disputes.turn_in_brief(thread), text_styles.WARN if mine else text_styles.MUTED),
            text_styles.muted(short_date(thread.summary.since)),
            text_styles.muted(cell_text.days_text(thread.days)),
        )


def _statement_cell(thread: DisputeView, side: str) -> Content:
    word = disputes.latest(thread, side)
    text = disputes.standing(thread, side, ascii_only=text_styles.ascii_only())
    return text_styles.words(
        text,
        "" if word is None else text_styles.MUTED if not word.counts else text_styles.WARN if word.is_objection else "",
    )


def column_headings(threads: Sequence[DisputeView], width: int) -> Content:
    """Return the column headings of the list."""
    columns = _Columns(threads, width)
    group = "side" if columns.side > max(len(label("side", side)) for side in SIDES) else "short side"
    names = (
        *(tr("code"), tr("title"), tr("about")),
        *(label(group, side) for side in i18n.sides(SIDES)),
        *(trc("column", "turn"), trc("column", "since"), trc("column", "open for")),
    )
    return text_styles.join("  ", columns.row(*(text_styles.muted(name) for name in names)))


def thread_blocks(thread: DisputeView, own: str | None, width: int) -> list[Block]:
    """Return the statements of a thread in chronological order, then those of observers."""
    name = text_styles.join(
        text_styles.words(disputes.thread_code(thread), text_styles.HEADING),
        text_styles.words(i18n.localize(thread.title)),
        by="  ",
    )
    mine = own is not None and thread.turn == own
    blocks = [
        Block(name, most=2),
        Block(
            text_styles.join(
                text_styles.muted(disputes.about(thread)), _outcome(thread, mine=mine), by=text_styles.dot()
            )
        ),
    ]
    blocks += [Block(text_styles.words(hint, text_styles.NOTE)) for hint in disputes.hints(thread)]
    two = width >= FACING and bool(thread.words)
    if two:
        named = [[text_styles.words(label("side", side), text_styles.TITLE)] for side in i18n.sides(SIDES)]
        blocks.append(Block(side_by_side.join_columns(named, width - 2), gap=1))
    for word in thread.words:
        blocks += _statement_blocks(word, thread, width, facing_=two)
    if thread.observers:
        blocks.append(
            Block(
                text_styles.words(tr("Observers, and answers to them: they settle nothing"), text_styles.HEADING), gap=1
            )
        )
        for word in thread.observers:
            blocks += _statement_blocks(word, thread, width, facing_=False)
    return blocks


def _outcome(thread: DisputeView, *, mine: bool) -> Content:
    """Return whose turn it is or how the thread ended. Its sentences print dates as they are given."""
    told = replace(
        thread,
        turn_since=short_date(thread.turn_since or ""),
        ended_on=short_date(thread.ended_on or ""),
        words=tuple(replace(word, said_on=short_date(word.said_on)) for word in thread.words),
    )
    if mine:
        return text_styles.words(disputes.own_turn(told), text_styles.BAD)
    return text_styles.words(
        disputes.outcome(told), text_styles.GOOD if thread.state == "settled" else text_styles.STRONG
    )


def _statement_blocks(word: ThreadItem, thread: DisputeView, width: int, *, facing_: bool) -> list[Block]:
    """Return the blocks of one statement: its speaker and kind, the quoted text, and the details."""
    if facing_:
        each = side_by_side.column_width(width - 2, 2)
        place = i18n.sides(SIDES).index(word.speaker) if word.speaker in SIDES else 0
        room = width - 4 if word.speaker not in SIDES else each
        indent, day = (each + side_by_side.GAP) * place, text_styles.BLANK
    else:
        room = None
        indent, day = DAY + STEP * min(word.depth, DEEPEST), text_styles.muted(short_date(word.said_on))

    def block(content: Content, narrower: int = 0, *, quoted: bool = False) -> Block:
        shown = content if room is None else side_by_side.wrap_text(content, room - narrower)
        return Block(shown, indent=indent, key=word.entry, quoted=quoted)

    blocks = [replace(block(_heading(word, day=facing_)), label=day, gap=1)]
    if word.text is not None:
        blocks.append(block(_quote(word), 2, quoted=True))
    blocks += [block(one, 2, quoted=_has_free_text(word)) for one in _details(word)]
    return [*blocks, *(block(one) for one in _closing_lines(word, thread))]


def _quote(word: ThreadItem) -> Content:
    return text_styles.paragraph(i18n.localize(word.text), "" if word.counts else text_styles.MUTED)


def _heading(word: ThreadItem, *, day: bool) -> Content:
    style = text_styles.GOOD if word.stance else ""
    if not word.counts:
        style = text_styles.MUTED
    elif word.is_objection:
        style = text_styles.WARN
    return text_styles.join(
        text_styles.muted(short_date(word.said_on)) if day else text_styles.BLANK,
        text_styles.words(cell_text.speaker_with_body(word.speaker, word.body), text_styles.STRONG),
        text_styles.words(disputes.heading(word), style),
        cell_text.status(word.status, word.basis) if word.status else text_styles.BLANK,
        by=text_styles.dot(),
    )


def _details(word: ThreadItem) -> list[Content]:
    """Return the ground, the proposal, the value, the changes, and the evidence."""
    return [text_styles.words(one) for one in disputes.details(word)]


def _has_free_text(word: ThreadItem) -> bool:
    """Whether the details of a statement contain free text."""
    return bool(word.changes or word.evidence)


def _closing_lines(word: ThreadItem, thread: DisputeView) -> list[Content]:
    """Return the answered statement, whether this one counts, its handling mark, and its sources."""
    answered = next((one for one in (*thread.words, *thread.observers) if one.entry == word.answers), None)
    about = text_styles.dot().join(
        part
        for part in (
            *disputes.qualifiers(word),
            tr(
                "answers {speaker}, {date}",
                speaker=cell_text.speaker_with_body(answered.speaker, answered.body),
                date=short_date(answered.said_on),
            )
            if answered is not None and word.depth > 1
            else "",
            word.handling if word.handling != "TLP:CLEAR" else "",
            text_styles.join_items(word.sources),
        )
        if part
    )
    guessed = (
        tr("supplied by this tracker: {fields}", fields=cell_text.field_labels(word.inferred)) if word.inferred else ""
    )
    return [
        text_styles.muted(about),
        *([text_styles.words(guessed, text_styles.NOTE)] if guessed else []),
    ]


def no_match_message() -> list[Block]:
    """Return the message shown when no dispute matches the filter."""
    return [Block(text_styles.muted(tr("No dispute matches. F clears the filter.")))]


def empty_message() -> list[Block]:
    """Return the explanation of disputes that is shown when there is none."""
    return explanation_blocks(
        tr("Nothing is disputed, asked or waiting between the sides."),
        tr("A dispute answers what the other side says, with a reason. Choose a commitment on the register (1), then:"),
        tr("d disputes its claim, c concurs, r asks for an answer."),
        tr(
            "It is settled when one side agrees with what the other said, or when both officially give the "
            "same status. When each side has upheld its statement against the other's, it remains "
            "unresolved, which is also valid."
        ),
        tr(
            "Finding no answer never means consent: a claim that no one answered is not agreed, however "
            "much time passes."
        ),
    )
