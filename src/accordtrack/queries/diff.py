"""Changes between two folded states of one commitment, as pure functions.

The later state is made of every entry of the earlier one and the ``fresh`` entries. A change without an entry comes
from a passing date: evidence expires or a deadline comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.kinds import COMMITMENT_AMEND, NOTE_ADD, POSITION_TAKE, POSITION_WITHDRAW, canonical_body
from accordtrack.projection.fold import State, timeliness_of
from accordtrack.projection.statement_views import title_of
from accordtrack.statuses import Status
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types import ChangeView, Text
from accordtrack.vocabulary import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import EvidenceAdd, StatusReport
    from accordtrack.projection.fold import HalfState
    from accordtrack.store.items import Item

KINDS = (
    "added",
    "withdrawn",
    "status",
    "restated",
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
_QUIET = frozenset({Standing.UNREPORTED, Standing.UNANSWERED})
"""Standings without an answer. A first claim implies them, so the move to one of them is not reported."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A commitment on one day: its state (None before it was added), and the day on which its deadline is evaluated."""

    state: State | None
    day: str


def changes(before: Moment, after: Moment, fresh: Sequence[Item[Record]]) -> list[ChangeView]:
    """Return the differences in the order of ``KINDS``. ``fresh`` are the standing entries that only ``after`` has."""
    if after.state is None:
        return []
    told = _Told(before, after.state, after.day, fresh)
    found = list(told.all())
    mentioned = {entry for change in found for entry in change.entries}
    found += told.unmentioned(mentioned)
    return sorted(found, key=lambda change: KINDS.index(change.kind))


class _Told:
    """One comparison of two states."""

    def __init__(self, before: Moment, new: State, day: str, fresh: Sequence[Item[Record]]) -> None:
        self.before, self.old, self.new, self.day = before, before.state, new, day
        self.fresh = sorted(fresh, key=lambda item: item.order)
        self.hashes = {item.hash for item in fresh}

    def all(self) -> Iterator[ChangeView]:
        if self.old is None:
            yield self.made("added", ADDED, after=self.new.record.title.model_dump(), by=[self.new.added])
        olds = {half.side: half for half in self.old.halves} if self.old else {}
        for half in self.new.halves:
            yield from self.half(olds.get(half.side), half)
        yield from self.evidence()
        if self.old is not None:
            yield from self.record(self.old)
            yield from self.timeliness(self.old)
        yield from self.proposed()

    def made(
        self,
        kind: str,
        sign: str,
        *,
        before: Any = None,  # noqa: ANN401
        after: Any = None,  # noqa: ANN401
        half: str | None = None,
        field: str | None = None,
        bases: tuple[str | None, str | None] = (None, None),
        by: Iterable[Item[Record]] = (),
    ) -> ChangeView:
        record = self.new.record
        return ChangeView(
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
        )

    def among(self, *items: Item[Record] | None) -> list[Item[Record]]:
        """Return those of ``items`` that are new."""
        return [item for item in items if item is not None and item.hash in self.hashes]

    # A half: status, standing, grade

    def half(self, old: HalfState | None, new: HalfState) -> Iterator[ChangeView]:
        was = old.claim if old else None
        if new.claim is not None and (was is None or was.hash != new.claim.hash):
            yield self.claim(new, was, new.claim)
        before = old.standing if old else Standing.UNREPORTED
        if before != new.standing and not {before, new.standing} <= _QUIET:
            by = self.standing(old, new)
            yield self.made("standing", CHANGED, before=before.value, after=new.standing.value, half=new.side, by=by)
        if old is not None and old.grade is not None and new.grade is not None and old.grade != new.grade:
            yield self.made(
                "grade", CHANGED, before=old.grade.value, after=new.grade.value, half=new.side, by=self.graded(new)
            )

    def claim(self, new: HalfState, was: Item[StatusReport] | None, claim: Item[StatusReport]) -> ChangeView:
        bases = (was.body.basis if was else None, claim.body.basis)
        said = (was.body.status if was else None, claim.body.status)
        kind = "status"
        if said[0] == said[1] and bases[0] == bases[1]:
            kind = "restated"
        elif said[1] == Status.WITHDRAWN:
            kind = "withdrawn"
        return self.made(
            kind, CHANGED if was else ADDED, before=said[0], after=said[1], half=new.side, bases=bases,
            by=self.among(claim),
        )  # fmt: skip

    def standing(self, old: HalfState | None, new: HalfState) -> list[Item[Record]]:
        """Return the new entries that changed a standing, or the claim if there are none."""
        asks = [item for item in self.new.asks if new.claim and item.body.claim == new.claim.hash]
        found = self.among(new.answer, new.reading, *new.rivals, *asks, new.settled_by)
        if old is not None and not found:
            gone = {item.hash for item in (old.answer, old.settled_by) if item is not None}
            found = [item for item in of_kind(self.fresh, POSITION_WITHDRAW) if item.body.position in gone]
        return found or self.among(new.claim)

    def graded(self, new: HalfState) -> list[Item[Record]]:
        """Return what changed the grade: a new claim, evidence that was added, or else evidence that expired."""
        claim = new.claim
        named = set(claim.body.evidence) if claim else set()
        bears = [item for item in self.new.evidence if claim and (claim.id in item.body.for_ or item.id in named)]
        moved = self.among(claim, *bears)
        return moved or [item for item in bears if self.expired(item)]

    # Evidence

    def expired(self, item: Item[EvidenceAdd]) -> bool:
        """Return whether the evidence expired between the two days."""
        last = item.body.expires_on
        return last is not None and self.before.day <= last < self.day

    def evidence(self) -> Iterator[ChangeView]:
        for item in sorted(self.new.evidence, key=lambda item: item.order):
            withheld = self.new.withheld.get(item.id)
            title = item.body.title if withheld is None else title_of(item.body, item.id)
            told = {"title": {"en": title.en, "es": title.es}, "grade": item.body.grade}
            if item.hash in self.hashes:
                yield self.made("evidence", ADDED, after=told, field=item.id, by=[item])
            if withheld is not None and withheld.hash in self.hashes:
                yield self.made("withheld", REMOVED, before=told, field=item.id, by=[withheld])
            if self.expired(item):
                yield self.made("expired", REMOVED, before=told, field=item.id)

    # The record: deadline, texts, other fields, proposed changes

    def record(self, old: State) -> Iterator[ChangeView]:
        due, now = old.record, self.new.record
        if (due.due_on, due.due_basis) != (now.due_on, now.due_basis):
            yield self.made(
                "due",
                CHANGED,
                before=due.due_on,
                after=now.due_on,
                field="due_on",
                bases=(due.due_basis, now.due_basis),
                by=self.amends(_DUE),
            )
        if due == now:
            return
        before, after = canonical_body(due), canonical_body(now)
        for name in sorted(after):
            if name not in _DUE and before[name] != after[name]:
                kind = "text" if name in _TEXTS else "field"
                by = self.amends({name})
                yield self.made(kind, CHANGED, before=before[name], after=after[name], field=name, by=by)

    def amends(self, names: Iterable[str]) -> list[Item[Record]]:
        """Return new amendments of these fields, and new answers that put earlier ones into force."""
        wanted = set(names)
        amending = [item for item in of_kind(self.fresh, COMMITMENT_AMEND) if wanted & item.body.fields.keys()]
        answers = [item for item in of_kind(self.fresh, POSITION_TAKE) if item.body.answers]
        old = {pending.item.hash for pending in self.old.pending if pending.field in wanted} if self.old else set()
        waiting = old | {item.hash for item in amending}
        return [*amending, *(item for item in answers if item.body.answers in waiting)]

    def timeliness(self, old: State) -> Iterator[ChangeView]:
        before, after = timeliness_of(old, self.before.day).value, timeliness_of(self.new, self.day).value
        if before != after:
            claims = self.among(*(half.claim for half in self.new.halves)) if old.done != self.new.done else []
            yield self.made("timeliness", CHANGED, before=before, after=after, by=[*self.amends(_DUE), *claims])

    def proposed(self) -> Iterator[ChangeView]:
        held = _pending(self.old) if self.old else {}
        waiting = _pending(self.new)
        for key, (old, new, item) in waiting.items():
            if key not in held:
                yield self.made("proposed", ADDED, before=old, after=new, field=key[1], by=[item])
        for key, (_old, new, item) in held.items():
            if key not in waiting:
                by = [one for one in of_kind(self.fresh, POSITION_TAKE) if one.body.answers == item.hash]
                yield self.made("proposed", REMOVED, before=new, field=key[1], by=by)

    # Statements that changed nothing else

    def unmentioned(self, mentioned: set[str]) -> Iterator[ChangeView]:
        for item in self.fresh:
            if is_kind(item, NOTE_ADD):
                yield self.made("note", ADDED, after=item.body.text, by=[item])
            elif item.kind in _SAID and item.id not in mentioned:
                names = ("speaker", "half", "status", "basis", "stance", "of")
                told = {name: value for name in names if (value := getattr(item.body, name, None))}
                yield self.made("said", ADDED, after={"kind": item.kind, **told}, by=[item])


def _pending(state: State) -> dict[tuple[str, str], tuple[Any, Any, Item[Record]]]:
    return {(held.item.hash, held.field): (held.old, held.new, held.item) for held in state.pending}


def of_targets(
    record: Commitment,
    indicator: str,
    before: AmendedIndicator,
    after: AmendedIndicator,
    entries: Sequence[str],
) -> list[ChangeView]:
    """Return the changes of an indicator's targets for a linked commitment, one for each setter of a target."""
    old, new = _targets(before), _targets(after)
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


def _targets(indicator: AmendedIndicator) -> dict[str, Any]:
    """Return the targets by setter, as plain values: the one in the record and those kept beside it."""
    held = {indicator.target.set_by.value: indicator.target} if indicator.target else {}
    told = {setter: one.target for setter, one in indicator.beside.items()} | held
    return {setter: dict(sorted(canonical_body(target).items())) for setter, target in told.items()}
