"""The folder of a site: whole or not there, never over anything else, and healed where a process was killed at its swap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service.publish import atomic_replace
from accordtrack.types.intents import AddNote
from cli_runner import at_home
from folders import change, make_folder
from jobs import jobs, prepare
from registers import TODAY, small_register
from sites import assert_whole, beside, build, files, told
from tell import Tell
from unprivileged_user import nobody

pytestmark = pytest.mark.scale

EARLIER = "2026-11-20"


def other_register(folder: Path) -> Path:
    folder.mkdir()
    data = make_folder(folder / "data")
    change(data, "accord.yaml", "small-accord", "another-accord")
    path = folder / "other.db"
    door.create_register(path, data=data, keys=own_key_folder(path), today=TODAY)
    return path


def test_manifest_describes_the_site_and_lists_every_file(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    done = build(register, out)
    assert_whole(out)
    found = told(out)
    assert (found["version"], found["type"]) == (1, "site")
    assert found["register"]["accord"] == "small-accord"
    assert len(found["register"]["first_entry"]) == 64
    assert found["asked"] == {
        "audience": "public",
        "place": None,
        "theme": None,
        "body": None,
        "downloads": False,
        "language": "en",
        "base_url": "",
    }
    assert found["built"]["day"] == TODAY
    assert found["before"] is None
    assert {one["feed"] for one in found["feeds"]} == {"obs-0", "obs-1", "us-1", "us-2", "mx-1"}
    assert done.files == done.written == len(found["files"])
    assert beside(out) == []


def test_entry_page_puts_the_language_of_the_build_first(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    english = files(out)
    with i18n.using_language("es"):
        done = build(register, out)
    spanish = files(out)
    assert not done.unchanged
    assert {path for path, raw in spanish.items() if raw != english[path]} == {"index.html", "site.json"}
    page = spanish["index.html"].decode()
    assert page.index('<section lang="es">') < page.index('<section lang="en">')
    assert told(out)["asked"]["language"] == "es"
    with i18n.using_language("es"):
        assert build(register, out).unchanged


@pytest.mark.parametrize("made", [True, False])
def test_site_can_be_built_in_an_empty_or_new_folder(register: Path, tmp_path: Path, *, made: bool) -> None:
    out = tmp_path / "a" / "site"
    out.parent.mkdir()
    if made:
        out.mkdir()
    build(register, out)
    assert_whole(out)


def a_file(out: Path) -> None:
    out.write_text("kept", encoding="utf-8")


def a_link(out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    out.symlink_to("elsewhere")


def a_loop(out: Path) -> None:
    out.symlink_to(out.name)


def something_else(out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("kept", encoding="utf-8")


def another_manifest(out: Path) -> None:
    out.mkdir()
    (out / "site.json").write_text('{"type": "site", "version": 1}', encoding="utf-8")


def a_deep_manifest(out: Path) -> None:
    out.mkdir()
    (out / "site.json").write_text("[" * 100_000, encoding="utf-8")


def a_folder_for_a_manifest(out: Path) -> None:
    (out / "site.json").mkdir(parents=True)


IN_THE_WAY: list[tuple[Callable[[Path], None], str]] = [
    (a_file, "is not a folder"),
    (a_link, "is a link"),
    (a_loop, "is a link"),
    (something_else, "The folder holds something else: .*letter.txt"),
    (another_manifest, "is not a site manifest"),
    (a_deep_manifest, "is not a site manifest"),
    (a_folder_for_a_manifest, "is not a site manifest"),
]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(("put", "words"), IN_THE_WAY)
def test_only_a_site_is_replaced_even_by_force(
    register: Path, tmp_path: Path, put: Callable[[Path], None], words: str, *, force: bool
) -> None:
    out = tmp_path / "here" / "site"
    out.parent.mkdir()
    put(out)
    before = sorted(path.name for path in out.parent.rglob("*"))
    with pytest.raises(Refused, match=words):
        build(register, out, force=force)
    assert sorted(path.name for path in out.parent.rglob("*")) == before


def test_missing_parent_folder_is_reported(register: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no folder .*/none"):
        build(register, tmp_path / "none" / "site")
    assert not (tmp_path / "none").exists()


def test_path_with_a_nul_or_without_a_name_is_refused(register: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "a\0b", tmp_path.__class__("/")):
        with pytest.raises(Refused):
            build(register, out)


def test_site_of_another_register_is_replaced_only_by_force(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(other_register(tmp_path / "other"), out)
    with pytest.raises(Refused, match="the site of another register: A small accord"):
        build(register, out)
    assert told(out)["register"]["accord"] == "another-accord"
    build(register, out, force=True)
    assert told(out)["register"]["accord"] == "small-accord"
    assert told(out)["before"] is None, "the other register is no earlier build of this one"


def test_site_of_another_part_is_replaced_only_by_force(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out, theme="firearms")
    with pytest.raises(Refused, match="the site of another part: --theme firearms"):
        build(register, out)
    build(register, out, force=True)
    with pytest.raises(Refused, match="the site of the whole register"):
        build(register, out, theme="firearms")


def changed(out: Path) -> str:
    page = out / "en" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"e", b"o", 1))
    return r"A file of the site was changed: .*en/index\.html"


def longer(out: Path) -> str:
    with (out / "assets" / "site.css").open("a", encoding="utf-8") as style:
        style.write("*{}")
    return r"A file of the site was changed: .*site\.css"


def gone(out: Path) -> str:
    (out / "es" / "events.html").unlink()
    return r"A file of the site is missing: .*es/events\.html"


def linked(out: Path) -> str:
    page = out / "en" / "events.html"
    page.rename(out.parent / "moved.html")
    page.symlink_to(out.parent / "moved.html")
    return r"A file of the site was changed: .*en/events\.html"


def added(out: Path) -> str:
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    return "The folder holds a file that is not part of the site: .*CNAME"


def empty_folder(out: Path) -> str:
    (out / "drafts").mkdir()
    return "The folder holds a file that is not part of the site: .*drafts"


@pytest.mark.parametrize("spoil", [changed, longer, gone, linked, added, empty_folder])
def test_manual_changes_are_reported_and_overwritten_only_by_force(
    register: Path, tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    out = tmp_path / "site"
    build(register, out)
    whole = files(out)
    words = spoil(out)
    before = files(out)
    with pytest.raises(Refused, match=words):
        build(register, out)
    assert files(out) == before
    build(register, out, force=True)
    assert files(out) == whole
    assert_whole(out)


def test_folder_with_a_git_history_is_never_replaced(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    for force in (False, True):
        with pytest.raises(Refused, match="contains a git history"):
            build(register, out, force=force)
    assert (out / ".git" / "HEAD").is_file()


def test_unwritable_folder_is_refused_and_nothing_is_left(outside: Path) -> None:
    register = small_register(outside)
    held = outside / "held"
    held.mkdir()
    desk = door.open_register(register, today=TODAY)
    desk.build_site(outside / "warm")
    for path in outside.iterdir():
        path.chmod(0o755)
    with nobody(), pytest.raises(Refused, match="Cannot write to the folder"):
        desk.build_site(held / "site")
    assert list(held.iterdir()) == []


def test_full_disk_leaves_the_old_site_unchanged(tiny_disk: Path, tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tiny_disk / "site"
    build(register, tmp_path / "site")
    pages = sum(-(-one.stat().st_size // 4096) for one in (tmp_path / "site").rglob("*"))
    room = f"remount,size={pages * 4096 * 3 // 2}"  # for one site and not for two
    subprocess.run(["mount", "-o", room, str(tiny_disk)], check=True)
    build(register, out)
    was = files(out)
    with pytest.raises(Refused, match="Cannot write to the folder"):
        build(register, out, theme="firearms", force=True)
    assert [one.name for one in tiny_disk.iterdir()] == ["site"]
    assert files(out) == was


def test_a_second_builder_waits_for_the_first(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    found: list[object] = []
    build(register, tmp_path / "warm")
    threads = [threading.Thread(target=lambda: found.append(build(register, out))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.unchanged for one in found].count(True) == 2  # type: ignore[attr-defined]
    assert_whole(out)
    assert beside(out) == []


def test_a_second_builder_is_refused_when_the_first_takes_long(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_replace, "_PATIENCE", 0.1)
    with (
        atomic_replace.build_lock(tmp_path / "site"),
        pytest.raises(Refused, match="Another process is building this site"),
    ):
        build(register, tmp_path / "site")
    assert beside(tmp_path / "site") == []
    build(register, tmp_path / "site")


def test_site_with_any_folder_name_can_be_rebuilt(register: Path, tmp_path: Path) -> None:
    for name in ("n" * 255, "ñ" * 127, "-rf", "a b", "%41"):
        out = tmp_path / name
        build(register, out)
        assert build(register, out).unchanged
    assert beside(out) == []


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(os, "fork"), reason="jobs are forked")
def test_build_recovers_after_being_killed_at_any_step_of_the_swap(tmp_path: Path, tell: Tell) -> None:
    """The swap of a site that was there before: the old one is there, or is beside and comes back."""
    pristine = prepare(tmp_path / "pristine")
    build(pristine / "register.db", pristine / "site", EARLIER)
    was = files(pristine / "site")
    found = {"old in its place": 0, "old beside": 0, "new in its place": 0}
    with jobs() as process:
        shutil.copytree(pristine, tmp_path / "counted")
        steps = process.run("site", tmp_path / "counted", kind="flush", at=1_000_000)["count"]
        now = files(tmp_path / "counted" / "site")
        tried = [
            *range(1, steps, max(steps // 6, 1)),
            *range(steps - 7, steps + 1),
        ]  # after the swap, the list of exports is written
        for at in tried:
            folder = tmp_path / str(at)
            shutil.copytree(pristine, folder)
            process.run("site", folder, kind="flush", at=at, deadly=True)
            out = folder / "site"
            if not out.exists():
                found["old beside"] += 1
                (old,) = folder.glob(".site.*.old")
                assert files(old) == was
            else:
                found["old in its place" if files(out) == was else "new in its place"] += 1
                assert files(out) in (was, now)
            build(folder / "register.db", out)
            assert_whole(out)
            assert files(out).keys() == now.keys()
            assert beside(out) == []
            shutil.rmtree(folder)
    assert found["old beside"] == 1
    tell("kill -9 of a site at its steps", len(tried), found)


def test_site_moved_aside_is_restored_even_when_the_next_build_is_refused(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(register, out)
    was = files(out)
    out.rename(tmp_path / ".site.abcdefgh.part.old")
    with pytest.raises(Refused, match="the site of the whole register"):
        build(register, out, theme="firearms")
    assert files(out) == was


def test_foreign_folder_beside_the_site_is_left_alone(register: Path, tmp_path: Path) -> None:
    theirs = tmp_path / ".site.notes.old"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("kept", encoding="utf-8")
    build(register, tmp_path / "site")
    assert (theirs / "letter.txt").is_file()


def test_failed_swap_restores_the_old_site(register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    build(register, out, EARLIER)
    was, rename, calls = files(out), os.rename, []

    def failing(source: object, target: object) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(Refused, match="Cannot write to the folder"):
        build(register, out)
    assert files(out) == was
    assert beside(out) == []


def test_site_command_reports_what_it_did(register: Path, tmp_path: Path) -> None:
    environment = {**os.environ, **at_home(tmp_path / "home"), "PYTHONPATH": os.pathsep.join(sys.path)}

    def run(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "accordtrack", "--db", str(register), "site", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        return done.returncode, done.stdout, done.stderr

    out = tmp_path / "site"
    status, said, _ = run(str(out), "--theme", "Armas")
    assert status == 0
    assert "It contains only: area Firearms." in said
    status, said, _ = run(str(out), "--theme", "firearms")
    assert said.startswith("Nothing changed since ")
    assert run(str(out), "--theme", "firearm")[2] == 'accordtrack: Unknown --theme "firearm"; did you mean firearms?\n'
    door.open_register(register, desk="us-1", today=TODAY).write(AddNote(commitment="FW-US-01", text="New."))
    status, said, _ = run(str(out), "--theme", "firearms")
    assert status == 0
    assert "files are unchanged" in said
