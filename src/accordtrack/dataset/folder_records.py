"""Reads the records of a data folder and validates each against its model.

``read_records`` is the entry point. Each record keeps the line numbers of its fields, so that faults can name them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError

from accordtrack.core.problems import Problem
from accordtrack.dataset import folder_statements, measurement_table, panel_files
from accordtrack.dataset.yaml_file import field_name, read_yaml
from accordtrack.fields import COMMITMENT
from accordtrack.ledger.fields import problems_of
from accordtrack.ledger.kinds import KINDS, PANEL_SERIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.dataset.faults import Faults
    from accordtrack.dataset.folder_files import Files
    from accordtrack.dataset.yaml_file import KeyPath, Located
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.vocabulary import Handling

    Statement = StatusReport | EvidenceAdd | PositionTake

B = TypeVar("B", bound="Record")

FILES = {
    "accord": "accord.yaml",
    "body": "bodies.yaml",
    "source": "sources.yaml",
    "framework": "frameworks.yaml",
    "goal": "frameworks.yaml",
    "area": "frameworks.yaml",
    "commitment": "commitments",
    "indicator": "indicators.yaml",
    "link": "indicators.yaml",
    "measurement": "measurements.csv",
    "panel_series": "panel/series.yaml",
    "panel_break": "panel/series.yaml",
    "panel_release": "panel/releases.csv",
    "event": "events.yaml",
    "conflict": "conflicts.yaml",
    "evaluation": "evaluations.yaml",
    "chain": "chains.yaml",
    "statement": "statements.yaml",
}
"""The file or folder of each record family, in load order."""

_KINDS = {
    "accord": "accord.set",
    "body": "body.add",
    "source": "source.add",
    "framework": "framework.add",
    "goal": "goal.add",
    "area": "area.add",
    "commitment": "commitment.add",
    "indicator": "indicator.add",
    "link": "indicator.link",
    "measurement": "measurement.add",
    "panel_series": "panel.series",
    "panel_release": "panel.release",
    "panel_break": "panel.break",
    "event": "event.record",
    "conflict": "conflict.record",
    "evaluation": "evaluation.record",
    "chain": "chain.set",
}
_FLAGS = (*(one.name for one in COMMITMENT if one.value_type == "flag"), "ratio")
_WHOLE = ("hold", "max_age_days")
"""Fields with whole-number models that would also accept text such as NO; the file must hold the exact type."""

_LISTS = {"frameworks": "framework", "goals": "goal", "areas": "area"}
_LISTED = (
    *("body", "source", "indicator", "panel_series", "event", "conflict", "evaluation", "chain"),
    "statement",
)
"""Families whose file is a list of records, in the order in which they are read."""
_NESTED = {"indicator": {"links": "link"}, "panel_series": {"breaks": "panel_break"}}
"""Fields that hold a list of records of another family; each becomes an entry of its own."""
_OWNER = {"link": ("indicator", "indicator"), "panel_break": ("panel_series", "series")}
"""For each such family, the family that holds it and the field that names the holder."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record of the folder.

    ``raw`` holds the fields as written. ``body`` is the body of an entry of ``kind``, or None if the record is invalid.
    ``about`` is the id of the statement that a position answers. ``handling`` is the record's own handling mark, if
    any.
    """

    family: str
    raw: Mapping[str, Any]
    file: str
    start: int
    located: Located | None = None
    at: KeyPath = ()
    kind: str = ""
    body: Record | None = None
    about: str | None = None
    handling: Handling | None = None

    @property
    def id(self) -> str | None:
        """The id as written, or None if there is none."""
        value = self.raw.get("code" if self.family == "body" else "id")
        return value if isinstance(value, str) else None

    @property
    def place(self) -> str:
        """File and line where the record begins."""
        return f"{self.file}:{self.start}"

    def line(self, *path: str | int) -> int:
        """Return the line of a field, or of its nearest existing parent."""
        return self.located.line((*self.at, *path)) if self.located else self.start


@dataclass(slots=True)
class Records:
    """All records of a folder by family, in file order. ``unread`` names the families with unread records."""

    by_family: dict[str, list[Item]] = field(default_factory=lambda: {family: [] for family in FILES})
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, family: str) -> list[Item]:
        return self.by_family[family]

    def valid_records(self, kind: Kind[B]) -> Iterator[tuple[Item, B]]:
        """Yield the valid records of a kind with their bodies."""
        family = kind.family if kind.family in self.by_family else "statement"
        found = ((item, item.body) for item in self.by_family[family] if item.kind == kind.name)
        return ((item, cast("B", body)) for item, body in found if body is not None)

    def valid_statements(self) -> Iterator[tuple[Item, Statement]]:
        """Yield the valid statements (statuses, evidence and positions) with their bodies, in file order."""
        return ((item, cast("Statement", item.body)) for item in self.by_family["statement"] if item.body is not None)


def read_records(files: Files, faults: Faults, *, trusted: bool = False) -> Records:
    """Read all records of the folder. The rows of panel releases are not read if the folder is ``trusted``."""
    reader = Reader(files, faults)
    reader.read_accord()
    reader.read_frameworks()
    reader.read_measurements()
    for family in _LISTED:
        reader.read_list(family, FILES[family])
    reader.read_releases(trusted=trusted)
    for name in files.commitment_files():
        reader.read_list("commitment", name)
    unread = {name.split("/")[0] for name in files.unread}
    reader.records.unread |= {family for family, file in FILES.items() if file in unread}
    return reader.records


class Reader:
    """Fills ``records`` file by file."""

    def __init__(self, files: Files, faults: Faults) -> None:
        self._files, self._faults = files, faults
        self.records = Records()

    def read_accord(self) -> None:
        """Read accord.yaml, which holds one record."""
        name = FILES["accord"]
        located = self._read_located(name)
        if located and self._is_record(name, located.line(()), located.data):
            self.add_record(Item("accord", located.data, name, located.line(()), located), located.data)

    def read_frameworks(self) -> None:
        """Read frameworks.yaml, which holds three named lists: frameworks, goals and areas."""
        name = FILES["framework"]
        located = self._read_located(name)
        if not located:
            return
        if not self._is_record(name, located.line(()), located.data):
            self._files.unread.add(name)
            return
        for key, value in located.data.items():
            if key in _LISTS:
                self._add_list(_LISTS[key], name, located, (key,), value)
            else:
                self._add_unknown_field(name, located.line((key,)), key)

    def read_list(self, family: str, name: str) -> None:
        """Read a file that is a list of records of one family."""
        if located := self._read_located(name):
            self._add_list(family, name, located, (), located.data)

    def read_measurements(self) -> None:
        """Read measurements.csv, which holds one measurement per row."""
        name = FILES["measurement"]
        words = self._files.text(name)
        if words is None:
            return
        for line, fields in measurement_table.read_measurements(words, name, self._faults):
            self.add_record(Item("measurement", fields, name, line), fields)

    def read_releases(self, *, trusted: bool) -> None:
        """Read panel/releases.csv, and unless the folder is ``trusted``, the file of each release."""
        name = FILES["panel_release"]
        words = self._files.text(name)
        series = {item.id: body for item, body in self.records.valid_records(PANEL_SERIES)}
        held: dict[str, panel_files.Rows] = {}
        for line, row in panel_files.read_releases(words or "", name, self._faults):
            fields = row if trusted else panel_files.with_contents(row, series, line, self._files, self._faults, held)
            self.add_record(Item("panel_release", fields, name, line), fields)
        if not trusted:
            panel_files.check_people(series, held, self._faults)

    def _read_located(self, name: str) -> Located | None:
        """Return the content of a YAML file and record its faults; None if there is none or reading stopped early."""
        words = self._files.text(name)
        if words is None:
            return None
        located = read_yaml(words)
        for line, problem in located.faults:
            self._faults.add(name, line, problem)
        if located.whole:
            return located
        self._files.unread.add(name)
        return None

    def _is_record(self, name: str, line: int, value: object) -> bool:
        if isinstance(value, dict):
            return True
        problem = Problem("A record with named fields is needed here", "Write its fields as name: value.")
        self._faults.add(name, line, problem)
        return False

    def _add_unknown_field(self, name: str, line: int, key: str) -> None:
        problem = Problem('Unknown field "{field}"', "Remove it, or correct its name.", values={"field": key})
        self._faults.add(name, line, problem)

    def _add_list(self, family: str, name: str, located: Located, at: KeyPath, value: object) -> None:
        """Read a list of records; None counts as an empty list."""
        if value is None:
            return
        if not isinstance(value, list):
            problem = Problem("A list is needed here", "Begin every record with a hyphen.")
            self._faults.add(name, located.line(at), problem)
            self.records.unread |= {family} - {"link"}
            return
        for index, raw in enumerate(value):
            path = (*at, index)
            line = located.line(path)
            if self._is_record(name, line, raw):
                self._dispatch_record(Item(family, raw, name, line, located, path))

    def _dispatch_record(self, item: Item) -> None:
        match item.family:
            case "statement":
                self.add_statement(item)
            case "indicator" | "panel_series":
                nested = _NESTED[item.family]
                self.add_record(item, {key: value for key, value in item.raw.items() if key not in nested})
                for key, family in nested.items():
                    if item.located and item.id:
                        self._add_list(family, item.file, item.located, (*item.at, key), item.raw.get(key))
            case "link" | "panel_break":
                self._add_nested(item)
            case _:
                self.add_record(item, item.raw)

    def _add_nested(self, item: Item) -> None:
        """Add a record that is nested in another but becomes an entry of its own."""
        family, field_of_holder = _OWNER[item.family]
        if field_of_holder in item.raw:
            self._add_unknown_field(item.file, item.line(field_of_holder), field_of_holder)
        self.add_record(item, {**item.raw, field_of_holder: self.records[family][-1].id})

    def add_statement(self, item: Item) -> None:
        """Add a statement: a status, a position or evidence."""
        read = folder_statements.read_statement(item.raw)
        for path, problem in read.faults:
            self._faults.add(item.file, item.line(*path), problem, str(path[0]))
        item = replace(item, kind=read.kind, about=read.about, handling=read.handling)
        if read.kind:
            self.add_record(item, read.fields)
        else:
            self.records["statement"].append(item)

    def add_record(self, item: Item, fields: Mapping[str, Any]) -> None:
        """Validate a record, record its faults and add it, with its entry body if it is valid."""
        item = replace(item, kind=item.kind or _KINDS[item.family])
        if item.located:
            fields = self._with_placeholders(item, fields)
        try:
            record = KINDS[item.kind].model.model_validate(fields)
        except ValidationError as error:
            for path, problem in problems_of(error):
                written = folder_statements.as_written(path, item.kind)
                named = replace(problem, values={**problem.values, "field": field_name(written)})
                self._faults.add(item.file, item.line(*written), named)
        else:
            item = replace(item, body=record)
        self.records[item.family].append(item)

    def _with_placeholders(self, item: Item, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields with placeholders for values that are no flag or whole number, each recorded as a fault."""
        wrong = [name for name in _FLAGS if not isinstance(fields.get(name, False), bool)]
        wrong += [name for name in _WHOLE if type(fields.get(name)) not in {int, type(None)}]
        for name in wrong:
            values = {"field": name, "value": fields[name]}
            problem = (
                Problem('The field "{field}" cannot be "{value}"', "Write true or false.", values=values)
                if name in _FLAGS
                else Problem('The field "{field}" cannot be "{value}"', "Write a whole number.", values=values)
            )
            self._faults.add(item.file, item.line(name), problem)
        return {**fields, **{name: False if name in _FLAGS else 1 for name in wrong}}
