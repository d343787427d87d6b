"""A leaf with items: every key that moves takes the chosen item along, arrows like letters."""

from __future__ import annotations

import pytest

from accordtrack.service import Desk
from accordtrack.tui import text_styles
from accordtrack.tui.app import AccordApp
from accordtrack.tui.widgets.line_wrapping import QUOTED, wrap_block
from accordtrack.tui.widgets.record_view import Block, PageView
from tui_runner import press, running


def entries(app: AccordApp) -> PageView:
    return app.screen.query_one("#entries", PageView)


@pytest.mark.parametrize(("on", "back"), [("j", "k"), ("down", "up")])
async def test_keys_move_the_selection_by_one_item(us: Desk, on: str, back: str) -> None:
    async with running(us, size=(120, 20)) as (app, pilot):
        await press(pilot, "3")
        items = entries(app).items
        assert len(items) > 3
        await press(pilot, on, on)
        assert entries(app).chosen == items[2]
        await press(pilot, back)
        assert entries(app).chosen == items[1]


async def test_page_and_end_keys_move_the_selection(us: Desk) -> None:
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


async def test_page_down_never_moves_back_when_the_whole_list_is_visible(us: Desk) -> None:
    async with running(us, size=(120, 60)) as (app, pilot):
        await press(pilot, "3", "j", "pagedown")
        leaf = entries(app)
        assert leaf.items.index(str(leaf.chosen)) > 1


def test_long_quotation_is_cut_and_says_so() -> None:
    shown = wrap_block(Block(text_styles.paragraph("y z\n" * 4900), quoted=True), 60)
    assert len(shown) == QUOTED + 1
    assert shown[0].plain == "│ y z"
    assert shown[-1].plain == "│ cut after 200 lines; the command line shows all of it"
    assert len(wrap_block(Block(text_styles.paragraph("one\ntwo"), quoted=True), 60)) == 2
