"""The first page of the folder: the same in both languages side by side, each leading to its own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.documents import html_page
from accordtrack.documents.counted_sentences import read
from accordtrack.i18n import tr
from accordtrack.site import page_paths
from accordtrack.site.render import PLAIN, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Scorecard


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the door says in one language."""

    language: str
    title: str
    words: str
    enter: str


def entrance(card: Scorecard) -> Entrance:
    """The door in the language in force: the title, and the first sentence of what the register found."""
    return Entrance(i18n.language(), card.title, read(card.headline[0]), tr("Read in English"))


def door(entrances: Sequence[Entrance]) -> bytes:
    """The page, in the language in force, whose entrance stands first."""
    order = i18n.languages()
    held = sorted(entrances, key=lambda one: order.index(one.language))
    values = {"entrances": held, "language": i18n.language(), "policy": PLAIN, "at": page_paths}
    return html_page.environment(TEMPLATES).get_template("door.html").render(values).encode("utf-8")
