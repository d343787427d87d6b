"""The newest facts: what was said, published or happened last, of what is known to the day on the two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.safe_text import natural, wash_line
from accordtrack.documents.model import Item
from accordtrack.i18n import tr
from accordtrack.ledger.statements import PositionTake
from accordtrack.scorecard.sections.quotations import local_text
from accordtrack.vocabulary import Precision
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.statements import EvidenceAdd, StatusReport
    from accordtrack.scorecard.context import Held
    from accordtrack.store.items import Item as Entry


class Fact(NamedTuple):
    """A dated fact: the day it was said, published or happened, its record, words and sources."""

    date: str
    item: Item
    sources: tuple[str, ...]


def newest(held: Held) -> list[Fact]:
    """Every fact of the newest day, in the order of codes; none where the register has none."""
    found = [*_said(held), *_measured(held), *_happened(held), *_claimed(held)]
    last = max((fact.date for fact in found), default="")
    kept = {(fact.item, fact.sources): fact for fact in found if fact.date == last}
    return sorted(kept.values(), key=lambda fact: (natural(fact.item.code), fact.item.words, fact.sources))


def listed() -> str:
    """The title of their list."""
    return tr("Facts and statements of the newest date")


def _said(held: Held) -> Iterator[Fact]:
    """Statements, answers and evidence, each dated by the day it was said."""
    for state in held.facts.states.values():
        entries: list[Entry[StatusReport | PositionTake | EvidenceAdd]]
        entries = [*state.statuses, *state.positions, *state.evidence]
        for item in entries:
            body = item.body
            if "said_on" not in body.inferred:
                row, text = held.item(state), body.reason if isinstance(body, PositionTake) else body.text
                grade = None if isinstance(body, PositionTake) else body.grade
                words = said(body.speaker, text, grade=grade, signed=item.official) if text else row.words
                yield Fact(body.said_on, Item(row.code, words), body.sources)


def said(speaker: str, text: LocalText, *, grade: str | None = None, signed: bool = False) -> str:
    """Words after the name of their speaker and their grade. Only what a side signed is set as a quotation."""
    who, words = label("side", speaker), wash_line(local_text(text))
    if signed:
        return tr("{speaker}: “{words}”", speaker=who, words=words)
    if grade is None:
        return tr("{speaker}, in this register's words: {words}", speaker=who, words=words)
    told = label("grade", grade)
    return tr("{speaker} ({grade}), in this register's words: {words}", speaker=who, grade=told, words=words)


def _measured(held: Held) -> Iterator[Fact]:
    """Values read at first hand, where the very day of the release is known: else the day is the latest possible one."""
    for name, measured in held.facts.measurements.items():
        for _digest, body, _by in measured:
            if held.knows(body) and not body.confirm and body.precision is Precision.DAY:
                words = tr("{title}, period to {end}", title=held.title("indicator", name), end=body.period_end)
                yield Fact(body.published_on, Item(name, words), (body.source,))


def _happened(held: Held) -> Iterator[Fact]:
    for name, event in held.facts.events.items():
        if "date" not in event.inferred:
            words = tr("{kind}: {words}", kind=label("event kind", event.kind), words=held.title("event", name))
            yield Fact(event.date, Item(name, words), event.sources)


def _claimed(held: Held) -> Iterator[Fact]:
    """Words of a figure that does not fit with another's."""
    for name, conflict in held.facts.conflicts.items():
        for claim in conflict.claims:
            if claim.said_on <= held.at.known_on:
                words = said(claim.speaker, claim.text)
                yield Fact(claim.said_on, Item(name, words), claim.sources)


def sources(held: Held, names: tuple[str, ...]) -> str:
    """Who published it, without abbreviating; the code of a source that has no record."""
    told = [wash_line(held.facts.sources[one].publisher) if one in held.facts.sources else one for one in names]
    return "; ".join(dict.fromkeys(told))
