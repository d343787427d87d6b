"""A pytest plugin that selects the tests of a run and reports at the end which tests it left out.

A plain ``pytest`` takes a few minutes and needs only Python and git: it leaves out the tests whose markers are in ``HEAVY``,
and tries at most ``FEW`` examples of each property. ``--left-out`` runs what a plain run leaves out, a sample of what
repeats a check. ``--full`` runs everything, and ``--nightly`` also tries each fault ``NIGHTLY`` times as often. Tests that the
command line names, by path or with ``-m``, always run.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, settings

HEAVY = {
    "browser": "need Chromium",
    "office": "need LibreOffice or poppler",
    "process": "run the program as a process, or in a real terminal, again and again",
    "faults": "break every write, flush and call in turn",
    "scale": "read or build a large register, a whole site or every document",
    "journeys": "type long sequences of keys into the terminal interface",
    "sweep": "repeat a check with other parameters: sizes, languages, screens, commands",
}
"""Markers that a plain run leaves out, each with what such tests do. Of a ``sweep`` it runs the first parameters.

A ``sweep`` may name parameters, for example ``sweep("language", "size")``. Then ``--left-out`` does not run each of their
combinations: each value occurs, and so does each combination of the other parameters.
"""
FEW = 30
"""The most examples of a property that a plain run tries."""
SOME = 150
"""The most examples of a property that ``--left-out`` tries."""
MANY = 100
"""Examples of a property that names no number, with ``--left-out`` or ``--full``."""
NIGHTLY = 20
_COUNTS = "left_out"
_left_out = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run every test, with all examples of each property")
    parser.addoption(
        "--left-out", action="store_true", help="run what a plain run leaves out, a sample of what repeats a check"
    )
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
    for name in ("left-out", "full", "nightly"):
        settings.register_profile(name, settings.get_profile("plain"), max_examples=MANY)
    chosen = "nightly" if config.getoption("--nightly") else "left-out" if is_sampled(config) else "full"
    settings.load_profile(chosen if is_full(config) else "plain")
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
    """Whether the run includes the tests in ``HEAVY`` and tries many examples of each property."""
    return any(config.getoption(name) for name in ("--full", "--left-out", "--nightly"))


def is_sampled(config: pytest.Config) -> bool:
    """Whether a test that repeats a check, for example after each call of a program, tries only some of the repetitions."""
    return not any(config.getoption(name) for name in ("--full", "--nightly"))


def examples(many: int, *, nightly: int | None = None, suppress: Iterable[HealthCheck] = ()) -> settings:
    """Settings for a property test that tries ``many`` examples with ``--full``, else at most ``SOME`` or ``FEW``.

    With ``--nightly`` it tries ``nightly`` examples, if that is given.
    """
    profile, name = settings(), settings.get_current_profile_name()
    count = nightly if name == "nightly" and nightly is not None else many
    return settings(
        max_examples=limit_examples(count, name),
        suppress_health_check=[*profile.suppress_health_check, *suppress],
    )


def limit_examples(many: int, profile: str) -> int:
    """How many examples a property tries that names ``many``."""
    return min(many, {"plain": FEW, "left-out": SOME}.get(profile, many))


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    marks = _marks(items)
    if config.getoption("--left-out"):
        sampled = _sample(items)
        items[:] = [
            item
            for item, mark in zip(items, marks, strict=True)
            if _is_property(item) or (mark is not None and item in sampled)
        ]
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


def _sample(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """The tests without those that only combine the parameters named by their ``sweep`` in another way."""
    functions: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        functions[item.nodeid.partition("[")[0]].append(item)
    found: set[pytest.Item] = set()
    for tests in functions.values():
        named = {name for mark in tests[0].iter_markers("sweep") for name in mark.args}
        if named:
            cases = [{name: id(value) for name, value in test.callspec.params.items()} for test in tests]  # type: ignore[attr-defined]
            found |= {tests[place] for place in sample(cases, named)}
        else:
            found |= set(tests)
    return found


def sample(cases: Sequence[Mapping[str, int]], named: Collection[str]) -> list[int]:
    """Places of the cases that have each value of the ``named`` parameters and each combination of the others.

    The first case is among them, and values take turns.
    """
    parts = [
        {*((name, case[name]) for name in named), tuple(item for item in case.items() if item[0] not in named)}
        for case in cases
    ]
    found: list[int] = []
    seen: Counter[object] = Counter()
    while missing := set().union(*parts) - seen.keys():
        found.append(
            max(range(len(cases)), key=lambda at: (len(parts[at] & missing), -sum(seen[part] for part in parts[at])))
        )
        seen.update(parts[found[-1]])
    return found


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
