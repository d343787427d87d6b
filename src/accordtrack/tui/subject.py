"""What a dialog is about, as the list or the page knew it at the moment of the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import RegisterRow, Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A commitment: enough of it to draw a dialog before the desk has answered."""

    id: str
    title: Text
    responsible: str

    @property
    def words(self) -> str:
        """Its title in the language in force, not yet washed."""
        return i18n.local(self.title)

    @classmethod
    def of(cls, row: RegisterRow) -> Subject:
        """The subject of a row."""
        return cls(row.id, row.title, row.responsible)


@dataclass(frozen=True, slots=True)
class Answered:
    """The entry that ``c`` or ``d`` answers when the cursor is on one: its hash, its half, and what it is in words."""

    entry: str
    half: str | None
    about: Content
