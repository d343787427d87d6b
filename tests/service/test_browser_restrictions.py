"""A process that shows the screens in a browser: what the desk itself refuses there, whatever asks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core import capabilities
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types import IatiRequest
from accordtrack.types.intents import AddNote, ReportStatus
from pty_runner import count
from registers import TODAY, small_register

pytestmark = pytest.mark.usefixtures("lifted")

READ_ONLY, NO_FILE = "Opened in a browser, read only", "In a browser, no file"
NOTE = AddNote(commitment="FW-US-01", text="words")
DRAFT = ReportStatus(commitment="FW-US-01", status="limited", note="words")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = small_register(tmp_path)
    door.open_register(path, desk="us-1", today=TODAY).save_drafts(DRAFT)
    return path


WRITES: dict[str, Callable[[Desk], object]] = {
    "an act": lambda desk: desk.write(NOTE),
    "a plan": lambda desk: desk.plan(NOTE),
    "a draft": lambda desk: desk.save_drafts(DRAFT),
    "a draft discarded": lambda desk: desk.discard_draft(1),
    "a draft cleared": lambda desk: desk.write_cleared_draft(1, "Office", "1"),
    "a filter": lambda desk: desk.preferences.save_filter("mine", "side:US"),
    "a filter forgotten": lambda desk: desk.preferences.delete_filter("mine"),
    "a place": lambda desk: desk.preferences.save_place({"main": "owed"}),
    "what was seen": lambda desk: desk.store_seen_entry(1),
    "a rebuild": lambda desk: desk.rebuild(),
    "a seat": lambda desk: desk.use_desk("us-1"),
}
FILES: dict[str, Callable[[Desk, Path], object]] = {
    "a table taken in": lambda desk, file: desk.import_table(file),
    "a table looked at": lambda desk, file: desk.preview_table(file),
    "a table refused": lambda desk, file: desk.refuse_table(file, None),
    "a text saved": lambda _desk, file: door.save_text(file.with_name("new.txt"), "x"),
    "bytes saved": lambda _desk, file: door.save_bytes(file, b"x", replace=True),
    "an export": lambda _desk, file: door.save(file, lambda _out: None, replace=True),
    "a calendar": lambda desk, file: desk.export_calendar(file.with_name("new.ics")),
    "an IATI file": lambda desk, file: desk.export_iati(
        file.with_name("new.xml"), IatiRequest(TwoDates(TODAY, TODAY), "public")
    ),
    "a site": lambda desk, file: desk.build_site(file.with_name("site")),
    "a folder of data": lambda desk, file: desk.export_data(file.with_name("data")),
    "a data package": lambda desk, file: desk.export_data(file.with_name("data.zip")),
    "a place looked at": lambda _desk, file: door.check_free(file, replace=False),
    "evidence": lambda desk, file: desk.write(
        ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(file),))
    ),
    "a kept file": lambda desk, _file: desk.evidence_file("0" * 64),
    "a backup": lambda desk, file: desk.backup(file.with_name("copy.db")),
    "a register": lambda _desk, file: door.create_register(file.with_name("other.db"), empty=True),
    "a key": lambda desk, _file: door.open_desk(desk.path, "us-3"),
}


@pytest.mark.parametrize("what", WRITES)
def test_read_only_browser_refuses_every_write(register: Path, what: str) -> None:
    before = register.read_bytes()
    capabilities.restrict_to_browser(writes=False)
    desk = door.open_register(register, today=TODAY)
    with pytest.raises(Refused, match=READ_ONLY):
        WRITES[what](desk)
    assert register.read_bytes() == before


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("what", FILES)
def test_browser_never_reads_or_writes_files(register: Path, tmp_path: Path, what: str, *, writes: bool) -> None:
    file = tmp_path / "table.csv"
    file.write_text("id\nx\n", encoding="utf-8")
    before, files = count(register), sorted(tmp_path.rglob("*"))
    capabilities.restrict_to_browser(writes=writes)
    desk = door.open_register(register, desk="us-1" if writes else None, today=TODAY)
    with pytest.raises(Refused, match=NO_FILE if writes else f"{NO_FILE}|{READ_ONLY}"):
        FILES[what](desk, file)
    assert (file.read_text(encoding="utf-8"), count(register)) == ("id\nx\n", before)
    assert sorted(tmp_path.rglob("*")) == files


def test_read_only_browser_has_no_desk_and_shows_no_drafts(register: Path) -> None:
    assert len(door.open_register(register, desk="us-1", today=TODAY).drafts()) == 1
    capabilities.restrict_to_browser(writes=False)
    for asked in (None, "us-1"):
        if asked is None:
            desk = door.open_register(register, today=TODAY)
            assert (desk.seat, desk.info().read_only, desk.drafts()) == (None, READ_ONLY, ())
            assert desk.draft_counts() == {}
        else:
            with pytest.raises(Refused, match=READ_ONLY):
                door.open_register(register, desk=asked, today=TODAY)


def test_browser_does_not_reveal_whether_a_file_exists(register: Path, tmp_path: Path) -> None:
    capabilities.restrict_to_browser(writes=True)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    there, none = desk.check_evidence(str(register)), desk.check_evidence(str(tmp_path / "none"))
    assert there.problem == none.problem == capabilities.evidence_problem()
    assert (there.size, there.digest) == (none.size, none.digest) == (None, None)


def test_browser_with_writing_cannot_switch_desks(register: Path) -> None:
    capabilities.restrict_to_browser(writes=True)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    with pytest.raises(Refused, match="the desk stays us-1"):
        desk.use_desk("mx-1")
    assert desk.seat == "us-1"
    assert own_key_folder(register).is_dir()
    assert len(desk.write(NOTE).ids) == 1
