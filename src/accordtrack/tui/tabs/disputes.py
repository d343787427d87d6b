"""Threads between the sides: a line each, and the words of the chosen one, each side in its own column where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc, trn
from accordtrack.sentences import disputes
from accordtrack.tui import facing, ink, threadlist, words
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.tui.threadlist import ThreadList
    from accordtrack.views import DisputeView, ThreadWord

SIDES = ("US", "MX")
FACING = 96
"""Columns from which each side has its own half of the page."""
DAY = 12
MOST_CODE, MOST_ABOUT, ABOUT, SINCE, AGE, GAP = 16, 22, 14, 10, 7, 2
NAMED, DATED, TITLED = 64, 92, 132
"""Columns from which a line says what a thread is about, since when it goes on, and its title."""
LEAST = 8
"""Cells of a side's word below which it is left to the page below."""
STEP, DEEPEST = 2, 4
"""Cells that a reply is set in, and how many replies deep."""


def rows(found: ThreadList, width: int) -> list[Block]:
    """One item a thread, in columns, under the heading of its group with how many there are of it."""
    shown = _Columns(found.read, width)
    told: list[Block] = []
    for group, count, held in found.groups():
        mine = group == threadlist.MINE
        head = f"{threadlist.heading(group, found.own)} {count:,}"
        told.append(Block(ink.words(head, f"bold {ink.WARN}" if mine else ink.HEADING)))
        told += [Block(shown.line(thread, mine=mine), key=thread.id) for thread in held]
    if found.left:
        said = trn("and {n} more, read as you come to it", "and {n} more, read as you come to them", found.left)
        told.append(Block(ink.words(said, ink.MUTED)))
    return told


class _Columns:
    """Columns of the list for a width: what there is no room for is left out, the words of the sides last."""

    def __init__(self, threads: Sequence[DisputeView], width: int) -> None:
        self.code = min(max((len(disputes.name(thread)) for thread in threads), default=0), MOST_CODE)
        self.turn = max(len(trc("column", "turn")), *(len(disputes.turn(thread)) for thread in threads), 0)
        self.age, self.since = (AGE, SINCE) if width >= DATED else (0, 0)
        most = MOST_ABOUT if width >= DATED else ABOUT
        self.said_about = disputes.about if width >= DATED else disputes.brief_about
        self.about = min(max((len(self.said_about(one)) for one in threads), default=0), most) if width >= NAMED else 0
        kept = [part for part in (self.code, self.turn, self.age, self.since, self.about) if part]
        left = width - sum(kept) - GAP * (len(kept) + 1)
        self.title = (left - GAP) // 3 if width >= TITLED else 0
        self.side = max((left - (self.title + GAP if self.title else 0)) // 2, 0)
        if self.side < LEAST:
            self.side = 0

    def row(self, *cells: Content) -> Content:
        """Code, title, about, two sides, turn, since, age, each cut to its column."""
        code, title, about, first, second, turn, since, age = cells
        sides = [(first, self.side), (second, self.side)]
        shown = [(code, self.code), (title, self.title), (about, self.about), *sides, (turn, self.turn)]
        filled = [ink.fill(cell, wide) for cell, wide in (*shown, (since, self.since)) if wide]
        gap = max(self.age - age.cell_length, 0)
        return ink.joined(*filled, *([ink.joined(" " * gap, age)] if self.age else []), by=" " * GAP)

    def line(self, thread: DisputeView, *, mine: bool) -> Content:
        """One thread."""
        return self.row(
            ink.words(disputes.name(thread), ink.STRONG if mine else ""),
            ink.words(i18n.local(thread.title)),
            ink.words(self.said_about(thread), ink.MUTED),
            *(_said(thread, side) for side in i18n.sides(SIDES)),
            ink.words(disputes.turn(thread), ink.WARN if mine else ink.MUTED),
            ink.words(thread.opened_on, ink.MUTED),
            ink.words(words.span(thread.days), ink.MUTED),
        )


def _said(thread: DisputeView, side: str) -> Content:
    word = disputes.latest(thread, side)
    said = disputes.standing(thread, side, ascii_only=ink.ascii_only())
    return ink.words(said, "" if word is None else ink.MUTED if not word.counts else ink.WARN if word.contests else "")


def heads(threads: Sequence[DisputeView], width: int) -> Content:
    """The line over the list."""
    shown = _Columns(threads, width)
    group = "side" if shown.side > max(len(label("side", side)) for side in SIDES) else "short side"
    names = (
        *(tr("code"), tr("title"), tr("about")),
        *(label(group, side) for side in i18n.sides(SIDES)),
        *(trc("column", "turn"), trc("column", "since"), trc("column", "age")),
    )
    return ink.joined("  ", shown.row(*(ink.words(name, ink.MUTED) for name in names)))


def thread_blocks(thread: DisputeView, own: str | None, width: int) -> list[Block]:
    """The words of a thread in the order they were said, then those of observers apart."""
    name = ink.joined(ink.words(disputes.name(thread), ink.HEADING), ink.words(i18n.local(thread.title)), by="  ")
    mine = own is not None and thread.turn == own
    found = [
        Block(name, most=2),
        Block(ink.joined(ink.words(disputes.about(thread), ink.MUTED), _outcome(thread, mine=mine), by=ink.dot())),
    ]
    found += [Block(ink.words(hint, ink.NOTE)) for hint in disputes.hints(thread)]
    two = width >= FACING and bool(thread.words)
    if two:
        named = [[ink.words(label("side", side), ink.TITLE)] for side in i18n.sides(SIDES)]
        found.append(Block(facing.columns(named, width - 2), gap=1))
    for word in thread.words:
        found += _word(word, thread, width, facing_=two)
    if thread.observers:
        found.append(Block(ink.words(tr("Observers, and answers to them: they settle nothing"), ink.HEADING), gap=1))
        for word in thread.observers:
            found += _word(word, thread, width, facing_=False)
    return found


def _outcome(thread: DisputeView, *, mine: bool) -> Content:
    if mine:
        return ink.words(disputes.own_turn(thread), ink.BAD)
    return ink.words(disputes.outcome(thread), ink.GOOD if thread.state == "settled" else ink.STRONG)


def _word(word: ThreadWord, thread: DisputeView, width: int, *, facing_: bool) -> list[Block]:
    """One item: who, what, then the words quoted, then what goes with them."""
    if not facing_:
        indent = DAY + STEP * min(word.depth, DEEPEST)
        body = [Block(head, indent=indent, key=word.entry) for head in _head(word, day=False)]
        first = Block(body[0].body, label=ink.words(word.said_on, ink.MUTED), indent=indent, key=word.entry, gap=1)
        quote = [Block(_quote(word), indent=indent, key=word.entry, quoted=True)] if word.text is not None else []
        told = [Block(one, indent=indent, key=word.entry, quoted=_free(word)) for one in _details(word)]
        rest = (Block(one, indent=indent, key=word.entry) for one in _rest(word, thread))
        return [first, *body[1:], *quote, *told, *rest]
    each = facing.wide(width - 2, 2)
    place = i18n.sides(SIDES).index(word.speaker) if word.speaker in SIDES else 0
    room = width - 4 if word.speaker not in SIDES else each
    indent = (each + facing.GAP) * place
    lines = [Block(facing.narrowed(one, room), indent=indent, key=word.entry) for one in _head(word, day=True)]
    if word.text is not None:
        lines.append(Block(facing.narrowed(_quote(word), room - 2), indent=indent, key=word.entry, quoted=True))
    lines += [
        Block(facing.narrowed(one, room - 2), indent=indent, key=word.entry, quoted=_free(word))
        for one in _details(word)
    ]
    lines += [Block(facing.narrowed(one, room), indent=indent, key=word.entry) for one in _rest(word, thread)]
    first = Block(lines[0].body, indent=indent, key=word.entry, gap=1)
    return [first, *lines[1:]]


def _quote(word: ThreadWord) -> Content:
    return ink.paragraph(i18n.local(word.text), "" if word.counts else ink.MUTED)


def _head(word: ThreadWord, *, day: bool) -> list[Content]:
    style = ink.MUTED if not word.counts else ink.WARN if word.contests else ink.GOOD if word.stance else ""
    return [
        ink.joined(
            ink.words(word.said_on, ink.MUTED) if day else ink.BLANK,
            ink.words(words.voice(word.speaker, word.body), ink.STRONG),
            ink.words(disputes.heading(word), style),
            words.status(word.status, word.basis) if word.status else ink.BLANK,
            by=ink.dot(),
        )
    ]


def _details(word: ThreadWord) -> list[Content]:
    """Ground, proposal, value, change and evidence."""
    return [ink.words(one) for one in disputes.details(word)]


def _free(word: ThreadWord) -> bool:
    """Whether its details hold words that somebody typed."""
    return bool(word.changes or word.evidence)


def _rest(word: ThreadWord, thread: DisputeView) -> list[Content]:
    """What it answers, whether it holds, handling and sources."""
    answered = next((one for one in (*thread.words, *thread.observers) if one.entry == word.answers), None)
    about = ink.dot().join(
        part
        for part in (
            *disputes.marks(word),
            tr(
                "answers {speaker} of {date}",
                speaker=words.voice(answered.speaker, answered.body),
                date=answered.said_on,
            )
            if answered is not None and word.depth > 1
            else "",
            word.handling if word.handling != "TLP:CLEAR" else "",
            ink.listed(word.sources),
        )
        if part
    )
    guessed = tr("inferred: {fields}", fields=words.field_names(word.inferred)) if word.inferred else ""
    return [
        ink.words(about, ink.MUTED),
        *([ink.words(guessed, ink.NOTE)] if guessed else []),
    ]


def none_match() -> list[Block]:
    """What stands in the list when a filter finds none."""
    return [Block(ink.words(tr("No dispute matches. F clears the filter."), ink.MUTED))]


def nothing() -> list[Block]:
    """What a dispute is, where there is none, and how one begins and ends."""
    said = (
        tr("Nothing is disputed, asked or waiting between the sides."),
        tr("A dispute answers what the other side says, with a reason. Choose a commitment on the register (1), then:"),
        tr("d disputes its claim, c concurs, r asks for an answer."),
        tr(
            "It is settled when one side agrees with what the other said, or when both officially give the same status. "
            "When each side has upheld its word against the other's, it rests unresolved, which is lawful too."
        ),
        tr(
            "That no answer was found is never consent: a claim that nobody answered is not agreed, however long it stands."
        ),
    )
    return [Block(ink.words(said[0], ink.STRONG)), *(Block(ink.words(one, ink.MUTED), gap=1) for one in said[1:])]
