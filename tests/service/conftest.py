"""A desk at the small register for each test; ``at`` sits down somewhere else at the same register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from registers import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk

At = Callable[[str], "Desk"]


@pytest.fixture
def at(register: Path) -> At:
    def sit(feed: str) -> Desk:
        return door.open_register(register, desk=feed, today=TODAY)

    return sit
