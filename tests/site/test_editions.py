"""Earlier editions of a site: kept on request and then by every build, and what changed from one to the next."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.types.intents import AddNote, ReportStatus, Retract
from registers import TODAY, small_register
from scorecard.pages import Page
from sites import assert_whole, build, files, told

pytestmark = pytest.mark.scale

CLEAR = "TLP:CLEAR"
DAYS = ("2026-11-26", "2026-11-27", "2026-11-28")


def report(register: Path, day: str, status: str = "limited") -> None:
    desk = door.open_register(register, desk="us-1", today=day)
    desk.write(ReportStatus(commitment="FW-US-01", status=status, no_evidence=True, note="Begun.", handling=CLEAR))


def archived(site: Path) -> list[str]:
    return sorted(path for path in files(site) if path.startswith("archive/"))


def sections(site: Path, language: str = "en") -> list[str]:
    page = Page(files(site)[f"{language}/editions.html"].decode())
    return [" ".join(one.words.split()) for one in page.root.every("section") if one.get("class") != "lists folded"]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return small_register(tmp_path)


def test_edition_is_kept_whole_when_its_state_is_replaced_and_by_every_later_build(
    tmp_path: Path, register: Path
) -> None:
    site = tmp_path / "site"
    build(register, site)
    first = files(site)
    report(register, DAYS[0])
    build(register, site, DAYS[0], archive=True)
    (kept,) = archived(site)
    assert kept == f"archive/{TODAY}-{told(site)['editions'][0]['digest'][:16]}.zip"
    with zipfile.ZipFile(io.BytesIO(files(site)[kept])) as held:
        assert {name: held.read(name) for name in held.namelist()} == {
            path: raw for path, raw in first.items() if path != "site.json"
        }
    report(register, DAYS[1], "substantial")
    build(register, site, DAYS[1])
    assert archived(site) == [kept], "without the option the archive stays and does not grow"
    report(register, DAYS[2], "not_started")
    build(register, site, DAYS[2], archive=True)
    assert [one["day"] for one in told(site)["editions"]] == [TODAY, DAYS[1]]
    assert len(archived(site)) == 2
    assert_whole(site)
    assert build(register, site, DAYS[2], archive=True).unchanged


def test_edition_with_the_same_state_is_not_kept(tmp_path: Path, register: Path) -> None:
    site = tmp_path / "site"
    build(register, site)
    build(register, site, DAYS[0], archive=True)
    assert archived(site) == []
    assert "en/editions.html" not in files(site)


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_of_editions_counts_what_changed_from_each_to_the_next(
    tmp_path: Path, register: Path, language: str
) -> None:
    site = tmp_path / "site"
    build(register, site)
    report(register, DAYS[0])
    build(register, site, DAYS[0], archive=True)
    report(register, DAYS[1], "substantial")
    report(register, DAYS[1], "not_started")
    build(register, site, DAYS[1], archive=True)
    latest, earlier = sections(site, language)[:2]
    words = {
        "en": ("From November 26, 2026 to November 27, 2026", "2 statuses, 0 deadlines, 0 figures."),
        "es": ("Del 26 de noviembre de 2026 al 27 de noviembre de 2026", "2 situaciones, 0 plazos, 0 cifras."),
    }[language]
    assert all(one in latest for one in words)
    assert {"en": "1 status, ", "es": "1 situación, "}[language] in earlier
    nothing = {"en": "Nothing that an edition said before was corrected.", "es": "No se corrigió nada"}[language]
    assert nothing in latest
    links = {one.get("href") for one in Page(files(site)[f"{language}/editions.html"].decode()).root.every("a")}
    assert {f"../{path}" for path in archived(site)} <= links
    assert "editions.html" in files(site)[f"{language}/changes.html"].decode()


def test_correction_stands_after_the_edition_that_it_corrects_with_its_reason(tmp_path: Path, register: Path) -> None:
    site = tmp_path / "site"
    desk = door.open_register(register, desk="us-1", today=TODAY)
    note = desk.write(AddNote(commitment="FW-US-01", text="Seen here.", handling=CLEAR))
    build(register, site)
    door.open_register(register, desk="us-1", today=DAYS[0]).write(Retract(entry=note.ids[0], reason="Not so."))
    build(register, site, DAYS[0], archive=True)
    (told_of,) = [one for one in sections(site) if one.startswith("From ")]
    assert "Not so." in told_of
    assert "Nothing that an edition said before was corrected." not in told_of


def test_changed_file_of_the_archive_is_dropped(tmp_path: Path, register: Path) -> None:
    site = tmp_path / "site"
    build(register, site)
    report(register, DAYS[0])
    build(register, site, DAYS[0], archive=True)
    (kept,) = archived(site)
    (site / kept).write_bytes(b"changed")
    report(register, DAYS[1], "not_started")
    build(register, site, DAYS[1], force=True)
    assert archived(site) == []
    assert told(site)["editions"] == []
    assert "en/editions.html" not in files(site)
