"""Dialogs that accept or dispute what waits for the user's side: any number of entries, one reason, one act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.subject import Subject
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.types import Text
from accordtrack.types.intents import TakePosition
from accordtrack.vocabulary import Ground, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from accordtrack.types import Plan
    from accordtrack.types.intents import Intent
    from accordtrack.types.pending import PendingEntry


class PendingAnswer(Form):
    """Base class of both dialogs. Only the first entries are planned; the write checks all of them."""

    stance = Stance.CONCUR
    most_planned = 30

    def __init__(self, entries: Sequence[PendingEntry]) -> None:
        super().__init__([Subject(one.about or one.id, one.title or Text("", ""), "") for one in entries])
        self.entries = tuple(entries)

    def heading(self) -> Content:
        """Return the number of entries to answer and the first entry, which may be cut off."""
        count = text_styles.words(trn("{n} change", "{n} changes", len(self.entries)), text_styles.STRONG)
        return text_styles.join(
            count,
            text_styles.words(self.subject.id, text_styles.HEADING),
            text_styles.words(self.subject.local_title, text_styles.TITLE),
            text_styles.muted(text_styles.mark_or_ascii("…", "..") if len(self.entries) > 1 else ""),
            by="  ",
        )

    def record_ids(self) -> tuple[str, ...]:
        """Return the hashes of the entries."""
        return tuple(one.hash for one in self.entries)

    def fields(self) -> ComposeResult:
        """Yield the note, which is optional."""
        yield TextField("reason", gettext_lazy("note"))
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return one answer to each entry, all with the same reason."""
        reason, handling = self.field_value_or_none("reason"), self.field_value_or_none("handling")
        ground = self.field_value_or_none("ground")
        return [
            TakePosition(target=one.hash, stance=self.stance.value, reason=reason, ground=ground, handling=handling)
            for one in self.entries
        ]

    def _show_plan(self, plans: Sequence[Plan]) -> None:
        """Show the plans without the entry that each answers, so that equal ones are counted."""
        super()._show_plan([self._in_short(plan) for plan in plans])

    def _in_short(self, plan: Plan) -> Plan:
        lines = [line for line in plan.lines if not line.template.startswith("answers ") or len(self.entries) == 1]
        return replace(plan, lines=tuple(lines))


class ConcurPending(PendingAnswer):
    """The dialog of the ``c`` key on what waits."""

    dialog = "concur_pending"
    title_words = gettext_lazy("concur with what waits")


class DisputePending(PendingAnswer):
    """The dialog of the ``d`` key on what waits."""

    dialog = "dispute_pending"
    title_words = gettext_lazy("dispute what waits")
    stance = Stance.DISPUTE

    def fields(self) -> ComposeResult:
        """Yield the reason and the ground."""
        yield TextField("reason", gettext_lazy("reason"))
        own = self.own_side
        attributed = all(one.speaker == own for one in self.entries)
        yield ChoiceField("ground", gettext_lazy("ground"), shared_fields.ground_options(Ground, attributed=attributed))
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return the answers, or nothing while the reason is empty."""
        return super().intents() if self.field_value("reason") else ()

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required")
