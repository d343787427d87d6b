"""The facet rail as a dialog, for terminals too narrow to keep it on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.tui import filter_editing
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.widgets.facet_rail import FacetRail

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from accordtrack.tui.screens.register import RegisterScreen
    from accordtrack.types import Facet


class FacetsDialog(Dialog[None]):
    """The facets dialog; choosing a value filters at once and keeps the dialog open."""

    stack = "facets"
    title_words = gettext_lazy("facets")
    AUTO_FOCUS = "FacetRail"

    def __init__(self, screen: RegisterScreen) -> None:
        super().__init__()
        self._register = screen

    def compose_body(self) -> ComposeResult:
        """Yield the rail."""
        yield FacetRail(id="facets")

    def on_mount(self) -> None:
        self.show(self._register.facets)

    def show(self, facets: tuple[Facet, ...]) -> None:
        """Show new counts."""
        self.query_one(FacetRail).show(facets, filter_editing.selected_values(self._register.filter_line.text))

    def on_facet_rail_toggled(self, message: FacetRail.Toggled) -> None:
        message.stop()
        self._register.on_facet_rail_toggled(message)

    def on_facet_rail_left(self, message: FacetRail.Left) -> None:
        message.stop()
        self.dismiss(None)

    def action_clear(self) -> None:
        self._register.filter_line.set_text("")
