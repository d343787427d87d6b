"""What tests of office files share: their parts, LibreOffice, another time zone, and cards that are hard to print."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from accordtrack.documents import render
from accordtrack.documents.model import Cell, Quote, Row, Scorecard, Table
from programs import needed
from scorecard.samples import sample

ILLEGAL = "bell \x07, null \x00, escape \x1b[31m, half \ud83d, noncharacter \ufffe, _x0041_"
SHOWN = "bell ␇, null ␀, escape ␛[31m, half <U+D83D>, noncharacter <U+FFFE>, _x0041_"
FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "{=1}",
    "https://example.org",
    "0012",
    "1e5",
)
"""What a spreadsheet would take for a formula, a link or a number."""


def parts(made: bytes) -> dict[str, str]:
    """The XML of an office file by the name of its part."""
    with ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def hard(language: str = "en") -> Scorecard:
    """The sample with words that formats cannot hold or would take for commands, in cells and in quotations."""
    card = sample(language)
    section = card.sections[1]
    table = next(block for block in section.blocks if isinstance(block, Table))
    rows = [
        Row(f"hard-{at}", (Cell(words), Cell("1", 1), Cell("2.5", 2.5), Cell(words, words)))
        for at, words in enumerate((ILLEGAL, *FORMULAS))
    ]
    harder = replace(section, blocks=(replace(table, rows=(*table.rows, *rows)), Quote("q-hard", "head", ILLEGAL)))
    return replace(card, sections=(card.sections[0], harder, *card.sections[2:]))


def elsewhere(form: str, folder: Path) -> bytes:
    """The hard card as another process renders it, on the other side of the date line and in another locale."""
    out = folder / f"elsewhere.{form}"
    here = Path(__file__).parents[1]
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); from scorecard import office; from accordtrack.documents import render;"
        f"pathlib.Path(sys.argv[2]).write_bytes(render(office.hard(), {form!r}))"
    )
    environment = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "ACCORDTRACK_LANG": "es",
        "PYTHONHASHSEED": "7",
    }
    subprocess.run([sys.executable, "-c", code, str(here), str(out)], check=True, timeout=120, env=environment)
    return out.read_bytes()


def printed(card: Scorecard, form: str, folder: Path, *, brief: bool = False) -> str:
    """The words of the PDF that LibreOffice makes of a card; a form feed ends each page."""
    office, reader = needed("soffice"), needed("pdftotext")
    file = folder / f"card.{form}"
    file.write_bytes(render(card, form, brief=brief))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        check=True,
        timeout=180,
        capture_output=True,
        text=True,
    )
    assert "Error" not in run.stdout + run.stderr
    told = subprocess.run(
        [reader, "-layout", str(file.with_suffix(".pdf")), "-"],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    return told.stdout
