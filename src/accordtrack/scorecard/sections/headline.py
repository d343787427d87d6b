"""Headline of a scorecard: counts of both sides in a fixed order, without scores or adjectives.

Both sides must be able to sign every sentence. Order: what was agreed; on which halves the side that owes them spoke;
what was stated or read; answers; result series; the newest fact. Zeros are stated. A percentage appears only if its
base is at least 50.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack.documents.model import Heading, Item, Paragraph, Section
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import commitment_rows, half_groups, in_force, newest_facts, result_series
from accordtrack.scorecard.sections.not_public import not_public_sentence
from accordtrack.text.numbers import format_percent
from accordtrack.vocabulary import TextBasis
from accordtrack.wording import status_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Block, Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half
    from accordtrack.scorecard.sections.half_groups import Groups


def age_sentence(data: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    """Return how many statements are as old as the commitment or not renewed: they say nothing of the time since."""

    def count_halves(name: str, title: str, halves: Sequence[Half]) -> Count:
        return lists.count(f"headline-{name}", title, [commitment_rows.row(data, one) for one in halves])

    return sentence(
        tr(
            "Status effective on or before the day of the commitment: {early}; latest status found older "
            "than {days} days on {until}, the last day searched: {then}; on {as_of}: {old}."
        )
        if of.until < data.at.as_of
        else tr(
            "Status effective on or before the day of the commitment: {early}; latest status found older "
            "than {days} days on {as_of}: {old}."
        ),
        early=commitment_rows.phrase_by_side(data, lists, "headline-early", half_groups.titles()["early"], of.early),
        days=of.days,
        as_of=data.at.as_of,
        until=of.until,
        then=count_halves("old-then", half_groups.older_title(of.days, of.until), of.old_then),
        old=count_halves("old", half_groups.older_title(of.days, data.at.as_of), of.old),
    )


def answers_sentence(data: ScorecardData, lists: Listings, halves: Groups) -> Sentence:
    """Return the counts of the other side's answers; the same status from both sides is not an agreement."""
    titles = half_groups.titles()

    def phrase_by_side(name: str, found: Sequence[Half]) -> Sentence:
        return commitment_rows.phrase_by_side(data, lists, f"headline-{name}", titles[name], found)

    def count_halves(name: str, found: Sequence[Half]) -> Count:
        return lists.count(f"headline-{name}", titles[name], [commitment_rows.row(data, one) for one in found])

    return sentence(
        tr(
            "Of the commitments with a status, the statement was in a joint text for {joint}; the "
            "other government agreed with it for {agreed} and disagreed with it for {disputed}; for "
            "{settled}, a disagreement was settled and the status left unchanged; the other "
            "government made its own statement on it, no earlier than that one, stated or assessed as"
            " the same status for {same} and as a different one for {differs}; it was asked and no "
            "public answer was found for {asked}; neither an answer to the statement in force nor a "
            "question was found for {unasked} (of these, with an answer to an earlier statement: "
            "{before}); and two official statements of the government responsible, neither replacing "
            "the other, were found for {divergent} (words only attributed to a government were left "
            "out)."
        ),
        settled=phrase_by_side("settled", halves.settled),
        joint=phrase_by_side("joint", halves.joint),
        agreed=phrase_by_side("agreed", halves.agreed),
        disputed=phrase_by_side("disputed", halves.disputed),
        same=phrase_by_side("same", halves.same),
        differs=phrase_by_side("differs", halves.differs),
        before=count_halves("answered-before", halves.answered_before),
        asked=phrase_by_side("asked", halves.asked),
        unasked=phrase_by_side("unasked", halves.unasked),
        divergent=phrase_by_side("divergent", halves.divergent),
    )


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


def build_headline(data: ScorecardData, lists: Listings, withheld: int, halves: Groups) -> Headline:
    """Return the headline in the current language."""
    agreed = commitment_rows.commitments(data)
    return Headline(
        agreed=_commitments_sentence(data, lists, agreed, halves.every),
        texts=_texts_sentence(data, lists, agreed),
        spoken=_spoken_sentence(data, lists, halves),
        statuses=join_parts(*_statuses_sentence(data, lists, halves), " ", *age_sentence(data, lists, halves)),
        answers=answers_sentence(data, lists, halves),
        results=result_series.results_sentence(data, lists),
        periods=result_series.periods_sentence(data, lists),
        newest=_newest_sentence(data, lists, withheld),
    )


def section(counts: Headline) -> Section:
    """Return the headline as a section, below an answer that opens the document in its place."""
    groups = (
        ("found", tr("Commitments and their texts"), (counts.agreed, counts.texts)),
        ("said", tr("Statements and answers"), (counts.spoken, counts.statuses, counts.answers)),
        ("measured", tr("Indicators and newest facts"), (counts.results,)),
    )
    blocks: list[Block] = []
    for key, title, told in groups:
        blocks += [Heading(f"counts-{key}", title), *map(Paragraph, told)]
    blocks += [Paragraph(told, small=True) for told in (counts.periods, counts.newest)]
    return Section("counts", tr("What this tracker found"), tuple(blocks))


def _commitments_sentence(
    data: ScorecardData, lists: Listings, agreed: Sequence[State], halves: Sequence[Half]
) -> Sentence:
    rows = [data.item(state) for state in agreed]
    texts = sorted({state.record.framework for state in agreed})
    count = lists.count("headline-commitments", tr("Commitments"), rows)
    named = lists.count(
        "headline-texts", tr("Texts and talks"), [Item(one, data.title("framework", one)) for one in texts]
    )
    return sentence(
        tr(
            "This tracker found {found}, {dates}. Of these: {shares}. A joint commitment counts for "
            "both governments, one of a government alone once; counted in this way: "
            "{halves}.{inferred}"
        ),
        found=_found_phrase(count, named, [state.record.agreed_on for state in agreed]),
        dates=_dates(data),
        shares=commitment_rows.phrase_by_responsible(data, lists, "headline-commitments", tr("Commitments"), agreed),
        inferred=_inferred_sentence(data, lists, agreed),
        halves=lists.count(
            "headline-halves",
            tr("Commitments, counted for each government responsible"),
            [commitment_rows.row(data, one) for one in halves],
        ),
    )


def _inferred_sentence(data: ScorecardData, lists: Listings, agreed: Sequence[State]) -> Sentence:
    """Return how many texts do not say who owes the commitment; an empty text if all do."""
    rows = [data.item(state) for state in agreed if "responsible_side" in state.record.inferred]
    if not rows:
        return ("",)
    count = lists.count("headline-inferred", tr("Commitments for which this tracker supplied who is responsible"), rows)
    return sentence(
        tr(" For {n} of the {all} commitments, this tracker supplied the government responsible."),
        n=count,
        all=f"{len(agreed):,}",
    )


def _dates(data: ScorecardData) -> str:
    """Return the two dates, or one if they are equal."""
    if data.at.as_of == data.at.known_on:
        return tr("updated {date}", date=data.at.as_of)
    return tr("updated {as_of}, with data available as of {known_on}", as_of=data.at.as_of, known_on=data.at.known_on)


def _found_phrase(count: Count, texts: Count, days: Sequence[str]) -> Sentence:
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


def _texts_sentence(data: ScorecardData, lists: Listings, agreed: Sequence[State]) -> Sentence:
    """Return the counts of commitments by text basis and by whether the texts are in force; each adds up to all."""

    def count_states(name: str, title: str, states: Iterable[State]) -> Count:
        return lists.count(f"headline-texts-{name}", title, [data.item(state) for state in states])

    def states_with_basis(*kinds: str) -> list[State]:
        return [state for state in agreed if state.record.text_basis in kinds]

    def states_treated_as(word: str) -> list[State]:
        return [state for state in agreed if in_force.treatment_of(data, state) == word]

    one_side = (TextBasis.OWN_TEXT, TextBasis.US_TEXT, TextBasis.MX_TEXT)
    origin = sentence(
        tr(
            "Where they appear, as this register classified their texts: {a} in a joint text or in texts "
            "of both sides, {b} in a text of one side only, {c} in a text of a third party."
        ),
        a=count_states(
            "both", tr("In a joint text or in texts of both sides"), states_with_basis(*commitment_rows.BOTH_SIDES)
        ),
        b=count_states("one", tr("In a text of one side"), states_with_basis(*one_side)),
        c=count_states("third", tr("In a text of a third party"), states_with_basis(TextBasis.THIRD_PARTY)),
    )
    force = sentence(
        tr(
            "Whether the text or talks that they belong to were in force, by the last statement found"
            " on that{latest}: both governments treated them as in force for {a} (of these, {alone} "
            "in a text of one government only); one government did, with no statement on that found "
            "from the other, for {b}; a government treated them as ended, lapsed or superseded for "
            "{c}; no statement on that from either government was found for {d}."
        ),
        latest=_latest_date(data, agreed),
        alone=count_states(
            "in-force-alone",
            tr("Both governments treated the text or talks as in force; the commitment is in a text of one of them"),
            [state for state in states_treated_as("both") if state.record.text_basis in one_side],
        ),
        a=count_states("in-force", tr("Both sides treated the text or talks as in force"), states_treated_as("both")),
        b=count_states(
            "in-force-one",
            tr("One side treated the text or talks as in force; no statement on that found from the other"),
            states_treated_as("one"),
        ),
        c=count_states(
            "over",
            tr("A government treated the text or talks as ended, lapsed or superseded"),
            states_treated_as("over"),
        ),
        d=count_states(
            "unstated",
            tr("No statement found from either side on whether the text or talks were still in force"),
            states_treated_as("none"),
        ),
    )
    return join_parts(*origin, " ", *force)


def _latest_date(data: ScorecardData, agreed: Sequence[State]) -> str:
    """Return the date of the newest statement on whether a text is in force; empty if none has a date."""
    newest_word = in_force.latest_statement_date(data, agreed)
    return tr(", the latest dated {date}", date=newest_word) if newest_word else ""


def _spoken_sentence(data: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    titles = half_groups.titles()
    return sentence(
        tr(
            "Of these, a status stated by the government responsible, or assessed from its public "
            "words, was found for {n}{share}, and none was found for {none}{other}; for {words} of "
            "the latter, other public words of that government were found, recorded here as evidence "
            "on the commitment or as an answer."
        ),
        n=commitment_rows.phrase_by_side(data, lists, "headline-spoken", titles["spoken"], of.spoken),
        share=_share(len(of.spoken), len(of.every)),
        none=commitment_rows.phrase_by_side(data, lists, "headline-unspoken", titles["unspoken"], of.unspoken),
        other=_share(len(of.unspoken), len(of.every)),
        words=commitment_rows.phrase_by_side(
            data,
            lists,
            "headline-other-words",
            titles["other-words"],
            of.other_words,
        ),
    )


def _share(count: int, base: int) -> str:
    """Return a percentage of the base; empty if the base is too small."""
    return tr(", {share} of them", share=format_percent(count / base)) if base >= PERCENT_FROM else ""


def _statuses_sentence(data: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    titles = half_groups.titles()

    def phrase_by_side(name: str, halves: Sequence[Half]) -> Sentence:
        return commitment_rows.phrase_by_side(data, lists, f"headline-{name}", titles[name], halves)

    return sentence(
        tr(
            "Of the commitments with a status, stated as {far_statuses}: {stated}; assessed by this "
            "tracker as {far_statuses}: {read}; stated as {lower_statuses}: {lower}; assessed as one "
            "of these: {lower_read}."
        ),
        far_statuses=status_list("far"),
        lower_statuses=status_list("limited", "low"),
        stated=phrase_by_side("stated", of.stated),
        read=phrase_by_side("read", of.read),
        lower=phrase_by_side("stated-lower", of.stated_lower),
        lower_read=phrase_by_side("read-lower", of.read_lower),
    )


def _newest_sentence(data: ScorecardData, lists: Listings, withheld: int) -> Sentence:
    """Return the date of the newest fact and the number of withheld entries, whose list would identify them."""
    facts = newest_facts.newest(data)
    opening = (
        sentence(
            tr(
                "The newest statement, event or single figure with an exact date was dated {date}; those of that date: "
                "{n}. Series by state and month were left out."
            ),
            date=facts[0].date,
            n=lists.count("newest-facts", newest_facts.list_title(), [fact.item for fact in facts]),
        )
        if facts
        else sentence(
            tr("Facts and statements found: {n}."), n=lists.count("newest-facts", newest_facts.list_title(), [])
        )
    )
    until = data.scores.inputs.facts_until
    searched = f" {tr('Facts were searched for through {date}.', date=until)}" if until else ""
    hidden = tr("Entries not public to these readers: {n}.", n=f"{withheld:,}")
    return join_parts(*opening, f"{searched} {hidden}", *not_public_sentence(data, lists))
