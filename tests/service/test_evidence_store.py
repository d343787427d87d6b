"""Files of evidence: read once, kept by their digest, put back when they are lost, tidied away when no entry names them."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.core.safe_text import MAX_TEXT
from accordtrack.service.evidence import evidence_store
from accordtrack.types import RestoredFile, StoreCleanup
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus
from registers import TODAY, small_desk, small_register
from unprivileged_user import NOBODY, nobody

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.types import WriteResult

    At = Callable[[str], Desk]

LONG = 3 * 1_048_576 + 5


def given(desk: Desk, *paths: Path, to: str = "FW-US-01") -> WriteResult:
    return desk.write(AddEvidence(commitment=to, evidence=tuple(map(str, paths))))


def held(register: Path) -> list[Path]:
    return sorted(path for path in evidence_folder(register).rglob("*") if path.is_file())


def said(done: WriteResult) -> list[str]:
    return [fill(line.template, line.values) for line in done.lines]


def made(path: Path, size: int = LONG) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def test_a_file_is_kept_by_the_digest_of_its_copy_and_only_its_owner_reads_it(at: At, tmp_path: Path) -> None:
    file = made(tmp_path / "tables.pdf")
    told: list[tuple[int, int]] = []
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)), progress=lambda *now: told.append(now))
    (kept,) = held(tmp_path / "register.db")
    assert kept.name == hashlib.sha256(file.read_bytes()).hexdigest() == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert kept.parent.name == kept.name[:2]
    assert told == [(1 << 20, LONG), (2 << 20, LONG), (3 << 20, LONG), (LONG, LONG)]
    assert kept.stat().st_mode & 0o077 == 0


def test_the_same_bytes_again_are_not_copied_and_it_is_said(tiny_disk: Path, tmp_path: Path) -> None:
    """On a disk with no room for a second copy."""
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    first, again = made(tmp_path / "a.pdf", 200_000), tmp_path / "b.pdf"
    again.write_bytes(first.read_bytes())
    given(desk, first)
    (kept,) = held(register)
    before = kept.stat()
    (tiny_disk / "ballast").write_bytes(b"x" * 40_000)
    done = given(desk, again, to="FW-JT-01")
    assert said(done)[-1] == "b.pdf was in the store already, byte for byte: nothing was copied"
    assert held(register) == [kept]
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert desk.verify().evidence == door.verify_register(register).evidence
    found = desk.verify()
    assert found.sound
    assert found.evidence is not None
    assert found.evidence.present == 1, "one file, whatever number of entries names it"


def test_two_names_of_one_file_in_one_act_are_one_file(at: At, tmp_path: Path) -> None:
    file = made(tmp_path / "a.pdf")
    (tmp_path / "b.pdf").write_bytes(file.read_bytes())
    (tmp_path / "c.pdf").symlink_to(file)
    done = given(at("us-1"), file, tmp_path / "b.pdf", tmp_path / "c.pdf")
    assert len(done.ids) == 3
    assert len(held(tmp_path / "register.db")) == 1
    assert at("us-1").verify().sound


def test_by_a_link_the_store_is_that_of_the_register_itself(at: At, register: Path, tmp_path: Path) -> None:
    """Else what one gives by the link is missing for all who open the file, and the other way round."""
    given(at("us-1"), made(tmp_path / "a.pdf"))
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(register)
    given(door.open_register(link, desk="us-1", today=TODAY), made(tmp_path / "b.pdf"))
    assert len(held(register)) == 2
    for path in (link, register):
        found = door.verify_register(path).evidence
        assert found is not None
        assert (found.present, found.missing) == (2, 0)
    assert [path.name for path in link.parent.iterdir()] == [link.name]
    out = tmp_path / "copy.db"
    door.open_register(link, today=TODAY).backup(out)
    assert len(held(out)) == 2


def test_a_folder_that_may_not_be_written_is_no_fault_of_the_disk(outside: Path) -> None:
    register = small_register(outside)
    file = made(outside / "a.pdf", 20)
    for path in (register, file, own_key_folder(register), *own_key_folder(register).iterdir()):
        os.chown(path, NOBODY, NOBODY) if os.geteuid() == 0 else None
    desk = door.open_register(register, desk="us-1", today=TODAY)
    warm = outside / "warm"
    warm.mkdir()
    given(small_desk(warm), file)  # imports modules and reads settings, which may lie where only root may enter
    outside.chmod(0o555)
    with nobody(), pytest.raises(Refused) as caught:
        given(desk, file)
    outside.chmod(0o755)
    (problem,) = caught.value.problems
    assert problem.message == "The file cannot be kept beside the register: {x}"
    assert problem.advice == "Check the permissions of the file and of its folder."


def test_what_is_no_file_in_the_store_counts_no_bytes_and_a_folder_there_is_left_alone(at: At, tmp_path: Path) -> None:
    given(at("us-1"), made(tmp_path / "a.pdf", 20))
    register = tmp_path / "register.db"
    (kept,) = held(register)
    (kept.parent / "stray").symlink_to("/etc/passwd")
    (kept.parent / "folder").mkdir()
    assert door.tidy_evidence(register) == StoreCleanup(1, 0, kept=0, removed=True)
    assert door.tidy_evidence(register) == StoreCleanup(0, 0, kept=0, removed=True), (
        "nothing that it could never remove"
    )
    assert sorted(path.name for path in kept.parent.iterdir()) == sorted([kept.name, "folder"])


def test_what_lies_in_the_place_of_a_kept_file_is_told_when_it_is_put_back(at: At, tmp_path: Path) -> None:
    file = made(tmp_path / "a.pdf", 20)
    given(at("us-1"), file)
    register = tmp_path / "register.db"
    (kept,) = held(register)
    kept.unlink()
    kept.mkdir()
    with pytest.raises(Refused) as caught:
        door.put_back(register, [str(file)])
    (problem,) = caught.value.problems
    assert problem.advice.startswith("Something else lies in its place in the evidence store.")
    kept.rmdir()
    door.put_back(register, [str(file)])
    assert door.verify_register(register).sound


@pytest.mark.parametrize("how", ["grows", "is cut", "is written over", "is replaced"])
def test_a_file_that_changes_while_it_is_read_is_refused(at: At, tmp_path: Path, how: str) -> None:
    desk, file, register = at("us-1"), made(tmp_path / "tables.pdf"), tmp_path / "register.db"
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
        assert [path.stat().st_size for path in held(register)] == [LONG]
        return
    with pytest.raises(Refused, match="The file changed while it was read"):
        desk.write(intent, progress=change)
    assert held(register) == []
    assert register.read_bytes() == before


def test_nothing_is_copied_for_what_would_be_refused(at: At, tmp_path: Path) -> None:
    told: list[int] = []
    intent = AddEvidence(commitment="FW-US-99", evidence=(str(made(tmp_path / "a.pdf")),))
    with pytest.raises(Refused, match="FW-US-99"):
        at("us-1").write(intent, progress=lambda done, _total: told.append(done))
    assert told == []
    assert not evidence_folder(tmp_path / "register.db").exists()


def test_what_is_refused_under_the_lock_takes_its_file_with_it(at: At, tmp_path: Path) -> None:
    file = str(made(tmp_path / "a.pdf"))
    bad = AddNote(commitment="FW-US-01", text="x" * (MAX_TEXT + 1))
    with pytest.raises(Refused):
        at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(file,)), bad)
    assert held(tmp_path / "register.db") == []


def test_the_keys_and_the_register_are_no_evidence(at: At, tmp_path: Path) -> None:
    register = tmp_path / "register.db"
    key = next(own_key_folder(register).glob("us-1-*.pem"))
    (tmp_path / "link.pdf").symlink_to(key)
    for path in (register, key, tmp_path / "link.pdf"):
        for use in (at("us-1").write, at("us-1").plan):
            with pytest.raises(Refused, match="belongs to the register itself"):
                use(ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(path),)))
    assert held(register) == []


def test_a_plan_reads_no_large_file(at: At, tmp_path: Path) -> None:
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(49_000_000)
    plan = at("us-1").plan(AddEvidence(commitment="FW-US-01", evidence=(str(tmp_path / "large.bin"),)))
    line = fill(plan.lines[0].template, plan.lines[0].values)
    assert line.startswith("+ evidence   large.bin, 49.0 MB, ")
    assert line.endswith("; its SHA-256 is taken when it is saved")
    done = given(at("us-1"), tmp_path / "large.bin")
    assert "SHA-256" in said(done)[0], "a file of nothing but zeroes is one as well"
    assert at("us-1").verify().sound


def test_the_limit_is_that_of_the_settings(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from accordtrack.core.settings import settings  # noqa: PLC0415

    monkeypatch.setenv("ACCORDTRACK_EVIDENCE_LIMIT_MB", "1")
    settings.cache_clear()
    try:
        with pytest.raises(Refused, match=r"File too large: 3\.1 MB, limit 1\.0 MB"):
            given(at("us-1"), made(tmp_path / "a.pdf"))
    finally:
        settings.cache_clear()
    assert held(tmp_path / "register.db") == []


# Missing, altered, put back


def test_a_lost_file_is_put_back_by_its_digest_whatever_it_is_called(at: At, tmp_path: Path) -> None:
    file, register = made(tmp_path / "a.pdf"), tmp_path / "register.db"
    given(at("us-1"), file)
    given(at("mx-1"), file, to="FW-MX-01")
    (kept,) = held(register)
    kept.unlink()
    other = tmp_path / "found in the attic.bin"
    file.rename(other)
    assert [one.place for one in door.verify_register(register).findings] == ["us-1-2", "mx-1-2"]
    (found,) = door.put_back(register, [str(other)])
    assert found == RestoredFile(str(other), kept.name, ("us-1-2", "mx-1-2"), was_there=False)
    assert door.verify_register(register, deep=True).sound
    (found,) = door.put_back(register, [str(other)])
    assert found.was_there


def test_an_altered_file_is_replaced_and_another_file_is_refused(at: At, tmp_path: Path) -> None:
    file, register = made(tmp_path / "a.pdf"), tmp_path / "register.db"
    given(at("us-1"), file)
    (kept,) = held(register)
    kept.write_bytes(bytes(LONG))
    with pytest.raises(Refused, match="altered"):
        at("us-1").evidence_file(kept.name)
    other = made(tmp_path / "other.pdf")
    with pytest.raises(Refused, match="No entry of this register names the file"):
        door.put_back(register, [str(file), str(other)])
    assert kept.read_bytes() == bytes(LONG), "all of them or none"
    assert held(register) == [kept]
    door.put_back(register, [str(file)])
    assert door.verify_register(register).sound
    assert at("us-1").evidence_file(kept.name) == kept


def test_a_link_in_the_store_is_no_file_of_it(at: At, tmp_path: Path) -> None:
    file, register = made(tmp_path / "a.pdf"), tmp_path / "register.db"
    given(at("us-1"), file)
    (kept,) = held(register)
    kept.unlink()
    kept.symlink_to(file)
    report = at("us-1").verify()
    assert ["altered" in one.message for one in report.findings] == [True]
    with pytest.raises(Refused, match="altered"):
        at("us-1").evidence_file(kept.name)
    door.put_back(register, [str(file)])
    assert not kept.is_symlink()
    assert at("us-1").verify().sound


# What no entry names


def test_what_no_entry_names_is_told_and_removed_and_nothing_else(at: At, tmp_path: Path) -> None:
    register = tmp_path / "register.db"
    given(at("us-1"), made(tmp_path / "a.pdf"))
    (kept,) = held(register)
    (kept.parent / ("a" * 64)).write_bytes(b"nobody's")
    old, new = (evidence_folder(register) / f"taking-{name}{evidence_store.UNFINISHED}" for name in ("old", "new"))
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (dates.current_time().timestamp() - 2 * evidence_store.STALE_SECONDS,) * 2)
    report = at("us-1").verify()
    assert report.sound, "it is no fault of the register"
    assert report.evidence is not None
    assert (report.evidence.unnamed, report.evidence.unfinished) == (1, 1)
    assert [one.state for one in door.examine(register) if one.name == "evidence"] == ["note"]
    assert door.tidy_evidence(register, dry_run=True) == StoreCleanup(2, 12, kept=0, removed=False)
    assert len(held(register)) == 4
    assert door.tidy_evidence(register) == StoreCleanup(2, 12, kept=0, removed=True)
    assert held(register) == sorted([kept, new]), "what may still be on its way in stays"
    assert [one.state for one in door.examine(register) if one.name == "evidence"] == ["ok"]


def test_a_file_that_is_tidied_away_while_it_is_given_refuses_its_entry(at: At, tmp_path: Path) -> None:
    """A store emptied between reading and writing: the entry would name what is not there."""
    register, file = tmp_path / "register.db", made(tmp_path / "a.pdf")
    given(at("us-1"), file)
    (kept,) = held(register)
    before = register.read_bytes()
    with pytest.raises(Refused, match="The file cannot be kept beside the register"):
        at("mx-1").write(
            AddEvidence(commitment="FW-MX-01", evidence=(str(file), str(made(tmp_path / "b.pdf")))),
            progress=lambda done, _total: kept.unlink(missing_ok=True) if done > LONG else None,
        )
    assert register.read_bytes() == before
