"""Dialog that adds a record: a commitment, a source, an event, an indicator, or an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.fields import ADD_FORM, NEEDED, definition_of
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.tui.dialogs.slot_form import Slot, SlotForm
from accordtrack.types.intents import AddRecord
from accordtrack.vocabulary import (
    Copy,
    Direction,
    EvaluationDesign,
    EvaluationFinding,
    EventKind,
    Level,
    Periodicity,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.dialogs.unsaved_text import Particulars
    from accordtrack.tui.session import About
    from accordtrack.tui.widgets.fields import Field
    from accordtrack.types import WriteResult
    from accordtrack.types.intents import Intent


def _values(kind: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in kind)


def _commitment_slots() -> Iterator[Slot]:
    for one in map(definition_of, ADD_FORM):
        labels = one.form_part_labels or (one.form_label or one.label,)
        for name, named_as in zip(one.names, labels, strict=True):
            yield Slot(
                name,
                named_as,
                group="answer" if one.value_type == "flag" else one.group,
                choices=("true", "false") if one.value_type == "flag" else one.values,
                finds=one.records,
                several=one.value_type == "references",
                needed=one.name in NEEDED,
                example=one.example,
                today=one.today,
            )


SIDES = ("US", "MX", "JOINT")
SLOTS: dict[str, tuple[Slot, ...]] = {
    "commitment": tuple(_commitment_slots()),
    "source": (
        Slot("publisher", gettext_lazy("publisher"), needed=True),
        Slot("producer", gettext_lazy("producer"), example="CDC/NCHS"),
        Slot("title", gettext_lazy("title"), needed=True),
        Slot("locator", gettext_lazy("place in the text"), example="p. 12, § 3"),
        Slot("date", gettext_lazy("date"), example="2026-11-25"),
        Slot("url", gettext_lazy("address"), needed=True, example="https://"),
        Slot("copy", gettext_lazy("kind of copy"), "copy", _values(Copy), needed=True),
        Slot("id", gettext_lazy("code")),
    ),
    "evaluation": (
        Slot("question.en", gettext_lazy("question (English)"), needed=True),
        Slot("question.es", gettext_lazy("question (Spanish)"), needed=True),
        Slot("finding.en", gettext_lazy("finding (English)"), needed=True),
        Slot("finding.es", gettext_lazy("finding (Spanish)"), needed=True),
        Slot("finds", gettext_lazy("what it finds"), "evaluation finding", _values(EvaluationFinding), needed=True),
        Slot("design", gettext_lazy("design"), "evaluation design", _values(EvaluationDesign), needed=True),
        Slot("about.commitments", gettext_lazy("about commitments"), finds="commitment", several=True),
        Slot("about.indicators", gettext_lazy("about indicators"), finds="indicator", several=True),
        Slot("about.events", gettext_lazy("about events"), finds="event", several=True),
        Slot("made_by", gettext_lazy("made by"), finds="body", several=True, needed=True),
        Slot("paid_by", gettext_lazy("paid by"), finds="body", several=True),
        Slot("published_on", gettext_lazy("published on"), needed=True, example="2026-11-25"),
        Slot("sources", gettext_lazy("sources"), finds="source", several=True, needed=True),
        Slot("estimate", gettext_lazy("estimate"), example="41.5"),
        Slot("unit.en", gettext_lazy("unit (English)")),
        Slot("unit.es", gettext_lazy("unit (Spanish)")),
        Slot("interval.low", gettext_lazy("interval from")),
        Slot("interval.high", gettext_lazy("interval to")),
        Slot("interval.coverage", gettext_lazy("coverage in percent"), example="95"),
        Slot("place", gettext_lazy("place"), example="MX-SIN"),
        Slot("period_start", gettext_lazy("period from"), example="2024-01"),
        Slot("period_end", gettext_lazy("period to"), example="2025-12"),
        Slot("in_answer_to", gettext_lazy("answers the evaluation"), finds="evaluation"),
        Slot("version_of", gettext_lazy("newer version of"), finds="evaluation"),
        Slot("note", gettext_lazy("note")),
        Slot("id", gettext_lazy("code")),
    ),
    "event": (
        Slot("date", gettext_lazy("date"), needed=True, example="2026-11-25"),
        Slot("kind", gettext_lazy("kind"), "event kind", _values(EventKind), needed=True),
        Slot("title.en", gettext_lazy("title (English)"), needed=True),
        Slot("title.es", gettext_lazy("title (Spanish)"), needed=True),
        Slot("themes", gettext_lazy("areas"), example="firearms, border"),
        Slot("side", gettext_lazy("side"), "side", SIDES, open=True),
        Slot("sources", gettext_lazy("sources"), finds="source", several=True, needed=True),
        Slot("id", gettext_lazy("code")),
    ),
    "indicator": (
        Slot("title.en", gettext_lazy("title (English)"), needed=True),
        Slot("title.es", gettext_lazy("title (Spanish)"), needed=True),
        Slot("definition.en", gettext_lazy("definition (English)"), needed=True),
        Slot("definition.es", gettext_lazy("definition (Spanish)"), needed=True),
        Slot("unit.en", gettext_lazy("unit (English)"), needed=True),
        Slot("unit.es", gettext_lazy("unit (Spanish)"), needed=True),
        Slot("level", gettext_lazy("level"), "level", _values(Level), needed=True),
        Slot("direction", gettext_lazy("better is"), "direction", _values(Direction), needed=True),
        Slot("theme", gettext_lazy("area"), "theme", _values(Theme), needed=True),
        Slot("side", gettext_lazy("side"), "side", SIDES, needed=True),
        Slot("publisher", gettext_lazy("publisher"), needed=True),
        Slot("periodicity", gettext_lazy("how often"), "periodicity", _values(Periodicity), needed=True),
        Slot("id", gettext_lazy("code")),
    ),
}
KINDS = {
    "commitment": gettext_lazy("a commitment"),
    "source": gettext_lazy("a source"),
    "event": gettext_lazy("an event"),
    "indicator": gettext_lazy("an indicator"),
    "evaluation": gettext_lazy("an evaluation"),
}


def open_add_dialog(app: AccordApp) -> None:
    """Let the user choose a kind of record, then open its form."""
    items = [Item(kind, tr(words)) for kind, words in KINDS.items()]

    def open_form(kind: str | None) -> None:
        if kind is not None:
            app.push_screen(AddDialog(kind))

    app.push_screen(Choose(gettext_lazy("add a record"), items), open_form)


class AddDialog(SlotForm):
    """A form built from the slots of a kind of record; proposes a code while none is typed."""

    dialog = "add"
    title_words = gettext_lazy("add a record")

    def __init__(self, kind: str, first: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.kind = kind
        self._first = first or {}
        self.title_words = KINDS[kind]
        self._proposed = ""

    @property
    def form_identity(self) -> About:
        return (*super().form_identity, self.kind)

    def particulars(self) -> Particulars:
        """Return the kind of the record."""
        return {"kind": self.kind}

    def slots(self) -> Sequence[Slot]:
        """Return the slots of the kind of record."""
        return SLOTS[self.kind]

    def first_values(self) -> Mapping[str, str]:
        """Return what the caller set."""
        return self._first

    def intents(self) -> Sequence[Intent]:
        """Return one intent to add the record, or nothing while a required field is empty."""
        return () if self.empty_slots() else [AddRecord(kind=self.kind, fields=self.record_fields())]

    def handle_field_change(self, field: Field) -> None:
        """Propose a new code, unless the user typed one."""
        if field.field == "id":
            return
        if self.field_value("id") in {"", self._proposed}:
            fields = self.record_fields()
            fields.pop("id", None)
            self.ask(
                "id", lambda desk: desk.propose_id(self.kind, fields), self._propose_id, lambda _why: None, fills=self
            )

    def _propose_id(self, identifier: str) -> None:
        if identifier and self.field_value("id") in {"", self._proposed}:
            self._proposed = identifier
            self._at_first = {**self._at_first, "id": identifier}
            self.set_field_text("id", identifier)

    def handle_saved(self, done: WriteResult) -> None:
        """Show the code of the new record; for a commitment, also open it."""
        super().handle_saved(done)
        self.accord.show_message(tr("Recorded: {id}", id=text_styles.join_items(done.refs)))
        if self.kind == "commitment":
            self.accord.show_record(done.refs[0])
