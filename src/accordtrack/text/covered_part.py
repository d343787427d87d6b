"""The part of the register that a document covers: its name, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import LANGUAGES, language, localize, tr, trn, using_language
from accordtrack.queries import filter_parser
from accordtrack.text.paths import listed
from accordtrack.types import Text
from accordtrack.types.regions import NAMES
from accordtrack.vocabulary import CommitmentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.projection.facts import Facts
    from accordtrack.queries.filter_parser import Term

_STATED = filter_parser.HALVES - {"lead"} | {
    "open",
    "due",
    "evidence",
    "turn",
    "unpublished",
    "retracted",
    "provenance",
}
"""Fields of filters that depend on what the sides state."""


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """A part of the register: its records by id, its themes, places and name, and how many of all commitments it holds.

    ``left_out`` are the names of the themes without a commitment in the part, ``cut`` those that it holds only in part.
    ``of_all`` includes commitments that the readers may not read. ``untold`` counts commitments that are not public, or the
    latest statement on which is not: the part does not count them, and whether they match may not be said.
    """

    ids: frozenset[str]
    themes: frozenset[str]
    places: frozenset[str]
    names: Text
    commitments: int
    of_all: int
    left_out: tuple[Text, ...]
    cut: tuple[Text, ...]
    untold: int = 0


def covered_part(facts: Facts, terms: Sequence[Term], ids: frozenset[str]) -> CoveredPart:
    """Return the part with the records ``ids`` of the whole ``facts``, which the ``terms`` of a filter found."""
    every = [one.record for one in facts.states.values() if one.record.kind is CommitmentKind.COMMITMENT]
    inside = [one for one in every if one.id in ids]
    places = frozenset(value for term in terms if term.field == "place" and not term.negated for value in term.values)
    themes = {str(state.record.theme) for ref, state in facts.states.items() if ref in ids}
    themes |= {str(one.theme) for one in facts.indicators.values() if one.place in places}
    themes |= {str(theme) for one in facts.events.values() if one.place in places for theme in one.themes}
    titles = _theme_titles(facts)
    cut = {str(one.theme) for one in every if one.id not in ids} & themes
    return CoveredPart(
        ids,
        frozenset(themes),
        places,
        _names(facts, terms),
        len(inside),
        len(every) + sum(1 for one in facts.hidden if one.kind is CommitmentKind.COMMITMENT),
        tuple(title for code, title in titles.items() if code not in themes),
        tuple(titles.get(code, Text(code, code)) for code in (*titles, *sorted(cut - titles.keys())) if code in cut),
        _count_untold(facts, terms, ids, themes),
    )


def _count_untold(facts: Facts, terms: Sequence[Term], ids: frozenset[str], themes: set[str]) -> int:
    """Return of how many commitments the readers cannot tell whether they match. Those hidden in ``themes`` are counted there."""
    named = {value for term in terms if term.field == "theme" and not term.negated for value in term.values}
    hidden = [one for one in facts.hidden if one.kind is CommitmentKind.COMMITMENT and str(one.theme) not in themes]
    count = sum(1 for one in hidden if not named or str(one.theme) in named)
    if not any(term.field in _STATED for term in terms):
        return count
    return count + sum(
        any(half.not_public for half in state.in_scope)
        for ref, state in facts.states.items()
        if ref not in ids and state.record.kind is CommitmentKind.COMMITMENT
    )


def sentences(part: CoveredPart) -> list[str]:
    """Return what a document covers, what it leaves out, and what its words about a theme are about."""
    covers = trn(
        "This document covers only {part}: {n} of {all} commitments.",
        "This document covers only {part}: {n} of {all} commitments.",
        part.commitments,
        part=localize(part.names),
        all=part.of_all,
    )
    if part.places:
        covers = trn(
            "This document covers only {part}: {n} of {all} commitments, and the events and figures of the place.",
            "This document covers only {part}: {n} of {all} commitments, and the events and figures of the place.",
            part.commitments,
            part=localize(part.names),
            all=part.of_all,
        )
    told = [covers]
    if part.untold:
        text = trn(
            "{n} more commitment, or the latest statement on it, is not public; whether it matches is not said here.",
            "{n} more commitments, or the latest statements on them, are not public; whether they match is not said here.",
            part.untold,
        )
        told.append(text)
    if part.left_out:
        count = len(part.left_out)
        text = trn(
            "It leaves out {n} area: {areas}.", "It leaves out {n} areas: {areas}.", count, areas=_listed(part.left_out)
        )
        told.append(text)
    if part.cut:
        text = (
            tr("It covers only some of the commitments in these areas: {areas}.", areas=_listed(part.cut))
            if part.commitments
            else tr("It covers no commitment in these areas: {areas}.", areas=_listed(part.cut))
        )
        told += [text, tr("The word for an area sums up all its indicators.")]
    return list(map(sanitize_line, told))


def _listed(names: Iterable[Text]) -> str:
    return "; ".join(localize(one) for one in names)


def _theme_titles(facts: Facts) -> dict[str, Text]:
    return {str(one.code): one.title.text for one in (facts.accord.themes if facts.accord else ())}


def _names(facts: Facts, terms: Sequence[Term]) -> Text:
    """Return the terms of a filter in words, in each language: titles of themes and places, and other terms as typed."""
    told = {}
    for one in LANGUAGES:
        with using_language(one):
            told[one] = ", ".join(_term_name(facts, term) for term in terms)
    return Text(told["en"], told["es"])


def _term_name(facts: Facts, term: Term) -> str:
    titles = {"theme": _theme_titles(facts), "place": NAMES}.get(term.field, {})
    if term.negated or term.op != "=" or any(value not in titles for value in term.values):
        return sanitize_line(_as_typed(term))
    return listed([localize(titles[value]) for value in term.values])


def _as_typed(term: Term) -> str:
    """Return a term as it is typed in the current language."""
    if not term.field:
        typed = f'"{" ".join(term.values)}"'
    else:
        values = ",".join(filter_parser.value_word(term.field, value)[language()] for value in term.values)
        sign = "=" if term.op == filter_parser.WHOLE else "" if term.op == "=" else term.op
        typed = f"{filter_parser.field_word(term.field)[language()]}:{sign}{values}"
    return f"-{typed}" if term.negated else typed
