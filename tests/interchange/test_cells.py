"""What a cell means: dates that two countries read differently, numbers with commas, words in two languages."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from accordtrack.core.problems import Problem
from accordtrack.i18n import explain, using_language
from accordtrack.interchange.cells import MAX_CELL, cell, parse_cell, typed
from accordtrack.interchange.columns import FORMS, ImportTable, form_of, plain

STATUSES, MEASUREMENTS = FORMS["statuses"], FORMS["measurements"]


def said(form: ImportTable, name: str, value: object) -> str | Problem:
    column = form.column(name)
    assert column is not None
    return parse_cell(cell(value), column)


def refused(form: ImportTable, name: str, value: object) -> str:
    found = said(form, name, value)
    assert isinstance(found, Problem), found
    with using_language("en"):
        return explain(found)


@pytest.mark.parametrize("value", ["2026-01-31", date(2026, 1, 31), datetime(2026, 1, 31)])  # noqa: DTZ001
def test_a_date_is_iso_or_a_real_date_cell(value: object) -> None:
    assert said(STATUSES, "said_on", value) == "2026-01-31"


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
def test_what_is_no_date_is_refused_with_advice(value: object, words: str) -> None:
    assert words in refused(STATUSES, "said_on", value)


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
def test_a_number_is_digits_with_a_point(value: object, number: str) -> None:
    assert said(MEASUREMENTS, "value", value) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("41,5", "41,5 has a decimal comma. Write it with a point: 41.5"),
        ("1.234,56", "has a decimal comma. Write it with a point: 1234.56"),
        ("1,234", "1,234 may mean two numbers. The comma may part thousands or decimals. Write 1234 or 1.234."),
        ("1,234,567", "has commas between thousands. Write it without: 1234567"),
        ("1,234.5", "has commas between thousands. Write it without: 1234.5"),
        ("12%", "has a percent sign"),
        ("1e9", "is not a number"),
        ("NaN", "is not a number"),
        ("1_000", "is not a number"),
        ("many", "is not a number"),
        (date(2026, 1, 5), "is a date, not a number"),
    ],
)
def test_what_is_no_number_is_refused_and_the_comma_told_apart(value: object, words: str) -> None:
    assert words in refused(MEASUREMENTS, "value", value)


@pytest.mark.parametrize("word", ["limited", "LIMITED", "Limited", "avance limitado", "Avance Limitado"])
def test_words_of_the_vocabulary_stand_in_either_language(word: str) -> None:
    assert said(STATUSES, "status", word) == "limited"


def test_an_unknown_word_names_the_nearest() -> None:
    assert "did you mean limited?" in refused(STATUSES, "status", "limitd")


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
def test_the_apostrophe_before_a_formula_is_no_part_of_the_text(written: str, text: str) -> None:
    assert typed(written).text == text


def test_a_cell_larger_than_a_spreadsheet_holds_is_refused_and_shown_short() -> None:
    found = typed("x" * 1_000_000)
    assert found.problem is not None
    assert len(found.text) == MAX_CELL
    assert len(found.shown) <= 60


@pytest.mark.parametrize("character", ["\u202e", "\x1b", "\u2066"])
def test_characters_that_deceive_are_refused(character: str) -> None:
    assert "cannot be shown" in refused(STATUSES, "note", f"a{character}b")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_column_is_known_by_both_names_and_no_two_share_one(form: ImportTable) -> None:
    names = [name for column in form.columns for name in set(column.headings())]
    assert len(names) == len(set(names))
    for column in form.columns:
        assert form.column(column.name) is column
        assert form.column(column.es.upper().replace("_", " ")) is column
    for language in (0, 1):
        assert form_of([column.headings()[language] for column in form.columns]) is form


def test_headings_are_compared_without_accents_and_signs() -> None:
    assert plain("  Título (ES) ") == "titulo_es"
    assert form_of(["something", "else"]) is None
