"""Changes between two folded states of one commitment, as pure functions.

The later state is made of every entry of the earlier one and the ``fresh`` entries. A change without an entry comes
from a passing date: evidence expires or a deadline comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.kinds import (
    COMMITMENT_AMEND,
    EVIDENCE_ADD,
    NOTE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    STATUS_REPORT,
    canonical_body,
)
from accordtrack.projection.fold import State, is_statement_of, timeliness_of
from accordtrack.projection.refusals import refusing_answers, with_refusals
from accordtrack.projection.state_grades import grade_of_evidence
from accordtrack.projection.statement_views import answered_entry, title_of
from accordtrack.statuses import Status
from accordtrack.store.items import is_kind, of_kind, taken_back
from accordtrack.types import ChangeView, Text
from accordtrack.vocabulary import Side, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import AmendedIndicator, OtherTarget
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import EvidenceAdd, StatusReport
    from accordtrack.projection.fold import HalfState
    from accordtrack.store.items import Item

KINDS = (
    "added",
    "withdrawn",
    "status",
    "restated",
    "taken_back",
    "observed",
    "standing",
    "grade",
    "due",
    "timeliness",
    "text",
    "field",
    "proposed",
    "evidence",
    "withheld",
    "expired",
    "target",
    "said",
    "note",
)
"""Kinds of change, in display order."""
ADDED, REMOVED, CHANGED = "added", "removed", "changed"

_DUE = frozenset({"due_on", "due_basis", "first_due_on"})
_TEXTS = frozenset({"title", "text", "wording"})
_SAID = frozenset({"status.report", "position.take", "position.withdraw", "answer.ask"})
_WAITING = frozenset({"proposed", "withdrawn", "status", "restated", "said"})
"""Kinds of change whose entry may wait as a whole. An amendment may also have fields that need nobody's word."""
_QUIET = frozenset({Standing.UNREPORTED, Standing.UNANSWERED})
"""Standings without an answer. A first claim implies them, so the move to one of them is not reported."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A commitment on one day: its state (None before it was added), and the day on which its deadline is evaluated.

    ``known_on`` is the last day on which an entry counts as known, if it is not that day.
    """

    state: State | None
    day: str
    known_on: str | None = None

    @property
    def known(self) -> str:
        """The last day on which an entry counts as known."""
        return self.known_on or self.day


def find_changes(before: Moment, after: Moment, fresh: Sequence[Item[Record]]) -> list[ChangeView]:
    """Return the differences in the order of ``KINDS``. ``fresh`` are the standing entries that only ``after`` has."""
    if after.state is None:
        return []
    comparison = _Told(before, after.state, after, fresh)
    found = list(comparison.all_changes())
    mentioned = {entry for change in found for entry in change.entries}
    found += comparison.unmentioned_changes(mentioned)
    return sorted(found, key=lambda change: KINDS.index(change.kind))


class _Told:
    """One comparison of two states."""

    def __init__(self, before: Moment, new: State, after: Moment, fresh: Sequence[Item[Record]]) -> None:
        self.before, self.old, self.new, self.day = before, before.state, new, after.day
        self.retractions = [one for one in new.retractions if before.known < one.at[:10] <= after.known]
        self.fresh = sorted(fresh, key=lambda item: item.order)
        self.hashes = {item.hash for item in fresh}
        self.refused = refusing_answers(new.items)

    def all_changes(self) -> Iterator[ChangeView]:
        if self.old is None:
            yield self.build_change("added", ADDED, after=self.new.record.title.model_dump(), by=[self.new.added])
        olds = {half.side: half for half in self.old.halves} if self.old else {}
        for half in self.new.halves:
            yield from self.half_changes(olds.get(half.side), half)
            yield from self.taken_back_changes(half)
        yield from self.evidence_changes()
        yield from self.note_changes()
        if self.old is not None:
            yield from self.record_changes(self.old)
            yield from self.timeliness_changes(self.old)
        yield from self.proposal_changes()

    def build_change(
        self,
        kind: str,
        sign: str,
        *,
        before: Any = None,  # noqa: ANN401
        after: Any = None,  # noqa: ANN401
        half: str | None = None,
        field: str | None = None,
        bases: tuple[str | None, str | None] = (None, None),
        desks: tuple[Text | None, Text | None] = (None, None),
        by: Iterable[Item[Record]] = (),
    ) -> ChangeView:
        record = self.new.record
        by = tuple(by)
        change = ChangeView(
            id=record.id,
            title=Text(record.title.en, record.title.es),
            responsible_side=record.responsible_side,
            kind=kind,
            sign=sign,
            half=half,
            field=field,
            before=before,
            after=after,
            before_basis=bases[0],
            after_basis=bases[1],
            entries=tuple(dict.fromkeys(item.id for item in by)),
            waits=tuple(sorted({side.value for item in by for side in item.waits})) if kind in _WAITING else (),
            before_by=desks[0],
            after_by=desks[1],
        )
        return with_refusals(change, (answer for item in by for answer in self.refused.get(item.hash, ())))

    def new_among(self, *items: Item[Record] | None) -> list[Item[Record]]:
        """Return those of ``items`` that are new."""
        return [item for item in items if item is not None and item.hash in self.hashes]

    # A half: status, standing, grade

    def half_changes(self, old: HalfState | None, new: HalfState) -> Iterator[ChangeView]:
        was = old.claim if old else None
        if new.claim is not None and (was is None or was.hash != new.claim.hash):
            yield self.claim_change(new, was, new.claim)
        yield from self.observer_changes(old, new)
        before = old.standing if old else Standing.UNREPORTED
        if before != new.standing and not {before, new.standing} <= _QUIET:
            by = self.standing_entries(old, new)
            yield self.build_change(
                "standing", CHANGED, before=before.value, after=new.standing.value, half=new.side, by=by
            )
        if old is not None and old.grade is not None and new.grade is not None and old.grade != new.grade:
            yield self.build_change(
                "grade",
                CHANGED,
                before=old.grade.value,
                after=new.grade.value,
                half=new.side,
                by=self.grade_entries(new),
            )

    def taken_back_changes(self, half: HalfState) -> Iterator[ChangeView]:
        """Yield the statements about a half that its side took back, whatever else it said."""
        for said, retraction in taken_back(self.retractions, STATUS_REPORT):
            if is_statement_of(said, Side(half.side), self.new.record.responsible_side):
                bases = (said.body.basis, None)
                yield self.build_change(
                    "taken_back", REMOVED, before=said.body.status, half=half.side, bases=bases, by=[retraction]
                )

    def observer_changes(self, old: HalfState | None, new: HalfState) -> Iterator[ChangeView]:
        """Yield the change of an observer's status of a half without a claim."""
        before, after = (
            half.observed.body.status if half is not None and half.observed is not None else None for half in (old, new)
        )
        if new.observed is not None and before != after:
            sign = ADDED if before is None else CHANGED
            by = self.new_among(new.observed)
            yield self.build_change("observed", sign, before=before, after=after, half=new.side, by=by)

    def claim_change(self, new: HalfState, was: Item[StatusReport] | None, claim: Item[StatusReport]) -> ChangeView:
        bases = (was.body.basis if was else None, claim.body.basis)
        status = (was.body.status if was else None, claim.body.status)
        kind = "status"
        if status[0] == status[1] and bases[0] == bases[1]:
            kind = "restated"
        elif status[1] == Status.WITHDRAWN:
            kind = "withdrawn"
        return self.build_change(
            kind, CHANGED if was else ADDED, before=status[0], after=status[1], half=new.side, bases=bases,
            by=self.new_among(claim) or self.answers_to(claim),
        )  # fmt: skip

    def answers_to(self, item: Item[Record]) -> list[Item[Record]]:
        """Return the new answers to an entry: the concurrence that put an earlier statement in force."""
        return [one for one in of_kind(self.fresh, POSITION_TAKE) if one.body.answers == item.hash]

    def standing_entries(self, old: HalfState | None, new: HalfState) -> list[Item[Record]]:
        """Return the new entries that changed a standing, or the claim if there are none."""
        asks = [item for item in self.new.asks if new.claim and item.body.claim == new.claim.hash]
        found = self.new_among(new.answer, new.reading, *new.rivals, *asks, new.settled_by)
        if old is not None and not found:
            gone = {item.hash for item in (old.answer, old.settled_by) if item is not None}
            found = [item for item in of_kind(self.fresh, POSITION_WITHDRAW) if item.body.position in gone]
        return found or self.new_among(new.claim)

    def grade_entries(self, new: HalfState) -> list[Item[Record]]:
        """Return what changed the grade: a new claim, evidence that was added, or else evidence that expired."""
        claim = new.claim
        names = set(claim.body.evidence) if claim else set()
        bears = [item for item in self.new.evidence if claim and (claim.id in item.body.for_ or item.id in names)]
        moved = self.new_among(claim, *bears)
        return moved or [item for item in bears if self.has_expired(item)]

    # Evidence

    def has_expired(self, item: Item[EvidenceAdd]) -> bool:
        """Return whether the evidence expired between the two days."""
        last = item.body.expires_on
        return last is not None and self.before.day <= last < self.day

    def evidence_changes(self) -> Iterator[ChangeView]:
        for item in sorted(self.new.evidence, key=lambda item: item.order):
            withheld = self.new.withheld.get(item.id)
            summary = self._summary_of(item, hidden=withheld is not None)
            if item.hash in self.hashes:
                yield self.build_change("evidence", ADDED, after=summary, field=item.id, by=[item])
            if withheld is not None and withheld.hash in self.hashes:
                yield self.build_change("withheld", REMOVED, before=summary, field=item.id, by=[withheld])
            if self.has_expired(item):
                yield self.build_change("expired", REMOVED, before=summary, field=item.id)
        for given, retraction in taken_back(self.retractions, EVIDENCE_ADD):
            before = self._summary_of(given, hidden=given.id in self.new.withheld)
            yield self.build_change("evidence", REMOVED, before=before, field=given.id, by=[retraction])

    def _summary_of(self, item: Item[EvidenceAdd], *, hidden: bool = False) -> dict[str, Any]:
        title = title_of(item.body, item.id) if hidden else item.body.title
        grade = grade_of_evidence(item, self.new)
        return {"title": {"en": title.en, "es": title.es}, "grade": grade, "speaker": item.body.speaker}

    def note_changes(self) -> Iterator[ChangeView]:
        """Yield the notes that a side took back."""
        for noted, retraction in taken_back(self.retractions, NOTE_ADD):
            desks = (Text(noted.feed, noted.feed), None)
            yield self.build_change("note", REMOVED, before=noted.body.text, desks=desks, by=[retraction])

    # The record: deadline, texts, other fields, proposed changes

    def record_changes(self, old: State) -> Iterator[ChangeView]:
        due, now = old.record, self.new.record
        if (due.due_on, due.due_basis) != (now.due_on, now.due_basis):
            yield self.build_change(
                "due",
                CHANGED,
                before=due.due_on,
                after=now.due_on,
                field="due_on",
                bases=(due.due_basis, now.due_basis),
                by=self.amending_entries(_DUE),
            )
        if due == now:
            return
        before, after = canonical_body(due), canonical_body(now)
        for name in sorted(after):
            if name not in _DUE and before[name] != after[name]:
                kind = "text" if name in _TEXTS else "field"
                yield self.build_change(
                    kind, CHANGED, before=before[name], after=after[name], field=name,
                    desks=(old.note_by, self.new.note_by) if name == "note" else (None, None),
                    by=self.amending_entries({name}),
                )  # fmt: skip

    def amending_entries(self, names: Iterable[str]) -> list[Item[Record]]:
        """Return new amendments of these fields, and new answers that put earlier ones into force."""
        wanted = set(names)
        amending = [item for item in of_kind(self.fresh, COMMITMENT_AMEND) if wanted & item.body.fields.keys()]
        answers = [item for item in of_kind(self.fresh, POSITION_TAKE) if item.body.answers]
        old = {pending.item.hash for pending in self.old.pending if pending.field in wanted} if self.old else set()
        waiting = old | {item.hash for item in amending}
        return [*amending, *(item for item in answers if item.body.answers in waiting)]

    def timeliness_changes(self, old: State) -> Iterator[ChangeView]:
        before, after = timeliness_of(old, self.before.day).value, timeliness_of(self.new, self.day).value
        if before != after:
            claims = self.new_among(*(half.claim for half in self.new.halves)) if old.done != self.new.done else []
            yield self.build_change(
                "timeliness", CHANGED, before=before, after=after, by=[*self.amending_entries(_DUE), *claims]
            )

    def proposal_changes(self) -> Iterator[ChangeView]:
        old_proposals = _pending(self.old) if self.old else {}
        waiting = _pending(self.new)
        for key, (old, new, item) in waiting.items():
            if key not in old_proposals:
                yield self.build_change("proposed", ADDED, before=old, after=new, field=key[1], by=[item])
        for key, (_old, new, item) in old_proposals.items():
            if key not in waiting:
                yield self.build_change("proposed", REMOVED, before=new, field=key[1], by=self.answers_to(item))

    # Statements that changed nothing else

    def unmentioned_changes(self, mentioned: set[str]) -> Iterator[ChangeView]:
        for item in self.fresh:
            if is_kind(item, NOTE_ADD):
                desks = (None, Text(item.feed, item.feed))
                yield self.build_change("note", ADDED, after=item.body.text, desks=desks, by=[item])
            elif item.kind in _SAID and item.id not in mentioned:
                names = ("speaker", "half", "status", "basis", "stance", "of")
                fields = {name: value for name in names if (value := getattr(item.body, name, None))}
                if is_kind(item, POSITION_TAKE) and (answered := answered_entry(item, self.new)) is not None:
                    fields["answered"] = {"kind": answered.kind, "fields": list(answered.fields)}
                yield self.build_change("said", ADDED, after={"kind": item.kind, **fields}, by=[item])


def _pending(state: State) -> dict[tuple[str, str], tuple[Any, Any, Item[Record]]]:
    return {(pending.item.hash, pending.field): (pending.old, pending.new, pending.item) for pending in state.pending}


def target_changes(
    record: Commitment,
    indicator: str,
    before: AmendedIndicator,
    after: AmendedIndicator,
    entries: Sequence[str],
) -> list[ChangeView]:
    """Return the changes of an indicator's targets for a linked commitment, one for each setter of a target.

    A baseline is told only if it changed.
    """
    old, new = _targets(before), _targets(after)
    for setter in old.keys() & new.keys():
        if old[setter].get("baseline") == new[setter].get("baseline"):
            old[setter].pop("baseline", None)
            new[setter].pop("baseline", None)
    return [
        ChangeView(
            id=record.id,
            title=Text(record.title.en, record.title.es),
            responsible_side=record.responsible_side,
            kind="target",
            sign=ADDED if old.get(setter) is None else REMOVED if new.get(setter) is None else CHANGED,
            half=None,
            field=indicator,
            before=old.get(setter),
            after=new.get(setter),
            before_basis=None,
            after_basis=None,
            entries=tuple(entries),
        )
        for setter in sorted({*old, *new})
        if old.get(setter) != new.get(setter)
    ]


def _targets(indicator: AmendedIndicator) -> dict[str, dict[str, Any]]:
    """Return the targets by setter, as plain values, each with its baseline if it has one."""
    return {
        setter: dict(sorted({**canonical_body(one.target), **_baseline_value(one)}.items()))
        for setter, one in indicator.targets.items()
    }


def _baseline_value(one: OtherTarget) -> dict[str, Any]:
    return {"baseline": canonical_body(one.baseline)} if one.baseline is not None else {}
