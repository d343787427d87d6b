"""Workbooks for tests: sound ones from lists of rows, and parts of one changed by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter


def workbook(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], then: Callable[[Any], None] | None = None
) -> Path:
    """Write ``sheets`` as XLSX, dates as real date cells; ``then`` may do more to the workbook before it is closed."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    looks = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, looks[type(value)])
                elif value is not None:
                    sheet.write(number, column, value)
    if then is not None:
        then(book)
    book.close()
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes], more: Mapping[str, bytes] | None = None) -> Path:
    """Change the bytes of one ``part`` of a workbook, and put ``more`` parts in."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, raw in {**parts, **(more or {})}.items():
            new.writestr(name, raw)
    path.write_bytes(out.getvalue())
    return path
