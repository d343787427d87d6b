"""Files to take away: every form in both languages, the same as the verbs write, for everybody alone, and how they are checked."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.documents import BRIEF, FORMATS, files
from accordtrack.documents.model import Table
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service.publish import site_downloads as making
from accordtrack.site import page_paths
from accordtrack.site.downloads import (
    CHECKPOINT,
    HISTORY,
    IATI,
    LINES,
    PACKAGE,
    SUMS,
    Saved,
    all_downloads,
    annexes_file,
    brief_file,
    calendar_file,
    note_file,
    scorecard_file,
)
from accordtrack.site.pages import downloads
from accordtrack.types import IatiRequest
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus
from programs import needed
from registers import TODAY, small_desk
from scorecard.pages import Page as Parsed
from scorecard.pdftext import squeezed
from scorecard.samples import sample
from site_material import material

pytestmark = pytest.mark.scale

both = pytest.mark.parametrize("language", ["en", "es"])
SETS = {
    *(scorecard_file(language, form) for language in i18n.LANGUAGES for form in FORMATS),
    *(brief_file(language, form) for language in i18n.LANGUAGES for form in BRIEF),
}
"""What a scorecard without pages gives."""
APART = {
    *(annexes_file(language, form) for language in i18n.LANGUAGES for form in BRIEF),
    *(note_file(form) for form in BRIEF),
}
CALENDARS = {calendar_file(language) for language in i18n.LANGUAGES}


def file_text(file: Path) -> str:
    """Whatever a file says, unpacked: the members of an archive, the words on the pages of a PDF."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if file.suffix == ".pdf":
        return squeezed(file.read_bytes())
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that tests read alone; the register stands beside it."""
    folder = tmp_path_factory.mktemp("downloads")
    small_desk(folder).build_site(folder / "site", downloads=True)
    return folder / "site"


def test_downloads_folder_contains_exactly_the_offered_files(site: Path) -> None:
    names = {one.name for one in all_downloads(i18n.LANGUAGES)}
    assert {one.name for one in (site / "downloads").iterdir()} == names
    assert names == SETS | APART | CALENDARS | {PACKAGE, HISTORY, LINES, IATI, CHECKPOINT, SUMS}


def test_sha256sum_verifies_every_download(site: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [needed("sha256sum"), "--strict", "-c", SUMS],
        cwd=site / "downloads",
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.count(": OK\n") == len([*(site / "downloads").iterdir()]) - 1
    folder = shutil.copytree(site / "downloads", tmp_path / "downloads")
    (folder / HISTORY).write_bytes(b"other\n")
    told = subprocess.run([needed("sha256sum"), "-c", SUMS], cwd=folder, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert f"{HISTORY}: FAILED" in told.stdout


def test_downloads_are_identical_to_what_the_commands_write(site: Path, tmp_path: Path) -> None:
    desk = door.open_register(site.parent / "register.db", today=TODAY)
    for language in i18n.LANGUAGES:
        card = desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", language))
        for form in FORMATS:
            for name, raw in files.made(card, scorecard_file(language, form), files.Kind.WHOLE):
                assert (site / "downloads" / name).read_bytes() == raw
        assert (
            desk.scorecard_differences(json.loads((site / "downloads" / scorecard_file(language, "json")).read_bytes()))
            == []
        )
    desk.export_data(tmp_path / "data.zip")
    assert (site / "downloads" / PACKAGE).read_bytes() == (tmp_path / "data.zip").read_bytes()
    desk.export_calendar(tmp_path / "dates.ics")
    assert (site / "downloads" / calendar_file("en")).read_bytes() == (tmp_path / "dates.ics").read_bytes()
    desk.export_iati(tmp_path / "iati.xml", IatiRequest(TwoDates(TODAY, TODAY), "public"))
    assert (site / "downloads" / IATI).read_bytes() == (tmp_path / "iati.xml").read_bytes()
    entries, _left = desk.readable_history()
    lines = (site / "downloads" / LINES).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["row"]["hash"] for line in lines] == [entry.hash for entry in entries]
    assert {json.loads(line)["type"] for line in lines} == {"history_row"}
    told = json.loads((site / "downloads" / CHECKPOINT).read_bytes())
    assert (
        told["state_digest"]
        == desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en")).checkpoint["state_digest"]
    )


def test_restricted_entries_are_in_no_download(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    us.write(AddNote(commitment="FW-US-01", text="Zopilote", handling="TLP:GREEN"))
    us.write(
        ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="Zopilote", handling="TLP:RED")
    )
    us.write(
        AddEvidence(commitment="FW-US-01", evidence=("https://example.org/q",), title="Quetzal", handling="TLP:CLEAR")
    )
    us.build_site(tmp_path / "site", downloads=True)
    words = {file: file_text(file) for file in (tmp_path / "site").rglob("*") if file.is_file()}
    told = {file.name for file, held in words.items() if "Quetzal" in held}
    assert told >= {
        HISTORY,
        LINES,
        *(scorecard_file(language, form) for language in i18n.LANGUAGES for form in ("xlsx", "json")),
        *(annexes_file(language, form) for language in i18n.LANGUAGES for form in BRIEF),
    }
    assert "FW-US-01" in words[tmp_path / "site" / "downloads" / PACKAGE]
    assert not [file for file, held in words.items() if "Zopilote" in held]


@both
def test_downloads_page_links_every_file(site: Path, language: str) -> None:
    page = Parsed((site / language / page_paths.DOWNLOADS).read_text(encoding="utf-8"))
    links = [one.get("href") for one in page.root.every("a") if one.get("href").startswith("../downloads/")]
    assert {link.removeprefix("../downloads/") for link in links} == {
        one.name for one in (site / "downloads").iterdir()
    }
    assert links[0] == f"../downloads/scorecard-{language}.pdf"
    feeds = [one.get("href") for one in page.root.every("a") if one.get("href").endswith(".xml")]
    assert "feed.xml" in feeds
    assert all((site / language / one).is_file() for one in feeds)


@both
def test_site_without_downloads_says_so(tmp_path: Path, language: str) -> None:
    small_desk(tmp_path).build_site(tmp_path / "site")
    assert not (tmp_path / "site" / "downloads").exists()
    with i18n.using_language(language):
        words = i18n.tr("The files were left out of this build.")
    assert words in (tmp_path / "site" / language / page_paths.DOWNLOADS).read_text(encoding="utf-8")


@both
def test_downloads_page_names_files_that_could_not_be_made(tmp_path: Path, language: str) -> None:
    made = material(small_desk(tmp_path), language)
    saved = [Saved(one.name, 1, "") for one in all_downloads(i18n.LANGUAGES) if not one.name.endswith(".pdf")]
    with i18n.using_language(language):
        page = downloads.page(made, saved)
    tables = {block.id: block for part in page.parts for block in part.blocks if isinstance(block, Table)}
    for group in ("scorecard", "brief"):
        assert all(f"{group}-{one}.pdf" in tables[f"files-{group}"].notes[0] for one in i18n.LANGUAGES)
    assert not tables["files-data"].notes


def test_without_typst_every_file_but_the_pdf_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with making.render_in_parallel([sample()], small=True) as waited:
        names = {name for name, _raw in waited()}
    assert names == {name for name in SETS if "-en." in name and not name.endswith(".pdf")}


@pytest.mark.process
def test_parallel_rendering_gives_the_same_files_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    cards = [sample(language) for language in i18n.LANGUAGES]
    with making.render_in_parallel(cards) as waited:
        beside = list(waited())
    with making.render_in_parallel(cards, small=True) as waited:
        assert list(waited()) == beside
    assert {name for name, _raw in beside} == SETS


def exit_process(*_job: object) -> None:
    """What a process does that the system ends."""
    os._exit(9)


def test_killed_rendering_process_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(making, "_render_card", exit_process)
    with making.render_in_parallel([sample()]) as waited, pytest.raises(Refused) as refused:
        list(waited())
    assert "was ended" in i18n.explain(refused.value.problems[0])


_WAITING_SCRIPT = """
import os, sys, time
from accordtrack.service.publish import site_downloads as making
from scorecard.samples import sample
os.cpu_count = lambda: 2
if __name__ == "__main__":
    with making.render_in_parallel([sample()]) as waited:
        list(waited())
        print("ready", flush=True)
        time.sleep(60)
"""


def test_rendering_processes_end_with_their_parent(tmp_path: Path) -> None:
    file = tmp_path / "waits.py"
    file.write_text(_WAITING_SCRIPT, encoding="utf-8")
    paths = os.pathsep.join(sys.path)
    asking = subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
    assert asking.stdout is not None
    assert asking.stdout.readline() == b"ready\n"
    children = {one for one in Path("/proc").glob("[0-9]*") if _process_stat(one)[1:2] == [str(asking.pid)]}
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    for _ in range(100):
        if not any(_is_running(pid) for pid in children):
            break
        time.sleep(0.1)
    assert len(children) > 1
    assert not any(_is_running(pid) for pid in children)


def _process_stat(process: Path) -> list[str]:
    """State and parent of a process, and more; nothing of one that is gone."""
    try:
        return (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_running(process: Path) -> bool:
    return _process_stat(process)[:1] not in ([], ["Z"])
