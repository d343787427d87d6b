"""Attacks that need a second desk of the attacker, and what is then in force."""

from __future__ import annotations

from typing import Any

from accordtrack.store.items import Item
from attempts import Attacker
from memory_register import MemoryReader, MemoryRegister
from register_picture import Picture, picture
from symmetric_register import FEED, amend, symmetric_register


def note(ref: str) -> tuple[str, dict[str, Any]]:
    return "note.add", {"commitment": ref, "text": "Seen.", "said_on": "2026-02-01"}


def now(log: MemoryRegister) -> Picture:
    """Everything that could move."""
    return picture(MemoryReader(log))


def weight(log: MemoryRegister, ref: str) -> str:
    return MemoryReader(log).facts().states[ref].record.weight


def waits(log: MemoryRegister, item: Item[Any]) -> tuple[str, ...]:
    return next(one.waits for one, _ruling in MemoryReader(log).rulings([item]).values())


class Room(Attacker):
    """The attacker, a second desk that it may open, and the victim's desk."""

    def __init__(self, side: str) -> None:
        super().__init__(symmetric_register(), side)
        self.second = f"{side.lower()}-2"
        self.victim = FEED[self.them]

    def proposed(self, ref: str) -> Item[Any]:
        return self.writes(amend(ref, {"weight": "9"}, self.them), feed=self.victim)[0]
