"""Pages of threads: which there are is known before a word is read, and a page reads what it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.service import Desk
from accordtrack.types import ThreadSummary
from accordtrack.types.intents import Amend, ReportStatus, TakePosition
from recorded_queries import recorded_queries
from registers import TODAY, small_register

DAY = "2026-11-01"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = small_register(tmp_path)
    us, mx = (door.open_register(path, desk=seat, today=TODAY) for seat in ("us-1", "mx-1"))
    us.write(ReportStatus(commitment="FW-JT-01", status="substantial", said_on="2026-10-01", effective_on="2026-10-01"))
    mx.write(TakePosition(target="FW-JT-01", stance="dispute", reason="No.", said_on=DAY, effective_on=DAY))
    mx.write(TakePosition(target="FW-US-01", stance="not_agreed", reason="Other words."))
    moved = us.write(Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="Budget."))
    mx.write(TakePosition(target=moved.hashes[0], stance="dispute", reason="No."))
    later = mx.write(Amend(record="FW-MX-01", fields={"due_on": "2028-06-30"}, reason="Presupuesto."))
    us.write(TakePosition(target=later.hashes[0], stance="dispute", reason="No."))
    value = next(entry for entry in us.history("guns-traced").entries if entry.kind == "measurement.add")
    mx.write(TakePosition(target=value.hash, stance="dispute", reason="No."))
    return path


@pytest.fixture
def desk(register: Path) -> Desk:
    return door.open_register(register, desk="us-1", today=TODAY)


def sql_statements(question: Callable[[], object]) -> list[str]:
    with recorded_queries() as seen:
        question()
    return [f"{statement} {values}" for statement, values in seen]


def test_thread_page_reads_its_entries_in_one_query_and_each_body_once(desk: Desk) -> None:
    keys = [key for key in desk.thread_keys() if key.indicator is None]
    assert len({key.commitment for key in keys}) > 1
    seen = sql_statements(lambda: desk.threads(keys))
    entries = [statement for statement in seen if "entry.ref IN" in statement]
    bodies = [statement for statement in seen if "entry.ref = ?" in statement]
    assert len(entries) == 1
    clocks = [
        statement for statement in seen if "SELECT at FROM entry" in statement or "ORDER BY seq DESC" in statement
    ]
    assert len(clocks) == len(set(clocks)) <= 4, "the first day, and once for each desk that spoke"
    rest = len(seen) - len(bodies) - len(clocks)
    assert rest == 4, "the desks, what they did, the verdicts, the entries"
    assert len(bodies) == len(set(bodies))


def test_query_count_does_not_grow_with_the_number_of_threads(register: Path, desk: Desk) -> None:
    before = len(sql_statements(desk.thread_keys))
    mx = door.open_register(register, desk="mx-1", today=TODAY)
    values = [entry for entry in desk.history("guns-traced").entries if entry.kind == "measurement.add"]
    for value in values:
        mx.write(TakePosition(target=value.hash, stance="dispute", reason="No."))
    mx.write(ReportStatus(commitment="FW-US-01", status="limited", note="Seen from here."))
    assert len(desk.thread_keys()) > 5
    assert len(sql_statements(desk.thread_keys)) == before
    assert before <= 17


def test_thread_summaries_match_the_full_threads(desk: Desk) -> None:
    keys = desk.thread_keys()
    assert {key.about for key in keys} >= {"half", "text", "change", "value"}
    assert [thread.summary for thread in desk.threads(keys)] == list(keys)
    assert [thread.id for thread in desk.threads(keys[2:1:-1])] == [keys[2].id], "in the order asked for"


def test_threads_are_the_same_without_the_index(register: Path, desk: Desk) -> None:
    keys = desk.thread_keys()
    with closing(sqlite3.connect(register)) as file, file:
        file.execute("DELETE FROM tag WHERE field = 'thread'")
    assert desk.thread_keys() == keys
    door.open_register(register, desk="mx-1", today=TODAY).write(
        ReportStatus(commitment="FW-US-01", status="limited", note="A part of an index is none.")
    )
    assert {key.id for key in desk.thread_keys()} >= {key.id for key in keys}
    told = desk.thread_keys()
    assert [finding.place for finding in desk.verify().findings] == ["tag"]
    desk.rebuild()
    assert desk.verify().findings == ()
    assert desk.thread_keys() == told


def test_threads_as_of_a_past_date_are_those_of_that_date(desk: Desk) -> None:
    then = TwoDates("2026-11-11", "2026-11-11")
    keys = desk.thread_keys("id:FW-JT-01", at=then)
    assert [(key.id, key.turn, key.since) for key in keys] == [("FW-JT-01#US", "US", TODAY)], "the day of recording"
    assert [(thread.days, thread.turn_days) for thread in desk.threads(keys, at=then)] == [(0, 0)]


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("reply:US", lambda key: key.turn == "US"),
        ("-reply:US", lambda key: key.turn != "US"),
        ("reply:US,MX", lambda key: key.turn is not None),
        ("id:FW-JT-01", lambda key: key.commitment == "FW-JT-01"),
        ("id:guns-traced", lambda key: key.indicator == "guns-traced"),
        ("id:=guns-traced", lambda key: key.indicator == "guns-traced"),
        ("-id:guns-traced", lambda key: key.indicator != "guns-traced"),
        ("share traced", lambda key: key.indicator == "guns-traced"),
    ],
)
def test_thread_filter_matches_turns_ids_and_text(
    desk: Desk, words: str, held: Callable[[ThreadSummary], bool]
) -> None:
    every = desk.thread_keys()
    found = desk.thread_keys(words)
    assert found
    assert found == tuple(key for key in every if held(key))
