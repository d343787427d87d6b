"""Keys in one packet against the same keys one at a time: what the program shows and holds after each, to be compared."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
import unicodedata
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import chdir, suppress
from pathlib import Path
from typing import Any, Self

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from accordtrack import i18n
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.import_table import ImportDialog
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.typeahead import TypeAhead
from accordtrack.tui.widgets.fields import Choice, Field, TextField
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.tui.widgets.responsibility_groups import OwedGroups
from accordtrack.tui.widgets.status_picker import StatusPicker
from accordtrack.tui.widgets.tab_bar import TabBar
from pty_runner import PROGRAM, Terminal, count
from tui_runner import running

SIZE = (100, 24)
"""Small, since painting takes most of the time; with the facets at the side."""
CHECK = 0.004
REST = 0.4
"""Longer than the dialog for imports waits before it reads the file that was named."""


def key(name: str) -> events.Key:
    if len(name) == 1 and not name.isalnum():
        name = _character_to_key(name)
    character: str | None = name if len(name) == 1 else None
    with suppress(KeyError):
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    return events.Key(name, character)


def named(widget: Widget | None) -> str:
    """A widget by the ids and classes of what it lies in."""
    if widget is None:
        return ""
    return " ".join(f"{type(node).__name__}#{node.id}" for node in reversed(widget.ancestors_with_self[:4]))


def _held(widget: Widget) -> object:
    """What a person put into a widget: text, a choice, the place of a cursor."""
    match widget:
        case Input():
            return widget.value
        case Choice():
            return widget.options[widget.place][0] if widget.options else None
        case StatusPicker():
            return widget.chosen
        case RegisterRows():
            return (widget.key, len(widget.pages), sorted(widget.marked))
        case OwedGroups():
            return (widget.cursor, len(widget.groups))
        case PageView():
            # by its place, since hashes of entries differ between two registers
            return widget.items.index(widget.chosen) if widget.can_focus and widget.chosen in widget.items else None
        case TabBar():
            return widget.chosen
        case OptionList():
            return (widget.highlighted, widget.option_count)
    return None


def _contents(screen: Screen[Any]) -> dict[str, object]:
    return {named(widget): held for widget in screen.query("*") if (held := _held(widget)) is not None}


def state(app: AccordApp) -> dict[str, object]:
    """What the keys so far have come to: screens, focus, everything typed or chosen, and what was written."""
    session = app.session
    assert session is not None
    register = app.register_screen
    return {
        "screens": [type(screen).__name__ for screen in app.screen_stack],
        "focus": named(app.focused),
        "contents": [_contents(screen) for screen in app.screen_stack],
        "order": (register.sort, register.descending) if register is not None else None,
        "entries": session.desk.info().entries,
        "drafts": len(session.desk.drafts()),
        "seat": session.info.seat.feed if session.info.seat is not None else None,
        "language": i18n.language(),
        "theme": app.theme,
    }


async def still(app: AccordApp) -> None:
    """Until every key was handled and every question answered."""
    quiet, wanted = 0, 1
    while quiet < wanted:
        await asyncio.sleep(CHECK)
        if _at_rest(app):
            await app.type_ahead.wait_until_settled()
        quiet = quiet + 1 if _at_rest(app) else 0
        wanted = 1 + int(REST / CHECK) * isinstance(app.screen, ImportDialog)


def _at_rest(app: AccordApp) -> bool:
    return app.type_ahead.is_idle and not any(app.active_holds()) and all(worker.is_finished for worker in app.workers)


async def back(app: AccordApp) -> None:
    """To the first row of the whole register, whatever is open."""
    while app.screen is not app.mains[REGISTER]:
        await app.pop_screen()
    register = app.register_screen
    assert register is not None
    register.rows.unmark()
    register.action_clear()
    register.rows.move_to(0)
    await still(app)
    register.rows.move_to(0)


async def walk(desk: Desk, sequences: Iterable[Sequence[str]], *, at_once: bool) -> list[dict[str, object]]:
    """Type each sequence from the register, its keys at once or one at a time; gives what each has come to."""
    found = []
    # files that the keys write lie beside the register: what one walk has written, the other does not find
    with chdir(desk.path.parent):
        async with running(desk, size=SIZE) as (app, _pilot):
            for sequence in sequences:
                await back(app)
                for name in sequence:
                    app.post_message(key(name))
                    if not at_once:
                        await still(app)
                await still(app)
                found.append(state(app))
            assert app.is_running, "a program that has exited differs from none"
    return found


def differing(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The differences between two states, one line each."""
    return [f"{name}: {one[name]!r} | {other[name]!r}" for name in one if one[name] != other[name]]


async def both(
    alone: Desk, together: Desk, sequences: Sequence[Sequence[str]]
) -> list[tuple[Sequence[str], list[str]]]:
    """Sequences whose keys come to something else in one packet than one at a time, with what differs."""
    told = await walk(alone, sequences, at_once=False)
    await asyncio.sleep(0)
    packed = await walk(together, sequences, at_once=True)
    return [
        (sequence, found)
        for sequence, one, other in zip(sequences, told, packed, strict=True)
        if (found := differing(one, other))
    ]


PRELUDE = """
import sys
sys.path[:0] = {path!r}
from type_ahead_runner import listen
listen({out!r})
"""


def listen(out: str) -> None:
    """Let the program tell its state in a file when it gets SIGUSR1, and go back to the list when it gets SIGUSR2."""
    begun, takes = AccordApp.on_mount, TypeAhead.try_hold
    tasks: list[asyncio.Task[None]] = []
    arrived: list[events.Key] = []

    def counted(self: TypeAhead, event: Message) -> bool:
        if isinstance(event, events.Key) and all(event is not one for one in arrived):
            arrived.append(event)
        return takes(self, event)

    async def tell(app: AccordApp) -> None:
        keys = len(arrived)
        await still(app)
        path = Path(out)
        path.with_suffix(".part").write_text(json.dumps({"keys": keys, **_brief(app)}))
        path.with_suffix(".part").replace(path)

    async def begin(app: AccordApp) -> None:
        await back(app)
        await tell(app)

    def on_mount(self: AccordApp) -> None:
        begun(self)
        loop = asyncio.get_running_loop()

        def start(work: Callable[[AccordApp], Coroutine[Any, Any, None]]) -> None:
            tasks.append(loop.create_task(work(self)))

        loop.add_signal_handler(signal.SIGUSR1, start, tell)
        loop.add_signal_handler(signal.SIGUSR2, start, begin)

    AccordApp.on_mount = on_mount  # type: ignore[method-assign]
    TypeAhead.try_hold = counted  # type: ignore[method-assign]


def _brief(app: AccordApp) -> dict[str, Any]:
    told = state(app)
    register = app.register_screen
    return {
        "screens": told["screens"],
        "entries": told["entries"],
        "filter": register.filter_line.text if register is not None else None,
        "fields": {field.field: field.value for field in app.screen.query(Field).results(TextField) if field.value},
    }


class Typist:
    """Types into the program in a terminal of its own, each text in one write."""

    def __init__(self, register: Path, folder: Path) -> None:
        self._out = folder / "state.json"
        prelude = PRELUDE.format(path=[str(Path(__file__).parent)], out=str(self._out))
        arguments = ["-c", prelude + PROGRAM, str(register), str(folder / "early"), "{}"]
        self._terminal = Terminal(arguments)
        self.entries = count(register)
        self._typed = 0
        """How many keys were typed, each of one byte."""

    def __enter__(self) -> Self:
        assert self._terminal.until(b"FW-US-01")
        return self

    def __exit__(self, *_: object) -> None:
        self._terminal.write(b"\x11")
        assert self._terminal.status() == 0

    def types(self, text: str) -> dict[str, Any]:
        """Go back to the whole list, type a text in one write, and tell what has come of it."""
        self._ask(signal.SIGUSR2)
        self._terminal.write(text.encode())
        self._typed += len(text)
        # a signal may reach the program before the keys do
        while (found := self._ask(signal.SIGUSR1))["keys"] < self._typed:
            pass
        return found

    def _ask(self, number: signal.Signals) -> dict[str, Any]:
        self._out.unlink(missing_ok=True)
        os.kill(self._terminal.pid, number)
        end = time.monotonic() + 60
        while not self._out.exists():
            assert time.monotonic() < end, self._terminal.output[-2000:]
            self._terminal.until(b"\0never", 0.02)
        found: dict[str, Any] = json.loads(self._out.read_text())
        return found
