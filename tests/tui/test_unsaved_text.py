"""Words that were half typed when the terminal was lost are offered at the next start, and by nobody else."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from accordtrack.core import capabilities, paths
from accordtrack.service import Desk, delete_throwaway_folder, open_register, throwaway_folder
from accordtrack.service.unsaved_text import KEPT_DAYS, Unsaved, UnsavedWords
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.reopen import Found, Offer, create_form
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.subject import Subject
from accordtrack.types import Text
from pty_runner import PROGRAM, Terminal
from registers import TODAY, small_desk, small_register
from tui_runner import at_register, one_line, opened, press, running, started, until, write
from type_ahead_runner import key

pytestmark = pytest.mark.journeys

IDENTITY = "the hash of the first entry"
NOTE = Unsaved("us-1", "note", ("FW-US-01",), {"text": "half a thought", "handling": ""}, at="2026-11-25T20:03:00Z")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test alone, where the words of other tests are not found."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return paths.unsaved_text_folder()


@pytest.fixture
def _browser() -> Iterator[None]:
    capabilities.restrict_to_browser(writes=True)
    yield
    capabilities._Process.browser, capabilities._Process.writes = False, True


def abandon(path: Path, words: Unsaved, identity: str = IDENTITY) -> None:
    """Leave words in a file, as a killed program does."""
    UnsavedWords(path, identity).close(words)


def unsaved_files() -> list[Path]:
    return sorted(paths.unsaved_text_folder().glob("*.json"))


async def wait_for_files(pilot: Pilot[int], count: int) -> None:
    await until(pilot, lambda: len(unsaved_files()) == count, 10)


# In a file


def test_only_the_user_can_read_the_file(tmp_path: Path) -> None:
    abandon(tmp_path / "register.db", NOTE)
    (file,) = unsaved_files()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") == (file, NOTE)


def test_unsaved_text_belongs_to_its_desk_and_register(tmp_path: Path) -> None:
    abandon(tmp_path / "register.db", NOTE)
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("mx-1") is None
    assert UnsavedWords(tmp_path / "other.db", IDENTITY).find_left_behind("us-1") is None
    assert (
        UnsavedWords(tmp_path / "register.db", "another register, made in its place").find_left_behind("us-1") is None
    )


def test_unsaved_text_of_a_running_program_is_not_offered(tmp_path: Path) -> None:
    running_one = UnsavedWords(tmp_path / "register.db", IDENTITY)
    running_one.save(NOTE)
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") is None
    running_one.close(NOTE)
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") is not None


def test_saved_text_leaves_no_file(tmp_path: Path) -> None:
    words = UnsavedWords(tmp_path / "register.db", IDENTITY)
    words.save(NOTE)
    words.save(None)
    words.close(None)
    assert list(paths.unsaved_text_folder().iterdir()) == []


def test_closed_store_writes_no_file(tmp_path: Path) -> None:
    words = UnsavedWords(tmp_path / "register.db", IDENTITY)
    words.close(None)
    words.save(NOTE)
    assert unsaved_files() == []


def test_unsaved_text_is_deleted_after_30_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    abandon(tmp_path / "register.db", NOTE)
    monkeypatch.setattr("accordtrack.core.dates.today", lambda: "2026-12-25")
    assert KEPT_DAYS == 30
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") is not None
    monkeypatch.setattr("accordtrack.core.dates.today", lambda: "2026-12-26")
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") is None
    assert unsaved_files() == []


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\x00", b"[]", b'{"desk": 1}', b"[" * 100_000, b'{"fields": {"a": 1}, "desk": "us-1"}']
)
def test_damaged_file_is_ignored_and_deleted(tmp_path: Path, damage: bytes) -> None:
    abandon(tmp_path / "register.db", NOTE)
    unsaved_files()[0].write_bytes(damage)
    assert UnsavedWords(tmp_path / "register.db", IDENTITY).find_left_behind("us-1") is None
    assert unsaved_files() == []


@pytest.mark.usefixtures("_browser")
def test_unsaved_text_is_not_kept_in_a_browser(tmp_path: Path) -> None:
    abandon(tmp_path / "register.db", NOTE)
    assert unsaved_files() == []


# In the program


async def test_typed_text_is_kept_until_it_is_saved_or_abandoned(us: Desk) -> None:
    async with running(us) as (app, pilot):
        for ending in ("escape", "enter"):
            await press(pilot, "n")
            await write(pilot, "half a thought")
            await wait_for_files(pilot, 1)
            await press(pilot, ending)
            assert at_register(app)
            await wait_for_files(pilot, 0)
        await press(pilot, "s", "c")
        app.exit(0)
        assert unsaved_files() == [], "a letter alone is no words"


@pytest.mark.parametrize("language", ["en", "es"])
async def test_offer_shows_the_unsaved_text_and_enter_changes_nothing(us: Desk, language: str) -> None:
    abandon(us.path, NOTE, us.identity())
    async with running(us, language=language) as (app, pilot):
        assert isinstance(app.screen, Offer)
        for said in {
            "en": ("before this text was saved:", "note FW-US-01"),
            "es": ("antes de guardar este texto:", "nota FW-US-01"),
        }[language]:
            assert said in one_line(app)
        assert "half a thought" in one_line(app)
        await press(pilot, "enter")
        assert at_register(app)
        assert len(unsaved_files()) == 1


async def test_keys_typed_before_the_offer_appears_do_not_answer_it(us: Desk) -> None:
    abandon(us.path, NOTE, us.identity())
    app = AccordApp(lambda _progress: us)
    async with started(app) as pilot:
        for name in ("slash", "G", "tab", "tab", "enter"):
            app.post_message(key(name))
        await opened(pilot)
        await until(pilot, lambda: isinstance(app.screen, Offer))
        assert len(unsaved_files()) == 1
        await press(pilot, "enter")
        assert not isinstance(app.screen, Offer)
        assert len(unsaved_files()) == 1


async def test_demo_keeps_no_unsaved_text() -> None:
    folder = throwaway_folder()
    desk = small_desk(folder, "us-1")
    async with running(desk) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "half a thought")
        app.exit(0)
    assert unsaved_files() == []
    delete_throwaway_folder(folder)


async def test_open_it_again_fills_the_dialog(us: Desk) -> None:
    fields = {"evidence": "https://example.org/x", "note": "all of it", "letter": "completed"}
    abandon(us.path, Unsaved("us-1", "status", ("FW-US-01",), fields, at=NOTE.at), us.identity())
    async with running(us) as (app, pilot):
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, StatusDialog)
        assert (app.screen.picker.chosen, app.screen.field_value("note")) == ("completed", "all of it")
        assert len(unsaved_files()) == 1
        await press(pilot, "enter")
        assert at_register(app)
        await wait_for_files(pilot, 0)
    assert us.commitment("FW-US-01").row.halves[0].status == "completed"


async def test_discard_deletes_the_unsaved_text(us: Desk) -> None:
    abandon(us.path, NOTE, us.identity())
    async with running(us) as (app, pilot):
        await press(pilot, "tab", "tab", "enter")
        assert at_register(app)
        assert unsaved_files() == []


async def test_not_now_keeps_the_text_for_the_same_dialog(us: Desk) -> None:
    abandon(us.path, NOTE, us.identity())
    async with running(us) as (app, pilot):
        await press(pilot, "escape", "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter", "n", "ctrl+y")
        assert isinstance(app.screen, Form)
        assert app.screen.field_value("text") == "half a thought"
        assert len(unsaved_files()) == 1
        await press(pilot, "enter")
        assert at_register(app)
        await wait_for_files(pilot, 0)


async def test_answers_and_new_records_can_be_opened_again(mx: Desk) -> None:
    entry = next(one.hash for one in mx.history("FW-US-01").entries if one.kind == "status.report")
    told = {"reason": "not seen", "ground": "not_done"}
    abandon(mx.path, Unsaved("mx-1", "dispute", ("FW-US-01",), told, entry=entry, half=None, at=NOTE.at), mx.identity())
    async with running(mx) as (app, pilot):
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, DisputeDialog)
        assert app.screen.target == entry
        assert (app.screen.field_value("reason"), app.screen.field_value("ground")) == ("not seen", "not_done")
        await press(pilot, "escape")
    abandon(mx.path, Unsaved("mx-1", "add", (), {"publisher": "GAO"}, kind="source", at=NOTE.at), mx.identity())
    async with running(mx) as (app, pilot):
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, AddDialog)
        assert app.screen.field_value("publisher") == "GAO"


@pytest.mark.parametrize(
    ("dialog", "subjects", "kind"),
    [
        ("dance", ("FW-US-01",), None),
        ("note", (), None),
        ("add", (), None),
        ("add", (), "dance"),
        ("open_evidence", ("FW-US-01",), None),
    ],
)
def test_invalid_unsaved_text_opens_no_form(dialog: str, subjects: tuple[str, ...], kind: str | None) -> None:
    words = Unsaved("us-1", dialog, subjects, {"text": "x"}, kind=kind)
    assert create_form(words, Found(tuple(Subject(name, Text("a", "b"), "US") for name in subjects))) is None


async def test_text_that_cannot_be_opened_again_is_still_shown(us: Desk) -> None:
    abandon(
        us.path, Unsaved("us-1", "note", ("NO-SUCH-1",), {"text": "half a \x1b[31mthought"}, at=NOTE.at), us.identity()
    )
    async with running(us) as (app, pilot):
        assert isinstance(app.screen, Offer)
        assert "half a ␛[31mthought" in one_line(app)
        assert "Open it again" not in one_line(app)
        await press(pilot, "tab", "enter")
        assert at_register(app)
        assert unsaved_files() == []


# Losing the terminal


def start_program(path: Path) -> Terminal:
    terminal = Terminal(["-c", PROGRAM, str(path), str(path.with_name("early")), "{}"])
    assert terminal.until(b"FW-US-01")
    return terminal


@pytest.mark.process
@pytest.mark.parametrize("killed", [False, True])
def test_unsaved_text_survives_a_lost_terminal(tmp_path: Path, *, killed: bool) -> None:
    """A closed terminal sends SIGHUP; a program that is killed cannot keep anything any more, and has kept it before."""
    path = small_register(tmp_path)
    terminal = start_program(path)
    terminal.write(b"nwords that must not be lost")
    assert terminal.until(b"words that must not be lost")
    if killed:
        end = time.monotonic() + 20
        while not unsaved_files() and time.monotonic() < end:
            terminal.until(b"\0never", 0.05)
        os.kill(terminal.pid, signal.SIGKILL)
    os.close(terminal.fd)
    os.waitpid(terminal.pid, 0)
    terminal = start_program(path)
    assert terminal.until(b"before this text was saved")
    os.write(terminal.fd, b"\t\r")
    assert terminal.until(b"what will be written")
    os.write(terminal.fd, b"\r")
    assert terminal.until(b"Saved; u undoes")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0
    assert "words that must not be lost" in str(open_register(path, desk="us-1", today=TODAY).history().entries[0].body)
    assert unsaved_files() == []
