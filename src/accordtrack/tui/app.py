"""The Textual app: opens the desk after the first frame and holds the state that screens share."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Literal

from rich.text import Text
from textual.app import App

from accordtrack import i18n
from accordtrack.core import capabilities, dates
from accordtrack.core.safe_text import sanitize
from accordtrack.i18n import explain, tr
from accordtrack.tui import UserOptions, keys, strips, text_styles, themes
from accordtrack.tui.app_session import DeskRequests
from accordtrack.tui.desk_requests import Questions
from accordtrack.tui.first_frame import OpeningFrame
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.session import Said, Session, create_message_list
from accordtrack.tui.typeahead import TypeAhead

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.driver import Driver
    from textual.message import Message
    from textual.screen import Screen

    from accordtrack.core.problems import Problem, Refused
    from accordtrack.tui import Doors, Opener
    from accordtrack.tui.desk_requests import Hold
    from accordtrack.tui.saved_place import Place

Severity = Literal["information", "warning", "error"]
HANGING_SECONDS = 1.0
"""Seconds that the program waits at exit for a key that is still being handled."""


class AccordApp(DeskRequests, App[int]):
    """The accordtrack app."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = keys.bindings("everywhere")

    def __init__(
        self,
        opener: Opener | None,
        *,
        doors: Doors | None = None,
        title: str = "accordtrack",
        plain_colors: bool = False,
        own: UserOptions | None = None,
    ) -> None:
        plain = plain_colors or "NO_COLOR" in os.environ
        # Textual chooses its color filter here, before the theme is known.
        super().__init__(ansi_color=True if plain else None)
        self.set_reactive(App.ansi_color, None)
        self.title = title
        self.own = own or UserOptions()
        self.opener = opener
        self.doors = doors
        self.session: Session | None = None
        self.key_table = keys.apply_user_keys(self.own.keys, place=self.own.file) if self.own.keys else keys.KEYS
        self.type_ahead = TypeAhead(self)
        self.plain_colors = plain
        self.fresh = self.own.fresh
        self.left: Place | None = None
        """Where the session ended, set at exit."""
        self.said: deque[Said] = create_message_list()
        self.questions = Questions(self)
        self.mains: dict[str, Screen[None]] = {}
        self.problem: Problem | None = None
        """Why the register could not be opened, for the caller of the program."""
        self.leaving = threading.Event()
        self._main: asyncio.Task[object] | None = None
        self._heard = False
        """Whether the message posted by ``exit`` has been handled."""
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.TERMINAL if plain else themes.DARK
        self.set_class(text_styles.ascii_only(), "-ascii")
        strips.select_scrollbar_renderer()
        self.set_keymap(keys.keymap(self.key_table))

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver for the platform, or the project's own on POSIX terminals and in browsers.

        The project's drivers never treat a paste as a key.
        """
        found = super().get_driver_class()
        if found.__name__ == "WebDriver":
            from accordtrack.tui.browser import BrowserDriver  # noqa: PLC0415

            return BrowserDriver
        if found.__name__ != "LinuxDriver":
            return found
        from accordtrack.tui.terminal import TerminalDriver  # noqa: PLC0415

        return TerminalDriver

    def on_load(self) -> None:
        self._main = asyncio.current_task()
        self.type_ahead.start_watching()

    def post_message(self, message: Message) -> bool:
        """Queue keys, pastes and clicks: each is handled after the effects of the one before."""
        return self.type_ahead.try_hold(message) or super().post_message(message)

    def simulate_key(self, key: str) -> None:
        """Press a key on behalf of another key."""
        self.type_ahead.press_key(key)

    def active_holds(self) -> Iterator[Hold]:
        """Yield the requests that the next key must wait for: those of the program and of its open screens."""
        yield from self.questions.active_holds()
        for screen in self.open_screens():
            yield from screen.questions.active_holds()

    def on_mount(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32" and threading.current_thread() is threading.main_thread():
                asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)
        if self.opener is not None:
            self.open_desk(self.opener)
        else:
            from accordtrack.tui.screens.welcome import WelcomeScreen  # noqa: PLC0415

            self.push_screen(WelcomeScreen())

    def compose(self) -> ComposeResult:
        if self.opener is not None:
            yield OpeningFrame()

    def exit(self, result: int | None = None, return_code: int = 0, message: object = None) -> None:
        """Exit. An opener that is still at work stops at its next step."""
        del message
        self.leaving.set()
        self.type_ahead.stop()
        if self.session is not None and self.session.unsaved is not None:
            typed = (screen.unsaved_text() for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen))
            self.session.unsaved.close(next((words for words in typed if words is not None), None))
        if self.session is not None and self.left is None:
            from accordtrack.tui.saved_place import current_place  # noqa: PLC0415

            self.left = current_place(self)
        super().exit(0 if result is None else result, return_code)
        if self._main is not None:
            self._main.get_loop().call_later(HANGING_SECONDS, self._interrupt)

    def on_exit_app(self) -> None:
        self._heard = True

    def _interrupt(self) -> None:
        """Exit although a key is still being handled: what it waits for does not come."""
        if not self._heard and self._main is not None:
            self._main.cancel()

    def save_place(self) -> None:
        """Save where the session ended. Called after the screen closes, so that leaving never waits for it."""
        from accordtrack.tui.saved_place import save_place  # noqa: PLC0415

        if self.session is not None and self.left is not None:
            save_place(self.session, self.left)

    def show_message(self, text: str, severity: Severity = "information") -> None:
        """Show a notification and keep it in the message list."""
        clean = sanitize(text)
        self.said.append(Said(dates.current_time().strftime("%H:%M"), severity, clean))
        self.notify(clean, severity=severity, markup=False, timeout=4 if severity == "information" else 8)

    def copy_text(self, text: str) -> None:
        """Send text to the clipboard of the terminal, and say so."""
        self.copy_to_clipboard(text)
        self.show_message(tr("Copied: sent to the terminal"))

    def shortcut_for(self, action: str) -> str:
        """Return the key of an action, for use in a sentence."""
        return keys.key_for(action, self.key_table)

    def show_refusal(self, why: Refused) -> None:
        """Show a refusal and its advice."""
        self.show_message("\n".join(explain(problem) for problem in why.problems[:3]), "error")

    def seat_changed(self) -> None:
        """Update every open screen after a change of desk."""
        for screen in list(self.open_screens()):
            screen.seat_changed()

    def show_record(self, identifier: str) -> None:
        """Move the cursor of the list to a record that was just written."""
        if self.register_screen is not None:
            self.register_screen.move_to_commitment(identifier)

    def relabel(self) -> None:
        """Update every open screen after a change of language."""
        for screen in list(self.open_screens()):
            screen.relabel()

    def reload(self) -> None:
        """Reload every open screen."""
        for screen in list(self.open_screens()):
            screen.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available. Actions that need a desk are not until it is open."""
        del parameters
        if action in {"add", "undo", "seat", "reload", "main", "drafts", "export", "hand_out", "import"}:
            return self.session is not None
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Handle a paste that no field accepted."""
        if isinstance(self.screen, DeskScreen):
            self.screen.pasted(event.text)

    def action_language(self) -> None:
        i18n.set_language(i18n.other_language())
        self.relabel()
        self.show_message(tr("Now in English"))

    def action_theme(self) -> None:
        self.theme = themes.next_theme(self.theme)
        self.show_message(tr("Colors: {theme}", theme=tr(themes.NAMES[self.theme])))

    async def action_quit(self) -> None:
        self.exit(0)

    def action_help_quit(self) -> None:
        self.show_message(tr("^q quits the program"))

    def action_help(self) -> None:
        from accordtrack.tui.screens.help import HelpScreen  # noqa: PLC0415

        self.push_screen(HelpScreen(self._active_stack_name(), self.key_table))

    def action_main(self, name: str) -> None:
        screen: Screen[object] = self.screen
        if not (isinstance(screen, DeskScreen) and screen.handle_main_request(name)):
            self.show_main_screen(name)

    def action_messages(self) -> None:
        from accordtrack.tui.screens.messages import MessagesScreen  # noqa: PLC0415

        self.push_screen(MessagesScreen(self.said))

    def _fatal_error(self) -> None:
        """Print a traceback without the values of variables, which may be raw register text and passphrases."""
        import traceback  # noqa: PLC0415

        self.panic(Text(sanitize(traceback.format_exc())))

    def action_palette(self) -> None:
        from accordtrack.tui.dialogs.palette import open_palette  # noqa: PLC0415

        open_palette(self, self._active_stack_name())

    def action_export(self) -> None:
        from pathlib import Path  # noqa: PLC0415

        from accordtrack.tui.dialogs.export import ExportDialog  # noqa: PLC0415
        from accordtrack.tui.shown_content import ScreenContent, Shows  # noqa: PLC0415

        seen = self.screen.screen_content() if isinstance(self.screen, Shows) else None
        portions = [one for one in seen.portions if one.page or self.own.export] if seen is not None else []
        if seen is None or self.session is None or not portions:
            self.show_message(tr("There is nothing here to export"))
            return
        self.push_screen(ExportDialog(ScreenContent(seen.name, tuple(portions)), Path.cwd(), self.session.desk.today))

    def action_publish(self) -> None:
        """Open the dialog that exports a scorecard of what is shown or of the whole register."""
        from accordtrack.tui.dialogs.scorecard_export import open_scorecard_dialog  # noqa: PLC0415

        open_scorecard_dialog(self)

    def action_hand_out(self) -> None:
        """Open the dialog that exports a calendar, an IATI file or the site.

        The site is limited to a part when the filter of the visible list describes one.
        """
        from pathlib import Path  # noqa: PLC0415

        from accordtrack.tui.dialogs.handout import HandOutDialog  # noqa: PLC0415

        if barred := capabilities.files_problem():
            self.show_message(explain(barred), "warning")
        elif self.session is not None:
            shown = self.register_screen is not None and self.register_screen is self.screen
            line = self.register_screen.filter_line.text.strip() if self.register_screen is not None and shown else ""
            self.push_screen(HandOutDialog(Path.cwd(), self.session, line))

    def action_jump(self) -> None:
        from accordtrack.tui.jump_letters import place_labels  # noqa: PLC0415
        from accordtrack.tui.screens.jump import JumpScreen  # noqa: PLC0415

        places = place_labels(self.screen)
        if places:
            self.push_screen(JumpScreen(places))
        else:
            self.show_message(tr("There is nothing here to jump to"))

    def action_seat(self) -> None:
        from accordtrack.tui.dialogs.change_desk import open_desk_dialog  # noqa: PLC0415

        open_desk_dialog(self)

    def action_undo(self) -> None:
        from accordtrack.tui.dialogs.undo import undo_last_act  # noqa: PLC0415

        undo_last_act(self)

    def action_add(self) -> None:
        from accordtrack.tui.dialogs.add import open_add_dialog  # noqa: PLC0415

        open_add_dialog(self)

    def action_import(self) -> None:
        from pathlib import Path  # noqa: PLC0415

        from accordtrack.tui.dialogs.import_table import ImportDialog  # noqa: PLC0415

        if barred := capabilities.files_problem():
            self.show_message(explain(barred), "warning")
        elif self.session is not None:
            self.push_screen(ImportDialog(Path.cwd()))

    def action_drafts(self) -> None:
        from accordtrack.tui.screens.drafts import DraftsScreen  # noqa: PLC0415

        if not isinstance(self.screen, DraftsScreen):
            self.push_screen(DraftsScreen())

    def action_reload(self) -> None:
        self.reload()

    def _active_stack_name(self) -> str:
        """Return the name of the stack of places that handle keys now.

        It is the stack of the focused widget, as the footer shows it, or that of the screen while the user types.
        """
        from accordtrack.tui.widgets.key_footer import KeyFooter  # noqa: PLC0415

        screen: Screen[object] = self.screen
        text = next((footer.stack for footer in screen.query(KeyFooter)), "")
        if "everywhere" in keys.STACKS.get(text, ()):
            return text
        return screen.stack if isinstance(screen, DeskScreen) else REGISTER
