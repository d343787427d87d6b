"""Plans changes to existing entries: amend a record, retract an entry, undo the last act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import field_value, in_both_languages, language, languages, other_language
from accordtrack.ledger import kinds
from accordtrack.ledger.amended_parts import is_text, parts_of
from accordtrack.ledger.authority import FREE_FIELDS
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.ledger.records import Commitment
from accordtrack.projection import proposed_records, record_lookup
from accordtrack.projection.amendments import holder_key, replaced_in_record
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.citations import NAMING, named_ids
from accordtrack.queries import pending
from accordtrack.service.commands.answers import check_not_final, target_entry
from accordtrack.service.commands.attribution import (
    KEEPS,
    attributed_line,
    handling_line,
    recorded_line,
    waiting_again_lines,
)
from accordtrack.service.commands.typed_values import parse_fields, validate_record
from accordtrack.service.commands.write_context import Proposal, WriteContext, bilingual_text, propose
from accordtrack.service.exports import export_list
from accordtrack.store import log
from accordtrack.store.columns import ENTRY as E
from accordtrack.store.columns import RECORD as R
from accordtrack.store.items import of_kind
from accordtrack.text.field_values import field_in_language
from accordtrack.types import Line
from accordtrack.vocabulary import Handling, Responsible, Seat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.types.intents import Amend, Retract, Undo

_AMENDABLE: Mapping[str, tuple[Kind[RecordAmend], Kind[Any]]] = {
    "commitment": (kinds.COMMITMENT_AMEND, kinds.COMMITMENT),
    "indicator": (kinds.INDICATOR_AMEND, kinds.INDICATOR),
    "framework": (kinds.FRAMEWORK_AMEND, kinds.FRAMEWORK),
}


def amend(bench: WriteContext, intent: Amend) -> Proposal:
    """Plan an amendment of some fields of a record, with a reason; the original stays in the history."""
    family, record = _current(bench, intent.record)
    current: Mapping[str, Any] = canonical_body(record)
    beside = current.get("beside")
    current = {name: value for name, value in current.items() if name != "beside"}
    kind, added = _AMENDABLE[family]
    model = added.model
    reason = bilingual_text(intent.reason)
    if reason is None:
        raise Refused(Problem("A reason is required", "Say why the record changes: --reason"))
    fields = _kept_translations(intent, current, parse_fields(model, intent.fields))
    for name in ("id", "first_due_on"):
        if name in fields:
            advice = (
                "A moved deadline goes in due_on; the first one is kept."
                if name == "first_due_on"
                else "Add a new record."
            )
            raise Refused(Problem('The field "{field}" cannot be changed', advice, values={"field": name}, usage=True))
    if family == "indicator":
        current = _without_others_target(current, fields)
    merged = {**current, **{name: _merge(current.get(name), value) for name, value in fields.items()}}
    if family == "commitment" and "due_on" in fields and "due_basis" not in fields:
        merged["due_basis"] = "amended" if fields["due_on"] else None
        if not fields["due_on"]:
            merged["first_due_on"] = None
    checked = canonical_body(validate_record(model, merged))
    changed = {
        name: _changed_part(current.get(name), checked[name]) for name in fields if checked[name] != current.get(name)
    }
    if not changed:
        raise Refused(
            Problem(
                "Nothing changes: the record already says so", "accordtrack show {id}", values={"id": intent.record}
            )
        )
    _check_references(bench, family, changed)
    speaker, line = _speaker(bench, record, changed)
    body = {
        "record": intent.record,
        "fields": changed,
        "reason": reason,
        "speaker": speaker,
        "said_on": bench.day_or_today(intent.said_on),
        "sources": list(bench.check_ids("source", intent.sources)),
        "replaces": _replaced_entries(bench, intent.record, changed),
    }
    official = bench.side is not None and speaker == bench.side
    handling, why = bench.choose_handling(
        intent.handling or _lowered_mark(current, changed),
        intent.record if family == "commitment" else "",
        official=official and family == "commitment",
    )
    replaced = replaced_in_record({**current, "beside": beside}, changed)
    lines = [line for name, value in changed.items() for line in _change_lines(name, replaced[name], value)]
    lines += _other_language_lines(intent, checked, changed)
    if family == "commitment":
        lines += _commitment_lines(bench, intent.record, current, changed, why)
    return Proposal((propose(kind, body, handling),), line, (*lines, KEEPS))


def _changed_part(old: object, new: object) -> object:
    """Return the new value; for a text that the record has already, only the languages that change."""
    if not is_text(old) or not is_text(new):
        return new
    return {language: words for language, words in new.items() if words != old.get(language)}


def _lowered_mark(current: Mapping[str, Any], changed: Mapping[str, Any]) -> str | None:
    """Return the mark to which a change lowers that of a commitment, so that its readers see the change; None for any other."""
    mark = changed.get("handling")
    return mark if mark is not None and Handling(mark).rank < Handling(current["handling"]).rank else None


def _kept_translations(intent: Amend, current: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields; a text typed without a language replaces only that of the user's if the other has its own."""
    kept = dict(fields)
    for name, typed in intent.fields.items():
        old, new = current.get(name), kept.get(name)
        only = isinstance(typed, str) and not any(other.startswith(f"{name}.") for other in intent.fields)
        if only and isinstance(new, dict) and isinstance(old, dict) and not _is_untranslated(old):
            kept[name] = {language(): new[language()]}
    return kept


def _other_language_lines(intent: Amend, checked: Mapping[str, Any], changed: Mapping[str, Any]) -> list[Line]:
    """Return a line for each text typed without a language: it stands for both languages, or one keeps its words."""
    typed = [name for name, words in intent.fields.items() if isinstance(words, str) and name in changed]
    texts = [name for name in typed if isinstance(checked[name], dict) and checked[name].keys() == {"en", "es"}]
    same = [("field", name) for name in texts if _is_untranslated(checked[name])]
    lines = [Line("the same words in English and Spanish: {fields}", {"fields": same})] if same else []
    for name in (name for name in texts if not _is_untranslated(checked[name])):
        other = other_language()
        values = {
            "field": in_both_languages(partial(field_in_language, name, other)),
            "words": shorten(sanitize_line(checked[name][other]), 60),
            "name": f"{name}.{other}",
        }
        lines.append(Line("not changed: {field} ({words}); to change it, give {name}=…", values))
    return lines


def _is_untranslated(content: Mapping[str, Any]) -> bool:
    """Whether a text has the same words in both languages."""
    return content.get("en") == content.get("es")


def _change_lines(name: str, old: object, new: object) -> list[Line]:
    """Return the lines with the old and the new value of a field, for a text one in each language that changes."""
    texts = [one for one in (old, new) if is_text(one)]
    if not texts or all(map(_is_untranslated, texts)):
        shown = (in_both_languages(partial(field_value, name, one)) for one in (old, new))
        return [_change_line(("field", name), *shown)]
    before, after = (one if isinstance(one, dict) else {} for one in (old, new))
    return [
        _change_line(
            in_both_languages(partial(field_in_language, name, one)), before.get(one) or "—", after.get(one) or "—"
        )
        for one in languages()
        if before.get(one) != after.get(one)
    ]


def _change_line(field: object, old: object, new: object) -> Line:
    return Line("{field}   {old} → {new}", {"field": field, "old": old, "new": new})


def _commitment_lines(
    bench: WriteContext, record: str, current: Mapping[str, Any], changed: Mapping[str, Any], why: Line
) -> list[Line]:
    """Return the lines on the mark, on outputs that keep the old value, and on what a stricter mark cannot recall."""
    stricter = Handling(str(why.values["handling"])).rank > Handling(current["handling"]).rank
    hidden = stricter and changed.keys() != {"handling"}  # The mark in force counts for every reader.
    lines = [why if hidden else handling_line(str(why.values["handling"]))]
    if hidden:
        lines.append(Line("Readers who may not see that mark go on seeing the old value"))
    mark = changed.get("handling")
    if mark is not None and Handling(mark).rank > Handling(current["handling"]).rank:
        lines += export_list.published_lines(bench.connection, bench.state(record))
    return lines


def _replaced_entries(bench: WriteContext, record: str, changed: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each field that a side's desk changes, the entry whose value it replaces.

    If the languages of a text were set by different entries, each language has its own. A change that waited lapses if
    another one took effect on the field meanwhile.
    """
    holders = pending.value_holders(FoldContext(bench.connection), record) if bench.side is not None else None
    if holders is None:
        return {}
    found: dict[str, str] = {}
    for name, value in changed.items():
        parts = {part: holders.get(holder_key(part, changed), holders[""]) for part in parts_of(name, value)}
        found |= parts if len({*parts.values()}) > 1 else {name: next(iter(parts.values()))}
    return found


def amendment_voice_line(bench: WriteContext, identifier: str, field: str) -> Line:
    """Return the line that says in whose name a change of ``field`` would be recorded, before any value is typed."""
    _family, current = _current(bench, identifier)
    return _speaker(bench, current, {field.partition(".")[0]: None})[1]


def _current(bench: WriteContext, identifier: str) -> tuple[str, Record]:
    for family, (_amend, kind) in _AMENDABLE.items():
        record: Record | None = record_lookup.record(bench.connection, kind, identifier)
        if record is not None:
            if family == "commitment":
                return family, bench.state(identifier).record
            return family, record
    if record_lookup.exists(bench.connection, kinds.PANEL_SERIES.family, identifier):
        advice = "To correct it, retract it and add it again: accordtrack retract {id}"
        raise Refused(Problem("The series {id} cannot be amended", advice, values={"id": identifier}))
    raise Refused(bench.unknown_id_problem("commitment", identifier))


def _without_others_target(current: Mapping[str, Any], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the record without its target, source and note, if another side sets the new target."""
    new_target, current_target = fields.get("target"), current.get("target")
    if (
        isinstance(new_target, dict)
        and current_target
        and new_target.get("set_by", current_target["set_by"]) != current_target["set_by"]
    ):
        return {**current, "target": None}
    return current


def _merge(old: object, new: object) -> object:
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def _check_references(bench: WriteContext, family: str, changed: Mapping[str, Any]) -> None:
    """Refuse references of an amended commitment to records that are not in the register."""
    if family != "commitment":
        return
    if "framework" in changed:
        bench.check_ids("framework", [changed["framework"]])
    leads = [code for code in (changed.get("lead") or {}).values() if code]
    bench.check_ids("body", [*leads, *changed.get("supporting", ())])
    bench.check_ids("source", changed.get("sources", ()))


def _speaker(bench: WriteContext, record: Record, changed: Mapping[str, Any]) -> tuple[str, Line]:
    """Return the speaker of an amendment and the line that says so.

    The speaker is the desk's side if it owes the commitment or if only free fields change; otherwise it is the
    responsible side, attributed by a source.
    """
    if not isinstance(record, Commitment):
        return bench.seat, recorded_line(bench.feed)
    owes = record.responsible_side
    if bench.seat != Seat.OBS and (owes in {bench.seat, Responsible.JOINT.value} or not set(changed) - FREE_FIELDS):
        values: dict[str, object] = {"feed": bench.feed, "side": ("the side", bench.seat)}
        return bench.seat, Line("This will be a statement by {side} ({feed})", values)
    if not set(changed) - FREE_FIELDS:
        return bench.seat, recorded_line(bench.feed)
    if bench.side is None:
        return owes, attributed_line(owes, bench.feed)
    values = {"side": ("the side", owes), "feed": bench.feed}
    return owes, Line("Correction by {feed}, not a statement by {side}; a source is required", values)


def retract(bench: WriteContext, intent: Retract) -> Proposal:
    """Plan the retraction of one entry of this desk; it stays in the history, marked as retracted."""
    reason = bilingual_text(intent.reason)
    if reason is None:
        raise Refused(Problem("A reason is required", "Say why it is taken back: --reason"))
    entry = target_entry(bench, intent.entry)
    return _plan_retractions(bench, [entry], reason, bench.feed)


_ANSWERS = (kinds.POSITION_TAKE.name, kinds.POSITION_WITHDRAW.name)
"""Kinds that do not keep a proposal from being taken back, whatever they say about it."""
_NO_ACTS = ("entry.retract", *sorted(kinds.DESK_KINDS))


def last_act(bench: WriteContext) -> list[Entry]:
    """Return the entries of the desk's latest act that it has not taken back; acts that only retract are skipped.

    An entry counts as taken back even while its retraction waits for the other side.
    """
    waiting = {**_waiting_retractions(bench, disputed=True), **_waiting_retractions(bench, disputed=False)}
    rows = bench.connection.execute(
        select(E.c.act, E.c.id, E.c.hash)
        .select_from(E.join(R, R.c.entry_id == E.c.id))
        .where(E.c.feed == bench.feed, R.c.retracted_by.is_(None), E.c.kind.not_in(_NO_ACTS))
        .order_by(E.c.seq.desc())
    )
    found: list[int] = []
    act: str | None = None
    for name, key, digest in rows:
        if digest in waiting:
            continue
        if act is not None and name != act:
            break
        act = name
        found.append(int(key))
    entries = log.entries_by_id(bench.connection, found)
    return [entries[key] for key in found]


def _waiting_retractions(bench: WriteContext, *, disputed: bool) -> dict[str, str]:
    """Return the retractions by this desk that wait for the other side, or that it disputed, by the hash of their target."""
    return {
        str(item.body.target): item.id
        for item in of_kind(pending.waiting_items(bench.connection, disputed=disputed), kinds.ENTRY_RETRACT)
        if item.feed == bench.feed
    }


def undo(bench: WriteContext, intent: Undo) -> Proposal:
    """Plan the retraction of every remaining entry of the desk's last act."""
    entries = last_act(bench)
    if not entries:
        raise Refused(Problem("There is nothing by {feed} to take back", values={"feed": bench.feed}))
    if intent.act is not None and intent.act != entries[0].envelope.act:
        raise Refused(Problem("Something has been written since; look again before undoing", "Nothing was written."))
    return _plan_retractions(
        bench, entries, bilingual_text(intent.reason) or {"en": "Undone.", "es": "Deshecho."}, bench.feed
    )


def _plan_retractions(bench: WriteContext, entries: list[Entry], reason: Mapping[str, str], feed: str) -> Proposal:
    gone = {entry.hash for entry in entries}
    waiting = _waiting_retractions(bench, disputed=False)
    world = FoldContext(bench.connection)
    proposals, lines = [], []
    for entry in entries:
        envelope = entry.envelope
        already = bench.connection.execute(
            select(R.c.retracted_by).select_from(R.join(E, E.c.id == R.c.entry_id)).where(E.c.hash == entry.hash)
        ).scalar()
        if already is not None:
            raise Refused(Problem("The entry {id} was already taken back", values={"id": envelope.id}))
        if entry.hash in waiting:
            waits = {"id": envelope.id, "entry": waiting[entry.hash]}
            advice = "The entry is taken back once the other side accepts it."
            raise Refused(Problem("The retraction of {id} waits already: {entry}", advice, values=waits))
        check_not_final(bench, world, entry.hash, envelope.id)
        _check_no_dependents(bench, entry, gone)
        body = {"target": entry.hash, "reason": dict(reason)}
        proposals.append(propose(kinds.ENTRY_RETRACT, body, envelope.handling))
        values = {
            "id": (entry.body or {}).get("id") or envelope.id,
            "kind": ("entry kind", envelope.kind),
            "ref": _named_ref(bench, envelope.ref),
        }
        lines.append(Line("− {kind}   {id}   ({ref})", values))
        lines += waiting_again_lines(bench, entry.hash, envelope.ref)
    voice = Line("Taken back by {feed}; the entries stay in the history, marked", {"feed": feed})
    return Proposal(tuple(proposals), voice, tuple(lines))


def _named_ref(bench: WriteContext, ref: str) -> str:
    """Return what an entry is about: a record, or the number of the entry whose hash is given."""
    found = log.item_with_hash(bench.connection, ref, {})
    return ref if found is None else f"{found.feed}-{found.seq}"


def _answers(bench: WriteContext, key: int, entry: Entry) -> bool:
    """Whether the entry with this key is an answer to ``entry``."""
    found = log.entries_by_id(bench.connection, [key])[key]
    return found.envelope.kind == kinds.POSITION_TAKE.name and (found.body or {}).get("answers") == entry.hash


def _check_no_dependents(bench: WriteContext, entry: Entry, gone: set[str]) -> None:
    """Refuse to retract a record on which another entry depends, and name that entry. An answer does not depend on it."""
    kind = KINDS.get(entry.envelope.kind)
    if (
        kind is None
        or not entry.envelope.kind.endswith((".add", ".record", ".series"))
        or entry.envelope.kind in {"evidence.add", "note.add", "measurement.add"}
    ):
        return
    identifier = kind.key(kind.decode_values(entry.body)) if kind.key and entry.body else entry.envelope.id
    answers = _ANSWERS if proposed_records.proposed_entry(bench.connection, kind.family, identifier) else ()
    for key, digest, feed, seq in bench.connection.execute(
        select(E.c.id, E.c.hash, E.c.feed, E.c.seq)
        .select_from(E.join(R, R.c.entry_id == E.c.id))
        .where(
            E.c.ref == identifier,
            R.c.retracted_by.is_(None),
            E.c.kind.not_in(("entry.retract", *answers)),
            E.c.hash != entry.hash,
        )
        .order_by(E.c.id)
    ):
        if digest not in gone and key and not _answers(bench, key, entry):
            raise Refused(_dependent_problem(bench, identifier, f"{feed}-{seq}"))
    if user := _citing_entry(bench, kind.family, identifier, gone):
        raise Refused(_dependent_problem(bench, identifier, user))


def _dependent_problem(bench: WriteContext, identifier: str, entry: str) -> Problem:
    own = entry.rpartition("-")[0] == bench.feed
    advice = "Retract that entry first." if own else "This desk did not write that entry, so it cannot retract it."
    values = {"id": identifier, "entry": entry}
    return Problem("Cannot take back {id}: the entry {entry} depends on it", advice, values=values)


def _citing_entry(bench: WriteContext, family: str, identifier: str, gone: set[str]) -> str | None:
    """Return the name of an entry that names the record in any part of its body, or None."""
    fields = NAMING.get(family, frozenset())
    keys = log.keys_naming(bench.connection, identifier) if fields else []
    for item in FoldContext(bench.connection).items_with_keys(keys):
        if item.hash in gone or item.id == identifier:
            continue
        if identifier in named_ids(canonical_body(item.body), fields) and _is_not_retracted(bench, item.entry_id):
            return f"{item.feed}-{item.seq}"
    return None


def _is_not_retracted(bench: WriteContext, key: int) -> bool:
    return bench.connection.execute(select(R.c.retracted_by).where(R.c.entry_id == key)).scalar() is None
