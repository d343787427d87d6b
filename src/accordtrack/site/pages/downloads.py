"""The downloads page: content, purpose and size of each file, how to check the files, and the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import natural_sort_key, size
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr
from accordtrack.site.downloads import all_downloads
from accordtrack.site.page import Link, Page, Passage, Section
from accordtrack.site.page_paths import ATOM, DOWNLOADS, atom_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.site.downloads import Download, Saved
    from accordtrack.site.material import SiteData


def page(made: SiteData, saved: Sequence[Saved]) -> Page:
    """Return the page. ``saved`` are the files of this build; it is empty if downloads were left out."""
    held = {one.name: one for one in saved}
    order = sorted(i18n.LANGUAGES, key=lambda one: one != i18n.language())
    listed = all_downloads(order)
    return Page(
        DOWNLOADS,
        "downloads",
        tr("Downloads and feeds"),
        (*_files(listed, held), Section("feeds", tr("Feeds"), tuple(_atom(made)))),
        under=made.card.subtitle,
        lead=((_lead(held),),),
        atom=ATOM,
        contents=True,
    )


def _lead(held: Mapping[str, Saved]) -> str:
    if not held:
        return tr("The files were left out of this build.")
    return tr("Every file holds what everybody may read and nothing else, as of the day of this build.")


def _files(listed: Sequence[Download], held: Mapping[str, Saved]) -> Iterator[Section]:
    told = {
        "scorecard": (
            tr("Progress scorecard"),
            tr("The whole scorecard with every list, for readers who quote or check a number."),
        ),
        "brief": (tr("One-page brief"), tr("One page for a desk: what moved, what did not, what was not compared.")),
        "data": (tr("Data"), tr("For spreadsheets and programs.")),
        "check": (
            tr("How to check a file"),
            tr(
                "In the folder of the downloads: sha256sum -c SHA256SUMS.txt. With the register itself: accordtrack scorecard "
                "--check FILE.json says whether it gives the same scorecard, and whether its log goes on from the same entries."
            ),
        ),
    }
    for group, (title, words) in told.items():
        rows = [_row(one, held[one.name]) for one in listed if one.group == group and one.name in held]
        missing = [one.name for one in listed if one.group == group and one.name not in held]
        if rows:
            table = Table(f"files-{group}", title, _columns(), tuple(rows), tuple(_missing(missing)))
            yield Section(group, title, (Passage((words,)), table))


def _missing(names: Sequence[str]) -> Iterator[str]:
    """Yield a note on files missing from this build: PDF files need typst, and a calendar needs an agreed date."""
    if names:
        yield tr(
            "Not in this build: {names}. A PDF needs typst with its fonts, a brief as PDF must fit on one page, and a calendar "
            "needs an agreed date.",
            names=", ".join(names),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("file", tr("file"), weight=2.0),
        Column("holds", tr("what it is"), weight=4.0),
        Column("language", tr("language"), weight=1.0, within="file"),
        Column("size", tr("size"), "right", weight=1.0),
    )


def _row(one: Download, saved: Saved) -> Row:
    cells = (
        Cell(one.name, one.name),
        Cell(tr(one.holds)),
        Cell(i18n.NAMES.get(one.language, "—"), one.language or None),
        Cell(size(saved.size), saved.size),
    )
    return Row(f"file-{one.name}", cells)


def _atom(made: SiteData) -> Iterator[Passage]:
    yield Passage(
        (
            tr(
                "A feed tells a feed reader what is new: what this register recorded, by the day on which it was recorded, then "
                "by the day on which it was said. Give the reader the address of the feed; addresses in a feed are relative to it."
            ),
        )
    )
    yield Passage((Link(tr("Everything"), path=ATOM),))
    for code in sorted(made.index.known["theme"], key=natural_sort_key):
        yield Passage((Link(made.held.title("theme", code), path=atom_of("theme", code)),))
