"""Filters saved in one copy of a register."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A named filter. If it is not ``sound``, it was changed outside the program and is not used."""

    name: str
    words: str
    sound: bool = True
