"""What holds after every attack: nothing moved that is not the attacker's own, and the attempt is there to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from accordtrack.store.items import Item
from accordtrack.vocabulary import Standing
from attempts import Attacker, Attempt, Own, Trace
from memory_register import MemoryReader
from register_picture import NUMBERS, Picture, Place, moved, picture
from symmetric_register import symmetric_register


@cache
def untouched() -> tuple[MemoryReader, Picture]:
    """The symmetric register before any attack."""
    reader = MemoryReader(symmetric_register())
    return reader, picture(reader)


def check_attempt(one: Attempt, attacker: Attacker, before: MemoryReader, picture_before: Picture) -> None:
    """Carry out an attempt, and compare the register with what it was before."""
    one.act(attacker)
    assert attacker.written
    after = MemoryReader(attacker.log, base=before)
    changed = moved(picture_before, picture(after))
    side = attacker.me
    assert {place: pair for place, pair in changed.items() if not _may_change(place, pair, one.own, side)} == {}
    assert _confirmed_by_itself(changed, side) == []
    if one.trace is Trace.WAITS:
        assert _is_held_back(after, attacker.written, attacker.them)


def _may_change(place: Place, pair: tuple[Any, Any], own: Own, side: str) -> bool:
    """Whether an attempt may change what stands at a place from one value to another."""
    owner, name = place
    number = name.startswith(NUMBERS)
    if own is Own.NOTHING:
        return name.startswith("source") and pair[0] is None  # a source of its own
    if own is Own.WORDS:
        if number:
            return owner == side and None not in pair and pair[0][:3] == pair[1][:3]  # only its flags differ
        return owner == side and (not name.endswith("grade") or pair[0] is None)
    if own is Own.LESS and number and (owner == side or name.endswith(f" of {side}")):
        return None not in pair and (pair[1][0] or 0.0) <= (pair[0][0] or 0.0) + 1e-9
    return owner == side or (owner == "" and name.startswith(("delivery", "attainment")))


def _confirmed_by_itself(changed: Mapping[Place, tuple[Any, Any]], side: str) -> list[str]:
    """Halves whose standing became one that only the other side gives."""
    given = {Standing.AGREED, Standing.SETTLED}
    pairs = [(name, pair[1]) for (owner, name), pair in changed.items() if owner == side and name.endswith("standing")]
    return [name for name, now in pairs if now and now[0] in given]


def _is_held_back(reader: MemoryReader, items: list[Item[object]], victim: str) -> bool:
    """Whether an entry, other than answers to the attacker's own, is refused or stands in the list of what waits."""
    ruled = reader.rulings([item for item in items if item.kind != "position.take"] or items)
    waits = [item for item, ruling in ruled.values() if ruling.problem is None and victim in item.waits]
    refused = [item for item, ruling in ruled.values() if ruling.problem is not None]
    return bool(waits or refused or any(not item.seat for item in items))
