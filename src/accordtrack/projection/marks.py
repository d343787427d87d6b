"""The handling mark in force of each commitment, which decides whether an output shows it and the entries about it.

It is the mark in force when the output is made, whatever the dates of the output: an amendment may have raised or
lowered the mark since the commitment was added (``docs/records.md``, "Audiences").
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.ledger import kinds
from accordtrack.store import desk_keys
from accordtrack.store.acceptance import StoredVerdicts
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

ABOUT_COMMITMENT = frozenset(
    {
        kinds.COMMITMENT.name,
        kinds.COMMITMENT_AMEND.name,
        kinds.LINK.name,
        kinds.CHAIN.name,
        kinds.STATUS_REPORT.name,
        kinds.EVIDENCE_ADD.name,
        kinds.EVIDENCE_WITHHOLD.name,
        kinds.POSITION_TAKE.name,
        kinds.POSITION_WITHDRAW.name,
        kinds.ANSWER_ASK.name,
        kinds.NOTE_ADD.name,
        kinds.ENTRY_RETRACT.name,
    }
)
"""Kinds whose entries are about a commitment if their ref is one. A retraction has the ref of what it takes back."""
ABOUT_SEVERAL = frozenset({kinds.CONFLICT.name, kinds.EVALUATION.name})
"""Kinds whose records name several commitments, indicators and events that they are about."""
_ABOUT_CONFLICT = ABOUT_SEVERAL | {kinds.CONFLICT_SETTLE.name, kinds.ENTRY_RETRACT.name}
_Subjects = tuple[tuple["Mark", ...], bool]
"""The marks of the commitments that a conflict is about, and whether it is about anything without one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in force. ``seat`` is the side of the desk that set it; its own AMBER+STRICT is for that side alone.

    ``added`` is the hash of the entry that added the commitment. The mark in force replaces the mark of this entry.
    """

    handling: str
    seat: str
    added: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks in force of commitments, and of the conflicts and evaluations that are about them.

    Left out are commitments that are, and were added, TLP:CLEAR. ``withheld`` holds the hashes of the evidence that its
    desk withholds and of the entries that say so: no output shows its title, address, file name or reason.
    ``conflicts`` has each conflict by its id, by the hash of every entry that records it, and by that of its retraction.
    ``partly_open`` holds those that are also about something without such a mark.
    """

    commitments: Mapping[str, Mark] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    partly_open: frozenset[str] = frozenset()

    def of_entry(self, kind: str, ref: str, digest: str) -> tuple[Mark, ...]:
        """Return the marks of the commitments that an entry of this kind, with this ref and hash, is about."""
        if kind in ABOUT_COMMITMENT and (mark := self.commitments.get(ref)) is not None:
            return (mark,)
        return self.conflicts.get(self.subject(ref, digest), ()) if kind in _ABOUT_CONFLICT else ()

    def subject(self, ref: str, digest: str) -> str:
        """Return the key of a conflict in ``conflicts``: the hash of an entry that records or retracts it, else its id."""
        return digest if digest in self.conflicts else ref


def read_marks(connection: Connection) -> Marks:
    """Return the marks in force of all commitments whose mark is not, or was not always, TLP:CLEAR."""
    sides = desk_keys.sides_by_feed(connection)
    amended = _amended_marks(connection)
    found = _standing_marks(connection, amended, sides)
    for ref, mark in _retracted_marks(connection, amended, sides):
        found[ref] = _stricter(found.get(ref), mark)
    conflicts, partly_open = _conflict_marks(connection, found)
    return Marks(found, conflicts, _withheld_evidence(connection), partly_open)


def _withheld_evidence(connection: Connection) -> frozenset[str]:
    found: set[str] = set()
    rows = connection.exec_driver_sql(
        "SELECT e.hash, b.raw FROM main.entry e JOIN main.entry_body b ON b.entry_id = e.id "
        "JOIN main.record r ON r.entry_id = e.id "
        "WHERE e.kind = 'evidence.withhold' AND r.refused = 0 AND r.retracted_by IS NULL"
    )
    for digest, raw in rows.all():
        named = connection.exec_driver_sql(
            "SELECT e.hash FROM main.record r JOIN main.entry e ON e.id = r.entry_id "
            "WHERE r.family = 'evidence' AND r.rid = ?",
            (str(_values(raw).get("evidence")),),
        )
        found |= {digest, *named.scalars()}
    return frozenset(found)


_Amended = dict[str, list[tuple[str, str, bool]]]
"""Marks that amendments set, by commitment in the order of the log: the mark, its feed, and whether it stands."""


def _amended_marks(connection: Connection) -> _Amended:
    """Return the marks that admitted amendments set, including retracted ones; those that wait set none."""
    found: _Amended = {}
    rows = connection.exec_driver_sql(
        "SELECT e.ref, e.feed, b.raw, r.retracted_by IS NULL, e.id FROM main.entry e "
        "JOIN main.entry_body b ON b.entry_id = e.id "
        "JOIN main.record r ON r.entry_id = e.id WHERE e.kind = 'commitment.amend' AND r.refused = 0 "
        "AND instr(b.raw, CAST('\"handling\":' AS BLOB)) > 0 ORDER BY e.lc, e.feed, e.seq"
    ).all()
    verdicts = StoredVerdicts(connection).of([ref for ref, *_rest in rows]) if rows else {}
    for ref, feed, raw, stands, key in rows:
        verdict = verdicts.get(key)
        if verdict is not None and verdict.waits and "handling" in verdict.fields:
            continue
        fields = _values(raw).get("fields")
        if isinstance(fields, dict) and fields.get("handling") in set(Handling):
            found.setdefault(ref, []).append((fields["handling"], feed, bool(stands)))
    return found


def _standing_marks(connection: Connection, amended: _Amended, sides: Mapping[str, str]) -> dict[str, Mark]:
    """Return the mark of each standing commitment that is or was restricted.

    An amendment that is in force decides alone. Otherwise the stricter mark of the record and its entry decides.
    """
    found = {}
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.handling, e.handling, e.hash, e.feed FROM main.commitment c JOIN main.entry e ON e.id = c.key "
        "WHERE c.handling <> 'TLP:CLEAR' OR e.handling <> 'TLP:CLEAR'"
    )
    for ref, handling, own, digest, feed in rows:
        by = [who for mark, who, stands in amended.get(ref, ()) if stands and mark == handling]
        mark = handling if by else _strictest((handling, own))
        found[ref] = Mark(mark, sides.get(by[-1] if by else feed, ""), digest)
    return found


def _retracted_marks(connection: Connection, amended: _Amended, sides: Mapping[str, str]) -> Iterable[tuple[str, Mark]]:
    """Yield the strictest mark that a commitment without a standing entry ever had; its history remains.

    An entry that counts for nothing adds no commitment. Before a desk can retract a commitment, it must retract the amendment
    that restricted it.
    """
    rows = connection.exec_driver_sql(
        "SELECT e.ref, e.handling, e.feed, b.raw FROM main.entry e LEFT JOIN main.entry_body b ON b.entry_id = e.id "
        "LEFT JOIN main.record r ON r.entry_id = e.id "
        "WHERE e.kind = 'commitment.add' AND NOT EXISTS (SELECT 1 FROM main.commitment c WHERE c.id = e.ref) "
        "AND (r.refused IS NULL OR r.refused <> 1)"
    )
    for ref, own, feed, raw in rows.all():
        mark = _strictest((own, str(_values(raw).get("handling") or own), *(one for one, *_ in amended.get(ref, ()))))
        if mark != Handling.CLEAR:
            yield ref, Mark(mark, sides.get(feed, ""))


def _conflict_marks(
    connection: Connection, commitments: Mapping[str, Mark]
) -> tuple[dict[str, tuple[Mark, ...]], frozenset[str]]:
    """Return the marks of the commitments that conflicts are about, and the conflicts that are about something else too.

    A conflict quotes statements about them. Each entry has the marks of what it is about, and a retraction those of what it
    retracts. The id of a conflict stands for the record that counts; if none does, for all records with that id.
    """
    if not commitments:
        return {}, frozenset()
    rows = connection.exec_driver_sql(
        "SELECT e.ref, e.hash, b.raw, back.hash, r.refused = 0 AND r.retracted_by IS NULL "
        "FROM main.entry e JOIN main.entry_body b ON b.entry_id = e.id "
        "LEFT JOIN main.record r ON r.entry_id = e.id LEFT JOIN main.entry back ON back.id = r.retracted_by "
        "WHERE e.kind IN ('conflict.record', 'evaluation.record')"
    )
    found: dict[str, _Subjects] = {}
    counting: dict[str, list[_Subjects]] = {}
    others: dict[str, list[_Subjects]] = {}
    for ref, digest, raw, retraction, counts in rows:
        subjects = _subjects(_values(raw).get("about"), commitments)
        found[digest] = subjects
        if retraction is not None:
            found[retraction] = subjects
        (counting if counts else others).setdefault(ref, []).append(subjects)
    for ref, several in (others | counting).items():
        found[ref] = (tuple(mark for marks, _open in several for mark in marks), all(also for _marks, also in several))
    marks = {name: marks for name, (marks, _open) in found.items()}
    return marks, frozenset(name for name, (_marks, also_open) in found.items() if also_open)


def _subjects(about: object, commitments: Mapping[str, Mark]) -> _Subjects:
    """Return the marks of the commitments that a conflict is about, and whether it is about anything without one."""
    subjects = about if isinstance(about, dict) else {}
    named = subjects.get("commitments")
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    marks = tuple(Mark(one.handling, one.seat) for one in map(commitments.get, names) if one is not None)
    return marks, len(marks) < len(names) or bool(subjects.get("indicators") or subjects.get("events"))


def _values(raw: bytes | None) -> dict[str, Any]:
    """Return a stored body as plain values; empty for one that is missing or was altered."""
    try:
        values = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _stricter(one: Mark | None, other: Mark) -> Mark:
    return other if one is None or _strictest((one.handling, other.handling)) != one.handling else one


def _strictest(marks: Iterable[str]) -> str:
    """Return the strictest of the marks; an unknown one counts as the strictest."""
    known = set(Handling)
    return max((Handling(mark) if mark in known else Handling.RED for mark in marks), key=lambda mark: mark.rank).value
