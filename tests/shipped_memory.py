"""The shipped data in memory, with a desk of each side, and its commitments by responsible side."""

from __future__ import annotations

from functools import cache

from accordtrack.core.paths import shipped_data
from accordtrack.dataset.data_folder import read_folder
from accordtrack.ledger.kinds import canonical_body
from memory_register import MemoryReader, MemoryRegister
from symmetric_register import FEED, OTHER, SIDES


@cache
def _shipped() -> MemoryRegister:
    register = MemoryRegister()
    register.open("obs-0")
    hashes: dict[str, str] = {}
    for entry in read_folder(shipped_data()).entries:
        body = entry.body
        if entry.answers is not None:
            body = body.model_copy(update={"answers": hashes[entry.answers]})
        item = register.act("obs-0", (entry.kind, canonical_body(body)), handling=entry.handling)[0]
        hashes[item.id] = item.hash
    for side in SIDES:
        register.open(FEED[side], admits=["obs-0"])
    return register


def shipped_memory() -> MemoryRegister:
    return _shipped().copy()


@cache
def shipped_names(side: str) -> dict[str, str]:
    """Return the commitments and indicators that attacks of a side name: reported ones first, then others that are scored."""
    facts = MemoryReader(_shipped()).facts()
    found: dict[str, str] = {}
    scored = [(ref, state) for ref, state in sorted(facts.states.items()) if state.record.kind == "commitment"]
    for name, owner in (("own", side), ("their", OTHER[side]), ("joint", "JOINT")):
        owed = [(ref, state) for ref, state in scored if state.record.responsible_side == owner]
        reported = [ref for ref, state in owed if all(half.claim for half in state.halves)]
        for number, ref in enumerate([*reported, *(ref for ref, _state in owed if ref not in reported)][:5], start=1):
            found[f"{name}-{number}"] = ref
    for country in SIDES:
        measured = (
            key for key, one in sorted(facts.indicators.items()) if one.side == country and facts.measurements.get(key)
        )
        found[f"gauge-{country}"] = next(measured)
    return found
