"""The answer as JSON, in both languages, in the form that ``docs/json.md`` documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import LANGUAGES, using_language
from accordtrack.text import findings as words
from accordtrack.text import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.scoring.findings import Finding, Listed, Statements, ThemeFinding
    from accordtrack.scoring.score_access import ScoreAccess

COUNTS = ("listed", "completed", "reversed", "stated", "assessed", "not_public", "none", "taken_back", "earlier_again")
"""Counts of each government's commitments by what it stated."""


def rows(scores: ScoreAccess, whole: Finding) -> list[dict[str, Any]]:
    """Return the answer about the whole, then that about each theme."""
    return [whole_json(scores, whole), *(theme_json(scores, one) for one in whole.themes)]


def whole_json(scores: ScoreAccess, found: Finding) -> dict[str, Any]:
    """Return the answer about the whole."""
    return {
        "id": scores.inputs.accord,
        "word": None,
        "text": _in_both_languages(lambda: words.about_whole(scores, found)),
        "short": _in_both_languages(lambda: words.in_short(scores, found)),
        "activity": None,
        **_counts_json(found.listed, found.statements),
    }


def theme_json(scores: ScoreAccess, found: ThemeFinding) -> dict[str, Any]:
    """Return the answer about a theme."""
    return {
        "id": found.paths.id,
        "word": found.paths.word,
        "text": _in_both_languages(lambda: words.about_theme(scores, found)),
        "short": _in_both_languages(lambda: [paths.answer(found.paths)]),
        "activity": found.activity.word,
        **_counts_json(found.listed, found.statements),
    }


def _counts_json(listed: Listed, statements: Sequence[Statements]) -> dict[str, Any]:
    return {
        "commitments": {
            "joint": listed.joint,
            "alone": {str(side): n for side, n in listed.alone.items()},
            "joint_by_text": {str(basis): n for basis, n in listed.texts.items() if n},
        },
        "statements": {str(one.side): {name: getattr(one, name) for name in COUNTS} for one in statements},
    }


def _in_both_languages(tell: Callable[[], Sequence[str]]) -> dict[str, str]:
    told = {}
    for language in LANGUAGES:
        with using_language(language):
            told[language] = " ".join(tell())
    return told
