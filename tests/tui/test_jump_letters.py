"""Jump letters: one a row, a tab or an item; typing it moves the cursor, escape leaves it."""

from __future__ import annotations

import pytest

from accordtrack.service import Desk
from accordtrack.tui.jump_letters import LETTERS, labels
from accordtrack.tui.screens.jump import JumpScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from tui_runner import at_register, on_rows, painted, press, register, running


@pytest.mark.parametrize("count", [0, 1, 26, 27, 60, 200])
def test_no_label_is_a_prefix_of_another(count: int) -> None:
    made = labels(count)
    assert len(made) == len(set(made)) == count
    assert not [one for one in made for other in made if one != other and other.startswith(one)]
    assert all(set(one) <= set(LETTERS) for one in made)


async def test_a_letter_moves_the_cursor_to_its_row(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "f", "semicolon")
        assert isinstance(app.screen, JumpScreen)
        await press(pilot, "d")
        assert at_register(app)
        assert on_rows(app)
        row = register(app).rows.row
        assert row is not None
        assert row.id == "FW-US-01"


async def test_letters_appear_in_the_row_margin_without_color(us: Desk) -> None:
    async with running(us, plain_colors=True, ascii_only=True) as (app, pilot):
        await press(pilot, "F")
        place = next(y for y, line in enumerate(painted(app)) if "FW-MX-01" in line)
        column = painted(app)[place].index("FW-MX-01")
        await press(pilot, "semicolon")
        line = painted(app)[place]
        assert line[:column].rstrip().endswith("s")
        assert "esc" in painted(app)[-1]


@pytest.mark.sweep("plain")
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("keys", [("F",), ("5",), ("F", "enter"), ("2",)])
async def test_letters_cover_only_the_margins(us: Desk, keys: tuple[str, ...], *, plain: bool) -> None:
    async with running(us, plain_colors=plain) as (app, pilot):
        await press(pilot, *keys)
        before = painted(app)[:-1]
        await press(pilot, "semicolon")
        after = painted(app)[:-1]
        hidden = [
            (old, new)
            for line, seen in zip(before, after, strict=True)
            for old, new in zip(line, seen, strict=True)
            if old != new
        ]
        assert hidden
        assert {old for old, _new in hidden} <= {" ", "▌"}


@pytest.mark.parametrize("key", ["escape", "semicolon"])
async def test_leaving_the_jump_screen_keeps_the_cursor(us: Desk, key: str) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "semicolon", "1", key)
        assert at_register(app)
        assert register(app).rows.cursor == 0


async def test_letters_jump_to_tabs_and_page_items(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "semicolon", "s")
        screen = app.screen
        assert isinstance(screen, ScorecardScreen)
        assert screen.tabs.chosen == 1
        await press(pilot, "semicolon", "g", "semicolon", "j")
        assert screen.tabs.chosen == 4
        assert screen.page_view.chosen == screen.page_view.items[1]


async def test_resizing_the_terminal_removes_the_letters(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "semicolon")
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert at_register(app)
