"""Fields and values of entries and records as a person reads them, not yet washed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import field_name as field
from accordtrack.labels import LABELS
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.core.problems import Problem

__all__ = ["explained", "field", "value"]


def value(name: str, content: object) -> str:
    """A value of ``name`` in one line; nothing where there is none."""
    return i18n.field_value(name, content, nothing="")


def explained(problem: Problem) -> str:
    """A problem in words for a form, whose fields are known by their labels and not by their names in files."""
    head = problem.place.split(".")[0]
    known = next((name for name in (problem.place, head) if name in LABELS["field"]), None)
    if known is None:
        return i18n.explain(problem)
    if problem.values.get("field") in {problem.place, problem.place.rpartition(".")[2]}:
        return i18n.explain(replace(problem, place="", values={**problem.values, "field": ("field", known)}))
    return i18n.explain(replace(problem, place=label("field", known)))
