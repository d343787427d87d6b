"""Opening: a frame first, the desk in a thread, refusals, the three doors."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.problems import Problem, Refused
from accordtrack.tui import Doors
from accordtrack.tui.app import AccordApp
from accordtrack.tui.app_session import Leaving
from accordtrack.tui.dialogs.short_form import MakeDialog, OpenDialog
from accordtrack.tui.screens.welcome import WelcomeScreen
from accordtrack.tui.widgets.fields import TextField
from folders import make_folder
from registers import TODAY, small_register
from tui_runner import ids, opened, painted, press, register, screen_text, settle, started, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.tui import Opener

    Progress = Callable[[int, int], None]


async def test_first_frame_shows_progress_while_the_register_opens(us: Desk) -> None:
    go = threading.Event()

    def opener(progress: Progress) -> Desk:
        progress(30, 120)
        go.wait(20)
        return us

    app = AccordApp(opener)
    async with started(app) as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if any("30 of 120" in line for line in painted(app)):
                break
        shown = screen_text(app)
        assert "Making the register, 30 of 120" in shown
        assert "accordtrack" in painted(app)[0]
        await pilot.press("s", "u", "A", "D", "slash")
        await pilot.pause(0.05)
        assert len(app.screen_stack) == 1
        go.set()
        await opened(pilot)
        assert ids(app) == ["FW-US-01"]


async def test_refused_register_exits_with_status_one_and_the_problem(us: Desk) -> None:
    del us

    def opener(_progress: Progress) -> Desk:
        raise Refused(Problem("The register is damaged", "Restore a backup."))

    app = AccordApp(opener)
    async with started(app, (80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if app.problem is not None:
                break
    assert app.return_value == 1
    assert app.problem is not None
    assert i18n.explain(app.problem) == "The register is damaged. Restore a backup."


async def test_quitting_stops_the_opener_at_its_next_step(us: Desk) -> None:
    began, stopped = threading.Event(), threading.Event()

    def opener(progress: Progress) -> Desk:
        began.set()
        try:
            for step in range(10_000):
                progress(step, 10_000)
                threading.Event().wait(0.005)
        except Leaving:
            stopped.set()
            raise
        return us

    app = AccordApp(opener)
    async with started(app, (80, 24)) as pilot:
        while not began.is_set():
            await pilot.pause(0.02)
        await pilot.press("q")
    assert stopped.wait(10)
    assert app.return_value == 0


def doors(folder: Path) -> Doors:
    def demo(_progress: Progress) -> Desk:
        return door.open_register(small_register(folder), desk="us-1", today=TODAY)

    def make(path: Path, desk: str, name: str) -> Opener:
        return lambda progress: door.create_register(
            path, data=make_folder(folder / "data"), desk=desk, name=name, progress=progress, today=TODAY
        )

    def open_file(path: Path) -> Opener:
        return lambda _progress: door.open_register(path, today=TODAY)

    return Doors(demo=demo, make=make, open=open_file, place=folder / "new.db")


async def test_welcome_screen_states_the_purpose_of_the_program(tmp_path: Path) -> None:
    app = AccordApp(None, doors=doors(tmp_path))
    async with started(app, (80, 24)) as pilot:
        await settle(pilot)
        shown = " ".join(" ".join(painted(app)).split())
        assert "does not replace any national classification" in shown
        assert "Look at the demo" in shown
        await press(pilot, "L", "L", "T", "question_mark", "q")
        assert isinstance(app.screen, WelcomeScreen)
        await press(pilot, "q")
    assert app.return_value == 0


async def test_first_welcome_option_opens_the_demo(tmp_path: Path) -> None:
    app = AccordApp(None, doors=doors(tmp_path))
    async with started(app) as pilot:
        await press(pilot, "enter")
        await opened(pilot)
        assert ids(app) == ["FW-US-01"]


async def test_second_welcome_option_creates_a_register(tmp_path: Path) -> None:
    app = AccordApp(None, doors=doors(tmp_path))
    async with started(app) as pilot:
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, MakeDialog)
        await press(pilot, "tab", "right", "tab")
        await write(pilot, "lab desk")
        await press(pilot, "enter")
        await opened(pilot)
        assert len(register(app).rows.pages) > 0
        assert app.session is not None
        assert app.session.info.seat is not None
        assert (app.session.info.seat.feed, app.session.info.seat.name) == ("us-1", "lab desk")
    assert (tmp_path / "new.db").is_file()


async def test_third_welcome_option_refuses_a_file_that_is_no_register(tmp_path: Path) -> None:
    nonsense = tmp_path / "notes.txt"
    nonsense.write_text("no register", encoding="utf-8")
    app = AccordApp(None, doors=doors(tmp_path))
    async with started(app) as pilot:
        await press(pilot, "down", "down", "enter")
        assert isinstance(app.screen, OpenDialog)
        await write(pilot, str(tmp_path / "nothing.db"))
        await press(pilot, "enter")
        assert "File not found" in screen_text(app)
        app.screen.query_one("#field-path", TextField).set_value(str(nonsense))
        await press(pilot, "enter")
        for _ in range(100):
            await settle(pilot)
            if app.said:
                break
        assert isinstance(app.screen, WelcomeScreen)
        assert app.said[-1].severity == "error"


@pytest.mark.sweep
@pytest.mark.parametrize("typed", ["~nobodyx/a.db", "x" * 300, "/" + "y/" * 2500])
@pytest.mark.parametrize("door", [MakeDialog, OpenDialog])
async def test_impossible_file_name_is_reported_in_the_dialog(
    tmp_path: Path, door: type[MakeDialog | OpenDialog], typed: str
) -> None:
    app = AccordApp(None, doors=doors(tmp_path))
    async with started(app, (100, 30)) as pilot:
        await press(pilot, *(["down"] if door is MakeDialog else ["down", "down"]), "enter")
        assert isinstance(app.screen, door)
        app.screen.query_one("#field-path", TextField).set_value(typed)
        await press(pilot, "enter")
        assert isinstance(app.screen, door)
        assert ("Not a valid file path" if door is MakeDialog else "File not found") in screen_text(app)
