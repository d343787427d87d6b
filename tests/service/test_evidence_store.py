"""Files of evidence: read once, kept by their digest, put back when they are lost, tidied away when no entry names them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.core.safe_text import MAX_TEXT
from accordtrack.service import Desk
from accordtrack.service.evidence import evidence_store
from accordtrack.types import RestoredFile, StoreCleanup, WriteResult
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus
from registers import TODAY, At, small_desk, small_register
from unprivileged_user import NOBODY, nobody

LONG = 3 * 1_048_576 + 5


def add_evidence(desk: Desk, *paths: Path, to: str = "FW-US-01") -> WriteResult:
    return desk.write(AddEvidence(commitment=to, evidence=tuple(map(str, paths))))


def stored_files(register: Path) -> list[Path]:
    return sorted(path for path in evidence_folder(register).rglob("*") if path.is_file())


def result_lines(done: WriteResult) -> list[str]:
    return [fill(line.template, line.values) for line in done.lines]


def make_file(path: Path, size: int = LONG) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def test_evidence_file_is_stored_by_digest_and_private_to_its_owner(at: At, tmp_path: Path) -> None:
    file = make_file(tmp_path / "tables.pdf")
    told: list[tuple[int, int]] = []
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)), progress=lambda *now: told.append(now))
    (kept,) = stored_files(tmp_path / "register.db")
    assert kept.name == hashlib.sha256(file.read_bytes()).hexdigest() == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert kept.parent.name == kept.name[:2]
    assert told == [(1 << 20, LONG), (2 << 20, LONG), (3 << 20, LONG), (LONG, LONG)]
    assert kept.stat().st_mode & 0o077 == 0


def test_duplicate_file_is_not_copied_and_the_result_says_so(tiny_disk: Path, tmp_path: Path) -> None:
    """On a disk with no room for a second copy."""
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    first, again = make_file(tmp_path / "a.pdf", 200_000), tmp_path / "b.pdf"
    again.write_bytes(first.read_bytes())
    add_evidence(desk, first)
    (kept,) = stored_files(register)
    before = kept.stat()
    (tiny_disk / "ballast").write_bytes(b"x" * 40_000)
    done = add_evidence(desk, again, to="FW-JT-01")
    assert result_lines(done)[-1] == "b.pdf was already in the store, byte for byte; nothing was copied"
    assert stored_files(register) == [kept]
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert desk.verify().evidence == door.verify_register(register).evidence
    found = desk.verify()
    assert found.is_sound
    assert found.evidence is not None
    assert found.evidence.present == 1, "one file, whatever number of entries names it"


def test_identical_files_in_one_act_are_stored_once(at: At, tmp_path: Path) -> None:
    file = make_file(tmp_path / "a.pdf")
    (tmp_path / "b.pdf").write_bytes(file.read_bytes())
    (tmp_path / "c.pdf").symlink_to(file)
    done = add_evidence(at("us-1"), file, tmp_path / "b.pdf", tmp_path / "c.pdf")
    assert len(done.ids) == 3
    assert len(stored_files(tmp_path / "register.db")) == 1
    assert at("us-1").verify().is_sound


def test_register_opened_by_link_uses_the_same_evidence_store(at: At, register: Path, tmp_path: Path) -> None:
    """Else what one gives by the link is missing for all who open the file, and the other way round."""
    add_evidence(at("us-1"), make_file(tmp_path / "a.pdf"))
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(register)
    add_evidence(door.open_register(link, desk="us-1", today=TODAY), make_file(tmp_path / "b.pdf"))
    assert len(stored_files(register)) == 2
    for path in (link, register):
        found = door.verify_register(path).evidence
        assert found is not None
        assert (found.present, found.missing) == (2, 0)
    assert [path.name for path in link.parent.iterdir()] == [link.name]
    out = tmp_path / "copy.db"
    door.open_register(link, today=TODAY).backup(out)
    assert len(stored_files(out)) == 2


def test_read_only_folder_error_advises_to_check_permissions(outside: Path) -> None:
    register = small_register(outside)
    file = make_file(outside / "a.pdf", 20)
    for path in (register, file, own_key_folder(register), *own_key_folder(register).iterdir()):
        os.chown(path, NOBODY, NOBODY) if os.geteuid() == 0 else None
    desk = door.open_register(register, desk="us-1", today=TODAY)
    warm = outside / "warm"
    warm.mkdir()
    add_evidence(small_desk(warm), file)  # imports modules and reads settings, which may lie where only root may enter
    outside.chmod(0o555)
    with nobody(), pytest.raises(Refused) as caught:
        add_evidence(desk, file)
    outside.chmod(0o755)
    (problem,) = caught.value.problems
    assert problem.message == "The file cannot be stored beside the register: {x}"
    assert problem.advice == "Check the permissions of the file and of its folder."


def test_cleanup_removes_stray_links_and_leaves_folders(at: At, tmp_path: Path) -> None:
    add_evidence(at("us-1"), make_file(tmp_path / "a.pdf", 20))
    register = tmp_path / "register.db"
    (kept,) = stored_files(register)
    (kept.parent / "stray").symlink_to("/etc/passwd")
    (kept.parent / "folder").mkdir()
    assert door.tidy_evidence(register) == StoreCleanup(1, 0, kept=0, removed=True)
    assert door.tidy_evidence(register) == StoreCleanup(0, 0, kept=0, removed=True), (
        "nothing that it could never remove"
    )
    assert sorted(path.name for path in kept.parent.iterdir()) == sorted([kept.name, "folder"])


def test_restore_reports_a_folder_in_place_of_the_stored_file(at: At, tmp_path: Path) -> None:
    file = make_file(tmp_path / "a.pdf", 20)
    add_evidence(at("us-1"), file)
    register = tmp_path / "register.db"
    (kept,) = stored_files(register)
    kept.unlink()
    kept.mkdir()
    with pytest.raises(Refused) as caught:
        door.restore_evidence(register, [str(file)])
    (problem,) = caught.value.problems
    assert problem.advice.startswith("Something else is in its place in the evidence store.")
    kept.rmdir()
    door.restore_evidence(register, [str(file)])
    assert door.verify_register(register).is_sound


@pytest.mark.parametrize("how", ["grows", "is cut", "is written over", "is replaced"])
def test_file_that_changes_while_being_read_is_refused(at: At, tmp_path: Path, how: str) -> None:
    desk, file, register = at("us-1"), make_file(tmp_path / "tables.pdf"), tmp_path / "register.db"
    before = register.read_bytes()

    def change(done: int, _total: int) -> None:
        if done != 1 << 20:
            return
        match how:
            case "grows":
                with file.open("ab") as more:
                    more.write(b"more")
            case "is cut":
                os.truncate(file, 2 << 20)
            case "is written over":
                with file.open("r+b") as over:
                    over.write(b"other bytes")
            case _:
                file.unlink()
                file.write_bytes(b"short")

    intent = AddEvidence(commitment="FW-US-01", evidence=(str(file),))
    if how == "is replaced":  # what was opened is still whole, and it is what is kept
        desk.write(intent, progress=change)
        assert [path.stat().st_size for path in stored_files(register)] == [LONG]
        return
    with pytest.raises(Refused, match="The file changed while it was read"):
        desk.write(intent, progress=change)
    assert stored_files(register) == []
    assert register.read_bytes() == before


def test_refused_intent_copies_no_file(at: At, tmp_path: Path) -> None:
    told: list[int] = []
    intent = AddEvidence(commitment="FW-US-99", evidence=(str(make_file(tmp_path / "a.pdf")),))
    with pytest.raises(Refused, match="FW-US-99"):
        at("us-1").write(intent, progress=lambda done, _total: told.append(done))
    assert told == []
    assert not evidence_folder(tmp_path / "register.db").exists()


def test_write_refused_under_the_lock_removes_its_copied_file(at: At, tmp_path: Path) -> None:
    file = str(make_file(tmp_path / "a.pdf"))
    bad = AddNote(commitment="FW-US-01", text="x" * (MAX_TEXT + 1))
    with pytest.raises(Refused):
        at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(file,)), bad)
    assert stored_files(tmp_path / "register.db") == []


def test_register_and_key_files_are_refused_as_evidence(at: At, tmp_path: Path) -> None:
    register = tmp_path / "register.db"
    key = next(own_key_folder(register).glob("us-1-*.pem"))
    (tmp_path / "link.pdf").symlink_to(key)
    for path in (register, key, tmp_path / "link.pdf"):
        for use in (at("us-1").write, at("us-1").plan):
            with pytest.raises(Refused, match="belongs to the register itself"):
                use(ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(path),)))
    assert stored_files(register) == []


def test_plan_does_not_read_a_large_file(at: At, tmp_path: Path) -> None:
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(49_000_000)
    plan = at("us-1").plan(AddEvidence(commitment="FW-US-01", evidence=(str(tmp_path / "large.bin"),)))
    line = fill(plan.lines[0].template, plan.lines[0].values)
    assert line.startswith("+ evidence   large.bin, 49.0 MB, ")
    assert line.endswith("; its SHA-256 is computed when it is saved")
    done = add_evidence(at("us-1"), tmp_path / "large.bin")
    assert "SHA-256" in result_lines(done)[0], "a file of nothing but zeroes is one as well"
    assert at("us-1").verify().is_sound


def test_evidence_size_limit_comes_from_the_settings(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from accordtrack.core.settings import settings  # noqa: PLC0415

    monkeypatch.setenv("ACCORDTRACK_EVIDENCE_LIMIT_MB", "1")
    settings.cache_clear()
    try:
        with pytest.raises(Refused, match=r"File too large: 3\.1 MB, limit 1\.0 MB"):
            add_evidence(at("us-1"), make_file(tmp_path / "a.pdf"))
    finally:
        settings.cache_clear()
    assert stored_files(tmp_path / "register.db") == []


# Missing, altered, put back


def test_lost_file_is_restored_by_digest_under_any_name(at: At, tmp_path: Path) -> None:
    file, register = make_file(tmp_path / "a.pdf"), tmp_path / "register.db"
    add_evidence(at("us-1"), file)
    add_evidence(at("mx-1"), file, to="FW-MX-01")
    (kept,) = stored_files(register)
    kept.unlink()
    other = tmp_path / "found in the attic.bin"
    file.rename(other)
    assert [one.place for one in door.verify_register(register).findings] == ["us-1-2", "mx-1-2"]
    (found,) = door.restore_evidence(register, [str(other)])
    assert found == RestoredFile(str(other), kept.name, ("us-1-2", "mx-1-2"), was_there=False)
    assert door.verify_register(register, deep=True).is_sound
    (found,) = door.restore_evidence(register, [str(other)])
    assert found.was_there


def test_restore_replaces_an_altered_file_and_refuses_an_unknown_one(at: At, tmp_path: Path) -> None:
    file, register = make_file(tmp_path / "a.pdf"), tmp_path / "register.db"
    add_evidence(at("us-1"), file)
    (kept,) = stored_files(register)
    kept.write_bytes(bytes(LONG))
    with pytest.raises(Refused, match="altered"):
        at("us-1").evidence_file(kept.name)
    other = make_file(tmp_path / "other.pdf")
    with pytest.raises(Refused, match="No entry of this register names the file"):
        door.restore_evidence(register, [str(file), str(other)])
    assert kept.read_bytes() == bytes(LONG), "all of them or none"
    assert stored_files(register) == [kept]
    door.restore_evidence(register, [str(file)])
    assert door.verify_register(register).is_sound
    assert at("us-1").evidence_file(kept.name) == kept


def test_link_in_the_store_is_reported_as_altered(at: At, tmp_path: Path) -> None:
    file, register = make_file(tmp_path / "a.pdf"), tmp_path / "register.db"
    add_evidence(at("us-1"), file)
    (kept,) = stored_files(register)
    kept.unlink()
    kept.symlink_to(file)
    report = at("us-1").verify()
    assert ["altered" in one.message for one in report.findings] == [True]
    with pytest.raises(Refused, match="altered"):
        at("us-1").evidence_file(kept.name)
    door.restore_evidence(register, [str(file)])
    assert not kept.is_symlink()
    assert at("us-1").verify().is_sound


# What no entry names


def test_cleanup_removes_only_unnamed_and_stale_files(at: At, tmp_path: Path) -> None:
    register = tmp_path / "register.db"
    add_evidence(at("us-1"), make_file(tmp_path / "a.pdf"))
    (kept,) = stored_files(register)
    (kept.parent / ("a" * 64)).write_bytes(b"nobody's")
    old, new = (evidence_folder(register) / f"taking-{name}{evidence_store.UNFINISHED}" for name in ("old", "new"))
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (dates.current_time().timestamp() - 2 * evidence_store.STALE_SECONDS,) * 2)
    report = at("us-1").verify()
    assert report.is_sound, "it is no fault of the register"
    assert report.evidence is not None
    assert (report.evidence.unnamed, report.evidence.unfinished) == (1, 1)
    assert [one.state for one in door.examine(register) if one.name == "evidence"] == ["note"]
    assert door.tidy_evidence(register, dry_run=True) == StoreCleanup(2, 12, kept=0, removed=False)
    assert len(stored_files(register)) == 4
    assert door.tidy_evidence(register) == StoreCleanup(2, 12, kept=0, removed=True)
    assert stored_files(register) == sorted([kept, new]), "what may still be on its way in stays"
    assert [one.state for one in door.examine(register) if one.name == "evidence"] == ["ok"]


def test_entry_is_refused_when_its_file_disappears_from_the_store(at: At, tmp_path: Path) -> None:
    """A store emptied between reading and writing: the entry would name what is not there."""
    register, file = tmp_path / "register.db", make_file(tmp_path / "a.pdf")
    add_evidence(at("us-1"), file)
    (kept,) = stored_files(register)
    before = register.read_bytes()
    with pytest.raises(Refused, match="The file cannot be stored beside the register"):
        at("mx-1").write(
            AddEvidence(commitment="FW-MX-01", evidence=(str(file), str(make_file(tmp_path / "b.pdf")))),
            progress=lambda done, _total: kept.unlink(missing_ok=True) if done > LONG else None,
        )
    assert register.read_bytes() == before
