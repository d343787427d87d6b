"""A site that is built again: what did not change keeps its bytes and its file, and an earlier state is remembered."""

from __future__ import annotations

import gc
import os
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service.publish import site_build, site_files
from accordtrack.site.cache_policy import same_except_day
from accordtrack.site.page import Page
from accordtrack.store import log
from accordtrack.types.intents import AddNote, ReportStatus
from registers import TODAY, small_register
from shipped_scores import shipped_register
from sites import assert_whole, build, files, told

pytestmark = pytest.mark.scale

NEXT = "2026-11-26"
MAX_DAILY_CHANGES = 12
"""Files of the shipped register that may change where only the day did: fronts, the build, the manifest, what counts days."""


def note(register: Path, words: str) -> None:
    desk = door.open_register(register, desk="us-1", today=TODAY)
    desk.write(AddNote(commitment="FW-US-01", text=words, handling="TLP:CLEAR"))


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    found = ((path, path.stat()) for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): (told_.st_ino, told_.st_mtime_ns) for path, told_ in found}


def test_unchanged_site_is_not_rewritten(tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    first = build(register, out)
    folder, was = out.stat().st_ino, stamps(out)
    again = build(register, out)
    assert (again.unchanged, again.written, again.files, again.size) == (True, 0, first.files, first.size)
    assert (out.stat().st_ino, stamps(out)) == (folder, was)


def test_force_rebuilds_an_unchanged_site(tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    build(register, out)
    folder, was = out.stat().st_ino, files(out)
    assert not build(register, out, force=True).unchanged
    assert out.stat().st_ino != folder
    assert files(out) == was


@pytest.mark.scale
def test_few_files_change_when_only_the_date_does(tmp_path: Path) -> None:
    """The pages of the build and the manifest change; a page whose day alone would change is kept."""
    register, out = shipped_register(tmp_path), tmp_path / "site"
    build(register, out)
    was, stood = files(out), stamps(out)
    done = build(register, out, NEXT)
    assert done.written <= MAX_DAILY_CHANGES
    now = files(out)
    changed = {path for path, raw in now.items() if raw != was[path]}
    assert len(changed) == done.written + 1, "the manifest too"
    assert {path for path, stamp in stamps(out).items() if stamp != stood[path]} == changed
    assert {"en/build.html", "es/build.html", "site.json"} <= changed
    assert NEXT.encode() in now["en/build.html"]
    assert_whole(out)


def test_kept_pages_match_newly_built_ones_except_for_the_date(tmp_path: Path) -> None:
    """A page that keeps an older day differs from the one of today in nothing but that day and the digest.

    Of another build before it tells the page of what changed, which is of another first one here.
    """
    register, out, fresh = small_register(tmp_path), tmp_path / "site", tmp_path / "fresh"
    build(register, out, "2025-01-01")
    note(register, "One.")
    build(register, out, "2026-01-01")
    note(register, "Two.")
    build(register, out, NEXT)
    build(register, fresh, NEXT)
    kept, new = files(out), files(fresh)
    assert kept.keys() == new.keys()
    different = [path for path in new if kept[path] != new[path] and path != "site.json"]
    assert different
    for path in different:
        assert path.endswith(".html"), path
        assert same_except_day(kept[path], new[path]) or path.endswith(("build.html", "changes.html")), path


def test_statement_changes_only_the_pages_it_affects(tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    build(register, out)
    was = files(out)
    desk = door.open_register(register, desk="mx-1", today=TODAY)
    desk.write(ReportStatus(commitment="FW-MX-01", status="limited", note="Begun.", handling="TLP:CLEAR"))
    build(register, out)
    changed = {path for path, raw in files(out).items() if raw != was.get(path)}
    assert {"en/commitments/FW-MX-01.html", "es/commitments/FW-MX-01.html"} <= changed
    events = {path for path in changed if "/events/" in path}
    assert events == {"en/events/ev-meeting.html", "es/events/ev-meeting.html"}, "those that list it with its status"
    assert not {path for path in changed if "FW-US-01" in path or path.startswith("assets/")}


def test_date_in_the_page_text_is_not_ignored_in_comparison() -> None:
    def page(updated: int, due: int, written: int, searched: int = 1) -> bytes:
        updated_on, written_on, searched_to = (
            f'<time datetime="2026-01-0{day}">January {day}, 2026</time>' for day in (updated, written, searched)
        )
        text = (
            f'<p class="subtitle">Updated {updated_on}. Sources searched to {searched_to}.</p>'
            f"<p>due <time>2026-01-0{due}</time></p><footer>{written_on}<code>{'0' * 64}</code></footer>"
        )
        return text.encode()

    one = page(2, 1, 2)
    assert same_except_day(one, page(3, 1, 3))
    assert not same_except_day(one, page(3, 3, 3))
    assert not same_except_day(one, page(4, 1, 3))
    assert not same_except_day(one, page(3, 1, 3, searched=2))
    assert not same_except_day(b"a", b"b")


def test_pages_of_another_program_version_are_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    build(register, out)
    was = stamps(out)
    monkeypatch.setattr(site_build, "_program_digest", lambda: "0" * 64)
    done = build(register, out, NEXT)
    assert not done.unchanged
    kept = {path for path, stamp in stamps(out).items() if was.get(path) == stamp}
    timeless = {path for path in kept if "/months/" in path or path.endswith(".xml")}
    search = {f"{language}/search-index.js" for language in ("en", "es")}
    assert kept - timeless == {"index.html", "assets/site.css", "assets/search.js", *search}, "what bears no day"


def test_kept_file_is_copied_with_its_timestamp_when_hard_links_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_given: object, **_named: object) -> None:
        raise OSError(1, "Operation not permitted")

    register, out = small_register(tmp_path), tmp_path / "site"
    build(register, out)
    was = stamps(out)
    monkeypatch.setattr(os, "link", no_links)
    done = build(register, out, NEXT)
    assert done.kept
    same = [path for path, stamp in stamps(out).items() if stamp[1] == was[path][1]]
    assert len(same) == done.kept
    assert_whole(out)


def test_files_of_removed_pages_are_deleted(tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    build(register, out)
    was = files(out).keys()
    build(register, out, body="ATF", force=True)
    assert {"en/commitments/FW-MX-01.html", "es/events/ev-meeting.html"} <= was - files(out).keys()
    assert_whole(out)


def test_manifest_before_is_the_last_build_of_the_previous_state(tmp_path: Path) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"

    def at(day: str) -> tuple[object, object]:
        build(register, out, day)
        found = told(out)
        return found["built"], found["before"]

    first, none = at("2026-11-01")
    assert none is None
    assert at("2026-11-02")[1] is None, "the day alone changed"
    note(register, "One.")
    second, before = at("2026-11-03")
    assert before == {**first, "day": "2026-11-02"}  # type: ignore[dict-item]
    again, before = at("2026-11-04")
    assert before == {**first, "day": "2026-11-02"}  # type: ignore[dict-item]
    note(register, "Two.")
    _third, before = at("2026-11-05")
    assert before == again
    assert again["digest"] == second["digest"]  # type: ignore[index]


def test_two_builds_of_the_same_state_are_identical(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    build(register, tmp_path / "one")
    build(register, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("theme", [None, "firearms"])
def test_progress_counts_every_page(tmp_path: Path, theme: str | None) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    heard: list[tuple[int, int]] = []
    build(register, out, theme=theme, progress=lambda done, total: heard.append((done, total)))
    pages = [path for path in files(out) if path.endswith(".html") and path != "index.html"]
    assert heard == [(number, len(pages)) for number in range(1, len(pages) + 1)]


def count_pages_in_memory() -> int:
    """Pages that something holds."""
    gc.collect()
    return sum(isinstance(one, Page) for one in gc.get_objects())


@pytest.mark.scale
def test_build_keeps_only_one_or_two_pages_in_memory(tmp_path: Path) -> None:
    register = shipped_register(tmp_path)
    desk = door.open_register(register, today=TODAY)
    with desk._db.reading() as connection:
        everything = tuple(log.items(connection))
        source = site_build._build_input(connection, TODAY, site_build.SiteOptions(theme="firearms"), everything)
        source = replace(source, entries=site_build._entries(connection, source))
    before, most = count_pages_in_memory(), 0  # other tests keep some
    for number, _file in enumerate(site_files.files(source)):
        if number % 41 == 0:  # to look through all objects takes a second where other tests keep many
            most = max(most, count_pages_in_memory() - before)
    assert 1 <= most <= 2
