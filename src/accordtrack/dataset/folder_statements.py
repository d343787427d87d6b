"""Converts the statements of statements.yaml into entry bodies: statuses, positions and evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from accordtrack.core.problems import Problem
from accordtrack.i18n import term_spelling
from accordtrack.ledger.fields import Id, Record, problems_of
from accordtrack.vocabulary import Handling  # noqa: TC001  pydantic reads annotations when the class is made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.dataset.yaml_file import KeyPath

POSITION = "position.take"
_KINDS = {"status": "status.report", "position": POSITION, "evidence": "evidence.add"}
_BESIDE = frozenset({"kind", "handling", "about"})
"""Fields that are not part of the entry body."""

_FIELDS = {
    "status": frozenset({"half", "status", "basis", "grade", "superseded"}),
    "position": frozenset({"half", "stance", "about", "proposed_status"}),
    "evidence": frozenset({"half", "title", "url", "grade"}),
}
_COMMON = frozenset(
    {
        "id",
        "commitment",
        "speaker",
        "speaker_body",
        "kind",
        "effective_on",
        "said_on",
        "text",
        "handling",
        "sources",
        "inferred",
    }
)


class _Beside(Record):
    """The validated fields of a statement that are not part of its entry body."""

    handling: Handling | None = None
    about: Id | None = None


@dataclass(slots=True)
class Statement:
    """A statement of the file, split into the fields of its entry body and the rest.

    ``kind`` is the kind of the entry, empty if unknown. ``faults`` pairs each problem with the path of its field.
    """

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    about: str | None = None
    handling: Handling | None = None
    faults: list[tuple[KeyPath, Problem]] = field(default_factory=list)


def read_statement(raw: Mapping[str, Any]) -> Statement:
    """Convert a record of statements.yaml; the ``text`` of a position becomes its ``reason``."""
    what = raw.get("kind")
    if not isinstance(what, str) or what not in _KINDS:
        values = {"field": "kind", "value": what, "expected": [term_spelling("record", name) for name in _KINDS]}
        problem = (
            Problem('Unknown {field} "{value}"', "Use one of: {expected}.", values=values)
            if "kind" in raw
            else Problem('The field "{field}" is missing', "Add it.", values=values)
        )
        return Statement("", faults=[(("kind",), problem)])
    statement = Statement(_KINDS[what])
    names = _COMMON | _FIELDS[what]
    for key, value in raw.items():
        if key not in names:
            problem = Problem('Unknown field "{field}"', "Remove it, or correct its name.", values={"field": key})
            statement.faults.append(((key,), problem))
        elif key not in _BESIDE:
            statement.fields["reason" if key == "text" and what == "position" else key] = value
    try:
        beside = _Beside.model_validate({key: raw[key] for key in ("handling", "about") if key in raw and key in names})
        statement.about, statement.handling = beside.about, beside.handling
    except ValidationError as error:
        statement.faults.extend(problems_of(error))
    return statement


def as_written(path: KeyPath, kind: str) -> KeyPath:
    """Return the path in the file of the value at ``path`` in an entry body of ``kind``."""
    return ("text", *path[1:]) if kind == POSITION and path[:1] == ("reason",) else path
