"""Dialog that records that an answer was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service.commands.attribution import asked_line
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import LockedForm, state_of_halves
from accordtrack.tui.widgets.fields import ChoiceField, TextField, split_commas
from accordtrack.types.intents import AskAnswer
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent


class AskDialog(LockedForm):
    """The dialog of the ``r`` key; waiting days count from the day the answer was asked for."""

    dialog = "ask"
    title_words = gettext_lazy("ask for an answer")

    def fields(self) -> ComposeResult:
        """Yield the channel and the date; an observer's desk also gets the side asked, the sources and the half."""
        own = self.own_side
        yield Static("", id="now", markup=False)
        yield TextField("channel", gettext_lazy("channel"), example=tr("note, meeting, letter"))
        yield shared_fields.date_field("asked_on", gettext_lazy("asked on"), self.session)
        if own is None:
            yield ChoiceField("of", gettext_lazy("asked of"), [(side, label("side", side)) for side in i18n.sides()])
            yield shared_fields.source_field()
            if self.subject.responsible == "JOINT":
                yield shared_fields.half_field(own=False)
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return the request; no field is required."""
        return [
            AskAnswer(
                commitment=self.subject.id,
                half=self.field_value_or_none("half"),
                of=self.field_value_or_none("of"),
                asked_on=self.field_value_or_none("asked_on"),
                channel=self.field_value_or_none("channel"),
                sources=split_commas(self.field_value("sources")),
                handling=self.field_value_or_none("handling"),
                version=self.versions.get(self.subject.id),
            )
        ]

    def request_attribution(self) -> None:
        """Show that the desk asks; this is not a statement of its side."""
        self.show_known_attribution(asked_line)

    def show_state(self, view: CommitmentView) -> None:
        """Show the claims that can be asked about: a side asks for an answer to its own, an observer about either."""
        super().show_state(view)
        own = self.own_side
        other = Side(own).other.value if own is not None and len(view.halves) > 1 else None
        self.query_one("#now", Static).update(state_of_halves(view, but=other))
