"""First lines of the register: whom one enters for, how commitments are known, what to do, and how the indicators moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from accordtrack import i18n
from accordtrack.i18n import tr, trc, trn
from accordtrack.text.filters import format_filter
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.app_access import AppAccess
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.content import Content

    from accordtrack.types import AttentionCount, DeskInfo

COMMITMENTS = ("responsible", "stated", "assessed", "no_statement")
OF_THESE = {"stated": "not_public", "no_statement": "taken_back"}
"""A count with the part of it that is named in brackets if it is not 0."""
TO_DO = ("overdue", "reply", "past_horizon")
STYLE = {"overdue": text_styles.BAD, "reply": text_styles.WARN, "past_horizon": text_styles.WARN}
ROOMY = 100
"""Terminal width in columns below which labels are short."""
GAP = "   "
MARKS_WIDTH = 29
"""Cells kept for the indicators in a narrow terminal, so that no line moves when they come."""


def filter_of(one: AttentionCount) -> str:
    """Return the filter that shows the rows of a count, in the current language."""
    return format_filter(one.terms)


@dataclass(frozen=True, slots=True)
class FirstLines:
    """What the first lines say; nothing before the first counts arrive.

    ``news`` counts the entries since the last visit. ``areas`` are the marks of the areas, each with their number, or None
    before they are known. ``pending`` are messages about entries that wait for a side; ``notes`` stand on lines of their own.
    """

    seat: DeskInfo | None = None
    counts: tuple[AttentionCount, ...] = ()
    news: tuple[AttentionCount, ...] = ()
    areas: tuple[tuple[str, int], ...] | None = None
    pending: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, *names: str) -> list[AttentionCount]:
        """Return the counts with these names in their order; those of two sides in the order of the language."""
        found = [one for one in self.counts if one.name in names]
        return i18n.in_alternat(sorted(found, key=lambda one: names.index(one.name)), lambda one: one.side)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a line, with the begin and end of each count in it or of the name of each screen that it opens."""

    content: Content = text_styles.BLANK
    places: tuple[tuple[int, int, AttentionCount | str], ...] = ()

    @property
    def width(self) -> int:
        return self.content.cell_length

    def leading_to(self, target: AttentionCount | str) -> _Part:
        return _Part(self.content, ((0, self.width, target),))


def _joined(parts: Iterable[_Part], by: str) -> _Part:
    """Return the parts that are not empty as one, with ``by`` between them."""
    whole = _Part()
    for part in parts:
        if part.width and whole.width:
            at = whole.width + len(by)
            moved = ((at + begin, at + end, target) for begin, end, target in part.places)
            whole = _Part(text_styles.join(whole.content, part.content, by=by), (*whole.places, *moved))
        elif part.width:
            whole = part
    return whole


def _enclosed(part: _Part) -> _Part:
    return _joined([_joined([_Part(text_styles.words("(")), part], ""), _Part(text_styles.words(")"))], "")


def _wrapped(parts: Iterable[_Part], width: int, by: str) -> list[_Part]:
    """Return the parts on as few lines as possible, with ``by`` between those of a line."""
    rows: list[_Part] = []
    for part in parts:
        joined = _joined([rows[-1], part], by) if rows else part
        if rows and joined.width <= width:
            rows[-1] = joined
        elif part.width:
            rows.append(part)
    return rows


def _commitment_words(one: AttentionCount, *, brief: bool) -> str:
    """Return a count of commitments with its label."""
    match one.name:
        case "stated":
            return trn("{n} stated", "{n} stated", one.count)
        case "not_public":
            return trn("{n} not public", "{n} not public", one.count)
        case "taken_back":
            return trn("{n} taken back", "{n} taken back", one.count)
        case "assessed":
            sign = cell_text.value_mark("reading")
            return f"{one.count} {sign}" if brief else tr("{n} tracker {mark}", n=one.count, mark=sign)
        case "no_statement" if brief:
            return trc("brief", "{n} no statement", n=one.count)
        case "no_statement":
            return tr("{n} no statement found", n=one.count)
        case _:
            return str(one.count) if brief else trn("{n} commitment", "{n} commitments", one.count)


def _to_do_words(one: AttentionCount, *, brief: bool) -> str:
    """Return a count of what is to do with its label."""
    match one.name:
        case "overdue":
            return trn("{n} overdue", "{n} overdue", one.count)
        case "reply":
            return tr("{n} to answer", n=one.count) if brief else tr("{n} awaiting your answer", n=one.count)
        case _:
            return trn("{n} period over", "{n} period over", one.count)


def _news_words(one: AttentionCount) -> str:
    """Return a count of new entries with its label."""
    if one.name == "statements":
        return trn("{n} statement", "{n} statements", one.count)
    return trn("{n} figure", "{n} figures", one.count)


class AttentionLine(AppAccess, Widget):
    """Three lines of counts. Each count opens its list."""

    @dataclass
    class Chosen(Message):
        """Requests what a count lists."""

        one: AttentionCount

    @dataclass
    class ScreenChosen(Message):
        """Requests a main screen: of what waits, or of the indicators."""

        name: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.shown = FirstLines()
        self.active = ""
        """The current filter; the count whose rows it shows is highlighted."""
        self._places: list[tuple[int, int, int, AttentionCount | str]] = []
        """Line, begin and end of each count or of each name of a screen."""

    def show(self, shown: FirstLines) -> None:
        """Show new counts."""
        self.shown = shown
        self.refresh(layout=True)

    def set_active_filter(self, text: str) -> None:
        """Set the current filter."""
        if text != self.active:
            self.active = text
            self.refresh()

    def ordered_counts(self) -> list[AttentionCount]:
        """Return the counts in display order."""
        return [*self.shown.of(*COMMITMENTS, *OF_THESE.values()), *self.shown.of(*TO_DO), *self.shown.news]

    def summary(self) -> str:
        """Return what to do and what is new, in one line."""
        return _joined([self._to_do(brief=False), *self._waiting(), self._news()], GAP).content.plain

    def lines(self, width: int) -> list[Content]:
        """Return the lines, with short labels if ``width`` is small."""
        brief = width < ROOMY
        if not self.shown.counts:
            return [text_styles.BLANK] * (2 if brief else 3)
        first = [self._who(brief=brief), *(self._commitments(side, brief=brief) for side in self._sides())]
        news = self._news() if not brief or any(one.count for one in self.shown.news) else _Part()
        to_do = [self._to_do(brief=brief), *self._waiting()]
        areas = self._areas(brief=brief)
        if brief:
            groups = [first, [*to_do, areas, news]]
        elif _joined([*to_do, news], GAP).width <= width:
            groups = [first, [*to_do, news], [areas]]
        else:
            groups = [first, to_do, [areas, news]]
        groups.append([_Part(text_styles.words(one, text_styles.WARN)) for one in self.shown.notes])
        rows = [row for group in groups for row in _wrapped(group, width, by="  " if brief else GAP)]
        self._places = [(line, *place) for line, row in enumerate(rows) for place in row.places]
        return [text_styles.clip(row.content, width) for row in rows]

    def _sides(self) -> list[str | None]:
        return list(dict.fromkeys(one.side for one in self.shown.of("responsible")))

    def _who(self, *, brief: bool) -> _Part:
        seat = self.shown.seat
        if seat is None:
            return _Part(text_styles.words(tr("read only"), text_styles.WARN))
        if brief:
            text = tr("{side} ({desk})", side=label("side", seat.side), desk=seat.feed)
        else:
            text = tr("Entering for {side} ({desk})", side=label("the side", seat.side), desk=seat.feed)
        return _Part(text_styles.words(text, text_styles.STRONG))

    def _commitments(self, side: str | None, *, brief: bool) -> _Part:
        found = {one.name: one for one in self.shown.of(*COMMITMENTS) if one.side == side}
        if len(found) < len(COMMITMENTS):
            return _Part()
        owner = f"{label('side', side)} " if len(self._sides()) > 1 else ""
        parts = {one.name: one for one in self.shown.of(*OF_THESE.values()) if one.side == side}
        every, *others = (
            self._count_with_part(found[name], parts.get(OF_THESE.get(name, "")), brief=brief) for name in COMMITMENTS
        )
        head = _joined([_Part(text_styles.words(owner, text_styles.MUTED)), every], "")
        return _joined([head, _joined(others, ", ")], ": ")

    def _count_with_part(self, one: AttentionCount, part: AttentionCount | None, *, brief: bool) -> _Part:
        """Return a count of commitments, with a part of it in brackets."""
        shown = self._count(one, _commitment_words(one, brief=brief))
        if part is None:
            return shown
        return _joined([shown, _enclosed(self._count(part, _commitment_words(part, brief=brief)))], " ")

    def _to_do(self, *, brief: bool) -> _Part:
        counts = [self._count(one, _to_do_words(one, brief=brief)) for one in self.shown.of(*TO_DO)]
        head = text_styles.words(tr("To do") if brief else tr("To do:"), text_styles.MUTED)
        return _joined([_Part(head), _joined(counts, text_styles.dot())], " ")

    def _waiting(self) -> list[_Part]:
        """Return how much waits for a side, and the screen that lists it."""
        return [_Part(text_styles.words(one, text_styles.WARN)).leading_to("pending") for one in self.shown.pending]

    def _news(self) -> _Part:
        if not self.shown.news:
            return _Part()
        head = text_styles.words(tr("Since last visit:"), text_styles.MUTED)
        counts = [self._count(one, _news_words(one)) for one in self.shown.news]
        return _joined([_Part(head), _joined(counts, ", ")], " ")

    def _areas(self, *, brief: bool) -> _Part:
        """Return how many areas have each mark, and the key of the screen that lists them."""
        counts = self.shown.areas or ()
        gap, apart = ("", " ") if brief else (" ", "  ")
        marks = apart.join(f"{mark}{gap}{n}" for mark, n in counts)
        every = "" if brief or not counts else trn("of {n} area", "of {n} areas", sum(n for _mark, n in counts))
        key = text_styles.words(self.accord.shortcut_for("main('scorecard')"), text_styles.HEADING)
        if brief:
            head = text_styles.join(key, text_styles.words(tr("Indicators"), text_styles.MUTED), by=" ")
            shown = text_styles.join(head, marks, by=" ")
            shown = text_styles.join(shown, " " * max(MARKS_WIDTH - shown.cell_length, 0))
        else:
            head = text_styles.words(tr("Indicators:"), text_styles.MUTED)
            hint = text_styles.join(key, text_styles.words(tr("opens them"), text_styles.MUTED), by=" ")
            shown = text_styles.join(text_styles.join(head, marks, every, by=" "), hint, by=GAP)
        return _Part(shown).leading_to("scorecard")

    def _count(self, one: AttentionCount, text: str) -> _Part:
        """Return a count with its label; the number comes first in both languages."""
        here = bool(self.active) and one not in self.shown.news and self.active == filter_of(one)
        style = STYLE.get(one.name, text_styles.STRONG) if one.count else text_styles.FAINT
        content = text_styles.join(
            text_styles.words(f"{one.count:,}", f"{style} underline" if here else style),
            text_styles.words(text.partition(" ")[2], text_styles.STRONG if here else text_styles.MUTED),
            by=" ",
        )
        return _Part(content).leading_to(one)

    def render(self) -> Content:
        """Return the lines."""
        return text_styles.stack_lines(self.lines(max(self.size.width, 8)))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the number of lines."""
        del container, viewport
        return len(self.lines(max(width, 8)))

    def on_click(self, event: events.Click) -> None:
        for line, begin, end, one in self._places:
            if line == event.y and begin <= event.x - 1 < end:
                if isinstance(one, str):
                    self.post_message(self.ScreenChosen(one))
                elif one.count:
                    self.post_message(self.Chosen(one))
                return
