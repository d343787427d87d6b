"""Apply amendments to a commitment, indicator or framework: what is in force, what it replaced, what is pending.

An amendment that the other side must agree to is pending until it concurs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from accordtrack.ledger.amended_parts import LEAD, all_parts, field_of, merged, parts_of, replaced_part
from accordtrack.ledger.authority import AGREED_FIELDS, COUNTED_FIELDS, HANDED_OVER_FIELDS
from accordtrack.ledger.kinds import COMMITMENT, canonical_body
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.store.items import CLOCK
from accordtrack.vocabulary import (
    COMPILER,
    Direction,
    DueBasis,
    Handling,
    Responsible,
    Side,
    Speaker,
    Stance,
    TargetSetBy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from accordtrack.ledger.indicators import AmendedIndicator, Baseline, Target
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import PositionTake, RecordAmend
    from accordtrack.store.acceptance import Acceptance
    from accordtrack.store.items import Item

    Replacements = Mapping[str, Mapping[str, str]]

NONE_WAIT: Replacements = MappingProxyType({})
_OF_TARGET = frozenset({"target", "baseline"})
WORDS = frozenset({"title", "text", "wording"})
"""Fields of a commitment that form its wording."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that waits for the other side's agreement.

    It concerns what both sides owe, or which side is responsible. ``old`` and ``new`` are plain JSON values.
    """

    item: Item[RecordAmend]
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Amended:
    """A commitment with its amendments: the record in force, its due date, and what each amendment replaced."""

    record: Commitment
    due_firm: bool
    due_moves: int
    """How often the due date moved."""
    pending: tuple[Pending, ...]
    replaced: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For the hash of each amendment, the earlier values of the fields that it names, as plain JSON values."""
    holders: Mapping[str, str] = field(default_factory=dict)
    """For each amended part, the hash of the amendment whose value is in force."""
    lapsed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For the hash of each amendment that was accepted too late, its fields that somebody had changed meanwhile."""
    lapsed_proposals: tuple[Pending, ...] = ()
    """Changes that wait but can no longer take effect, because somebody changed the field meanwhile."""
    noted: Mapping[str, str] = field(default_factory=dict)
    """For each part of the note, the hash of the amendment whose text is shown there, in either language."""

    def setters(self, name: str) -> frozenset[str]:
        """Return the hashes of the amendments whose value of a field is in force: for a text, up to one per language."""
        return frozenset(self.holders[part] for part in parts_of(name) if part in self.holders)


def apply_amendments(
    first: Item[Commitment],
    amends: Sequence[Item[RecordAmend]],
    positions: Sequence[Item[PositionTake]],
    *,
    retracted: Collection[str] = (),
    rules: int = RULES,
    withheld: Sequence[Item[RecordAmend]] = (),
    missing: Collection[str] = (),
) -> Amended:
    """Return the record with its amendments in force, and the values that each of them replaced.

    ``amends`` and ``positions`` come latest first. The verdict of an amendment says which fields wait for the other side;
    under rules 1, these are the fields about what both sides owe. Accepted changes apply in the order in which they were
    accepted, and one whose field was changed in between lapses; the fields beside them that needed no acceptance apply from
    the place of the amendment and never lapse. A change that was built on one that waits does not lapse: it replaces what
    that one would have replaced. A date is firm if it is in the agreed text, was set by
    the responsible side, or was accepted by both. ``retracted`` holds the hashes of amendments that have no effect: only
    what they replaced is reported. Amendments ``withheld`` from the readers take their place among the others, which lapse
    by them as by any other, but their own values are not applied. What a desk amended, this tracker no longer supplies. A change that replaces one of the ``missing`` entries,
    whose bodies are not in this copy of the register, does not lapse.
    """
    if not amends:
        return Amended(first.body, _is_firm(first.body, {DueBasis.TEXT}), 0, ())
    waiting_names = _waiting_names if rules >= FIRST_RULES_WITH_WAITING else _waiting_names_by_field(positions)
    by_verdict = rules >= FIRST_RULES_WITH_WAITING
    everyone, hidden = (*amends, *withheld), {item.hash for item in withheld}
    ordered = _in_order(everyone) if by_verdict else [(item, dict(item.body.fields)) for item in reversed(amends)]
    holders: dict[str, str] = {}
    shown: dict[str, str] = {}
    noted: dict[str, str] = {}
    record = canonical_body(first.body)
    firm_bases = {DueBasis.TEXT}
    moves = 0
    pending: list[Pending] = []
    replaced: dict[str, dict[str, Any]] = {item.hash: dict.fromkeys(item.body.fields) for item in everyone}
    all_lapsed: dict[str, frozenset[str]] = {}
    changes = {item.hash: Change.of(item, missing) for item in everyone}
    waiting = waiting_replacements(changes.values()) if by_verdict else NONE_WAIT
    for item, stated in ordered:
        replaced[item.hash] |= {name: _replaced_keys(record.get(name), value) for name, value in stated.items()}
        if item.hash in retracted:
            continue
        names = waiting_names(item, record)
        if not by_verdict:
            pending += [_pending(item, name, record, value) for name, value in stated.items() if name in names]
        lapsed = [name for name in changes[item.hash].lapsed(holders, first.hash, waiting) if name in stated]
        if lapsed:
            all_lapsed[item.hash] = frozenset(lapsed)
        fields = {name: value for name, value in stated.items() if name not in names and name not in lapsed}
        fields = _without_others_lead(item, fields) if by_verdict else fields
        held = dict.fromkeys(holder_keys(fields), item.hash)
        holders |= held
        if item.hash in hidden:
            continue
        shown |= held
        noted |= dict.fromkeys(_noted_parts(record, fields), item.hash)
        if "due_on" in fields and fields["due_on"] != record.get("due_on"):
            moves += record.get("due_on") is not None
            fields.setdefault("due_basis", "amended" if fields["due_on"] else None)
            fields["first_due_on"] = record["first_due_on"] or fields["due_on"]
            firm_bases = {DueBasis.TEXT, DueBasis.AMENDED} if item.official or _is_accepted(item) else set()
        record.update(_merge_fields(record, fields))
    if by_verdict:
        waits = [one for one in sorted(amends, key=_in_force_order) if one.waits]
        proposed = [_pending(item, name, record, item.body.fields[name]) for item in waits for name in _asked(item)]
        for one in proposed:
            replaced[one.item.hash][one.field] = _replaced_keys(record.get(one.field), one.new)
        pending = [one for one in proposed if one.item.hash not in retracted]
        record["inferred"] = _still_inferred(record, shown, changes)
    commitment = COMMITMENT.decode_values(record)
    newest = _newest(pending)
    dead = tuple(
        one for one in newest if waiting and one.field in changes[one.item.hash].outdated(holders, first.hash, waiting)
    )
    alive = tuple(one for one in newest if one not in dead)
    return Amended(commitment, _is_firm(commitment, firm_bases), moves, alive, replaced, shown, all_lapsed, dead, noted)


def _still_inferred(record: Mapping[str, Any], holders: Mapping[str, str], changes: Mapping[str, Change]) -> list[str]:
    """Return the inferred fields of a record that no desk has amended since; of the lead, its part for each such side."""
    given = {part for part, digest in holders.items() if changes[digest].clock[1] != COMPILER}
    found: list[str] = []
    for name in record["inferred"]:
        if given.isdisjoint(parts_of(name)):
            found.append(name)
        elif name == LEAD:
            found += [part for side, code in record[LEAD].items() if code and (part := f"{LEAD}.{side}") not in given]
    return found


def _noted_parts(record: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parts of the note that an amendment sets or removes. The first text stands for both languages."""
    if not (record.get("note") or fields.get("note")):
        return ()
    return parts_of("note", fields["note"] if record.get("note") else None) if "note" in fields else ()


def _asked(item: Item[RecordAmend]) -> Iterator[str]:
    """Yield the fields of an amendment that needed acceptance, in its own order."""
    asked = item.verdict.fields if item.verdict is not None else ()
    return (name for name in item.body.fields if name in asked)


def _pending(item: Item[RecordAmend], name: str, record: Mapping[str, Any], value: object) -> Pending:
    return Pending(item, name, replaced_part(record.get(name), value), value)


def _is_accepted(item: Item[RecordAmend]) -> bool:
    return item.verdict is not None and item.verdict.accepted is not None


def _in_force_order(item: Item[RecordAmend]) -> tuple[str, int, str, int]:
    """Sort key: when a change came into force, by its concurrence or its own known date, also if some of its fields wait."""
    if item.verdict is not None and item.verdict.accepted is not None:
        return item.verdict.accepted[:4]
    return (item.body.said_on, *CLOCK(item))


def _in_order(amends: Iterable[Item[RecordAmend]]) -> list[tuple[Item[RecordAmend], dict[str, Any]]]:
    """Return the amendments in the order in which they came into force, each with the fields that did so then.

    What needed acceptance came into force with the acceptance, the rest with the amendment itself.
    """
    found: list[tuple[tuple[str, int, str, int], Item[RecordAmend], dict[str, Any]]] = []
    for item in amends:
        own, asked = dict(item.body.fields), Change.of(item).asked
        if asked:
            later = {name: own.pop(name) for name in asked if name in own}
            found.append((_in_force_order(item), item, later))
        if own:
            found.append(((item.body.said_on, *CLOCK(item)), item, own))
    return [(item, fields) for _place, item, fields in sorted(found, key=itemgetter(0))]


def _waiting_names(item: Item[RecordAmend], _record: Mapping[str, Any]) -> Collection[str]:
    """Return the fields of an amendment that wait, by its verdict."""
    return item.verdict.fields if item.verdict is not None and item.waits else ()


def _waiting_names_by_field(
    positions: Sequence[Item[PositionTake]],
) -> Callable[[Item[RecordAmend], Mapping[str, Any]], Collection[str]]:
    """Return the rule of rules 1: the fields of a side's amendment wait that concern what both sides owe."""

    def names(item: Item[RecordAmend], record: Mapping[str, Any]) -> Collection[str]:
        if item.body.speaker.side is None or _is_agreed(item, positions):
            return ()
        return fields_awaiting_other_side(record["responsible_side"], record["handling"], item.body.fields)

    return names


class Change(NamedTuple):
    """An amendment as far as its place among other changes of the record depends on it.

    ``asked`` are its fields that another side accepted, ``waits`` those that wait.
    """

    hash: str
    clock: tuple[int, str, int]
    fields: Mapping[str, Any]
    replaces: Mapping[str, str]
    accepted: Acceptance | None
    waits: Sequence[str] = ()
    retracted: bool = False
    asked: Sequence[str] = ()

    @classmethod
    def of(cls, item: Item[RecordAmend], missing: Collection[str] = ()) -> Change:
        """Return the change that an amendment makes, without the ``missing`` entries among those that it replaces."""
        accepted = item.verdict.accepted if item.verdict else None
        fields = item.verdict.fields if item.verdict else ()
        waits, asked = (fields, ()) if item.waits else ((), fields if accepted else ())
        replaces = item.body.replaces
        if missing:
            replaces = {part: digest for part, digest in replaces.items() if digest not in missing}
        return cls(item.hash, CLOCK(item), item.body.fields, replaces, accepted, waits, asked=asked)

    @property
    def replaced(self) -> Mapping[str, str]:
        """The hash of the entry whose value it says it replaces, by part; ``replaces`` names fields or parts."""
        named = {part: self.replaces.get(part, self.replaces.get(field_of(part))) for part in all_parts(self.fields)}
        return {part: digest for part, digest in named.items() if digest is not None}

    @property
    def place(self) -> tuple[int, str, int]:
        """Its place in the log; if it was accepted, the place of its acceptance."""
        return self.clock if self.accepted is None else self.accepted[1:4]

    def outdated(self, holders: Mapping[str, str], first: str, waiting: Replacements = NONE_WAIT) -> list[str]:
        """Return the fields whose value is no longer the one that the change says it replaces.

        ``holders`` are the hashes of the amendments whose values are in force; ``first`` is that of the entry that added
        the record. A value that waits, among ``waiting``, counts as the one that it would replace.
        """
        gone = {
            field_of(part)
            for part, replaced in self.replaced.items()
            if self._held_by(part, holders, first).isdisjoint(replaced_in_turn(part, replaced, waiting))
        }
        return [name for name in self.fields if name in gone]

    def _held_by(self, part: str, holders: Mapping[str, str], first: str) -> set[str]:
        """Return the entry whose value of a part is in force, and for a lead named as a whole, also the last one that set any."""
        found = {holders.get(holder_key(part, self.fields), first)}
        return found | {holders.get(LEAD, first)} if LEAD in self.replaces and field_of(part) == LEAD else found

    def lapsed(self, holders: Mapping[str, str], first: str, waiting: Replacements = NONE_WAIT) -> list[str]:
        """Return the accepted fields of a change that somebody changed after it was proposed."""
        return [name for name in self.outdated(holders, first, waiting) if name in self.asked] if self.asked else []


def fields_in_force(
    changes: Iterable[Change], first: str, holders: dict[str, str]
) -> Iterator[tuple[Change, dict[str, Any]]]:
    """Yield the changes of an indicator or framework in order, each with its fields that are in force.

    These neither wait nor lapsed. ``first`` is the hash of the entry that added the record; ``holders`` receives, for each
    field, that of the change whose value is in force.
    """
    ordered = sorted(changes, key=attrgetter("place"))
    waiting = waiting_replacements(ordered)
    for one in ordered:
        gone = one.fields if one.retracted else {*one.waits, *one.lapsed(holders, first, waiting)}
        fields = {name: value for name, value in one.fields.items() if name not in gone}
        holders.update({holder_key(part, one.fields): one.hash for part in all_parts(fields)})
        yield one, fields


def replaced_in_turn(part: str, replaced: str, waiting: Replacements) -> list[str]:
    """Return the entry that a change of a part replaces; if that waits, also the one that it would replace, and so on."""
    found = [replaced]
    while (earlier := waiting.get(found[-1], {}).get(part)) is not None and earlier not in found:
        found.append(earlier)
    return found


def waiting_replacements(changes: Iterable[Change]) -> Replacements:
    """Return, for the hash of each change that waits, the entries whose values it would replace, by part."""
    return {
        one.hash: {part: old for part, old in one.replaced.items() if field_of(part) in one.waits}
        for one in changes
        if one.waits and not one.retracted
    }


def holder_keys(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys under which ``holders`` have the fields of an amendment: their parts, and one key for any lead."""
    yield from all_parts(fields)
    if LEAD in fields:
        yield LEAD


def holder_key(part: str, fields: Mapping[str, Any]) -> str:
    """Return the key under which ``holders`` have a part. Each setter of a target has its own target and baseline."""
    target = fields.get("target")
    return f"{part} {target['set_by']}" if isinstance(target, dict) and field_of(part) in _OF_TARGET else part


def _without_others_lead(item: Item[RecordAmend], fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with only the lead of the side that wrote them, unless the lead was put to the other side."""
    if LEAD not in fields or item.seat not in set(Side) or (item.verdict and LEAD in item.verdict.fields):
        return fields
    lead = fields[LEAD]
    return {**fields, LEAD: {name: body for name, body in lead.items() if name == item.seat}}


def _newest(pending: Sequence[Pending]) -> tuple[Pending, ...]:
    """Return the pending changes without those that the same side replaced by a newer one."""
    parts = {
        id(change): [(change.item.seat, part) for part in parts_of(change.field, change.new)] for change in pending
    }
    newest = {part: change for change in pending for part in parts[id(change)]}
    return tuple(change for change in pending if any(newest[part] is change for part in parts[id(change)]))


def _is_firm(record: Commitment, bases: Collection[DueBasis]) -> bool:
    return bool(record.due_on) and record.due_basis in bases


def fields_awaiting_other_side(responsible: str, handling: str, fields: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields of an amendment by one side that wait for the other side.

    A stricter handling mark takes effect at once, a looser one waits. ``responsible`` and ``handling`` are those of the
    commitment before the amendment.
    """
    if responsible != Responsible.JOINT:
        return (HANDED_OVER_FIELDS | COUNTED_FIELDS) & fields.keys()
    looser = "handling" in fields and Handling(fields["handling"]).rank < Handling(handling).rank
    waiting = AGREED_FIELDS | COUNTED_FIELDS
    return (waiting | {"handling"} if looser else waiting) & fields.keys()


def wording_in_force(
    first: Item[Commitment], amends: Sequence[Item[RecordAmend]], found: Amended, *, rules: int = RULES
) -> Item[Commitment] | Item[RecordAmend]:
    """Return the entry whose text is in force. ``amends`` come latest first; those that wait or lapsed do not count."""
    if rules >= FIRST_RULES_WITH_WAITING:
        holding = frozenset().union(*map(found.setters, WORDS))
        return max((item for item in amends if item.hash in holding), key=_in_force_order, default=first)
    waiting = {change.item.hash for change in found.pending if change.field in WORDS}
    return next((item for item in amends if WORDS & item.body.fields.keys() and item.hash not in waiting), first)


def _merge_fields(record: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with maps (title, lead) merged key by key, so that part of a map can be amended."""
    return {
        name: {**record[name], **value}
        if isinstance(value, dict) and isinstance(record.get(name), dict)
        else merged(None, value)
        for name, value in fields.items()
    }


def _replaced_keys(old: Any, new: Any) -> Any:  # noqa: ANN401
    """Return the part of an earlier value that a new one replaces: an amendment of a map may name only some keys."""
    partial = isinstance(old, dict) and isinstance(new, dict)
    return {key: old.get(key) for key in new} if partial else old


def _is_agreed(item: Item[RecordAmend], positions: Iterable[Item[PositionTake]]) -> bool:
    """Whether the other side concurs with this entry. An official entry needs an official concurrence."""
    speaker = item.body.speaker
    latest = next(
        (
            position
            for position in positions
            if position.body.answers == item.hash
            and position.body.speaker not in {speaker, Speaker.OBS, Speaker.JOINT}
            and (position.official or not item.official)
        ),
        None,
    )
    return latest is not None and latest.body.stance is Stance.CONCUR


def amended_record(body: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an amendment as they take effect on an indicator or framework.

    Targets of different setters are kept side by side under ``beside``, each with its own baseline. So no target
    replaces another setter's, and an agreed target never takes the baseline of a target that nobody agreed.
    """
    fields = {name: merged(body.get(name), value) for name, value in fields.items()}
    target = fields.get("target")
    if not isinstance(target, dict):
        return fields
    existing, beside = body.get("target"), dict(body.get("beside") or {})
    if target["set_by"] != TargetSetBy.AGREED:
        before = beside.get(target["set_by"]) or {}
        beside[target["set_by"]] = {"target": target, "baseline": fields.get("baseline") or before.get("baseline")}
        other_fields = {name: value for name, value in fields.items() if name not in {"target", "baseline"}}
        return {**other_fields, "beside": beside}
    if existing and existing["set_by"] != TargetSetBy.AGREED:
        beside.setdefault(existing["set_by"], {"target": existing, "baseline": body.get("baseline")})
        return {"baseline": None, **fields, "beside": beside}
    return {**fields, "beside": beside}


def without_targets(values: Mapping[str, Any], setters: Collection[str]) -> dict[str, Any]:
    """Return the values of an indicator without the targets of some setters and their baselines."""
    found, target = dict(values), values.get("target")
    if isinstance(target, dict) and target["set_by"] in setters:
        found["target"] = None
    if "beside" in values:
        found["beside"] = {name: one for name, one in values["beside"].items() if name not in setters}
    return found


def amended_indicator(values: Mapping[str, Any]) -> AmendedIndicator:
    """Return the indicator with these plain values, as merged by ``amended_record``."""
    from accordtrack.ledger.fields import decoder  # noqa: PLC0415  (the models are slow to import)
    from accordtrack.ledger.indicators import AmendedIndicator  # noqa: PLC0415

    found: AmendedIndicator = decoder(AmendedIndicator).validate_python(values)
    return found


def replaced_in_record(body: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an amendment of an indicator or framework replaces; for a target, that of the same setter."""
    found = {name: replaced_part(body.get(name), value) for name, value in fields.items()}
    target = fields.get("target")
    if isinstance(target, dict):
        existing, own = body.get("target"), (body.get("beside") or {}).get(target["set_by"])
        if own is None and existing and existing["set_by"] == target["set_by"]:
            own = {"target": existing, "baseline": body.get("baseline")}
        found |= {name: (own or {}).get(name) for name in ("target", "baseline") if name in fields}
    return found


def attributed_target(fields: Mapping[str, Any], seat: str, *, concurred: bool) -> Mapping[str, Any]:
    """Return the fields of an indicator, with an agreed target attributed to the side whose desk recorded it.

    The target counts as agreed only once the other side has concurred.
    """
    target = fields.get("target")
    if not isinstance(target, dict) or target["set_by"] != TargetSetBy.AGREED or concurred or seat not in {*Side}:
        return fields
    return {**fields, "target": {**target, "set_by": seat}}


def chosen_target(
    body: AmendedIndicator, *, every: bool, half: Side | None = None
) -> tuple[Target | None, Baseline | None]:
    """Return the target and baseline in force, in general or in the ``half`` of a side.

    The agreed target comes first. With ``every``, a side's own target comes next, then the working target. A side's own
    target counts in no half of the other side. In general, of two sides' own targets the more demanding one counts, so
    that neither side takes precedence.
    """
    main_target = body.target
    theirs = half.other.value if half else None
    if not body.beside:
        counts = main_target and (every or main_target.set_by is TargetSetBy.AGREED) and main_target.set_by != theirs
        return main_target if counts else None, body.baseline
    offered: dict[str, tuple[Target, Baseline | None]] = (
        {main_target.set_by: (main_target, body.baseline)} if main_target else {}
    )
    for set_by, one in body.beside.items():
        shared = None if main_target and main_target.set_by != set_by else body.baseline
        offered[set_by] = (one.target, one.baseline or shared)
    sign = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(body.direction, 0)

    def demand(set_by: str) -> tuple[float, str, int, str]:
        target, baseline = offered[set_by]
        soon = -int(target.by.replace("-", ""))
        text = str(baseline and sorted(baseline.model_dump(mode="json").items()))
        return sign * float(target.value), target.value, soon, text

    own = (one for one in (TargetSetBy.US, TargetSetBy.MX) if one in offered and one != theirs)
    sides = sorted(own, key=demand, reverse=True)
    order = (TargetSetBy.AGREED, *sides, TargetSetBy.WORKING) if every else (TargetSetBy.AGREED,)
    return next((offered[one] for one in order if one in offered), (None, body.baseline))
