"""A pytest plugin that selects the tests of a run and reports at the end which tests it left out.

A plain ``pytest`` takes a few minutes and needs only Python and git: it leaves out the tests whose markers are in ``HEAVY``,
and tries at most ``FEW`` examples of each property. ``--full`` runs everything, ``--left-out`` what a plain run leaves out,
and ``--nightly`` also tries each fault ``NIGHTLY`` times as often. Tests that the command line names, by path or with
``-m``, always run.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HEAVY = {
    "browser": "need Chromium",
    "office": "need LibreOffice or poppler",
    "process": "run the program as a process, or in a real terminal, again and again",
    "faults": "break every write, flush and call in turn",
    "scale": "read or build a large register, a whole site or every document",
    "journeys": "type long sequences of keys into the terminal interface",
    "sweep": "repeat a check with other parameters: sizes, languages, screens, commands",
}
"""Markers that a plain run leaves out, each with what such tests do. Of a ``sweep`` it runs the first parameters."""
FEW = 30
"""The most examples of a property that a plain run tries."""
MANY = 100
"""Examples of a property that names no number, with ``--full``."""
NIGHTLY = 20
_COUNTS = "left_out"
_left_out = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run every test, with all examples of each property")
    parser.addoption("--left-out", action="store_true", help="run what a plain run leaves out, and all examples")
    parser.addoption("--nightly", action="store_true", help=f"as --full, and try each fault {NIGHTLY} times as often")


def pytest_configure(config: pytest.Config) -> None:
    for name, reason in HEAVY.items():
        config.addinivalue_line("markers", f"{name}: tests that {reason}")
    settings.register_profile(
        "plain",
        max_examples=FEW,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile("full", settings.get_profile("plain"), max_examples=MANY)
    settings.load_profile("full" if is_full(config) else "plain")
    config.stash[_left_out] = {}
    if config.getoption("--left-out"):
        config.option.disable_unused_snapshots = True  # a plain run compares the pictures
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(_Workers(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more worker than there are processors, since workers often wait for a thread, a disk or a program."""
    return (os.cpu_count() or 1) + 1


def is_full(config: pytest.Config) -> bool:
    """Whether the run includes the tests in ``HEAVY`` and tries all examples of each property."""
    return any(config.getoption(name) for name in ("--full", "--left-out", "--nightly"))


def examples(many: int, *, suppress: Iterable[HealthCheck] = ()) -> settings:
    """Settings for a property test that tries ``many`` examples with ``--full``, else at most ``FEW``."""
    profile = settings()
    return settings(
        max_examples=many if settings.get_current_profile_name() == "full" else min(many, FEW),
        suppress_health_check=[*profile.suppress_health_check, *suppress],
    )


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    marks = _marks(items)
    if config.getoption("--left-out"):
        items[:] = [item for item, mark in zip(items, marks, strict=True) if mark is not None or _is_property(item)]
        return
    named = config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.getoption("markexpr")
    if is_full(config) or named:
        return
    config.stash[_left_out] = {mark: marks.count(mark) for mark in HEAVY if mark in marks}
    items[:] = [item for item, mark in zip(items, marks, strict=True) if mark is None]


def _marks(items: Sequence[pytest.Item]) -> list[str | None]:
    """For each test, the marker for which a plain run leaves it out; None if a plain run includes the test."""
    marks = [next((name for name in HEAVY if item.get_closest_marker(name)), None) for item in items]
    swept: set[str] = set()
    for index, item in enumerate(items):
        function = item.nodeid.partition("[")[0]
        if marks[index] == "sweep" and function not in swept:
            swept.add(function)
            marks[index] = None
    return marks


def _is_property(item: pytest.Item) -> bool:
    """Whether a test tries more examples in a full run."""
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # a worker of pytest-xdist: its controller prints the counts
        output[_COUNTS] = session.config.stash[_left_out]


class _Workers:
    """Copies the counts from a worker of pytest-xdist. All workers collect the same tests, so one set of counts is enough."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        found: dict[str, int] = getattr(node, "workeroutput", {}).get(_COUNTS, {})
        self._config.stash[_left_out] = found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    left = config.stash[_left_out]
    for line in summary(left, skipped):
        terminalreporter.write_line(line)


def summary(left_out: Mapping[str, int], skipped: Mapping[str, int]) -> Iterator[str]:
    """The lines that say which tests did not run, why, and how to run them."""
    if left_out:
        yield f"Left out: {sum(left_out.values())} tests."
        yield from (f"  {count:5} {name}: they {HEAVY[name]}" for name, count in left_out.items())
        yield "Run everything: python3 -m uv run pytest --full    One kind: python3 -m uv run pytest -m browser"
        yield "On Debian, `bash .ci/run` installs the programs that they need."
    for reason, count in skipped.items():
        yield f"Skipped: {count} × {reason.removeprefix('Skipped: ')}"
