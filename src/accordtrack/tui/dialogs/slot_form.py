"""Base class of forms that are built from a list of slots: one field for each, and what is still to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.session import Session
    from accordtrack.tui.widgets.fields import Field


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
    usual: str = ""
    """What an empty field stands for, in words."""
    today: bool = False
    """Whether today is the default when the field is empty."""

    @property
    def stem(self) -> str:
        """Return the name of the field without its language suffix."""
        return self.name.removesuffix(".en").removesuffix(".es")

    @property
    def field(self) -> str:
        """Return the name of its form field."""
        return self.name.replace(".", "-")


class SlotForm(Form):
    """A form with one field for each slot. What it writes is recorded and states nothing for a side."""

    recorded = True

    def slots(self) -> Sequence[Slot]:
        """Return the slots in order, English before Spanish."""
        return ()

    def first_values(self) -> Mapping[str, str]:
        """Return the values that fields have when the form opens, by the names of their slots."""
        return {}

    def fields(self) -> ComposeResult:
        """Yield one field per slot."""
        values = self.first_values()
        for slot in in_order(self.slots()):
            yield create_field(slot, self.session, values.get(slot.name, ""))

    def typed_values(self) -> dict[str, str]:
        """Return the typed and chosen values by the names of their slots."""
        return {slot.name: value for slot in self.slots() if (value := self.field_value(slot.field))}

    def record_fields(self) -> dict[str, object]:
        """Return the values by their names in files. A text in one language stands for both."""
        values = self.typed_values()
        found = [slot for slot in self.slots() if slot.name in values]
        stems = [slot.stem for slot in found]
        return {slot.stem if stems.count(slot.stem) == 1 else slot.name: values[slot.name] for slot in found}

    def empty_slots(self) -> list[Slot]:
        """Return the required slots without a value. One language is enough."""
        slots = in_order(self.slots())
        filled = {slot.stem for slot in slots if self.field_value(slot.field)}
        needed = {slot.stem: slot for slot in reversed(slots) if slot.needed and slot.stem not in filled}
        return list(reversed(needed.values()))

    def missing_message(self) -> str:
        """Return a message that lists the required fields that are still empty."""
        return tr("Still to fill in: {fields}", fields=", ".join(tr(slot.label) for slot in self.empty_slots()))


def create_field(slot: Slot, session: Session | None, value: str = "") -> Field:
    """Return the form field of a slot."""
    if slot.choices:
        words = {"true": tr("yes"), "false": tr("no")}
        usual = tr(slot.usual) if slot.usual else tr("as usual")
        nothing = ("", tr("to be chosen") if slot.needed else tr("none") if slot.open else usual)
        chosen = [(choice, words.get(choice, label(slot.group, choice))) for choice in i18n.sides(slot.choices)]
        return ChoiceField(slot.field, slot.label, [nothing, *chosen], value=value)
    if slot.finds:
        return FindField(slot.field, slot.label, slot.finds, value=value, several=slot.several)
    if slot.today:
        return shared_fields.date_field(slot.field, slot.label, session)
    example = tr(slot.usual) if slot.usual else slot.example
    return TextField(slot.field, slot.label, value=value, example=example, usual=bool(slot.usual))


def in_order(slots: Sequence[Slot]) -> list[Slot]:
    """Return the slots of a form. In Spanish, the Spanish field of a text and Mexico's field come first."""
    if i18n.language() != "es":
        return list(slots)
    found = list(slots)
    for place, (one, other) in enumerate(pairwise(slots)):
        if (one.name[-3:], other.name[-3:]) in {(".en", ".es"), (".US", ".MX")}:
            found[place : place + 2] = [other, one]
    return found
