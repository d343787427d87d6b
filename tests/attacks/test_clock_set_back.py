"""The numbers as recorded by a day do not change when a desk sets its clock back and writes again."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core import dates
from accordtrack.core.dates import TwoDates
from accordtrack.ledger.log_prefix import RecordedBy
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddNote, Amend, TakePosition
from registers import small_register
from symmetric_register import FEED, OTHER, SIDES

AT = TwoDates("2026-12-30", "2026-12-30")


@pytest.mark.parametrize("side", SIDES)
def test_a_later_note_with_an_earlier_time_draws_nothing_into_an_earlier_day(
    side: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, other = small_register(tmp_path), OTHER[side]

    def write(who: str, day: int, *intents: Any) -> WriteResult:  # noqa: ANN401
        monkeypatch.setattr(dates, "current_time", lambda: datetime(2026, 12, day, 12, tzinfo=UTC))
        with closing(service.open_register(register, desk=FEED[who], today=f"2026-12-{day:02d}")) as desk:
            return desk.write(*intents)

    def numbers() -> object:
        with closing(service.open_register(register, today=AT.as_of)) as desk:
            scores = desk.scores(AT, recorded_by=RecordedBy("2026-12-03"))
            return scores.as_json(scores.by_theme)["commitments"], scores.by_theme.overall

    change = Amend(record=f"FW-{other}-01", fields={"weight": "3"}, reason="As agreed.", sources=("JS-2021",))
    proposal = write(other, 2, change)
    write(side, 2, AddNote(commitment="FW-US-01", text="x"))
    before = numbers()
    write(side, 10, TakePosition(target=proposal.hashes[0], stance="concur", said_on="2026-12-01"))
    assert numbers() == before
    write(side, 3, AddNote(commitment="FW-US-01", text="x"))
    assert numbers() == before
