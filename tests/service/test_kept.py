"""Saved filters and the place of a sitting: kept in the file beside the log, with a checksum, and never in its way."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from accordtrack.core.problems import Refused
from accordtrack.types import SavedFilter
from registers import small_desk
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk


@pytest.fixture
def us(tmp_path: Path) -> Desk:
    return small_desk(tmp_path, "us-1")


def test_a_filter_is_saved_listed_renamed_and_forgotten(us: Desk) -> None:
    before = us.version()
    us.kept.save_filter("  late   guns ", "side:US due:overdue")
    us.kept.save_filter("Asked", "standing:asked")
    assert us.kept.filters() == (
        SavedFilter("Asked", "standing:asked"),
        SavedFilter("late guns", "side:US due:overdue"),
    )
    us.kept.rename_filter("Asked", "waiting")
    assert us.kept.filter("waiting") == "standing:asked"
    us.kept.forget_filter("late guns")
    assert [saved.name for saved in us.kept.filters()] == ["waiting"]
    assert us.version() == before, "nothing of it is an entry"
    assert us.verify(deep=True).sound


def test_a_name_is_replaced_only_when_that_is_said(us: Desk) -> None:
    us.kept.save_filter("mine", "side:US")
    with pytest.raises(Refused, match="already"):
        us.kept.save_filter("mine", "side:MX")
    assert us.kept.filter("mine") == "side:US"
    us.kept.save_filter("mine", "side:MX", replace=True)
    assert us.kept.filter("mine") == "side:MX"
    us.kept.save_filter("other", "side:US")
    with pytest.raises(Refused, match="already"):
        us.kept.rename_filter("other", "mine")
    assert len(us.kept.filters()) == 2


@pytest.mark.parametrize(
    ("name", "words"), [("", "side:US"), (" \t", ""), ("a\x1bb", ""), ("n" * 61, ""), ("ok", "side:XX")]
)
def test_what_cannot_be_saved(us: Desk, name: str, words: str) -> None:
    with pytest.raises(Refused):
        us.kept.save_filter(name, words)
    assert us.kept.filters() == ()


def test_an_unknown_name_gives_the_nearest(us: Desk) -> None:
    with pytest.raises(Refused, match="No saved filter"):
        us.kept.filter("mine")
    us.kept.save_filter("mine", "side:US")
    with pytest.raises(Refused) as caught:
        us.kept.filter("mime")
    assert caught.value.problems[0].values["y"] == "mine"


def test_a_damaged_filter_is_told_and_not_used(us: Desk) -> None:
    us.kept.save_filter("mine", "side:US")
    us.kept.save_filter("sound", "side:MX")
    tamper(us.path, "UPDATE saved_filter SET words = 'side:MX' WHERE name = 'mine'")
    assert [(saved.name, saved.sound) for saved in us.kept.filters()] == [("mine", False), ("sound", True)]
    for use in (lambda: us.kept.filter("mine"), lambda: us.kept.rename_filter("mine", "new")):
        with pytest.raises(Refused, match="damaged"):
            use()
    assert [finding.place for finding in us.verify().findings] == ["saved_filter"]
    us.kept.forget_filter("mine")
    assert us.verify().sound


def test_the_place_is_that_of_the_desk(us: Desk) -> None:
    assert us.kept.place() == {}
    us.kept.keep_place({"filter": "side:US", "tab": 2})
    assert us.kept.place() == {"filter": "side:US", "tab": 2}
    us.sit("mx-1")
    assert us.kept.place() == {}
    us.sit("us-1")
    assert us.kept.place()["tab"] == 2
    assert us.verify().sound


@pytest.mark.parametrize(
    "damage",
    [
        'UPDATE session SET value = \'{"filter": "side:MX"}\'',
        "UPDATE session SET value = NULL, checksum = NULL",
        "UPDATE session SET checksum = x'00ff'",
        "DELETE FROM session",
    ],
)
def test_a_damaged_place_is_no_place(us: Desk, damage: str) -> None:
    us.kept.keep_place({"filter": "side:US"})
    try:
        tamper(us.path, damage)
    except sqlite3.IntegrityError:
        pytest.skip("the table does not take it")
    assert us.kept.place() == {}


def test_leaving_waits_for_nobody(us: Desk) -> None:
    with closing(sqlite3.connect(us.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Refused, match="Another program"):
            us.kept.keep_place({"filter": ""})
        assert time.monotonic() - began < 3
    us.kept.keep_place({"filter": ""})
    assert us.kept.place() == {"filter": ""}
