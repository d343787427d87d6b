"""Pages and schemas that are generated say what the program says now."""

from __future__ import annotations

import pytest

import glossarypage
import keypage
import schemas
from accordtrack.text import glossary
from accordtrack.tui import keys


def test_published_schemas_match_the_models() -> None:
    made = schemas.files()
    assert {path.name: path.read_text(encoding="utf-8") for path in schemas.FOLDER.glob("*.json")} == made
    assert len(made) == 36


def test_keys_page_matches_the_key_table() -> None:
    told = keypage.PAGE.read_text(encoding="utf-8")
    assert told == keypage.page(), "python scripts/keypage.py writes it anew"
    assert told.count("\n| `") == len(keys.KEYS)


def test_records_page_lists_every_field() -> None:
    assert schemas.PAGE.read_text(encoding="utf-8") == schemas.page()


@pytest.mark.parametrize("language", glossarypage.PAGES)
def test_glossary_page_has_every_term(language: str) -> None:
    told = glossarypage.PAGES[language].read_text(encoding="utf-8")
    assert told == glossarypage.page(language), "python scripts/glossarypage.py writes it anew"
    assert told.count("\n| ") == len(glossary.terms()) + 2
