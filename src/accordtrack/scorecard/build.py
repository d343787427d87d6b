"""Assembly of a scorecard: the answer and the headline, the sections in order, the lists, the brief and the appendices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import __version__, i18n
from accordtrack.documents.model import Scorecard
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import (
    about,
    answer,
    appendices,
    brief,
    changes,
    commitment_rows,
    contrasts,
    disagreements,
    events,
    full_tables,
    half_groups,
    headline,
    paths,
    pending,
    provenance,
    score_changes,
    themes,
    three_numbers,
)
from accordtrack.text.recorded_by import recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Section
    from accordtrack.scorecard.context import ScorecardData


def build(
    data: ScorecardData,
    *,
    audience: str,
    withheld: int,
    checkpoint: Mapping[str, Any],
    asked: Mapping[str, Any],
    appended: bool = True,
) -> Scorecard:
    """Return the scorecard in the current language.

    ``withheld`` counts entries that the audience may not read. ``checkpoint`` has ``state_digest``, ``feeds`` and
    ``heads``. ``asked`` is the request that ``--check`` repeats. Without ``appended``, the appendices are left out.
    """
    lists = Listings()
    at = data.at
    halves = half_groups.group_halves(data, commitment_rows.halves(commitment_rows.commitments(data)))
    first = headline.build_headline(data, lists, withheld, halves)
    sections = [provenance.section(data, audience, withheld, checkpoint), *_sections(data, lists)]
    part = brief.parts(data, lists, first, halves)
    answered = answer.short_paragraphs(data) if data.has_paths else ()
    return Scorecard(
        language=i18n.language(),
        title=i18n.localize(data.scores.accord_title),
        subtitle=_subtitle(data),
        as_of=at.as_of,
        known_on=at.known_on,
        facts_until=data.scores.inputs.facts_until,
        audience=audience,
        withheld=withheld,
        version=__version__,
        headline=(*answered, *first),
        sections=_check_unique_ids(sections),
        listings=lists.all_lists,
        brief=part,
        checkpoint=checkpoint,
        data=data.scores.as_json(data.score),
        asked=asked,
        appendices=appendices.tables(data) if appended else (),
    )


def _subtitle(data: ScorecardData) -> str:
    at = data.at
    dates = tr("Progress scorecard, as of {as_of}, as known on {known_on}", as_of=at.as_of, known_on=at.known_on)
    if data.scores.recorded_by is None:
        return dates
    return tr("{dates}, as recorded up to {recorded}", dates=dates, recorded=recorded(data.scores.recorded_by))


def _sections(data: ScorecardData, lists: Listings) -> list[Section]:
    """Return the sections after the method section in reading order, which is that of their lists."""
    return [
        *([paths.section(data)] if data.has_paths else []),
        themes.section(data, lists),
        contrasts.section(data, lists),
        about.section(data, lists),
        *([events.section(data)] if data.has_paths else []),
        *([three_numbers.section(data, data.effects)] if data.effects and data.effects.numbers else []),
        pending.section(data, lists),
        disagreements.section(data, lists),
        *([changes.section(data, lists)] if data.since is not None else []),
        *([score_changes.section(data.score_changes, hides=data.hides)] if data.score_changes is not None else []),
        *full_tables.sections(data, lists),
    ]


def _check_unique_ids(sections: list[Section]) -> tuple[Section, ...]:
    """Return the sections. Raise ``ValueError`` if two share an ID, since anchors must be unique."""
    names = [section.id for section in sections]
    if len(set(names)) != len(names):
        raise ValueError(names)
    return tuple(sections)
