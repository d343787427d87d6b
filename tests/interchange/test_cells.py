"""What a cell means: dates that two countries read differently, numbers with commas, words in two languages."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from accordtrack.core.problems import Problem
from accordtrack.i18n import explain, using_language
from accordtrack.interchange.cells import MAX_CELL, cell_from_text, cell_from_value, parse_cell
from accordtrack.interchange.columns import FORMS, ImportTable, find_matching_table, normalize_heading

STATUSES, MEASUREMENTS = FORMS["statuses"], FORMS["measurements"]


def parse_value(form: ImportTable, name: str, value: object) -> str | Problem:
    column = form.column(name)
    assert column is not None
    return parse_cell(cell_from_value(value), column)


def refusal_text(form: ImportTable, name: str, value: object) -> str:
    found = parse_value(form, name, value)
    assert isinstance(found, Problem), found
    with using_language("en"):
        return explain(found)


@pytest.mark.parametrize("value", ["2026-01-31", date(2026, 1, 31), datetime(2026, 1, 31)])  # noqa: DTZ001
def test_date_is_iso_text_or_a_date_cell(value: object) -> None:
    assert parse_value(STATUSES, "said_on", value) == "2026-01-31"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "05/01/2026",
            "05/01/2026 may mean two dates. In the United States the month comes first, in Mexico the day. Write 2026-01-05 or 2026-05-01.",
        ),
        ("5-1-2026", "Write 2026-01-05 or 2026-05-01."),
        ("31/01/2026", "write 2026-01-31"),
        ("2026-02-30", "is not a date"),
        ("January 2026", "is not a date"),
        (46027, '"46027" is a number, not a date'),
        (datetime(2026, 1, 31, 13, 5), "has a time of day"),  # noqa: DTZ001
        (time(13, 5), "has a time of day"),
        (True, "is not a date"),
    ],
)
def test_invalid_date_is_refused_with_advice(value: object, words: str) -> None:
    assert words in refusal_text(STATUSES, "said_on", value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (41.5, "41.5"),
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        ("41.5", "41.5"),
        ("−2", "-2"),
        ("+7", "7"),
    ],
)
def test_number_is_digits_with_a_decimal_point(value: object, number: str) -> None:
    assert parse_value(MEASUREMENTS, "value", value) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("41,5", "41,5 has a decimal comma. Write it with a decimal point: 41.5"),
        ("1.234,56", "has a decimal comma. Write it with a decimal point: 1234.56"),
        ("1,234", "1,234 may mean two numbers. The comma may separate thousands or decimals. Write 1234 or 1.234."),
        ("1,234,567", "has commas between thousands. Write it without commas: 1234567"),
        ("1,234.5", "has commas between thousands. Write it without commas: 1234.5"),
        ("12%", "has a percent sign"),
        ("1e9", "is not a number"),
        ("NaN", "is not a number"),
        ("1_000", "is not a number"),
        ("many", "is not a number"),
        (date(2026, 1, 5), "is a date, not a number"),
    ],
)
def test_invalid_number_is_refused_and_commas_are_explained(value: object, words: str) -> None:
    assert words in refusal_text(MEASUREMENTS, "value", value)


@pytest.mark.parametrize("word", ["limited", "LIMITED", "Limited", "avance limitado", "Avance Limitado"])
def test_vocabulary_words_are_accepted_in_either_language(word: str) -> None:
    assert parse_value(STATUSES, "status", word) == "limited"


def test_unknown_word_suggests_the_nearest() -> None:
    assert "did you mean limited?" in refusal_text(STATUSES, "status", "limitd")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'+52 55", "+52 55"),
        ("'＝x", "＝x"),
        ("'tis so", "'tis so"),
        ("=1+1", "=1+1"),
        (" a\r\nb ", "a\nb"),
    ],
)
def test_apostrophe_before_a_formula_is_not_part_of_the_text(written: str, text: str) -> None:
    assert cell_from_text(written).text == text


def test_too_large_cell_is_refused_and_shown_shortened() -> None:
    found = cell_from_text("x" * 1_000_000)
    assert found.problem is not None
    assert len(found.text) == MAX_CELL
    assert len(found.preview) <= 60


@pytest.mark.parametrize("character", ["\u202e", "\x1b", "\u2066"])
def test_deceptive_characters_are_refused(character: str) -> None:
    assert "cannot be shown" in refusal_text(STATUSES, "note", f"a{character}b")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_columns_are_found_by_either_name_and_share_none(form: ImportTable) -> None:
    names = [name for column in form.columns for name in set(column.headings())]
    assert len(names) == len(set(names))
    for column in form.columns:
        assert form.column(column.name) is column
        assert form.column(column.es.upper().replace("_", " ")) is column
    for language in (0, 1):
        assert find_matching_table([column.headings()[language] for column in form.columns]) is form


def test_headings_are_compared_without_accents_and_signs() -> None:
    assert normalize_heading("  Título (ES) ") == "titulo_es"
    assert find_matching_table(["something", "else"]) is None
