"""Write the table of test durations in ``CONTRIBUTING.md`` from pytest reports (``--junitxml``).

``python3 scripts/durations.py PLAIN.xml LEFT-OUT.xml`` reads a report of ``pytest`` and one of ``pytest --left-out``.
``REPORTS=FOLDER bash .ci/run`` writes both.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
BEGIN, END = "<!-- durations: scripts/durations.py -->", "<!-- end of durations -->"


def folder(classname: str) -> str:
    """Return ``tests/cli`` for ``tests.cli.test_cli_start``, or ``tests`` for a module directly in that folder."""
    return "/".join(classname.split(".")[:2]) if classname.count(".") > 1 else "tests"


def spent(report: Path) -> Mapping[str, tuple[int, float]]:
    """Return the number of tests and the seconds of each folder in a report."""
    found: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it
        name = folder(case.get("classname", ""))
        count, seconds = found[name]
        found[name] = count + 1, seconds + float(case.get("time", "0"))
    return found


def total(report: Mapping[str, tuple[int, float]]) -> tuple[int, float]:
    """Return the number of tests and the seconds of a whole report."""
    return sum(count for count, _ in report.values()), sum(seconds for _, seconds in report.values())


def table(plain: Mapping[str, tuple[int, float]], rest: Mapping[str, tuple[int, float]]) -> Iterator[str]:
    """Yield the lines of the table, slowest folder first."""
    yield "| folder | tests of a plain run | seconds | left out | seconds |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    both = {name: (plain.get(name, (0, 0.0)), rest.get(name, (0, 0.0))) for name in {*plain, *rest}}
    both["all"] = total(plain), total(rest)
    for name, (one, other) in sorted(both.items(), key=lambda item: -item[1][0][1] - item[1][1][1]):
        yield f"| {name} | {one[0]} | {one[1]:.0f} | {other[0]} | {other[1]:.0f} |"


def main(plain: str, rest: str) -> None:
    """Replace the table in ``CONTRIBUTING.md``."""
    lines = "\n".join(table(spent(Path(plain)), spent(Path(rest))))
    page = PAGE.read_text(encoding="utf-8")
    block = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    PAGE.write_text(block.sub(f"{BEGIN}\n\n{lines}\n\n{END}", page), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
