"""A question that is given up stops reading where it is, and harms neither the next one nor what is written."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.projection.projector import Rows
from accordtrack.queries import as_of_tables
from accordtrack.service import CancellableQuery, Desk
from accordtrack.types.intents import AddNote
from registers import TODAY, small_register

ENDLESS_QUERY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)


def run_endless_query(desk: Desk) -> None:
    with desk._db.reading() as connection:
        connection.exec_driver_sql(ENDLESS_QUERY)


def test_endless_query_can_be_canceled(desk: Desk) -> None:
    asked, said = CancellableQuery(), []

    def work() -> None:
        try:
            asked.run(lambda: run_endless_query(desk))
        except Refused as why:
            said.append(why.problems[0].message)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.2)
    assert thread.is_alive()
    asked.cancel()
    thread.join(10)
    assert said == ["The query was canceled"]
    assert desk.listing("").total == 3, "the next question is answered by the same connections"


def test_query_canceled_before_it_starts_reads_nothing(desk: Desk) -> None:
    asked = CancellableQuery()
    asked.cancel()
    with pytest.raises(Refused, match="query was canceled"):
        asked.run(lambda: desk.listing(""))


def test_write_is_never_canceled(desk: Desk) -> None:
    asked = CancellableQuery()

    def question() -> int:
        with desk._db.writing() as connection:
            asked.cancel()
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM entry").scalar_one())

    assert asked.run(question) > 0
    desk.write(AddNote(commitment="FW-US-01", text="A note."))


def test_canceled_as_of_tables_are_built_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at, asked = TwoDates("2024-01-01", "2024-01-01"), CancellableQuery()
    real = as_of_tables.insert_rows

    def put(connection: Connection, rows: Rows) -> None:
        real(connection, rows)
        asked.cancel()

    monkeypatch.setattr(as_of_tables, "_BATCH", 1)
    monkeypatch.setattr(as_of_tables, "insert_rows", put)
    with pytest.raises(Refused, match="query was canceled"):
        asked.run(lambda: desk.facets("", at=at))
    monkeypatch.undo()
    fresh = door.open_register(desk.path, desk="us-1", today=TODAY)
    assert desk.facets("", at=at) == fresh.facets("", at=at)
