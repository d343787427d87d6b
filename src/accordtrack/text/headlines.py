"""Headings: a theme with the paths of its first series and the country without an indicator, and one series alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, in_alternat, localize, sides, tr
from accordtrack.text import paths
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scoring.findings import Spoken, ThemeFinding
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.theme_paths import ThemePaths

SERIES = 2
"""How many series the heading of a theme names."""
_NO_INDICATOR: Mapping[Side, str] = {
    Side.US: gettext_lazy("no comparable U.S. indicator"),
    Side.MX: gettext_lazy("no comparable indicator for Mexico"),
}


def of_theme(scores: ScoreAccess, found: ThemeFinding) -> str:
    """Return *Violence: homicides in Mexico fell to 2023, then rose ◊; no comparable U.S. indicator*."""
    spoken = in_alternat(found.spoken, lambda one: one.side)[:SERIES]
    told = [_inside(of_series(scores, one)) for one in spoken]
    clauses = [*told, *_countries_without(found.paths)] if told else [tr("no indicator with comparable data")]
    theme = localize(scores.title_of("theme", found.paths.id))
    return tr("{theme}: {clauses}", theme=theme, clauses="; ".join(clauses))


def of_series(scores: ScoreAccess, one: Spoken) -> str:
    """Return the name of a series and its path without values: *U.S. overdose deaths rose to 2022, then fell ◊*."""
    if one.phrase is None:
        name, clause = localize(scores.title_of("indicator", one.indicator)), paths.in_heading(one.path)
        text = tr("{name}: {path}", name=name, path=clause)
    else:
        name, clause = localize(one.phrase.name.text), paths.in_heading(one.path, plural=one.phrase.plural)
        text = tr("{name} {path}", name=name, path=clause)
    text = text[:1].upper() + text[1:]
    return f"{text} ◊" if one.in_conflict else text


def _countries_without(found: ThemePaths) -> list[str]:
    about = {side for family in found.measured for side in family.sides}
    return [tr(_NO_INDICATOR[Side(side)]) for side in sides() if not about & {side, Responsible.JOINT.value}]


def _inside(text: str) -> str:
    """Return a text as it stands inside a sentence. Its first word keeps its capital if it is an acronym or names a country."""
    first = text.partition(" ")[0]
    named = any(first.startswith(label("side", side).partition(" ")[0]) for side in sides())
    return text if named or first[1:] != first[1:].lower() or "." in first else text[:1].lower() + text[1:]
