"""Settings of every test: hypothesis draws the same examples in each run, on fast machines and slow ones; English words
at the start of each, whatever a command before it put in force; a tiny disk.

Tests of faults tell how often they tried and what came of it; these lines stand at the end of a run. ``--nightly``
tries as many times more.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from accordtrack import i18n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


TOLD = "told"
NIGHTLY = 20
"""How many times more is tried at night."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help=f"try faults {NIGHTLY} times as often")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report for found in terminalreporter.stats.values() for report in found if hasattr(report, "user_properties")
    ]
    lines = sorted({str(line) for report in reports for name, line in report.user_properties if name == TOLD})
    if lines:
        terminalreporter.section("faults: what was tried, how often, what came of it")
        for line in lines:
            terminalreporter.write_line(line)


class Tell:
    """Notes what a test tried, how often, and the outcomes with their counts."""

    def __init__(self, record: Callable[[str, object], None], factor: int) -> None:
        self._record = record
        self._factor = factor

    def times(self, count: int) -> int:
        """How often to try what is tried ``count`` times in CI."""
        return count * self._factor

    def __call__(self, what: str, count: int, outcomes: Mapping[str, int]) -> None:
        told = ", ".join(f"{number} {name}" for name, number in outcomes.items())
        self._record(TOLD, f"{what}: {count} tried; {told}")


@pytest.fixture
def tell(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Tell:
    return Tell(record_property, NIGHTLY if request.config.getoption("--nightly") else 1)


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


@pytest.fixture(autouse=True, scope="session")
def _no_notes_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is noted of the sites of tests is noted in no folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.use("en")


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
