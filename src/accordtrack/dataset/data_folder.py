"""Reads a data folder or data package into one ``Dataset``: entries in load order, counts and faults."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem
from accordtrack.dataset.faults import Faults
from accordtrack.dataset.folder_files import Files
from accordtrack.dataset.folder_records import FILES, Records, read_records
from accordtrack.dataset.package_files import read_package
from accordtrack.dataset.reference_check import check_records
from accordtrack.dataset.statement_check import check_statements, handling_of
from accordtrack.ledger import kinds
from accordtrack.ledger.entry import canonical
from accordtrack.ledger.kinds import canonical_body
from accordtrack.ledger.statements import StatusReport
from accordtrack.vocabulary import Basis, CommitmentKind, LinkStrength, Responsible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from accordtrack.dataset.folder_records import Item
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind

Counts = dict[str, "int | dict[str, int]"]
"""Counts by name: whole numbers, and one map of numbers by side."""


@dataclass(frozen=True, slots=True)
class DataEntry:
    """One entry to write. ``answers`` is the id of the statement that a position answers: its hash is not known yet."""

    kind: str
    body: Record
    handling: str
    place: str
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """The content of a data folder. One with ``problems`` is not loaded; its ``entries`` are then the valid ones."""

    accord_id: str = ""
    facts_until: str | None = None
    entries: tuple[DataEntry, ...] = ()
    counts: Counts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def digest(self) -> str:
        """The digest that identifies an edition of the folder."""
        return edition_digest((one.kind, one.handling, canonical_body(one.body), one.answers) for one in self.entries)


def edition_digest(records: Iterable[tuple[str, str, Mapping[str, Any], str | None]]) -> str:
    """Return the SHA-256 over the records of a folder, their marks and their order.

    Each record has its kind, mark and body, and the id of the statement that it answers, if it answers one.
    """
    found = hashlib.sha256()
    for kind, handling, body, answers in records:
        line = {"kind": kind, "handling": handling, "body": body}
        found.update(canonical(line if answers is None else {**line, "answers": answers}) + b"\n")
    return found.hexdigest()


def read_folder(folder: Path, *, trusted: bool = False) -> Dataset:
    """Read and check a folder. In a ``trusted`` one, the shipped folder, the rows of panel releases are not read.

    Never raises for bad content: faults are returned in ``Dataset.problems`` with file, line and advice.
    """
    faults = Faults()
    files = Files(folder, faults)
    if not files.is_usable():
        return Dataset(problems=faults.problems())
    records = read_package(files, faults) if files.packaged else read_records(files, faults, trusted=trusted)
    check_records(records, faults)
    check_statements(records, faults)
    items = [*_before_statements(records), *_statements(records, faults)]
    marks = {body.id: body.handling for _item, body in records.valid_records(kinds.COMMITMENT)}
    entries = tuple(
        DataEntry(item.kind, item.body, handling_of(item, marks).value, item.place, item.about)
        for item in items
        if item.body is not None
    )
    accord = next((body for _item, body in records.valid_records(kinds.ACCORD)), None)
    return Dataset(
        accord.id if accord else "",
        accord.facts_until if accord else None,
        entries,
        _counts(records, len(accord.themes) if accord else 0),
        faults.problems(),
    )


def _before_statements(records: Records) -> Iterator[Item]:
    for family in FILES:
        if family == "body":
            bodies = records[family]
            yield from _after_predecessors(
                bodies, {item.id: item for item in bodies}, lambda item: item.raw.get("parent")
            )
        elif family == "evaluation":
            listed = records[family]
            yield from _after_predecessors(
                listed, {item.id: item for item in listed}, lambda item: item.raw.get("version_of")
            )
        elif family != "statement":
            yield from records[family]


def _statements(records: Records, faults: Faults) -> list[Item]:
    """Return the statements by known date, then file order, with each answered statement before its answer."""
    items = [item for item, _body in sorted(records.valid_statements(), key=lambda pair: pair[1].said_on)]
    by_id = {item.id: item for item in items}
    for item in items:
        if _answers_itself(item, by_id):
            problem = Problem("The answers form a circle", "Correct what one of them is about.")
            faults.add(item.file, item.line("about"), problem, "about")
    return list(_after_predecessors(items, by_id, lambda item: item.about))


def _answers_itself(item: Item, by_id: Mapping[str | None, Item]) -> bool:
    seen, at = set(), by_id.get(item.about) if item.about else None
    while at is not None and at is not item and at.id not in seen:
        seen.add(at.id)
        at = by_id.get(at.about) if at.about else None
    return at is item


def _after_predecessors(
    items: Iterable[Item], by_id: Mapping[str | None, Item], first: Callable[[Item], object]
) -> Iterator[Item]:
    """Yield each item once, after its predecessor ``first(item)``; a cycle is broken at the first repeated item."""
    done: set[int] = set()
    for item in items:
        way: list[Item] = []
        at: Item | None = item
        while at is not None and id(at) not in done:
            done.add(id(at))
            way.append(at)
            before = first(at)
            at = by_id.get(before) if isinstance(before, str) else None
        yield from reversed(way)


def _counts(records: Records, themes: int) -> Counts:
    """Count the records by kind, with the keys of COUNTS.json."""
    commitments = [body for _item, body in records.valid_records(kinds.COMMITMENT)]
    indicators = [body for _item, body in records.valid_records(kinds.INDICATOR)]
    links = [body for _item, body in records.valid_records(kinds.LINK)]
    statements = [body for _item, body in records.valid_statements()]
    counts = Counter(item.kind for item, _body in records.valid_statements())
    sides = Counter(body.responsible_side for body in commitments)

    def count(kind: Kind[Any]) -> int:
        return sum(1 for _pair in records.valid_records(kind))

    return {
        "commitments": len(commitments),
        "of_kind_commitment": sum(body.kind is CommitmentKind.COMMITMENT for body in commitments),
        "by_side": {side.value: sides[side] for side in (Responsible.JOINT, Responsible.US, Responsible.MX)},
        "indicators": len(indicators),
        "measurements": count(kinds.MEASUREMENT),
        "targets": sum(body.target is not None for body in indicators),
        "statements": len(statements),
        "statuses": counts[kinds.STATUS_REPORT.name],
        "stated": sum(isinstance(body, StatusReport) and body.basis is Basis.STATED for body in statements),
        "positions": counts[kinds.POSITION_TAKE.name],
        "evidence": counts[kinds.EVIDENCE_ADD.name],
        "links": len(links),
        "direct_links": sum(body.strength is LinkStrength.DIRECT for body in links),
        "events": count(kinds.EVENT),
        "conflicts": count(kinds.CONFLICT),
        "evaluations": count(kinds.EVALUATION),
        "chains": count(kinds.CHAIN),
        "panel_series": count(kinds.PANEL_SERIES),
        "panel_releases": count(kinds.PANEL_RELEASE),
        "panel_rows": sum(body.rows for _item, body in records.valid_records(kinds.PANEL_RELEASE)),
        "bodies": count(kinds.BODY),
        "sources": count(kinds.SOURCE),
        "frameworks": count(kinds.FRAMEWORK),
        "goals": count(kinds.GOAL),
        "areas": count(kinds.AREA),
        "themes": themes,
    }
