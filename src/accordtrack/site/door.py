"""The first page of the folder: the same in both languages side by side, each leading to its own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.forms import htmlpage
from accordtrack.site import paths
from accordtrack.site.render import PLAIN, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scorecard.value import Scorecard


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
    values = {"entrances": held, "language": i18n.language(), "policy": PLAIN, "at": paths}
    return htmlpage.environment(TEMPLATES).get_template("door.html").render(values).encode("utf-8")
