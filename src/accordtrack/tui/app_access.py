"""What everything on the screen may ask of the program it belongs to, with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.session import Session


class InProgram:
    """Mixed into screens and widgets."""

    @property
    def accord(self) -> AccordApp:
        """The program."""
        return cast("AccordApp", cast("DOMNode", self).app)

    @property
    def session(self) -> Session | None:
        """The open register, None while it is being opened."""
        return self.accord.session
