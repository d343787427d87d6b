"""What the statements of the headline are worth: how old they are, where the other side stood, what was settled since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.dates import days_between
from accordtrack.i18n import tr
from accordtrack.register.factthreads import threads
from accordtrack.scorecard.counted import sentence
from accordtrack.scorecard.sections import cells, owed
from accordtrack.vocabulary import Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scorecard.counted import Listings
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.sections.owed import Half
    from accordtrack.scorecard.value import Count, Sentence


def ages(held: Held, lists: Listings, spoken: Sequence[Half]) -> Sentence:
    """How many statements are as old as the commitment, or not renewed: neither tells what was done since."""
    days = held.scores.method.renewal.days
    told = [(one, str(one.half.claim.body["effective_on"])) for one in spoken if one.half.claim is not None]
    early = [one for one, day in told if day <= str(one.state.record["agreed_on"])]
    until = min(held.scores.inputs.facts_until or held.at.as_of, held.at.as_of)

    def older(on: str) -> list[Half]:
        return [one for one, day in told if days_between(day, on) > days]

    def rows(name: str, title: str, found: Sequence[Half]) -> Count:
        return lists.count(f"headline-{name}", title, [owed.row(held, one) for one in found])

    return sentence(
        tr(
            "Status dated on the day of the commitment or before it: {early}; latest statement found older than {days} days on "
            "{until}, the last day looked for: {then}, on {as_of}: {old}."
        )
        if until < held.at.as_of
        else tr(
            "Status dated on the day of the commitment or before it: {early}; latest statement found older than {days} days on "
            "{as_of}: {old}."
        ),
        early=owed.by_side(
            held, lists, "headline-early", tr("Status dated on the day of the commitment or before it"), early
        ),
        days=days,
        as_of=held.at.as_of,
        until=until,
        then=rows(
            "old-then",
            tr("Latest statement found older than {days} days on {date}", days=days, date=until),
            older(until),
        ),
        old=rows("old", tr("Latest statement found older than {days} days", days=days), older(held.at.as_of)),
    )


def answers(held: Held, lists: Listings, spoken: Sequence[Half]) -> Sentence:
    """Where the other side stood; that it said the same by itself is no agreement with what the first one said."""
    parts: dict[str, list[Half]] = {}
    for one in spoken:
        parts.setdefault(_answer(one), []).append(one)

    def of(name: str, title: str) -> Sentence:
        return owed.by_side(held, lists, f"headline-{name}", title, parts.get(name, []))

    return sentence(
        tr(
            "On the halves with a status, the other side joined in the statement on {joint}, agreed with it on "
            "{agreed} and disputed it on {disputed}, on {settled} of which the side that made it agreed in turn with "
            "the dispute; it made a statement of its own, no earlier, stated or read as the same status on {same}, as "
            "another on {differs}; it was asked and no public answer was found on {asked}; neither an answer to the "
            "statement in force nor a question was found on {unasked} (of these with an answer to an earlier "
            "statement {before}), and two versions of the side that owes it on {divergent}."
        ),
        settled=lists.count(
            "headline-settled",
            tr("Disputed statements whose side agreed in turn with the dispute"),
            [owed.row(held, one) for one in _settled(held, parts.get("disputed", []))],
        ),
        joint=of("joint", tr("Statements in a joint text")),
        agreed=of("agreed", tr("Statements with which the other side agreed")),
        disputed=of("disputed", tr("Statements that the other side disputed")),
        same=of("same", tr("The other side made a statement of its own, stated or read as the same status")),
        differs=of("differs", tr("The other side made a statement of its own, stated or read as another status")),
        before=lists.count(
            "headline-answered-before",
            tr("Statements of which an earlier one was answered"),
            [owed.row(held, one) for one in parts.get("unasked", []) if cells.answered_before(one.state, one.half)],
        ),
        asked=of("asked", tr("The other side was asked; no public answer was found")),
        unasked=of("unasked", tr("Neither an answer to the statement in force nor a question was found")),
        divergent=of("divergent", tr("Two versions of the side that owes it")),
    )


def _settled(held: Held, disputed: Sequence[Half]) -> list[Half]:
    """Those with whose dispute the side that made the statement later agreed; the standing lasts until a new statement."""
    if not disputed:
        return []
    agreed = {
        (thread.commitment, thread.half, word.speaker)
        for thread in threads(held.facts, held.at.as_of)
        if thread.about == "half" and thread.state == "settled"
        for word in thread.words
        if word.counts and word.stance == Stance.CONCUR
    }
    return [one for one in disputed if {(one.state.record["id"], half, one.side) for half in (None, one.side)} & agreed]


def _answer(one: Half) -> str:
    """The one list of answers in which a half with a statement stands."""
    half = one.half
    agreed = half.standing is Standing.AGREED
    match half.standing:
        case Standing.AGREED | Standing.DISPUTED if half.answer is not None:
            return "agreed" if agreed else "disputed"
        case Standing.AGREED | Standing.DISPUTED:
            joint = half.claim is not None and half.claim.body["speaker"] == Speaker.JOINT
            return "joint" if joint and agreed else "same" if agreed else "differs"
        case Standing.ASKED:
            return "asked"
        case Standing.DIVERGENT:
            return "divergent"
        case _:
            return "unasked"
