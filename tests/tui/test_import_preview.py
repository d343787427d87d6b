"""A table looked at on the screens: hostile, huge or no table at all, on every size, by hand, by paste and by the palette."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events

from accordtrack.service import Desk
from accordtrack.tui import keys
from accordtrack.tui.dialogs.import_table import ImportDialog
from import_runner import dialog, flat, lines, named, rows
from interchange.tables import STATUS, table
from tui_runner import faults, painted, press, running, screen_text, settle, until, write
from workbooks import workbook

pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("folder")]
HOSTILE = "\x1b]0;owned\x07[/][@click=app.quit] [bold]x\u202e\u2066" + "y" * 40_000


@pytest.mark.parametrize("language", ["en", "es"])
async def test_hostile_cells_headings_and_sheet_names_are_sanitized(us: Desk, folder: Path, language: str) -> None:
    table(folder / "t.csv", *[{**STATUS, name: HOSTILE} for name in STATUS], {**STATUS, "note": "[@click=app.quit]x"})
    table(folder / "head.csv", {**STATUS, HOSTILE[:60]: "x"})
    sheet = "(@click=app.quit)\u202e"
    workbook(folder / "s.xlsx", {sheet: [list(STATUS), [*list(STATUS.values())[:3], HOSTILE[:200]]]})
    async with running(us, size=(80, 24), language=language) as (app, pilot):
        for file in ("t.csv", "head.csv", "s.xlsx"):
            await press(pilot, "I")
            await write(pilot, file)
            await until(pilot, lambda: dialog(app)._report is not None or "▲" in screen_text(app))
            everything = screen_text(app) + dialog(app).page_view.text
            assert not set("\x1b\x07\u202e\u2066") & set(everything)
            assert app.return_code is None
            await press(pilot, "pagedown", "pagedown", "escape")
        assert app.return_code is None
        assert faults(app) == []


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("none.csv", None, "There is no such file"),
        ("t.ods", b"PK", "Unsupported file type"),
        ("t.txt", b"x", "neither CSV nor XLSX"),
        ("t.csv", b"", "The file is empty"),
        ("t.csv", b"\xff\xfea\x00", "The file is UTF-16"),
        ("t.csv", b"a" * 20_000_001, "File too large"),
        ("t.csv", b"commitment,status,said_on\n" + b"FW-US-01,limited,2024-05-05\n" * 10_001, "more than 10000 rows"),
        ("t.xlsx", b"PK\x03\x04" + b"\0" * 99, "XLSX"),
        ("t.csv", b'commitment,status,said_on\n"FW', "cannot be read past this point"),
    ],
)
async def test_unreadable_table_is_reported_and_the_dialog_stays_open(
    us: Desk, folder: Path, name: str, raw: bytes | None, words: str
) -> None:
    if raw is not None:
        (folder / name).write_bytes(raw)
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, name, then=words)
        await press(pilot, "enter")
        assert isinstance(app.screen, ImportDialog)
        assert faults(app) == []
    assert us.version() == before


async def test_folder_or_pipe_is_not_accepted_as_a_file(us: Desk, folder: Path) -> None:
    os.mkfifo(folder / "p.csv")
    async with running(us) as (app, pilot):
        await named(app, pilot, "p.csv", then="There is no such file")
        await press(pilot, "ctrl+u")
        await named(app, pilot, "..", then="There is no such file")


@pytest.mark.scale
async def test_long_refusal_list_scrolls_and_counts_the_rest(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", *rows(3_000, said_on="05/01/2024"))
    async with running(us, size=(80, 24)) as (app, pilot):
        await named(app, pilot, "t.csv")
        assert "0 rows to add, 0 unchanged, 3000 refused" in screen_text(app)
        assert "and 2000 more refusals" in lines(app)
        assert "--dry-run" in lines(app)
        top = screen_text(app)
        await press(pilot, "pagedown", "down", "down")
        assert screen_text(app) != top


async def test_j_and_k_are_typed_in_the_path_and_move_in_the_list(us: Desk, folder: Path) -> None:
    table(folder / "jk.csv", *rows(3, said_on="05/01/2024"))
    async with running(us) as (app, pilot):
        await named(app, pilot, "jk.csv")
        assert dialog(app).field_value("file") == "jk.csv"
        first = dialog(app).page_view.chosen
        await press(pilot, "tab", "tab", "j")
        assert dialog(app).page_view.chosen != first
        await press(pilot, "k")
        assert dialog(app).page_view.chosen == first


async def test_pasting_a_path_on_the_list_selects_the_file(us: Desk, folder: Path) -> None:
    table(folder / "one.csv", STATUS)
    table(folder / "two.csv", *rows(2))
    async with running(us) as (app, pilot):
        await named(app, pilot, "one.csv")
        await press(pilot, "tab", "tab")
        app.post_message(events.Paste(f" {folder / 'two.csv'}\n"))
        await until(pilot, lambda: "2 rows to add" in flat(app))
        assert dialog(app).file == folder / "two.csv"


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_counts_rows_and_keys_are_visible_at_every_size(
    us: Desk, folder: Path, size: tuple[int, int], language: str
) -> None:
    table(folder / "t.csv", STATUS, {**STATUS, "said_on": "05/01/2024"})
    async with running(us, size=size, language=language, ascii_only=True) as (app, pilot):
        await named(app, pilot, "t.csv")
        seen = screen_text(app)
        assert {letter for letter in seen if not letter.isascii() and not letter.isalpha()} <= set("¿¡«»º→"), seen
        assert "05/01/2024" in seen
        assert "enter" in painted(app)[-1] + painted(app)[-2] + painted(app)[-3] + painted(app)[-4]
        dialog(app).page_view.focus()
        await settle(pilot)
        assert dialog(app).page_view.size.height >= 2


async def test_import_opens_from_every_main_screen_and_the_palette(us: Desk) -> None:
    assert [key.keys for key in keys.KEYS if key.action == "import"] == [("I",)]
    async with running(us) as (app, pilot):
        for main_screen in ("1", "2", "3", "4", "5"):
            await press(pilot, main_screen, "I")
            assert isinstance(app.screen, ImportDialog)
            await press(pilot, "escape")
        await press(pilot, "1", "ctrl+p")
        await write(pilot, "import a table")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportDialog))
