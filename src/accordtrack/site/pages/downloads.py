"""The downloads page: content, purpose and size of each file, how to check the files, and the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import format_size, natural_sort_key
from accordtrack.documents.model import Cell, Column, Link, Paragraph, Row, Table
from accordtrack.i18n import tr
from accordtrack.site.downloads import all_downloads
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import ATOM, DOWNLOADS, feed_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.site.downloads import Download, Saved
    from accordtrack.site.material import SiteData


def page(site: SiteData, saved: Sequence[Saved]) -> Page:
    """Return the page. ``saved`` are the files of this build; it is empty if downloads were left out."""
    files_by_name = {one.name: one for one in saved}
    order = sorted(i18n.LANGUAGES, key=lambda one: one != i18n.language())
    listed = all_downloads(order)
    return Page(
        DOWNLOADS,
        "downloads",
        tr("Downloads and feeds"),
        (*_file_sections(listed, files_by_name), Section("feeds", tr("Feeds"), tuple(_feed_paragraphs(site)))),
        under=site.subtitle,
        lead=((_lead_text(files_by_name),),),
        atom=ATOM,
        contents=True,
    )


def _lead_text(files_by_name: Mapping[str, Saved]) -> str:
    if not files_by_name:
        return tr("The files were left out of this build.")
    return tr("Every file holds only what anyone may read, updated on the day of this build.")


def _file_sections(listed: Sequence[Download], files_by_name: Mapping[str, Saved]) -> Iterator[Section]:
    groups = {
        "scorecard": (
            tr("Progress scorecard"),
            tr("The whole scorecard with every list, for readers who quote or check a number."),
        ),
        "brief": (tr("One-page brief"), tr("One page: what changed, what did not, and what has no comparable figure.")),
        "data": (tr("Data"), tr("For spreadsheets and programs.")),
        "check": (
            tr("How to check a file"),
            tr(
                "In the downloads folder: sha256sum -c SHA256SUMS.txt. With the register itself: "
                "accordtrack scorecard --check FILE.json says whether it gives the same scorecard, and "
                "whether its log continues from the same entries."
            ),
        ),
    }
    for group, (title, words) in groups.items():
        rows = [
            _file_row(one, files_by_name[one.name])
            for one in listed
            if one.group == group and one.name in files_by_name
        ]
        missing = [one.name for one in listed if one.group == group and one.name not in files_by_name]
        if rows:
            table = Table(f"files-{group}", title, _columns(), tuple(rows), tuple(_missing_files_note(missing)))
            yield Section(group, title, (Paragraph((words,)), table))


def _missing_files_note(names: Sequence[str]) -> Iterator[str]:
    """Yield a note on files missing from this build: PDF files need typst, and a calendar needs an agreed date."""
    if names:
        yield tr(
            (
                "Not in this build: {names}. A PDF needs typst with its fonts, a PDF brief must fit on one "
                "page, and a calendar needs an agreed date."
            ),
            names=", ".join(names),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("file", tr("file"), weight=2.0),
        Column("holds", tr("what it is"), weight=4.0),
        Column("language", tr("language"), weight=1.0, within="file"),
        Column("size", tr("size"), "right", weight=1.0),
    )


def _file_row(one: Download, saved: Saved) -> Row:
    cells = (
        Cell(one.name, one.name),
        Cell(tr(one.holds)),
        Cell(i18n.NAMES.get(one.language, "—"), one.language or None),
        Cell(format_size(saved.size), saved.size),
    )
    return Row(f"file-{one.name}", cells)


def _feed_paragraphs(site: SiteData) -> Iterator[Paragraph]:
    yield Paragraph(
        (
            tr(
                (
                    "A feed tells a feed reader what is new: what this register recorded, by the day it was "
                    "recorded, then by the day it was said. Give the reader the address of the feed; addresses "
                    "in a feed are relative to it."
                )
            ),
        )
    )
    yield Paragraph((Link(tr("Everything"), path=ATOM),))
    for code in sorted(site.index.known["theme"], key=natural_sort_key):
        yield Paragraph((Link(site.held.title("theme", code), path=feed_path("theme", code)),))
