"""The panel of a data folder: series, releases with their files, and breaks; and the shipped one, which has no faults."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

import pytest

from accordtrack.core.paths import shipped_data
from accordtrack.dataset.data_folder import Dataset, read_folder
from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
from folders import FILES, PANEL, assert_shown_safely, change, make_folder, told

ROWS = PANEL["panel/one.csv"]
RELEASE = PANEL["panel/releases.csv"].splitlines()[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "small", {**FILES, **PANEL})


def faults(folder: Path) -> list[tuple[str, str]]:
    found = read_folder(folder).problems
    for problem in found:
        assert_shown_safely(problem)
    return [(place, message) for place, _field, message, _advice in map(told, found)]


def panel(dataset: Dataset) -> tuple[list[PanelSeries], list[PanelRelease], list[PanelBreak]]:
    bodies = [entry.body for entry in dataset.entries]
    return (
        [body for body in bodies if isinstance(body, PanelSeries)],
        [body for body in bodies if isinstance(body, PanelRelease)],
        [body for body in bodies if isinstance(body, PanelBreak)],
    )


def test_series_releases_and_breaks_are_entries_of_their_own(folder: Path) -> None:
    dataset = read_folder(folder)
    assert dataset.problems == ()
    series, (release, _people), breaks = panel(dataset)
    assert [one.id for one in series] == ["homicides", "population"]
    assert [(one.series, one.place, one.first_period) for one in breaks] == [
        ("homicides", None, "2026-01"),
        ("homicides", "MX-JAL", "2022-03"),
    ]
    assert (release.rows, release.first, release.last) == (3, "2025-01-01", "2025-02-28")
    assert release.file.digest == hashlib.sha256(ROWS.encode()).hexdigest()
    assert (release.file.size, release.file.name) == (len(ROWS), "one.csv")
    assert (dataset.counts["panel_series"], dataset.counts["panel_releases"], dataset.counts["panel_rows"]) == (2, 2, 7)


def test_columns_that_repeat_the_file_are_checked_against_it(folder: Path) -> None:
    digest = hashlib.sha256(ROWS.encode()).hexdigest()
    right = f"{RELEASE[:-5]},{len(ROWS)},{digest},3,2025-01-01,2025-02-28"
    change(folder, "panel/releases.csv", RELEASE, right)
    people = PANEL["panel/people.csv"]
    told = f"{len(people)},{hashlib.sha256(people.encode()).hexdigest()},4,2024-07-01,2025-07-01"
    change(folder, "panel/releases.csv", "people.csv,,,,,", f"people.csv,{told}")
    assert faults(folder) == []
    assert read_folder(folder).entries == read_folder(folder, trusted=True).entries
    wrong = f"{RELEASE[:-5]},1,{'0' * 64},4,2025-02-01,2025-03-31"
    change(folder, "panel/releases.csv", right, wrong)
    assert faults(folder) == [
        ("panel/releases.csv:2", f'The column "{column}" says {x}, but the file says {y}')
        for column, x, y in (
            ("rows", 4, 3),
            ("first", "2025-02-01", "2025-01-01"),
            ("last", "2025-03-31", "2025-02-28"),
            ("digest", "0" * 64, digest),
            ("size", 1, len(ROWS)),
        )
    ]


def test_trusted_folder_needs_the_columns_that_repeat_the_file(folder: Path) -> None:
    assert read_folder(folder, trusted=True).problems


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "message"),
    [
        ("one.csv", ",70", ",-70", "one.csv:2", '"-70" is not a whole number from 0 up'),
        ("one.csv", ",70", ",7.5", "one.csv:2", '"7.5" is not a whole number from 0 up'),
        ("one.csv", ",70", ",many", "one.csv:2", '"many" is not a whole number from 0 up'),
        ("one.csv", "MX-JAL", "MX-ZZZ", "one.csv:4", 'Unknown place "MX-ZZZ"'),
        ("one.csv", "2025-02-28", "2025-01-28", "one.csv:3", "The period ends before it starts"),
        (
            "one.csv",
            "MX-JAL,2025-01-01,2025-01-31",
            "MX-SIN,2025-01-01,2025-01-31",
            "one.csv:4",
            "The cell MX-SIN, 2025-01-01 has two values: 70 and 170",
        ),
        ("one.csv", ",value", ",count", "one.csv:1", 'The column "value" is missing'),
        ("one.csv", ROWS.partition("\n")[2], "", "one.csv", "The table has no rows"),
        (
            "releases.csv",
            "2025-03-20",
            "2025-02-27",
            "one.csv:3",
            "The release of 2025-02-27 is earlier than the end of the period, 2025-02-28",
        ),
        ("releases.csv", "one.csv", "two.csv", "two.csv", "The file is missing"),
        ("people.csv", ",3200000", ",0", "people.csv:3", "A place cannot have 0 people"),
        ("people.csv", ",3200000", ",-1", "people.csv:3", '"-1" is not a number from 0 up'),
        (
            "people.csv",
            "MX-JAL,2024-07-01,2024-07-01,8700000\n",
            "",
            "one.csv:4",
            "The series population has no people of MX-JAL in 2024",
        ),
        (
            "releases.csv",
            "SSPC-2024,,,,,one",
            "SSPC-2024,2025-02-20,,,,one",
            "releases.csv:2",
            "rest_from names 2025-02-20, on which homicides has no other release",
        ),
        (
            "releases.csv",
            "SSPC-2024,,,,,one",
            "SSPC-2024,2025-03-20,,,,one",
            "releases.csv:2",
            "rest_from names 2025-03-20, on which homicides has no other release",
        ),
        ("releases.csv", "confirm", "sure", "releases.csv:1", 'The column "confirm" is missing'),
        ("releases.csv", ",confirm", ",confirm,sure", "releases.csv:1", 'Unknown column "sure"'),
        ("releases.csv", ",confirm", ",confirm,confirm", "releases.csv:1", 'The column "confirm" appears twice'),
        ("releases.csv", ",,,,,one", ",,yes,,,one", "releases.csv:2", 'The field "confirm" cannot be "yes"'),
        ("releases.csv", ",,,,,one", ",,,,,,one", "releases.csv:2", "The row has 15 fields instead of 14"),
        ("releases.csv", "homicides,", "deaths,", "releases.csv:2", 'Unknown series "deaths"'),
        (
            "releases.csv",
            "SSPC-2024",
            "SSPC-2042",
            "releases.csv:2",
            'Unknown source "SSPC-2042"; did you mean SSPC-2024?',
        ),
        ("series.yaml", "people: population", "people: persons", "series.yaml:8", 'Unknown people "persons"'),
        (
            "series.yaml",
            "2026-01, source: SSPC-2024",
            "2026-01, source: nobody",
            "series.yaml:12",
            'Unknown source "nobody"',
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_fault_is_named_with_its_line(folder: Path, name: str, old: str, new: str, place: str, message: str) -> None:
    change(folder, f"panel/{name}", old, new)
    assert (f"panel/{place}", message) in faults(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_period: 2026-01, source: SSPC-2024", "first_period: 2026-01"),
        ("first_period: 2026-01, ", ""),
        ("first_period: 2026-01", "first_period: soon"),
        ("first_period: 2026-01", "first_period: 2026-01, series: population"),
        ("first_period: 2022-03, place: MX-JAL", "first_period: 2022-03, place: Jalisco"),
        ("first_period: 2022-03, place: MX-JAL", "first_period: 2026-01"),
        ("measure: count", "measure: amount"),
        ("period: month", "period: irregular"),
        ("usual_delay_days: 25", "usual_delay_days: -1"),
        ("preliminary_periods: 3", "preliminary_periods: 121"),
        ("usual_delay_days: 25", "unchanged_within: '2'"),
    ],
    ids=lambda value: value.replace(" ", ""),
)
def test_series_or_break_at_fault_is_refused(folder: Path, old: str, new: str) -> None:
    change(folder, "panel/series.yaml", old, new)
    found = faults(folder)
    assert len(found) == 1
    assert found[0][0].startswith("panel/series.yaml:")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("revised", "corrected"),
        ("2025-03-20", "March 2025"),
        (",,,,,one", ",,,Only in English,,one"),
        ("one.csv", "../accord.yaml"),
    ],
)
def test_release_at_fault_is_refused(folder: Path, old: str, new: str) -> None:
    change(folder, "panel/releases.csv", old, new)
    assert faults(folder)


def test_the_same_release_twice_is_refused(folder: Path) -> None:
    change(folder, "panel/releases.csv", RELEASE, f"{RELEASE}\n{RELEASE}")
    assert faults(folder) == [("panel/releases.csv:3", "The same record appears twice")]


def test_release_table_with_an_open_quotation_mark_is_read_up_to_it(folder: Path) -> None:
    change(folder, "panel/releases.csv", "people.csv,,,,,", 'people.csv,,,,,\n"homicides')
    ((place, message),) = faults(folder)
    assert place == "panel/releases.csv:4"
    assert message.startswith("The table cannot be read past this point")


def test_file_of_a_release_that_leads_out_of_the_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    shutil.move(folder / "panel" / "one.csv", outside)
    (folder / "panel" / "one.csv").symlink_to(outside)
    assert faults(folder) == [("panel/one.csv", "The file is a link that leaves the folder")]


def test_shipped_panel_has_no_faults_and_its_table_says_what_its_files_say() -> None:
    untrusted, trusted = read_folder(shipped_data()), read_folder(shipped_data(), trusted=True)
    assert untrusted.problems == ()
    assert untrusted == trusted
    assert untrusted.digest == trusted.digest


def test_every_file_of_the_shipped_panel_is_named_once() -> None:
    with (shipped_data() / "panel" / "releases.csv").open(encoding="utf-8", newline="") as opened:
        named = [row["file"] for row in csv.DictReader(opened)]
    held = {path.name for path in (shipped_data() / "panel").iterdir()}
    assert sorted(named) == sorted(held - {"releases.csv", "series.yaml"})
    series, releases, _breaks = panel(read_folder(shipped_data(), trusted=True))
    assert {one.series for one in releases} <= {one.id for one in series}
    assert len(releases) == len(named)
