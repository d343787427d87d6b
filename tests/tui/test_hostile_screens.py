"""One hostile record in every field, on every screen and in every dialog: it is shown, and does nothing."""

# ruff: noqa: ANN401 - the poison goes through values of any type
from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack.cli.screen_export import export
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.service import Desk
from accordtrack.store.row_checksum import checksum
from accordtrack.tui import UserOptions
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.commitment import TABS, CommitmentScreen
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.types.intents import ReportStatus
from registers import TODAY, small_register
from tui_runner import at_register, faults, painted, press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys

POISON = " [/] [draft] [@click=app.quit]x[/] {0} %s \x1b]0;owned\x07 \x9b31m \u202edrow\u202c \ud800 \x00 \n\ttwo"
STORABLE_POISON = POISON.replace("\ud800", "").replace("\x00", "")
"""What a file of SQLite can hold."""
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WORDS = frozenset(
    {"side", "responsible", "status", "basis", "standing", "timeliness", "grade", "stance", "speaker", "kind", "copy"}
    | {"state", "about", "half", "turn"}
)
"""Words of the vocabulary, left alone in the milder run, so that every branch is drawn."""
PROGRAM_FIELDS = frozenset({"message", "advice", "template", "sign"})
"""Literals of the program, which no register can reach."""


def poison(value: Any, *, spare: frozenset[str], name: str = "") -> Any:
    """``value`` with the poison behind every text in it."""
    if isinstance(value, str):
        return value if name in spare or name in PROGRAM_FIELDS else value + POISON
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return type(value)(**{key: poison(item, spare=spare, name=key) for key, item in fields.items()})
    if isinstance(value, tuple):
        return tuple(poison(item, spare=spare, name=name) for item in value)
    if isinstance(value, Mapping):
        return {key: poison(item, spare=spare, name=str(key)) for key, item in value.items()}
    return value


class HostileDesk(Desk):
    """A desk whose register was written by an enemy of the terminal; the front door lets no such text in."""

    spare: frozenset[str] = frozenset()

    def _bad(self, value: Any) -> Any:
        return poison(value, spare=self.spare)

    def info(self) -> Any:
        return self._bad(super().info())

    def rows(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().rows(*args, **kwargs))

    def facets(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().facets(*args, **kwargs))

    def commitment(self, identifier: str, **kwargs: Any) -> Any:
        return self._bad(super().commitment(identifier.removesuffix(POISON), **kwargs))

    def history(self, ref: str | None = None, **kwargs: Any) -> Any:
        wanted = ref.removesuffix(POISON) if ref else None
        return self._bad(super().history(wanted, **kwargs))

    def lanes(self, ref: str | None = None, **kwargs: Any) -> Any:
        return self._bad(super().lanes(ref.removesuffix(POISON) if ref else None, **kwargs))

    def diff(self, a: TwoDates, b: TwoDates, words: str = "", *, of: Any = None, **kwargs: Any) -> Any:
        kwargs["ref"] = kwargs["ref"].removesuffix(POISON) if kwargs.get("ref") else None
        of = None if of is None else [name.removesuffix(POISON) for name in of]
        first, second = (TwoDates(at.as_of[:10], at.known_on[:10]) for at in (a, b))
        return self._bad(super().diff(first, second, words, of=of, **kwargs))

    def entry(self, name: str) -> Any:
        return self._bad(super().entry(name.removesuffix(POISON)))

    def record(self, identifier: str) -> Any:
        return self._bad(super().record(identifier.removesuffix(POISON)))

    def find(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().find(*args, **kwargs))

    def responsibilities(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().responsibilities(*args, **kwargs))

    def disputes(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().disputes(*args, **kwargs))

    def conflicts(self, *args: Any, **kwargs: Any) -> Any:
        return self._bad(super().conflicts(*args, **kwargs))

    def last_act(self) -> Any:
        return self._bad(super().last_act())

    def drafts(self) -> Any:
        return self._bad(super().drafts())

    def check_evidence(self, ref: str) -> Any:
        return self._bad(super().check_evidence(ref))

    def plan(self, _intent: Any) -> Any:
        raise Refused(Problem("No {x}", "Try {x}", POISON, {"x": POISON}))


def assert_harmless(app: AccordApp) -> None:
    """Nothing on the screen moves a cursor, renames a window, turns the text round or is an action."""
    for strip in app.screen._compositor.render_strips(app.size):
        assert not UNSAFE.search(strip.text), repr(strip.text)
        assert not any("@click" in segment.style.meta for segment in strip if segment.style is not None)
    assert app.is_running
    assert app.title == "accordtrack"
    assert faults(app) == []


@pytest.mark.sweep("size", "spare")
@pytest.mark.parametrize("spare", [WORDS, frozenset()], ids=["texts", "everything"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_hostile_text_is_harmless_in_the_register_and_its_dialogs(
    tmp_path: Path, spare: frozenset[str], size: tuple[int, int]
) -> None:
    desk = HostileDesk(small_register(tmp_path), seat="us-1", today_is=TODAY)
    desk.spare = spare
    desk.save_drafts(ReportStatus(commitment="FW-US-01", status="limited", note="Fewer."))
    async with running(desk, size=size) as (app, pilot):
        await press(pilot, "F")
        assert_harmless(app)
        if size[0] > 60:
            assert "[/]" in screen_text(app)
        for key in (
            "s",
            "e",
            "d",
            "c",
            "r",
            "a",
            "m",
            "n",
            "N",
            "W",
            "o",
            "M",
            "D",
            "S",
            "exclamation_mark",
            "question_mark",
            "ctrl+p",
        ):
            await press(pilot, key)
            assert_harmless(app)
            if key in {"s", "e"}:
                await write(pilot, "l")
                assert_harmless(app)
            await press(pilot, "escape")
            assert_harmless(app)
            assert at_register(app), key
        await press(pilot, "u")
        assert_harmless(app)
        await press(pilot, "escape", "enter")
        screen = app.screen
        assert isinstance(screen, CommitmentScreen)
        for _ in TABS:
            assert_harmless(app)
            await press(pilot, "i")
            assert_harmless(app)
            if app.screen is not screen:
                await press(pilot, "escape")
            await press(pilot, "tab")


@pytest.mark.sweep("size", "spare")
@pytest.mark.parametrize("spare", [WORDS, frozenset()], ids=["texts", "everything"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_hostile_text_is_harmless_in_the_owed_screen_and_reminders(
    tmp_path: Path, spare: frozenset[str], size: tuple[int, int]
) -> None:
    desk = HostileDesk(small_register(tmp_path), seat="us-1", today_is=TODAY)
    desk.spare = spare
    async with running(desk, size=size) as (app, pilot):
        await press(pilot, "2")
        assert_harmless(app)
        for key in ("b", "b", "b", "b", "right", "left", "j", "k", "M", "escape", "enter", "space", "M", "y", "w"):
            await press(pilot, key)
            assert_harmless(app)
        await press(pilot, "escape", "escape", "escape", "escape")
        assert at_register(app)


@pytest.mark.sweep("size", "spare")
@pytest.mark.parametrize("spare", [WORDS, frozenset()], ids=["texts", "everything"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_hostile_text_is_harmless_in_disputes(
    tmp_path: Path, spare: frozenset[str], size: tuple[int, int]
) -> None:
    desk = HostileDesk(small_register(tmp_path), seat="us-1", today_is=TODAY)
    desk.spare = spare
    async with running(desk, size=size) as (app, pilot):
        await press(pilot, "4")
        assert_harmless(app)
        screen = app.screen
        for key in ("j", "d", "c", "n", "r", "enter", "tab", "j", "d", "c", "right", "G", "S", "enter", "L"):
            await press(pilot, key)
            assert_harmless(app)
            while app.screen is not screen:
                await press(pilot, "4" if at_register(app) else "escape")
                assert_harmless(app)
        if size[0] > 60:
            assert "[/]" in screen_text(app)


@pytest.mark.sweep("size", "spare")
@pytest.mark.parametrize("spare", [WORDS, frozenset()], ids=["texts", "everything"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_hostile_text_is_harmless_in_history(
    tmp_path: Path, spare: frozenset[str], size: tuple[int, int]
) -> None:
    desk = HostileDesk(small_register(tmp_path), seat="us-1", today_is=TODAY)
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    desk.spare = spare
    async with running(desk, size=size) as (app, pilot):
        await press(pilot, "3")
        assert_harmless(app)
        if size[0] > 60:
            assert "[/]" in screen_text(app)
        keys = (
            "tab",
            "j",
            "i",
            "tab",
            "i",
            "left_square_bracket",
            "o",
            "enter",
            "right_square_bracket",
            "tab",
            "j",
            "w",
        )
        for key in (*keys, "L", "G"):
            await press(pilot, key)
            assert_harmless(app)
            if not isinstance(app.screen, HistoryScreen):
                await press(pilot, "escape")
        assert isinstance(app.screen, HistoryScreen)


def plant(path: Path, table: str, values: dict[str, object]) -> None:
    """Put a row into a local table, with the checksum that fits."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (*values.values(), checksum(values)))  # noqa: S608
        connection.commit()


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_hostile_text_is_harmless_in_palette_saved_filters_and_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = small_register(tmp_path)
    plant(path, "saved_filter", {"name": STORABLE_POISON, "words": STORABLE_POISON})
    plant(path, "saved_filter", {"name": "mine", "words": STORABLE_POISON})
    desk = HostileDesk(path, seat="us-1", today_is=TODAY)
    desk.spare = WORDS
    async with running(desk, size=size, language=language, own=UserOptions(export=export)) as (app, pilot):
        for keys in (("F",), ("enter",), ("1", "5")):
            await press(pilot, *keys)
            for opened in ("semicolon", "ctrl+p", "x"):
                await press(pilot, opened)
                assert_harmless(app)
                await press(pilot, "escape")
                assert_harmless(app)
        await press(pilot, "1", "0")
        assert_harmless(app)
        assert any("[/]" in line for line in painted(app))
        for pressed in ("d", "escape", "r", "escape", "enter"):
            await press(pilot, pressed)
            assert_harmless(app)
        await press(pilot, "escape", "x", "right", "right", "enter")
        assert_harmless(app)


async def test_hostile_saved_place_is_harmless(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    place = {
        "filter": STORABLE_POISON,
        "main": STORABLE_POISON,
        "sort": STORABLE_POISON,
        "row": STORABLE_POISON,
        "commitment": STORABLE_POISON,
        "theme": STORABLE_POISON,
        "tab": 10**30,
    }
    plant(path, "session", {"name": "place:us-1", "value": json.dumps(place)})
    desk = HostileDesk(path, seat="us-1", today_is=TODAY)
    desk.spare = WORDS
    async with running(desk) as (app, _pilot):
        assert_harmless(app)
        assert at_register(app)


async def test_markup_in_a_message_is_shown_as_text(tmp_path: Path) -> None:
    desk = HostileDesk(small_register(tmp_path), seat="us-1", today_is=TODAY)
    async with running(desk) as (app, pilot):
        app.show_message("see " + POISON, "error")
        await settle(pilot)
        assert_harmless(app)
        assert any("[draft]" in line for line in painted(app))
        await press(pilot, "exclamation_mark")
        assert_harmless(app)
