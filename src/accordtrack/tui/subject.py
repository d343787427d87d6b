"""Subject of a dialog, as the list or page knew it when the key was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import RegisterRow, Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A commitment, with enough data to draw a dialog before the desk answers."""

    id: str
    title: Text
    responsible: str

    @property
    def local_title(self) -> str:
        """Its title in the current language, not sanitized."""
        return i18n.localize(self.title)

    @classmethod
    def from_row(cls, row: RegisterRow) -> Subject:
        """Return the subject of a row."""
        return cls(row.id, row.title, row.responsible)


@dataclass(frozen=True, slots=True)
class Answered:
    """The entry under the cursor that ``c`` or ``d`` answers: its hash, its half, and a description."""

    entry: str
    half: str | None
    about: Content
    attributed: bool = False
    """Whether it is in the name of the user's side, but not written by it."""
    public: bool = False
    """Whether it comes from public sources, so that in the user's name it can only be disputed as not its own."""
