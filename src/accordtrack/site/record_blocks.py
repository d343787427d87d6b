"""Blocks of the pages of records: names with what they are, words as somebody said them, short lines, what is folded away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.site.page import Words


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with what they are; ``close`` where they stand beside each other, each a few words."""

    pairs: tuple[tuple[str, tuple[Words, ...]], ...]
    close: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines under a title that is no heading; one that is ``numbered`` is read in its order."""

    lines: tuple[Words, ...]
    title: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said: who and when, what it says in a word or two, the words, and what goes with them.

    ``original`` are the words in the speaker's language, where that is the other one. ``official`` ones are translated;
    others are an account that stands in both languages.
    """

    anchor: str
    head: str
    says: str = ""
    words: str = ""
    original: str = ""
    original_language: str = ""
    official: bool = False
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Minor:
    """A heading below that of a side, level 4."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks that are opened by their summary, without any script."""

    id: str
    summary: str
    blocks: tuple[object, ...]
