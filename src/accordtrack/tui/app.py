"""The program on the terminal: it opens the desk after the first frame, and holds what the screens share."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from textual.app import App

from accordtrack import i18n
from accordtrack.i18n import explain, tr
from accordtrack.text import wash
from accordtrack.tui import ink, keys, themes
from accordtrack.tui.openingframe import OpeningFrame, OpeningScreen
from accordtrack.tui.questions import Questions
from accordtrack.tui.session import Said, Session, messages

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.screen import Screen

    from accordtrack.intents import Intent
    from accordtrack.problems import Problem, Refused
    from accordtrack.tui import Doors, Opener
    from accordtrack.tui.opening import First
    from accordtrack.views import Done, RegisterInfo

Severity = Literal["information", "warning", "error"]
POLL_SECONDS = 2.0


class Leaving(Exception):  # noqa: N818
    """Raised inside the opener's progress when the program is being left: nothing half-made stays."""


class AccordApp(App[int]):
    """accordtrack on a terminal."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = keys.bindings("everywhere")

    def __init__(
        self,
        opener: Opener | None,
        *,
        doors: Doors | None = None,
        title: str = "accordtrack",
        plain_colors: bool = False,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        plain = plain_colors or "NO_COLOR" in os.environ
        # Textual chooses its filter against colour here, before the theme is known.
        super().__init__(ansi_color=True if plain else None)
        self.set_reactive(App.ansi_color, None)
        self.title = title
        self.opener = opener
        self.doors = doors
        self.session: Session | None = None
        self.key_table = keys.change(overrides) if overrides else keys.KEYS
        self.said: deque[Said] = messages()
        self.questions = Questions(self)
        self.problem: Problem | None = None
        """Why the register could not be opened, for whoever started the program."""
        self._leaving = threading.Event()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.TERMINAL if plain else themes.DARK
        self.set_class(ink.ascii_only(), "-ascii")
        self.set_keymap(keys.keymap(self.key_table))

    def on_mount(self) -> None:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32" and threading.current_thread() is threading.main_thread():
                asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)
        if self.opener is not None:
            self.begin(self.opener)
        else:
            from accordtrack.tui.screens.welcome import WelcomeScreen  # noqa: PLC0415

            self.push_screen(WelcomeScreen())

    def compose(self) -> ComposeResult:
        if self.opener is not None:
            yield OpeningFrame()

    def begin(self, opener: Opener) -> None:
        """Open the desk in a thread, once a frame is painted."""
        if self.doors is not None:
            self.push_screen(OpeningScreen())
        self.call_after_refresh(self._open, opener)

    def _open(self, opener: Opener) -> None:
        def progress(done: int, total: int) -> None:
            if self._leaving.is_set():
                raise Leaving
            self.call_later(self._progressed, done, total)

        def work() -> tuple[Session, First] | None:
            from accordtrack.tui.opening import first  # noqa: PLC0415
            from accordtrack.tui.screens import register  # noqa: F401, PLC0415

            try:
                desk = opener(progress)
            except Leaving:
                return None
            info = desk.info()
            return Session(desk, info, desk.version()), first(desk, info)

        self.questions.ask("open", work, self._opened, self._refused)

    def _progressed(self, done: int, total: int) -> None:
        for frame in self.screen.query(OpeningFrame):
            frame.progressed(done, total)

    def _opened(self, opened: tuple[Session, First] | None) -> None:
        if opened is None:
            return
        from accordtrack.tui.screens.register import RegisterScreen  # noqa: PLC0415

        self.session, first = opened
        screen = RegisterScreen(first)
        if isinstance(self.screen, OpeningScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        self.set_interval(POLL_SECONDS, self.poll)

    def _refused(self, why: Refused) -> None:
        if self.doors is None:
            self.problem = why.problems[0]
            self.exit(1)
            return
        if isinstance(self.screen, OpeningScreen):
            self.pop_screen()
        self.complain(why)

    def exit(self, result: int | None = None, return_code: int = 0, message: object = None) -> None:
        """Leave; an opener that is still at work stops at its next step."""
        del message
        self._leaving.set()
        super().exit(0 if result is None else result, return_code)

    def say(self, text: str, severity: Severity = "information") -> None:
        """Show a message in passing and keep it among the last ones."""
        clean = wash(text)
        self.said.append(Said(datetime.now().astimezone().strftime("%H:%M"), severity, clean))
        self.notify(clean, severity=severity, markup=False, timeout=4 if severity == "information" else 8)

    def complain(self, why: Refused) -> None:
        """Show what was refused and what to do next."""
        self.say("\n".join(explain(problem) for problem in why.problems[:3]), "error")

    def write_all(
        self, intents: Sequence[Intent], answer: Callable[[list[Done]], None], refused: Callable[[Refused], None]
    ) -> None:
        """Write in a thread, each intent whole; then every open screen repaints what was touched.

        Several are planned before the first is written, so that one that the desk refuses stops them all.
        """
        session = self.session
        if session is None:
            return
        if self.questions.busy("write"):
            self.say(tr("Still saving; try again in a moment"), "warning")
            return
        desk = session.desk

        def work() -> tuple[list[Done], int, RegisterInfo]:
            for intent in intents if len(intents) > 1 else ():
                desk.plan(intent)
            done = [desk.write(intent) for intent in intents]
            return done, desk.version(), desk.info()

        def written(result: tuple[list[Done], int, RegisterInfo]) -> None:
            done, session.version, session.info = result
            session.acts.update(one.act for one in done)
            refs = tuple(ref for one in done for ref in one.refs)
            for screen in self.screen_stack:
                changed = getattr(screen, "records_changed", None)
                if changed is not None:
                    changed(refs)
            answer(done)

        self.questions.ask("write", work, written, refused)

    def poll(self) -> None:
        """Has somebody else written? Asked every two seconds, in a thread."""
        session = self.session
        if session is None or self.questions.busy("write"):
            return
        self.questions.ask("version", session.desk.version, self._compare, lambda _why: None)

    def _compare(self, version: int) -> None:
        session = self.session
        if session is None or version == session.version or self.questions.busy("write"):
            return
        session.version = version
        self.say(tr("Someone else saved a change; R reloads"), "warning")
        self._all_screens("others_wrote")

    def seat_changed(self) -> None:
        """Somebody sits down at another desk: every open screen shows it."""
        self._all_screens("reload")

    def relabel(self) -> None:
        """Put every open screen into the language in force."""
        self._all_screens("relabel")

    def _all_screens(self, method: str) -> None:
        for screen in self.screen_stack:
            call = getattr(screen, method, None)
            if call is not None:
                call()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions that need a desk wait until it is open."""
        del parameters
        if action in {"add", "undo", "seat", "reload"}:
            return self.session is not None
        return True

    def action_language(self) -> None:
        i18n.use("en" if i18n.language() == "es" else "es")
        self.relabel()
        self.say(tr("Now in English"))

    def action_theme(self) -> None:
        self.theme = themes.following(self.theme)
        self.say(tr("Colors: {theme}", theme=tr(themes.NAMES[self.theme])))

    async def action_quit(self) -> None:
        self.exit(0)

    def action_help_quit(self) -> None:
        self.say(tr("^q leaves the program"))

    def action_help(self) -> None:
        from accordtrack.tui.screens.help import HelpScreen  # noqa: PLC0415

        self.push_screen(HelpScreen(self._stack(), self.key_table))

    def action_messages(self) -> None:
        from accordtrack.tui.screens.messages import MessagesScreen  # noqa: PLC0415

        self.push_screen(MessagesScreen(self.said))

    def action_palette(self) -> None:
        from accordtrack.tui.dialogs.palette import open_palette  # noqa: PLC0415

        open_palette(self, self._stack())

    def action_seat(self) -> None:
        from accordtrack.tui.dialogs.seat import open_seats  # noqa: PLC0415

        open_seats(self)

    def action_undo(self) -> None:
        from accordtrack.tui.dialogs.undo import undo  # noqa: PLC0415

        undo(self)

    def action_add(self) -> None:
        from accordtrack.tui.dialogs.add import open_add  # noqa: PLC0415

        open_add(self)

    def action_reload(self) -> None:
        self._all_screens("reload")

    def _stack(self) -> str:
        screen: Screen[object] = self.screen
        return str(getattr(screen, "stack", "register"))
