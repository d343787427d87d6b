"""The filter of the disputes, their pages, and answers to values that hang from no commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.tui import thread_list
from accordtrack.tui.dialogs.answer_value import ConcurValue, DisputeValue
from accordtrack.tui.dialogs.export import ExportDialog
from accordtrack.tui.screens.disputes import DisputesScreen
from accordtrack.tui.screens.help import HelpScreen
from accordtrack.types.intents import ReportStatus, TakePosition
from registers import TODAY, small_register
from tui_runner import at_register, faults, painted, press, running, settle, write

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp

pytestmark = pytest.mark.journeys


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A disputed claim, a text not subscribed to, and a disputed value."""
    path = small_register(tmp_path)
    at(path, "us-1").write(ReportStatus(commitment="FW-JT-01", status="substantial", note="Most of it."))
    at(path, "mx-1").write(TakePosition(target="FW-JT-01", stance="dispute", reason="Half of it."))
    at(path, "mx-1").write(TakePosition(target="FW-US-01", stance="not_agreed", reason="Other words."))
    value = next(entry for entry in at(path, "us-1").history("guns-traced").entries if entry.kind == "measurement.add")
    at(path, "mx-1").write(TakePosition(target=value.hash, stance="dispute", reason="Counted twice."))
    return path


def at(path: Path, seat: str) -> Desk:
    return door.open_register(path, desk=seat, today=TODAY)


def disputes(app: AccordApp) -> DisputesScreen:
    assert isinstance(app.screen, DisputesScreen)
    return app.screen


def value_thread(screen: DisputesScreen) -> str:
    return next(one.id for one in screen.found or () if one.indicator == "guns-traced")


async def test_typing_filters_and_escape_clears_then_leaves(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        every = list(screen.threads.items)
        await press(pilot, "slash")
        assert any("turn:MX" in line for line in painted(app)), "the empty line says what can be asked for"
        await write(pilot, "id:FW-JT")
        assert [key for key in screen.threads.items if not key.startswith("FW-JT")] == []
        assert screen.threads.items
        assert any(f"{len(screen.threads.items)} of {len(every)}" in line for line in painted(app))
        await press(pilot, "escape")
        assert screen.line.value == ""
        assert screen.threads.items == every
        assert screen.line.has_focus
        await press(pilot, "escape")
        assert screen.focused is screen.threads
        assert not screen.has_class("-asking")
        await press(pilot, "q")
        assert at_register(app)


async def test_a_filter_stays_in_sight_until_it_is_cleared(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        screen = disputes(app)
        every = screen.threads.items
        await write(pilot, "waits:US id:FW-JT")
        await press(pilot, "enter")
        assert screen.focused is screen.threads
        assert {(one.turn, one.commitment) for one in screen.found or ()} == {("US", "FW-JT-01")}
        assert any("waits:US id:FW-JT" in line for line in painted(app))
        await press(pilot, "F")
        assert screen.threads.items == every
        assert not screen.has_class("-asking")


async def test_what_no_filter_matches_and_what_is_none_is_said_in_words(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        screen = disputes(app)
        await write(pilot, "zebra")
        assert "No dispute matches. F clears the filter." in screen.threads.text
        assert screen.thread is None
        await press(pilot, "escape")
        await write(pilot, "colour:red")
        assert any('Unknown filter word "colour"' in line for line in painted(app))
        await press(pilot, "escape")
        assert screen.threads.items
        assert not any("Unknown filter word" in line for line in painted(app))
        assert faults(app) == []


async def test_the_filter_is_that_of_the_figures_too(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "right", "slash")
        screen = disputes(app)
        every = screen.lower.items
        await write(pilot, "zebra")
        assert "No conflict matches" in screen.lower.text
        await press(pilot, "escape")
        assert screen.lower.items == every
        await write(pilot, "waits:US")
        assert any("does not apply to conflicts" in line for line in painted(app))
        await press(pilot, "enter", "left")
        assert not any("does not apply" in line for line in painted(app)), "it asks for threads"
        assert screen.threads.items


@pytest.mark.parametrize("tab", [(), ("right",)])
async def test_help_explains_the_filter_of_the_place(register: Path, tab: tuple[str, ...]) -> None:
    async with running(at(register, "us-1"), language="es") as (app, pilot):
        await press(pilot, "4", *tab, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        text = app.screen.leaf.text
        assert "tema:armas" in text
        assert ("turno:mexico" in text) is (not tab)


async def test_export_takes_the_filter_and_knows_a_limit(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        await write(pilot, "waits:US")
        await press(pilot, "enter")
        first = disputes(app).seen().portions[0]
        assert (first.command, first.long) == (("disputes", "--", "waits:US"), True)
        await press(pilot, "x")
        assert isinstance(app.screen, ExportDialog)
        await settle(pilot)
        assert faults(app) == []


async def test_more_is_read_as_one_comes_to_it(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_list, "PAGE", 2)
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        told = screen.list
        assert told is not None
        assert len(told.keys) >= 3
        assert len(told.read) == 2
        assert "more, read as you come to" in screen.threads.text
        head = screen.threads.text.splitlines()[0]
        mine = sum(key.turn == "US" for key in told.keys)
        assert head.strip().endswith(str(mine)), "a heading counts what is not read too"
        await press(pilot, "j", "G", "G", "G")
        assert [thread.id for thread in screen.found or ()] == [key.id for key in told.keys]
        assert "more, read as you come to" not in screen.threads.text


async def test_a_value_is_answered_by_key(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads.choose(value_thread(screen))
        await press(pilot, "d")
        assert isinstance(app.screen, DisputeValue)
        assert not app.screen.query("#field-proposes"), "nobody proposes a status of a value"
        assert not app.screen.query("#field-evidence"), "evidence hangs from a commitment"
        assert any("guns-traced" in line for line in painted(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, DisputeValue), "a reason is required"
        await write(pilot, "Counted once")
        await press(pilot, "enter")
        assert disputes(app) is screen
        assert "Counted once" in screen.lower.text
        assert screen.thread is not None
        assert (screen.thread.indicator, screen.thread.turn) == ("guns-traced", "MX")
        assert faults(app) == []


async def test_concurring_with_what_was_said_of_a_value_settles_it(register: Path) -> None:
    async with running(at(register, "us-1"), size=(80, 24)) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads.choose(value_thread(screen))
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurValue)
        await press(pilot, "enter")
        assert disputes(app) is screen
        assert screen.thread is not None
        assert screen.thread.state == "settled"
        await press(pilot, "u", "tab", "enter")
        await settle(pilot)
        thread = next(one for one in at(register, "us-1").disputes() if one.indicator == "guns-traced")
        assert (thread.state, thread.turn) == ("open", "US"), "undone like any other answer"


@pytest.mark.parametrize(("key", "said"), [("r", "Only a claim of status is asked about"), ("s", "not a commitment")])
async def test_what_cannot_be_done_with_a_value_is_said(register: Path, key: str, said: str) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads.choose(value_thread(screen))
        await press(pilot, key)
        assert disputes(app) is screen
        assert said in app.said[-1].text
