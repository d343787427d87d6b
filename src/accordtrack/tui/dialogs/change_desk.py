"""Dialog to change desks, among those whose key is on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack.i18n import gettext_lazy, in_alternat, tr, trn
from accordtrack.tui import text_styles
from accordtrack.tui.desk_requests import hold_all_keys
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.tui.app import AccordApp
    from accordtrack.types import RegisterInfo


def open_desk_dialog(app: AccordApp) -> None:
    """Let the user choose a desk; the register, the filter, and the cursor stay."""
    session = app.session
    if session is None:
        return
    desks = in_alternat(session.info.desks, lambda desk: desk.side)
    feeds = max((cell_len(desk.feed) for desk in desks), default=0)
    sides = max((cell_len(label("side", desk.side)) for desk in desks), default=0)
    items = [
        Item(
            desk.feed,
            "  ".join(
                (
                    text_styles.fit(desk.feed, feeds),
                    text_styles.fit(label("side", desk.side), sides),
                    label("desk name", desk.name),
                )
            ),
            trn("{n} entry", "{n} entries", desk.entries) if desk.has_key else tr("no key here"),
            off=not desk.has_key,
        )
        for desk in desks
    ]
    current = session.info.seat.feed if session.info.seat is not None else ""
    desk = session.desk

    def change_desk(feed: str | None) -> None:
        if feed is None or feed == current:
            return

        def move() -> tuple[RegisterInfo, dict[str, int]]:
            desk.use_desk(feed)
            return desk.info(), desk.draft_counts()

        def show_new_desk(found: tuple[RegisterInfo, dict[str, int]]) -> None:
            session.info, session.drafted = found
            app.seat_changed()
            app.show_message(tr("Current desk: {desk}", desk=feed))

        app.questions.ask("seat", move, show_new_desk, app.show_refusal, hold_all_keys(app))

    app.push_screen(Choose(gettext_lazy("change whom you enter for"), items, current=current), change_desk)
