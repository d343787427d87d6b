"""Dialog that sets the results chain of a commitment: acts, outputs, outcome, assumptions and rival explanations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.ledger.results_chain import LEAST_RIVALS
from accordtrack.tui.dialogs.slot_form import Slot, SlotForm, create_field, in_order
from accordtrack.tui.widgets.fields import split_commas
from accordtrack.types.intents import AddRecord
from accordtrack.vocabulary import WorkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.results_chain import ResultsChain
    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.fields import Field
    from accordtrack.types.intents import Intent

PARTS: Mapping[str, tuple[Slot, ...]] = {
    "acts": (
        Slot("event", gettext_lazy("act {n}: event"), finds="event"),
        Slot("on", gettext_lazy("act {n}: or a day"), example="2026-03"),
        Slot("text.en", gettext_lazy("act {n} (English)")),
        Slot("text.es", gettext_lazy("act {n} (Spanish)")),
        Slot("sources", gettext_lazy("act {n}: sources"), finds="source", several=True),
    ),
    "outputs": (
        Slot("on", gettext_lazy("activity {n}: day"), needed=True, example="2026-03"),
        Slot("text.en", gettext_lazy("activity {n} (English)"), needed=True),
        Slot("text.es", gettext_lazy("activity {n} (Spanish)"), needed=True),
        Slot("indicator", gettext_lazy("activity {n}: indicator"), finds="indicator"),
        Slot("sources", gettext_lazy("activity {n}: sources"), finds="source", several=True, needed=True),
    ),
    "assumptions": (
        Slot("text.en", gettext_lazy("assumption {n} (English)")),
        Slot("text.es", gettext_lazy("assumption {n} (Spanish)")),
    ),
    "rivals": (
        Slot("text.en", gettext_lazy("rival {n} (English)"), needed=True),
        Slot("text.es", gettext_lazy("rival {n} (Spanish)"), needed=True),
        Slot("would_see.en", gettext_lazy("would be seen (English)"), needed=True),
        Slot("would_see.es", gettext_lazy("would be seen (Spanish)"), needed=True),
        Slot("examined_by", gettext_lazy("rival {n}: examined by"), finds="evaluation", several=True),
    ),
}
"""The slots of one item of each list. An item without any text is left out."""
_BEFORE = (
    Slot("outcome", gettext_lazy("indicator that should change"), finds="indicator", needed=True),
    Slot("compared", gettext_lazy("series compared by place"), finds="panel_series"),
    Slot("work", gettext_lazy("kind of work"), "work kind", tuple(one.value for one in WorkKind), needed=True),
    Slot("lag_min", gettext_lazy("shortest lag in months")),
    Slot("lag_max", gettext_lazy("longest lag in months")),
    Slot("mechanism.en", gettext_lazy("mechanism (English)"), needed=True),
    Slot("mechanism.es", gettext_lazy("mechanism (Spanish)"), needed=True),
)
_AFTER = (
    Slot("note.en", gettext_lazy("note (English)")),
    Slot("note.es", gettext_lazy("note (Spanish)")),
)
_SEVERAL = frozenset(slot.name for slots in PARTS.values() for slot in slots if slot.several)
_ITEM_FIELD = re.compile(r"([a-z]+)-(\d+)-")


class ChainDialog(SlotForm):
    """The dialog of the ``C`` key, filled in with the chain in force. Each list ends with an empty item."""

    dialog = "chain"
    title_words = gettext_lazy("results chain")

    def __init__(self, subject: Subject, chain: ResultsChain | None = None) -> None:
        super().__init__([subject])
        self._first = _values_of(chain) if chain is not None else {}
        self._counts = {part: LEAST_RIVALS if part == "rivals" else 1 for part in PARTS}
        """The number of items of each list that have fields; the last one is empty."""

    def slots(self) -> Sequence[Slot]:
        """Return the slots of the acts, the outputs, the outcome, the assumptions, the rival explanations and the note."""
        acts, outputs, assumptions, rivals = (
            [slot for number in range(1, count + 1) for slot in _item_slots(part, number)]
            for part, count in self._counts.items()
        )
        return (*acts, *outputs, *_BEFORE, *assumptions, *rivals, *_AFTER)

    def first_values(self) -> Mapping[str, str]:
        """Return the values of the chain in force."""
        return self._first

    def compose_body(self) -> ComposeResult:
        """Make room for every item of the chain in force and of text that may be restored, and for one more."""
        left = self.session.left.get(self.form_identity, {}) if self.session is not None else {}
        brought = self._brought[0] if self._brought is not None else {}
        first = {name.replace(".", "-"): value for name, value in self._first.items()}
        for name, value in (*first.items(), *left.items(), *brought.items()):
            found = _ITEM_FIELD.match(name)
            if found is not None and value:
                self._counts[found[1]] = max(self._counts[found[1]], int(found[2]) + 1)
        yield from super().compose_body()

    def handle_field_change(self, field: Field) -> None:
        """Add an empty item once the last one of a list is begun."""
        if _ITEM_FIELD.match(field.field):
            self.call_later(self._add_items)

    async def _add_items(self) -> None:
        values = self.typed_values()
        for part, count in self._counts.items():
            last = in_order(_item_slots(part, count))
            if not any(slot.name in values for slot in last):
                continue
            fields = [create_field(slot, self.session) for slot in in_order(_item_slots(part, count + 1))]
            after = self.query_one(f"#field-{last[-1].field}")
            await self.query_one("#fields", VerticalScroll).mount(*fields, after=after)
            self._counts[part] = count + 1

    def empty_slots(self) -> list[Slot]:
        """Return the required slots without a value. In lists, only the items that are begun and the first rivals count."""
        begun = {_item_of(name) for name in self.typed_values()}
        begun |= {f"rivals.{number}" for number in range(1, LEAST_RIVALS + 1)}
        return [
            slot for slot in super().empty_slots() if not _ITEM_FIELD.match(slot.field) or _item_of(slot.name) in begun
        ]

    def intents(self) -> Sequence[Intent]:
        """Return one chain, or nothing while a required field is empty."""
        if self.empty_slots():
            return ()
        return [AddRecord(kind="chain", fields={"commitment": self.subject.id, **_chain_of(self.typed_values())})]


def _item_slots(part: str, number: int) -> list[Slot]:
    """Return the slots of an item of a list, each with its number in name and label."""
    return [replace(slot, name=f"{part}.{number}.{slot.name}", label=tr(slot.label, n=number)) for slot in PARTS[part]]


def _item_of(name: str) -> str:
    """Return the item of a slot in a list: ``rivals.1`` of ``rivals.1.text.en``."""
    return ".".join(name.split(".")[:2])


def _chain_of(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a chain. Texts in one language stand for both, and items without any text are left out."""
    top: dict[str, str] = {}
    items: dict[str, dict[str, dict[str, str]]] = {part: {} for part in PARTS}
    for name, value in values.items():
        part, _, rest = name.partition(".")
        if part in PARTS:
            number, _, inner = rest.partition(".")
            items[part].setdefault(number, {})[inner] = value
        else:
            top[name] = value
    lists = {part: [_fields_of(item) for item in found.values()] for part, found in items.items()}
    return {**_fields_of(top), **lists, "assumptions": [item["text"] for item in lists["assumptions"]]}


def _fields_of(values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        stem, _, language = name.rpartition(".")
        if stem:
            found.setdefault(stem, {"en": value, "es": value})[language] = value
        else:
            found[name] = split_commas(value) if name in _SEVERAL else value
    return found


def _values_of(chain: ResultsChain) -> dict[str, str]:
    """Return the values of the slots for a chain."""
    found = {name: _typed(getattr(chain, name)) for name in ("outcome", "compared", "work", "lag_min", "lag_max")}
    found |= {**_of_text("mechanism", chain.mechanism), **_of_text("note", chain.note)}
    for number, act in enumerate(chain.acts, start=1):
        item = f"acts.{number}"
        found |= {f"{item}.{name}": _typed(getattr(act, name)) for name in ("event", "on", "sources")}
        found |= _of_text(f"{item}.text", act.text)
    for number, output in enumerate(chain.outputs, start=1):
        item = f"outputs.{number}"
        found |= {f"{item}.{name}": _typed(getattr(output, name)) for name in ("on", "indicator", "sources")}
        found |= _of_text(f"{item}.text", output.text)
    for number, assumption in enumerate(chain.assumptions, start=1):
        found |= _of_text(f"assumptions.{number}.text", assumption)
    for number, rival in enumerate(chain.rivals, start=1):
        item = f"rivals.{number}"
        found |= {**_of_text(f"{item}.text", rival.text), **_of_text(f"{item}.would_see", rival.would_see)}
        found[f"{item}.examined_by"] = _typed(rival.examined_by)
    return found


def _typed(value: object) -> str:
    """Return a value as it is typed: a list with commas, nothing for None."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def _of_text(name: str, text: LocalText | None) -> dict[str, str]:
    return {} if text is None else {f"{name}.en": text.en, f"{name}.es": text.es}
