"""Files made to do harm, or by accident like them, given to every door that takes files: refused by name, memory capped.

Each is given to a process of its own, whose memory and time are bounded (``jobs.TAKES``, ``jobs.SECONDS``).
"""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.types.intents import ReportStatus
from folders import make_folder
from interchange.tables import STATUS
from jobs import SECONDS, TAKES, jobs
from registers import TODAY, small_register
from tell import Tell
from workbooks import changed, workbook

Make = Callable[[Path], Path]
Content = bytes | Callable[[], bytes]

LINES = [list(STATUS), list(STATUS.values())]
HEAD = b"commitment,status,said_on,note\n"
SHEET = "xl/worksheets/sheet1.xml"


def raw(name: str, content: Content) -> Make:
    """A file with this content; a large one is a function, so that it takes no memory before it is written."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content())
        return folder / name

    return make


def book(part: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> Make:
    return lambda folder: changed(workbook(folder / "t.xlsx", {"Statuses": LINES}), part, change, more)


def same(content: bytes) -> bytes:
    return content


def in_sheet(words: str) -> Make:
    return book(SHEET, lambda content: content.replace(b"</sheetData>", words.encode() + b"</sheetData>"))


def zipped_bomb(folder: Path) -> Path:
    archive = zipfile.ZipFile(folder / "t.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    with archive, archive.open("xl/workbook.xml", "w", force_zip64=True) as part:
        for _ in range(600):
            part.write(bytes(1_000_000))
    return folder / "t.xlsx"


def nested_zip(folder: Path) -> Path:
    inner = zipped_bomb(folder).read_bytes()
    with zipfile.ZipFile(folder / "n.xlsx", "w") as archive:
        for number in range(10):
            archive.writestr(f"xl/{number}.zip", inner)
    return folder / "n.xlsx"


def lying_size(folder: Path) -> Path:
    path = book(SHEET, same, {"xl/z.xml": b"<x>" + b" " * 900_000 + b"</x>"})(folder)
    size = (900_007).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))
    return path


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]>"
)
TABLES: dict[str, Make] = {
    "a ZIP bomb": zipped_bomb,
    "bombs in a ZIP": nested_zip,
    "a part that lies about its size": lying_size,
    "an XML bomb": book(SHEET, lambda content: content.replace(b"?>", b"?>" + LAUGHS, 1)),
    "an entity that names a file": book(
        SHEET, lambda content: content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', 1)
    ),
    "XML nested without end": book(SHEET, lambda _content: b"<a>" * 2_000_000),
    "a path out of the archive": book(SHEET, same, {"../../evil.xml": b"<x/>"}),
    "a path from the root": book(SHEET, same, {"/etc/evil.xml": b"<x/>"}),
    "a part twice": book(SHEET, same, {SHEET.upper(): b"<x/>"}),
    "macros": book(SHEET, same, {"xl/vbaProject.bin": b"x"}),
    "values of other files": book(SHEET, same, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    "three thousand parts": book(SHEET, same, {f"xl/{number}.bin": b"" for number in range(3_000)}),
    "a cell a million columns away": in_sheet('<row><c r="ZZZZZ2"><v>1</v></c></row>'),
    "a cell at the last column": in_sheet('<row><c r="XFD2"><v>1</v></c></row>'),
    "a cell at the last row": in_sheet('<row><c r="A1048576"><v>1</v></c></row>'),
    "a formula": in_sheet('<row r="3"><c r="A3"><f>WEBSERVICE("https://example.org")</f><v>1</v></c></row>'),
    "no ZIP under the name of one": raw("t.xlsx", b"PK\x03\x04" + bytes(600)),
    "an old workbook": raw("t.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
    "a million columns": raw("t.csv", lambda: HEAD[:-1] + b",x" * 1_000_000 + b"\n"),
    "a million rows": raw("t.csv", lambda: HEAD + b"FW-US-01,limited,2024-05-05,x\n" * 600_000),
    "one cell of 19 MB": raw("t.csv", lambda: HEAD + b'FW-US-01,limited,2024-05-05,"' + b"x" * 19_000_000 + b'"\n'),
    "a quote that never ends": raw("t.csv", lambda: HEAD + b'"' + b"FW-US-01,limited\n" * 100_000),
    "larger than is taken": raw("t.csv", lambda: HEAD + b"x" * 20_000_001),
    "NUL": raw("t.csv", HEAD + b"FW-US-01,limited,2024-05-05,a\x00b\n"),
    "nothing but NUL": raw("t.csv", lambda: bytes(5_000_000)),
    "UTF-16": raw("t.csv", HEAD.decode().encode("utf-16")),
    "Latin-1": raw("t.csv", HEAD + "FW-US-01,limited,2024-05-05,acción\n".encode("latin-1")),
    "half a surrogate pair": raw("t.csv", HEAD + b"FW-US-01,limited,2024-05-05,\xed\xa0\x80\n"),
    "overlong UTF-8": raw("t.csv", HEAD + b"FW-US-01,limited,2024-05-05,\xc0\xaf\n"),
    "a heading twice": raw("t.csv", b"commitment,status,status,said_on\nFW-US-01,limited,completed,2024-05-05\n"),
    "an escape sequence": raw("t.csv", HEAD + b"FW-US-01,limited,2024-05-05,\x1b]0;title\x07\n"),
    "words that run backwards": raw("t.csv", HEAD + "FW-US-01,limited,2024-05-05,\u202eabc\n".encode()),
    "a number of a million digits": raw("t.csv", lambda: HEAD + b"FW-US-01,limited," + b"9" * 1_000_000 + b",x\n"),
    "a device": lambda _folder: Path("/dev/zero"),
}


def yaml(name: str, content: Content) -> Make:
    def make(folder: Path) -> Path:
        made = make_folder(folder / "data")
        raw(name, content)(made)
        return made

    return make


ALIASES = b"a0: &a0 [x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 12)
)
FOLDERS: dict[str, Make] = {
    "an alias bomb": yaml("events.yaml", ALIASES),
    "lists nested without end": yaml("events.yaml", lambda: b"[" * 1_000_000),
    "maps nested without end": yaml("events.yaml", lambda: b"".join(b" " * n + b"a:\n" for n in range(3_000))),
    "a key twice": yaml("accord.yaml", b"id: a\nid: b\n"),
    "an object of Python": yaml("events.yaml", b"- !!python/object/apply:os.system ['true']\n"),
    "NUL in YAML": yaml("events.yaml", b"- id: a\x00b\n"),
    "YAML in UTF-16": yaml("events.yaml", "- id: a\n".encode("utf-16")),
    "YAML of 20 MB": yaml("events.yaml", lambda: b"#" * 20_000_001),
    "measurements with a million columns": yaml("measurements.csv", lambda: b"indicator" + b",x" * 1_000_000 + b"\n"),
}


def sparse(folder: Path) -> Path:
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(50_000_000_000)
    return folder / "huge.pdf"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pdf")
    return folder / "pipe.pdf"


def loop(folder: Path) -> Path:
    (folder / "loop.pdf").symlink_to("loop.pdf")
    return folder / "loop.pdf"


EVIDENCE: dict[str, Make] = {
    "evidence of 50 GB": sparse,
    "evidence that is a pipe": pipe,
    "evidence that is a link to itself": loop,
    "evidence that is a device": lambda _folder: Path("/dev/zero"),
    "evidence that is a folder": lambda folder: folder,
    "evidence of no bytes": raw("empty.pdf", b""),
    "evidence with an escape sequence in its name": raw("a\x1b[2J.pdf", b"x"),
    "evidence with a line break in its name": raw("a\nb.pdf", b"x"),
    "evidence whose name leads elsewhere": raw("..\\..\\evil.pdf", b"x"),
    "evidence whose name runs backwards": raw("a\u202efdp.exe", b"x"),
}
DOORS = {"table": TABLES, "folder": FOLDERS, "evidence": EVIDENCE}


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each is given to a process of its own")
def test_hostile_files_are_refused_and_nothing_is_written(tmp_path: Path, tell: Tell) -> None:
    register = tmp_path / "register"
    register.mkdir()
    small_register(register)
    before = held(register)
    outcomes: Counter[str] = Counter({"otherwise": 0})
    wrong = []
    with jobs() as process:
        for way, files in DOORS.items():
            for number, (name, make) in enumerate(files.items()):
                folder = tmp_path / f"{way}-{number}"
                folder.mkdir()
                path = make(folder)
                (register / "asked").write_text(json.dumps({"way": way, "path": str(path)}), encoding="utf-8")
                told = process.run("take", register)
                (register / "asked").unlink()
                fine = told.get("said") == "refused" and told["words"] and "\x1b" not in told["words"]
                outcomes["refused by name" if fine else "otherwise"] += 1
                if not fine or told["ended"] != [0] or held(register) != before:
                    wrong.append((name, told))
    assert wrong == []
    count = sum(map(len, DOORS.values()))
    tell(f"hostile files, each with at most {TAKES} MB of memory and {SECONDS} s", count, outcomes)
    assert count >= 50


def test_evidence_file_name_is_never_used_as_a_path(tmp_path: Path) -> None:
    """Names that a file system takes are kept as words; the file lies under its digest."""
    register = small_register(tmp_path)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    odd = ("%2e%2e%2fevil.txt", "CON", "-rf", "=cmd()", "'; DROP TABLE entry; --")
    for number, name in enumerate(odd):
        (tmp_path / name).write_text(f"{number}", encoding="utf-8")
        desk.write(ReportStatus(commitment="FW-JT-01", status="limited", evidence=(str(tmp_path / name),)))
    store = tmp_path / "register.db.evidence"
    kept = [path for path in store.rglob("*") if path.is_file()]
    assert len(kept) == len(odd)
    assert all(len(path.name) == 64 and path.parent.name == path.name[:2] for path in kept)
    assert desk.verify(deep=True).is_sound
