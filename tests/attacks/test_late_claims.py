"""A backdated claim is late even if its desk set the clock of that one entry back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.late_entries import count_late_entries
from accordtrack.service import open_register
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote
from raw_entries import RawDesk
from registers import TODAY, small_register
from symmetric_register import FEED, SIDES

BEGAN, SAID = "2026-01-01", "2026-02-01"
AT = TwoDates(TODAY, TODAY)


@pytest.mark.parametrize("at", [f"{TODAY}T10:00:00Z", f"{SAID}T10:00:00Z"])
@pytest.mark.parametrize("side", SIDES)
def test_a_claim_is_late_whatever_time_its_entry_states(
    side: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ref = small_register(tmp_path), f"FW-{side}-01"
    monkeypatch.setattr("accordtrack.store.log.began_on", lambda _connection: BEGAN)
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(AddNote(commitment=ref, text="An ordinary note."))
    claim = {"id": None, "commitment": ref, "speaker": side, "status": "limited", "basis": "stated"}
    written = RawDesk(path, FEED[side]).writes(
        "status.report", {**claim, "effective_on": SAID, "said_on": SAID, "sources": ["JS-2021"]}, at=at
    )
    with closing(Database(path)) as database, database.reading() as connection:
        read = facts.read(connection, AT)
    assert count_late_entries(read.states[ref].items, BEGAN) == 1
    with closing(open_register(path, today=TODAY)) as desk:
        (half,) = (one for one in desk.commitment(ref).halves if one.side == side)
        assert half.claim is not None
        assert half.claim.late
        (shown,) = (one for one in desk.history(ref).entries if one.hash == written.hash)
        assert shown.late
