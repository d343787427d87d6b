"""Mixin that gives screens and widgets typed access to the app and its session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.session import Session


class AppAccess:
    """Access to the app, for screens and widgets."""

    @property
    def accord(self) -> AccordApp:
        """The app."""
        return cast("AccordApp", cast("DOMNode", self).app)

    @property
    def session(self) -> Session | None:
        """The open register, or None while it is being opened."""
        return self.accord.session

    @property
    def own_side(self) -> str | None:
        """The side of the user's desk; None at an observer's desk, which only reads."""
        return self.session.side if self.session is not None else None
