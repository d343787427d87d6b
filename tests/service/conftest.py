"""A desk at the small register for each test; ``at`` sits down somewhere else at the same register."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service import Desk
from registers import TODAY, At


@pytest.fixture
def at(register: Path) -> At:
    def sit(feed: str) -> Desk:
        return door.open_register(register, desk=feed, today=TODAY)

    return sit
