"""The pictures of link previews: one for the front page, for each theme and for each other kind of page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import pdf
from accordtrack.i18n import tr
from accordtrack.site.page_paths import preview_path, record_path
from accordtrack.site.render import menu_items
from accordtrack.text import findings, headlines
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.findings import Finding
    from accordtrack.site.material import SiteData


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture: its path below the language folder, its title, and the words below it."""

    path: str
    title: str
    words: str


def previews(site: SiteData) -> Iterator[Preview]:
    """Yield the pictures of the current language."""
    found = site.held.scores.finding
    for kind, _path, name in menu_items(i18n.language()):
        front = kind == "front"
        title = tr("Beyond arrests and seizures: what changed?") if front else name
        yield Preview(preview_path(kind), title, _marks(found) if front else "")
    for one in found.themes:
        title = sanitize_line(headlines.of_theme(site.held.scores, one))
        yield Preview(
            preview_path("themes", record_path("theme", one.paths.id)), title, findings.word_with_countries(one)
        )


def _marks(found: Finding) -> str:
    """Return the mark of each word with its number of areas: *(+) 2 · ± 1 · (−) 3 · ? 3 of 9 areas*."""
    counted = Counter(one.paths.word for one in found.themes)
    marks = " · ".join(f"{findings.mark(word)} {counted[word]}" for word in findings.MARKS if counted[word])
    return tr("{marks} of {n} areas", marks=marks, n=len(found.themes))


def files(site: SiteData) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every picture, below the language folder. Typst must be installed."""
    foot = f"{site.card.title} · {day_name(site.card.as_of)}"
    for one in previews(site):
        data = {"title": one.title, "words": one.words, "foot": foot, "language": i18n.language()}
        yield one.path, pdf.preview_png(data)
