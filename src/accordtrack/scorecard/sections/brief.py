"""Parts of the one-page brief: halves, results, what improved or not, gaps, next dates, questions, how to check.

``brief_rules`` selects the series and themes to name. Every sentence states its side, period and source, and every
number has a list of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.counted_sentences import joined, sentence
from accordtrack.documents.model import BriefPart, Item
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import brief_rules, cells, commitment_rows, conflicts, halves_table, newest_facts
from accordtrack.scoring.contrast import UNCHANGED, WORSENED
from accordtrack.scoring.trend import IMPROVED
from accordtrack.text import contrast, release_dates
from accordtrack.vocabulary import Responsible, Side, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Sentence
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


def parts(held: ScorecardData, lists: Listings, told: Headline, halves: Groups) -> tuple[BriefPart, ...]:
    """Return the parts in order, in the current language; the first two repeat the headline's halves and results."""
    return (
        BriefPart("halves", tr("Halves"), (), halves_table.table(held, lists, halves)),
        BriefPart("results", tr("Result series"), (told.results,)),
        _named(
            "improved",
            tr("Improved"),
            _series(held, lists, "improved", brief_rules.moved(held)),
            brief_rules.of_word(held, IMPROVED),
        ),
        _named(
            "stayed",
            tr("Unchanged or worsened"),
            _series(held, lists, "stayed", brief_rules.stayed(held)),
            brief_rules.of_word(held, UNCHANGED, WORSENED),
        ),
        _named(
            "gaps",
            tr("No comparable measurement about who owes"),
            _gaps(held, lists),
            len(brief_rules.gaps(held)),
        ),
        BriefPart("next", tr("Next"), _next(held, lists)),
        BriefPart("questions", tr("Questions to ask"), _ask(held, lists)),
        BriefPart("newest", tr("Newest fact or statement"), (told.newest, *_newest(held))),
        BriefPart("check", tr("How to check"), _check()),
    )


def _named(key: str, title: str, told: tuple[Sentence, ...], every: int) -> BriefPart:
    """Return a part that names some of several items; its title gives both numbers, so that the list is not misread."""
    if every <= len(told):
        return BriefPart(key, title, told)
    return BriefPart(key, tr("{title} ({named} of {every})", title=title, named=len(told), every=every), told)


def _series(held: ScorecardData, lists: Listings, name: str, found: Sequence[Series]) -> tuple[Sentence, ...]:
    """Return one sentence per series, ordered by country as the language lists them."""
    if not found:
        none = lists.count(f"brief-{name}", tr("Result series named in the brief"), [])
        return (sentence(tr("Result series found: {n}."), n=none),)
    return tuple(_told(held, lists, one) for one in i18n.in_alternat(found, lambda one: one.line.gauge.side))


def _told(held: ScorecardData, lists: Listings, one: Series) -> Sentence:
    whom = str(one.line.gauge.side)
    country = tr("both countries") if whom == Responsible.JOINT else label("the side", whom)
    told: Sentence = sentence(
        tr("{title} (about {country}; {unit}; base {base}): {line}. Source: {sources}."),
        title=_title(held, one.line),
        country=country,
        unit=sanitize_line(i18n.local(held.scores.unit(one.line.gauge.id))),
        base=one.base,
        line=contrast.line(one.line, one.base),
        sources=_sources(held, (*one.pair.first.rows, *one.pair.last.rows)),
    )
    unfit = conflicts.about(held, one.line.gauge.id)
    if unfit:
        heading = tr("{title}: figures or words that do not fit", title=_title(held, one.line))
        count = lists.count(f"brief-unfit-{one.line.gauge.id}", heading, unfit)
        told = joined(*told, " ", *sentence(tr("Figures or words that do not fit: {n}."), n=count))
    if not one.guards:
        return told
    beside = "; ".join(_beside(held, guard) for guard in one.guards)
    template = tr("To be read beside it, as guards, which should not worsen: {series}.")
    return joined(*told, " ", *sentence(template, series=beside))


def _beside(held: ScorecardData, line: Line) -> str:
    """Return the title of a guard series with its movement."""
    return tr("{title}: {word}", title=_title(held, line), word=label("movement", line.word))


def _title(held: ScorecardData, line: Line) -> str:
    return held.title("indicator", line.gauge.id)


def _sources(held: ScorecardData, rows: Iterable[Row]) -> str:
    """Return the publishers of the values, and the release dates as exactly as they are known."""
    told = [
        tr(
            "{publisher}, {release}",
            publisher=newest_facts.sources(held, (row.source,)),
            release=release_dates.when(row.published, row.exact),
        )
        for row in rows
    ]
    return "; ".join(dict.fromkeys(told))


def _gaps(held: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    found = brief_rules.gaps(held)[: brief_rules.MOST]
    if not found:
        none = lists.count("brief-gaps", tr("Halves about whose country no result series is compared"), [])
        return (sentence(tr("Halves about whose country no result series is compared: {n}."), n=none),)
    return tuple(_gap(held, lists, gap) for gap in found)


def _gap(held: ScorecardData, lists: Listings, gap: Gap) -> Sentence:
    def row(one: Moved) -> Item:
        return Item(one.gauge.id, held.title("indicator", one.gauge.id))

    theme = held.title("theme", gap.theme)
    listed = tr("{theme}: result series with a set direction", theme=theme)
    compared = tr("{theme}: result series with two comparable values", theme=theme)
    shared = commitment_rows.about(
        lists, f"brief-compared-{gap.theme}", compared, [(str(one.gauge.side), row(one)) for one in gap.compared]
    )
    return sentence(
        tr(
            "{theme}: of {every} halves, those about whose country this register found no result series of this theme with two "
            "comparable values (base {base}): {halves}. Of {all} of its series with a set direction, compared: {n}{whom}."
        ),
        theme=theme,
        every=lists.count(
            f"brief-halves-{gap.theme}",
            tr("{theme}: halves", theme=theme),
            [commitment_rows.row(held, one) for one in brief_rules.of_theme(held, gap.theme)],
        ),
        all=lists.count(f"brief-series-{gap.theme}", listed, [row(one) for one in gap.listed]),
        base=gap.base or held.at.as_of,
        n=lists.count(f"brief-compared-{gap.theme}", compared, [row(one) for one in gap.compared]),
        whom=(" (", *shared, ")") if gap.compared else "",
        halves=commitment_rows.by_side(
            held,
            lists,
            f"brief-unmeasured-{gap.theme}",
            tr("{theme}: halves about whose country no result series is compared", theme=theme),
            gap.halves,
        ),
    )


def _next(held: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    """Return the next dates, then counts of future and overdue dates; a stated horizon is not a date."""
    coming = brief_rules.dated(held, Timeliness.UPCOMING, Timeliness.DUE_SOON)
    past = brief_rules.dated(held, Timeliness.OVERDUE)
    count = sentence(
        tr(
            "Commitments with a date in the texts from {as_of} on: {n} ({shares}). Overdue, without a "
            "statement found that every half was completed: {past} ({past_shares}). Of all these, in a text of one side or of a third "
            "party: {alone}."
        ),
        as_of=held.at.as_of,
        n=lists.count("brief-dates-coming", tr("Dates in the texts to come"), [held.item(state) for state in coming]),
        shares=commitment_rows.by_responsible(
            held, lists, "brief-dates-coming", tr("Dates in the texts to come"), coming
        ),
        past=lists.count(
            "brief-dates-past",
            tr("Overdue, no completion of every half found"),
            [held.item(state) for state in past],
        ),
        alone=lists.count(
            "brief-dates-alone",
            tr("Dates in a text of one side or of a third party"),
            [
                held.item(state)
                for state in (*past, *coming)
                if state.record.text_basis not in commitment_rows.BOTH_SIDES
            ],
        ),
        past_shares=commitment_rows.by_responsible(
            held,
            lists,
            "brief-dates-past",
            tr("Overdue, no completion of every half found"),
            past,
        ),
    )
    return (*(_date(held, state) for state in coming[:DATES]), count)


def _date(held: ScorecardData, state: State) -> Sentence:
    return sentence(
        tr("{date}: {title} (owed by {side}; {basis}; part of: {framework})."),
        date=cells.due_words(state),
        title=held.item(state).words,
        side=label("the side", str(state.record.responsible_side)),
        basis=label("text basis", str(state.record.text_basis)),
        framework=held.title("framework", state.record.framework),
    )


def _ask(held: ScorecardData, lists: Listings) -> tuple[Sentence, ...]:
    """Return a question to each side about its largest silence, and one to both about their largest shared gap."""
    asked = [_asked(held, lists, Side(side)) for side in i18n.sides(Side)]
    gap = brief_rules.shared_gap(held)
    if gap is not None:
        theme = held.title("theme", gap.theme)
        asked.append(
            sentence(
                tr(
                    "To both sides, on {theme}: which result series, with which two periods, would say how things moved "
                    "there since the first agreement?"
                ),
                theme=theme,
            )
        )
    return tuple(asked)


def _asked(held: ScorecardData, lists: Listings, side: Side) -> Sentence:
    found = brief_rules.silences(held, side)[:1]
    rows = [commitment_rows.row(held, one) for _theme, halves in found for one in halves]
    who = label("the side", side)
    count = lists.count(f"brief-ask-{side.lower()}", tr("Halves asked about: owed by {side}", side=who), rows)
    if not found:
        none = tr("To {side}: halves on which no status from it was found: {n}.")
        return sentence(none, side=who, n=count)
    template = trn(
        "To {side}, on {theme}: what was done on the {n} half that it owes and on which this register found no status "
        "stated by it or read from its words (facts were looked for until {until})?",
        "To {side}, on {theme}: what was done on the {n} halves that it owes and on which this register found no status "
        "stated by it or read from its words (facts were looked for until {until})?",
        count.number,
        n="{n}",
    )
    until = min(held.scores.inputs.facts_until or held.at.as_of, held.at.as_of)
    return sentence(template, side=who, theme=held.title("theme", found[0][0]), n=count, until=until)


def _newest(held: ScorecardData) -> tuple[Sentence, ...]:
    return tuple(
        sentence(
            tr("{date}, {sources}: {words}"),
            date=fact.date,
            words=fact.item.words,
            sources=newest_facts.sources(held, fact.sources) or fact.item.code,
        )
        for fact in newest_facts.newest(held)[:1]
    )


def _check() -> tuple[Sentence, ...]:
    return (
        sentence(
            tr(
                "Every count but those in headings is as long as the list of its rows, which stands in the whole scorecard "
                "of the same dates."
            )
        ),
        sentence(
            tr(
                "accordtrack scorecard --check FILE.json computes the whole scorecard, saved as JSON, again from the register and "
                "says where it differs."
            )
        ),
    )
