"""Names and values of fields in entries and records, for display. Not yet sanitized."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import field_name as field
from accordtrack.labels import LABELS
from accordtrack.ledger.amended_parts import is_text
from accordtrack.text.calendar_names import short_date
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from accordtrack.core.problems import Problem

DATES = frozenset(
    [
        "agreed_on",
        "asked_on",
        "baseline_from",
        "baseline_to",
        "by",
        "date",
        "due_on",
        "effective_on",
        "expires_on",
        "facts_until",
        "first",
        "first_due_on",
        "first_period",
        "headline_on",
        "last",
        "on",
        "period",
        "period_end",
        "period_start",
        "published_on",
        "released_on",
        "rest_from",
        "said_on",
        "starts_on",
    ]
)
"""Fields of records that hold a day, a month or a year."""


def field_in_language(name: str, language: str) -> str:
    """Return the name of a field, with the language of its text if that is not the user's."""
    return field(name) if language == i18n.language() else f"{field(name)} ({label('language', language)})"


def changed_field(name: str, value: object) -> str:
    """Return the name of a field that a change sets to ``value``, with the language of a text that changes in one only."""
    only = next(iter(value)) if is_text(value) and len(value) == 1 else i18n.language()
    return field_in_language(name, only)


def is_supplied(inferred: Container[str], part: str) -> bool:
    """Whether this tracker supplied a part of a field, such as ``lead.US``: it lists the part, or the whole field."""
    return part in inferred or part.partition(".")[0] in inferred


def value_text(name: str, content: object) -> str:
    """Return a value of the field ``name`` in one line, empty if there is none."""
    return i18n.field_value(name, content, nothing="")


def value_with_dates(name: str, content: object) -> str:
    """Return the same with dates as short as a table needs. Only fields that hold dates change; a text stays to the letter."""
    return value_text(name, _with_short_dates(name, content))


def _with_short_dates(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return value if is_text(value) else {key: _with_short_dates(str(key), one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_short_dates(name, one) for one in value]
    return short_date(value) if isinstance(value, str) and name in DATES else value


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
