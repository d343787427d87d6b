"""What screens and dialogs share: asking the desk in threads, and hearing what happened elsewhere."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from accordtrack.tui.app_access import InProgram
from accordtrack.tui.questions import Questions, filling, opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.screen import Screen

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.service.unsaved_text import Unsaved

T = TypeVar("T")


class AtDesk(InProgram):
    """Mixed into every screen; ``stack`` names its places in the table of keys."""

    stack: str = "reading"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = str(Path(__file__).with_name("accordtrack.tcss"))
    """Read with the first of these screens, after the first frame."""
    _questions: Questions | None = None

    @property
    def questions(self) -> Questions:
        """This screen's questions; they end with it."""
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
        """Ask the desk something; nothing happens while there is none.

        ``opens``: the answer opens or closes a screen or moves the focus, and every key waits for it. ``fills``: what the
        answer is shown in; keys that act on what is shown there wait for it.
        """
        session = self.session
        if session is None:
            return
        hold = opening(cast("Screen[object]", self)) if opens else filling(fills) if fills is not None else None
        self.questions.ask(slot, lambda: question(session.desk), answer, refused or self.accord.complain, hold)

    @property
    def acted_on(self) -> DOMNode | None:
        """The list whose rows the keys of this screen act on, wherever the focus is."""
        return None

    def goes_to(self, main: str) -> bool:
        """Whether this screen went to what it has of its own in place of the main screen that is asked for."""
        del main
        return False

    # What the program tells every open screen; one that it does not concern leaves it

    def relabel(self) -> None:
        """Put every word into the language in force."""

    def reload(self) -> None:
        """Read again what is shown; the place stays."""

    def seat_changed(self) -> None:
        """Somebody sits down at another desk."""

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Something was written here about ``refs``: ids of commitments and other records."""

    def others_wrote(self) -> None:
        """Somebody else wrote: offer to read again."""

    def unsaved(self) -> Unsaved | None:
        """What is typed here and is nowhere else."""
        return None

    def pasted(self, text: str) -> None:
        """A paste that no field took."""
