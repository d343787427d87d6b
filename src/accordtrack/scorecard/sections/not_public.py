"""Sentences on what is not public: commitments by theme and side, and halves whose latest statement is withheld."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import sides, tr, trn
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.vocabulary import CommitmentKind, Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half


def not_public_sentence(data: ScorecardData, lists: Listings) -> Sentence:
    """Return what is not public and what that means in the scores. Empty if everything is public.

    A hidden commitment appears only as a number by theme and side; the halves of the others have a list.
    """
    parts: list[Sentence] = [(text,) for text in hidden_texts(data)]
    halves = commitment_rows.halves(commitment_rows.commitments(data))
    if found := [one for one in halves if one.half.not_public]:
        parts.append(_halves_sentence(data, lists, found))
    if not parts:
        return ()
    return join_parts(*(piece for part in parts for piece in (" ", *part)))


def hidden_texts(data: ScorecardData) -> tuple[str, ...]:
    """Return how many commitments, and how many other records, are hidden from the readers."""
    return tuple(filter(None, (hidden_text(data), hidden_records_text(data))))


def hidden_text(data: ScorecardData) -> str:
    """Return how many commitments are hidden from the readers, by theme and side. Empty if none is."""
    owed = Counter(
        (str(one.theme), str(one.responsible_side))
        for one in data.facts.hidden
        if one.kind is CommitmentKind.COMMITMENT
    )
    if not owed:
        return ""
    order = (*sides(Side), str(Responsible.JOINT))
    found = sorted(owed.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
    parts = [f"{data.title('theme', theme)}, {label('side', side)}: {n:,}" for (theme, side), n in found]
    return trn(
        "{n} commitment not public ({parts}); what is not public earns nothing in the scores.",
        "{n} commitments not public ({parts}); what is not public earns nothing in the scores.",
        sum(owed.values()),
        parts="; ".join(parts),
    )


def hidden_records_text(data: ScorecardData) -> str:
    """Return how many requests, recommendations and unilateral actions are hidden from the readers. Empty if none is."""
    kinds = Counter(one.kind for one in data.facts.hidden)
    asked, advised = kinds[CommitmentKind.REQUEST], kinds[CommitmentKind.RECOMMENDATION]
    acts = kinds[CommitmentKind.UNILATERAL_ACTION]
    texts = (
        trn("{n} request not public.", "{n} requests not public.", asked) if asked else "",
        trn("{n} recommendation not public.", "{n} recommendations not public.", advised) if advised else "",
        trn("{n} unilateral action not public.", "{n} unilateral actions not public.", acts) if acts else "",
    )
    return " ".join(filter(None, texts))


def with_hidden_overdue(data: ScorecardData, counts: Sentence) -> Sentence:
    """Return a sentence that counts what is overdue with what is hidden from its readers, which is on no list."""
    hidden = overdue_text(data)
    return join_parts(*counts, f" {hidden}") if hidden else counts


def overdue_text(data: ScorecardData) -> str:
    """Return how many hidden commitments are overdue by a date that was public, and of how many the date was not."""
    hidden = [one for one in data.facts.hidden if one.kind is CommitmentKind.COMMITMENT and one.halves]
    overdue, unknown = sum(one.overdue for one in hidden), sum(one.due_hidden for one in hidden)
    lines = []
    if overdue:
        lines.append(
            trn(
                "{n} more commitment is overdue and not public: its date was public before.",
                "{n} more commitments are overdue and not public: their dates were public before.",
                overdue,
            )
        )
    if unknown:
        lines.append(
            trn(
                "Of {n} more commitment the deadline is not public: whether it is overdue is not said here.",
                "Of {n} more commitments the deadline is not public: whether they are overdue is not said here.",
                unknown,
            )
        )
    return " ".join(lines)


def _halves_sentence(data: ScorecardData, lists: Listings, found: Sequence[Half]) -> Sentence:
    text = tr(
        "Commitments whose latest statement is not public: {n}. They earn nothing in the scores, "
        "and their last public status is shown as such."
    )
    title = tr("Commitments whose latest statement is not public")
    return sentence(text, n=lists.count("not-public", title, [commitment_rows.row(data, one) for one in found]))
