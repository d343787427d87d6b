"""The small register of each test of this room, and a desk of either side at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import desk as door
from registers import TODAY, small_register

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.desk import Desk


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return small_register(tmp_path)


@pytest.fixture
def us(register: Path) -> Desk:
    return door.open_register(register, desk="us-1", today=TODAY)


@pytest.fixture
def mx(register: Path) -> Desk:
    return door.open_register(register, desk="mx-1", today=TODAY)
