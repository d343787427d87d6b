"""Dates as screens show them: short, in the language of the screen, and never ambiguous."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.text.calendar_names import short_date


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
