"""A desk at the small register for each test; ``at`` sits down somewhere else at the same register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from accordtrack import desk as door
from registers import TODAY, small_register

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.desk import Desk

At = Callable[[str], "Desk"]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return small_register(tmp_path)


@pytest.fixture
def at(register: Path) -> At:
    def sit(feed: str) -> Desk:
        return door.open_register(register, desk=feed, today=TODAY)

    return sit
