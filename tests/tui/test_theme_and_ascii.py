"""Looks: the terminal's own colours, and ASCII alone."""

from __future__ import annotations

from accordtrack.service import Desk
from accordtrack.tui.themes import TERMINAL
from accordtrack.tui.widgets.register_rows import RegisterRows
from tui_runner import on_rows, painted, press, running


async def test_terminal_theme_draws_the_cursor_row_in_one_color(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "T", "T", "T")
        assert app.theme == TERMINAL
        assert on_rows(app)
        rows = app.screen.query_one(RegisterRows)
        styles = [segment.style for segment in rows.render_line(rows.cursor) if segment.style is not None]
        assert len(styles) > 1
        assert all(style.reverse for style in styles)
        assert {style.color for style in styles} == {styles[0].color}


async def test_ascii_option_keeps_the_main_screens_in_ascii(us: Desk) -> None:
    async with running(us, ascii_only=True) as (app, pilot):
        for key in ("F", "2", "right", "tab", "3", "4", "5"):
            await press(pilot, key)
            odd = [line for line in painted(app) if not line.isascii()]
            assert odd == [], key
        await press(pilot, "1")
        assert not any("||" in line for line in painted(app))
