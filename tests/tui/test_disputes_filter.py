"""The filter of the disputes, their pages, and answers to values that hang from no commitment."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui import thread_list
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.answer_value import ConcurValue, DisputeValue
from accordtrack.tui.dialogs.export import ExportDialog
from accordtrack.tui.screens.disputes import DisputesScreen
from accordtrack.tui.screens.help import HelpScreen
from accordtrack.types.intents import ReportStatus, TakePosition
from registers import TODAY, small_register
from tui_runner import at_register, faults, painted, press, running, settle, write

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
    return next(one.id for one in screen.loaded_threads or () if one.indicator == "guns-traced")


async def test_typing_filters_the_list_and_escape_clears_then_closes(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        every = list(screen.threads_pane.items)
        await press(pilot, "slash")
        assert any("turn:MX" in line for line in painted(app)), "the empty line says what can be asked for"
        await write(pilot, "id:FW-JT")
        assert [key for key in screen.threads_pane.items if not key.startswith("FW-JT")] == []
        assert screen.threads_pane.items
        assert any(f"{len(screen.threads_pane.items)} of {len(every)}" in line for line in painted(app))
        await press(pilot, "escape")
        assert screen.filter_input.value == ""
        assert screen.threads_pane.items == every
        assert screen.filter_input.has_focus
        await press(pilot, "escape")
        assert screen.focused is screen.threads_pane
        assert not screen.has_class("-asking")
        await press(pilot, "q")
        assert at_register(app)


async def test_filter_stays_visible_until_it_is_cleared(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        screen = disputes(app)
        every = screen.threads_pane.items
        await write(pilot, "reply:US id:FW-JT")
        await press(pilot, "enter")
        assert screen.focused is screen.threads_pane
        assert {(one.turn, one.commitment) for one in screen.loaded_threads or ()} == {("US", "FW-JT-01")}
        assert any("reply:US id:FW-JT" in line for line in painted(app))
        await press(pilot, "F")
        assert screen.threads_pane.items == every
        assert not screen.has_class("-asking")


async def test_no_match_and_unknown_filter_words_are_explained(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        screen = disputes(app)
        await write(pilot, "zebra")
        assert "No dispute matches. F clears the filter." in screen.threads_pane.text
        assert screen.selected_thread is None
        await press(pilot, "escape")
        await write(pilot, "colour:red")
        assert any('Unknown filter word "colour"' in line for line in painted(app))
        await press(pilot, "escape")
        assert screen.threads_pane.items
        assert not any("Unknown filter word" in line for line in painted(app))
        assert faults(app) == []


async def test_filter_also_applies_to_conflicts(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "right", "slash")
        screen = disputes(app)
        every = screen.lower_pane.items
        await write(pilot, "zebra")
        assert "No conflict matches" in screen.lower_pane.text
        await press(pilot, "escape")
        assert screen.lower_pane.items == every
        await write(pilot, "reply:US")
        assert any("does not apply to conflicts" in line for line in painted(app))
        await press(pilot, "enter", "left")
        assert not any("does not apply" in line for line in painted(app)), "it asks for threads"
        assert screen.threads_pane.items


@pytest.mark.parametrize("tab", [(), ("right",)])
async def test_help_explains_the_filter_of_the_current_tab(register: Path, tab: tuple[str, ...]) -> None:
    async with running(at(register, "us-1"), language="es") as (app, pilot):
        await press(pilot, "4", *tab, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        text = app.screen.page_view.text
        assert "tema:armas" in text
        assert ("turno:mexico" in text) is (not tab)


async def test_export_uses_the_filter_and_offers_a_limit(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4", "slash")
        await write(pilot, "reply:US")
        await press(pilot, "enter")
        first = disputes(app).screen_content().portions[0]
        assert (first.command, first.long) == (("disputes", "--", "reply:US"), True)
        await press(pilot, "x")
        assert isinstance(app.screen, ExportDialog)
        await settle(pilot)
        assert faults(app) == []


async def test_more_disputes_load_at_the_end_of_the_list(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_list, "PAGE", 2)
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        told = screen.list
        assert told is not None
        assert len(told.keys) >= 3
        assert len(told.read) == 2
        assert "more, loaded when you reach" in screen.threads_pane.text
        head = screen.threads_pane.text.splitlines()[0]
        mine = sum(key.turn == "US" for key in told.keys)
        assert head.strip().endswith(str(mine)), "a heading counts what is not read too"
        await press(pilot, "j", "G", "G", "G")
        assert [thread.id for thread in screen.loaded_threads or ()] == [key.id for key in told.keys]
        assert "more, loaded when you reach" not in screen.threads_pane.text


async def test_value_can_be_disputed_by_key(register: Path) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads_pane.choose(value_thread(screen))
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
        assert "Counted once" in screen.lower_pane.text
        assert screen.selected_thread is not None
        assert (screen.selected_thread.indicator, screen.selected_thread.turn) == ("guns-traced", "MX")
        assert faults(app) == []


async def test_concurring_about_a_value_settles_its_dispute(register: Path) -> None:
    async with running(at(register, "us-1"), size=(80, 24)) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads_pane.choose(value_thread(screen))
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurValue)
        await press(pilot, "enter")
        assert disputes(app) is screen
        assert screen.selected_thread is not None
        assert screen.selected_thread.state == "settled"
        await press(pilot, "u", "tab", "enter")
        await settle(pilot)
        thread = next(one for one in at(register, "us-1").disputes() if one.indicator == "guns-traced")
        assert (thread.state, thread.turn) == ("open", "US"), "undone like any other answer"


@pytest.mark.parametrize(("key", "said"), [("r", "Only a status claim can be asked about"), ("s", "not a commitment")])
async def test_actions_unavailable_for_a_value_are_explained(register: Path, key: str, said: str) -> None:
    async with running(at(register, "us-1")) as (app, pilot):
        await press(pilot, "4")
        screen = disputes(app)
        screen.threads_pane.choose(value_thread(screen))
        await press(pilot, key)
        assert disputes(app) is screen
        assert said in app.said[-1].text
