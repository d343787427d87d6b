"""The tables of ``docs/json.md`` read as what they promise, and printed JSON held against them key by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from accordtrack import vocabulary
from accordtrack.core.dates import is_date, is_partial_date
from accordtrack.statuses import Status

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
ENVELOPE = ("version", "type")
REST = "…"

_LINK = re.compile(r"\[([^\]]+)\]\(#[a-z_-]+\)")
_CODE = re.compile(r"`([^`]+)`")
_BY = re.compile(r"by (side|id|\*[a-z ]+\*) (.+)")
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WORDS: dict[str, type[StrEnum]] = {
    "side": vocabulary.Side,
    "seat": vocabulary.Seat,
    "responsible side": vocabulary.Responsible,
    "speaker": vocabulary.Speaker,
    "text basis": vocabulary.TextBasis,
    "basis": vocabulary.Basis,
    "kind": vocabulary.CommitmentKind,
    "level": vocabulary.Level,
    "status": Status,
    "stance": vocabulary.Stance,
    "ground": vocabulary.Ground,
    "standing": vocabulary.Standing,
    "due basis": vocabulary.DueBasis,
    "timeliness": vocabulary.Timeliness,
    "grade": vocabulary.Grade,
    "provenance": vocabulary.Provenance,
    "handling": vocabulary.Handling,
    "theme": vocabulary.Theme,
    "copy": vocabulary.Copy,
    "release class": vocabulary.ReleaseClass,
    "direction": vocabulary.Direction,
    "strength": vocabulary.LinkStrength,
    "qualifier": vocabulary.Qualifier,
    "precision": vocabulary.Precision,
    "state": vocabulary.MeasurementState,
}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()


def _number(value: object) -> bool:
    """A number with the promised decimals at most."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == round(value, 12)


def _both(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"en", "es"} and all(map(_text, value.values()))


_VALUES: dict[str, Callable[[Any], bool]] = {
    "text": _text,
    "hash": lambda value: isinstance(value, str) and bool(_HASH.fullmatch(value)),
    "date": lambda value: isinstance(value, str) and is_date(value),
    "partial date": lambda value: isinstance(value, str) and is_partial_date(value),
    "time": lambda value: isinstance(value, str) and bool(_TIME.fullmatch(value)),
    "count": lambda value: _whole(value) and value >= 0,
    "whole number": _whole,
    "number": _number,
    "yes or no": lambda value: isinstance(value, bool),
    "{en, es}": _both,
    "{en, es} of lines": lambda value: isinstance(value, dict) and set(value) == {"en", "es"} and all(value.values()),
    "record value": lambda value: value is not None,
}


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a table: its value as written, and what null means, or nothing."""

    value: str
    null: str


@dataclass(slots=True)
class Contract:
    """The page, and which of its keys were seen to hold something."""

    types: dict[str, dict[str, Key]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def promised(self) -> set[tuple[str, str]]:
        """Every key of the page, with the type in whose table it stands."""
        return {(name, key) for name, keys in self.types.items() for key in keys if key != REST}

    def keys(self, name: str) -> dict[str, tuple[str, Key]]:
        """Every key of a type with the type that declares it: this one, or one that it extends."""
        own = dict(self.types[name])
        rest = own.pop(REST, None)
        return {**(self.keys(_linked(rest.value)) if rest else {}), **{key: (name, held) for key, held in own.items()}}

    def check(self, name: str, found: Any, where: str, *, beside: tuple[str, ...] = ()) -> None:  # noqa: ANN401
        """``found`` has exactly the keys of type ``name`` and those ``beside``, each with a value of its type."""
        keys = self.keys(name)
        assert set(found) - set(beside) == set(keys), f"{where} ({name})"
        for key, (owner, promised) in keys.items():
            if found[key] is None:
                assert promised.null, f"{where}.{key} is null"
                continue
            if found[key] != []:
                self.seen.add((owner, key))
            self._value(promised.value, found[key], f"{where}.{key}")

    def _value(self, promised: str, found: Any, where: str) -> None:  # noqa: ANN401
        if promised.startswith("list of "):
            assert isinstance(found, list), where
            for number, item in enumerate(found):
                self._value(promised.removeprefix("list of "), item, f"{where}[{number}]")
        elif by := _BY.fullmatch(promised):
            assert by[1] == "id" or set(found) <= set(_WORDS[by[1].strip("*")]), where
            for name, item in found.items():
                self._value(by[2], item, f"{where}.{name}")
        elif " or [" in promised:
            whole, other = (_linked(part) for part in promised.split(" or "))
            self.check(whole if set(found) == set(self.keys(whole)) else other, found, where)
        elif _LINK.search(promised):
            self.check(_linked(promised), found, where)
        elif promised.startswith("*"):
            assert found in list(_WORDS[promised.strip("*")]), f"{where}: {found!r}"
        elif words := _CODE.findall(promised):
            assert found in words, f"{where}: {found!r}"
        else:
            assert _VALUES[promised](found), f"{where}: {found!r} is no {promised}"


def _linked(value: str) -> str:
    found = _LINK.search(value)
    assert found, value
    return found[1]


def _tables() -> Iterator[tuple[str, list[str]]]:
    """Cells of every line of every table, under the heading in force."""
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#").strip().strip("`")
        elif line.startswith("| ") and not line.startswith("| ---"):
            yield heading, [cell.strip() for cell in line.strip("|").split("|")]


def types() -> Contract:
    made = Contract()
    for heading, cells in _tables():
        if len(cells) == 4 and heading != "Envelope" and cells[1] != "value":
            made.types.setdefault(heading, {})[cells[0].strip("`")] = Key(cells[1], cells[2])
    return made


def printed() -> dict[str, str]:
    return {
        verb: _linked(cells[1])
        for heading, cells in _tables()
        if heading == "Envelope" and len(cells) == 2 and cells[0] != "verb"
        for verb in _CODE.findall(cells[0])
    }


def rows() -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each type of a line: the type of its row, and the keys beside it."""
    page = types()
    return {
        cells[1].strip("`"): (
            _linked(cells[2]),
            (*_CODE.findall(cells[3]), *(key for name in _LINK.findall(cells[3]) for key in page.keys(name))),
        )
        for _heading, cells in _tables()
        if cells[1].endswith("_row`")
    }


def columns() -> dict[str, str]:
    return {
        kind: cells[2].strip("`")
        for heading, cells in _tables()
        if heading == "CSV" and cells[0] != "type"
        for kind in _CODE.findall(cells[0])
    }
