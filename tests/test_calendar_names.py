"""Dates as screens show them: short, in the language of the screen, and never ambiguous."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.text.calendar_names import short_date, short_dates


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2024-07-25", "Jul 25, 2024", "25 jul 2024"),
        ("2026-01-02", "Jan 2, 2026", "2 ene 2026"),
        ("2024-05", "May 2024", "may 2024"),
        ("2024", "2024", "2024"),
        ("2024-13-01", "2024-13-01", "2024-13-01"),
        ("undated", "undated", "undated"),
    ],
)
def test_short_date_names_the_month_and_keeps_what_is_no_date(date: str, english: str, spanish: str) -> None:
    told = {}
    for language in ("en", "es"):
        with i18n.using_language(language):
            told[language] = short_date(date)
    assert told == {"en": english, "es": spanish}


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("due 2024-07-25, overdue", "due Jul 25, 2024, overdue", "due 25 jul 2024, overdue"),
        ("2025-03-26/2025-08-25", "Mar 26, 2025 to Aug 25, 2025", "26 mar 2025 a 25 ago 2025"),
        ("by root, 2026-12-01T13:22:40Z", "by root, Dec 1, 2026, 13:22:40 UTC", "by root, 1 dic 2026, 13:22:40 UTC"),
        ("due:<2026-12 since:2026-11-27", "due:<2026-12 since:2026-11-27", "due:<2026-12 since:2026-11-27"),
        (
            "WH-2021-10-08-JS report-2026-05-31.pdf",
            "WH-2021-10-08-JS report-2026-05-31.pdf",
            "WH-2021-10-08-JS report-2026-05-31.pdf",
        ),
    ],
)
def test_dates_in_a_text_are_named_but_not_those_in_filters_codes_and_file_names(
    text: str, english: str, spanish: str
) -> None:
    told = {}
    for language in ("en", "es"):
        with i18n.using_language(language):
            told[language] = short_dates(text)
    assert told == {"en": english, "es": spanish}
