"""Dates in words on the pages: in sentences, tables, charts and histories; codes, file names and addresses stay."""

from __future__ import annotations

import re

import pytest

from accordtrack import i18n
from accordtrack.site.pages import body, commitment, event, listing, month_page, themes
from accordtrack.site.sections.history import History
from accordtrack.text.calendar_names import dates_in_words
from site_factory import read, shipped

ISO = re.compile(r"(?<![\w/=.-])\d{4}-\d\d(-\d\d)?(?![\w/-]|\.\w)")
both = pytest.mark.parametrize("language", ["en", "es"])


@pytest.mark.parametrize(
    ("text", "en", "es"),
    [
        ("due 2024-07-25.", "due July 25, 2024.", "due 25 de julio de 2024."),
        ("2023-05: claim", "May 2023: claim", "mayo de 2023: claim"),
        ("2020-10/2021-09", "October 2020 to September 2021", "octubre de 2020 a septiembre de 2021"),
        ("in 2025-01-01..2025-12-31,", "in January 1, 2025 to December 31, 2025,", None),
        ("2025-08-26 / 2025-09-08", "August 26, 2025 to September 8, 2025", None),
    ],
)
def test_days_months_and_periods_are_named(text: str, en: str, es: str | None) -> None:
    assert dates_in_words(text) == en
    with i18n.using_language("es"):
        assert es is None or dates_in_words(text) == es


@pytest.mark.parametrize(
    "text",
    [
        "KVIA-2024-07-25",
        "2025-07-20.csv",
        "https://a.mx/2026-01-24/x",
        "2011-24",
        "2024-02-30",
        "WH-2022-10",
        "1-2024-05",
    ],
)
def test_codes_file_names_addresses_and_impossible_days_stay(text: str) -> None:
    assert dates_in_words(text) == text


@both
def test_no_page_has_a_date_in_digits(language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        history = History(made)
        months = month_page.entries_by_month(history)
        month = max(months, key=lambda one: len(months[one]))
        pages = [
            commitment.page(made, made.held.facts.states["FEB25-JT-03"]),
            commitment.page(made, made.held.facts.states["BF2-JT-06"]),
            event.page(made, "ev-zambada-2024"),
            body.page(made, "ATF"),
            themes.page(made, "border"),
            themes.index_page(made),
            listing.events_page(made),
            listing.commitments_page(made),
            month_page.page(history, month, None, months[month]),
        ]
    for page in pages:
        found = read(made, page, language)
        words = " ".join(element.words for element in found.root.every("body"))
        assert [each[0] for each in ISO.finditer(words)] == [], page.path
        assert found.root.every("time"), page.path
