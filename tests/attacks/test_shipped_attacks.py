"""The main attacks on the shipped register, by either side."""

from __future__ import annotations

from functools import cache

import pytest

from attempt_checks import check_attempt
from attempts import ATTEMPTS, Attacker, Attempt
from memory_register import MemoryReader
from register_picture import Picture, picture
from shipped_memory import shipped_memory, shipped_names
from symmetric_register import SIDES

pytestmark = pytest.mark.scale
MAIN = (
    "change weight of their",
    "change due_on of their",
    "change responsible_side of joint",
    "an invented own commitment dated 2020 moves the base date",
    "a heavy commitment given to the victim, then reported not started",
    "bad own items moved to another theme",
    "change baseline of both indicators",
    "values about the victim's country in an observer's name",
    "an observer says that the victim did nothing",
    "report the victim's status as reversed",
    "own bad items withdrawn",
    "an observer's desk admitted by the attacker alone",
    "a commitment of the victim added behind the log as a proposal",
    "a commitment of the victim added behind the log as an own action",
)


@cache
def _before() -> tuple[MemoryReader, Picture]:
    reader = MemoryReader(shipped_memory())
    return reader, picture(reader)


def test_every_main_attack_exists() -> None:
    assert {*MAIN} <= {one.name for one in ATTEMPTS}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in ATTEMPTS if one.name in MAIN])
def test_attack(one: Attempt, side: str) -> None:
    check_attempt(one, Attacker(shipped_memory(), side, shipped_names(side)), *_before())
