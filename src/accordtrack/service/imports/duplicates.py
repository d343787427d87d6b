"""Detects rows that are already in the register, so that importing a file twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection import record_lookup
from accordtrack.service.commands.attribution import body_for, half_for
from accordtrack.service.commands.records import value_id
from accordtrack.service.commands.typed_values import parse_fields, validate_record
from accordtrack.store.items import CLOCK, of_kind
from accordtrack.types.intents import AddEvidence, AddRecord, Measure, ReportStatus
from accordtrack.vocabulary import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import LocalText, Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.statements import EvidenceAdd, StatusReport
    from accordtrack.service.commands.write_context import WriteContext
    from accordtrack.service.imports.row_intents import Imported
    from accordtrack.store.items import Item


B = TypeVar("B", bound="Record")
S = TypeVar("S", bound="StatusReport | EvidenceAdd")


Reached = dict[tuple[str | None, ...], int]
"""For each half and day, the place of the statement that the rows before have reached, among all of that half and day."""


def is_recorded(bench: WriteContext, intent: Imported, reached: Reached) -> bool:
    """Whether the register already has the row's content. Refuses a row that conflicts with an existing record.

    The rows of a table are in order, so a status is compared only with the statement that the rows before it in the table
    have ``reached``, which this updates, and with later ones.
    """
    match intent:
        case AddRecord():
            return _is_commitment_recorded(bench, intent)
        case Measure():
            return _is_measurement_recorded(bench, intent)
        case ReportStatus():
            return _is_status_recorded(bench, intent, reached)
        case AddEvidence():
            return _is_evidence_recorded(bench, intent)


def _is_commitment_recorded(bench: WriteContext, intent: AddRecord) -> bool:
    name = str(intent.fields["id"])
    proposed = bench.records(kinds.COMMITMENT, [name]).get(name)
    if proposed is None:
        return False
    in_force = record_lookup.exists(bench.connection, "commitment", name)
    records = (bench.state(name).added.body, bench.state(name).record) if in_force else (proposed,)
    given_values = parse_fields(kinds.COMMITMENT.model, intent.fields)
    first = _differing_fields(records[0], given_values, kinds.COMMITMENT)
    if not first or not _differing_fields(records[-1], given_values, kinds.COMMITMENT):
        return True
    advice = "Change it with accordtrack amend, or take the row out."
    values = {"x": name, "fields": _field_labels(first)}
    raise Refused(Problem("{x} is already recorded with a different value for: {fields}", advice, first[0], values))


def _differing_fields(standing: B, given_values: Mapping[str, Any], kind: Kind[B]) -> list[str]:
    """Return the fields of ``given_values`` that would change the existing record."""
    existing = canonical_body(standing)
    merged = {
        name: {**existing[name], **value} if isinstance(value, dict) and isinstance(existing.get(name), dict) else value
        for name, value in given_values.items()
    }
    body = canonical_body(validate_record(kind.model, {**existing, **merged}))
    return [name for name in merged if body.get(name) != existing.get(name)]


def _is_measurement_recorded(bench: WriteContext, intent: Measure) -> bool:
    name = value_id(bench, intent)
    standing = bench.reserved_value(name)
    if standing is None:
        return False
    fields = ("value", "qualifier", "numerator", "denominator", "precision", "state", "grade")
    given_values = {field: value for field in fields if (value := getattr(intent, field)) is not None}
    differing = _differing_fields(standing, given_values, kinds.MEASUREMENT)
    if not _is_same_text(intent.note, standing.note):
        differing.append("note")
    if not differing:
        return True
    advice = "A correction is a later release: give it its own published_on, or take back the first with retract."
    values = {"x": name, "fields": _field_labels(differing)}
    raise Refused(Problem("{x} is already recorded with a different value for: {fields}", advice, differing[0], values))


def _is_status_recorded(bench: WriteContext, intent: ReportStatus, reached: Reached) -> bool:
    state = bench.state(intent.commitment)
    speaker = bench.speaker_or_side(intent.speaker)
    day = {
        "speaker": speaker,
        "half": half_for(state, speaker, intent.half),
        "effective_on": intent.effective_on,
        "said_on": intent.said_on,
    }
    said = sorted(_matching_items([*state.statuses, *of_kind(state.waiting, kinds.STATUS_REPORT)], day), key=CLOCK)
    place = (intent.commitment, *day.values())
    key = {"speaker_body": body_for(bench, state, speaker, intent.body), "status": intent.status}
    later = said[reached.get(place, 0) :]
    found = [
        item
        for item in _matching_items(later, key)
        if set(item.body.sources) == set(intent.sources) and _is_same_text(intent.note, item.body.text)
    ]
    basis = None if intent.stated is None else (Basis.STATED if intent.stated else Basis.READING).value
    equal = _equal_item(found, {"basis": basis, "grade": intent.grade}, intent.handling)
    reached[place] = len(said) if equal is None else said.index(equal)
    return equal is not None


def _is_evidence_recorded(bench: WriteContext, intent: AddEvidence) -> bool:
    state = bench.state(intent.commitment)
    speaker = bench.speaker_or_side(intent.speaker)
    looked = bench.inspect_evidence(intent.evidence[0])
    key = {
        "speaker": speaker,
        "half": half_for(state, speaker, intent.half),
        "effective_on": intent.effective_on,
        "said_on": intent.said_on,
    }
    found = [
        item
        for item in _matching_items([*state.evidence, *of_kind(state.waiting, kinds.EVIDENCE_ADD)], key)
        if (item.body.file and item.body.file.digest) == looked.digest
        and item.body.url == (intent.evidence[0] if looked.kind == "url" else None)
    ]
    given_values = {"grade": intent.grade, "issuer": intent.issuer, "expires_on": intent.expires_on}
    titled = [item for item in found if _is_same_text(intent.title, item.body.title)]
    return _equal_item(titled, given_values, intent.handling, intent.note) is not None


def _matching_items(items: Iterable[Item[S]], key: Mapping[str, object]) -> list[Item[S]]:
    return [item for item in items if all(getattr(item.body, name) == value for name, value in key.items())]


def _equal_item(
    found: Sequence[Item[S]], given_values: Mapping[str, str | None], handling: str | None, note: str | None = None
) -> Item[S] | None:
    """Return the first of ``found`` that has every given value, or None; refuses if each of them differs in some field."""
    differing: list[str] = []
    for item in found:
        differing = [
            name for name, value in given_values.items() if value is not None and getattr(item.body, name) != value
        ]
        differing += [] if _is_same_text(note, item.body.text) else ["note"]
        differing += [] if handling in {None, item.handling} else ["handling"]
        if not differing:
            return item
    if differing:
        advice = "Take it back with accordtrack retract first, or take the row out."
        values = {"x": found[-1].id, "fields": _field_labels(differing)}
        raise Refused(
            Problem("{x} is already recorded with a different value for: {fields}", advice, differing[0], values)
        )
    return None


def _field_labels(fields: Iterable[str]) -> list[tuple[str, str]]:
    return [("field", name) for name in fields]


def _is_same_text(text: str | None, standing: LocalText | None) -> bool:
    return text is None or (
        standing is not None and text.strip() in {words.strip() for words in standing.both_languages}
    )
