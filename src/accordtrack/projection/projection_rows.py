"""Rows of the projection, as pure functions of an entry or a folded state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.fields import COMMITMENT, FURTHER
from accordtrack.ledger.context import half_of, speaker_of
from accordtrack.ledger.kinds import COMMITMENT_AMEND, KINDS, STATUS_REPORT
from accordtrack.store import log
from accordtrack.store.items import of_kind, open_answers
from accordtrack.vocabulary import Basis, Handling, Provenance, Side, Standing

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item


IN_FORCE, REFUSED, WAITS = 0, 1, 3
"""Values of the column ``refused``."""


def not_admitted_row(item: Item[Any]) -> dict[str, Any]:
    """Return the row of an entry that is not admitted: only its envelope can be read."""
    return {
        "entry_id": item.entry_id,
        "family": KINDS[item.kind].family,
        "rid": f"{item.feed}-{item.seq}",
        "ref": item.ref,
        "speaker": None,
        "half": None,
        "official": 0,
        "effective_on": log.NOT_ADMITTED,
        "known_on": log.NOT_ADMITTED,
        "retracted_by": None,
        "refused": REFUSED,
    }


def record_row(item: Item[Record], retracted_by: int | None, *, refused: bool) -> dict[str, Any]:
    """Return the row of an admitted entry. ``retracted_by`` is the entry that retracted it, ``refused`` if by authority."""
    kind = KINDS[item.kind]
    effective, text = kind.dates(item.body)
    accepted = item.verdict.accepted if item.verdict else None
    if accepted is not None and kind.name != COMMITMENT_AMEND.name:
        text = max(text, accepted.known_on)
    return {
        "entry_id": item.entry_id,
        "family": kind.family,
        "rid": item.id,
        "ref": item.ref,
        "speaker": speaker_of(item.body),
        "half": half_of(item.body),
        "official": int(item.official),
        "effective_on": effective,
        "known_on": text,
        "retracted_by": retracted_by,
        "refused": REFUSED if refused else WAITS if item.waits_whole else IN_FORCE,
    }


OBSERVED = "observed"
"""Tag of a half with a status by an observer alone: the side that owes it and the status."""
WITHDRAWAL_WAITS = "withdrawal_waits"
"""Tag of a half that stays in scope because its withdrawal waits for the other side: the side that owes it."""
TAKEN_BACK = "taken_back"
"""Tag of a half without a statement in force whose side took one back: the side that owes it."""
_COPIED = tuple(
    (one.column or one.name, one.name)
    for one in COMMITMENT
    if one.value_type in {"id", "reference", "code", "day"} and not one.parts and not one.further
)
_FLAGS = tuple((one.column or one.name, one.name) for one in COMMITMENT if one.value_type == "flag" and not one.further)
"""Columns that hold a field as it is, and as 0 or 1; each with the field."""
_KEPT = tuple(one for one in Standing if one is not Standing.SETTLED)
"""Standings stored in the projection. That a dispute is settled is stored with the threads (see ``standings``)."""


def list_row(state: State, version: int) -> dict[str, Any]:
    """Return the columns of ``commitment`` for a folded state as lists read them.

    They hold the standing of each half, an observer's status where nobody else gave one, whether a withdrawal waits or a
    statement was taken back, and the rules of effect by which the state was folded.
    """
    standing_columns = {f"{half.side.lower()}_standing": half.standing.value for half in state.halves}
    observed_columns = {f"{half.side.lower()}_observed": _observed_status(half) for half in state.halves}
    waiting_columns = {f"{half.side.lower()}_{WITHDRAWAL_WAITS}": half.withdrawal_waits for half in state.halves}
    waiting_columns |= {f"{half.side.lower()}_{TAKEN_BACK}": half.taken_back is not None for half in state.halves}
    more = standing_columns | observed_columns | waiting_columns | {"rules": state.rules}
    return commitment_row(state, version) | more


def _observed_status(half: HalfState) -> str | None:
    return half.observed.body.status.value if half.observed else None


def _stored_standing(standing: Standing) -> Standing:
    return Standing.DISPUTED if standing is Standing.SETTLED else standing


def commitment_row(state: State, version: int) -> dict[str, Any]:
    """Return the columns of ``commitment`` for a folded state as stored: a settled dispute is stored as disputed."""
    record = state.record
    halves = {half.side: half for half in state.halves}
    standing = min((_stored_standing(half.standing) for half in state.in_scope or state.halves), key=_KEPT.index)
    lines = [half.asked_on for half in state.in_scope if half.asked_on]
    grades = [half.grade.rank for half in state.halves if half.grade]
    return {
        "key": state.added.entry_id,
        "id_sort": natural_sort_key(record.id),
        **{column: getattr(record, name) for column, name in _COPIED},
        **{column: int(getattr(record, name)) for column, name in _FLAGS},
        "lead_us": record.lead.US,
        "lead_mx": record.lead.MX,
        "title_en": record.title.en,
        "title_es": record.title.es,
        "due_firm": int(state.due_firm),
        "inferred": " ".join(record.inferred),
        "done": int(state.done),
        "done_on": state.done_on,
        "withdrawn": int(state.withdrawn),
        "status_rank": state.status_rank,
        "standing": standing.value,
        "standing_rank": _KEPT.index(standing),
        "asked_on": min(lines, default=None),
        "evidence": len(state.evidence),
        "grade_rank": max(grades, default=-1),
        "version": version,
        **_half("us", halves.get(Side.US)),
        **_half("mx", halves.get(Side.MX)),
    }


def _half(prefix: str, half: HalfState | None) -> dict[str, Any]:
    claim = half.claim.body if half and half.claim else None
    return {
        f"{prefix}_status": claim.status if claim else None,
        f"{prefix}_basis": claim.basis if claim else None,
        f"{prefix}_grade": half.grade.value if half and half.grade else None,
        f"{prefix}_standing": _stored_standing(half.standing).value if half else None,
        f"{prefix}_effective_on": claim.effective_on if claim else None,
        f"{prefix}_asked_on": half.asked_on if half else None,
    }


def tag_rows(state: State) -> list[dict[str, Any]]:
    """Return the rows for fields with several values: places, supporting bodies, sources, inferred fields and parts of fields.

    Among them are the sides for which something about the commitment waits, the provenances of its statements, and the
    sides whose statement in force is not public.
    """
    record = state.record
    pairs = {("place", value) for value in record.places}
    pairs |= {("supporting", value) for value in record.supporting}
    pairs |= {("source", value) for value in record.sources}
    pairs |= {("inferred", one) for value in record.inferred for one in (value, value.partition(".")[0])}
    pairs |= {(one.name, value) for one in FURTHER for value in _tags(getattr(record, one.name))}
    if state.dual_control:
        pairs |= {("waits", side) for side in _waiting_sides(state)}
        pairs |= {("provenance", word) for word in _provenances(state)}
        pairs |= {("unpublished", half.side) for half in state.halves if _is_unpublished(half, record.handling)}
        pairs |= {(OBSERVED, f"{half.side} {status}") for half in state.halves if (status := _observed_status(half))}
        pairs |= {(WITHDRAWAL_WAITS, half.side) for half in state.halves if half.withdrawal_waits}
        pairs |= {(TAKEN_BACK, half.side) for half in state.halves if half.taken_back is not None}
    return [{"key": state.added.entry_id, "field": name, "value": value} for name, value in sorted(pairs)]


def _is_unpublished(half: HalfState, commitment_handling: Handling) -> bool:
    """Whether the side stated a status that the public may not read."""
    claim = half.claim
    if half.not_public:
        return True
    if claim is None or claim.body.basis is Basis.READING:
        return False
    return {claim.handling, commitment_handling} != {Handling.CLEAR}


def _waiting_sides(state: State) -> set[str]:
    """Return the sides for which something about the commitment waits that they have not disputed."""
    refused = {
        (str(item.body.answers), item.seat)
        for item in open_answers(item for item in state.positions if item.hash not in state.withdrawn_positions)
        if item.body.refuses and item.seat == item.body.speaker
    }
    return {side.value for item in state.waiting for side in item.waits if (item.hash, side) not in refused}


def _provenances(state: State) -> set[str]:
    """Return the provenances of the statements in force and of those that wait."""
    said = [item for half in state.halves for item in (half.claim, half.reading) if item is not None]
    said += of_kind(state.waiting, STATUS_REPORT)
    return {_provenance(item) for item in said}


def _provenance(item: Item[Any]) -> str:
    """Return the provenance of an entry; one without a verdict is plainly in force."""
    if item.verdict is not None:
        return item.verdict.provenance.value
    return (Provenance.OWN if item.seat in {*Side} else Provenance.THIRD_PARTY).value


def _tags(value: object) -> tuple[str, ...]:
    """Return the tags of a further field: ``yes`` or ``no`` for a flag, each item of a list, none for no value."""
    match value:
        case None:
            return ()
        case bool():
            return ("yes" if value else "no",)
        case tuple():
            return tuple(map(str, value))
        case _:
            return (str(value),)
