"""Blocks of record pages: name and value pairs, statements, short lists and collapsible parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.documents.model import Sentence


@dataclass(frozen=True, slots=True)
class LabeledPairs:
    """Names with their values. ``close`` puts short pairs side by side."""

    pairs: tuple[tuple[str, tuple[Sentence, ...]], ...]
    close: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines under a title that is not a heading. ``numbered`` lines must be read in order."""

    lines: tuple[Sentence, ...]
    title: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: who and when, its meaning in a word or two, the text, and notes.

    ``original`` is the text in the speaker's language if that is not the current one. An ``official`` statement is
    shown in translation; any other is an account that exists in both languages.
    """

    anchor: str
    head: str
    says: str = ""
    words: str = ""
    original: str = ""
    original_language: str = ""
    official: bool = False
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A level 4 heading, below the heading of a side."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Collapsible:
    """Blocks that the reader opens by their summary, without a script."""

    id: str
    summary: str
    blocks: tuple[object, ...]
