"""An entry that states no valid time counts for nothing, and no command stops at it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.problems import fill
from accordtrack.projection.log_desks import read_history
from accordtrack.store.database import Database
from accordtrack.store.desk_keys import sides_by_feed
from accordtrack.types.intents import Amend
from raw_entries import RawDesk
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES, proposed_target

pytestmark = pytest.mark.sweep

NO_TIMES = ("2026-12-32T10:00:00Z", "2026-11-25", "2026-11-25T24:00:00Z", "2026-11-25T10:00:00+06:00", "", "9" * 20)


@pytest.mark.parametrize("at", NO_TIMES)
@pytest.mark.parametrize("side", SIDES)
def test_an_acceptance_without_a_time_accepts_nothing(side: str, at: str, tmp_path: Path) -> None:
    register, other = small_register(tmp_path), OTHER[side]
    with closing(service.open_register(register, desk=FEED[other], today=TODAY)) as desk:
        change = Amend(record=f"FW-{side}-01", fields={"weight": "9"}, reason="x", sources=("JS-2021",))
        digest = desk.write(change).hashes[0]
    body = {"id": None, "answers": digest, "commitment": f"FW-{side}-01", "speaker": side, "stance": "concur"}
    said = {"effective_on": TODAY, "said_on": "2099-01-01"}
    entry = RawDesk(register, FEED[side]).writes("position.take", {**body, **said}, at=at)
    with closing(service.open_register(register, desk=FEED[other], today=TODAY)) as desk:
        assert desk.pending_count(side) == 1
    found = [fill(one.message, one.values) for one in service.verify_register(register, deep=True).findings]
    assert any(entry.envelope.id in one for one in found)
    assert len(found) == 1


@pytest.mark.parametrize("side", SIDES)
def test_a_proposed_target_without_a_time_stops_no_list(side: str, tmp_path: Path) -> None:
    register = small_register(tmp_path)
    kind, body = proposed_target("guns-traced", source="JS-2021", said_on="2026-11-20")
    RawDesk(register, FEED[side]).writes(kind, body, at=NO_TIMES[0])
    with closing(service.open_register(register, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        assert desk.pending() == ()
        desk.scores()


@pytest.mark.parametrize("side", SIDES)
def test_a_later_entry_is_recorded_at_its_own_time(side: str, tmp_path: Path) -> None:
    """A time that is none would otherwise come after every other one."""
    register, own = small_register(tmp_path), f"FW-{side}-01"
    raw = RawDesk(register, FEED[side])
    note = {"commitment": own, "text": "x", "said_on": TODAY}
    raw.writes("note.add", note, at=NO_TIMES[-1])
    later = raw.writes("note.add", note, at="2027-02-01T10:00:00Z").envelope
    with closing(Database(register)) as database, database.reading() as connection:
        history = read_history(connection, sides_by_feed(connection))
        assert history.recorded_by(later.feed, later.seq, side) == later.at


@pytest.mark.parametrize("side", SIDES)
def test_a_desk_opened_without_a_time_says_nothing(side: str, tmp_path: Path) -> None:
    register, own = small_register(tmp_path), f"FW-{side}-01"
    raw = RawDesk(register, f"{side.lower()}-9")
    raw.writes("desk.open", {"side": side, "name": "Office", "public_key": raw.key.public}, at=NO_TIMES[0])
    entry = raw.writes("note.add", {"commitment": own, "text": "x", "said_on": TODAY})
    with closing(service.open_register(register, today=TODAY)) as desk:
        assert desk.entry(entry.envelope.id).refused
