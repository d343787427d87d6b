"""What lies in the folder of a site is not believed for its own word: pages, manifest, links and what stands beside it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PosixPath
from typing import Any

import pytest

from accordtrack import service as door
from accordtrack.core import paths
from accordtrack.core.problems import Refused
from accordtrack.service.publish import atomic_replace
from accordtrack.site import manifest
from accordtrack.site.cache_policy import same_except_day
from accordtrack.types.intents import AddNote
from registers import TODAY
from sites import assert_whole, beside, build, files, told
from unprivileged_user import nobody

NEXT = "2026-11-26"
PAGE = "en/commitments/FW-US-01.html"
PLANTED_HTML = b'<p><a href="https://evil.example/">It was withdrawn.</a></p></footer>'
EVIL = b"evil.example"


def forge(out: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Write the manifest anew with what ``change`` does to it."""
    found = told(out)
    change(found)
    (out / "site.json").write_text(json.dumps(found, indent=1) + "\n", encoding="ascii")


def plant(out: Path, path: str = PAGE) -> None:
    """Words in the footer of a page, with the manifest made to fit."""
    raw = (out / path).read_bytes().replace(b"</footer>", PLANTED_HTML)
    (out / path).write_bytes(raw)

    def change(found: dict[str, Any]) -> None:
        found["files"][path] = {"sha256": sha256(raw).hexdigest(), "bytes": len(raw)}

    forge(out, change)


def note(register: Path) -> None:
    desk = door.open_register(register, desk="us-1", today=TODAY)
    desk.write(AddNote(commitment="FW-MX-01", text="New.", handling="TLP:CLEAR"))


@pytest.mark.sweep
@pytest.mark.parametrize(("day", "force"), [(TODAY, False), (TODAY, True), (NEXT, False), (NEXT, True)])
def test_page_changed_together_with_its_manifest_is_rebuilt(
    register: Path, tmp_path: Path, day: str, *, force: bool
) -> None:
    out = tmp_path / "site"
    build(register, out)
    plant(out)
    done = build(register, out, day, force=force)
    assert not done.unchanged
    assert EVIL not in (out / PAGE).read_bytes()
    assert_whole(out)
    assert build(register, out, day).unchanged


def test_only_date_and_digest_may_differ_in_the_footer(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    old = (out / PAGE).read_bytes()
    note(register)
    build(register, out, NEXT, force=True)
    new = (out / PAGE).read_bytes()
    assert old != new
    assert same_except_day(old, new)
    assert not same_except_day(old.replace(b"</footer>", PLANTED_HTML), new)
    assert not same_except_day(old.replace(b"</footer>", b"</footer>" + PLANTED_HTML), new)
    assert not same_except_day(old, new.replace(b"accordtrack ", b"other "))


def test_force_rebuilds_pages_that_look_the_same(register: Path, tmp_path: Path) -> None:
    build(register, tmp_path / "site")
    build(register, tmp_path / "site", NEXT, force=True)
    build(register, tmp_path / "fresh", NEXT)
    assert files(tmp_path / "site") == files(tmp_path / "fresh")


def test_site_not_written_on_this_machine_is_rebuilt(register: Path, tmp_path: Path) -> None:
    build(register, tmp_path / "site")
    shutil.rmtree(paths.site_notes_folder())
    done = build(register, tmp_path / "site")
    assert not done.unchanged
    assert (done.written, done.kept) == (0, done.files), "what is the same to the byte stays"
    assert build(register, tmp_path / "site").unchanged


@pytest.mark.scale
def test_every_build_is_made_when_build_notes_cannot_be_saved(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    build(register, tmp_path / "site")
    assert not build(register, tmp_path / "site").unchanged
    assert_whole(tmp_path / "site")


def test_extra_manifest_fields_are_removed(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    forge(out, lambda found: found.update(notice="https://evil.example/"))
    assert not build(register, out).unchanged
    assert EVIL not in (out / "site.json").read_bytes()


INVALID_VALUES: list[tuple[str, str | None, object]] = [
    ("built", "day", "2026-11-20 (withdrawn: see http://evil.example/)"),
    ("built", "day", "2026-13-20"),
    ("built", "day", "20261120"),
    ("built", "clock", -1),
    ("built", "clock", 10**400),
    ("built", "clock", True),
    ("built", "digest", "it was withdrawn"),
    ("built", "digest", "A" * 64),
    ("program", "sha256", ""),
    ("register", "first_entry", "\u0663" * 64),
    ("version", None, True),
    ("version", None, 1.0),
    ("before", None, {"day": "x", "clock": 1, "digest": "0" * 64}),
    ("files", "a", {"sha256": "x", "bytes": 1}),
    ("files", "a", {"sha256": "0" * 64, "bytes": -1}),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "part", "value"), INVALID_VALUES)
def test_manifest_with_an_invalid_value_is_refused(
    register: Path, tmp_path: Path, name: str, part: str | None, value: object
) -> None:
    out = tmp_path / "site"
    build(register, out)

    def change(found: dict[str, Any]) -> None:
        if part is None:
            found[name] = value
        else:
            found[name][part] = value

    forge(out, change)
    for force in (False, True):
        with pytest.raises(Refused, match="is not a site manifest"):
            build(register, out, force=force)


@pytest.mark.parametrize(("part", "value"), [("day", "2027-01-01"), ("clock", 1_000_000)])
def test_impossible_earlier_build_is_ignored(register: Path, tmp_path: Path, part: str, value: object) -> None:
    out = tmp_path / "site"
    build(register, out)
    forge(out, lambda found: found["built"].update({part: value, "digest": "0" * 64}))
    build(register, out)
    assert told(out)["before"] is None
    assert "0" * 64 not in (out / "en" / "build.html").read_text(encoding="utf-8")


def test_hard_link_to_an_old_file_does_not_reach_the_new_site(register: Path, tmp_path: Path) -> None:
    out, held = tmp_path / "site", tmp_path / "held"
    build(register, out)
    os.link(out / PAGE, held)
    was = (out / PAGE).stat()
    build(register, out, NEXT)
    now = (out / PAGE).stat()
    assert (now.st_nlink, now.st_mtime_ns) == (1, was.st_mtime_ns), "a copy with its date"
    held.write_bytes(EVIL)
    assert_whole(out)
    free = [one.stat().st_nlink for one in out.rglob("*") if one.is_file()]
    assert set(free) == {1}


def test_linked_folder_in_a_site_is_not_followed(register: Path, tmp_path: Path) -> None:
    out, away = tmp_path / "site", tmp_path / "away"
    build(register, out)
    (out / "assets").rename(away)
    (out / "assets").symlink_to(away)
    build(register, out, force=True)
    assert not (out / "assets").is_symlink()
    assert (out / "assets" / "site.css").stat().st_ino != (away / "site.css").stat().st_ino
    assert_whole(out)


@pytest.mark.scale
def test_site_planted_beside_the_folder_is_rebuilt(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    out.rename(tmp_path / ".site.planted.old")
    assert not build(register, out).unchanged
    assert beside(out) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives a folder to somebody else")
def test_folder_of_another_user_beside_the_site_is_left_alone(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    theirs = tmp_path / ".site.planted.old"
    out.rename(theirs)
    os.chown(theirs, 65534, 65534)
    assert build(register, out).kept == 0
    assert theirs.is_dir()


def a_link(lock: Path) -> None:
    lock.symlink_to(lock.with_name("elsewhere"))


def a_pipe(lock: Path) -> None:
    os.mkfifo(lock)


@pytest.mark.parametrize(
    ("put", "words"),
    [
        (a_link, r"\.site\.lock is a link"),
        (a_pipe, r"\.site\.lock is not a file"),
        (os.mkdir, r"\.site\.lock is not a file"),
    ],
)
def test_non_file_in_place_of_the_lock_is_reported(
    register: Path, tmp_path: Path, put: Callable[[Path], None], words: str
) -> None:
    put(tmp_path / ".site.lock")
    with pytest.raises(Refused, match=words):
        build(register, tmp_path / "site")
    assert beside(tmp_path / "site") == [".site.lock"]
    assert not (tmp_path / "elsewhere").exists()


def test_lock_of_another_user_is_reported(outside: Path) -> None:
    lock = outside / ".site.lock"
    lock.write_bytes(b"")
    lock.chmod(0o400)
    outside.chmod(0o777)
    with (
        nobody(),
        pytest.raises(Refused, match=r"The site's lock file cannot be opened: .*\.site\.lock"),
        atomic_replace.build_lock(outside / "site"),
    ):
        pass


class _Vanishing(PosixPath):
    """A file that another process removes just before somebody looks at it."""

    def lstat(self) -> os.stat_result:
        self.unlink(missing_ok=True)
        return super().lstat()


@pytest.mark.skipif(os.name != "posix", reason="a path of POSIX")
def test_lock_removed_by_another_build_is_created_again(tmp_path: Path) -> None:
    lock = tmp_path / ".site.lock"
    lock.touch()
    with atomic_replace.build_lock(_Vanishing(tmp_path / "site")):
        assert lock.is_file()


def test_held_lock_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_replace, "_PATIENCE", 0.1)
    out = tmp_path / "site"
    with atomic_replace.build_lock(out), pytest.raises(Refused, match=r"\.site\.lock"), atomic_replace.build_lock(out):
        pass


def test_manifest_can_be_read_back(register: Path, tmp_path: Path) -> None:
    build(register, tmp_path / "site")
    raw = (tmp_path / "site" / "site.json").read_bytes()
    assert manifest.as_bytes(manifest.parse(raw)) == raw
