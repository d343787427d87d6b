"""The downloads of the site: names of files, what each holds and for whom, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from accordtrack.documents import BRIEF, FORMS
from accordtrack.i18n import later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = "downloads"
"""Where they lie, beside the folders of the languages."""
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
    "pdf": later("PDF, to print, send and keep; tagged for programs that read aloud"),
    "html": later("one web page, to be read without a network"),
    "docx": later("Word, to quote from and to comment on"),
    "xlsx": later("Excel, to sort and filter; with every indicator, value and entry"),
    "md": later("plain text with headings, for notes and mail"),
    "json": later("JSON, for programs; with every indicator, value and entry"),
}
"""What each form of a scorecard is good for; a form without a word here is an error, never left out."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be there: what it holds in English, to be said by ``tr``; ``language`` is empty where it has none."""

    name: str
    group: Group
    holds: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that is there: its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def scorecard_file(language: str, form: str) -> str:
    """The name of the scorecard in a form."""
    return f"scorecard-{language}.{form}"


def brief_file(language: str, form: str) -> str:
    """The name of the brief in a form."""
    return f"brief-{language}.{form}"


def calendar_file(language: str) -> str:
    """The name of the calendar."""
    return f"calendar-{language}.ics"


def all_downloads(languages: Sequence[str]) -> tuple[Download, ...]:
    """Every file, in the order in which it is listed, those of the first language first."""
    return (
        *(Download(scorecard_file(one, form), "scorecard", _HOLDS[form], one) for one in languages for form in FORMS),
        *(
            Download(brief_file(one, form), "brief", _HOLDS[form], one)
            for one in languages
            for form in FORMS
            if form in BRIEF
        ),
        Download(
            PACKAGE,
            "data",
            later(
                "every table as CSV with a descriptor (Data Package 2); accordtrack init --data makes a register of it"
            ),
        ),
        Download(
            HISTORY,
            "data",
            later("every entry of the log, the newest first; before what a spreadsheet takes for a formula stands '"),
        ),
        Download(LINES, "data", later("every entry of the log, the newest first, an object of JSON a line")),
        *(
            Download(calendar_file(one), "data", later("agreed dates, as all-day events of a calendar"), one)
            for one in languages
        ),
        Download(IATI, "data", later("commitments as activities and indicators as results, in IATI 2.03")),
        Download(
            CHECKPOINT,
            "check",
            later(
                "where the log stood: each feed with its number of entries and the last of them, and the digest of the state"
            ),
        ),
        Download(SUMS, "check", later("the SHA-256 of every file above")),
    )
