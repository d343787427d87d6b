"""The first screen's numbers: each is what its own filter finds, by one statement, and what was seen is kept by desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.queries.attention import attention, attention_filters, parse_seen_entry
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.types.intents import AddNote, AskAnswer, ReportStatus, TakePosition
from recorded_queries import recorded_queries
from registers import TODAY, small_register
from shipped_scores import shipped_desk


@pytest.mark.parametrize("side", ["US", "MX", None])
@pytest.mark.parametrize("since", [None, 0, 900, 10**9 - 1])
def test_each_number_equals_the_rows_its_filter_finds(side: str | None, since: int | None) -> None:
    desk = shipped_desk()
    found = desk.attention(since, side=side)
    assert [one.count for one in found] == [desk.listing(one.filter).total for one in found]
    assert ("changed" in {one.name for one in found}) is (since is not None)
    assert sum(one.count for one in found) > 0


def test_statements_that_are_not_public_are_those_that_the_public_answer_counts(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    us, mx = (door.open_register(register, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    assert "not_public" not in {one.name for one in us.attention(side="US")}
    hidden = ReportStatus(
        commitment="FW-US-01",
        status="completed",
        note="Done.",
        evidence=("https://example.org/a",),
        handling="TLP:AMBER",
    )
    us.write(hidden)
    mx.write(replace(hidden, commitment="FW-MX-01", handling="TLP:CLEAR"))
    found = {(one.name, one.side): one for one in us.attention()}
    public = us.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en"), appended=False).finding[0]["statements"]
    assert found["not_public", "US"].count == public["US"]["not_public"] == 1
    assert ("not_public", "MX") not in found
    assert public["MX"]["not_public"] == 0
    assert [row.id for row in us.rows(us.listing(found["not_public", "US"].filter).keys)] == ["FW-US-01"]


def test_attention_line_and_side_view_count_the_same() -> None:
    desk = shipped_desk()
    for group in desk.responsibility_rows("side"):
        counts = {one.name: one.count for one in desk.attention(side=group.code)}
        assert (counts["owed"], counts["overdue"]) == (group.owed, group.overdue)


def test_one_sql_query_counts_everything() -> None:
    desk = shipped_desk()
    with desk._db.reading() as connection, recorded_queries(connection) as seen:
        attention(connection, attention_filters("US", 5), TODAY)
    assert len(seen) == 1


def test_asked_side_has_one_more_answer_waiting(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    us, mx = (door.open_register(register, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    before = {one.name: one.count for one in mx.attention(side="MX")}
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Begun.", evidence=("https://example.org/a",)))
    us.write(AskAnswer(commitment="FW-US-01"))
    after = {one.name: one.count for one in mx.attention(side="MX")}
    assert after["reply"] == before["reply"] + 1
    assert [row.id for row in mx.rows(mx.listing("reply:MX asked:>=0").keys)] == ["FW-US-01"]
    assert {one.name: one.count for one in us.attention(side="US")}["reply"] == 0


def test_turns_are_those_that_the_list_of_threads_shows(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    us, mx = (door.open_register(register, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    before = {one.name: one.count for one in us.attention(side="US")}
    value = next(entry for entry in us.history("guns-traced").entries if entry.kind == "measurement.add")
    mx.write(TakePosition(target=value.hash, stance="dispute", reason="Counted twice."))
    party = next(one.turn for one in us.disputes() if one.about == "value")
    assert party is not None
    for side in ("US", "MX"):
        (turn,) = (one for one in us.attention(side=side) if one.name == "turn")
        assert turn.count == sum(one.turn == side for one in us.disputes()) == len(us.thread_keys(turn.filter))
    assert {one.name: one.count for one in us.attention(side="US")}["turn"] == before["turn"] + (party == "US")


def test_changed_count_covers_entries_since_the_last_look(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    us, mx = (door.open_register(register, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    assert us.last_seen_entry() is None
    us.store_seen_entry(us.version())
    assert us.last_seen_entry() == us.version()
    assert mx.last_seen_entry() is None
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", note="Begun.", evidence=("https://example.org/a",)))
    changed = us.attention(us.last_seen_entry(), side="US")[-1]
    assert (changed.name, changed.count) == ("changed", 1)
    assert [row.id for row in us.rows(us.listing(changed.filter).keys)] == ["FW-MX-01"]
    us.rebuild()
    assert us.attention(us.last_seen_entry(), side="US")[-1].count == 1
    assert us.verify().is_sound


def test_entries_of_the_desk_itself_are_not_counted_as_changed(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    us, mx = (door.open_register(register, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    since = us.version()
    us.write(AddNote(commitment="FW-US-01", text="Ours."))
    mx.write(AddNote(commitment="FW-MX-01", text="Theirs."))
    mx.write(AddNote(commitment="FW-JT-01", text="Theirs."))
    us.write(AddNote(commitment="FW-JT-01", text="Ours."))
    changed = us.attention(since, side="US")[-1]
    assert changed.count == 2
    assert {row.id for row in us.rows(us.listing(changed.filter).keys)} == {"FW-MX-01", "FW-JT-01"}
    assert us.listing(f"changed:>{since}").total == 3
    assert mx.attention(since, side="MX")[-1].count == 2


@pytest.mark.parametrize("kept", [None, "", "x", "-1", "1" * 10, "²", "1.0", " 1"])
def test_invalid_seen_entry_is_parsed_as_none(kept: str | None) -> None:
    assert parse_seen_entry(kept) is None


def test_stored_seen_entry_is_parsed_as_its_number() -> None:
    assert parse_seen_entry("412") == 412
