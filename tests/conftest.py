"""Settings of all tests (a fixed date, English, no terminal, no files in the home folder), shared fixtures, fault counts."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import shared
from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core import capabilities, dates, settings
from accordtrack.service import Desk, session_base
from accordtrack.service.session_base import RegisterReader
from registers import TODAY, small_register
from tell import REPORTED, Tell

pytest_plugins = ["selection"]
PRESENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""When every test runs, whatever the clock of the machine says."""


def pytest_configure(config: pytest.Config) -> None:
    _give_up_terminal()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background begins with it ignored
    gc.set_threshold(200_000, 20, 50)  # with the defaults the collector takes a fifth of the time
    if not hasattr(config, "workerinput"):  # the process that starts the workers of pytest-xdist, or the only one
        folder = shared.begin()
        config.add_cleanup(lambda: shared.end(folder))


def pytest_collection_finish() -> None:
    gc.freeze()  # modules and collected tests stay until the end: the collector need not visit them again


def _give_up_terminal() -> None:
    """Give up the controlling terminal, so that a prompt that opens ``/dev/tty`` fails at once instead of hanging the run.

    Tests that need a terminal make one of their own.
    """
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415  (POSIX only)
    import termios  # noqa: PLC0415

    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return  # there is no terminal
    # When a session leader gives up its terminal, the kernel sends SIGHUP to the foreground process group.
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        fcntl.ioctl(terminal, termios.TIOCNOTTY)
    finally:
        os.close(terminal)
        signal.signal(signal.SIGHUP, before)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for found in terminalreporter.stats.values() for one in found if hasattr(one, "user_properties")]
    lines = sorted({str(line) for one in reports for name, line in one.user_properties if name == REPORTED})
    if lines:
        terminalreporter.section("faults: what was tried, how often, what came of it")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def tell(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Tell:
    from selection import NIGHTLY  # noqa: PLC0415  (the plugin is imported by pytest)

    return Tell(record_property, NIGHTLY if request.config.getoption("--nightly") else 1)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A browser of the system for the tests of a module."""
    from scorecard.browsing import browsing  # noqa: PLC0415  (few tests need it, and it loads playwright)

    with browsing() as started:
        yield started


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that anybody may enter: pytest's own are for their owner only."""
    folder = Path(tempfile.mkdtemp(prefix="accordtrack-open-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def _opened_on_its_day(
    self: RegisterReader,
    path: Path,
    today_is: str | None = None,
    opened: Callable[..., None] = session_base.RegisterReader.__init__,
) -> None:
    """Open a register. A test that says which day it is sets the clock: what is written next is recorded on that day."""
    if today_is is not None and today_is != dates.today():
        day = datetime.fromisoformat(f"{today_is}T12:00").replace(tzinfo=UTC)
        dates.current_time = lambda: day
    opened(self, path, today_is)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The present of each test; its end takes back what it set the clock to."""
    monkeypatch.setattr(dates, "current_time", lambda: PRESENT)


@pytest.fixture(autouse=True, scope="session")
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The date is fixed, and nothing is written to the home folder of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "current_time", lambda: PRESENT)
        patch.setattr(session_base.RegisterReader, "__init__", _opened_on_its_day)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.set_language("en")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 kB; skipped where nobody may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if mounted.returncode != 0:
        pytest.skip("no right to mount a file system here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each statement of a side needs a clearance by an office."""
    monkeypatch.setenv("ACCORDTRACK_CLEARANCE", "required")
    settings.settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.settings.cache_clear()


@pytest.fixture
def lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restrictions to a browser end with the test."""
    monkeypatch.setattr(capabilities._Process, "browser", False)
    monkeypatch.setattr(capabilities._Process, "writes", True)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return small_register(tmp_path)


@pytest.fixture
def us(register: Path) -> Desk:
    return door.open_register(register, desk="us-1", today=TODAY)


@pytest.fixture
def mx(register: Path) -> Desk:
    return door.open_register(register, desk="mx-1", today=TODAY)
