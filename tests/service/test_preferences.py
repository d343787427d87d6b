"""Saved filters and the place of a sitting: kept in the file beside the log, with a checksum, and never in its way."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types import SavedFilter
from registers import small_desk
from tampering import tamper


@pytest.fixture
def us(tmp_path: Path) -> Desk:
    return small_desk(tmp_path, "us-1")


def test_filter_can_be_saved_listed_renamed_and_deleted(us: Desk) -> None:
    before = us.version()
    us.preferences.save_filter("  late   guns ", "side:US due:overdue")
    us.preferences.save_filter("Asked", "standing:asked")
    assert us.preferences.filters() == (
        SavedFilter("Asked", "standing:asked"),
        SavedFilter("late guns", "side:US due:overdue"),
    )
    us.preferences.rename_filter("Asked", "waiting")
    assert us.preferences.filter("waiting") == "standing:asked"
    us.preferences.delete_filter("late guns")
    assert [saved.name for saved in us.preferences.filters()] == ["waiting"]
    assert us.version() == before, "nothing of it is an entry"
    assert us.verify(deep=True).is_sound


def test_saved_filter_is_replaced_only_when_asked(us: Desk) -> None:
    us.preferences.save_filter("mine", "side:US")
    with pytest.raises(Refused, match="already"):
        us.preferences.save_filter("mine", "side:MX")
    assert us.preferences.filter("mine") == "side:US"
    us.preferences.save_filter("mine", "side:MX", replace=True)
    assert us.preferences.filter("mine") == "side:MX"
    us.preferences.save_filter("other", "side:US")
    with pytest.raises(Refused, match="already"):
        us.preferences.rename_filter("other", "mine")
    assert len(us.preferences.filters()) == 2


@pytest.mark.parametrize(
    ("name", "words"), [("", "side:US"), (" \t", ""), ("a\x1bb", ""), ("n" * 61, ""), ("ok", "side:XX")]
)
def test_invalid_filter_is_refused(us: Desk, name: str, words: str) -> None:
    with pytest.raises(Refused):
        us.preferences.save_filter(name, words)
    assert us.preferences.filters() == ()


def test_unknown_filter_error_suggests_the_nearest_name(us: Desk) -> None:
    with pytest.raises(Refused, match="No saved filter") as none:
        us.preferences.filter("mine")
    assert "--save-as NAME" in none.value.problems[0].advice
    us.preferences.save_filter("mine", "side:US")
    with pytest.raises(Refused) as caught:
        us.preferences.filter("mime")
    assert caught.value.problems[0].values["y"] == "mine"


def test_damaged_filter_is_reported_and_not_used(us: Desk) -> None:
    us.preferences.save_filter("mine", "side:US")
    us.preferences.save_filter("sound", "side:MX")
    tamper(us.path, "UPDATE saved_filter SET words = 'side:MX' WHERE name = 'mine'")
    assert [(saved.name, saved.sound) for saved in us.preferences.filters()] == [("mine", False), ("sound", True)]
    for use in (lambda: us.preferences.filter("mine"), lambda: us.preferences.rename_filter("mine", "new")):
        with pytest.raises(Refused, match="damaged"):
            use()
    assert [finding.place for finding in us.verify().findings] == ["saved_filter"]
    us.preferences.delete_filter("mine")
    assert us.verify().is_sound


def test_saved_place_belongs_to_the_desk(us: Desk) -> None:
    assert us.preferences.place() == {}
    us.preferences.save_place({"filter": "side:US", "tab": 2})
    assert us.preferences.place() == {"filter": "side:US", "tab": 2}
    us.use_desk("mx-1")
    assert us.preferences.place() == {}
    us.use_desk("us-1")
    assert us.preferences.place()["tab"] == 2
    assert us.verify().is_sound


@pytest.mark.parametrize(
    "damage",
    [
        'UPDATE session SET value = \'{"filter": "side:MX"}\'',
        "UPDATE session SET value = NULL, checksum = NULL",
        "UPDATE session SET checksum = x'00ff'",
        "DELETE FROM session",
    ],
)
def test_damaged_place_is_ignored(us: Desk, damage: str) -> None:
    us.preferences.save_place({"filter": "side:US"})
    try:
        tamper(us.path, damage)
    except sqlite3.IntegrityError:
        pytest.skip("the table does not take it")
    assert us.preferences.place() == {}


def test_saving_the_place_does_not_wait_for_a_locked_register(us: Desk) -> None:
    with closing(sqlite3.connect(us.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Refused, match="Another program"):
            us.preferences.save_place({"filter": ""})
        assert time.monotonic() - began < 3
    us.preferences.save_place({"filter": ""})
    assert us.preferences.place() == {"filter": ""}
