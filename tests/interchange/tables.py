"""Tables of the small register for tests of imports, and how one is taken in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.interchange.table_rows import read
from accordtrack.service import Desk
from accordtrack.types import ImportReport

STATUS = {"commitment": "FW-US-01", "status": "limited", "said_on": "2024-05-05", "note": "Begun."}
COMMITMENT = {
    "id": "FW-US-07",
    "framework": "FW",
    "title_en": "Count the guns",
    "title_es": "Contar las armas",
    "responsible_side": "US",
    "agreed_on": "2025-01-01",
    "level": "output",
    "theme": "firearms",
    "sources": "JS-2021",
}
EVIDENCE = {
    "commitment": "FW-US-01",
    "url": "https://example.org/acta",
    "title": "Minutes",
    "said_on": "2024-05-05",
}
MEASUREMENT = {
    "indicator": "guns-traced",
    "series": "year-atf",
    "period_start": "2024-01-01",
    "period_end": "2024-12-31",
    "value": "51.5",
    "published_on": "2025-05-31",
    "source": "ATF-2023",
}
ROWS: dict[str, dict[str, str]] = {
    "commitments": COMMITMENT,
    "statuses": STATUS,
    "evidence": EVIDENCE,
    "measurements": MEASUREMENT,
}


def table(path: Path, *rows: Mapping[str, str], delimiter: str = ",") -> Path:
    """Write rows as CSV under all the headings that any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return written(path, lines, delimiter)


def written(path: Path, lines: Iterable[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return path


def taken(desk: Desk, path: Path, kind: str | None = None, *, dry_run: bool = False) -> ImportReport:
    """Import a table, and check that the register grew only if the report says so."""
    before = desk.version()
    report = desk.import_table(path, kind=kind, dry_run=dry_run)
    grown = desk.version() - before
    assert grown == (report.entries if report.act else 0)
    assert bool(report.act) is (bool(report.entries) and not dry_run and not report.refusals)
    return report


def refused(path: Path, kind: str | None = None) -> str:
    """The problems of a file that is not a table."""
    with pytest.raises(Refused) as found:
        read(path, kind)
    assert all(problem.place or problem.values for problem in found.value.problems)
    return str(found.value)
