"""The app's work with its desk: opening it after the first frame, writing, and watching for other writers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import line_text, tr
from accordtrack.tui.desk_requests import Hold
from accordtrack.tui.first_frame import OpeningFrame, OpeningScreen
from accordtrack.tui.main_screens import REGISTER, MainScreens
from accordtrack.tui.session import Session, Written, execute_write, file_identity

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.service.unsaved_text import Unsaved
    from accordtrack.tui import Doors, Opener
    from accordtrack.tui.desk_requests import Questions
    from accordtrack.tui.dialogs.reopen import Left
    from accordtrack.tui.first_view import First
    from accordtrack.tui.saved_place import Place
    from accordtrack.tui.subject import Subject
    from accordtrack.types import RegisterInfo, WriteResult
    from accordtrack.types.intents import Intent

POLL_SECONDS = 2.0
WRITE_SECONDS = 2.0
"""Seconds that keys wait for a write. A large import takes longer; meanwhile the user can go on."""
READ_SECONDS = 0.1
"""Seconds between reports of progress to a dialog while a large file is read."""


class Leaving(Exception):  # noqa: N818
    """Raised in the progress callback of long work when the program exits, so that nothing half-made remains."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Result of opening a register.

    It holds the session, the first content of the list, the place saved by the last session, the record open there and
    any unsaved text.
    """

    session: Session
    first: First
    left: Place
    subject: Subject | None
    unsaved: Left | None


class DeskRequests(MainScreens):
    """The part of the app that works with the desk."""

    session: Session | None
    doors: Doors | None
    problem: Problem | None
    questions: Questions
    leaving: threading.Event
    fresh: bool

    def open_desk(self, opener: Opener) -> None:
        """Open the desk in a thread, after a frame is painted."""
        if self.doors is not None:
            self._program.push_screen(OpeningScreen())
        self._program.call_after_refresh(self._open, opener)

    def _open(self, opener: Opener) -> None:
        def progress(done: int, total: int) -> None:
            if self.leaving.is_set():
                raise Leaving
            self._program.call_later(self._show_opening_progress, done, total)

        def work() -> Opened | None:
            from accordtrack.service.unsaved_text import UnsavedWords  # noqa: PLC0415
            from accordtrack.tui import saved_place  # noqa: PLC0415
            from accordtrack.tui.first_view import load_first_view  # noqa: PLC0415
            from accordtrack.tui.screens import register  # noqa: F401, PLC0415

            try:
                desk = opener(progress)
            except Leaving:
                return None
            from accordtrack.service import is_throwaway  # noqa: PLC0415 - after the opening, which loads the same modules

            info = desk.info()
            left = saved_place.Place() if self.fresh else saved_place.load_place(desk)
            store = (
                None
                if capabilities.serves_browser() or is_throwaway(desk.path)
                else UnsavedWords(desk.path, desk.identity())
            )
            session = Session(
                desk, info, desk.version(), file_identity(desk.path), drafted=desk.draft_counts(), unsaved=store
            )
            return Opened(
                session,
                load_first_view(desk, info, left),
                left,
                saved_place.load_open_commitment(desk, left),
                _find_unsaved_text(session),
            )

        self.questions.ask(
            "open", work, self._show_register, self._handle_open_refusal, Hold(self._program, math.inf, every=False)
        )

    def _show_opening_progress(self, done: int, total: int) -> None:
        for frame in self._program.screen.query(OpeningFrame):
            frame.show_progress(done, total)

    def _show_register(self, opened: Opened | None) -> None:
        if opened is None:
            return
        from accordtrack.tui import saved_place  # noqa: PLC0415
        from accordtrack.tui.screens.register import RegisterScreen  # noqa: PLC0415

        self.session, first = opened.session, opened.first
        screen = RegisterScreen(first)
        if isinstance(self._program.screen, OpeningScreen):
            self._program.pop_screen()
        self.add_main_screen(REGISTER, screen)
        self._program.push_screen(screen)
        self._program.set_interval(POLL_SECONDS, self.poll)
        text = first.text if first.own else None
        self._program.call_after_refresh(saved_place.restore_place, self._program, opened.left, opened.subject, text)
        if opened.unsaved is not None:
            self._program.run_worker(self._offer_unsaved_text(opened.unsaved))
        if (updated := opened.session.desk.updated) is not None:
            self._program.show_message(line_text(updated))

    def _handle_open_refusal(self, why: Refused) -> None:
        if self.doors is None:
            self.problem = why.problems[0]
            self._program.exit(1)
            return
        if isinstance(self._program.screen, OpeningScreen):
            self._program.pop_screen()
        self._program.show_refusal(why)

    async def _offer_unsaved_text(self, left: Left) -> None:
        """Offer unsaved text after the keys typed during opening, which were meant for the register screen."""
        from accordtrack.tui.dialogs import reopen  # noqa: PLC0415

        await self._program.type_ahead.wait_until_idle()
        reopen.offer_unsaved_text(self._program, left)

    def keep_unsaved_text(self, words: Unsaved | None, *, instead_of: Path | None = None) -> None:
        """Keep the text of an unfinished dialog, in a thread. None means that it was saved or discarded.

        ``instead_of`` is a file left by a program that has ended. It is deleted once ``words``, restored from it, are
        kept.
        """
        session = self.session
        store = session.unsaved if session is not None else None
        if session is None or store is None or (words is None and not session.keeping):
            return
        session.keeping = words is not None
        from accordtrack.service.unsaved_text import discard  # noqa: PLC0415

        def keep() -> None:
            store.save(words)
            if instead_of is not None:
                discard(instead_of)

        slot = (
            "words" if instead_of is None else "words brought back"
        )  # a separate slot, because a later request replaces an earlier one of the same slot
        self.questions.ask(slot, keep, lambda _nothing: None, self._program.show_refusal)

    def write_intents(
        self,
        intents: Sequence[Intent],
        answer: Callable[[WriteResult], None],
        refused: Callable[[Refused], None],
        *,
        draft: int | None = None,
        reading: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write intents in a thread as one act, all or nothing.

        ``draft`` is the number of the draft that they come from; it is deleted or replaced. ``reading`` is called on
        the event loop with the number of bytes of evidence read and their total.
        """
        last_report = monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal last_report
            if self.leaving.is_set():
                raise Leaving
            if reading is not None and (monotonic() - last_report > READ_SECONDS or done == total):
                last_report = monotonic()
                self._program.call_later(reading, done, total)

        def work(desk: Desk) -> WriteResult:
            try:
                return desk.write(*intents, draft=draft, progress=progress)
            except Leaving as error:
                raise Refused(Problem("The program was closed before the file was read")) from error

        self.run_write(work, answer, refused)

    def run_write(
        self,
        work: Callable[[Desk], WriteResult],
        answer: Callable[[WriteResult], None],
        refused: Callable[[Refused], None],
    ) -> None:
        """Run ``work`` with the desk in a thread, then repaint the affected records and drafts on every open screen."""
        session = self.session
        if session is None:
            return
        if self.questions.is_busy("write"):
            self._program.show_message(tr("Still saving; try again in a moment"), "warning")
            return

        def apply_outcome(result: Written) -> None:
            session.version, session.info = result.version, result.info
            drafts = session.update_drafts(result.drafted)
            if result.done is None:
                if result.refused is not None:
                    refused(result.refused)
                return
            if result.done.act:
                session.acts.add(result.done.act)
            self._repaint((*result.done.refs, *drafts))
            answer(result.done)

        hold = Hold(self._program, WRITE_SECONDS, every=True)
        self.questions.ask("write", lambda: execute_write(session, work), apply_outcome, refused, hold)

    def _repaint(self, refs: Iterable[str]) -> None:
        """Repaint the records named by ``refs`` on every open screen."""
        touched = tuple(dict.fromkeys(refs))
        for screen in list(self.open_screens()):
            screen.records_changed(touched)

    def poll(self) -> None:
        """Check in a thread every two seconds whether another program wrote to the register or replaced it."""
        session = self.session
        if session is None or self.questions.is_busy("write"):
            return
        self.questions.ask(
            "version", lambda: check_register_file(session), self._apply_poll_result, self._report_lost_file
        )

    def _report_lost_file(self, why: Refused) -> None:
        """Report once that the file is gone or cannot be opened. Polling goes on."""
        if self.session is not None and not self.session.lost:
            self.session.lost = True
            self._program.show_refusal(why)

    def _apply_poll_result(self, poll_result: PollResult) -> None:
        session = self.session
        if session is None or self.questions.is_busy("write"):
            return
        session.lost = False
        if poll_result.desk is not None and poll_result.info is not None:
            session.desk, session.info, session.file = poll_result.desk, poll_result.info, poll_result.file
            session.version = poll_result.version
            session.drafted = poll_result.drafted
            session.acts.clear()
            self._program.show_message(tr("The register file was replaced; it was read again"), "warning")
            self._program.reload()
            return
        if drafts := session.update_drafts(poll_result.drafted):
            self._repaint(drafts)
        if poll_result.version == session.version:
            return
        session.version = poll_result.version
        self._program.show_message(tr("Someone else saved a change; R reloads"), "warning")
        for screen in list(self.open_screens()):
            screen.others_wrote()


def _find_unsaved_text(session: Session) -> Left | None:
    """Return what an earlier program left unsaved at this desk. Called in a thread."""
    desk = session.desk
    if session.unsaved is None or desk.seat is None or session.info.read_only is not None:
        return None
    there = session.unsaved.find_left_behind(desk.seat)
    if there is None:
        return None
    from accordtrack.tui.dialogs import reopen  # noqa: PLC0415 - few starts need it

    return reopen.read_left_text(desk, *there)


@dataclass(frozen=True, slots=True)
class PollResult:
    """Result of a poll. ``desk`` and ``info`` are set when another file at the path was opened."""

    file: tuple[int, int]
    version: int
    drafted: Mapping[str, int]
    desk: Desk | None = None
    info: RegisterInfo | None = None


def check_register_file(session: Session) -> PollResult:
    """Check the register's file in a thread. Raise ``Refused`` if it is gone or its replacement cannot be opened."""
    desk = session.desk
    file = file_identity(desk.path)
    if file is None:
        raise Refused(
            Problem("The register file is gone", "Put it back; nothing is written in the meantime.", str(desk.path))
        )
    if file == session.file:
        return PollResult(file, desk.version(), desk.draft_counts())
    fresh = _reopen_register(desk)
    return PollResult(file, fresh.version(), fresh.draft_counts(), fresh, fresh.info())


def _reopen_register(desk: Desk) -> Desk:
    """Open the register at the path, at the same desk if its key fits, else at any desk."""
    from accordtrack.service import open_register  # noqa: PLC0415

    try:
        return open_register(desk.path, desk=desk.seat, today=desk.today)
    except Refused:
        return open_register(desk.path, today=desk.today)
