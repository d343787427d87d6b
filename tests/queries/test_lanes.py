"""Lanes of years: who said what on which day, joint words in both lanes, nothing that was taken back."""

from __future__ import annotations

from pathlib import Path

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.text import timeline
from accordtrack.types import LanesView
from accordtrack.types.intents import ReportStatus, Retract
from registers import TODAY, small_register
from shipped_scores import shipped_desk
from tampering import ask, tamper


def test_joint_statements_are_in_both_lanes_and_retracted_ones_in_none(tmp_path: Path) -> None:
    us = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    before = us.lanes("FW-JT-01")
    assert [mark.entry for mark in before.us] == [mark.entry for mark in before.mx] == ["published-joint-2023"]
    done = us.write(ReportStatus(commitment="FW-JT-01", status="substantial", effective_on="2025-03-01"))
    assert [mark.entry for mark in us.lanes("FW-JT-01").us] == ["published-joint-2023", *done.ids]
    assert us.lanes("FW-JT-01").mx == before.mx
    assert us.lanes().us[-1].entry == done.ids[0]
    us.write(Retract(entry=done.hashes[0], reason="Wrong."))
    assert us.lanes("FW-JT-01") == before
    assert us.lanes().us[-1].entry != done.ids[0]


def test_register_lanes_are_the_sum_of_commitment_lanes() -> None:
    desk = shipped_desk()
    rows = desk.rows(desk.listing().keys)
    parts = [desk.lanes(row.id) for row in rows]
    whole = desk.lanes()
    for speaker in timeline.lane_speakers():
        said = [mark for part in parts for mark in part.lane(speaker)]
        counted = whole.lane(speaker)
        assert sum(mark.count for mark in counted if mark.status) == sum(mark.status is not None for mark in said)
        assert {mark.on[:4] for mark in counted if mark.status} == {mark.on[:4] for mark in said if mark.status}


def test_entries_after_the_date_are_hidden(tmp_path: Path) -> None:
    us = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    at = TwoDates("2023-12-31", "2023-12-31")
    for view in (us.lanes(at=at), us.lanes("FW-US-01", at=at)):
        days = [mark.on for lane in (view.us, view.mx, view.observers) for mark in lane]
        assert all(day <= at.as_of for day in days)
        assert list(view.years)[-1:] != [2024]


def test_register_lanes_skip_altered_bodies(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    us = door.open_register(path, desk="us-1", today=TODAY)
    before = us.lanes()
    said = "SELECT entry_id FROM record WHERE family = 'status' ORDER BY entry_id LIMIT 2"
    first, second = (key for (key,) in ask(path, said))
    tamper(path, "UPDATE entry_body SET raw = CAST('no JSON' AS BLOB) WHERE entry_id = ?", (first,))
    other = """replace(CAST(raw AS TEXT), '"status":"', '"status":"x')"""
    tamper(path, f"UPDATE entry_body SET raw = CAST({other} AS BLOB) WHERE entry_id = ?", (second,))  # noqa: S608
    after = door.open_register(path, desk="us-1", today=TODAY).lanes()
    assert _count(after) < _count(before)
    assert {mark.status for mark in (*after.us, *after.mx)} <= {mark.status for mark in (*before.us, *before.mx)}


def _count(view: LanesView) -> int:
    return sum(mark.count for mark in (*view.us, *view.mx, *view.observers))


def test_register_lanes_are_recounted_only_after_a_write(tmp_path: Path) -> None:
    us = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    before = us.lanes()
    assert us.lanes() is before
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x"))
    assert us.lanes().us[-1].entry == done.ids[0]
