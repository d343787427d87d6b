"""A closing that is not admitted closes no desk in any output."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.queries.effect_summary import desk_summary
from accordtrack.store.database import Database
from raw_entries import RawDesk
from registers import small_register
from symmetric_register import SIDES


@pytest.mark.parametrize("side", SIDES)
def test_a_closing_that_is_none_leaves_its_side_present(side: str, tmp_path: Path) -> None:
    path = small_register(tmp_path)
    for number in (1, 2) if side == "US" else (1,):
        RawDesk(path, f"{side.lower()}-{number}").writes("desk.close", {"reason": 5}, checked=False)
    with closing(Database(path)) as database, database.reading() as connection:
        assert desk_summary(connection).alone is None
