"""P12: export of 10,000 rows to CSV, XLSX, and HTML, of 1,000 rows to PDF, and of the whole scorecard.

Each of the first three is compared with a bare writer of the same rows. The text differs in every PDF round, because
typst caches layouts and would render an identical document almost for free.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from jinja2 import Environment

from accordtrack.dataset.package_tables import specs
from accordtrack.documents import html, pdf, xlsx
from accordtrack.documents.model import Cell, Column, Row, Scorecard, Section, Table
from accordtrack.interchange.data_package import PackageInfo, build_package
from timing import Row as Result
from timing import medians

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS, _PRINTED = 10_000, 1_000
_GOALS = {"CSV": 1.5, "XLSX": 1.25, "HTML": 1.5}
_FLOORS = {"CSV": "csv.writer", "XLSX": "XlsxWriter", "HTML": "jinja2"}
_PDF, _WHOLE = 2.0, {"html": 1.0, "pdf": 3.0}
_NAMES = ("indicator", "series", "period_start", "period_end", "value", "party", "grade", "published_on", "source")
_DAYS = frozenset({"period_start", "period_end", "published_on"})
_PAGE = """<!DOCTYPE html><html><head><title>Rows</title></head><body><table>
<thead><tr>{% for name in names %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr>{% for cell in row %}<td class="{{ side }}">{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table></body></html>"""
_ROUND = count()


def measure(register: Path) -> list[Result]:
    """Measure the three table formats against their floors, then the documents against fixed time limits."""
    return [*_rows(), _printed(), *_scorecards(register)]


def _values(number: int) -> tuple[str, ...]:
    year = 1900 + number % 1000
    words = (
        f"{year}-01-01",
        f"{year}-12-31",
        f"{number}.25",
        "US",
        "documented",
        "2025-05-31",
        f"SOURCE-{number % 400}",
    )
    return (f"indicator-{number % 60}", "year-atf", *words)


def _card(rows: int, mark: str = "") -> Scorecard:
    """Build a scorecard with one table; a unique ``mark`` makes its text differ from every other scorecard."""
    columns = tuple(Column(name, name, "right" if name == "value" else "left") for name in _NAMES)
    held = tuple(
        Row(f"row-{number}", tuple(Cell(f"{mark}{value}", value) for value in _values(number)))
        for number in range(rows)
    )
    section = Section("commitments", "Rows", (Table("rows", "Rows", columns, held),))
    return Scorecard(
        language="en",
        title="Rows",
        subtitle="Rows",
        as_of="2026-11-25",
        known_on="2026-11-25",
        facts_until=None,
        audience="public",
        withheld=0,
        version="1",
        headline=(),
        sections=(section,),
        listings=(),
        brief=(),
        checkpoint={"state_digest": "0" * 64, "feeds": ()},
        data={},
        asked={},
    )


def _rows() -> list[Result]:
    values = [_values(number) for number in range(_ROWS)]
    records = [dict(zip(_NAMES, one, strict=True)) for one in values]
    about = PackageInfo(None, "public", "2026-11-25", 0, "")
    card, page = _card(_ROWS), Environment(autoescape=True).from_string(_PAGE)
    cases: dict[str, Callable[[], object]] = {
        "CSV": lambda: build_package({"measurements": records}, [], about),
        "CSV floor": lambda: _csv(records),
        "XLSX": lambda: xlsx.render(card),
        "XLSX floor": lambda: _workbook(values),
        "HTML": lambda: html.render(card),
        "HTML floor": lambda: page.render(names=_NAMES, rows=values, side="left one-line").encode(),
    }
    found = medians(cases, rounds=5)
    told = []
    for name, goal in _GOALS.items():
        ratio = found[name] / found[f"{name} floor"]
        told.append(
            Result("P12", f"{_ROWS:,} rows, {name}", found[name], _FLOORS[name], ratio, f"{goal}x", ratio <= goal)
        )
        told.append(Result("P12", f"floor: {_FLOORS[name]}", found[f"{name} floor"]))
    return told


def _csv(records: list[dict[str, str]]) -> bytes:
    """Write the same columns of the same table with ``csv.writer``."""
    names = [column.name for column in specs()["measurements"].columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([record.get(name, "") for name in names] for record in records)
    return out.getvalue().encode()


def _workbook(values: list[tuple[str, ...]]) -> bytes:
    """Write a table of the same cells with XlsxWriter, storing dates as date cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        words, days = (book.add_format({"border": 1, **more}) for more in ({}, {"num_format": "yyyy-mm-dd"}))
        sheet.add_table(0, 0, len(values), len(_NAMES) - 1, {"columns": [{"header": name} for name in _NAMES]})
        for line, row in enumerate(values, start=1):
            for place, (name, cell) in enumerate(zip(_NAMES, row, strict=True)):
                if name in _DAYS:
                    sheet.write_datetime(line, place, datetime.fromisoformat(cell), days)
                else:
                    sheet.write_string(line, place, cell, words)
    return out.getvalue()


def _printed() -> Result:
    def printed() -> None:
        pdf.render(replace(_card(_PRINTED, f"{next(_ROUND)}-"), title=f"Rows {next(_ROUND)}"))

    taken = medians({"PDF": printed}, rounds=5)["PDF"]
    return Result("P12", f"{_PRINTED:,} rows, PDF", taken, goal=f"{_PDF:.0f} s", met=taken <= _PDF)


def _scorecards(register: Path) -> list[Result]:
    """Measure the command that writes the whole public scorecard of the real register, compared with program startup."""
    program = str(Path(sys.executable).with_name("accordtrack"))
    words = {form: ["scorecard", str(register.with_suffix(f".{form}")), "--force"] for form in _WHOLE}
    cases: dict[str, Callable[[], object]] = {
        name: partial(subprocess.run, [program, *told, "--db", str(register)], check=True, capture_output=True)
        for name, told in {**words, "start": ["list", "--limit", "1"]}.items()
    }
    found = medians(cases, rounds=7)
    told = [
        Result(
            "P12",
            f"the whole scorecard, {form.upper()}",
            found[form],
            "list, one row",
            found[form] / found["start"],
            f"{goal:.0f} s",
            found[form] < goal,
        )
        for form, goal in _WHOLE.items()
    ]
    return [*told, Result("P12", "floor: list, one row", found["start"])]
