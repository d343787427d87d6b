"""Parts of the one-page brief: halves, results, what improved or not, gaps, next dates, questions, how to check.

``brief_rules`` selects the series and themes to name. Every sentence states its side, period and source, and every
number has a list of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart, Item
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import brief_rules, cells, commitment_rows, conflicts, halves_table, newest_facts
from accordtrack.scorecard.sections.not_public import with_hidden_overdue
from accordtrack.scoring.contrast import UNCHANGED, WORSENED
from accordtrack.scoring.trend import IMPROVED
from accordtrack.text import contrast, effect_notes, release_dates
from accordtrack.vocabulary import Responsible, Side, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.brief_rules import Gap, Series
    from accordtrack.scorecard.sections.half_groups import Groups
    from accordtrack.scorecard.sections.headline import Headline
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import Row
    from accordtrack.scoring.trend import Moved

DATES = 5
"""Number of next dates that are named."""


def parts(data: ScorecardData, lists: Listings, headline: Headline, halves: Groups) -> tuple[BriefPart, ...]:
    """Return the parts in order, in the current language; the first two repeat the headline's halves and results."""
    return (
        BriefPart("halves", tr("Halves"), (), halves_table.table(data, lists, halves)),
        BriefPart("results", tr("Result series"), (headline.results,)),
        _selection_part(
            "improved",
            tr("Improved"),
            _series_sentences(data, lists, "improved", brief_rules.improved_series(data)),
            brief_rules.count_with_movement(data, IMPROVED),
        ),
        _selection_part(
            "stayed",
            tr("Unchanged or worsened"),
            _series_sentences(data, lists, "stayed", brief_rules.unimproved_series(data)),
            brief_rules.count_with_movement(data, UNCHANGED, WORSENED),
        ),
        _selection_part(
            "gaps",
            tr("No comparable measurement about the owing side"),
            _gap_sentences(data, lists),
            len(brief_rules.gaps(data)),
        ),
        BriefPart("next", tr("Next"), _date_sentences(data, lists)),
        BriefPart("questions", tr("Questions to ask"), _questions(data, lists)),
        BriefPart("newest", tr("Newest fact or statement"), (headline.newest, *_newest_sentences(data))),
        BriefPart("check", tr("How to check"), (*_check_sentences(), *_effect_sentences(data))),
    )


def _selection_part(key: str, title: str, sentences: tuple[Sentence, ...], every: int) -> BriefPart:
    """Return a part that names some of several items; its title gives both numbers, so that the list is not misread."""
    if every <= len(sentences):
        return BriefPart(key, title, sentences)
    return BriefPart(key, tr("{title} ({named} of {every})", title=title, named=len(sentences), every=every), sentences)


def _series_sentences(
    data: ScorecardData, lists: Listings, name: str, series: Sequence[Series]
) -> tuple[Sentence, ...]:
    """Return one sentence per series, ordered by country as the language lists them."""
    if not series:
        none = lists.count(f"brief-{name}", tr("Result series named in the brief"), [])
        return (sentence(tr("Result series found: {n}."), n=none),)
    return tuple(
        _series_sentence(data, lists, one) for one in i18n.in_alternat(series, lambda one: one.line.gauge.side)
    )


def _series_sentence(data: ScorecardData, lists: Listings, one: Series) -> Sentence:
    whom = str(one.line.gauge.side)
    country = tr("both countries") if whom == Responsible.JOINT else label("the side", whom)
    summary: Sentence = sentence(
        tr("{title} (about {country}; {unit}; base {base}): {line}. Source: {sources}."),
        title=_series_title(data, one.line),
        country=country,
        unit=sanitize_line(i18n.localize(data.scores.unit(one.line.gauge.id))),
        base=one.base,
        line=contrast.line(one.line, one.base),
        sources=_value_sources(data, (*one.pair.first.rows, *one.pair.last.rows)),
    )
    unfit = conflicts.conflict_items(data, one.line.gauge.id)
    if unfit:
        heading = tr("{title}: conflicting figures or words", title=_series_title(data, one.line))
        count = lists.count(f"brief-unfit-{one.line.gauge.id}", heading, unfit)
        summary = join_parts(*summary, " ", *sentence(tr("Conflicting figures or words: {n}."), n=count))
    if not one.guards:
        return summary
    beside = "; ".join(_guard_text(data, guard) for guard in one.guards)
    template = tr("To be read with its guards, which should not worsen: {series}.")
    return join_parts(*summary, " ", *sentence(template, series=beside))


def _guard_text(data: ScorecardData, line: Line) -> str:
    """Return the title of a guard series with its movement."""
    return tr("{title}: {word}", title=_series_title(data, line), word=label("movement", line.word))


def _series_title(data: ScorecardData, line: Line) -> str:
    return data.title("indicator", line.gauge.id)


def _value_sources(data: ScorecardData, rows: Iterable[Row]) -> str:
    """Return the publishers of the values, and the release dates as exactly as they are known."""
    lines = [
        tr(
            "{publisher}, {release}",
            publisher=newest_facts.publisher_names(data, (row.source,)),
            release=release_dates.release_text(row.published, row.exact),
        )
        for row in rows
    ]
    return "; ".join(dict.fromkeys(lines))


def _gap_sentences(data: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    gaps = brief_rules.gaps(data)[: brief_rules.MOST]
    if not gaps:
        none = lists.count("brief-gaps", tr("Halves whose country has no compared result series"), [])
        return (sentence(tr("Halves whose country has no compared result series: {n}."), n=none),)
    return tuple(_gap_sentence(data, lists, gap) for gap in gaps)


def _gap_sentence(data: ScorecardData, lists: Listings, gap: Gap) -> Sentence:
    def row(one: Moved) -> Item:
        return Item(one.gauge.id, data.title("indicator", one.gauge.id))

    theme = data.title("theme", gap.theme)
    listed = tr("{theme}: result series with a set direction", theme=theme)
    compared = tr("{theme}: result series with two comparable values", theme=theme)
    shared = commitment_rows.phrase_by_country(
        lists, f"brief-compared-{gap.theme}", compared, [(str(one.gauge.side), row(one)) for one in gap.compared]
    )
    return sentence(
        tr(
            "{theme}: of {every} halves, those for whose country this register found no result series on "
            "this theme with two comparable values (base {base}): {halves}. Of the theme's {all} series "
            "with a set direction, compared: {n}{whom}."
        ),
        theme=theme,
        every=lists.count(
            f"brief-halves-{gap.theme}",
            tr("{theme}: halves", theme=theme),
            [commitment_rows.row(data, one) for one in brief_rules.halves_of_theme(data, gap.theme)],
        ),
        all=lists.count(f"brief-series-{gap.theme}", listed, [row(one) for one in gap.listed]),
        base=gap.base or data.at.as_of,
        n=lists.count(f"brief-compared-{gap.theme}", compared, [row(one) for one in gap.compared]),
        whom=(" (", *shared, ")") if gap.compared else "",
        halves=commitment_rows.phrase_by_side(
            data,
            lists,
            f"brief-unmeasured-{gap.theme}",
            tr("{theme}: halves whose country has no compared result series", theme=theme),
            gap.halves,
        ),
    )


def _date_sentences(data: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    """Return the next dates, then counts of future and overdue dates; a stated horizon is not a date."""
    coming = brief_rules.dated_commitments(data, Timeliness.UPCOMING, Timeliness.DUE_SOON)
    past = brief_rules.dated_commitments(data, Timeliness.OVERDUE)
    count = sentence(
        tr(
            "Commitments with a date in the texts on or after {as_of}: {n} ({shares}). Overdue, with no "
            "statement found that every half was completed: {past} ({past_shares}). Of all these, in a "
            "text of one side or of a third party: {alone}."
        ),
        as_of=data.at.as_of,
        n=lists.count("brief-dates-coming", tr("Upcoming dates in the texts"), [data.item(state) for state in coming]),
        shares=commitment_rows.phrase_by_responsible(
            data, lists, "brief-dates-coming", tr("Upcoming dates in the texts"), coming
        ),
        past=lists.count(
            "brief-dates-past",
            tr("Overdue, completion of every half not found"),
            [data.item(state) for state in past],
        ),
        alone=lists.count(
            "brief-dates-alone",
            tr("Dates in a text of one side or of a third party"),
            [
                data.item(state)
                for state in (*past, *coming)
                if state.record.text_basis not in commitment_rows.BOTH_SIDES
            ],
        ),
        past_shares=commitment_rows.phrase_by_responsible(
            data,
            lists,
            "brief-dates-past",
            tr("Overdue, completion of every half not found"),
            past,
        ),
    )
    return (*(_date_sentence(data, state) for state in coming[:DATES]), with_hidden_overdue(data, count))


def _date_sentence(data: ScorecardData, state: State) -> Sentence:
    return sentence(
        tr("{date}: {title} (owed by {side}; {basis}; part of: {framework})."),
        date=cells.due_words(state),
        title=data.item(state).words,
        side=label("the side", str(state.record.responsible_side)),
        basis=label("text basis", str(state.record.text_basis)),
        framework=data.title("framework", state.record.framework),
    )


def _questions(data: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    """Return a question to each side about its largest silence, and one to both about their largest shared gap."""
    questions = [_question_to_side(data, lists, Side(side)) for side in i18n.sides(Side)]
    gap = brief_rules.shared_gap(data)
    if gap is not None:
        theme = data.title("theme", gap.theme)
        questions.append(
            sentence(
                tr(
                    "To both sides, on {theme}: which result series, with which two periods, would show "
                    "how things have changed there since the first agreement?"
                ),
                theme=theme,
            )
        )
    return tuple(questions)


def _question_to_side(data: ScorecardData, lists: Listings, side: Side) -> Sentence:
    found = brief_rules.silent_halves_by_theme(data, side)[:1]
    rows = [commitment_rows.row(data, one) for _theme, halves in found for one in halves]
    who = label("the side", side)
    count = lists.count(f"brief-ask-{side.lower()}", tr("Halves asked about: owed by {side}", side=who), rows)
    if not found:
        none = tr("To {side}: halves for which no status from it was found: {n}.")
        return sentence(none, side=who, n=count)
    template = trn(
        (
            "To {side}, on {theme}: what was done on the {n} half that it owes and for which this register "
            "found no status stated by it or read from its words (facts were searched for through {until})?"
        ),
        (
            "To {side}, on {theme}: what was done on the {n} halves that it owes and for which this register "
            "found no status stated by it or read from its words (facts were searched for through {until})?"
        ),
        count.number,
        n="{n}",
    )
    until = min(data.scores.inputs.facts_until or data.at.as_of, data.at.as_of)
    return sentence(template, side=who, theme=data.title("theme", found[0][0]), n=count, until=until)


def _newest_sentences(data: ScorecardData) -> tuple[Sentence, ...]:
    return tuple(
        sentence(
            tr("{date}, {sources}: {words}"),
            date=fact.date,
            words=fact.item.words,
            sources=newest_facts.publisher_names(data, fact.sources) or fact.item.code,
        )
        for fact in newest_facts.newest(data)[:1]
    )


def _effect_sentences(data: ScorecardData) -> tuple[Sentence, ...]:
    """Return the notes on desks, on what waits and on what was recorded in another's name, in one paragraph."""
    notes = () if data.effects is None else effect_notes.notes(data.effects.summary)
    return ((sanitize_line(" ".join(notes)),),) if notes else ()


def _check_sentences() -> tuple[Sentence, ...]:
    return (
        sentence(
            tr(
                "Every count except those in headings equals the number of rows in its list, which is in "
                "the whole scorecard for the same dates."
            )
        ),
        sentence(
            tr(
                "accordtrack scorecard --check FILE.json recomputes the whole scorecard, saved as JSON, "
                "from the register and reports where it differs."
            )
        ),
    )
