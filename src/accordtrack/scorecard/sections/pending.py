"""Section "Dates and answers pending": commitments by responsible body, overdue, past a period, due or unanswered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from accordtrack.documents.counted_sentences import sentence
from accordtrack.documents.model import Paragraph, Section
from accordtrack.i18n import tr
from accordtrack.projection.review_rules import review
from accordtrack.queries import responsibilities
from accordtrack.scorecard.sections import awaiting_answers, bodies, cells, deadlines, in_force
from accordtrack.vocabulary import TextBasis, Timeliness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block, Item, Sentence
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.deadlines import Pair

_OF_BOTH = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS, TextBasis.OWN_TEXT})


def section(held: ScorecardData, lists: Listings) -> Section:
    """Return the section."""
    pairs = [(state, row) for state, row in cells.listed(held) if row.kind == "commitment"]
    missed = {row.key: _missed(held, state) for state, row in pairs}
    by_count = _by_count(held, pairs, missed)
    asked = awaiting_answers.asked(held)
    blocks: list[Block] = [
        Paragraph(_summary(lists, by_count)),
        Paragraph(_texts(held, lists, pairs, by_count)),
        Paragraph(_answers(lists, by_count, asked)),
        bodies.table(held, lists, pairs, missed),
        *deadlines.tables(held, pairs),
        *awaiting_answers.tables(held, asked),
    ]
    return Section("pending", tr("Dates and answers pending"), tuple(blocks))


def _missed(held: ScorecardData, state: State) -> frozenset[str]:
    """Return the sides whose last report under the review rule was not found."""
    found = review(state, held.at.as_of)
    return frozenset(found.missed) if found is not None else frozenset()


def _by_count(held: ScorecardData, pairs: Sequence[Pair], missed: dict[int, frozenset[str]]) -> dict[str, list[Item]]:
    """Return the commitments behind each count, over both halves, by the same rule as the register's own list."""
    found: dict[str, list[Item]] = defaultdict(list)
    for state, row in pairs:
        for name in responsibilities.counts_of(row, tuple(half.side for half in row.halves), missed[row.key]):
            found[name].append(held.item(state))
    return found


def _summary(lists: Listings, found: dict[str, list[Item]]) -> Sentence:
    return sentence(
        tr(
            "No completion of every half stated by, or read from the words of, the side that owes it: {owed}. Of "
            "these, overdue, by a date in the text or one set later by the responsible side: {overdue}; past a period "
            "of the text or a date that is not in it: {past}; due within 30 days: {soon}."
        ),
        owed=lists.count(
            "pending-owed",
            tr("No completion of every half stated or read from words of the side that owes it"),
            found["owed"],
        ),
        overdue=lists.count("pending-overdue", tr("No such completion found, overdue"), found["overdue"]),
        past=lists.count(
            "pending-past-horizon",
            tr("No such completion found, past a period or a date not in the text"),
            found["past_horizon"],
        ),
        soon=lists.count("pending-due-soon", tr("No such completion found, due within 30 days"), found["due_soon"]),
    )


def _texts(held: ScorecardData, lists: Listings, pairs: Sequence[Pair], found: dict[str, list[Item]]) -> Sentence:
    """Return a sentence on the texts behind the counts.

    Lapsed texts, and texts published by one side only, must not count as if both sides held to them.
    """
    names = {one.code for one in found["owed"]}
    owing: dict[str, list[Item]] = defaultdict(list)
    alone = []
    for state, row in pairs:
        if row.id in names:
            how = in_force.treated(held, state)
            owing["in_force" if how in {"both", "one"} else how].append(held.item(state))
        if deadlines.stands((state, row), Timeliness.OVERDUE) and row.text_basis not in _OF_BOTH:
            alone.append(held.item(state))
    return sentence(
        tr(
            "Of those without such a completion, {in_force} belong to a text or talks that at least one side treated as in "
            "force, {ended} to ones that a side treated as lapsed, ended or replaced, {unstated} to ones on whose standing this "
            "register found no word of either side. Of those overdue, {alone} rest on a text that not "
            "every side that owes them has published."
        ),
        in_force=lists.count(
            "pending-in-force", tr("No such completion found, text or talks treated as in force"), owing["in_force"]
        ),
        ended=lists.count(
            "pending-ended",
            tr("No such completion found, text or talks treated as lapsed, ended or replaced"),
            owing["over"],
        ),
        unstated=lists.count(
            "pending-unstated", tr("No such completion found, standing of the text or talks not stated"), owing["none"]
        ),
        alone=lists.count(
            "pending-overdue-alone",
            tr("No such completion found, overdue, in a text that not every side that owes it has published"),
            alone,
        ),
    )


def _answers(
    lists: Listings, found: dict[str, list[Item]], asked: Sequence[awaiting_answers.AnswerRequest]
) -> Sentence:
    return sentence(
        tr(
            "Questions to the other side about a status, recorded here without an answer found: {asked}. Of the commitments "
            "without a completion of every half, with a statement to which this register found neither a public answer nor "
            "a request for one: {silent}. Days without an answer are counted only from the day it was asked for."
        ),
        asked=lists.count("pending-asked", awaiting_answers.heading(), [awaiting_answers.item(one) for one in asked]),
        silent=lists.count(
            "pending-unanswered",
            tr("With a statement, no public answer and no request for one found"),
            found["unanswered"],
        ),
    )
