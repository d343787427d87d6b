"""Every field of every kind of entry has a name for people, and so has every word of the vocabulary that stands in one."""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from accordtrack.fields import FURTHER
from accordtrack.labels import LABELS
from accordtrack.labels.fields import GROUPS
from accordtrack.ledger.fields import LocalText
from accordtrack.ledger.kinds import KINDS
from accordtrack.ledger.records import Commitment
from accordtrack.text import field_values
from accordtrack.vocabulary import Handling

PLAIN = {"TLP:CLEAR", "exact"}
"""Words that are shown as they stand, or not at all."""


def fields(model: type[BaseModel]) -> list[tuple[str, Any]]:
    """Names of the fields of a body and of what lies in it, with their types, as files name them."""
    found = []
    for name, info in model.model_fields.items():
        found.append((info.alias or name, info.annotation))
        found += [inner for part in parts(info.annotation) if issubclass(part, BaseModel) for inner in fields(part)]
    return found


def parts(annotation: Any) -> list[type]:  # noqa: ANN401
    """Every class in a type, those that speak both languages left out."""
    own = [annotation] if isinstance(annotation, type) and annotation is not LocalText else []
    return own + [part for argument in get_args(annotation) for part in parts(argument)]


def dates(model: type[BaseModel]) -> set[str]:
    """Names of the fields that hold a day or a part of one."""
    found = {
        info.alias or name
        for name, info in model.model_fields.items()
        if any(one in f"{info.metadata} {info.annotation}" for one in ("function _date ", "function _partial "))
    }
    inner = (part for info in model.model_fields.values() for part in parts(info.annotation))
    return found.union(*(dates(part) for part in inner if issubclass(part, BaseModel)))


def test_fields_put_into_words_are_those_that_hold_dates() -> None:
    assert set(field_values.DATES) == set().union(*(dates(kind.model) for kind in KINDS.values()))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_kind_has_a_label(kind: str) -> None:
    names = {name for name, _type in fields(KINDS[kind].model)}
    assert names
    assert names - set(LABELS["field"]) == set()


def test_every_kind_that_an_answer_can_name_has_a_label() -> None:
    unnamed = {"desk.open", "desk.rekey", "desk.close", "desk.review", "status.report", "status.reading"}
    assert set(KINDS) - unnamed - set(LABELS["answered entry"]) == set()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_vocabulary_word_has_a_label(kind: str) -> None:
    raw = {
        (name, str(word.value))
        for name, annotation in fields(KINDS[kind].model)
        for part in parts(annotation)
        if issubclass(part, Enum) and part is not Handling
        for word in part
        if name != "code" and word.value not in PLAIN and not _has_label(name, str(word.value))
    }
    assert raw == set()


def _has_label(name: str, word: str) -> bool:
    groups = (GROUPS.get(name, ""), "event kind" if name == "kind" else "")
    return bool(field_values.value_text(name, word)) and any(word in LABELS.get(group, {}) for group in groups)


def test_further_fields_are_empty_by_default() -> None:
    """An entry written before the field existed says neither yes nor no, and its rows in older registers stay as they are."""
    defaults = {one.name: Commitment.model_fields[one.name].default for one in FURTHER}
    assert {name: default for name, default in defaults.items() if default not in (None, ())} == {}
