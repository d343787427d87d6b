"""Outcome of a dispute thread: settled, unresolved, or open, and whose turn it is. Pure functions of its items.

A thread is *settled* if one side agrees with the other, or if both give the same official status. A missing answer
settles nothing, however long it is missing. *Unresolved* is a valid end without a log entry of its own, so it is
derived: the other side disputed, the owing side upheld its statement, and the other side upheld its own again. From
then on nobody owes an answer. A new claim or new evidence of either side opens the thread again. A side that withdraws
a dispute and then disputes the same claim again has upheld it: what was answered before still counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

from accordtrack.core.dates import days_between, days_since
from accordtrack.vocabulary import Provenance, Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.types import ThreadItem

OPEN, SETTLED, UNRESOLVED, OBSERVER = "open", "settled", "unresolved", "observer"
_UPHELD = 3
"""Alternating disputes after which each side has upheld its statement against the other's answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of a thread: its state, the side whose turn it is and since when, or the day it ended."""

    state: str
    turn: str | None = None
    since: str | None = None
    ended_on: str | None = None


class Dated(TypedDict):
    """Fields of a thread that depend on its outcome."""

    state: str
    turn: str | None
    turn_since: str | None
    turn_days: int | None
    opened_on: str
    ended_on: str | None
    days: int


def outcome_with_days(end: Outcome, begun: str, today: str) -> Dated:
    """Return the outcome with day counts: since the turn passed, and from the start to the end or ``today``."""
    return {
        "state": end.state,
        "turn": end.turn,
        "turn_since": end.since,
        "turn_days": days_since(end.since, today) if end.since else None,
        "opened_on": begun,
        "ended_on": end.ended_on,
        "days": days_since(begun, end.ended_on or today),
    }


def outcome(
    words: Sequence[ThreadItem],
    *,
    owner: str | None = None,
    standing: str | None = None,
    request: tuple[str, str] | None = None,
    settled_on: str | None = None,
    recorded: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Return the outcome of ``words``, given in chronological order.

    ``owner`` is the side that owes the half; ``request`` is (side asked, since when). Whether and when a dispute of a
    claim was settled comes from the state of the half. ``recorded`` holds, by the hash of the entry, the day from which an
    answer to an item is awaited, if that is not the day on which it was said.
    """
    live = [word for word in words if word.counts]
    items = [word for word in live if word.speaker in set(Speaker) - {Speaker.OBS}]
    if not items:
        return Outcome(OBSERVER)
    if standing == Standing.DIVERGENT:
        days = [awaited_from(word, recorded) for word in items if word.kind in {"claim", "rival"}]
        return Outcome(OPEN, owner, diverged_since(days))
    ended = settled_on if standing in {Standing.DISPUTED, Standing.SETTLED} else _matched_on(items, standing)
    if ended is not None:
        return Outcome(SETTLED, ended_on=ended)
    if standing == Standing.ASKED and request is not None:
        return Outcome(OPEN, *request)
    upheld = _upheld_on(items, words)
    if upheld is not None:
        return Outcome(UNRESOLVED, ended_on=upheld)
    return _open_outcome(words, [word for word in items if word.kind != "asked"], recorded)


def awaited_from(word: ThreadItem, recorded: Mapping[str, str]) -> str:
    """Return the day from which an answer to an item is awaited: that of its recording if a side dated it back."""
    return recorded.get(word.entry, word.said_on)


def _is_correction(word: ThreadItem) -> bool:
    """Whether an item is a change that one side recorded in the other's name: nobody has to answer it."""
    return word.kind == "change" and word.is_unconfirmed


def diverged_since(days: Sequence[str]) -> str:
    """Return the day since which a side's statements diverge: the day of the second of them."""
    return sorted(days)[min(1, len(days) - 1)]


def _open_outcome(words: Sequence[ThreadItem], items: Sequence[ThreadItem], recorded: Mapping[str, str]) -> Outcome:
    """Return whose turn it is, and since when, in a thread that has not ended."""
    last = _last_item(words, items)
    if last.is_joint or last not in items or _is_correction(last):
        # Both sides spoke last, or one addressed an earlier claim, or recorded other words in the other's name: what is
        # in force has no answer and needs none.
        return Outcome(OPEN)
    if len({word.speaker for word in items}) == 1 and words[0].speaker == Speaker.OBS:
        return Outcome(OBSERVER)
    if _is_about_own_words(last, words):
        return Outcome(OPEN)
    echoed = _echoed_item(last, items)
    if echoed is not None:
        return Outcome(OPEN, last.voice, awaited_from(echoed, recorded))
    return Outcome(OPEN, Side(last.voice).other.value, _turn_since(last, items, recorded))


def _is_about_own_words(last: ThreadItem, words: Sequence[ThreadItem]) -> bool:
    """Whether a side contests only its own statements and values, or those attributed to it, so that nobody has to answer.

    A change asks for an answer. So does an objection to a text that others recorded as that of the side.
    """
    asks = last.kind == "change" or any(word.kind == "text" and word.provenance != Provenance.OWN for word in words)
    return not asks and {word.voice for word in words if word.speaker != Speaker.OBS} == {last.voice}


def _echoed_item(last: ThreadItem, items: Sequence[ThreadItem]) -> ThreadItem | None:
    """Return the entry that the last, merely attributed one agrees with: the speaker's own answer is still awaited."""
    if last.official:
        return None
    if last.stance == Stance.CONCUR:
        answered = next((word for word in items if word.entry == last.answers), None)
    else:
        claim = next((word for word in items if word.kind == "claim"), None)
        answered = claim if last.kind == "reading" and claim is not None and claim.status == last.status else None
    return answered if answered is not None and answered.speaker in set(Side) - {last.speaker} else None


def _turn_since(last: ThreadItem, items: Sequence[ThreadItem], recorded: Mapping[str, str]) -> str:
    """Return the day on which the turn passed. Only a new claim, or an objection to one's own text, restarts the count."""
    since = awaited_from(last, recorded)
    for word in reversed(items[: items.index(last) + 1]):
        if word.voice != last.voice or word.entry == last.answers:
            break
        since = min(since, awaited_from(word, recorded))
        if word.kind in {"claim", "rival"}:
            return awaited_from(word, recorded)
    return since


def _last_item(words: Sequence[ThreadItem], items: Sequence[ThreadItem]) -> ThreadItem:
    """Return the last item of the thread.

    It may dispute an earlier claim: a dispute made after the claim in force counts as speaking, although it does not
    change the standing. A desk may be a day ahead of the log, so among a side's own words of two days the one recorded later is
    the last.
    """
    claimed = max((word.said_on for word in items if word.kind == "claim"), default="")
    names = {
        word.entry
        for word in words
        if word.stale
        and word.is_objection
        and not word.withdrawn
        and word.said_on > claimed
        and word.speaker in set(Side)
    }
    there = {word.entry for word in items} | (names if claimed else set())
    last = next(word for word in reversed(words) if word.entry in there)
    if not last.official:
        return last
    own = (word for word in words if word.entry in there and word.official)
    return max((word for word in own if days_between(word.said_on, last.said_on) <= 1), key=lambda word: word.lc)


def _upheld_on(items: Sequence[ThreadItem], words: Sequence[ThreadItem]) -> str | None:
    """Return the day when both sides had upheld their statements; None if anything else followed."""
    places = [place for place, word in enumerate(items) if word.is_objection or _is_differing_reading(word, items)]
    again = _disputed_again(items, words) if places else set()
    runs = dispute_turn_days([word for word in words if word in items or word.entry in again])
    if not places or len(runs) < _UPHELD:
        return None
    return runs[_UPHELD - 1] if all(word.kind == "asked" for word in items[max(places) + 1 :]) else None


def _disputed_again(items: Sequence[ThreadItem], words: Sequence[ThreadItem]) -> set[str]:
    """Return the withdrawn disputes whose speakers disputed the same entry again, with the disputes of these."""
    answered = {(word.speaker, word.answers) for word in items if word.is_objection}
    gone = [word for word in words if word.withdrawn and not word.stale and word.is_objection]
    found = {word.entry for word in gone if (word.speaker, word.answers) in answered}
    for word in gone:  # in chronological order, so that an answer comes after what it answers
        if word.answers in found:
            found.add(word.entry)
    return found


def dispute_turn_days(words: Sequence[ThreadItem]) -> list[str]:
    """Return the first day of each turn of disputing.

    Consecutive items of one side are one turn. A side's own words answer only what was recorded before them: by its date,
    an answer could come between two statements of the other side and make the second of them a reply to it.
    """
    turns: list[ThreadItem] = []
    for word in words:
        if word.is_objection or _is_differing_reading(word, words):
            last = turns[-1] if turns else None
            earlier = last is not None and word.official and last.official and word.lc < last.lc
            if last is None or (word.speaker != last.speaker and not earlier):
                turns.append(word)
    return [word.said_on for word in turns]


def _is_differing_reading(word: ThreadItem, words: Sequence[ThreadItem]) -> bool:
    """Whether an item is the other side's own reading with a status different from the claim."""
    if word.kind != "reading":
        return False
    claim = next((one for one in words if one.kind == "claim"), None)
    return claim is not None and claim.status != word.status


def _matched_on(words: Sequence[ThreadItem], standing: str | None) -> str | None:
    """Return the day when one side agreed with the other, or both gave the same status; None before that."""
    claim = next((word for word in words if word.kind == "claim"), None)
    if claim is not None and standing == Standing.AGREED:
        agreed = [
            word.said_on for word in words if word.stance == Stance.CONCUR and word.answers in {claim.entry, None}
        ]
        if claim.is_joint:
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
        return None  # the fold decides whether a claim is agreed
    behind = words[words.index(answered) + 1 :]
    if any(word.is_objection and word.speaker == answered.speaker for word in behind):
        return None  # it concurs with an earlier statement, but its speaker still contests
    return last.said_on
