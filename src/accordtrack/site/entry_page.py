"""The entry page of the site: both languages side by side, each with a link to its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import html_page
from accordtrack.i18n import tr
from accordtrack.site import page_paths
from accordtrack.site.render import PLAIN, TEMPLATES
from accordtrack.text import findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.site.material import SiteData


@dataclass(frozen=True, slots=True)
class Entrance:
    """The part of the entry page in one language."""

    language: str
    title: str
    words: str
    enter: str


def build_entrance(site: SiteData) -> Entrance:
    """Return the part in the current language: the title, the first paragraph of the answer, and what the site covers."""
    scores = site.held.scores
    words = f"{findings.in_short(scores, scores.finding)[0]} {site.part}".strip()
    return Entrance(i18n.language(), site.card.title, sanitize_line(words), tr("Read in English"))


def render_entry_page(entrances: Sequence[Entrance]) -> bytes:
    """Return the entry page as bytes, starting with the current language."""
    order = i18n.languages()
    sorted_entrances = sorted(entrances, key=lambda one: order.index(one.language))
    values = {"entrances": sorted_entrances, "language": i18n.language(), "policy": PLAIN, "at": page_paths}
    return html_page.environment(TEMPLATES).get_template("door.html").render(values).encode("utf-8")
