"""Dialog that adds a record: a commitment, a source, an event, or an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.fields import ADD_FORM, NEEDED, definition_of
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service.commands.attribution import recorded_line
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.types.intents import AddRecord
from accordtrack.vocabulary import Copy, Direction, EventKind, Level, Periodicity, Theme
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.dialogs.unsaved_text import Particulars
    from accordtrack.tui.session import About
    from accordtrack.tui.widgets.fields import Field
    from accordtrack.types import WriteResult
    from accordtrack.types.intents import Intent


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a record: its name in files, its label, its kind of input, and whether it is required."""

    name: str
    label: str
    group: str = ""
    choices: tuple[str, ...] = ()
    finds: str = ""
    several: bool = False
    needed: bool = False
    example: str = ""
    open: bool = False
    """Whether an empty choice stands for no value; otherwise it stands for the usual value."""
    today: bool = False
    """Whether today is the default when the field is empty."""

    @property
    def stem(self) -> str:
        """Return the name of the field without its language suffix."""
        return self.name.removesuffix(".en").removesuffix(".es")


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
    "event": (
        Slot("date", gettext_lazy("date"), needed=True, example="2026-11-25"),
        Slot("kind", gettext_lazy("kind"), "event kind", _values(EventKind), needed=True),
        Slot("title.en", gettext_lazy("title (English)"), needed=True),
        Slot("title.es", gettext_lazy("title (Spanish)"), needed=True),
        Slot("themes", gettext_lazy("themes"), example="firearms, border"),
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
        Slot("theme", gettext_lazy("theme"), "theme", _values(Theme), needed=True),
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
}


def open_add_dialog(app: AccordApp) -> None:
    """Let the user choose a kind of record, then open its form."""
    items = [Item(kind, tr(words)) for kind, words in KINDS.items()]

    def open_form(kind: str | None) -> None:
        if kind is not None:
            app.push_screen(AddDialog(kind))

    app.push_screen(Choose(gettext_lazy("add a record"), items), open_form)


class AddDialog(Form):
    """A form built from the slots of a kind of record; proposes a code while none is typed."""

    dialog = "add"
    title_words = gettext_lazy("add a record")

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.title_words = KINDS[kind]
        self._proposed = ""

    @property
    def form_identity(self) -> About:
        return (*super().form_identity, self.kind)

    def particulars(self) -> Particulars:
        """Return the kind of the record."""
        return {"kind": self.kind}

    def fields(self) -> ComposeResult:
        """Yield one field per slot."""
        for slot in _slots_in_alternat(SLOTS[self.kind]):
            name = _field_name(slot.name)
            if slot.choices:
                order = i18n.sides(slot.choices)
                words = {"true": tr("yes"), "false": tr("no")}
                nothing = ("", tr("to be chosen") if slot.needed else tr("none") if slot.open else tr("as usual"))
                chosen = [(value, words.get(value, label(slot.group, value))) for value in order]
                yield ChoiceField(name, slot.label, [nothing, *chosen])
            elif slot.finds:
                yield FindField(
                    name, slot.label, slot.finds, example=tr("words from its title, or its id"), several=slot.several
                )
            elif slot.today:
                yield shared_fields.date_field(name, slot.label, self.session)
            else:
                yield TextField(name, slot.label, example=slot.example)

    def record_fields(self) -> dict[str, object]:
        """Return the typed and chosen values by their names in files."""
        found = {slot: value for slot in SLOTS[self.kind] if (value := self.field_value(_field_name(slot.name)))}
        stems = [slot.stem for slot in found]
        # One language is enough: it then stands for both.
        return {slot.stem if stems.count(slot.stem) == 1 else slot.name: value for slot, value in found.items()}

    def intents(self) -> Sequence[Intent]:
        """Return one intent to add the record, or nothing while a required field is empty."""
        if self._empty_required_slots():
            return ()
        return [AddRecord(kind=self.kind, fields=self.record_fields())]

    def _empty_required_slots(self) -> list[Slot]:
        slots = _slots_in_alternat(SLOTS[self.kind])
        filled = {slot.stem for slot in slots if self.field_value(_field_name(slot.name))}
        needed = {slot.stem: slot for slot in reversed(slots) if slot.needed and slot.stem not in filled}
        return list(reversed(needed.values()))

    def request_attribution(self) -> None:
        """Show that the record is not a statement of any side."""
        self.show_known_attribution(recorded_line)

    def missing_message(self) -> str:
        """Return a message that lists the required fields that are still empty."""
        return tr(
            "Still to fill in: {fields}", fields=", ".join(tr(slot.label) for slot in self._empty_required_slots())
        )

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
            self.set_field_text("id", identifier)

    def handle_saved(self, done: WriteResult) -> None:
        """Show the code of the new record; for a commitment, also open it."""
        super().handle_saved(done)
        self.accord.show_message(tr("Recorded: {id}", id=text_styles.join_items(done.refs)))
        if self.kind == "commitment":
            self.accord.show_record(done.refs[0])


def _slots_in_alternat(slots: Sequence[Slot]) -> list[Slot]:
    """Return the slots of a form, ordering language and side pairs by the alternat of the interface language."""
    if i18n.language() != "es":
        return list(slots)
    found = list(slots)
    for place, (one, other) in enumerate(pairwise(slots)):
        if (one.name[-3:], other.name[-3:]) in {(".en", ".es"), (".US", ".MX")}:
            found[place : place + 2] = [other, one]
    return found


def _field_name(name: str) -> str:
    return name.replace(".", "-")
