"""Headline of a scorecard: counts of both sides in a fixed order, without scores or adjectives.

Both sides must be able to sign every sentence. Order: what was agreed; on which halves the side that owes them spoke;
what was stated or read; answers; result series; the newest fact. Zeros are stated. A percentage appears only if its
base is at least 50.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.documents.counted_sentences import joined, sentence
from accordtrack.documents.model import Item
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import (
    commitment_rows,
    half_groups,
    in_force,
    newest_facts,
    result_series,
    statement_quality,
)
from accordtrack.text.numbers import percent
from accordtrack.vocabulary import TextBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Count, Sentence
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half
    from accordtrack.scorecard.sections.half_groups import Groups

PERCENT_FROM = 50
"""Smallest base of a percentage: below it, a percentage would suggest more precision than the count has."""


class Headline(NamedTuple):
    """The headline, one paragraph per field, in reading order."""

    agreed: Sentence
    texts: Sentence
    spoken: Sentence
    statuses: Sentence
    answers: Sentence
    results: Sentence
    periods: Sentence
    newest: Sentence


def sentences(held: ScorecardData, lists: Listings, withheld: int, halves: Groups) -> Headline:
    """Return the headline in the current language."""
    agreed = commitment_rows.commitments(held)
    return Headline(
        agreed=_agreed(held, lists, agreed, halves.every),
        texts=_texts(held, lists, agreed),
        spoken=_spoken(held, lists, halves),
        statuses=joined(*_statuses(held, lists, halves), " ", *statement_quality.ages(held, lists, halves)),
        answers=statement_quality.answers(held, lists, halves),
        results=result_series.results(held, lists),
        periods=result_series.periods(held, lists),
        newest=_newest(held, lists, withheld),
    )


def _agreed(held: ScorecardData, lists: Listings, agreed: Sequence[State], halves: Sequence[Half]) -> Sentence:
    rows = [held.item(state) for state in agreed]
    texts = sorted({state.record.framework for state in agreed})
    count = lists.count("headline-commitments", tr("Commitments"), rows)
    named = lists.count(
        "headline-texts", tr("Texts and talks"), [Item(one, held.title("framework", one)) for one in texts]
    )
    return sentence(
        tr(
            "This register found {found}, {dates}. Of these, {shares}. One owed by both counted as two halves, one a side, and "
            "one owed by a side alone as one: halves in all {halves}.{inferred}"
        ),
        found=_found(count, named, [state.record.agreed_on for state in agreed]),
        dates=_dates(held),
        shares=commitment_rows.by_responsible(held, lists, "headline-commitments", tr("Commitments"), agreed),
        inferred=_inferred(held, lists, agreed),
        halves=lists.count("headline-halves", tr("Halves"), [commitment_rows.row(held, one) for one in halves]),
    )


def _inferred(held: ScorecardData, lists: Listings, agreed: Sequence[State]) -> Sentence:
    """Return how many texts do not say who owes the commitment; an empty text if all do."""
    rows = [held.item(state) for state in agreed if "responsible_side" in state.record.inferred]
    if not rows:
        return ("",)
    count = lists.count("headline-inferred", tr("Commitments whose responsible side this register inferred"), rows)
    return sentence(tr(" On {n} of the {all} this register inferred who owes it."), n=count, all=f"{len(agreed):,}")


def _dates(held: ScorecardData) -> str:
    """Return the two dates, or one if they are equal."""
    if held.at.as_of == held.at.known_on:
        return tr("as of and as known on {date}", date=held.at.as_of)
    return tr("as of {as_of}, as known on {known_on}", as_of=held.at.as_of, known_on=held.at.known_on)


def _found(count: Count, texts: Count, days: Sequence[str]) -> Sentence:
    """Return the number of commitments, of texts, and their years; only texts of both sides are called agreed."""
    first, last = min(days, default="")[:4], max(days, default="")[:4]
    if not days:
        return sentence(tr("{n} commitments"), n=count)
    if first == last:
        template = trn("{n} commitment dated {first}", "{n} commitments dated {first}", count.number, n="{n}")
        template = tr("{found} (texts and talks: {texts})", found=template)
    else:
        template = tr("{n} commitments dated {first} to {last} (texts and talks: {texts})")
    return sentence(template, n=count, texts=texts, first=first, last=last)


def _texts(held: ScorecardData, lists: Listings, agreed: Sequence[State]) -> Sentence:
    """Return the counts of commitments by text basis and by whether the texts are in force; each adds up to all."""

    def rows(name: str, title: str, states: Iterable[State]) -> Count:
        return lists.count(f"headline-texts-{name}", title, [held.item(state) for state in states])

    def of(*kinds: str) -> list[State]:
        return [state for state in agreed if state.record.text_basis in kinds]

    def at(word: str) -> list[State]:
        return [state for state in agreed if in_force.treated(held, state) == word]

    one_side = (TextBasis.OWN_TEXT, TextBasis.US_TEXT, TextBasis.MX_TEXT)
    origin = sentence(
        tr(
            "Where they stand, as this register sorted their texts: in a joint text or in texts of both sides {a}, in a text of one side only {b}, in a text of a "
            "third party {c}."
        ),
        a=rows("both", tr("In a joint text or in texts of both sides"), of(*commitment_rows.BOTH_SIDES)),
        b=rows("one", tr("In a text of one side"), of(*one_side)),
        c=rows("third", tr("In a text of a third party"), of(TextBasis.THIRD_PARTY)),
    )
    force = sentence(
        tr(
            "Whether the text or talks that they belong to were in force, by the last word found on that{latest}: both sides "
            "treated them so on {a} (of these in a text of one side only {alone}); one side did, with no word of the other on "
            "that found, on {b}; a side treated them as ended, lapsed or superseded on {c}; no word of either side on that was "
            "found on {d}."
        ),
        latest=_latest(held, agreed),
        alone=rows(
            "in-force-alone",
            tr("Both sides treated the text or talks as in force; the promise stands in a text of one side"),
            [state for state in at("both") if state.record.text_basis in one_side],
        ),
        a=rows("in-force", tr("Both sides treated the text or talks as in force"), at("both")),
        b=rows(
            "in-force-one",
            tr("One side treated the text or talks as in force, no word of the other on that was found"),
            at("one"),
        ),
        c=rows("over", tr("A side treated the text or talks as ended, lapsed or superseded"), at("over")),
        d=rows(
            "unstated",
            tr("No word of either side on whether the text or talks were still in force was found"),
            at("none"),
        ),
    )
    return joined(*origin, " ", *force)


def _latest(held: ScorecardData, agreed: Sequence[State]) -> str:
    """Return the date of the newest statement on whether a text is in force; empty if none has a date."""
    newest_word = in_force.latest(held, agreed)
    return tr(", the latest of {date}", date=newest_word) if newest_word else ""


def _spoken(held: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    titles = half_groups.titles()
    return sentence(
        tr(
            "Of these halves, a status stated by the side that owes them, or read from its public words, was found on "
            "{n}{share}, and none was found on {none}{other}; on {words} of these, other public words of that side, recorded "
            "here as evidence on the commitment or as an answer, were found."
        ),
        n=commitment_rows.by_side(held, lists, "headline-spoken", titles["spoken"], of.spoken),
        share=_share(len(of.spoken), len(of.every)),
        none=commitment_rows.by_side(held, lists, "headline-unspoken", titles["unspoken"], of.unspoken),
        other=_share(len(of.unspoken), len(of.every)),
        words=commitment_rows.by_side(
            held,
            lists,
            "headline-other-words",
            titles["other-words"],
            of.other_words,
        ),
    )


def _share(count: int, base: int) -> str:
    """Return a percentage of the base; empty if the base is too small."""
    return tr(", {share} of them", share=percent(count / base)) if base >= PERCENT_FROM else ""


def _statuses(held: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    titles = half_groups.titles()

    def told(name: str, found: Sequence[Half]) -> Sentence:
        return commitment_rows.by_side(held, lists, f"headline-{name}", titles[name], found)

    return sentence(
        tr(
            "Of the halves with a status, stated as substantial or completed: {stated}; read by this register as substantial or "
            "completed: {read}; stated as not started, limited, reversed or withdrawn: {lower}; read as one of these: "
            "{lower_read}."
        ),
        stated=told("stated", of.stated),
        read=told("read", of.read),
        lower=told("stated-lower", of.stated_lower),
        lower_read=told("read-lower", of.read_lower),
    )


def _newest(held: ScorecardData, lists: Listings, withheld: int) -> Sentence:
    """Return the date of the newest fact, and the number of withheld entries.

    The withheld entries have no list, because it would identify them.
    """
    found = newest_facts.newest(held)
    told = (
        sentence(
            tr("The newest fact or statement known to the day was of {date}; facts and statements of that date: {n}."),
            date=found[0].date,
            n=lists.count("newest-facts", newest_facts.listed(), [fact.item for fact in found]),
        )
        if found
        else sentence(tr("Facts and statements found: {n}."), n=lists.count("newest-facts", newest_facts.listed(), []))
    )
    until = held.scores.inputs.facts_until
    searched = f" {tr('Facts were looked for until {date}.', date=until)}" if until else ""
    hidden = tr("Entries withheld from these readers: {n}.", n=f"{withheld:,}")
    return joined(*told, f"{searched} {hidden}")
