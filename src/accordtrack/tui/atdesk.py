"""What screens and dialogs share: the program they belong to, its session, and asking the desk in threads."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from accordtrack.tui.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from accordtrack.desk import Desk
    from accordtrack.problems import Refused
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.session import Session

T = TypeVar("T")


class AtDesk:
    """Mixed into every screen; ``stack`` names its places in the table of keys."""

    stack: str = "reading"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = str(Path(__file__).with_name("accordtrack.tcss"))
    """Read with the first of these screens, after the first frame."""
    _questions: Questions | None = None

    @property
    def _screen(self) -> Screen[object]:
        return cast("Screen[object]", self)

    @property
    def accord(self) -> AccordApp:
        """The program."""
        return cast("AccordApp", self._screen.app)

    @property
    def session(self) -> Session | None:
        """The open register, None while it is being opened."""
        return self.accord.session

    @property
    def questions(self) -> Questions:
        """This screen's questions; they end with it."""
        if self._questions is None:
            self._questions = Questions(self._screen)
        return self._questions

    def ask(
        self,
        slot: str,
        question: Callable[[Desk], T],
        answer: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        """Ask the desk something; nothing happens while there is none."""
        session = self.session
        if session is not None:
            self.questions.ask(slot, lambda: question(session.desk), answer, refused or self.accord.complain)
