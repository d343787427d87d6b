"""Rows of a panel release: what is read, what is refused, and in which line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from accordtrack.core.problems import Problem, english_values, fill
from accordtrack.dataset.panel_table import PanelRow, parse_rows, read_rows, sound_columns
from accordtrack.vocabulary import Measure

HEADER = "place,period_start,period_end,value"
RELEASED = "2026-02-28"


def read(
    rows: Sequence[str], header: str = HEADER, measure: Measure = Measure.COUNT, released_on: str = RELEASED
) -> list[tuple[int, PanelRow | Problem]]:
    return list(read_rows([header, *rows], measure, released_on))


def problems(
    rows: Sequence[str], header: str = HEADER, measure: Measure = Measure.COUNT, released_on: str = RELEASED
) -> list[tuple[int, str]]:
    found = read(rows, header, measure, released_on)
    return [(line, fill(one.message, english_values(one.values))) for line, one in found if isinstance(one, Problem)]


def test_zero_is_a_value_and_a_missing_month_is_no_row() -> None:
    found = read(["MX-SIN,2026-01-01,2026-01-31,0", "", "MX-JAL,2026-01-01,2026-01-31,12"])
    assert found == [
        (2, PanelRow("MX-SIN", "", "2026-01-01", "2026-01-31", "0")),
        (4, PanelRow("MX-JAL", "", "2026-01-01", "2026-01-31", "12")),
    ]


def test_columns_may_stand_in_any_order_and_name_an_area_and_a_bound() -> None:
    (row,) = read(["<=,9,El Paso,2026-01-31,2026-01-01,US-TX"], "op,value,area,period_end,period_start,place")
    assert row == (2, PanelRow("US-TX", "El Paso", "2026-01-01", "2026-01-31", "9", "<="))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("-3", '"-3" is not a whole number from 0 up'),
        ("3.5", '"3.5" is not a whole number from 0 up'),
        ("", '"" is not a whole number from 0 up'),
        ("n/a", '"n/a" is not a whole number from 0 up'),
        ("1e3", '"1e3" is not a whole number from 0 up'),
        ("nan", '"nan" is not a whole number from 0 up'),
        ("inf", '"inf" is not a whole number from 0 up'),
        ('"1,000"', '"1,000" is not a whole number from 0 up'),
        ("١٢", '"١٢" is not a whole number from 0 up'),
        ("9" * 16, f'"{"9" * 16}" is not a whole number from 0 up'),
    ],
)
def test_count_is_a_whole_number_from_zero_up(value: str, message: str) -> None:
    assert problems([f"MX-SIN,2026-01-01,2026-01-31,{value}"]) == [(2, message)]


@pytest.mark.parametrize("measure", [Measure.RATE, Measure.QUANTITY, Measure.STOCK])
def test_other_measures_may_be_fractions_but_not_negative(measure: Measure) -> None:
    rows = [f"MX-SIN,2026-0{month}-01,2026-0{month}-28,{value}" for month, value in ((1, "3.5"), (2, "-3.5"))]
    assert problems(rows, measure=measure) == [(3, '"-3.5" is not a number from 0 up')]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("MX-XXX,2026-01-01,2026-01-31,1", 'Unknown place "MX-XXX"'),
        ("Sinaloa,2026-01-01,2026-01-31,1", 'Unknown place "Sinaloa"'),
        ("mx-sin,2026-01-01,2026-01-31,1", 'Unknown place "mx-sin"'),
        ("MX-SIN,2026-01,2026-01-31,1", '"2026-01" is not a date'),
        ("MX-SIN,2026-01-01,2026-02-30,1", '"2026-02-30" is not a date'),
        ("MX-SIN,2026-01-31,2026-01-01,1", "The period ends before it starts"),
        (
            "MX-SIN,2026-02-01,2026-03-01,1",
            "The release of 2026-02-28 is earlier than the end of the period, 2026-03-01",
        ),
        ("MX-SIN,2026-01-01,2026-01-31", "The row has 3 fields instead of 4"),
        ("MX-SIN,2026-01-01,2026-01-31,1,2", "The row has 5 fields instead of 4"),
        ("MX-SIN\x1b[2J,2026-01-01,2026-01-31,1", 'Unknown place "MX-SIN␛[2J"'),
    ],
)
def test_row_at_fault_is_refused_and_the_others_are_read(row: str, message: str) -> None:
    found = read([row, "MX-JAL,2026-01-01,2026-01-31,12"])
    assert [line for line, one in found] == [2, 3]
    assert problems([row]) == [(2, message)]
    assert isinstance(found[1][1], PanelRow)


def test_a_stock_may_be_released_before_the_day_it_is_of() -> None:
    """The end of a population at mid-year that a projection gives is later than the projection."""
    assert problems(["MX-SIN,2030-07-01,2030-07-01,3"], measure=Measure.STOCK) == []


@pytest.mark.parametrize("written", ["<", "==", "≤"])
def test_operator_is_one_of_three(written: str) -> None:
    assert problems([f"MX-SIN,2026-01-01,2026-01-31,1,{written}"], f"{HEADER},op") == [
        (2, f'"{written}" is not an operator')
    ]


@pytest.mark.parametrize("area", ["x" * 81, "El\u202ePaso"])
def test_area_is_a_short_name(area: str) -> None:
    ((line, message),) = problems([f"MX-SIN,2026-01-01,2026-01-31,1,{area}"], f"{HEADER},area")
    assert line == 2
    assert message.endswith("is not an area")


def test_equal_duplicates_count_once_and_unequal_ones_are_refused() -> None:
    cell = "MX-SIN,2026-01-01,2026-01-31"
    assert len(read([f"{cell},7", f"{cell},7"])) == 1
    assert problems([f"{cell},7", f"{cell},8", f"{cell},7"]) == [
        (3, "The cell MX-SIN, 2026-01-01 has two values: 7 and 8")
    ]
    bounds = [f"{cell},7,", f"{cell},7,<=", f"{cell},7,="]
    assert problems(bounds, f"{HEADER},op") == [(3, "The cell MX-SIN, 2026-01-01 has two values: 7 and <=7")]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", 'The column "place" is missing'),
        ("place;period_start;period_end;value", 'The column "place" is missing'),
        ("place,period_start,period_end", 'The column "value" is missing'),
        (f"{HEADER},people", 'Unknown column "people"'),
        (f"{HEADER},value", 'The column "value" appears twice'),
        (f"\ufeff{HEADER}", 'The column "place" is missing'),
    ],
)
def test_header_at_fault_is_refused_before_any_row(header: str, message: str) -> None:
    assert problems(["MX-SIN,2026-01-01,2026-01-31,1"], header) == [(1, message)]


def test_table_is_read_up_to_an_open_quotation_mark() -> None:
    rows = ["MX-SIN,2026-01-01,2026-01-31,1", '"MX-JAL,2026-01-01,2026-01-31,1']
    assert isinstance(read(rows)[0][1], PanelRow)
    ((line, message),) = problems(rows)
    assert line == 3
    assert message.startswith("The table cannot be read past this point")


SOUND = "MX-SIN,2026-01-01,2026-01-31,0"


@pytest.mark.parametrize(
    "lines",
    [
        [HEADER],
        [HEADER, SOUND],
        [HEADER, SOUND, "", SOUND, "MX-JAL,2026-01-01,2026-01-31,12"],
        [
            "op,value,area,period_end,period_start,place",
            "<=,9,El Paso,2026-01-31,2026-01-01,US-TX",
            f",8,,{RELEASED},{RELEASED},US",
        ],
    ],
)
def test_file_read_by_column_has_the_rows_that_are_read_one_by_one(lines: list[str]) -> None:
    columns = sound_columns(lines, Measure.COUNT, RELEASED)
    assert columns is not None
    rows = [row for _line, row in parse_rows(lines, Measure.COUNT, RELEASED)]
    assert [PanelRow(*one) for one in zip(*columns, strict=True)] == rows


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["", HEADER, SOUND],
        [HEADER, SOUND, "MX-SIN,2026-01-01,2026-01-31"],
        [HEADER, SOUND, f"{SOUND},1"],
        [HEADER, "MX-SIN,2026-01-01,2026-01-31,0,MX-SIN", "2026-01-01,2026-01-31,0"],
        [HEADER, SOUND, " "],
        [HEADER, SOUND, "XX-SIN,2026-01-01,2026-01-31,0"],
        [HEADER, SOUND, "MX-SIN,2026-01-31,2026-01-01,0"],
        [HEADER, SOUND, "MX-SIN,2026-03-01,2026-03-31,0"],
        [HEADER, SOUND, "MX-SIN,2026-01-01,2026-01-31,-1"],
        [HEADER, SOUND, 'MX-SIN,2026-01-01,2026-01-31,"1'],
        [f"{HEADER},area", f"{SOUND},=1"],
        [f"{HEADER},op", f"{SOUND},<"],
        [f"{HEADER},other", f"{SOUND},1"],
    ],
)
def test_file_with_a_problem_is_not_read_by_column(lines: list[str]) -> None:
    assert any(isinstance(found, Problem) for _line, found in parse_rows(lines, Measure.COUNT, RELEASED))
    assert sound_columns(lines, Measure.COUNT, RELEASED) is None


def test_file_with_quotation_marks_is_read_row_by_row() -> None:
    lines = [f"{HEADER},area", f'{SOUND},"El Paso"']
    assert [row.area for _line, row in parse_rows(lines, Measure.COUNT, RELEASED) if isinstance(row, PanelRow)] == [
        "El Paso"
    ]
    assert sound_columns(lines, Measure.COUNT, RELEASED) is None


def test_population_of_0_is_a_problem_also_by_column() -> None:
    assert sound_columns([HEADER, SOUND], Measure.STOCK, RELEASED) is not None
    assert sound_columns([HEADER, SOUND], Measure.STOCK, RELEASED, people=True) is None
