"""At which desk one sits, among those whose key is on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import later, tr, trn
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.tui.app import AccordApp
    from accordtrack.views import RegisterInfo


def open_seats(app: AccordApp) -> None:
    """Choose a desk; the register, the filter and the cursor stay."""
    session = app.session
    if session is None:
        return
    items = [
        Item(
            desk.feed,
            f"{desk.feed}  {label('side', desk.side)}  {desk.name}",
            trn("{n} entry", "{n} entries", desk.entries) if desk.has_key else tr("no key here"),
            off=not desk.has_key,
        )
        for desk in session.info.desks
    ]
    current = session.info.seat.feed if session.info.seat is not None else ""
    desk = session.desk

    def sit(feed: str | None) -> None:
        if feed is None or feed == current:
            return

        def move() -> RegisterInfo:
            desk.sit(feed)
            return desk.info()

        def moved(info: RegisterInfo) -> None:
            session.info = info
            app.seat_changed()
            app.say(tr("Now at the seat {desk}", desk=feed))

        app.questions.ask("seat", move, moved, app.complain)

    app.push_screen(Choose(later("change the seat"), items, current=current), sit)
