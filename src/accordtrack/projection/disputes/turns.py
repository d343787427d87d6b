"""How a thread stands: settled, unresolved, or open and whose turn it is. Pure decisions over its words.

*Settled* takes a word of one side that agrees with the other's, or equal official statuses; that no answer was found
settles nothing, however long. *Unresolved* is a lawful end that the log has no entry for, so it is derived: the other side disputed, the
owing side upheld its word against that, and the other upheld its own again. From then on nobody owes an answer, the two
words stand beside each other, and a new claim or new evidence of either opens it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict

from accordtrack.core.dates import days_between
from accordtrack.vocabulary import Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import ThreadWord

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
    settled_on: str | None = None,
) -> Outcome:
    """The outcome of ``words`` in the order they were said; ``owner`` owes the half, ``asked`` is (of whom, since when).

    Whether a dispute of a claim is settled, and since when, is part of the state of its half.
    """
    live = [word for word in words if word.counts]
    said = [word for word in live if word.speaker in set(Speaker) - {Speaker.OBS}]
    if not said:
        return Outcome(OBSERVER)
    if standing == Standing.DIVERGENT:
        return Outcome(OPEN, owner, diverged([word.said_on for word in said if word.kind in {"claim", "rival"}]))
    ended = settled_on if standing in {Standing.DISPUTED, Standing.SETTLED} else _matched(said, standing)
    if ended is not None:
        return Outcome(SETTLED, ended_on=ended)
    if standing == Standing.ASKED and asked is not None:
        return Outcome(OPEN, *asked)
    upheld = _upheld(said)
    if upheld is not None:
        return Outcome(UNRESOLVED, ended_on=upheld)
    return _open(words, [word for word in said if word.kind != "asked"])


def diverged(days: Sequence[str]) -> str:
    """The day since when a side has said two things: the day of the second of its standing words."""
    return sorted(days)[min(1, len(days) - 1)]


def _open(words: Sequence[ThreadWord], said: Sequence[ThreadWord]) -> Outcome:
    """Whose turn it is when nothing has ended the thread, and since when."""
    last = _last(words, said)
    if last.speaker == Speaker.JOINT or last not in said:
        # Both spoke last, or one spoke of an earlier claim: the one in force has no answer, nor is one owed.
        return Outcome(OPEN)
    if len({word.speaker for word in said}) == 1 and words[0].speaker == Speaker.OBS:
        return Outcome(OBSERVER)
    echoed = _echoed(last, said)
    if echoed is not None:
        return Outcome(OPEN, last.speaker, echoed.said_on)
    return Outcome(OPEN, Side(last.speaker).other.value, _since(last, said))


def _echoed(last: ThreadWord, said: Sequence[ThreadWord]) -> ThreadWord | None:
    """What the last word only matches as told by somebody else: its speaker's own word is still waited for."""
    if last.official:
        return None
    if last.stance == Stance.CONCUR:
        answered = next((word for word in said if word.entry == last.answers), None)
    else:
        claim = next((word for word in said if word.kind == "claim"), None)
        answered = claim if last.kind == "reading" and claim is not None and claim.status == last.status else None
    return answered if answered is not None and answered.speaker in set(Side) - {last.speaker} else None


def _since(last: ThreadWord, said: Sequence[ThreadWord]) -> str:
    """The day the turn passed: more words of one side in a row do not begin it anew, but a new claim does."""
    since = last.said_on
    for word in reversed(said[: said.index(last) + 1]):
        if word.speaker != last.speaker:
            break
        since = min(since, word.said_on)
        if word.kind in {"claim", "rival"}:
            return word.said_on
    return since


def _last(words: Sequence[ThreadWord], said: Sequence[ThreadWord]) -> ThreadWord:
    """Who spoke last. A dispute of an earlier claim that was said after the one in force moves no standing, yet it was said."""
    claimed = max((word.said_on for word in said if word.kind == "claim"), default="")
    spoken = {
        word.entry
        for word in words
        if word.stale and word.contests and not word.withdrawn and word.said_on > claimed and word.speaker in set(Side)
    }
    there = {word.entry for word in said} | (spoken if claimed else set())
    return next(word for word in reversed(words) if word.entry in there)


def _upheld(said: Sequence[ThreadWord]) -> str | None:
    """The day when each side had upheld its word against the other's; None when something else was said since."""
    runs = disputing(said)
    if len(runs) < _UPHELD:
        return None
    last = max(place for place, word in enumerate(said) if word.contests or _differs(word, said))
    return runs[_UPHELD - 1] if all(word.kind == "asked" for word in said[last + 1 :]) else None


def disputing(words: Sequence[ThreadWord]) -> list[str]:
    """The day each turn of disputing began: words of one side in a row are one turn."""
    against = [word for word in words if word.contests or _differs(word, words)]
    return [next(run).said_on for _speaker, run in groupby(against, key=lambda word: word.speaker)]


def _differs(word: ThreadWord, words: Sequence[ThreadWord]) -> bool:
    """Whether a word is the other side's own reading, of another status than the claim."""
    if word.kind != "reading":
        return False
    claim = next((one for one in words if one.kind == "claim"), None)
    return claim is not None and claim.status != word.status


def _matched(words: Sequence[ThreadWord], standing: str | None) -> str | None:
    """The day one side agreed with the other's word, or both had given one status; None before it."""
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
    if answered.kind in {"claim", "rival", "evidence"}:
        return None  # the fold decides whether a claim is agreed; a document that holds is not yet a claim that does
    behind = words[words.index(answered) + 1 :]
    if any(word.contests and word.speaker == answered.speaker for word in behind):
        return None  # it concurs with an earlier word, and its speaker contests still
    return last.said_on
