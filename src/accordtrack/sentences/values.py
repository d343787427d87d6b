"""Fields and values of entries and records as a person reads them, not yet washed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.labels import LABELS
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.problems import Problem

GROUPS = {
    "status": "status",
    "proposed_status": "status",
    "stance": "stance",
    "ground": "ground",
    "basis": "basis",
    "grade": "grade",
    "kind": "kind",
    "level": "level",
    "theme": "theme",
    "text_basis": "text basis",
    "due_basis": "due basis",
    "copy": "copy",
    "speaker": "side",
    "half": "side",
    "side": "side",
    "responsible_side": "side",
    "direction": "direction",
    "strength": "strength",
    "qualifier": "qualifier",
    "state": "state",
    "party": "side",
    "of": "side",
    "speaks_for": "side",
    "set_by": "set by",
    "themes": "theme",
    "branch": "branch",
    "periodicity": "periodicity",
    "precision": "precision",
    "value": "framework standing",
}
"""The group of the vocabulary that a field's words belong to."""


def field(name: str) -> str:
    """The name of a field in the language in force; one that is not in the vocabulary with blanks for underscores."""
    return label("field", name) if name in LABELS["field"] else name.replace("_", " ")


def value(name: str, content: object) -> str:
    """A value of ``name`` in one line: its word, the text of the language in force, lists and maps laid flat."""
    if isinstance(content, dict):
        if set(content) == {"en", "es"}:
            return str(content[i18n.language()])
        return ", ".join(f"{field(key)} {value(key, item)}" for key, item in content.items())
    if isinstance(content, list | tuple):
        return ", ".join(field(str(item)) if name == "inferred" else value(name, item) for item in content)
    if content is None:
        return ""
    if isinstance(content, bool):
        return i18n.tr("yes") if content else i18n.tr("no")
    group = "event kind" if name == "kind" and content in LABELS["event kind"] else GROUPS.get(name)
    return str(content) if group is None else label(group, str(content))


def explained(problem: Problem) -> str:
    """A problem in words, its place by the field's name instead of its path in files."""
    head = problem.place.split(".")[0]
    known = next((name for name in (problem.place, head) if name in LABELS["field"]), None)
    return i18n.explain(replace(problem, place=label("field", known)) if known else problem)
