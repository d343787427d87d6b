"""The register as of two dates holds exactly the rows that a fold of the whole log as of those dates gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.queries import list_pages
from accordtrack.queries.as_of_tables import KEPT, AsOfTables
from accordtrack.queries.filter_parser import parse
from accordtrack.service import Desk
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    Amend,
    ReportStatus,
    Retract,
    TakePosition,
    WithdrawPosition,
)
from as_of_reference import days, folded, held
from registers import TODAY, concur, small_register
from selection import examples
from shipped_scores import shipped_register


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(shipped_register(tmp_path_factory.mktemp("shipped")))


@pytest.mark.scale
@examples(30)
@given(data=st.data())
def test_tables_of_the_shipped_register_equal_a_full_fold_on_any_dates(real: Database, data: st.DataObject) -> None:
    known = st.sampled_from(days(real))
    at = TwoDates(data.draw(known), data.draw(known))
    if data.draw(st.booleans()):
        at = TwoDates(at.as_of, at.as_of)
    with AsOfTables(real).at(at, words=True, threads=True) as connection:
        assert held(connection) == folded(real, at)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which everything moves: titles, deadlines, places, answers, evidence that expires, retractions."""
    path = small_register(tmp_path_factory.mktemp("past"))
    us, mx = (door.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    claim = us.write(
        ReportStatus(commitment="FW-JT-01", status="limited", effective_on="2023-01-01", said_on="2024-06-01")
    )
    us.write(
        AddEvidence(
            commitment="FW-JT-01",
            evidence=("https://example.org/a",),
            supports=claim.ids,
            expires_on="2025-03-31",
            effective_on="2024-06-01",
            said_on="2024-06-01",
        )
    )
    answer = mx.write(TakePosition(target="FW-JT-01", stance="concur", effective_on="2024-07-01", said_on="2024-07-01"))
    mx.write(WithdrawPosition(target=answer.ids[0]))
    titled = us.write(
        Amend(
            record="FW-US-01", fields={"title.en": "Guns counted", "places": "US-AZ"}, reason="x", said_on="2024-02-02"
        )
    )
    concur(mx, titled, "2024-02-02")
    concur(mx, us.write(Amend(record="FW-US-01", fields={"due_on": "2027-01-01"}, reason="x", said_on="2025-02-02")))
    wrong = us.write(
        ReportStatus(
            commitment="FW-US-01", status="reversed", effective_on="2024-01-01", said_on="2025-01-01", note="x"
        )
    )
    us.write(Retract(entry=wrong.hashes[0], reason="x"))
    us.write(AddNote(commitment="FW-US-01", text="A note.", said_on="2026-01-01"))
    return path


@pytest.mark.scale
def test_tables_of_a_changing_register_equal_a_full_fold(moved: Path) -> None:
    database = Database(moved)
    known = [*days(database), "2025-03-31", "2025-04-01"]
    pasts = AsOfTables(database)
    for as_of in known:
        for at in (TwoDates(as_of, as_of), TwoDates(as_of, TODAY), TwoDates(TODAY, as_of)):
            with pasts.at(at, words=True, threads=True) as connection:
                assert held(connection) == folded(database, at), at


def test_search_and_place_filters_use_the_text_of_the_date(moved: Path) -> None:
    desk = door.open_register(moved, desk="us-1", today=TODAY)
    then = TwoDates("2024-02-01", "2024-02-01")
    assert desk.listing("counted").total == 1
    assert desk.listing("counted", at=then).total == 0
    assert desk.listing("place:US-AZ", at=then).total == 0
    assert desk.listing("counted", at=TwoDates("2024-02-02", "2024-02-02")).total == 1


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)


def test_later_write_appears_in_the_next_query(desk: Desk) -> None:
    at = TwoDates(TODAY, TODAY)
    assert desk.listing("status:reversed", at=at).total == 0
    desk.write(ReportStatus(commitment="FW-US-01", status="reversed", note="x"))
    assert desk.listing("status:reversed", at=at).total == 1


def test_repeated_query_does_not_fold_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = TwoDates("2024-01-01", "2024-01-01")
    before = desk.facets("", at=at)
    monkeypatch.setattr(log, "items_standing", None)
    assert desk.facets("", at=at) == before
    assert desk.page("", at=at).rows
    for day in ("2022-01-01", "2023-01-01", "2023-12-31"):
        with pytest.raises(TypeError):
            desk.facets("", at=TwoDates(day, day))
    assert len(desk._pasts._kept) == KEPT


def test_register_file_is_not_written(moved: Path) -> None:
    before = moved.read_bytes()
    with AsOfTables(Database(moved)).at(TwoDates("2024-01-01", "2024-01-01"), words=True) as connection:
        list_pages.listing(connection, parse("guns"), today=TODAY, sort="id", descending=False, language="en")
        with pytest.raises(Exception, match="readonly"):
            connection.execute(text("DELETE FROM main.tag"))
    assert moved.read_bytes() == before
