"""The real program on a real register, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from accordtrack import i18n
from accordtrack.service import Desk
from accordtrack.tui import UserOptions, text_styles
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.register import REST_SECONDS, RegisterScreen
from accordtrack.tui.widgets.register_rows import RegisterRows

_RENDER, _PARSE = Compositor.render_update, Stylesheet._parse_rules
_rules: dict[tuple[object, ...], list[RuleSet]] = {}


def _parsed_once(sheet: Stylesheet, *source: object, **options: object) -> list[RuleSet]:
    """The rules of a style sheet, parsed once for all tests of this process."""
    key = (*source, *options.items(), frozenset(sheet._variables.items()))
    if key not in _rules:
        _rules[key] = _PARSE(sheet, *source, **options)  # type: ignore[arg-type]
    return _rules[key]


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every key is handled, every question is answered and every repaint is done."""
    await _settled(pilot.app)
    _paint(pilot.app)


async def _settled(app: App[Any], *, answers: bool = True) -> None:
    """Wait until every key is handled and laid out and, with ``answers``, until every question is answered."""
    while isinstance(app, AccordApp) and app.is_running and app.return_code is None:
        await app.type_ahead.wait_until_settled()
        if answers and any(not worker.is_finished for worker in app.workers):
            with suppress(WorkerCancelled):  # replaced by a later worker, which the next round waits for
                await app.workers.wait_for_complete()
            continue
        if answers and not app.type_ahead.is_idle:
            await asyncio.sleep(0.001)
            continue
        done = app.type_ahead.handled
        app.screen._on_timer_update()
        await app.type_ahead.wait_until_settled()
        if app.type_ahead.handled == done and (not answers or all(worker.is_finished for worker in app.workers)):
            break


def _paint(app: App[Any]) -> None:
    """Draw what has changed since the last time, so that a widget that cannot be drawn fails its test."""
    drawn = app.screen._compositor
    if drawn._dirty_regions:
        _RENDER(drawn, screen_stack=app._background_screens)


@contextmanager
def event_driven(app: App[Any]) -> Iterator[None]:
    """Make Textual's pilot wait for events instead of for time, and paint only what has settled.

    The pilot sleeps at least 20 ms twice for each key, until the processor rests. The program itself knows when it
    has handled a key, since it holds back the next one until then.
    """

    async def wait(*_seconds: float) -> None:
        await _settled(app, answers=False)

    def put_off(compositor: Compositor, *, full: bool = False, screen_stack: object = None) -> None:
        del screen_stack
        if full:
            compositor._dirty_regions.add(compositor.size.region)

    async def at_once(_pilot: Pilot[Any], timeout: float = 0) -> bool:  # noqa: ASYNC109 - as Textual calls it
        del timeout
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", wait)
        patch.setattr("textual.pilot.wait_for_idle", wait)
        patch.setattr("textual.pilot.Pilot._wait_for_screen", at_once)
        patch.setattr(Compositor, "render_update", put_off)
        patch.setattr(Stylesheet, "_parse_rules", _parsed_once)
        yield


async def opened(pilot: Pilot[Any]) -> None:
    """Until the register is open and its first rows have come."""
    for _ in range(500):
        await _settled(pilot.app)
        app = pilot.app
        assert isinstance(app, AccordApp)
        if app.return_code is not None or (app.session is not None and not app.screen.has_class("-opening")):
            break
        await pilot.pause(0.02)
    await _settled(pilot.app)


async def rest(pilot: Pilot[Any]) -> None:
    """Stay on a row until its preview was requested and has arrived."""
    await pilot.pause(REST_SECONDS + 0.05)
    await settle(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await _settled(pilot.app)
    _paint(pilot.app)


async def write(pilot: Pilot[Any], text: str) -> None:
    names = {" ": "space", "/": "slash", ":": "colon", ".": "full_stop", ",": "comma", "-": "minus", "_": "underscore"}
    await pilot.press(*(names.get(character, character) for character in text))
    await settle(pilot)


@asynccontextmanager
async def started(app: AccordApp, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[Any]]:
    """The program without a terminal, at its first screen."""
    with event_driven(app):
        async with app.run_test(size=size) as pilot:
            yield pilot


@asynccontextmanager
async def running(
    desk: Desk,
    *,
    size: tuple[int, int] = (120, 36),
    language: str = "en",
    ascii_only: bool = False,
    plain_colors: bool = False,
    own: UserOptions | None = None,
) -> AsyncIterator[tuple[AccordApp, Pilot[Any]]]:
    i18n.set_language(language)
    text_styles.use_ascii(ascii_only)
    app = AccordApp(lambda _progress: desk, plain_colors=plain_colors, own=own)
    try:
        async with started(app, size) as pilot:
            await opened(pilot)
            await rest(pilot)
            yield app, pilot
    finally:
        i18n.set_language("en")
        text_styles.use_ascii(ascii_only=False)


def register(app: AccordApp) -> RegisterScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, RegisterScreen))


def at_register(app: AccordApp) -> bool:
    """Whether no dialog and no other page is open."""
    return isinstance(app.screen, RegisterScreen)


def on_rows(app: AccordApp) -> bool:
    return isinstance(app.focused, RegisterRows)


def ids(app: AccordApp) -> list[str]:
    pages = register(app).rows.pages
    return [row.id for place in range(len(pages)) if (row := pages.row(place)) is not None]


def painted(app: AccordApp) -> list[str]:
    width, height = app.size
    return [strip.text for strip in app.screen._compositor.render_strips(app.size)][:height] if width else []


def screen_text(app: AccordApp) -> str:
    return "\n".join(painted(app))


def one_line(app: AccordApp) -> str:
    """What is on the screen, without frames and line breaks."""
    return " ".join(screen_text(app).replace("│", " ").split())


def faults(app: AccordApp) -> list[str]:
    """Messages of the program about its own faults."""
    return [said.text for said in app.said if "could not answer" in said.text]


async def until(pilot: Pilot[Any], come: Callable[[], bool], seconds: float = 30) -> None:
    for _ in range(int(seconds * 50)):
        if come():
            return
        await pilot.pause(0.02)
    raise AssertionError
