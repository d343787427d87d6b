"""Keys that are typed ahead: in one packet they come to the same as one at a time, and none is lost."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual import events

from accordtrack.service import Desk
from accordtrack.tui import keys
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.amend import AmendDialog
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.owed import OwedScreen
from accordtrack.tui.typeahead import TypeAhead
from pty_runner import PROGRAM, Terminal
from registers import small_desk, small_register
from selection import is_sampled
from tui_runner import (
    at_register,
    opened,
    press,
    register,
    running,
    screen_text,
    settle,
    started,
    until,
    write,
)
from type_ahead_runner import Typist, both, key

BASIC_SEQUENCES: tuple[tuple[str, ...], ...] = (
    ("F", *"/JT", "enter", "s"),
    ("n", "1", "enter", "u", "q"),
    ("2", "j", "enter", "n", "q"),
)
"""A key that waits for a list, one for a dialog that closes, and one for a list that is asked for after a rest."""
LONGER_SEQUENCES: tuple[tuple[str, ...], ...] = (
    ("0", "s", "u"),
    ("ctrl+f", *"us"),
    ("ctrl+p", *"undo", "enter", "s"),
    ("M", "w", "F", "escape", "d"),
    *(tuple(keys) for keys in ("/armas", "/undo", "F/armas", "sbhttps://x.org/a")),
    ("F", *"/drug", "enter", "a", "tab", *"now"),
    ("semicolon", "a", "n", "x"),
    ("A", "down", "enter", *"GAO", "tab", *"act"),
    ("F", "enter", "tab", "j", "c"),
    ("4", "enter", "s", "b", *"us"),
    ("3", "j", "enter", "i", "q", "1"),
    ("2", "j", "a"),
    ("2", "j", "j", "k", "s", "n"),
    ("D", "j", "enter", "s", "n"),
    (*"ns1 2", "backspace", "left", "x", "enter", "A", "enter", "escape"),
)


@pytest.mark.process
@pytest.mark.usefixtures("_stays", "folder")
async def test_keys_in_one_packet_act_as_if_typed_one_at_a_time(tmp_path: Path) -> None:
    assert await differences(tmp_path, BASIC_SEQUENCES) == []


@pytest.mark.process
@pytest.mark.usefixtures("_stays", "folder")
async def test_longer_sequences_in_one_packet_act_as_if_typed_one_at_a_time(tmp_path: Path) -> None:
    assert await differences(tmp_path, LONGER_SEQUENCES) == []


async def differences(tmp_path: Path, sequences: Sequence[Sequence[str]]) -> list[tuple[Sequence[str], list[str]]]:
    alone, together = tmp_path / "alone", tmp_path / "together"
    alone.mkdir()
    together.mkdir()
    return await both(small_desk(alone), small_desk(together), sequences)


@pytest.mark.process
def test_typed_text_runs_no_command_in_a_real_terminal(tmp_path: Path) -> None:
    with Typist(small_register(tmp_path), tmp_path) as typist:
        for word in ("armas", "undo"):
            found = typist.types(f"/{word}")
            assert (found["screens"][-1], found["filter"]) == ("RegisterScreen", word)
        assert typist.types("F/armas")["filter"] == "armas"
        found = typist.types("sbhttps://x.org/a")
        assert found["screens"][-1] == "StatusDialog"
        assert found["fields"] == {"evidence": "https://x.org/a"}
        found = typist.types("F/FW-JT-01\rn1 2\r/us")
        assert (found["screens"][-1], found["filter"], found["entries"]) == ("RegisterScreen", "us", typist.entries + 1)


# What a key sets off, and how long the next one waits for it


async def test_keys_wait_for_a_dialog_that_opens_after_a_slow_request(
    us: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch, "last_act", 0.3)
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "one")
        await press(pilot, "enter", "F", "g")
        await send_packet(app, "u", "j", "enter")
        await settle(pilot)
        assert at_register(app)
        assert app.said[-1].text == "Nothing was written"


@pytest.mark.process
async def test_dialog_opened_after_the_timeout_takes_only_later_keys(us: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordtrack.tui.desk_requests.OPENING_SECONDS", 0.05)
    gate, last_act = threading.Event(), Desk.last_act
    monkeypatch.setattr(Desk, "last_act", lambda self: gate.wait(30) and last_act(self))
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "one")
        await press(pilot, "enter", "F", "g")
        await send_packet(app, "u", "j")
        await until(pilot, lambda: register(app).rows.cursor == 1)
        gate.set()
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await press(pilot, "escape")
        assert at_register(app)


@pytest.mark.process
async def test_slow_preview_does_not_delay_keys(us: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_down(monkeypatch, "commitment", 1.0)
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g")
        app.post_message(key("j"))
        await until(pilot, lambda: register(app).questions.is_busy("preview"), 5)
        await send_packet(app, "j", "f")
        await until(pilot, lambda: app.type_ahead.is_idle, 0.8)
        assert register(app).rail.has_focus


async def test_key_bursts_are_not_slowed_and_pastes_keep_their_place(us: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = []
    still = TypeAhead._send_marks

    async def counted(self: TypeAhead, most: int) -> tuple[bool, int]:
        marks.append(most)
        return await still(self, most)

    async with running(us) as (app, pilot):
        await press(pilot, "F")
        monkeypatch.setattr(TypeAhead, "_send_marks", counted)
        await send_packet(app, *("j", "k") * 50)
        assert len(marks) < 30
        await press(pilot, "n")
        marks.clear()
        await send_packet(app, *"half a thought" * 5)
        assert len(marks) < 30
        for event in (events.Paste("quite a q"), key("b"), key("left"), key("c")):
            app.post_message(event)
        await settle(pilot)
        assert isinstance(app.screen, Form)
        assert app.screen.field_value("text") == "half a thought" * 5 + "quite a qcb"


@pytest.mark.process
async def test_slow_list_can_be_left_at_once(us: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_down(monkeypatch, "scores", 2.0)
    async with running(us) as (app, pilot):
        begun = time.monotonic()
        await send_packet(app, "5", "q")
        await until(pilot, lambda: at_register(app), 1.5)
        assert time.monotonic() - begun < 1.5


async def test_command_after_a_group_change_waits_for_the_rows_of_that_group(
    us: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "2")
        screen = app.screen
        assert isinstance(screen, OwedScreen)
        before = screen.subjects()
        slow_down(monkeypatch, "rows", 0.3)
        await send_packet(app, "down", "a")
        await settle(pilot)
        assert isinstance(app.screen, AmendDialog)
        assert app.screen.subjects == screen.subjects() != before


async def test_enter_typed_before_the_claim_is_shown_writes_no_answer(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter")
        before = mx.version()
        await send_packet(app, "c", "enter")
        await settle(pilot)
        assert "Read the claim first" in screen_text(app)
        assert mx.version() == before
        await press(pilot, "enter")
        assert mx.version() > before


async def test_keys_typed_while_the_register_opens_reach_it(us: Desk) -> None:
    gate = threading.Event()

    def opener(_progress: Callable[[int, int], None]) -> Desk:
        gate.wait(10)
        return us

    app = AccordApp(opener)
    async with started(app) as pilot:
        await send_packet(app, *"/quo")
        await pilot.pause(0.1)
        gate.set()
        await opened(pilot)
        assert register(app).filter_line.text == "quo"


@pytest.mark.process
async def test_keys_wait_for_a_commitment_that_is_still_being_read(mx: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_down(monkeypatch, "commitment", 0.3)
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter")
        await send_packet(app, "enter", "tab", "j")
        await settle(pilot)
        assert isinstance(app.screen, CommitmentScreen)
        first = app.screen.page_view.chosen
        await press(pilot, "k")
        assert app.screen.page_view.chosen != first


# When something hangs

HANGING_RELOAD = """
import asyncio
from accordtrack.tui.app import AccordApp

async def hangs(self):
    await asyncio.Event().wait()

AccordApp.action_reload = hangs
"""


@pytest.mark.process
def test_quit_key_works_while_another_key_hangs(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    terminal = Terminal(["-c", HANGING_RELOAD + PROGRAM, str(path), str(tmp_path / "early"), "{}"])
    assert terminal.until(b"FW-US-01")
    terminal.write(b"Rjjn\x11")
    assert terminal.status() == 0
    assert b"\x1b[?1049l" in terminal.output


async def test_quit_key_runs_after_the_keys_before_it(us: Desk) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await send_packet(app, "n", *"saved", "enter", "ctrl+q")
        await until(pilot, lambda: app.return_code is not None, 10)
    assert us.version() == before + 1


@pytest.mark.process
async def test_quit_key_does_not_wait_for_a_hanging_request(us: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(Desk, "last_act", lambda _desk: gate.wait(60) and ())
    async with running(us) as (app, pilot):
        await send_packet(app, "u", "j", "ctrl+q")
        await until(pilot, lambda: app.return_code is not None, 50)
        gate.set()


async def send_packet(app: AccordApp, *names: str) -> None:
    """Send keys in one packet, as the terminal does, and let the program begin with them."""
    for name in names:
        app.post_message(key(name))
    await asyncio.sleep(0)


def slow_down(patch: pytest.MonkeyPatch, name: str, seconds: float) -> None:
    """Let a question to the desk take so long."""
    quick = getattr(Desk, name)

    def slow(self: Desk, *arguments: object, **options: object) -> object:
        time.sleep(seconds)
        return quick(self, *arguments, **options)

    patch.setattr(Desk, name, slow)


# Everything else

OPENING_KEYS = ("slash", "F", "f", "s", "n", "a", "u", "0", "semicolon", "enter", "A", "2", "3", "4", "5", "ctrl+p")
TEXT_KEYS = ("a", "s", "u", "q", "b", "1", "tab", "enter", "escape", "down")
"""After a key that opens something or moves the focus: what would run as a command, types text, or moves on."""
HARMFUL = ("a", "enter")
"""Of these, one for each command or move that does most harm in the wrong place."""
PARTS = 4
"""Tests among which the sequences are shared out. Each starts the program twice, which takes longer than most sequences."""


def _action_keys() -> tuple[str, ...]:
    """A key for each action of the register, and of forms; those that quit are left to other tests."""
    found = dict.fromkeys(
        one.keys[0]
        for one in (*keys.active_keys("register"), *keys.active_keys("status"))
        if one.action not in {"quit", "leave"}
    )
    return (*found, "escape")


def _answers_unread_or_quits(sequence: Sequence[str]) -> bool:
    """Whether an enter may come before a claim was read, which does something else on purpose, or the program is left."""
    return "c" in sequence[:-1] and "enter" in sequence


@pytest.fixture
def _stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quitting is noted, not done; nothing opens in a browser."""

    async def quits(app: AccordApp) -> None:
        app.show_message("left")

    monkeypatch.setattr(AccordApp, "action_quit", quits)
    monkeypatch.setattr("webbrowser.open", lambda *_arguments: True)


@pytest.mark.process
@pytest.mark.usefixtures("_stays", "folder")
@pytest.mark.parametrize("part", range(PARTS))
async def test_key_pairs_in_one_packet_act_as_if_typed_one_at_a_time(
    tmp_path: Path, request: pytest.FixtureRequest, part: int
) -> None:
    """Each key of the table before one of those that do most harm; ``--full`` before each of these, ``--nightly`` of all."""
    table = _action_keys()
    seconds = table if request.config.getoption("--nightly") else HARMFUL
    sequences = []
    for number, first in list(enumerate(table))[part::PARTS]:
        pairs = [(first, second) for second in seconds if not _answers_unread_or_quits((first, second))]
        sequences += [pairs[number // PARTS % len(pairs)]] if is_sampled(request.config) else pairs
    assert await differences(tmp_path, sequences) == []


@pytest.mark.process
@pytest.mark.usefixtures("_stays", "folder")
@pytest.mark.parametrize("part", range(PARTS))
async def test_three_and_four_keys_in_one_packet_act_as_if_typed_one_at_a_time(
    tmp_path: Path, request: pytest.FixtureRequest, part: int
) -> None:
    """One of each, drawn from a seed; ``--full`` three and two, ``--nightly`` every three and eighty times as many of four."""
    if is_sampled(request.config):
        many: tuple[int | None, int] = (1, 1)
    else:
        many = (None, 160) if request.config.getoption("--nightly") else (3, 2)
    sequences = [sequence for first in OPENING_KEYS[part::PARTS] for sequence in _threes_and_fours(first, *many)]
    assert (
        await differences(tmp_path, [sequence for sequence in sequences if not _answers_unread_or_quits(sequence)])
        == []
    )


def _threes_and_fours(first: str, threes: int | None, fours: int) -> list[tuple[str, ...]]:
    """Sequences of three keys (None: all) and of four that begin with a key."""
    drawn = random.Random(first)  # noqa: S311
    three = [(first, *rest) for rest in itertools.product((*OPENING_KEYS, *TEXT_KEYS), TEXT_KEYS)]
    four = [
        (first, *rest)
        for rest in itertools.product((*OPENING_KEYS, *TEXT_KEYS), (*OPENING_KEYS, *TEXT_KEYS), TEXT_KEYS)
    ]
    return [*(three if threes is None else drawn.sample(three, threes)), *drawn.sample(four, fours)]
