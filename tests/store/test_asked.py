"""A question that is given up stops reading where it is, and harms neither the next one nor what is written."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.queries import as_of_tables
from accordtrack.service import CancellableQuery
from accordtrack.types.intents import AddNote
from registers import TODAY, small_register

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.projection.projector import Rows
    from accordtrack.service import Desk

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)


def endless(desk: Desk) -> None:
    with desk._db.reading() as connection:
        connection.exec_driver_sql(ENDLESS)


def test_what_would_read_for_ever_is_stopped(desk: Desk) -> None:
    asked, said = CancellableQuery(), []

    def work() -> None:
        try:
            asked.put(lambda: endless(desk))
        except Refused as why:
            said.append(why.problems[0].message)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.2)
    assert thread.is_alive()
    asked.give_up()
    thread.join(10)
    assert said == ["The question was given up"]
    assert desk.listing("").total == 3, "the next question is answered by the same connections"


def test_one_given_up_before_it_is_put_reads_nothing(desk: Desk) -> None:
    asked = CancellableQuery()
    asked.give_up()
    with pytest.raises(Refused, match="given up"):
        asked.put(lambda: desk.listing(""))


def test_what_is_written_is_never_given_up(desk: Desk) -> None:
    asked = CancellableQuery()

    def question() -> int:
        with desk._db.writing() as connection:
            asked.give_up()
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM entry").scalar_one())

    assert asked.put(question) > 0
    desk.write(AddNote(commitment="FW-US-01", text="A note."))


def test_a_past_that_was_given_up_is_made_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at, asked = TwoDates("2024-01-01", "2024-01-01"), CancellableQuery()
    real = as_of_tables._put

    def put(connection: Connection, rows: Rows) -> None:
        real(connection, rows)
        asked.give_up()

    monkeypatch.setattr(as_of_tables, "_BATCH", 1)
    monkeypatch.setattr(as_of_tables, "_put", put)
    with pytest.raises(Refused, match="given up"):
        asked.put(lambda: desk.facets("", at=at))
    monkeypatch.undo()
    fresh = door.open_register(desk.path, desk="us-1", today=TODAY)
    assert desk.facets("", at=at) == fresh.facets("", at=at)
