"""What can be counted of the work behind a question: statements, rows that are looked at, memory; never seconds."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import CacheStats

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.queries import list_pages
from accordtrack.queries.filter_parser import parse
from accordtrack.service import Desk
from accordtrack.store.columns import COMMITMENT
from accordtrack.types.intents import AddEvidence, AddNote, AddRecord, ReportStatus, TakePosition, WithdrawPosition
from projected import TODAY as SOME_DAY
from projected import projection, states
from recorded_queries import recorded_queries
from registers import TODAY, small_register
from value_disputes import Room

ID = "FW-JT-01"
URL = "https://example.org/paper"
COPIES = 100


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = door.open_register(small_register(tmp_path_factory.mktemp("counts")), desk="us-1", today=TODAY)
    made.write(ReportStatus(commitment=ID, status="limited"))
    return made


def test_page_of_another_register_compiles_no_statement_again(desk: Desk, tmp_path: Path) -> None:
    desk.page("guns side:US", limit=2)
    other = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    compiled: list[bool] = []

    def note(_connection: object, _cursor: object, _sql: str, _values: object, context: Any, *_rest: object) -> None:  # noqa: ANN401
        if context.compiled is not None:
            compiled.append(context.cache_hit is not CacheStats.CACHE_HIT)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        other.page("guns side:US", limit=2)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert compiled
    assert not any(compiled)


def test_page_takes_one_query_for_rows_and_one_for_the_total(desk: Desk) -> None:
    with recorded_queries() as seen:
        desk.page("guns side:US", limit=2, sort="due", descending=True)
    assert [statement.startswith("SELECT count(") for statement, _values in seen] == [True, False]


@pytest.mark.parametrize("words", ["", "guns", "side:US due:overdue", "-status:limited place:US-TX guns"])
def test_filter_keystroke_takes_three_queries(desk: Desk, words: str) -> None:
    with recorded_queries() as seen:
        listing = desk.listing(words)
        desk.rows(listing.keys[:128])
        desk.facets(words)
    assert len(seen) == 3


def test_facet_query_binds_no_vocabulary_words(desk: Desk) -> None:
    with recorded_queries() as seen:
        desk.facets("")
    ((_statement, values),) = seen
    assert {value for value in values if isinstance(value, str) and not value[:1].isdigit()} == set()


def test_repeated_as_of_page_takes_three_queries(desk: Desk) -> None:
    at = TwoDates("2025-01-01", "2025-01-01")
    desk.facets("", at=at)
    with recorded_queries() as seen:
        desk.page("", at=at)
    assert len(seen) == 3, "the two of a page, and whether the register has changed"


ONE_RECORD: dict[str, Callable[[Desk], object]] = {
    "commitment": lambda desk: desk.commitment(ID),
    "commitment of a day": lambda desk: desk.commitment(ID, at=TwoDates(TODAY, TODAY)),
    "history": lambda desk: desk.history(ID),
    "newest history": lambda desk: desk.history(limit=5),
    "info": lambda desk: desk.info(),
    "version": lambda desk: desk.version(),
    "plan of a status": lambda desk: desk.plan(ReportStatus(commitment=ID, status="limited")),
    "plan of an answer": lambda desk: desk.plan(TakePosition(target=ID, stance="not_agreed", reason="x")),
    "entry": lambda desk: desk.entry("us-1-2"),
    "entry by its hash": lambda desk: desk.entry(desk.history(ID).entries[0].hash),
    "last act": lambda desk: desk.last_act(),
}


@pytest.mark.parametrize("name", ONE_RECORD)
def test_reading_one_record_scans_no_log_table(desk: Desk, name: str) -> None:
    with recorded_queries() as seen:
        ONE_RECORD[name](desk)
    assert seen
    with desk._db.reading() as connection:
        for statement, values in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [str(row[3]) for row in plan]
            assert not [step for step in steps if is_full_scan(step, statement, values)], (statement, values, steps)


def is_full_scan(step: str, statement: str, values: Sequence[object]) -> bool:
    """Whether a step of SQLite's plan reads every entry, or every record of a family that grows with what is said."""
    if step.startswith(("SCAN entry", "SCAN record", "SCAN tag")):
        return not ("ix_entry_lc" in step and "LIMIT" in statement)
    said = {"status", "evidence", "position", "amend", "note", "ask"}
    return step.endswith("ix_record_family_rid (family=?)") and bool(said & {*map(str, values)})


def test_facets_take_one_query_and_one_pass_over_the_rows(desk: Desk) -> None:
    with recorded_queries() as seen:
        desk.facets("side:US")
    ((statement, values),) = seen
    with desk._db.reading() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert plan[0] == "SCAN commitment"
    rest = [step for step in plan[1:] if not step.startswith("LIST SUBQUERY")]
    assert len(rest) == 2, "which disputes are settled, for each side"
    assert all(step.startswith("SEARCH tag USING INDEX") for step in rest), "for each side, not for each row"


QUESTIONS: dict[str, Callable[[Desk], object]] = {
    "history": lambda desk: desk.history(ID),
    "verify": lambda desk: desk.verify(),
    "verify deep": lambda desk: desk.verify(deep=True),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", QUESTIONS)
def test_more_entries_take_no_more_queries(tmp_path: Path, name: str) -> None:
    made = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    made.write(ReportStatus(commitment=ID, status="limited"), AddEvidence(commitment=ID, evidence=(URL,), title="One"))
    QUESTIONS[name](made)  # what a process asks once: how the migrations word the tables
    counted = []
    for _ in range(2):
        with recorded_queries() as seen:
            QUESTIONS[name](made)
        counted.append(Counter(statement for statement, _values in seen))
        notes = [AddNote(commitment=ID, text=f"Note {number}") for number in range(20)]
        made.write(
            *notes, *(AddEvidence(commitment=ID, evidence=(URL,), title=f"Paper {number}") for number in range(20))
        )
    few, many = (sum(counts.values()) for counts in counted)
    assert few == many, counted[1] - counted[0]


def test_score_of_more_statements_and_answers_takes_no_more_queries(tmp_path: Path) -> None:
    room = Room(tmp_path)

    def asking() -> int:
        with recorded_queries() as seen:
            assert room.desk("us-1").scores().by_theme.commitments
        return len(seen)

    def write(year: int) -> None:
        value = room.measure("us-1", "50", "US", period=f"{year}-01-01..{year}-12-31")
        answer = room.answer("mx-1", value, "dispute")
        room.desk("mx-1").write(WithdrawPosition(target=answer, reason="Counted anew."))
        office = {"code": f"US-{year}", "name.en": "Office", "name.es": "Oficina", "side": "US", "speaks_for": "US"}
        said = ReportStatus(commitment="FW-US-01", status="substantial", body=f"US-{year}")
        room.desk("us-1").write(AddRecord(kind="body", fields={**office, "branch": "executive"}), said)

    write(2017)  # of each desk that answers, the program reads once what it had seen
    asking()  # what a process asks once
    few = asking()
    for year in range(2018, 2024):
        write(year)
    assert asking() == few


def test_full_scan_check_recognizes_full_scans() -> None:
    assert is_full_scan("SCAN entry", "", ())
    assert is_full_scan("SEARCH record USING INDEX ix_record_family_rid (family=?)", "", (0, "position", 1))
    assert not is_full_scan(
        "SEARCH record USING INDEX ix_record_family_rid (family=? AND rid=?)", "", ("position", "x")
    )
    assert not is_full_scan("SCAN entry USING INDEX ix_entry_lc", "SELECT … LIMIT ?", ())


def test_listing_keeps_only_row_keys_in_memory() -> None:
    with projection(states(90)) as connection:
        names = ", ".join(column.name for column in COMMITMENT.c if column.name not in {"key", "id"})
        copied = f"SELECT key + :n, id || '-' || :n, {names} FROM commitment WHERE key <= 90"  # noqa: S608
        copy = f"INSERT INTO commitment (key, id, {names}) {copied}"
        for number in range(1, COPIES):
            connection.execute(text(copy), {"n": number * 90})
        count = 90 * COPIES

        def listing() -> int:
            found = list_pages.listing(
                connection, parse(""), today=SOME_DAY, sort="due", descending=False, language="en"
            )
            return len(found.keys)

        assert listing() == count
        tracemalloc.start()
        assert listing() == count
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 100 * count + 200_000, "a key as text, as a number and in the array: no row is held"
