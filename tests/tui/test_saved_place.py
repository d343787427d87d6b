"""Where a sitting was left is where the next begins; what is damaged, gone or somebody else's never stops a start."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from accordtrack.service import Desk
from accordtrack.tui import UserOptions, saved_place, themes
from accordtrack.tui.app import AccordApp
from accordtrack.tui.saved_place import Place
from accordtrack.tui.screens.commitment import HISTORY, CommitmentScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from tampering import tamper
from tui_runner import at_register, ids, press, register, running, screen_text, write

pytestmark = pytest.mark.journeys


def leave(app: AccordApp) -> None:
    """Leave as every way out does: the place is noted once the screen is closed."""
    app.exit(0)
    app.save_place()


async def test_filter_order_row_and_theme_are_restored(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "theme:firearms")
        await press(pilot, "enter", "T")
        register(app).order_by("title", descending=True)
        await press(pilot, "G")
        order, theme = ids(app), app.theme
        row = register(app).rows.row
        leave(app)
    assert row is not None
    assert theme != themes.DARK
    async with running(us) as (app, pilot):
        assert ids(app) == order
        assert (register(app).sort, register(app).descending) == ("title", True)
        here = register(app).rows.row
        assert here is not None
        assert here.id == row.id
        assert app.theme == theme
        shown = screen_text(app)
        assert "/ theme:firearms" in shown
        assert "2 of 3" in shown
        assert "theme:firearms" in app.said[-1].text
        assert "F clears it" in app.said[-1].text


async def test_fresh_option_ignores_the_saved_place(us: Desk) -> None:
    async with running(us) as (app, pilot):
        first = register(app).filter_line.text
        await press(pilot, "F", "slash", "x", "y", "enter")
        leave(app)
    async with running(us, own=UserOptions(fresh=True)) as (app, _pilot):
        assert register(app).filter_line.text == first
        assert not app.said


async def test_default_filter_is_not_saved(us: Desk) -> None:
    async with running(us) as (app, _pilot):
        assert register(app).filter_line.text
        leave(app)
    assert us.preferences.place()["filter"] is None
    us.use_desk("mx-1")
    async with running(us) as (app, _pilot):
        assert "US" not in register(app).filter_line.text


async def test_main_screen_and_open_commitment_are_restored(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "5")
        leave(app)
    async with running(us) as (app, pilot):
        assert isinstance(app.screen, ScorecardScreen)
        await press(pilot, "1", "g", "enter", "tab", "tab", "tab", "tab")
        leave(app)
    async with running(us) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, CommitmentScreen)
        assert screen.subject.id == "FW-JT-01"
        assert screen.tabs.chosen == HISTORY
        await press(pilot, "q")
        assert at_register(app)


DAMAGE = {
    "another value": 'UPDATE session SET value = \'{"filter": "side:MX"}\'',
    "no JSON": "UPDATE session SET value = '{{{'",
    "no row": "DELETE FROM session",
    "no table": "DROP TABLE session",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_place_is_ignored(us: Desk, name: str) -> None:
    us.preferences.save_place({"filter": "side:US"})
    tamper(us.path, DAMAGE[name])
    assert saved_place.load_place(us) == Place()


@pytest.mark.parametrize(
    "kept",
    [
        {"filter": "side:XX"},
        {"filter": 'field:"', "sort": "dance", "main": "moon", "theme": "plaid", "tab": -3},
        {"filter": ["side:US"], "row": 7, "commitment": {"a": 1}, "tab": "two", "descending": "yes"},
        {"commitment": "NO-SUCH-1", "row": "NO-SUCH-2", "main": ["register"]},
        {"filter": "x" * 5000},
    ],
)
async def test_program_starts_despite_invalid_saved_values(us: Desk, kept: dict[str, object]) -> None:
    us.preferences.save_place(kept)
    async with running(us) as (app, _pilot):
        assert at_register(app)
        assert ids(app)


async def test_quitting_skips_saving_while_the_register_is_locked(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        app.exit(0)
        with closing(sqlite3.connect(us.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            app.save_place()
    assert us.preferences.place() == {}


async def test_replaced_register_file_is_not_written_on_exit(us: Desk) -> None:
    async with running(us) as (app, _pilot):
        app.exit(0)
        words = us.path.read_bytes()
        us.path.rename(us.path.with_suffix(".old"))
        us.path.write_bytes(words)
        app.save_place()
    assert us.path.read_bytes() == words
