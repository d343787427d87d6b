"""Asynchronous requests to the desk that never block the screen.

Each request belongs to a slot (the rows, the preview, the plan). While a request of a slot runs, only the newest later
one is kept, and the running one is canceled: its reading stops and its answer is dropped. A user who types faster than
the desk answers sees only the newest result. An answer is also dropped when its dialog is closed, because the widgets
it would fill no longer exist.

A request can hold back keys that are typed before its answer arrives (``Hold``): those meant for a dialog that the
answer opens, or those that act on the list that it fills.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from accordtrack.core.problems import Problem, Refused
from accordtrack.service import CancellableQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from textual.dom import DOMNode
    from textual.timer import Timer

    from accordtrack.tui.app import AccordApp

T = TypeVar("T")
OPENING_SECONDS = 10.0
"""Seconds that keys wait for a dialog to open. A dialog that opens later receives only keys typed after it."""
FILLING_SECONDS = 3.0
"""Seconds that keys wait for the list that they act on."""
log = logging.getLogger(__name__)


class Stopped(Exception):  # noqa: N818
    """Raised in the thread of a request that nobody needs any more, so that nothing half-done remains."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Keys to hold back until an answer arrives: those meant for ``node`` or its descendants, for at most ``seconds``.

    With ``every``, text for a field and keys that leave wait too; otherwise only keys that depend on what is shown.
    """

    node: DOMNode
    seconds: float
    every: bool


def hold_all_keys(node: DOMNode) -> Hold:
    """Return a hold for a request whose answer opens or closes a screen or moves the focus: every key waits."""
    return Hold(node, OPENING_SECONDS, every=True)


def hold_content_keys(node: DOMNode) -> Hold:
    """Return a hold for a request whose answer appears in ``node``: keys that act on its content wait."""
    return Hold(node, FILLING_SECONDS, every=False)


@dataclass(frozen=True, slots=True)
class _Question:
    number: int
    asked: CancellableQuery
    hold: Hold | None
    ask: Callable[[], Any]
    answer: Callable[[Any], None]
    refused: Callable[[Refused], None]


class Questions:
    """The requests of one widget or screen. They end with it."""

    def __init__(self, owner: DOMNode) -> None:
        self._owner = owner
        self._number = 0
        self._newest: dict[str, int] = {}
        self._waiting: dict[str, _Question] = {}
        self._busy: dict[str, _Question] = {}
        self._rest: tuple[Timer, Hold | None] | None = None

    def ask(
        self,
        slot: str,
        question: Callable[[], T],
        answer: Callable[[T], None],
        refused: Callable[[Refused], None],
        hold: Hold | None = None,
    ) -> int:
        """Run ``question`` in a thread and pass its result or refusal to a callback on the event loop.

        Return the number of the request. ``hold`` defines which keys wait for it.
        """
        self._number += 1
        self._newest[slot] = self._number
        request = _Question(self._number, CancellableQuery(), hold, question, answer, refused)
        if slot in self._busy:
            self._waiting[slot] = request
            self._busy[slot].asked.cancel()
        else:
            self._busy[slot] = request
            # a function, because Python warns of a coroutine that never starts, as when the program exits
            work: Callable[[], Coroutine[Any, Any, Any]] = partial(self._run_requests, slot, request)
            self._owner.run_worker(work, group=f"ask-{slot}")
        return self._number

    def call_after_pause(self, seconds: float, then: Callable[[], None], hold: Hold | None = None) -> None:
        """Call ``then`` after ``seconds``, unless another rest begins. ``hold`` defines which keys wait for it."""
        self.cancel_pause()

        def finish_pause() -> None:
            self.cancel_pause()
            then()

        self._rest = self._owner.set_timer(seconds, finish_pause), hold

    def cancel_pause(self) -> None:
        """Cancel the rest: its callback will not run."""
        if self._rest is not None:
            self._rest[0].stop()
            self._rest = None

    def drop_answer(self, slot: str) -> None:
        """Drop any pending answer of ``slot``."""
        self._newest[slot] = -1
        self._waiting.pop(slot, None)
        if slot in self._busy:
            self._busy[slot].asked.cancel()

    def active_holds(self) -> Iterator[Hold]:
        """Yield the holds of pending requests and of a rest."""
        if self._rest is not None and self._rest[1] is not None:
            yield self._rest[1]
        for slot, question in (*self._busy.items(), *self._waiting.items()):
            if question.hold is not None and self._newest.get(slot) == question.number:
                yield question.hold

    def is_busy(self, slot: str) -> bool:
        """Whether a request of ``slot`` is running."""
        return slot in self._busy

    async def _run_requests(self, slot: str, question: _Question) -> None:
        try:
            while True:
                value: Any = None
                problem: Refused | None = None
                try:
                    value = await asyncio.to_thread(question.asked.run, question.ask)
                except Refused as refused:
                    problem = refused
                except Exception as fault:
                    # Text typed into a dialog must survive a fault of the disk or of the program.
                    log.exception("a question of slot %s failed", slot)
                    problem = Refused(_problem_from_exception(fault))
                if self._newest.get(slot) == question.number and self._owner.is_running:
                    if problem is None:
                        question.answer(value)
                    else:
                        question.refused(problem)
                    if question.hold is not None:
                        cast("AccordApp", self._owner.app).type_ahead.record_answer()
                following = self._waiting.pop(slot, None)
                if following is None:
                    return
                question = following
                self._busy[slot] = question
        finally:
            self._busy.pop(slot, None)


def _problem_from_exception(fault: Exception) -> Problem:
    from accordtrack.core.installation import missing_library_problem  # noqa: PLC0415

    return missing_library_problem(fault) or Problem(
        "The register did not respond: {fault}.",
        "Nothing was written; try again.",
        values={"fault": f"{type(fault).__name__}: {fault}"},
    )
