"""A register that was damaged or altered: verify reads it and says where, and no verb meets an error without words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused, fill
from accordtrack.store.schema import TRIGGERS
from accordtrack.types.intents import AddNote, ReportStatus
from registers import TODAY, At
from tampering import tamper

OPENING = "(SELECT id FROM entry WHERE feed = 'mx-1' AND seq = 1)"
STATEMENT = "(SELECT id FROM entry WHERE feed = 'us-1' AND seq = 2)"
DAMAGE = {
    "an opening that is no words": ("UPDATE entry_body SET raw = x'7b' WHERE entry_id = ", OPENING),
    "an opening that is no map": ("UPDATE entry_body SET raw = x'5b5d' WHERE entry_id = ", OPENING),
    "an opening of nothing": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = ", OPENING),
    "an opening that is gone": ("DELETE FROM entry_body WHERE entry_id = ", OPENING),
    "no UTF-8": ("UPDATE entry_body SET raw = x'ff' WHERE entry_id = ", STATEMENT),
    "no words": ("UPDATE entry_body SET raw = x'7b' WHERE entry_id = ", STATEMENT),
    "other words": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = ", STATEMENT),
    "a text for bytes": ("UPDATE entry_body SET raw = CAST(raw AS TEXT) WHERE entry_id = ", STATEMENT),
    "a number for bytes": ("UPDATE entry_body SET raw = 7 WHERE entry_id = ", STATEMENT),
    "signed bytes as text": ("UPDATE entry SET raw = CAST(raw AS TEXT) WHERE id = ", STATEMENT),
    "signed bytes as a number": ("UPDATE entry SET raw = 7 WHERE id = ", STATEMENT),
    "a signature as text": ("UPDATE entry SET sig = 'x' WHERE id = ", STATEMENT),
    "an unknown kind": ("UPDATE entry SET kind = 'zzz' WHERE id = ", STATEMENT),
    "another kind": ("UPDATE entry SET kind = 'commitment.add' WHERE id = ", STATEMENT),
    "another version": ("UPDATE entry SET v = 3 WHERE id = ", STATEMENT),
    "deep nesting": (
        "UPDATE entry_body SET raw = CAST(printf('%.*c', 100000, '[') AS BLOB) WHERE entry_id = ",
        STATEMENT,
    ),
}


def refusal_message(call: Callable[[], object]) -> str:
    """What the refusal says, if it is refused; any other error fails the test."""
    try:
        call()
    except Refused as error:
        return error.problems[0].message
    return ""


@pytest.mark.sweep
@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_entry_is_found_by_verify_and_crashes_no_command(at: At, register: Path, name: str) -> None:
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    statement, where = DAMAGE[name]
    assert tamper(register, statement + where) == 1
    report = door.verify_register(register, deep=True)
    assert not report.is_sound
    desk = door.open_register(register, desk="us-1", today=TODAY)
    for call in (
        desk.verify,
        desk.info,
        lambda: desk.listing(""),
        lambda: desk.commitment("FW-US-01"),
        desk.history,
        lambda: desk.history("FW-US-01"),
        lambda: desk.entry("us-1-2"),
        desk.responsibility_rows,
        lambda: desk.write(AddNote(commitment="FW-US-01", text="On top.")),
        desk.rebuild,
        lambda: desk.backup(register.with_name("copy.db")),
    ):
        refusal_message(call)
    assert not door.verify_register(register, deep=True).is_sound, "nothing covered it up"
    assert not register.with_name("copy.db").exists()


@pytest.mark.parametrize("guard", TRIGGERS)
def test_verify_reports_a_missing_guard_and_still_reads_the_register(at: At, register: Path, guard: str) -> None:
    assert at("us-1").verify().is_sound
    tamper(register, "SELECT 1", guards=False)
    with pytest.raises(Refused, match="The protections of the log were changed"):
        door.open_register(register, today=TODAY)
    before = register.read_bytes()
    report = door.verify_register(register)
    told = [fill(finding.message, finding.values) for finding in report.findings]
    assert f"The part {guard} of the file is foreign, missing or changed" in told
    assert (report.entries, len(report.feeds)) == (33, 5)
    assert register.read_bytes() == before


def test_verify_reports_a_truncated_file(register: Path) -> None:
    register.write_bytes(register.read_bytes()[: 4096 * 3])
    report = door.verify_register(register)
    assert any(
        finding.message.startswith(("The file is damaged", "The file cannot be read")) for finding in report.findings
    )


def test_verify_refuses_files_that_are_not_registers_of_this_version(register: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    tamper(register, "PRAGMA user_version = 99")
    for path, message in (
        (tmp_path / "notes.txt", "not an accordtrack register"),
        (tmp_path / "none.db", "There is no register"),
    ):
        with pytest.raises(Refused, match=message):
            door.verify_register(path)
    with pytest.raises(Refused, match="Made by a newer version"):
        door.verify_register(register)
