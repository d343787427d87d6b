"""The main screens: each is created once, when first needed, and keeps its state."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from accordtrack.tui.screen_base import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.screens.register import RegisterScreen

REGISTER, PENDING = "register", "pending"
SCREENS = {
    REGISTER: ("register", "RegisterScreen"),
    "owed": ("owed", "OwedScreen"),
    "history": ("history", "HistoryScreen"),
    "disputes": ("disputes", "DisputesScreen"),
    "scorecard": ("scorecard", "ScorecardScreen"),
    PENDING: ("pending", "PendingScreen"),
}
"""Module and class of each main screen, in the order of their number keys; the last has a letter."""


class MainScreens:
    """The part of the app that switches between main screens.

    The register screen is at the bottom of the stack. At most one other main screen is above it, and anything opened
    from a main screen is above that. Going to a main screen closes everything above it.
    """

    mains: dict[str, Screen[None]]

    @property
    def _program(self) -> AccordApp:
        return cast("AccordApp", self)

    def add_main_screen(self, name: str, screen: Screen[None]) -> None:
        """Keep a main screen that was created elsewhere, such as the register screen with its first rows."""
        self.mains[name] = screen
        self._program.install_screen(screen, name)

    @property
    def main_screen_name(self) -> str | None:
        """The name of the topmost main screen on the stack, or None."""
        names = {id(screen): name for name, screen in self.mains.items()}
        return next((names[id(screen)] for screen in reversed(self._program.screen_stack) if id(screen) in names), None)

    def show_main_screen(self, name: str) -> None:
        """Switch to a main screen and close everything above it."""
        register = self.register_screen
        if register is None or self._program.screen is self.mains.get(name):
            return
        if name not in self.mains:
            module, kind = SCREENS[name]
            screen = getattr(import_module(f"accordtrack.tui.screens.{module}"), kind)()
            self.add_main_screen(name, screen)
        wanted = self.mains[name]
        while self._program.screen not in {register, wanted}:
            self._program.pop_screen()
        if wanted is not self._program.screen and wanted is not register:
            self._program.push_screen(wanted)

    @property
    def register_screen(self) -> RegisterScreen | None:
        """The register screen, or None before the register is open."""
        return cast("RegisterScreen | None", self.mains.get(REGISTER))

    def open_screens(self) -> Iterator[DeskScreen]:
        """Yield every open or kept screen once, except the frame shown while a register opens."""
        seen: set[int] = set()
        for screen in (*self._program.screen_stack, *self.mains.values()):
            if id(screen) not in seen and screen.is_running and isinstance(screen, DeskScreen):
                seen.add(id(screen))
                yield screen
