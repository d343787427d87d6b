"""A folder of data as one value: its entries in the order in which they are loaded, its counts, its faults."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.problems import Problem
from accordtrack.register.faults import Faults
from accordtrack.register.foldercheck import check_records
from accordtrack.register.folderfiles import Files
from accordtrack.register.folderrecords import FILES, Records, read_records
from accordtrack.register.foldersaid import check_statements, handling_of
from accordtrack.register.packagefiles import read_package
from accordtrack.vocabulary import Basis, CommitmentKind, Handling, LinkStrength, Responsible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from accordtrack.register.folderrecords import Item

Counts = dict[str, "int | dict[str, int]"]
"""How many of each: whole numbers, and one map of them by side."""


@dataclass(frozen=True, slots=True)
class DataEntry:
    """One entry to be made. ``answers`` is the id of the statement that a position answers, in place of its hash."""

    kind: str
    body: Mapping[str, Any]
    handling: str
    place: str
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a folder says. With ``problems`` it is not loaded; the entries are then those that are sound."""

    accord_id: str = ""
    facts_until: str | None = None
    entries: tuple[DataEntry, ...] = ()
    counts: Counts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_folder(folder: Path) -> Dataset:
    """Read and check a folder. Whatever it holds, faults come back as values with file, line and advice."""
    faults = Faults()
    files = Files(folder, faults)
    if not files.usable():
        return Dataset(problems=faults.problems())
    records = read_package(files, faults) if files.packaged else read_records(files, faults)
    check_records(records, faults)
    check_statements(records, faults)
    items = [*_before_statements(records), *_statements(records, faults)]
    marks = {body["id"]: Handling(body["handling"]) for _item, body in records.sound("commitment")}
    entries = tuple(
        DataEntry(item.kind, item.body, handling_of(item, marks).value, item.place, item.about)
        for item in items
        if item.body is not None
    )
    accord = next((body for _item, body in records.sound("accord")), {})
    return Dataset(
        accord.get("id", ""),
        accord.get("facts_until"),
        entries,
        _counts(records, len(accord.get("themes", ()))),
        faults.problems(),
    )


def _before_statements(records: Records) -> Iterator[Item]:
    for family in FILES:
        if family == "body":
            bodies = records[family]
            yield from _after(bodies, {item.id: item for item in bodies}, lambda item: item.raw.get("parent"))
        elif family != "statement":
            yield from records[family]


def _statements(records: Records, faults: Faults) -> list[Item]:
    """By known date, what is answered before its answer, else in the order of the file."""
    said = sorted((item for item, _body in records.sound("statement")), key=lambda item: str(item.raw["said_on"]))
    by_id = {item.id: item for item in said}
    for item in said:
        if _answers_itself(item, by_id):
            problem = Problem("The answers go round in a circle", "Correct what one of them is about.")
            faults.add(item.file, item.line("about"), problem, "about")
    return list(_after(said, by_id, lambda item: item.about))


def _answers_itself(item: Item, by_id: Mapping[str | None, Item]) -> bool:
    seen, at = set(), by_id.get(item.about) if item.about else None
    while at is not None and at is not item and at.id not in seen:
        seen.add(at.id)
        at = by_id.get(at.about) if at.about else None
    return at is item


def _after(items: Iterable[Item], by_id: Mapping[str | None, Item], first: Callable[[Item], object]) -> Iterator[Item]:
    """Each item once, after the one that must come before it; a circle is broken where it is met."""
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
    """How many of each, under the names of COUNTS.json."""
    bodies = {family: [body for _item, body in records.sound(family)] for family in FILES}
    kinds = Counter(item.kind for item, _body in records.sound("statement"))
    sides = Counter(body["responsible_side"] for body in bodies["commitment"])
    return {
        "commitments": len(bodies["commitment"]),
        "of_kind_commitment": sum(body["kind"] == CommitmentKind.COMMITMENT for body in bodies["commitment"]),
        "by_side": {side: sides[side] for side in (Responsible.JOINT.value, "US", "MX")},
        "indicators": len(bodies["indicator"]),
        "measurements": len(bodies["measurement"]),
        "targets": sum(body["target"] is not None for body in bodies["indicator"]),
        "statements": len(bodies["statement"]),
        "statuses": kinds["status.report"],
        "stated": sum(body.get("basis") == Basis.STATED for body in bodies["statement"]),
        "positions": kinds["position.take"],
        "evidence": kinds["evidence.add"],
        "links": len(bodies["link"]),
        "direct_links": sum(body["strength"] == LinkStrength.DIRECT for body in bodies["link"]),
        "events": len(bodies["event"]),
        "conflicts": len(bodies["conflict"]),
        "bodies": len(bodies["body"]),
        "sources": len(bodies["source"]),
        "frameworks": len(bodies["framework"]),
        "goals": len(bodies["goal"]),
        "areas": len(bodies["area"]),
        "themes": themes,
    }
