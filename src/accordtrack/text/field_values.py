"""Names and values of fields in entries and records, for display. Not yet sanitized."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import field_name as field
from accordtrack.labels import LABELS
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.core.problems import Problem

__all__ = ["explain_problem", "field", "value_text"]


def value_text(name: str, content: object) -> str:
    """Return a value of the field ``name`` in one line, empty if there is none."""
    return i18n.field_value(name, content, nothing="")


def labeled_values(values: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the label and the words of each field."""
    yield from ((name, label("field", name), value_text(name, content)) for name, content in values)


def explain_problem(problem: Problem) -> str:
    """Return a problem in words for a form, which shows fields by label and not by name."""
    head = problem.place.split(".")[0]
    text = next((name for name in (problem.place, head) if name in LABELS["field"]), None)
    if text is None:
        return i18n.explain(problem)
    if problem.values.get("field") in {problem.place, problem.place.rpartition(".")[2]}:
        return i18n.explain(replace(problem, place="", values={**problem.values, "field": ("field", text)}))
    return i18n.explain(replace(problem, place=label("field", text)))
