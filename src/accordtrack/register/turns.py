"""How a thread stands: settled, unresolved, or open and whose turn it is. Pure decisions over its words.

*Settled* takes a matching entry of each side: a concurrence, or equal official statuses; silence settles nothing,
however long. *Unresolved* is a lawful end that the log has no entry for, so it is derived: the other side disputed, the
owing side upheld its word against that, and the other upheld its own again. From then on nobody owes an answer, the two
words stand beside each other, and any new word of either opens it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict

from accordtrack.dates import days_between
from accordtrack.vocabulary import Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.views import ThreadWord

OPEN, SETTLED, UNRESOLVED, OBSERVER = "open", "settled", "unresolved", "observer"
_UPHELD = 3
"""Turns of disputing after which each side has answered the other's answer with its own word again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a thread stands: its state, the side whose turn it is and since when, or the day it ended."""

    state: str
    turn: str | None = None
    since: str | None = None
    ended_on: str | None = None


class Dated(TypedDict):
    """Fields of a thread that its outcome decides."""

    state: str
    turn: str | None
    turn_since: str | None
    turn_days: int | None
    opened_on: str
    ended_on: str | None
    days: int


def dated(end: Outcome, begun: str, today: str) -> Dated:
    """The outcome with its days: since the turn passed, and from the beginning to the end or to ``today``."""
    return {
        "state": end.state,
        "turn": end.turn,
        "turn_since": end.since,
        "turn_days": max(days_between(end.since, today), 0) if end.since else None,
        "opened_on": begun,
        "ended_on": end.ended_on,
        "days": max(days_between(begun, end.ended_on or today), 0),
    }


def outcome(
    words: Sequence[ThreadWord],
    *,
    owner: str | None = None,
    standing: str | None = None,
    asked: tuple[str, str] | None = None,
) -> Outcome:
    """The outcome of ``words`` in the order they were said; ``owner`` owes the half, ``asked`` is (of whom, since when)."""
    live = [word for word in words if word.counts]
    said = [word for word in live if word.speaker in set(Speaker) - {Speaker.OBS}]
    if not said:
        return Outcome(OBSERVER)
    ended = _matched(said, standing)
    if ended is not None:
        return Outcome(SETTLED, ended_on=ended)
    if standing == Standing.DIVERGENT:
        rivals = (word.said_on for word in said if word.kind in {"claim", "rival"})
        return Outcome(OPEN, owner, max(rivals))
    if standing == Standing.ASKED and asked is not None:
        return Outcome(OPEN, *asked)
    runs = disputing(said)
    if len(runs) >= _UPHELD:
        return Outcome(UNRESOLVED, ended_on=runs[_UPHELD - 1])
    last = _last(words, said)
    if last.speaker == Speaker.JOINT:
        return Outcome(OPEN)
    if len({word.speaker for word in said}) == 1 and words[0].speaker == Speaker.OBS:
        return Outcome(OBSERVER)
    return Outcome(OPEN, Side(last.speaker).other.value, last.said_on)


def _last(words: Sequence[ThreadWord], said: Sequence[ThreadWord]) -> ThreadWord:
    """Who spoke last. A dispute of an earlier claim that was said after the one in force moves no standing, yet it was said."""
    claimed = max((word.said_on for word in said if word.kind == "claim"), default="")
    late = [word for word in words if word.stale and word.contests and not word.withdrawn and word.said_on > claimed]
    spoken = [word for word in late if word.speaker in set(Side)]
    return max([*said, *spoken], key=lambda word: (word.said_on, word.lc)) if claimed else said[-1]


def disputing(words: Sequence[ThreadWord]) -> list[str]:
    """The day on which each turn of disputing began: words of one side in a row are one turn."""
    against = [word for word in words if word.contests or _differs(word, words)]
    return [next(run).said_on for _speaker, run in groupby(against, key=lambda word: word.speaker)]


def _differs(word: ThreadWord, words: Sequence[ThreadWord]) -> bool:
    """Whether a word is the other side's own reading, of another status than the claim."""
    if word.kind != "reading":
        return False
    claim = next((one for one in words if one.kind == "claim"), None)
    return claim is not None and claim.status != word.status


def _matched(words: Sequence[ThreadWord], standing: str | None) -> str | None:
    """The day on which each side had a matching entry, or None."""
    claim = next((word for word in words if word.kind == "claim"), None)
    if claim is not None and standing == Standing.AGREED:
        agreed = [
            word.said_on for word in words if word.stance == Stance.CONCUR and word.answers in {claim.entry, None}
        ]
        if claim.speaker == Speaker.JOINT:
            agreed.append(claim.said_on)
        agreed += [
            max(claim.said_on, word.said_on)
            for word in words
            if word.kind == "reading" and word.status == claim.status and word.official and claim.official
        ]
        if agreed:
            return max(agreed)
    last = next((word for word in reversed(words) if word.kind not in {"evidence", "asked"}), None)
    if last is None or last.stance != Stance.CONCUR:
        return None
    answered = next((word for word in words if word.entry == last.answers), None)
    if answered is None or answered.speaker == last.speaker or (answered.official and not last.official):
        return None
    if answered.kind in {"claim", "rival"}:
        return None  # the fold decides whether a claim is agreed: here it holds another word against the concurrence
    return last.said_on
