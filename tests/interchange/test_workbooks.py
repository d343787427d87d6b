"""Workbooks made to do harm, or by accident like them: each refused in words, before a value of it is taken."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accordtrack.interchange import size_limits
from accordtrack.interchange.table_rows import read
from interchange.tables import STATUS, refused, table
from workbooks import changed, workbook

LINES = [list(STATUS), list(STATUS.values())]
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def sound_workbook(path: Path) -> Path:
    return workbook(path / "t.xlsx", {"Statuses": LINES})


def random_bytes(count: int) -> bytes:
    return random.Random(5).randbytes(count)  # noqa: S311 - no secret


def with_doctype(raw: bytes) -> bytes:
    return raw.replace(b"?>", b"?>" + DOCTYPE, 1)


def test_sound_workbook_is_read(tmp_path: Path) -> None:
    assert [row.fields for row in read(sound_workbook(tmp_path))] == [STATUS]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"])
def test_document_type_is_refused_in_every_part(tmp_path: Path, part: str) -> None:
    path = changed(sound_workbook(tmp_path), part, with_doctype)
    assert "defines its own document type" in refused(path)


def test_document_type_is_found_in_another_encoding(tmp_path: Path) -> None:
    def utf16(raw: bytes) -> bytes:
        return with_doctype(raw).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    assert "defines its own document type" in refused(changed(sound_workbook(tmp_path), SHEET, utf16))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "takes values from other files"),
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"../../evil.xml": b"<x/>"}, "not a valid XLSX workbook"),
        ({f"xl/p{number}.bin": b"" for number in range(size_limits.MAX_PARTS)}, "not a valid XLSX workbook"),
    ],
)
def test_macros_external_links_and_invalid_parts_are_refused(
    tmp_path: Path, more: dict[str, bytes], words: str
) -> None:
    path = changed(sound_workbook(tmp_path), SHEET, lambda raw: raw, more)
    assert words in refused(path)


def test_zip_bomb_part_is_refused(tmp_path: Path) -> None:
    more = {"xl/bomb.xml": b"<x>" + b" " * 30_000_000 + b"</x>"}
    path = changed(sound_workbook(tmp_path), SHEET, lambda raw: raw, more)
    assert "unpacks to far more than a table needs" in refused(path)


def test_many_small_parts_are_refused_by_total_size(tmp_path: Path) -> None:
    more = {f"xl/media/{number}.bin": random_bytes(10_000) * 90 for number in range(120)}
    path = changed(sound_workbook(tmp_path), SHEET, lambda raw: raw, more)
    assert path.stat().st_size < size_limits.MAX_FILE
    assert "unpacks to far more than a table needs" in refused(path)


def test_part_with_a_false_size_is_refused(tmp_path: Path) -> None:
    path = changed(sound_workbook(tmp_path), SHEET, lambda raw: raw, {"xl/z.xml": b"<x>" + b" " * 900_000 + b"</x>"})
    raw = path.read_bytes()
    size = len(b"<x>" + b" " * 900_000 + b"</x>").to_bytes(4, "little")
    assert raw.count(size) >= 2
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    assert "not a valid XLSX workbook" in refused(path)


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04", b"not a workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x05\x06" + b"\0" * 18]
)
def test_file_that_is_no_workbook_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(raw)
    assert "not a valid XLSX workbook" in refused(path)


def test_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = sound_workbook(tmp_path).read_bytes()
    for end in (len(whole) // 3, len(whole) - 10):
        (tmp_path / "t.xlsx").write_bytes(whole[:end])
        assert "not a valid XLSX workbook" in refused(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("cell", "words"),
    [("XFD2", "more than 200 columns"), ("A1048576", "more than 10000 rows"), ("ZZZZ9", "not a valid XLSX workbook")],
)
def test_distant_cell_is_refused_before_memory_is_allocated(tmp_path: Path, cell: str, words: str) -> None:
    def far(raw: bytes) -> bytes:
        return raw.replace(b"</sheetData>", f'<row><c r="{cell}"><v>1</v></c></row></sheetData>'.encode())

    assert words in refused(changed(sound_workbook(tmp_path), SHEET, far))


def test_formula_is_refused_whatever_value_it_shows(tmp_path: Path) -> None:
    def more(book: Any) -> None:  # noqa: ANN401
        book.get_worksheet_by_name("Statuses").write_formula(
            1, 1, '=HYPERLINK("https://example.org","x")', None, "limited"
        )

    found = read(workbook(tmp_path / "t.xlsx", {"Statuses": LINES}, more))
    assert [(item.column, item.problem.message) for item in found[0].refusals] == [
        ("status", "The cell holds a formula")
    ]


def test_spreadsheet_error_is_refused_at_its_cell(tmp_path: Path) -> None:
    def error(raw: bytes) -> bytes:
        return re.sub(rb'<c r="B2"[^>]*><v>\d+</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>', raw)

    found = read(changed(sound_workbook(tmp_path), SHEET, error))
    assert found[0].refusals[0].problem.message == "The cell holds a spreadsheet error"


def hide_sheet(book: Any) -> None:  # noqa: ANN401
    book.add_worksheet("Mediciones").write(0, 0, "indicador")
    book.get_worksheet_by_name("Mediciones").hide()


def very_hidden(book: Any) -> None:  # noqa: ANN401
    book.add_worksheet("Mediciones").very_hidden()


def merge_headings(book: Any) -> None:  # noqa: ANN401
    book.get_worksheet_by_name("Statuses").merge_range(0, 0, 0, 1, "commitment")


def hide_column(book: Any) -> None:  # noqa: ANN401
    book.get_worksheet_by_name("Statuses").set_column(1, 1, None, None, {"hidden": True})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (hide_sheet, 'The sheet "Mediciones" is hidden'),
        (very_hidden, 'The sheet "Mediciones" is hidden'),
        (merge_headings, "Headings are in merged cells"),
        (hide_column, "A column of the table is hidden"),
    ],
)
def test_hidden_sheets_and_columns_and_merged_headings_are_refused(
    tmp_path: Path, more: Callable[[Any], None], words: str
) -> None:
    assert words in refused(workbook(tmp_path / "t.xlsx", {"Statuses": LINES}, more))


def test_hidden_rows_merged_cells_and_stray_cells_are_refused_by_row(tmp_path: Path) -> None:
    def more(book: Any) -> None:  # noqa: ANN401
        sheet = book.get_worksheet_by_name("Statuses")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.merge_range(2, 0, 2, 1, "FW-US-01")
        sheet.write(3, 9, "aside")

    lines = [LINES[0], *[LINES[1]] * 4]
    found = read(workbook(tmp_path / "t.xlsx", {"Statuses": lines}, more))
    messages = [[item.problem.message for item in row.refusals] for row in found]
    assert messages[0] == ["The row is hidden"]
    assert "The row holds merged cells" in messages[1]
    assert messages[2:] == [["There is a cell beside the table"], []]


def test_huge_cell_is_refused_at_its_row(tmp_path: Path) -> None:
    def huge(raw: bytes) -> bytes:
        return re.sub(
            rb'<c r="D2"[^>]*><v>\d+</v></c>',
            b'<c r="D2" t="inlineStr"><is><t>' + random_bytes(500_000).hex().encode() + b"</t></is></c>",
            raw,
        )

    found = read(changed(sound_workbook(tmp_path), SHEET, huge))
    assert "characters; the limit is" in found[0].refusals[0].problem.message
    assert len(found[0].refusals[0].value) <= 60


def test_date_cell_is_read_as_a_date(tmp_path: Path) -> None:
    lines: list[list[Any]] = [LINES[0], [date(2024, 5, 5) if value == "2024-05-05" else value for value in LINES[1]]]
    assert read(workbook(tmp_path / "t.xlsx", {"Statuses": lines}))[0].fields == STATUS


def test_too_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size_limits, "MAX_FILE", 1000)
    assert "File too large" in refused(sound_workbook(tmp_path))


def test_more_rows_than_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size_limits, "MAX_ROWS", 3)
    assert "more than 3 rows" in refused(table(tmp_path / "t.csv", *[STATUS] * 4))
    assert len(read(table(tmp_path / "t.csv", *[STATUS] * 3))) == 3
    assert "more than 3 rows" in refused(workbook(tmp_path / "t.xlsx", {"Statuses": [LINES[0], *[LINES[1]] * 4]}))


def test_password_protected_archive_is_refused(tmp_path: Path) -> None:
    raw = bytearray(sound_workbook(tmp_path).read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1
    (tmp_path / "t.xlsx").write_bytes(bytes(raw))
    assert zipfile.is_zipfile(io.BytesIO(bytes(raw)))
    assert "protected by a password" in refused(tmp_path / "t.xlsx")
