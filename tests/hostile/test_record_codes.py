"""Codes of records that are words of our own: no list and no file of a scorecard or site is taken for another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.site.page_paths import record_path
from folders import make_folder
from registers import TODAY
from sites import assert_whole, build, pages

WORDS = ("none", "nobody", "all", "index", "lists", "con", "US", "JOINT", "text", "top", "q")


@pytest.mark.sweep
@pytest.mark.parametrize("word", WORDS)
def test_body_code_may_be_a_reserved_word(tmp_path: Path, word: str) -> None:
    folder, register = make_folder(tmp_path / "data"), tmp_path / "register.db"
    for file in folder.rglob("*.yaml"):
        words = file.read_text(encoding="utf-8")
        words = words.replace("lead: {US: ATF, MX: null}", "lead: {US: null, MX: null}").replace("DOJ", word)
        file.write_text(words, encoding="utf-8", newline="")
    door.create_register(register, data=folder)
    assert door.verify_register(register).is_sound
    card = door.open_register(register, today=TODAY).scorecard(ScorecardRequest(TODAY, TODAY, "parties", "en"))
    listings = [one.id for one in card.listings]
    assert len(listings) == len({*listings})
    site = tmp_path / "site"
    build(register, site, downloads=False)
    assert_whole(site)
    assert f"en/{record_path('body', word)}" in pages(site)
