"""A hostile register under jump letters, palette and export, and hostile rows among what the file keeps for a person."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from test_hostile import POISON, WORDS, HostileDesk, harmless

from accordtrack.cli.exporting import export
from accordtrack.register.local import checksum
from accordtrack.tui import Own
from registers import TODAY, small_register
from tuirun import at_register, painted, press, running

if TYPE_CHECKING:
    from pathlib import Path

BAD = POISON.replace("\ud800", "").replace("\x00", "")
"""What a file of SQLite can hold."""


def plant(path: Path, table: str, values: dict[str, object]) -> None:
    """Put a row into a local table, with the checksum that fits."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (*values.values(), checksum(values)))  # noqa: S608
        connection.commit()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_letters_palette_saved_filters_and_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = small_register(tmp_path)
    plant(path, "saved_filter", {"name": BAD, "words": BAD})
    plant(path, "saved_filter", {"name": "mine", "words": BAD})
    desk = HostileDesk(path, seat="us-1", today_is=TODAY)
    desk.spare = WORDS
    async with running(desk, size=size, language=language, own=Own(export=export)) as (app, pilot):
        for keys in (("F",), ("enter",), ("1", "5")):
            await press(pilot, *keys)
            for opened in ("semicolon", "ctrl+p", "x"):
                await press(pilot, opened)
                harmless(app)
                await press(pilot, "escape")
                harmless(app)
        await press(pilot, "1", "0")
        harmless(app)
        assert any("[/]" in line for line in painted(app))
        for pressed in ("d", "escape", "r", "escape", "enter"):
            await press(pilot, pressed)
            harmless(app)
        await press(pilot, "escape", "x", "right", "right", "enter")
        harmless(app)


async def test_a_hostile_place_is_only_words(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    place = {"filter": BAD, "main": BAD, "sort": BAD, "row": BAD, "commitment": BAD, "theme": BAD, "tab": 10**30}
    plant(path, "session", {"name": "place:us-1", "value": json.dumps(place)})
    desk = HostileDesk(path, seat="us-1", today_is=TODAY)
    desk.spare = WORDS
    async with running(desk) as (app, _pilot):
        harmless(app)
        assert at_register(app)
