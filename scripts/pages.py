"""Create the README's pictures of scorecards and of the site.

``python scripts/pages.py`` creates the scorecards and the site of the shipped register and writes
``docs/pictures/*.png``: the brief, a page of the PDF, the HTML page, the workbook and two pages of the site. It needs
``pdftoppm``, ``soffice`` and ``chromium`` (Debian: poppler-utils, libreoffice-calc, chromium).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from accordtrack.__main__ import main as accordtrack
from accordtrack.core import dates
from pictures import FOLDER, TODAY

WIDTH = 900
"""Width of a picture in pixels."""
BROWSER = ("chromium", "chromium-browser", "google-chrome")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _program(*names: str) -> str:
    """Return the path of the first installed program. Exit if there is none."""
    found = next((path for path in map(shutil.which, names) if path), None)
    return found or sys.exit(f"{names[0]} is missing")


def _page_of(pdf: Path, words: str) -> int:
    """Return the first page, from 1, with the text on a line of its own: a heading, not the table of contents."""
    pages = _run(_program("pdftotext"), "-layout", str(pdf), "-").split("\f")
    for number, page in enumerate(pages, start=1):
        if any(line.strip() == words for line in page.splitlines()):
            return number
    raise LookupError(words)


def _printed(pdf: Path, page: int, name: str) -> None:
    """Write one page to ``docs/pictures/NAME.png``."""
    size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    where = ["-f", str(page), "-l", str(page), "-singlefile"]
    _run(_program("pdftoppm"), "-png", *size, *where, str(pdf), str(FOLDER / name))


def _browsed(page: Path, name: str) -> None:
    """Write a picture of the top of a page in a browser 1280 pixels wide."""
    with tempfile.TemporaryDirectory() as profile:
        _run(
            _program(*BROWSER),
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            "--window-size=1280,1400",
            f"--screenshot={FOLDER / name}.png",
            page.as_uri(),
        )


def _sheets(workbook: Path, folder: Path) -> Path:
    """Convert the workbook to a PDF with LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    _run(_program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook))
    return workbook.with_suffix(".pdf")


def main() -> None:
    """Create a temporary register, its public scorecards and its site, and write the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = name
        register = ["--db", str(folder / "register.db")]
        dates.current_time = lambda: datetime.fromisoformat(f"{TODAY}T12:00").replace(tzinfo=UTC)
        accordtrack([*register, "init"])
        for asked in (
            ["brief-en.pdf", "--brief"],
            ["card-en.pdf"],
            ["page-es.html", "--lang", "es"],
            ["book.xlsx"],
        ):
            accordtrack([*register, "scorecard", str(folder / asked[0]), *asked[1:]])
        _printed(folder / "brief-en.pdf", 1, "brief-en")
        card = folder / "card-en.pdf"
        _printed(card, _page_of(card, "Indicators with comparable data"), "pdf-area")
        _browsed(folder / "page-es.html", "html-es")
        accordtrack([*register, "site", str(folder / "site"), "--without-downloads"])
        _browsed(folder / "site/en/index.html", "site-en")
        _browsed(folder / "site/es/commitments/BF2-JT-08.html", "site-es")
        printed = _sheets(folder / "book.xlsx", folder)
        _printed(printed, 1, "xlsx")


if __name__ == "__main__":
    main()
