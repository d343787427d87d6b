"""Fields and values of entries and records as a person reads them, not yet washed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.labels import LABELS
from accordtrack.sentences.fields import GROUPS, field, value
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.problems import Problem

__all__ = ["GROUPS", "explained", "field", "value"]


def explained(problem: Problem) -> str:
    """A problem in words, its place by the field's name instead of its path in files."""
    head = problem.place.split(".")[0]
    known = next((name for name in (problem.place, head) if name in LABELS["field"]), None)
    return i18n.explain(replace(problem, place=label("field", known)) if known else problem)
