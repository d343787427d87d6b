"""Defines the tables of a data package, with columns derived from the record models.

A bilingual field becomes two columns, and a field with subfields one column for each. A list is a JSON array, because
its items may contain any character. Numbers are not rounded, and an empty cell is an omitted field.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from accordtrack.ledger.fields import Day, Number, PartialDay, Record
from accordtrack.ledger.kinds import KINDS
from accordtrack.ledger.records import ConflictClaim, ThemeRecord
from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
from accordtrack.vocabulary import Handling, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_CARRIED = "not_carried"
"""The table of content that a package cannot hold; it is ignored when a register is created from the package."""

PROVENANCE = "provenance"
"""The column that says who wrote a statement. It is ignored when a register is created: then the folder wrote it."""

ADDED_LATER = frozenset({PROVENANCE, "superseded"})
"""Columns that packages of earlier versions do not have."""

INSIDE = {"themes": ("accord", "themes"), "conflict_claims": ("conflicts", "claims")}
"""Tables whose rows are nested in a record of another table: the parent table and its field."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``path`` leads to the value in the record, and ``type`` is the Table Schema type (``partial``: a date that may lack
    its day). ``words`` are the allowed values, if limited.
    """

    name: str
    path: tuple[str, ...]
    type: str = "string"
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One table of a data package.

    ``kind`` is the kind of its entries, and ``key`` the columns that identify a row, if any. ``refers`` lists foreign
    keys as (column, table, column of that table); an empty table name means this table.
    """

    name: str
    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    refers: tuple[tuple[str, str, str], ...] = ()

    @property
    def family(self) -> str:
        """The record family, as in a data folder."""
        return KINDS[self.kind].family if self.kind else "statement"

    @property
    def file(self) -> str:
        """The file name."""
        return f"{self.name}.csv"


@cache
def specs() -> Mapping[str, Spec]:
    """Return all tables by name, in reading order."""
    source = ("source", "sources", "id")
    found = (
        _spec("accord", "accord.set", but={"themes"}),
        Spec("themes", "", (Column("number", (), "integer", required=True), *_columns(ThemeRecord)), ("code",)),
        _spec("bodies", "body.add", key=("code",), refers=(("parent", "", "code"),)),
        _spec("sources", "source.add"),
        _spec("frameworks", "framework.add"),
        _spec("goals", "goal.add", refers=(("framework", "frameworks", "id"),)),
        _spec("areas", "area.add", refers=(("goal", "goals", "id"),)),
        _spec("commitments", "commitment.add", refers=(("framework", "frameworks", "id"), ("area", "areas", "id"))),
        _spec("indicators", "indicator.add"),
        _spec(
            "links",
            "indicator.link",
            key=("indicator", "commitment"),
            refers=(("indicator", "indicators", "id"), ("commitment", "commitments", "id")),
        ),
        _spec(
            "measurements",
            "measurement.add",
            key=(),
            refers=(("indicator", "indicators", "id"), source),
        ),
        _spec("panel_series", "panel.series"),
        _spec("panel_breaks", "panel.break", key=(), refers=(("series", "panel_series", "id"), source)),
        _spec("panel_releases", "panel.release", key=(), refers=(("series", "panel_series", "id"), source)),
        _spec("events", "event.record"),
        _spec("conflicts", "conflict.record", but={"claims"}),
        Spec(
            "conflict_claims",
            "",
            (_parent_column("conflict", "string"), _parent_column("number", "integer"), *_columns(ConflictClaim)),
            ("conflict", "number"),
            (("conflict", "conflicts", "id"),),
        ),
        _spec("evaluations", "evaluation.record"),
        _spec("chains", "chain.set", key=("commitment",), refers=(("commitment", "commitments", "id"),)),
        _statements(),
    )
    return {spec.name: spec for spec in found}


def _parent_column(name: str, kind: str) -> Column:
    """Return a column that links a row to its parent record and is not a field of the record."""
    return Column(name, (), kind, required=True)


def _spec(
    name: str,
    kind: str,
    *,
    key: tuple[str, ...] = ("id",),
    refers: tuple[tuple[str, str, str], ...] = (),
    but: set[str] | None = None,
) -> Spec:
    return Spec(name, kind, tuple(_columns(KINDS[kind].model, but or set())), key, refers)


def _statements() -> Spec:
    """Return the table of statements: statuses, positions and evidence, like the list in a data folder."""
    found: dict[str, Column] = {}
    for model in (StatusReport, PositionTake, EvidenceAdd):
        for column in _columns(model):
            existing = found.setdefault(column.name, column)
            if not column.required:
                found[column.name] = Column(existing.name, existing.path, existing.type, words=existing.words)
    wanted = (
        *("id", "commitment", "speaker", "speaker_body", "half", "kind", "status", "basis", "stance", "about"),
        *("proposed_status", "title_en", "title_es", "url", "grade", "effective_on", "said_on", "text_en", "text_es"),
        *("handling", "sources", "inferred", "superseded", PROVENANCE),
    )
    beside = {
        "kind": Column("kind", ("kind",), required=True, words=("status", "position", "evidence")),
        "about": Column("about", ("about",)),
        "handling": Column("handling", ("handling",), words=tuple(mark.value for mark in Handling)),
        PROVENANCE: Column(PROVENANCE, (), words=tuple(one.value for one in Provenance)),
    }
    alone = {"commitment", "status", "basis", "stance", "title_en", "title_es"}
    columns = []
    for name in wanted:
        column = beside.get(name) or found[name]
        needed = name == "commitment" or (column.required and name not in alone)
        columns.append(Column(column.name, column.path, column.type, needed, column.words))
    refers = (("commitment", "commitments", "id"), ("speaker_body", "bodies", "code"), ("about", "", "id"))
    return Spec("statements", "", tuple(columns), refers=refers)


def _columns(
    model: type[Record], but: set[str] | None = None, at: tuple[str, ...] = (), *, must: bool = True
) -> Iterator[Column]:
    """Yield the columns of a model; ``but`` names fields that have a table of their own."""
    for field, info in model.model_fields.items():
        name = info.alias or field
        if but and name in but:
            continue
        marks = list(info.metadata)
        kinds = list(_kinds(info.annotation, marks))
        path = (*at, name)
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)), None)
        if inner is not None:
            yield from _columns(inner, at=path, must=must and info.is_required())
        else:
            words = tuple(kinds[0]) if isinstance(kinds[0], type) and issubclass(kinds[0], StrEnum) else ()
            yield Column("_".join(path), path, _type(kinds[0], marks), info.is_required() and must, words)


def _kinds(annotation: Any, marks: list[Any]) -> Iterator[Any]:  # noqa: ANN401
    """Yield the types an annotation allows, except None, and append its ``Annotated`` metadata to ``marks``."""
    if get_origin(annotation) in {Union, types.UnionType}:
        for part in get_args(annotation):
            yield from _kinds(part, marks)
    elif getattr(annotation, "__metadata__", None) is not None:
        marks.extend(annotation.__metadata__)
        yield from _kinds(get_args(annotation)[0], marks)
    elif annotation is not type(None):
        yield annotation


def _type(kind: Any, marks: list[Any]) -> str:  # noqa: ANN401
    if get_origin(kind) is tuple:
        return "array"
    if kind in {bool, int}:
        return "boolean" if kind is bool else "integer"
    for name, annotated in (("date", Day), ("partial", PartialDay), ("number", Number)):
        if get_args(annotated)[1] in marks:
            return name
    return "string"
