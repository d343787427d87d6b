"""Tables in CSV, sound and not: which separator they have, which rows, and what is said of what is no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.interchange.table_rows import read
from interchange.tables import STATUS, refused, table, written

LINES = [list(STATUS), list(STATUS.values())]


def test_too_long_cell_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", {**STATUS, "note": "x" * 120_000})
    assert "characters; the limit is" in read(path)[0].refusals[0].problem.message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfec\0o\0", "The file is UTF-16"),
        ("compromiso,situación\n".encode("latin-1"), "The file is not UTF-8"),
        (b"commitment,status\0\n", "bytes that are not text"),
        (b'commitment,status,said_on\n"FW,limited\n', "cannot be read past this point"),
        (b"commitment,status,said_on," + b"x," * 300 + b"\n", "more than 200 columns"),
        (b"one,two\n1,2\n", "Cannot tell from the headings"),
        (b"commitment,status,said_on,status\n", 'The column "status" appears twice'),
        (b"commitment,status,said_on,estatus\n", "Unknown column"),
        (b"commitment,status,said_on,\n", "A column has no heading"),
        (b"commitment,status\n", 'The column "said_on" (declarado_el) is missing'),
        (b"PK\x03\x04rest", "a workbook named as a CSV file"),
    ],
)
def test_invalid_csv_is_refused(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(raw)
    assert words in refused(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *((name, f"Unsupported file type: {name}") for name in ("t.xls", "t.xlsm", "t.ods")),
        *((name, "is neither CSV nor XLSX") for name in ("t.txt", "t")),
    ],
)
def test_other_file_types_are_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert words in refused(tmp_path / name)


def test_folder_missing_file_and_unknown_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert "is not a file" in refused(tmp_path / "folder.csv")
    assert "File not found" in refused(tmp_path / "nowhere.csv")
    assert 'Unknown --kind "status"' in refused(table(tmp_path / "t.csv", STATUS), "status")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separator_is_detected_from_the_headings(tmp_path: Path, delimiter: str) -> None:
    path = table(tmp_path / "t.csv", {**STATUS, "note": "One, two; three"}, delimiter=delimiter)
    assert read(path)[0].fields["note"] == "One, two; three"


def test_rows_keep_their_spreadsheet_numbers(tmp_path: Path) -> None:
    lines = [[], LINES[0], [*LINES[1][:3], "two\nlines"], ["", "", "", ""], LINES[1], [*LINES[1], "beyond"]]
    found = read(written(tmp_path / "t.csv", lines))
    assert [row.number for row in found] == [3, 6, 7]
    assert [item.problem.message for item in found[2].refusals] == ["The row has {n} fields instead of {expected}"]
