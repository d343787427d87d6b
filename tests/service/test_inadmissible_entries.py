"""Entries that were signed by a key and are not what their kind says: they count for nothing, and stop nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import fill
from accordtrack.ledger.key_files import new_key
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.types.intents import AddNote
from feeds import resealed, sealed
from items import COMMITMENT
from registers import TODAY, At
from sqlite_file import contents

HOSTILE = "\x1b[31m\x07\u202e"
STATUS: dict[str, Any] = {
    "id": "us-9-2",
    "commitment": "FW-US-01",
    "speaker": "US",
    "speaker_body": None,
    "half": None,
    "status": "completed",
    "basis": "stated",
    "grade": "claimed",
    "effective_on": "2026-11-01",
    "said_on": "2026-11-01",
    "text": None,
    "sources": [],
    "inferred": [],
    "evidence": [],
    "base": [],
    "cleared_by": None,
    "clearance_ref": None,
}
AMEND: dict[str, Any] = {
    "record": "FW-US-01",
    "reason": {"en": "x", "es": "x"},
    "speaker": "US",
    "said_on": "2026-11-01",
    "sources": [],
}
BODY: dict[str, Any] = {
    "code": "FW-US-01",
    "name": {"en": "x", "es": "x"},
    "side": "US",
    "branch": "executive",
    "parent": None,
    "speaks_for": "US",
}
INADMISSIBLE: dict[str, tuple[str, dict[str, Any], dict[str, object]]] = {
    "fields that are missing": ("status.report", {"commitment": "FW-US-01"}, {}),
    "nothing": ("status.report", {}, {}),
    "an unknown status": ("status.report", STATUS | {"status": HOSTILE}, {}),
    "no date": ("status.report", STATUS | {"effective_on": "zz"}, {}),
    "a number for a date": ("status.report", STATUS | {"said_on": 5}, {}),
    "an id that cannot be shown": ("status.report", STATUS | {"id": HOSTILE}, {}),
    "text that cannot be shown beside a fault": (
        "status.report",
        STATUS | {"text": {"en": HOSTILE, "es": "x"}, "half": "XX"},
        {},
    ),
    "a list for a text": ("status.report", STATUS | {"speaker": ["US"]}, {}),
    "a base of nothing": ("status.report", STATUS | {"base": 7}, {}),
    "a field too many": ("status.report", STATUS | {"more": 1}, {}),
    "an unknown mark": ("status.report", STATUS, {"handling": HOSTILE}),
    "another commitment": ("status.report", STATUS | {"commitment": "FW-MX-01"}, {}),
    "a commitment again": ("commitment.add", {"id": "FW-US-01"}, {}),
    "an amendment of nothing known": ("commitment.amend", AMEND | {"fields": {"colour": "red"}}, {}),
    "an amendment of the id": ("commitment.amend", AMEND | {"fields": {"id": "FW-US-02"}}, {}),
    "nobody who owes it": ("commitment.amend", AMEND | {"fields": {"responsible_side": "XX"}}, {}),
    "a title that is no text": ("commitment.amend", AMEND | {"fields": {"title": 5}}, {}),
    "a title in French": ("commitment.amend", AMEND | {"fields": {"title": {"fr": "x"}}}, {}),
    "a date of no calendar": ("commitment.amend", AMEND | {"fields": {"due_on": "2026-02-31"}}, {}),
    "a mark of nobody": ("commitment.amend", AMEND | {"fields": {"handling": "SECRET"}}, {}),
    "an answer without words": ("position.take", {"commitment": "FW-US-01"}, {}),
    "a withdrawal of nothing": ("position.withdraw", {"commitment": "FW-US-01", "position": 3}, {}),
    "a retraction of nothing": ("entry.retract", {"target": None}, {}),
    "a body under the name of a commitment": ("body.add", BODY | {"side": 1}, {}),
    "a conflict without claims": ("conflict.record", {"id": "FW-US-01", "claims": []}, {}),
    "an unknown kind": ("weird.kind", {"x": HOSTILE}, {}),
}


def append_signed_entry(register: Path, kind: str, body: dict[str, Any], **changes: object) -> None:
    """A new desk us-9 that says one thing, written straight into the log; the projection is not made anew."""
    key = new_key()
    database = Database(register)
    with database.writing() as connection:
        after = log.latest_clock(connection)
        opening = {"side": "US", "name": "Desk", "public_key": key.public}
        first = resealed(
            sealed(key, None, "desk.open", opening, "us-9"),
            key,
            lc=after + 1,
            heads=log.signed_heads(connection, "us-9"),
        )
        said = resealed(
            sealed(key, first, kind, body, "us-9"),
            key,
            lc=after + 2,
            heads=log.signed_heads(connection, "us-9"),
            **changes,
        )
        log.append(connection, [first, said])
    database.close()


@pytest.mark.sweep
@pytest.mark.parametrize("name", INADMISSIBLE)
def test_inadmissible_entry_is_ignored_and_reported_by_verify(at: At, register: Path, name: str) -> None:
    kind, body, changes = INADMISSIBLE[name]
    before = at("us-1").commitment("FW-US-01")
    digest = at("us-1").verify().state_digest
    append_signed_entry(register, kind, body, **changes)
    desk = at("us-1")
    assert desk.rebuild() > 0
    view = desk.commitment("FW-US-01")
    assert (view.row.standing, view.halves, view.text) == (before.row.standing, before.halves, before.text)
    report = desk.verify(deep=True)
    told = [fill(finding.message, finding.values) for finding in report.findings]
    unknown = name == "an unknown kind"
    words = "Entries that are signed but not admitted, and do not count: 1 (us-9-2)"
    assert told == ([] if unknown else [words])
    assert report.state_digest == digest
    entry = desk.entry("us-9-2")
    assert (entry.refused, entry.known, entry.signature) == (not unknown, not unknown, "valid")
    assert entry.body == (body if unknown else None)
    assert desk.history("FW-US-01").entries[0].id == "us-9-2"
    at_two = TwoDates(TODAY, TODAY)
    assert desk.commitment("FW-US-01", at=at_two).halves == before.halves
    assert desk.listing("", at=at_two).total == 3
    assert desk.history(at=at_two, since="2020").entries


def test_commitment_added_again_does_not_replace_the_first(at: At, register: Path) -> None:
    before, digest = at("us-1").commitment("FW-US-01"), at("us-1").verify().state_digest
    append_signed_entry(register, "commitment.add", COMMITMENT | {"id": "FW-US-01", "agreed_on": "2001-01-01"})
    desk = at("us-1")
    desk.rebuild()
    view, report = desk.commitment("FW-US-01"), desk.verify(deep=True)
    assert (view.text, view.agreed_on, view.halves) == (before.text, before.agreed_on, before.halves)
    assert (report.state_digest, [finding.values["n"] for finding in report.findings]) == (digest, [1, 1])
    assert desk.entry("us-9-2").refused
    assert desk.listing("", at=TwoDates("2002-01-01", TODAY)).total == 0, "nor on the days before it was agreed"


def test_entry_with_unprintable_text_still_counts(at: At, register: Path) -> None:
    """Which characters these are may change with the program; a state must not."""
    words = {"en": f"Done{HOSTILE}", "es": "x"}
    append_signed_entry(register, "status.report", STATUS | {"text": words})
    at("us-1").rebuild()
    assert at("us-1").commitment("FW-US-01").row.halves[0].status == "completed"
    assert at("us-1").verify(deep=True).is_sound


def test_write_and_rebuild_work_after_an_inadmissible_entry(at: At, register: Path) -> None:
    append_signed_entry(register, "status.report", {"commitment": "FW-US-01"})
    at("mx-1").write(AddNote(commitment="FW-US-01", text="A note."))
    rows = {table: contents(register)[table] for table in ("record", "commitment", "tag")}
    opened = door.open_desk(register, "us-3", keys=own_key_folder(register), today=TODAY)
    opened.rebuild()
    assert {table: contents(register)[table] for table in ("commitment", "tag")} == {
        table: rows[table] for table in ("commitment", "tag")
    }
    assert [finding.values["n"] for finding in opened.verify().findings] == [1]


def test_register_with_an_inadmissible_entry_can_be_backed_up_and_restored(
    at: At, register: Path, tmp_path: Path
) -> None:
    append_signed_entry(register, "status.report", {})
    at("us-1").rebuild()
    assert len(at("us-1").backup(tmp_path / "copy.db").findings) == 1
    assert len(door.restore(tmp_path / "copy.db", tmp_path / "again.db").findings) == 1


def test_entry_of_a_desk_that_was_never_opened_is_ignored(at: At, register: Path) -> None:
    key = new_key()
    database = Database(register)
    with database.writing() as connection:
        log.append(connection, [resealed(sealed(key, None, "note.add", {}, "us-9"), key, lc=99, ref="FW-US-01")])
    database.close()
    at("us-1").rebuild()
    assert at("us-1").commitment("FW-US-01").notes == ()
    assert not at("us-1").verify().is_sound
