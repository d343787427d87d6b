"""The first line: where one is, at whose seat, and as of when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import ink

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.views import RegisterInfo


class Headline(Widget):
    """``accordtrack · register · us-mexico-security · seat us-1`` and the dates at the right."""

    where: reactive[str] = reactive("")
    changed: reactive[bool] = reactive(default=False)

    def __init__(self, where: str) -> None:
        super().__init__()
        self.set_reactive(Headline.where, where)
        self._info: RegisterInfo | None = None
        self._today = ""

    def tell(self, info: RegisterInfo | None, today: str) -> None:
        """Show another state of the register."""
        self._info, self._today = info, today
        self.refresh()

    def render(self) -> Content:
        """The line; what does not fit goes, the dates first."""
        width = self.size.width - 2
        left = ink.joined(*self._left(), by=ink.dot())
        for right in self._right():
            if left.cell_length + right.cell_length + 2 <= width:
                gap = width - left.cell_length - right.cell_length
                return ink.joined(" ", left, " " * gap, right, " ")
        return ink.joined(" ", ink.clip(left, width))

    def _left(self) -> list[Content]:
        parts = [ink.words("accordtrack", ink.HEADING), ink.words(tr(self.where), ink.STRONG)]
        if self._info is not None:
            parts.append(ink.words(self._info.accord))
            seat = self._info.seat
            if self._info.read_only or seat is None:
                parts.append(ink.words(tr("read only"), ink.WARN))
            else:
                parts.append(ink.words(tr("seat {desk}", desk=seat.feed)))
        return parts

    def _right(self) -> list[Content]:
        if self._info is None:
            return []
        today = ink.words(tr("as of {date}", date=self._today), ink.MUTED)
        facts = (
            ink.words(tr("facts until {date}", date=self._info.facts_until), ink.MUTED)
            if self._info.facts_until
            else ink.BLANK
        )
        offer = ink.words(tr("changed by others, R reloads"), ink.WARN) if self.changed else ink.BLANK
        dot = ink.dot()
        return [ink.joined(offer, today, facts, by=dot), ink.joined(offer, facts, by=dot), offer]
