"""From the log to the tables: authority at each entry's own time, one ref folded alone like all of them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.safe_text import natural_sort_key
from accordtrack.projection.projection_rows import commitment_row
from accordtrack.projection.projector import project_all
from accordtrack.store.columns import PROJECTION
from accordtrack.store.database import Database
from accordtrack.store.in_memory import in_memory
from accordtrack.types.intents import AddNote, Amend, ReportStatus, Retract, TakePosition, Undo
from items import Told
from registers import TODAY, At, accept_everything
from tampering import ask


@pytest.fixture
def at(register: Path) -> At:
    return lambda feed: door.open_register(register, desk=feed, today=TODAY)


def refused_records(register: Path) -> list[tuple[object, ...]]:
    return ask(register, "SELECT rid FROM record WHERE refused = 1")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the projection, as it stands in the file."""
    names = [table.name for table in PROJECTION]
    found = {name: sorted(ask(path, f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608
    return found | {"search": sorted(ask(path, "SELECT rowid, id, words FROM search"))}


def fresh_rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a projection made anew from the entries."""
    with Database(path).reading() as connection, in_memory() as fresh:
        project_all(connection, fresh)
        names = [table.name for table in PROJECTION]
        found = {name: sorted(map(tuple, fresh.exec_driver_sql(f"SELECT * FROM {name}")), key=repr) for name in names}  # noqa: S608
        return found | {"search": sorted(map(tuple, fresh.exec_driver_sql("SELECT rowid, id, words FROM search")))}


def test_incremental_projection_equals_full_projection(register: Path, at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    done = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    mx.write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    retitled = us.write(
        Amend(record="FW-US-01", fields={"title.en": "Trace all guns", "lead.US": "DOJ"}, reason="Clearer.")
    )
    mx.write(TakePosition(target=retitled.hashes[0], stance="concur"))
    us.write(Amend(record="FW-US-01", fields={"places": "US-AZ,US-TX"}, reason="More."))
    us.write(Retract(entry=done.hashes[0], reason="Wrong date."))
    mx.write(
        ReportStatus(commitment="FW-JT-01", status="completed", evidence=("https://example.org/x",), note="Published.")
    )
    us.write(AddNote(commitment="FW-MX-01", text="A note."))
    mx.write(Undo())
    assert rows(register) == fresh_rows(register)
    assert refused_records(register) == []
    assert us.listing("trace all").total == 1
    assert us.listing("every gun place:US-AZ lead:DOJ").total == 1


def test_status_of_a_half_counts_once_the_commitment_is_joint(register: Path, at: At) -> None:
    us = at("us-1")
    moved = us.write(Amend(record="FW-US-01", fields={"responsible_side": "JOINT"}, reason="Both said so."))
    assert [half.side for half in us.commitment("FW-US-01").halves] == ["US"], "it waits for the other side"
    at("mx-1").write(TakePosition(target=moved.hashes[0], stance="concur"))
    us.write(ReportStatus(commitment="FW-US-01", status="limited", half="MX", note="Seen from here."))
    at("mx-1").write(ReportStatus(commitment="FW-US-01", status="substantial"))
    assert refused_records(register) == []
    halves = {half.side: half for half in us.commitment("FW-US-01").halves}
    assert halves["MX"].claim is not None
    assert (halves["MX"].claim.status, halves["MX"].standing) == ("substantial", "disputed")
    assert rows(register) == fresh_rows(register)


def test_admitted_status_stays_admitted_after_the_amendment_is_retracted(register: Path, at: At) -> None:
    us = at("us-1")
    moved = us.write(Amend(record="FW-US-01", fields={"responsible_side": "JOINT"}, reason="Both said so."))
    at("mx-1").write(TakePosition(target=moved.hashes[0], stance="concur"))
    us.write(ReportStatus(commitment="FW-US-01", status="limited", half="MX", note="Seen from here."))
    us.write(Retract(entry=moved.hashes[0], reason="They did not."))
    assert len(us.commitment("FW-US-01").halves) == 2, "Mexico agreed to the change, so its end waits for Mexico"
    accept_everything(register)
    assert refused_records(register) == []
    (half,) = us.commitment("FW-US-01").halves
    assert half.claim is not None
    assert half.claim.id == "traced-us-2024", "a word of the other half is none of this one"
    assert rows(register) == fresh_rows(register)


def test_observer_status_written_under_a_looser_handling_counts(register: Path, at: At) -> None:
    published = at("us-1").write(Amend(record="FW-JT-01", fields={"handling": "TLP:CLEAR"}, reason="Published."))
    waiting = at("us-1").record("FW-JT-01")
    assert waiting["handling"] == "TLP:GREEN", "a looser mark of a joint one waits"
    at("mx-1").write(TakePosition(target=published.hashes[0], stance="concur"))
    observed = ReportStatus(
        commitment="FW-JT-01", status="limited", speaker="OBS", sources=("JS-2021",), effective_on="2021-10-08"
    )
    done = at("obs-1").write(observed)
    assert at("obs-1").entry(done.hashes[0]).handling == "TLP:CLEAR"
    assert refused_records(register) == []
    assert done.ids[0] in {said.id for said in at("us-1").commitment("FW-JT-01").statements}
    assert rows(register) == fresh_rows(register)


def test_status_written_before_a_stricter_handling_still_counts(register: Path, at: At) -> None:
    at("us-1").write(Amend(record="FW-US-01", fields={"handling": "TLP:RED"}, reason="Sensitive."))
    assert refused_records(register) == []
    assert at("us-1").commitment("FW-US-01").halves[0].claim is not None
    done = at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    assert at("us-1").entry(done.hashes[0]).handling == "TLP:RED"
    assert rows(register) == fresh_rows(register)


def test_row_has_the_best_grade_and_earliest_asking_of_its_halves() -> None:
    told = Told("JOINT")
    us, mx = told.status("US", "limited"), told.status("MX", "limited")
    told.evidence("US", "documented", supports=[us])
    told.evidence("OBS", "verified", supports=[mx])
    told.ask(us, "MX", "2024-03-01")
    told.ask(mx, "US", "2024-02-01")
    row = commitment_row(told.state(), 7)
    assert (row["grade_rank"], row["asked_on"], row["evidence"], row["version"]) == (3, "2024-02-01", 2, 7)
    assert (row["us_grade"], row["mx_grade"]) == ("documented", "verified")
    assert commitment_row(Told("US").state(), 1)["grade_rank"] == -1


@pytest.mark.parametrize(
    "ids", [["BF-2", "BF-10", "BF-100"], ["BF-A1.2", "BF-A1.10", "BF-A2.1"], ["a", "b1", "b02", "b3"]]
)
def test_ids_sort_in_natural_order(ids: list[str]) -> None:
    assert sorted(ids, key=natural_sort_key) == ids
