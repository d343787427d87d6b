"""Base of all screens and dialogs: requests to the desk in threads, and notifications of changes."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from accordtrack.tui.app_access import AppAccess
from accordtrack.tui.desk_requests import Questions, hold_all_keys, hold_content_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.screen import Screen

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.service.unsaved_text import Unsaved

T = TypeVar("T")


class DeskScreen(AppAccess):
    """Mixin for every screen. ``stack`` names its places in the key table."""

    stack: str = "reading"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = str(Path(__file__).with_name("accordtrack.tcss"))
    """Textual reads it with the first of these screens, after the first frame."""
    _questions: Questions | None = None

    @property
    def questions(self) -> Questions:
        """This screen's requests. They end with it."""
        if self._questions is None:
            self._questions = Questions(cast("Screen[object]", self))
        return self._questions

    def ask(
        self,
        slot: str,
        question: Callable[[Desk], T],
        answer: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
        *,
        opens: bool = False,
        fills: DOMNode | None = None,
    ) -> None:
        """Run a request with the desk in a thread. Do nothing while no register is open.

        ``opens``: the answer opens or closes a screen or moves the focus, so every key waits for it. ``fills``: the
        widget that shows the answer; keys that act on its content wait for it.
        """
        session = self.session
        if session is None:
            return
        hold = (
            hold_all_keys(cast("Screen[object]", self))
            if opens
            else hold_content_keys(fills)
            if fills is not None
            else None
        )
        self.questions.ask(slot, lambda: question(session.desk), answer, refused or self.accord.show_refusal, hold)

    @property
    def active_list(self) -> DOMNode | None:
        """The list whose rows this screen's keys act on, wherever the focus is; None if there is none."""
        return None

    def handle_main_request(self, main: str) -> bool:
        """Handle a request for a main screen here, if this screen has its own version. Return whether it did."""
        del main
        return False

    # The app calls these methods on every open screen. A screen overrides those that concern it.

    def relabel(self) -> None:
        """Update every text to the current language."""

    def reload(self) -> None:
        """Reload the content and keep the cursor's place."""

    def seat_changed(self) -> None:
        """Handle a change of desk."""

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Handle a write by this program. ``refs`` are ids of the affected commitments and other records."""

    def others_wrote(self) -> None:
        """Handle a write by another program: offer to reload."""

    def unsaved_text(self) -> Unsaved | None:
        """Return typed text that is not saved anywhere else, or None."""
        return None

    def pasted(self, text: str) -> None:
        """Handle a paste that no field accepted."""
