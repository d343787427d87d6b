"""First line of each screen: the place, the desk, and the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import RegisterInfo


class Header(Widget):
    """``accordtrack · register · us-mexico-security · entering for us-1``, with the dates at the right."""

    where: reactive[str] = reactive("")
    changed: reactive[bool] = reactive(default=False)

    def __init__(self, where: str, *, names_desk: bool = True) -> None:
        super().__init__()
        self.set_reactive(Header.where, where)
        self._names_desk = names_desk
        self._info: RegisterInfo | None = None
        self._today = ""

    def show_register(self, info: RegisterInfo | None, today: str) -> None:
        """Show a new state of the register."""
        self._info, self._today = info, today
        self.refresh()

    def render(self) -> Content:
        """Return the line, omitting what does not fit, the dates first."""
        width = self.size.width - 2
        left = text_styles.join(*self._left_parts(), by=text_styles.dot())
        for right in self._right_variants():
            if left.cell_length + right.cell_length + 2 <= width:
                gap = width - left.cell_length - right.cell_length
                return text_styles.join(" ", left, " " * gap, right, " ")
        return text_styles.join(" ", text_styles.clip(left, width))

    def _left_parts(self) -> list[Content]:
        parts = [
            text_styles.words("accordtrack", text_styles.HEADING),
            text_styles.words(tr(self.where), text_styles.STRONG),
        ]
        if self._info is not None:
            parts.append(text_styles.words(self._info.accord))
            seat = self._info.seat
            if self._info.read_only or seat is None:
                parts.append(text_styles.words(tr("read only"), text_styles.WARN))
            elif self._names_desk:
                parts.append(text_styles.words(tr("entering for {desk}", desk=seat.feed)))
        return parts

    def _right_variants(self) -> list[Content]:
        if self._info is None:
            return []
        today = text_styles.muted(tr("updated {date}", date=short_date(self._today)))
        facts = (
            text_styles.muted(tr("sources searched to {date}", date=short_date(self._info.facts_until)))
            if self._info.facts_until
            else text_styles.BLANK
        )
        offer = (
            text_styles.words(tr("changed by others, R reloads"), text_styles.WARN)
            if self.changed
            else text_styles.BLANK
        )
        dot = text_styles.dot()
        return [text_styles.join(offer, today, facts, by=dot), text_styles.join(offer, facts, by=dot), offer]
