"""Equal sets of entries give equal verdicts, states and numbers, in whatever order they came."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from memory_register import MemoryReader, MemoryRegister
from random_acts import ACT, Writer
from register_picture import picture
from selection import examples
from symmetric_register import SIDES, symmetric_register


@cache
def _before() -> MemoryReader:
    return MemoryReader(symmetric_register())


HISTORY = st.lists(st.tuples(st.sampled_from(SIDES), ACT), min_size=2, max_size=8)


@examples(100, nightly=1000)
@given(history=HISTORY, order=st.randoms(use_true_random=False))
def test_order_of_entries_changes_nothing(history: list[tuple[str, dict[str, Any]]], order: random.Random) -> None:
    log = symmetric_register()
    writers = {side: Writer(log, side) for side in SIDES}
    for side, act in history:
        writers[side].write(act, answers=True)
    mixed = list(log.items)
    order.shuffle(mixed)
    first, second = MemoryReader(log, base=_before()), MemoryReader(MemoryRegister(mixed))
    assert _rulings(first, log) == _rulings(second, log)
    assert picture(first) == picture(second)


def _rulings(reader: MemoryReader, log: MemoryRegister) -> dict[str, Any]:
    ruled = reader.rulings(log.items)
    return {digest: (item.verdict, item.official, ruling.problem) for digest, (item, ruling) in ruled.items()}
