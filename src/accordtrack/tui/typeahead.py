"""Type-ahead: each key waits until all effects of the key before it are complete.

Textual sends a key to the widget that has the focus when the key arrives. A key that no widget takes bubbles through
several message queues before its binding runs, ``Widget.focus`` is deferred once more, and a dialog may open only after
a worker thread answers. Keys that arrive in one packet (a slow connection, a paste, a fast typist) would overtake all
of that and run as commands in the wrong place. Therefore the app handles them one at a time, in the order in which they
were typed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextvars import copy_context
from time import monotonic
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from textual import events, messages
from textual._context import active_message_pump, message_hook
from textual.message import Message
from textual.widgets import Input

from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.widgets.scrolled_rows import ScrolledRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from textual.dom import DOMNode
    from textual.message_pump import MessagePump
    from textual.widget import Widget

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.desk_requests import Hold
    from accordtrack.tui.key_table import Key

TURN_SECONDS = 0.05
"""Length of one turn.

Waits are counted in turns because each turn gives the program a chance to run, even on a busy machine.
"""
STUCK_TURNS = 100
"""Maximum wait for a part of the program that is still busy with the previous key."""
PAINT_TURNS = 20
"""Maximum wait for a repaint."""
QUIT_TURNS = 60
"""How long the quit key waits while no other key is handled, before the program exits."""
LONG_AGO = 1.0
"""Seconds after which a message counts as handled and a repaint as done."""
MOST_MARKS = 1_000
"""Maximum number of marks per key. A constant source of messages, such as a moving bar, must not hold back keys."""
CHECK_SECONDS = 0.005
EDITING = frozenset({"backspace", "delete", "left", "right", "home", "end"})
"""Keys that only edit the text of a field."""
MOVES = frozenset({"up", "down", "half_up", "half_down", "page_up", "page_down", "first", "last"})
INDEPENDENT = frozenset(
    {
        *("quit", "back", "leave", "leave_filter", "leave_facets", "main", "help", "palette", "messages", "language"),
        *("theme", "seat", "drafts", "add", "import", "hand_out", "next_tab", "previous_tab"),
    }
)
"""Actions that do not depend on the content of a list. They never wait for a slow list."""


def now() -> float:
    """Return the current time on the clock that timestamps keys."""
    return Message().time


class Mark(Message, bubble=False):
    """A message without effect. When it arrives, everything queued before it is done."""

    def __init__(self, waiting: set[MessagePump], pump: MessagePump, arrived: asyncio.Event) -> None:
        super().__init__()
        self._waiting, self._pump, self._arrived = waiting, pump, arrived

    def arrive(self) -> None:
        """Record that the mark has arrived in this part of the program."""
        self._waiting.discard(self._pump)
        if not self._waiting:
            self._arrived.set()


class TypeAhead:
    """Queue of waiting keys, pastes and clicks, and the task that dispatches them one at a time."""

    def __init__(self, app: AccordApp) -> None:
        self._app = app
        self._moves = _key_names(app.key_table, MOVES, ("list", "groups"))
        self._quits = _key_names(app.key_table, {"quit"}, ("everywhere",))
        self._held: deque[events.Event] = deque()
        self._passing: list[events.Event] = []
        """Events that are already on their way through the app's queue and must not be held again."""
        self._stepped: Widget | None = None
        """The field or list in which the last event typed text or moved the cursor; None after any other event."""
        self._task: asyncio.Task[None] | None = None
        self._passed = 0
        """Number of dispatched events."""
        self._typed = 0.0
        """When the key that is being handled was typed."""
        self._context = copy_context()
        self._busy: WeakKeyDictionary[MessagePump, float] = WeakKeyDictionary()
        """Message pumps that have handled a message since their last mark, with the time."""
        self.handled = 0
        """Number of messages handled and of requests answered."""
        self._painting: float | None = None
        """When a callback after a repaint was last requested."""
        self._request: messages.InvokeLater | None = None
        """The callback that this class itself requested after the next repaint."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and all effects of the last key are complete."""
        return self._task is None or self._task.done()

    async def wait_until_idle(self) -> None:
        """Wait until the queue is idle."""
        while self._task is not None and not self._task.done():
            await asyncio.wait({self._task})

    def key_typed_before(self, moment: float) -> bool:
        """Whether the key that is being handled was typed before ``moment``."""
        return self._typed < moment

    def start_watching(self) -> None:
        """Start watching every message of the app. Call it in the app's task, before any screen exists."""
        message_hook.set(self._record_message)
        self._context = copy_context()
        self.start_dispatching()

    def stop(self) -> None:
        """Stop dispatching, because the program exits."""
        self._held.clear()
        if self._task is not None:
            self._task.cancel()

    def try_hold(self, event: Message) -> bool:
        """Hold ``event`` until its turn. Return False when it can be handled now or is not user input."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            return False
        if any(event is one for one in self._passing):
            self._passing = [one for one in self._passing if one is not event]
            return False
        if self.is_idle and isinstance(event, events.MouseMove):
            return False
        if not self._held and not self._passing and self._continues_input(event):
            self._typed = event.time
            return False
        if (
            self.is_idle
            and self._app.is_running
            and not any(self._hold_applies(hold, event) for hold in self._app.active_holds())
        ):
            self._record_dispatch(event)
            self.start_dispatching()
            return False
        self._held.append(event)
        if isinstance(event, events.Key) and event.key in self._quits:
            self._quit_if_stuck(event, self._passed)
        self.start_dispatching()
        return True

    def record_answer(self) -> None:
        """Record the answer to a request that held back keys. Keys also wait for a dialog that it may open."""
        self.handled += 1
        self.start_dispatching()

    def start_dispatching(self) -> None:
        """Hold back keys until all effects of a key or an answer are complete."""
        if self.is_idle:
            self._task = asyncio.create_task(self._dispatch_held_events(), name="type-ahead", context=self._context)

    def press_key(self, key: str) -> None:
        """Press a key on behalf of another key, ahead of the waiting keys."""
        self._send(events.Key(key, None))

    def _quit_if_stuck(self, event: events.Event, passed: int, turns: int = 0) -> None:
        """Quit if the keys before this one are not handled for a while, because something hangs."""
        if not any(event is one for one in self._held):
            return
        if turns >= QUIT_TURNS:
            self._app.exit(0)
            return
        turns = turns + 1 if passed == self._passed else 0
        loop = asyncio.get_running_loop()
        loop.call_later(TURN_SECONDS, self._quit_if_stuck, event, self._passed, turns, context=self._context)

    # Dispatching

    async def _dispatch_held_events(self) -> None:
        for _ in range(STUCK_TURNS):
            if self._app.is_running:
                break
            await asyncio.sleep(TURN_SECONDS)
        while self._app.is_running:
            if not (self._held and self._continues_input(self._held[0])):
                await self.wait_until_settled()
            if not self._held:
                return
            await self._wait_for_answers(self._held[0])
            self._send(self._held.popleft())

    def _continues_input(self, event: events.Event) -> bool:
        """Whether the event continues typing into the same field or moving in the same list.

        Such events are handled in order without a wait, and they neither move the focus nor open anything.
        """
        return (
            self._stepped is not None
            and self._stepped is self._edited_widget(event)
            and not any(self._hold_applies(hold, event) for hold in self._app.active_holds())
        )

    def _edited_widget(self, event: events.Event) -> Widget | None:
        """Return the focused field or list if the event only types text or moves the cursor there."""
        focused = self._app.focused
        if isinstance(focused, Input):
            printable = isinstance(event, events.Paste) or (isinstance(event, events.Key) and event.is_printable)
            return focused if printable else None
        if isinstance(focused, ScrolledRows) and isinstance(event, events.Key):
            return focused if event.key in self._moves else None
        return None

    def _record_dispatch(self, event: events.Event) -> None:
        self._typed = event.time
        self._stepped = self._edited_widget(event)
        self._passed += 1

    def _send(self, event: events.Event) -> None:
        self._record_dispatch(event)
        self._passing.append(event)
        self._app.post_message(event)

    # Messages

    def _record_message(self, message: Message) -> None:
        """Record that a part of the program is about to handle ``message``."""
        if isinstance(message, Mark):
            message.arrive()
            return
        self.handled += 1
        moment = self._busy[active_message_pump.get()] = monotonic()
        if isinstance(message, messages.InvokeLater) and message is not self._request:
            self._painting = moment

    async def wait_until_settled(self) -> None:
        """Wait until no part of the program has work left, including repaints that a callback waits for."""
        left = STUCK_TURNS
        for _ in range(MOST_MARKS):
            still, turns = await self._send_marks(left)
            left -= turns
            if left <= 0 or (still and not self._waits_for_paint):
                return
            if still:
                await self._wait_for_paint()

    async def _send_marks(self, most: int) -> tuple[bool, int]:
        """Send a mark through each busy message pump. Return whether nothing else was handled, and the turns taken."""
        turns = 0
        before = self.handled
        oldest = monotonic() - LONG_AGO
        busy = [pump for pump, moment in self._busy.items() if moment > oldest]
        pumps: set[MessagePump] = {self._app, *self._app.screen_stack, *busy}
        self._busy.clear()
        waiting, arrived = set(pumps), asyncio.Event()
        for pump in pumps:
            if not pump.post_message(Mark(waiting, pump, arrived)):
                waiting.discard(pump)
        while waiting and turns < most:
            if not await _wait_one_turn(arrived):
                turns += 1
                waiting -= {pump for pump in waiting if not pump.is_running}
        return not waiting and self.handled == before, turns

    @property
    def _waits_for_paint(self) -> bool:
        return self._painting is not None and self._painting > monotonic() - LONG_AGO

    async def _wait_for_paint(self) -> None:
        """Wait until the callbacks requested after a repaint have run."""
        self._painting = None
        painted = asyncio.Event()
        self._request = messages.InvokeLater(painted.set)
        if self._app.screen.post_message(self._request):
            for _ in range(PAINT_TURNS):
                if await _wait_one_turn(painted):
                    return

    # Requests

    async def _wait_for_answers(self, event: events.Event) -> None:
        """Wait until no request holds back ``event``, including requests that an answer led to."""
        waited = 0.0

        def is_held() -> bool:
            return any(waited < hold.seconds and self._hold_applies(hold, event) for hold in self._app.active_holds())

        while self._app.is_running and is_held():
            await asyncio.sleep(CHECK_SECONDS)
            waited += CHECK_SECONDS
            if not is_held():
                await self.wait_until_settled()

    def _hold_applies(self, hold: Hold, event: events.Event) -> bool:
        """Whether ``event`` must wait for the answer to a request."""
        target = self._app.focused or self._app.screen
        if hold.node not in target.ancestors_with_self and not (
            hold.node is self._active_list and self._edited_widget(event) is None
        ):
            return False
        return hold.every or not (self._is_text(event) or self._is_independent(event))

    @property
    def _active_list(self) -> DOMNode | None:
        screen = self._app.screen
        return screen.active_list if isinstance(screen, DeskScreen) else None

    def _is_text(self, event: events.Event) -> bool:
        """Whether the event only edits the text of a field."""
        if isinstance(event, events.Paste):
            return True
        typing = isinstance(self._app.focused, Input) and isinstance(event, events.Key)
        return typing and (cast("events.Key", event).is_printable or cast("events.Key", event).key in EDITING)

    def _is_independent(self, event: events.Event) -> bool:
        if not isinstance(event, events.Key):
            return True
        bound = self._app.active_bindings.get(event.key)
        action = bound.binding.action if bound is not None else ""
        return action.removeprefix("app.").partition("(")[0] in INDEPENDENT


def _key_names(table: Iterable[Key], actions: Collection[str], places: Collection[str]) -> frozenset[str]:
    """Return the names of the keys for given actions in given places."""
    return frozenset(name for key in table if key.action in actions and key.place in places for name in key.keys)


async def _wait_one_turn(event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(TURN_SECONDS):
            await event.wait()
    except TimeoutError:
        return False
    return True
