"""Only ``core.dates.current_time`` reads the system clock, so that a test which sets it decides every date."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from accordtrack.core import dates
from accordtrack.tui.app import AccordApp

SOURCE = Path(__file__).parents[1] / "src" / "accordtrack"
CLOCKS = frozenset({"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "ctime"})
"""Functions of ``datetime``, ``date`` and ``time`` that read the system clock."""
OWNERS = frozenset({"datetime", "date", "time"})


def clock_reads(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in CLOCKS and node.value.id in OWNERS:
                yield node.lineno, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from ((node.lineno, f"time.{one.name}") for one in node.names if one.name in CLOCKS)


def test_one_function_reads_the_system_clock() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), what)
        for path in SOURCE.rglob("*.py")
        for _line, what in clock_reads(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == {("core/dates.py", "datetime.now")}


def test_clock_search_finds_every_spelling() -> None:
    spelled = "import time\nfrom time import time_ns\ntime.time()\ndate.today()\ndatetime.utcnow()\ntime.monotonic()\n"
    assert [what for _line, what in clock_reads(ast.parse(spelled))] == [
        "time.time_ns",
        "time.time",
        "date.today",
        "datetime.utcnow",
    ]


def test_tests_run_on_a_fixed_date() -> None:
    assert (dates.today(), dates.now()) == ("2026-11-25", "2026-11-25T12:00:00Z")
    app = AccordApp(None)
    app.notify = lambda *_words, **_options: None  # type: ignore[method-assign]
    app.show_message("Saved")
    assert app.said[-1].at == "12:00"
