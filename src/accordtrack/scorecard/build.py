"""Assembly of a scorecard: the pages with the answer, the brief, and the annexes with their lists and appendices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import __version__, i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Scorecard
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import (
    about,
    answer,
    appendices,
    area_pages,
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
    tarjeta,
    themes,
    three_numbers,
)
from accordtrack.text import covered_part, effect_notes, finding_json, upkeep
from accordtrack.text.calendar_names import day_name
from accordtrack.text.recorded_by import left_out_sentences, recorded
from accordtrack.types.effects import NOTHING_WAITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Section, Sentence
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
    found = Scorecard(
        language=i18n.language(),
        title=i18n.localize(data.scores.accord_title),
        subtitle=_subtitle(data),
        as_of=at.as_of,
        known_on=at.known_on,
        facts_until=data.scores.inputs.facts_until,
        audience=audience,
        withheld=withheld,
        version=__version__,
        headline=(*_covered(data), *first),
        sections=_check_unique_ids(sections),
        listings=lists.all_lists,
        brief=(),
        checkpoint=checkpoint,
        data=data.scores.as_json(data.score),
        asked=asked,
        appendices=appendices.tables(data) if appended else (),
        dates=upkeep.dates(at, data.scores.inputs.facts_until),
        closing=closing(data, checkpoint, asked.get("publisher")),
    )
    return _with_answer(found, data, first) if data.has_paths else found


def _with_answer(found: Scorecard, data: ScorecardData, counts: headline.Headline) -> Scorecard:
    """Return the scorecard with the pages and the brief that give the answer; the other sections are its annexes."""
    covered = _covered(data)
    return replace(
        found,
        headline=(*covered, *answer.short_paragraphs(data)),
        sections=(headline.section(counts), *found.sections),
        brief=brief.parts(data),
        lead=(*covered, *brief.lead(data)),
        pages=area_pages.sections(data, covered, found.audience, found.withheld, found.checkpoint),
        note=tarjeta.parts(data),
        finding=tuple(finding_json.rows(data.scores, data.scores.finding)),
        covered=_count_covered(data),
    )


def _count_covered(data: ScorecardData) -> tuple[int, int]:
    if data.part is not None:
        return data.part.commitments, data.part.of_all
    every = data.scores.finding.listed.every
    return every, every


def _covered(data: ScorecardData) -> tuple[Sentence, ...]:
    """Return the sentences on what a scorecard of a part covers and leaves out, as one paragraph; none for the whole."""
    return () if data.part is None else ((" ".join(covered_part.sentences(data.part)),),)


def closing(data: ScorecardData, checkpoint: Mapping[str, Any], publisher: str | None = None) -> Sentence:
    """Return who publishes, who maintains the register, up to when statements were searched, and what waits or is of one side.

    What was recorded later and left out is told here, because ``--check`` does not compare it: it grows with the log.
    """
    desks = [str(one["feed"]) for one in checkpoint["feeds"]]
    summary = NOTHING_WAITS if data.effects is None else data.effects.summary
    published = [tr("Published by {publisher}.", publisher=publisher)] if publisher is not None else []
    kept = upkeep.closing(desks, data.scores.facts, data.at.known_on, summary.not_admitted)
    later = left_out_sentences(data.scores.recorded_later) if data.has_authorship else []
    return (sanitize_line(" ".join([*published, kept, *effect_notes.notes(summary), *later])),)


def _subtitle(data: ScorecardData) -> str:
    at = data.at
    dates = tr("Progress scorecard, updated {day}", day=day_name(at.as_of))
    if at.known_on != at.as_of:
        dates = tr("{dates}, with data available as of {day}", dates=dates, day=day_name(at.known_on))
    if data.scores.recorded_by is None:
        return dates
    return tr("{dates}, as recorded up to {recorded}", dates=dates, recorded=recorded(data.scores.recorded_by))


def _sections(data: ScorecardData, lists: Listings) -> list[Section]:
    """Return the sections after the method section in reading order, which is that of their lists."""
    return [
        *([paths.section(data)] if data.has_paths else []),
        themes.section(data, lists),
        *([] if data.has_paths else [contrasts.section(data, lists)]),
        about.section(data, lists),
        *([events.section(data)] if data.has_paths else []),
        *([three_numbers.section(data, data.effects)] if data.effects and data.effects.numbers else []),
        pending.section(data, lists),
        disagreements.section(data, lists),
        *([changes.section(data, lists)] if data.since is not None else []),
        *([score_changes.section(data, data.score_changes)] if data.score_changes is not None else []),
        *full_tables.sections(data, lists),
    ]


def _check_unique_ids(sections: list[Section]) -> tuple[Section, ...]:
    """Return the sections. Raise ``ValueError`` if two share an ID, since anchors must be unique."""
    names = [section.id for section in sections]
    if len(set(names)) != len(names):
        raise ValueError(names)
    return tuple(sections)
