"""Panel data at a desk: what a release changes, what is refused with its line, and what waits for the other side."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Refused, english_values, fill
from accordtrack.ledger.panel import PanelRelease
from accordtrack.service import Desk
from accordtrack.service.commands import panel
from accordtrack.service.panel_files import PanelFiles
from accordtrack.types import Line
from accordtrack.types.intents import AddRecord, AddRelease, Amend, Retract, TakePosition
from accordtrack.vocabulary import Handling
from registers import At, agree

HEADER = "place,period_start,period_end,value"
JAN, FEB = "MX-SIN,2025-01-01,2025-01-31", "MX-SIN,2025-02-01,2025-02-28"
SERIES = AddRecord(
    kind="panel_series",
    fields={
        "id": "homicides",
        "title.en": "victims of homicide",
        "title.es": "víctimas de homicidio",
        "publisher": "SSPC",
        "registry": "A registry",
        "measure": "count",
        "period": "month",
        "direction": "decrease",
    },
)


def table(folder: Path, *rows: str, name: str = "rows.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return str(path)


def release(file: str, day: str = "2025-03-20", **more: object) -> AddRelease:
    values = {"series": "homicides", "release_class": "first", "source": "SSPC-2024", **more}
    return AddRelease(file=file, released_on=day, **values)  # type: ignore[arg-type]


def told(lines: tuple[Line, ...]) -> list[str]:
    return [fill(one.template, english_values(one.values)) for one in lines]


def refusals(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.place, fill(one.message, english_values(one.values))) for one in caught.value.problems]


def releases(desk: Desk) -> list[PanelRelease]:
    return list(desk.scores().facts.panel.releases)


def cells(desk: Desk) -> dict[tuple[str, str, str], str]:
    panel = desk.scores().facts.panel
    read = PanelFiles(desk.path, panel.series)
    return {row.key: row.text for one in panel.releases for row in read.rows(one)}


@pytest.fixture
def desks(at: At) -> At:
    """Both desks, at a register with an agreed series."""
    agree(at, "us-1", SERIES)
    return at


def test_release_is_stored_by_its_digest_and_waits_for_the_other_side(desks: At, tmp_path: Path) -> None:
    file = table(tmp_path, f"{JAN},70", f"{FEB},0")
    desk = desks("us-1")
    lines = told(desk.plan(release(file)).lines)
    assert lines[0] == "+ release   homicides, 2025-03-20: 2025-01-01 to 2025-02-28, rows: 2"
    assert "new cells: 2" in lines
    assert "Waits for MX." in lines
    assert not evidence_folder(desk.path).exists()
    done = desk.write(release(file))
    raw = Path(file).read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    assert (evidence_folder(desk.path) / digest[:2] / digest).read_bytes() == raw
    assert releases(desk) == []
    desks("mx-1").write(TakePosition(target=done.hashes[0], stance="concur"))
    (found,) = releases(desks("us-1"))
    assert (found.file.digest, found.rows, found.release_class) == (digest, 2, "first")


def test_series_is_retracted_by_its_id_once_it_has_no_release_and_is_not_amended(desks: At, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        desks("us-1").plan(Amend(record="homicides", fields={"direction": "increase"}, reason="Other."))
    assert refusals(caught)[0][1] == "The series homicides cannot be amended"
    added = desks("us-1").write(release(table(tmp_path, f"{JAN},70")))
    taken_back = Retract(entry="homicides", reason="Added again.")
    with pytest.raises(Refused) as caught:
        desks("us-1").plan(taken_back)
    assert refusals(caught)[0][1].startswith("Cannot take back homicides")
    desks("us-1").write(Retract(entry=added.hashes[0], reason="Too early."))
    agree(desks, "us-1", taken_back)
    assert desks("us-1").scores().facts.panel.series == {}


def test_later_file_confirms_or_replaces_cell_by_cell(desks: At, tmp_path: Path) -> None:
    agree(desks, "us-1", release(table(tmp_path, f"{JAN},70", f"{FEB},80")))
    same = release(table(tmp_path, f"{FEB},80", f"{JAN},70", name="same.csv"), "2025-04-20", source="JS-2021")
    assert "confirms the release of 2025-03-20 (SSPC-2024): all cells agree (2)" in told(desks("us-1").plan(same).lines)
    other = release(table(tmp_path, f"{JAN},71", "MX-JAL,2025-01-01,2025-01-31,170", name="other.csv"), "2025-05-20")
    lines = told(desks("us-1").plan(other).lines)
    assert "replaces   MX-SIN, 2025-01-01: 70 becomes 71 (release of 2025-03-20, SSPC-2024)" in lines
    assert "new cells: 1" in lines
    assert "left out, so that they keep their values: 1" in lines


def test_two_releases_of_one_day_that_disagree_are_shown_before_they_are_written(desks: At, tmp_path: Path) -> None:
    agree(desks, "us-1", release(table(tmp_path, f"{JAN},70")))
    other = release(table(tmp_path, f"{JAN},71", name="other.csv"), source="JS-2021")
    assert "missing from now on, two values on one day   MX-SIN, 2025-01-01: 70 (SSPC-2024) and 71" in told(
        desks("us-1").plan(other).lines
    )


def test_values_to_be_confirmed_are_confirmed_by_a_later_file(desks: At, tmp_path: Path) -> None:
    mirror = release(table(tmp_path, f"{JAN},70"), confirm=True)
    assert "It is shown and not counted until it is confirmed" in told(desks("us-1").plan(mirror).lines)
    agree(desks, "us-1", mirror)
    official = release(table(tmp_path, f"{JAN},70", name="official.csv"), "2025-04-20")
    assert "confirms the release of 2025-03-20 (SSPC-2024): all cells agree (1)" in told(
        desks("us-1").plan(official).lines
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{JAN},-70", '"-70" is not a whole number from 0 up'),
        (f"{JAN},7.5", '"7.5" is not a whole number from 0 up'),
        (f"{JAN},many", '"many" is not a whole number from 0 up'),
        ("MX-ZZZ,2025-01-01,2025-01-31,7", 'Unknown place "MX-ZZZ"'),
        ("MX-SIN,2025-01-31,2025-01-01,7", "The period ends before it starts"),
        (
            "MX-SIN,2025-03-01,2025-03-31,7",
            "The release of 2025-03-20 is earlier than the end of the period, 2025-03-31",
        ),
    ],
)
def test_faulty_row_is_refused_with_file_and_line_and_nothing_is_stored(
    desks: At, tmp_path: Path, row: str, message: str
) -> None:
    desk = desks("us-1")
    with pytest.raises(Refused) as caught:
        desk.write(release(table(tmp_path, f"{FEB},80", row)))
    assert refusals(caught) == [("rows.csv:3", message)]
    assert not evidence_folder(desk.path).exists() or not list(evidence_folder(desk.path).rglob("??/*"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"series": "homicide"}, 'No panel_series "homicide"; did you mean homicides?'),
        ({"source": "nobody"}, 'No source "nobody"'),
        ({"day": "2030-01-01"}, "2030-01-01 is in the future"),
        ({"rest_from": "2025-02-20"}, "rest_from names 2025-02-20, on which homicides has no other release"),
        ({"file": "https://example.org/rows.csv"}, "Name a file, not an address"),
        ({"file": "missing.csv"}, "File not found: missing.csv"),
    ],
)
def test_release_at_fault_is_refused(desks: At, tmp_path: Path, more: dict[str, str], message: str) -> None:
    values = {"file": table(tmp_path, f"{JAN},70"), **more}
    with pytest.raises(Refused) as caught:
        desks("us-1").plan(release(**values))
    assert refusals(caught)[0][1] == message


def test_same_release_twice_is_refused(desks: At, tmp_path: Path) -> None:
    file = table(tmp_path, f"{JAN},70")
    agree(desks, "us-1", release(file))
    with pytest.raises(Refused, match="already exists") as caught:
        desks("us-1").plan(release(file))
    assert caught.value.problems[0].advice.endswith("To take back one that was typed wrongly, use retract.")


def test_people_of_a_rate_must_be_there_and_above_zero(desks: At, tmp_path: Path) -> None:
    people = AddRecord(
        kind="panel_series", fields={**SERIES.fields, "id": "people", "measure": "stock", "period": "year"}
    )
    by_people = AddRecord(kind="panel_series", fields={**SERIES.fields, "id": "rate", "people": "people"})
    agree(desks, "us-1", people)
    agree(desks, "us-1", by_people)
    desk = desks("us-1")
    with pytest.raises(Refused) as caught:
        desk.plan(release(table(tmp_path, f"{FEB},80", f"{JAN},70"), series="rate"))
    assert refusals(caught) == [
        ("rows.csv:2", "The series people has no people of MX-SIN in 2024"),
        ("rows.csv:2", "The series people has no people of MX-SIN in 2025"),
    ]
    none = release(table(tmp_path, "MX-SIN,2025-07-01,2025-07-01,0"), series="people")
    with pytest.raises(Refused) as caught:
        desk.plan(none)
    assert refusals(caught) == [("rows.csv:2", "A place cannot have 0 people")]
    some = table(tmp_path, "MX-SIN,2024-07-01,2024-07-01,9", "MX-SIN,2025-07-01,2025-07-01,9", name="people.csv")
    agree(desks, "us-1", release(some, "2025-03-01", series="people"))
    assert desks("us-1").plan(release(table(tmp_path, f"{JAN},70"), series="rate")).entries == 1


def test_break_without_a_source_is_refused_and_one_with_it_is_recorded(desks: At) -> None:
    fields = {"series": "homicides", "first_period": "2026-01"}
    with pytest.raises(Refused) as caught:
        desks("us-1").plan(AddRecord(kind="panel_break", fields=fields))
    assert refusals(caught) == [("source", 'The field "source" is missing')]
    agree(desks, "us-1", AddRecord(kind="panel_break", fields={**fields, "source": "SSPC-2024"}))
    (found,) = desks("us-1").scores().facts.panel.breaks
    assert (found.series, found.place, found.first_period) == ("homicides", None, "2026-01")


def test_disputed_cells_are_kept_beside_the_release_and_change_no_value(desks: At, tmp_path: Path) -> None:
    agree(desks, "us-1", release(table(tmp_path, f"{JAN},70", f"{FEB},80")))
    before = cells(desks("us-1"))
    name = "homicides|2025-03-20|SSPC-2024"
    dispute = TakePosition(
        target=name, stance="dispute", reason="A report was late.", cells=("MX-SIN:2025-01=72", "MX-SIN:2025-02-01")
    )
    lines = told(desks("mx-1").plan(dispute).lines)
    assert "disputes   MX-SIN, 2025-01: 70; proposes 72" in lines
    assert "disputes   MX-SIN, 2025-02-01: 80" in lines
    assert "The release stays as it is; its figures are shown with the dispute" in lines
    desks("mx-1").write(dispute)
    desk = desks("us-1")
    assert cells(desk) == before
    ((told_by,),) = desk.scores().facts.panel.disputes.values()
    assert told_by.speaker == "MX"
    assert [(one.place, one.period, one.value) for one in told_by.cells] == [
        ("MX-SIN", "2025-01", "72"),
        ("MX-SIN", "2025-02-01", None),
    ]


def test_dispute_of_cells_does_not_keep_the_release_out_of_force(desks: At, tmp_path: Path) -> None:
    done = desks("us-1").write(release(table(tmp_path, f"{JAN},70")))
    name = done.hashes[0]
    desks("mx-1").write(TakePosition(target=name, stance="dispute", reason="Late.", cells=("MX-SIN:2025-01",)))
    assert len(desks("mx-1").pending("MX")) == 1
    assert not desks("mx-1").pending("MX", disputed=True)
    desks("mx-1").write(TakePosition(target=name, stance="concur"))
    assert len(releases(desks("us-1"))) == 1


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("MX-SIN", '"MX-SIN" is not a cell'),
        ("MX-JAL:2025-01", '"MX-JAL:2025-01" is not one cell of this release'),
        ("MX-SIN:2025", '"MX-SIN:2025" is not one cell of this release'),
        ("MX-SIN:2025-01=-2", '"-2" is not a whole number from 0 up'),
    ],
)
def test_cell_at_fault_is_refused(desks: At, tmp_path: Path, cell: str, message: str) -> None:
    done = agree(desks, "us-1", release(table(tmp_path, f"{JAN},70", f"{FEB},80")))
    with pytest.raises(Refused) as caught:
        desks("mx-1").plan(TakePosition(target=done.hashes[0], stance="dispute", reason="Late.", cells=(cell,)))
    assert refusals(caught)[0][1] == message


def test_correction_is_a_later_release_with_its_cells_alone(desks: At, tmp_path: Path) -> None:
    agree(desks, "us-1", release(table(tmp_path, f"{JAN},70", f"{FEB},80")))
    agree(desks, "mx-1", release(table(tmp_path, f"{JAN},72", name="correction.csv"), "2025-04-20"))
    assert cells(desks("us-1")) == {("MX-SIN", "", "2025-01-01"): "72", ("MX-SIN", "", "2025-02-01"): "80"}


def test_rows_of_a_release_with_a_stricter_mark_are_not_in_a_public_package(
    desks: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk of another version may have marked a release."""
    agree(desks, "us-1", release(table(tmp_path, f"{JAN},70", name="open.csv")))
    with monkeypatch.context() as patch:
        patch.setattr(panel, "_MARK", Handling.AMBER)
        agree(desks, "us-1", release(table(tmp_path, f"{JAN},71", name="closed.csv"), "2025-04-20"))
    desk = desks("us-1")
    assert len(releases(desk)) == 2
    for audience, names in (("public", {"open.csv"}), ("parties", {"open.csv", "closed.csv"})):
        desk.export_data(tmp_path / audience, audience=audience)
        assert {path.name for path in (tmp_path / audience / "panel").iterdir()} == names
