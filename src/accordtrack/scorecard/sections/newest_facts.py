"""The newest facts: the last statements, releases and events known to the day, as of the two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Item
from accordtrack.i18n import tr
from accordtrack.ledger.kinds import EVIDENCE_ADD, POSITION_TAKE, STATUS_REPORT
from accordtrack.ledger.statements import PositionTake
from accordtrack.projection.state_grades import grade_of_evidence, grade_of_status
from accordtrack.projection.statement_views import answered_entry
from accordtrack.scorecard.sections.quotations import local_text
from accordtrack.store.items import is_kind
from accordtrack.text.answers import answer_text
from accordtrack.text.authorship import authorship_by_another
from accordtrack.vocabulary import Precision
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.statements import EvidenceAdd, StatusReport
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.store.items import Item as Entry
    from accordtrack.vocabulary import Grade


class Fact(NamedTuple):
    """A fact with the day on which it was said, published or happened, its list row and its sources."""

    date: str
    item: Item
    sources: tuple[str, ...]


def newest(data: ScorecardData) -> list[Fact]:
    """Return all facts of the newest day, in the order of codes; empty if the register has none."""
    facts = [*_statements(data), *_measurements(data), *_events(data), *_conflict_claims(data)]
    last = max((fact.date for fact in facts), default="")
    distinct_facts = {(fact.item, fact.sources): fact for fact in facts if fact.date == last}
    return sorted(
        distinct_facts.values(), key=lambda fact: (natural_sort_key(fact.item.code), fact.item.words, fact.sources)
    )


def list_title() -> str:
    """Return the title of the list of newest facts."""
    return tr("Facts and statements of the newest date")


def _statements(data: ScorecardData) -> Iterator[Fact]:
    """Yield statements, answers and evidence, dated by the day they were said."""
    for state in data.facts.states.values():
        entries: list[Entry[StatusReport | PositionTake | EvidenceAdd]]
        entries = [*state.statuses, *state.positions, *state.evidence]
        for item in entries:
            body = item.body
            if "said_on" not in body.inferred:
                row, text = data.item(state), body.reason if isinstance(body, PositionTake) else body.text
                grade = _grade(item, state, data.at.as_of)
                says = _says(item, state) if data.has_authorship else ""
                words = row.words
                if text:
                    words = attributed_text(body.speaker, text, grade=grade, signed=item.official, says=says)
                yield Fact(body.said_on, Item(row.code, words), body.sources)


def _grade(item: Entry[StatusReport | PositionTake | EvidenceAdd], state: State, as_of: str) -> Grade | None:
    if is_kind(item, STATUS_REPORT):
        return grade_of_status(item, state, as_of)
    return grade_of_evidence(item, state) if is_kind(item, EVIDENCE_ADD) else None


def _says(item: Entry[StatusReport | PositionTake | EvidenceAdd], state: State) -> str:
    """Return what an answer says, and who wrote the entry if it was another than the speaker."""
    answer = _answer(item, state) if is_kind(item, POSITION_TAKE) else ""
    return "; ".join(filter(None, (answer, authorship_by_another(item))))


def _answer(item: Entry[PositionTake], state: State) -> str:
    """Return what an answer says if it is not about a status, else an empty text."""
    answered = answered_entry(item, state)
    about_status = answered is None or answered.kind == STATUS_REPORT.name
    return "" if about_status else answer_text(item.body.stance, answered)


def attributed_text(
    speaker: str, text: LocalText, *, grade: str | None = None, signed: bool = False, says: str = ""
) -> str:
    """Return words after the name of their speaker, what they say, and their grade. Only signed words are quoted."""
    who, words = label("side", speaker), sanitize_line(local_text(text))
    if says:
        who = f"{who} ({says})"
    if signed:
        return tr("{speaker}: “{words}”", speaker=who, words=words)
    if grade is None:
        return tr("{speaker}, in this register's words: {words}", speaker=who, words=words)
    phrase = label("grade", grade)
    return tr("{speaker} ({grade}), in this register's words: {words}", speaker=who, grade=phrase, words=words)


def _measurements(data: ScorecardData) -> Iterator[Fact]:
    """Yield values with an exact release date; an inexact one is stored as the latest possible day."""
    for name, measured in data.facts.measurements.items():
        for _digest, body, _by in measured:
            if data.knows(body) and not body.confirm and body.precision is Precision.DAY:
                words = tr("{title}, period to {end}", title=data.title("indicator", name), end=body.period_end)
                yield Fact(body.published_on, Item(name, words), (body.source,))


def _events(data: ScorecardData) -> Iterator[Fact]:
    for name, event in data.facts.events.items():
        if "date" not in event.inferred:
            words = tr("{kind}: {words}", kind=label("event kind", event.kind), words=data.title("event", name))
            yield Fact(event.date, Item(name, words), event.sources)


def _conflict_claims(data: ScorecardData) -> Iterator[Fact]:
    """Yield the claims of conflicts."""
    for name, conflict in data.facts.conflicts.items():
        for claim in conflict.claims:
            if claim.said_on <= data.at.known_on:
                words = attributed_text(claim.speaker, claim.text)
                yield Fact(claim.said_on, Item(name, words), claim.sources)
