"""Strict YAML 1.2 reader: one document of maps, lists and core-schema scalars, with the line of each value.

Values are built from the parser's events instead of by its constructor. Tags, anchors, aliases and merge keys therefore
never take effect, ``NO`` and ``12:30`` stay text, and decimals keep their digits. Map keys must be text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Fault = tuple[int, Problem]
"""A line number, counted from 1, and its problem."""

_SYNTAX: tuple[tuple[str, bool, Problem], ...] = (
    ("end of stream", True, Problem("A quotation mark is not closed", "Close it.")),
    ("',' or", True, Problem("A bracket is not closed", "Close it, or put the text in quotation marks.")),
    ("node content", False, Problem("A value is missing, or a bracket is not closed", "Add what is missing.")),
    ("document start", False, Problem("The document ends before this line", "Make the line like its neighbors.")),
    (
        "escape",
        True,
        Problem(
            "A backslash in quotation marks is read as an escape character", "Write it twice, or use single quotes."
        ),
    ),
    (
        "cannot start any token",
        False,
        Problem("A value cannot begin with this character", "Put it in quotation marks; indent with spaces, not tabs."),
    ),
    (
        "mapping values are not allowed",
        False,
        Problem("A colon is not allowed here", "Put the text in quotation marks, or correct the indentation."),
    ),
    ("tab character", False, Problem("The indentation contains a tab", "Indent with blanks.")),
    (
        "expected",
        False,
        Problem("The indentation, a hyphen or a colon is wrong", "Make the line like its neighbors."),
    ),
)
"""Part of the parser's message, whether the fault is at the start of the structure, and the problem to report."""


def syntax_fault(error: YAMLError) -> Fault:
    """Return the line where a file stops being valid YAML, and the problem."""
    text = str(getattr(error, "problem", "") or "")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    for part, at_start, problem in _SYNTAX:
        if part in text:
            if at_start and isinstance(error, MarkedYAMLError) and error.context_mark:
                mark = error.context_mark
            return (mark.line + 1 if mark else 1), problem
    why = safe_text.shorten(safe_text.sanitize_line(text or type(error).__name__), 80)
    problem = Problem("This is not YAML: {why}", "Make the line like its neighbors.", values={"why": why})
    return (mark.line + 1 if mark else 1), problem


KeyPath = tuple[str | int, ...]
"""The path of a value from the top: map keys and list indexes."""

MAX_DEPTH = 32
MAX_KEY = 80
MAX_NUMBER = 40
MAX_VALUES = 500_000
"""Maximum number of values in a file; a hostile file beyond it would take minutes and gigabytes to check."""


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})
_MAX_EXPONENT = 30


@dataclass(frozen=True, slots=True)
class Located:
    """The content of a YAML file: plain values, their lines, and faults. If not ``whole``, reading stopped early."""

    data: Any
    lines: Mapping[KeyPath, int] = field(repr=False)
    faults: tuple[Fault, ...] = ()
    whole: bool = True

    def line(self, path: KeyPath) -> int:
        """Return the line of ``path``, or of its nearest existing parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(words: str) -> Located:
    """Read the one document in ``words``; faults are collected, and the valid content around them is kept."""
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=False).parse(words):
            builder.process_event(event)
    except _Stop:
        return builder.build_located(whole=False)
    except YAMLError as error:
        builder.faults.append(syntax_fault(error))
        return builder.build_located(whole=False)
    return builder.build_located(whole=True)


class _Stop(Exception):  # noqa: N818
    """Raised when reading cannot continue; the reason is already among the faults."""


@dataclass(slots=True)
class _Open:
    """A map or list that has not ended yet; ``key`` is None while a map waits for its next key."""

    value: dict[str, Any] | list[Any]
    path: KeyPath
    key: str | None = None
    skip: bool = False
    """Whether to drop the next value, because its key was refused."""


class _Builder:
    """Builds plain values from parser events."""

    def __init__(self) -> None:
        self.data: Any = None
        self.lines: dict[KeyPath, int] = {}
        self.faults: list[Fault] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._take: dict[type[Any], Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: lambda event: self._start(event, {}),
            events.SequenceStartEvent: lambda event: self._start(event, []),
            events.MappingEndEvent: lambda _event: self._end(),
            events.SequenceEndEvent: lambda _event: self._end(),
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
        }

    def process_event(self, event: Any) -> None:  # noqa: ANN401
        """Process one parser event."""
        if handler := self._take.get(type(event)):
            handler(event)

    def build_located(self, *, whole: bool) -> Located:
        """Return the result built so far."""
        return Located(self.data, self.lines, tuple(self.faults), whole)

    def _add_fault(self, event: Any, message: Problem) -> None:  # noqa: ANN401
        self.faults.append((event.start_mark.line + 1, message))

    def _document(self, event: Any) -> None:  # noqa: ANN401
        self._documents += 1
        if self._documents > 1:
            self._add_fault(event, Problem("A second document begins here", "Keep one document in a file."))
            raise _Stop
        if event.version not in {None, (1, 2)}:
            self._add_fault(event, Problem("The file asks for another version of YAML", "Remove the line with %YAML."))

    def _start(self, event: Any, value: dict[str, Any] | list[Any]) -> None:  # noqa: ANN401
        self._refuse_decorations(event)
        top = self._open[-1] if self._open else None
        if top and self._awaits_key(top):
            self._add_fault(event, Problem("A key must be a word", "Write a word and a colon."))
            raise _Stop
        if len(self._open) == MAX_DEPTH:
            values = {"limit": MAX_DEPTH}
            self._add_fault(
                event, Problem("Values are nested more than {limit} levels deep", "Flatten them.", values=values)
            )
            raise _Stop
        self._open.append(_Open(value, self._store_value(event, value)))

    def _end(self) -> None:
        self._open.pop()

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        values = {"name": _name(event.anchor)}
        self._add_fault(event, Problem('The alias "{name}" is not supported', "Write the value out.", values=values))
        top = self._open[-1] if self._open else None
        if top and self._awaits_key(top):
            top.skip = True
        else:
            self._store_value(event, None)

    @staticmethod
    def _awaits_key(top: _Open) -> bool:
        return isinstance(top.value, dict) and top.key is None and not top.skip

    def _refuse_decorations(self, event: Any) -> None:  # noqa: ANN401
        """Record a fault for an anchor or a tag, which would change the meaning of the written value."""
        if event.anchor is not None:
            values = {"name": _name(event.anchor)}
            self._add_fault(event, Problem('The anchor "{name}" is not supported', "Remove it.", values=values))
        if event.tag is not None:
            values = {"name": _name(event.tag)}
            self._add_fault(event, Problem('The tag "{name}" is not supported', "Remove it.", values=values))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        self._refuse_decorations(event)
        value: Any = event.value
        if len(value) > safe_text.MAX_TEXT:
            problem = Problem(
                "The text has {n} characters; the limit is {limit}",
                "Shorten it, or give the document as evidence.",
                values={"n": len(value), "limit": safe_text.MAX_TEXT},
            )
            self._add_fault(event, problem)
            value = value[:MAX_KEY]
        elif not event.style:
            try:
                value = parse_scalar(value)
            except ValueError:
                values = {"limit": MAX_NUMBER}
                problem = Problem("The number is too long", "Give at most {limit} digits.", values=values)
                self._add_fault(event, problem)
                value = None
        top = self._open[-1] if self._open else None
        if top and self._awaits_key(top):
            self._accept_key(event, top, value)
        else:
            self._store_value(event, value)

    def _accept_key(self, event: Any, top: _Open, key: Any) -> None:  # noqa: ANN401
        """Accept a map key, or mark its value to be dropped."""
        top.skip = True
        if not isinstance(key, str) or not _can_be_key(key):
            problem = Problem(
                '"{key}" cannot be a key',
                "Write a word of at most {limit} characters, in quotation marks if it is a number.",
                values={"key": _name(event.value), "limit": MAX_KEY},
            )
            self._add_fault(event, problem)
        elif key == "<<" and not event.style:
            self._add_fault(event, Problem("Merge keys are not supported", "Write the fields out."))
        elif isinstance(top.value, dict) and key in top.value:
            values = {"field": field_name((*top.path, key)), "first": self.lines[*top.path, key]}
            problem = Problem('The field "{field}" appears twice', "Line {first} has it too; keep one.", values=values)
            self._add_fault(event, problem)
        else:
            top.key, top.skip = key, False
            self.lines[*top.path, key] = event.start_mark.line + 1

    def _store_value(self, event: Any, value: Any) -> KeyPath:  # noqa: ANN401
        """Store a value in its parent and return its path."""
        if len(self.lines) >= MAX_VALUES:
            values = {"limit": MAX_VALUES}
            self._add_fault(event, Problem("The file holds more than {limit} values", "Split it.", values=values))
            raise _Stop
        if not self._open:
            self.data, self.lines[()] = value, event.start_mark.line + 1
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            path: KeyPath = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = event.start_mark.line + 1
            return path
        if top.key is None:
            top.skip = False
            return (*top.path, "")
        path = (*top.path, top.key)
        top.value[top.key] = value
        top.key = None
        return path


def field_name(path: KeyPath) -> str:
    """Return a path as readers see it, such as ``lead.US``; list items appear under the list's name."""
    return ".".join(part for part in path if isinstance(part, str))


def _can_be_key(key: str) -> bool:
    return 0 < len(key) <= MAX_KEY and (key.isidentifier() or safe_text.forbidden_character(key, lines=False) is None)


def _name(value: object) -> str:
    return safe_text.shorten(safe_text.sanitize_line(value), 40)


def parse_scalar(value: str) -> object:
    """Parse a plain scalar by the YAML 1.2 core schema. Raise ``ValueError`` for a number that is too long."""
    if value in _NULL:
        return None
    if value in _BOOL:
        return _BOOL[value]
    if value[0] not in "+-.0123456789":
        return value
    whole, based, number = _INT.fullmatch(value), _BASED.fullmatch(value), _FLOAT.fullmatch(value)
    if number is None and based is None:
        return Decimal(value.replace(".", "", 1)) if _INFINITE.fullmatch(value) or value in _NAN else value
    exponent = number.group(1) if number else None
    if len(value) > MAX_NUMBER or (exponent and (len(exponent) > MAX_NUMBER or abs(int(exponent)) > _MAX_EXPONENT)):
        raise ValueError(value)
    if whole:
        return int(value)
    return int(value, 0) if based else Decimal(value)
