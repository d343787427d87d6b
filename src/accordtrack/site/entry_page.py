"""The entry page of the site: both languages side by side, each with a link to its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.documents import html_page
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import tr
from accordtrack.site import page_paths
from accordtrack.site.render import PLAIN, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Scorecard


@dataclass(frozen=True, slots=True)
class Entrance:
    """The part of the entry page in one language."""

    language: str
    title: str
    words: str
    enter: str


def build_entrance(card: Scorecard) -> Entrance:
    """Return the part in the current language: the title, and the first sentence of the findings."""
    return Entrance(i18n.language(), card.title, plain_text(card.headline[0]), tr("Read in English"))


def render_entry_page(entrances: Sequence[Entrance]) -> bytes:
    """Return the entry page as bytes, starting with the current language."""
    order = i18n.languages()
    sorted_entrances = sorted(entrances, key=lambda one: order.index(one.language))
    values = {"entrances": sorted_entrances, "language": i18n.language(), "policy": PLAIN, "at": page_paths}
    return html_page.environment(TEMPLATES).get_template("door.html").render(values).encode("utf-8")
