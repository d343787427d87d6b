"""Every golden register: verified as it is, brought up to date, and what it adds up to then is what was recorded."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import golden as maker
from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.documents import json_file
from accordtrack.ledger.kinds import KINDS
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.scorecard.request import FIRST_METHOD, from_json
from accordtrack.store.acceptance import FIRST_FOLDED_AS_TODAY
from accordtrack.store.schema import SCHEMA_VERSION, TRIGGERS
from accordtrack.types import VerifyReport
from accordtrack.types.intents import AddNote
from goldens import FOLDER, GOLDEN, as_bytes, copied, facts_of, register_of, scorecards_of
from log_checkers import compared, second_verifier
from registers import TODAY
from sqlite_file import contents
from tampering import ask

pytestmark = pytest.mark.scale


_SEARCH_PARTS = {f"search_{part}" for part in ("config", "content", "data", "docsize", "idx")}
"""Tables in which SQLite keeps the search index."""


@pytest.fixture(params=GOLDEN)
def name(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each golden in turn, which is the same afterwards."""
    chosen = str(request.param)
    before = {path: path.read_bytes() for path in (FOLDER / chosen).rglob("*") if path.is_file()}
    yield chosen
    assert {path: path.read_bytes() for path in (FOLDER / chosen).rglob("*") if path.is_file()} == before


def heads(report: VerifyReport) -> list[dict[str, Any]]:
    return [{"feed": feed.feed, "entries": feed.entries, "head": feed.head} for feed in report.feeds]


def test_every_earlier_schema_version_has_a_golden_register() -> None:
    assert {facts_of(name)["schema"] for name in GOLDEN} >= set(range(1, SCHEMA_VERSION))
    for name in GOLDEN:
        files = [path for path in (FOLDER / name).rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in files) < 600_000
        with closing(sqlite3.connect(f"file:{register_of(name)}?mode=ro&immutable=1", uri=True)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (facts_of(name)["schema"],)


def test_verify_does_not_change_a_golden_register(name: str, tmp_path: Path) -> None:
    path, facts = copied(name, tmp_path), facts_of(name)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for deep in (False, True):
        report = door.verify_register(path, deep=deep)
        assert report.findings == ()
        assert (report.file_version, report.outdated) == (facts["schema"], facts["schema"] < SCHEMA_VERSION)
        assert (report.state_digest, heads(report)) == (facts["state_digest"], facts["feeds"])
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_golden_register_opens_with_its_recorded_facts(name: str, tmp_path: Path) -> None:
    path, facts = copied(name, tmp_path), facts_of(name)
    desk = door.open_register(path, today=TODAY)
    assert (desk.updated is not None) == (facts["schema"] < SCHEMA_VERSION)
    report = desk.verify(deep=True)
    assert (report.findings, report.file_version, report.outdated) == ((), SCHEMA_VERSION, False)
    assert heads(report) == facts["feeds"]
    assert maker.state(path, report, desk) == facts["rules"][str(RULES)]
    assert report.signatures == report.present == report.entries == facts["entries"]
    assert dict(ask(path, "SELECT kind, COUNT(*) FROM entry GROUP BY kind")) == facts["kinds"]
    for table, count in facts["rows"].items():
        if table in {"commitment", "tag"}:  # of what is in force
            continue
        assert ask(path, f"SELECT COUNT(*) FROM {table}") == [(count,)]  # noqa: S608
    triggers = dict(ask(path, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert triggers == TRIGGERS
    files = {file.name: file for file in evidence_folder(path).rglob("*") if file.is_file()}
    assert files.keys() == facts["evidence"].keys()
    assert all(hashlib.sha256(file.read_bytes()).hexdigest() == digest for digest, file in files.items())


def test_golden_register_has_its_recorded_score_under_the_rules_of_its_time(name: str, tmp_path: Path) -> None:
    desk = door.open_register(copied(name, tmp_path), today=TODAY)
    assert maker.delivery(desk, FIRST_RULES) == facts_of(name)["delivery"]


def test_scorecards_of_earlier_programs_keep_their_data_to_the_byte(name: str, tmp_path: Path) -> None:
    desk = door.open_register(copied(name, tmp_path), today=TODAY)
    for card in scorecards_of(name):
        found = json_file.as_json(desk.scorecard(from_json(card["asked"])))
        assert found["data"]["method"] == FIRST_METHOD
        assert found["data"]["commitments"]
        assert as_bytes({"asked": found["asked"], "data": found["data"]}) == as_bytes(card)


def test_golden_register_keeps_its_drafts_and_saved_filters(name: str, tmp_path: Path) -> None:
    path, facts = copied(name, tmp_path), facts_of(name)
    desk = door.open_desk(path, "us-9", keys=own_key_folder(path), today=TODAY)
    assert [list(row) for row in ask(path, "SELECT id, made_on, intent FROM draft ORDER BY id")] == facts["drafts"]
    assert [[saved.name, saved.words] for saved in desk.preferences.filters() if saved.sound] == facts["filters"]
    kept = [json.loads(intent) for _id, _day, intent in facts["drafts"]]
    own = [(draft["about"], draft["desk"]) for draft in kept if draft["side"] == "US"]
    assert [(draft.commitment, draft.desk) for draft in desk.drafts() if draft.intent is not None] == own
    desk.write(AddNote(commitment="FW-US-01", text="It goes on."))
    assert desk.verify(deep=True).findings == ()


def test_migration_changes_only_the_schema_and_its_version(name: str, tmp_path: Path) -> None:
    path = copied(name, tmp_path)
    before = contents(path)
    door.open_register(path, today=TODAY)
    after = contents(path)
    other = {table for table in before.keys() | after.keys() if before.get(table) != after.get(table)}
    changed = {"", "alembic_version", "export"}
    if facts_of(name)["schema"] < FIRST_FOLDED_AS_TODAY:  # what waits leaves the lists
        changed |= {"acceptance", "record", "commitment", "tag", "search", "seal"}
    assert other - _SEARCH_PARTS <= (changed if facts_of(name)["schema"] < SCHEMA_VERSION else set())
    assert not {"entry", "entry_body", "draft", "saved_filter", "session"} & other


def test_second_verifier_agrees_before_and_after_the_migration(name: str, tmp_path: Path) -> None:
    path, facts = copied(name, tmp_path), facts_of(name)
    before = second_verifier(path)
    door.open_register(path, today=TODAY)
    after = second_verifier(path)
    assert (before.wrong, before.feeds, before.bodies) == (after.wrong, after.feeds, after.bodies)
    assert before.wrong == []
    assert {feed: (seq, head) for feed, (seq, head, _key) in after.feeds.items()} == {
        feed["feed"]: (feed["entries"], feed["head"]) for feed in facts["feeds"]
    }
    own, other = compared(path)
    assert (own.sound, other.sound) == (True, True)


def test_golden_register_of_this_version_can_be_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDTRACK_NAME", os.environ.get("ACCORDTRACK_NAME", ""))
    found = maker.make(tmp_path / "golden")
    assert found["schema"] == SCHEMA_VERSION
    assert found["kinds"].keys() == KINDS.keys()
    assert 100 <= found["entries"] <= 300
    assert sorted(path.name for path in (tmp_path / "golden").iterdir()) == [
        "golden.json",
        "register.db",
        "register.db.evidence",
        "scorecards.json",
    ]
    assert (tmp_path / "golden" / "register.db").stat().st_size < 600_000
