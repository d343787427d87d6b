"""The real program on a real register, driven by keys."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerCancelled

from accordtrack import i18n
from accordtrack.tui import ink
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.register import REST_SECONDS, RegisterScreen
from accordtrack.tui.widgets.rows import RegisterRows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from accordtrack.desk import Desk
    from accordtrack.tui import Own


async def settle(pilot: Pilot[Any]) -> None:
    """Until every key was handled, every question is answered and every repaint done."""
    quiet = 0
    while quiet < 2:
        await pilot.pause(0.01)
        asking = any(not worker.is_finished for worker in pilot.app.workers)
        typing = isinstance(pilot.app, AccordApp) and not pilot.app.type_ahead.idle
        quiet = 0 if asking or typing else quiet + 1
        if asking:
            with suppress(WorkerCancelled):  # given up for a later one, which the next round waits for
                await pilot.app.workers.wait_for_complete()


async def opened(pilot: Pilot[Any]) -> None:
    """Until the register is open and its first rows have come."""
    for _ in range(500):
        await settle(pilot)
        app = pilot.app
        assert isinstance(app, AccordApp)
        if app.return_code is not None or (app.session is not None and not app.screen.has_class("-opening")):
            break
        await pilot.pause(0.02)
    await settle(pilot)


async def rest(pilot: Pilot[Any]) -> None:
    """Long enough on a row for its preview to be asked for, and until it has come."""
    await pilot.pause(REST_SECONDS + 0.05)
    await settle(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys as a person does, each after what the one before it set off."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text into the focused field."""
    names = {" ": "space", "/": "slash", ":": "colon", ".": "full_stop", ",": "comma", "-": "minus", "_": "underscore"}
    await pilot.press(*(names.get(character, character) for character in text))
    await settle(pilot)


@asynccontextmanager
async def running(
    desk: Desk,
    *,
    size: tuple[int, int] = (120, 36),
    language: str = "en",
    ascii_only: bool = False,
    plain_colors: bool = False,
    own: Own | None = None,
) -> AsyncIterator[tuple[AccordApp, Pilot[Any]]]:
    """The program with the register open and its first rows shown."""
    i18n.use(language)
    ink.use_ascii(ascii_only)
    app = AccordApp(lambda _progress: desk, plain_colors=plain_colors, own=own)
    try:
        async with app.run_test(size=size) as pilot:
            await opened(pilot)
            await rest(pilot)
            yield app, pilot
    finally:
        i18n.use("en")
        ink.use_ascii(ascii_only=False)


def register(app: AccordApp) -> RegisterScreen:
    """The register's screen, wherever it is in the stack."""
    return next(screen for screen in app.screen_stack if isinstance(screen, RegisterScreen))


def at_register(app: AccordApp) -> bool:
    """Whether no dialog and no other page is open."""
    return isinstance(app.screen, RegisterScreen)


def on_rows(app: AccordApp) -> bool:
    """Whether the list has the focus."""
    return isinstance(app.focused, RegisterRows)


def ids(app: AccordApp) -> list[str]:
    """Codes of the rows that are shown, in order."""
    pages = register(app).rows.pages
    return [row.id for place in range(len(pages)) if (row := pages.row(place)) is not None]


def painted(app: AccordApp) -> list[str]:
    """What is on the screen, line by line, as plain text."""
    width, height = app.size
    return [strip.text for strip in app.screen._compositor.render_strips(app.size)][:height] if width else []


def faults(app: AccordApp) -> list[str]:
    """Messages of the program that tell of a fault in it."""
    return [said.text for said in app.said if "could not answer" in said.text]


async def until(pilot: Pilot[Any], come: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what threads bring; fails when it does not come."""
    for _ in range(int(seconds * 50)):
        if come():
            return
        await pilot.pause(0.02)
    raise AssertionError
