"""A leaf with items: every key that moves takes the chosen item along, arrows like letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.tui import text_styles
from accordtrack.tui.widgets.line_wrapping import QUOTED, wrapped
from accordtrack.tui.widgets.record_view import Block, PageView
from tui_runner import press, running

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp


def entries(app: AccordApp) -> PageView:
    return app.screen.query_one("#entries", PageView)


@pytest.mark.parametrize(("on", "back"), [("j", "k"), ("down", "up")])
async def test_one_on_and_one_back(us: Desk, on: str, back: str) -> None:
    async with running(us, size=(120, 20)) as (app, pilot):
        await press(pilot, "3")
        items = entries(app).items
        assert len(items) > 3
        await press(pilot, on, on)
        assert entries(app).chosen == items[2]
        await press(pilot, back)
        assert entries(app).chosen == items[1]


async def test_pages_and_ends_take_the_chosen_item_along(us: Desk) -> None:
    async with running(us, size=(120, 20)) as (app, pilot):
        await press(pilot, "3")
        leaf = entries(app)
        items = leaf.items
        await press(pilot, "pagedown")
        place = items.index(str(leaf.chosen))
        assert place > 0
        await press(pilot, "pageup")
        assert leaf.chosen == items[0]
        await press(pilot, "end")
        assert leaf.chosen == items[-1]
        await press(pilot, "pagedown")
        assert leaf.chosen == items[-1]
        await press(pilot, "home")
        assert leaf.chosen == items[0]
        assert leaf.scroll_offset.y == 0


async def test_where_the_whole_list_is_in_sight_a_page_down_never_goes_back(us: Desk) -> None:
    async with running(us, size=(120, 60)) as (app, pilot):
        await press(pilot, "3", "j", "pagedown")
        leaf = entries(app)
        assert leaf.items.index(str(leaf.chosen)) > 1


def test_of_thousands_of_quoted_lines_the_first_are_shown_and_the_cut_is_told() -> None:
    shown = wrapped(Block(text_styles.paragraph("y z\n" * 4900), quoted=True), 60)
    assert len(shown) == QUOTED + 1
    assert shown[0].plain == "│ y z"
    assert shown[-1].plain == "│ cut after 200 lines; the command line shows all of it"
    assert len(wrapped(Block(text_styles.paragraph("one\ntwo"), quoted=True), 60)) == 2
