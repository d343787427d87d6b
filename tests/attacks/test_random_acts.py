"""Whatever one side's desks write, other than its own word about the other's claims, the other side's record stays."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from attempt_checks import untouched
from memory_register import MemoryReader
from random_acts import ACTS, Writer
from register_picture import moved, picture
from selection import examples
from symmetric_register import OTHER, SIDES, symmetric_register


@examples(200, nightly=2000)
@given(acts=ACTS, side=st.sampled_from(SIDES))
def test_acts_of_one_side_leave_the_record_of_the_other(acts: list[dict[str, Any]], side: str) -> None:
    log = symmetric_register()
    writer = Writer(log, side)
    for act in acts:
        writer.write(act)
    reader, before = untouched()
    changed = moved(before, picture(MemoryReader(log, base=reader)))
    theirs = {place: pair for place, pair in changed.items() if place[0] == OTHER[side]}
    both = {place: pair for place, pair in changed.items() if place[0] == "" and not _may_follow(place[1])}
    assert (theirs, both) == ({}, {})


def _may_follow(name: str) -> bool:
    """Whether a number of both follows what a side says of itself, or a new source was added."""
    return name.startswith(("delivery", "attainment")) or (name.startswith("source") and name != "source JS")
