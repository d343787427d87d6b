"""Values that one copy of a register keeps for whoever sits at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name. One that is not ``sound`` was changed outside the program and is not used."""

    name: str
    words: str
    sound: bool = True
