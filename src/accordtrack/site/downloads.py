"""The downloads of the site: a table of file names with their content and group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from accordtrack.documents import BRIEF, FORMATS, files_beside
from accordtrack.i18n import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = "downloads"
"""Folder of the downloads, next to the language folders."""
PACKAGE, HISTORY, LINES, IATI, CHECKPOINT, SUMS = (
    "data.zip",
    "history.csv",
    "history.ndjson",
    "iati.xml",
    "checkpoint.json",
    "SHA256SUMS.txt",
)
Group = Literal["scorecard", "brief", "data", "check"]
_HOLDS: Mapping[str, str] = {
    "pdf": gettext_lazy("PDF, to print, send and keep; tagged for screen readers"),
    "html": gettext_lazy("one web page, to read offline"),
    "docx": gettext_lazy("Word, to quote from and to comment on"),
    "xlsx": gettext_lazy("Excel, to sort and filter; with every indicator, value and entry"),
    "md": gettext_lazy("plain text with headings, for notes and mail"),
    "json": gettext_lazy("JSON, for programs; with every indicator, value and entry"),
    "csv": gettext_lazy("CSV, all commitments as a table"),
}
"""Description of each scorecard format. A format without a description raises an error instead of being left out."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the site may offer.

    ``holds`` is the English description, to be translated with ``tr``. ``language`` is empty for a
    file without one.
    """

    name: str
    group: Group
    holds: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that exists: its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def scorecard_file(language: str, form: str) -> str:
    """Return the file name of the scorecard in a format."""
    return f"scorecard-{language}.{form}"


def annexes_file(language: str, form: str) -> str:
    """Return the file name of the annexes of the scorecard in a format."""
    return files_beside(scorecard_file(language, form), form)[0][0]


def note_file(form: str) -> str:
    """Return the file name of the ``tarjeta informativa``, which is in Spanish."""
    return f"tarjeta-es.{form}"


def brief_file(language: str, form: str) -> str:
    """Return the file name of the brief in a format."""
    return f"brief-{language}.{form}"


def calendar_file(language: str) -> str:
    """Return the file name of the calendar."""
    return f"calendar-{language}.ics"


def all_downloads(languages: Sequence[str]) -> tuple[Download, ...]:
    """Return every possible download in display order, starting with the first language."""
    return (
        *(Download(scorecard_file(one, form), "scorecard", _HOLDS[form], one) for one in languages for form in FORMATS),
        *(
            Download(
                annexes_file(one, form), "scorecard", gettext_lazy("the annexes: all tables, sources and lists"), one
            )
            for one in languages
            for form in BRIEF
        ),
        *(Download(brief_file(one, form), "brief", _HOLDS[form], one) for one in languages for form in BRIEF),
        *(Download(note_file(form), "brief", gettext_lazy("the tarjeta informativa"), "es") for form in BRIEF),
        Download(
            PACKAGE,
            "data",
            gettext_lazy(
                "every table as CSV with a descriptor (Data Package 2); accordtrack init --data makes a "
                "register from it"
            ),
        ),
        Download(
            HISTORY,
            "data",
            gettext_lazy(
                "every entry in the log, newest first; ' precedes what a spreadsheet would take for a formula"
            ),
        ),
        Download(LINES, "data", gettext_lazy("every entry in the log, newest first, one JSON object per line")),
        *(
            Download(calendar_file(one), "data", gettext_lazy("agreed dates, as all-day calendar events"), one)
            for one in languages
        ),
        Download(IATI, "data", gettext_lazy("commitments as activities and indicators as results, in IATI 2.03")),
        Download(
            CHECKPOINT,
            "check",
            gettext_lazy(
                "how far the log reached: each feed with its number of entries and its last entry, and the "
                "digest of the state"
            ),
        ),
        Download(SUMS, "check", gettext_lazy("the SHA-256 of every file above")),
    )
