"""Attention line of the register screen: counts of what is owed, overdue, awaiting an answer or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.text import attention, withheld
from accordtrack.tui.screens.register_list import RegisterList
from accordtrack.tui.widgets.attention_line import AttentionLine, filter_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.service import Desk
    from accordtrack.types import AttentionCount


class RegisterAttention(RegisterList):
    """The register list with its attention line.

    ``since`` is the newest entry that counted as seen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.since: int | None = None
        self._seat: str | None = None
        self._asked = False

    @property
    def attention(self) -> AttentionLine:
        """The attention line."""
        return self.query_one("#attention", AttentionLine)

    def attend(self, then: Callable[[], None] | None = None) -> None:
        """Update the counts, then call ``then``."""
        session = self.session
        if session is None:
            return
        side, since, seat = session.side, self.since if self._asked else None, self._seat

        def question(desk: Desk) -> tuple[str | None, int, int, tuple[AttentionCount, ...]]:
            version = desk.version()
            mark = since if since is not None and desk.seat == seat else desk.seen()
            mark = version if mark is None else min(mark, version)
            return desk.seat, mark, version, desk.attention(mark, side=side)

        def answer(found: tuple[str | None, int, int, tuple[AttentionCount, ...]]) -> None:
            self._attended(*found)
            if then is not None:
                then()

        self.ask("attend", question, answer, lambda _why: None, opens=then is not None)

    def _attended(self, seat: str | None, since: int, version: int, counts: tuple[AttentionCount, ...]) -> None:
        session = self.session
        if session is None:
            return
        begun = not self._asked
        self._seat, self.since, self._asked = seat, since, True
        session.looked = version
        self.attention.show(counts, withheld.count(session.info.withheld, session.info.copy_for))
        if begun and self.accord.screen is not self:
            self.accord.say(attention.summary(self.attention.ordered()))

    def on_attention_line_chosen(self, message: AttentionLine.Chosen) -> None:
        message.stop()
        self._show(message.one)

    def action_attention(self) -> None:
        """Filter by the next count that is not 0."""
        if not self._asked:
            self.attend(self._show_next)
        else:
            self._show_next()

    def _show_next(self) -> None:
        held = [one for one in self.attention.ordered() if one.count]
        if not held:
            self.accord.say(tr("Nothing is owed, overdue, waiting or changed"))
            return
        text = self.line.text.strip()
        places = [place for place, one in enumerate(held) if filter_of(one) == text]
        self._show(held[(places[0] + 1) % len(held) if places else 0])

    def _show(self, one: AttentionCount) -> None:
        self.line.put(filter_of(one))
        self.rows.focus()
        if one.name == "changed":
            self._looked()

    def _looked(self) -> None:
        """Mark the changes as seen: from now on only later ones count."""

        def question(desk: Desk) -> int:
            version = desk.version()
            desk.saw(version)
            return version

        def answer(version: int) -> None:
            self.since = version
            self.attend()

        self.ask("looked", question, answer, lambda _why: None)

    def tell(self) -> None:
        super().tell()
        self.attention.activate(self.line.text.strip())
