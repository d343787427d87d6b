"""Groups of halves by status, age and answers, computed once for the headline and the brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, commitment_rows
from accordtrack.statuses import FAR
from accordtrack.vocabulary import Basis, Standing
from accordtrack.wording import status_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half


@dataclass(frozen=True, slots=True)
class Groups:
    """All halves, and those with a statement by status, age and answer of the other side.

    Each half of ``spoken`` is in exactly one of ``stated``, ``read``, ``stated_lower`` and ``read_lower``, and in
    exactly one of the groups from ``joint`` to ``divergent``, except that ``answered_before`` is part of ``unasked``.
    """

    every: Sequence[Half]
    spoken: Sequence[Half]
    unspoken: Sequence[Half]
    other_words: Sequence[Half]
    stated: Sequence[Half]
    read: Sequence[Half]
    stated_lower: Sequence[Half]
    read_lower: Sequence[Half]
    early: Sequence[Half]
    old_then: Sequence[Half]
    old: Sequence[Half]
    joint: Sequence[Half]
    agreed: Sequence[Half]
    disputed: Sequence[Half]
    settled: Sequence[Half]
    same: Sequence[Half]
    differs: Sequence[Half]
    asked: Sequence[Half]
    unasked: Sequence[Half]
    answered_before: Sequence[Half]
    divergent: Sequence[Half]
    days: int
    """Number of days after which a statement that was not renewed counts as old."""
    until: str
    """The last day searched for facts, or the day of the scorecard if that is earlier; ``old_then`` refers to it."""


def group_halves(data: ScorecardData, every: Sequence[Half]) -> Groups:
    """Return ``every`` half in its groups, as of the day of the scorecard."""
    halves = [one for one in every if one.half.claim is not None]
    silent = [one for one in every if one.half.claim is None]
    answers: dict[str, list[Half]] = {}
    for one in (
        *halves,
        *(one for one in silent if one.half.not_public and one.half.standing is not Standing.UNREPORTED),
    ):
        answers.setdefault(_answer_group(one), []).append(one)
    unasked = answers.get("unasked", [])
    days = data.scores.method.renewal.days
    until = min(data.scores.inputs.facts_until or data.at.as_of, data.at.as_of)
    return Groups(
        every=every,
        spoken=halves,
        unspoken=silent,
        other_words=[one for one in silent if commitment_rows.has_other_words(one)],
        stated=_halves_with_basis(halves, Basis.STATED, further=True),
        read=_halves_with_basis(halves, Basis.READING, further=True),
        stated_lower=_halves_with_basis(halves, Basis.STATED, further=False),
        read_lower=_halves_with_basis(halves, Basis.READING, further=False),
        early=[one for one in halves if _effective_on(one) <= one.state.record.agreed_on],
        old_then=[one for one in halves if days_between(_effective_on(one), until) > days],
        old=[one for one in halves if days_between(_effective_on(one), data.at.as_of) > days],
        joint=answers.get("joint", []),
        agreed=answers.get("agreed", []),
        disputed=answers.get("disputed", []),
        settled=answers.get("settled", []),
        same=answers.get("same", []),
        differs=answers.get("differs", []),
        asked=answers.get("asked", []),
        unasked=unasked,
        answered_before=[one for one in unasked if cells.answered_before(one.state, one.half)],
        divergent=answers.get("divergent", []),
        days=days,
        until=until,
    )


def titles() -> dict[str, str]:
    """Return the title of each group's list in the current language, by its name in the headline."""
    return {
        "halves": tr("Commitments, counted for each government responsible"),
        "spoken": tr("Commitments with a status from the government responsible"),
        "unspoken": tr("Commitments without a status from the government responsible"),
        "other-words": tr(
            "Commitments without such a status for which other public words of the government responsible were found"
        ),
        "stated": tr("Stated as {statuses}", statuses=status_list("far")),
        "read": tr("Assessed as {statuses}", statuses=status_list("far")),
        "stated-lower": tr("Stated as {statuses}", statuses=status_list("limited", "low")),
        "read-lower": tr("Assessed as {statuses}", statuses=status_list("limited", "low")),
        "early": tr("Status effective on or before the day of the commitment"),
        "joint": tr("Statements in a joint text"),
        "agreed": tr("Statements with which the other side agreed"),
        "disputed": tr("Statements that the other side disputed"),
        "settled": tr("Statements on which a dispute is settled and the status unchanged"),
        "same": tr("The other government made its own statement, stated or assessed as the same status"),
        "differs": tr("The other government made its own statement, stated or assessed as a different status"),
        "asked": tr("The other side was asked; no public answer was found"),
        "unasked": tr("Neither an answer to the statement in force nor a question was found"),
        "answered-before": tr("Statements that follow an answered one"),
        "divergent": tr("Two official statements of the government responsible, neither replacing the other"),
    }


def older_title(days: int, date: str) -> str:
    """Return the title of the list of statuses that were old on ``date``."""
    return tr("Latest status found older than {days} days on {date}", days=days, date=date)


def _effective_on(one: Half) -> str:
    return one.half.claim.body.effective_on if one.half.claim else ""


def _halves_with_basis(halves: Sequence[Half], basis: Basis, *, further: bool) -> list[Half]:
    return [
        one
        for one in halves
        if one.half.claim is not None and one.half.claim.body.basis == basis and (one.half.status in FAR) == further
    ]


def _answer_group(one: Half) -> str:
    """Return the group of answers of a half with a statement, or with a dispute of its last public one."""
    half = one.half
    agreed = half.standing is Standing.AGREED
    match half.standing:
        case Standing.SETTLED:
            return "settled"
        case Standing.AGREED | Standing.DISPUTED if half.answer is not None:
            return "agreed" if agreed else "disputed"
        case Standing.AGREED | Standing.DISPUTED:
            joint = half.claim is not None and half.claim.is_joint
            return "joint" if joint and agreed else "same" if agreed else "differs"
        case Standing.ASKED:
            return "asked"
        case Standing.DIVERGENT:
            return "divergent"
        case _:
            return "unasked"
