"""Answers (positions) and what they answer: chains of answers to answers, and which answers still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.ledger.context import said_on, speaker_of
from accordtrack.ledger.kinds import POSITION_TAKE, POSITION_WITHDRAW
from accordtrack.store.items import in_force, is_kind, of_kind, open_answers
from accordtrack.vocabulary import Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.store.items import Item


class Answers:
    """Index of the positions among ``items``, which must be standing entries. Positions that wait for a side do not count."""

    def __init__(self, items: Sequence[Item[Record]]) -> None:
        self.by_hash = {item.hash: item for item in items}
        counting = in_force(items)
        self.positions = of_kind(counting, POSITION_TAKE)
        self._gone = {item.body.position for item in of_kind(counting, POSITION_WITHDRAW)}
        self._latest = {(item.body.speaker, str(item.body.answers)): item for item in open_answers(counting)}

    def chain(self, position: Item[Record]) -> list[Item[Record]]:
        """Return a position, what it answers, what that answers, and so on back to the first entry."""
        found = [position]
        while is_kind(last := found[-1], POSITION_TAKE) and len(found) <= len(self.positions):
            answered = self.by_hash.get(str(last.body.answers))
            if answered is None:
                break
            found.append(answered)
        return found

    def is_withdrawn(self, position: Item[Record]) -> bool:
        """Whether the position, or anything in its chain, was withdrawn by its speaker."""
        return any(one.hash in self._gone for one in self.chain(position))

    def is_in_force(self, position: Item[PositionTake]) -> bool:
        """Whether no position in the chain was withdrawn, or reversed by a later answer of the same speaker."""
        for one in of_kind(self.chain(position), POSITION_TAKE):
            later = self._latest.get((one.body.speaker, str(one.body.answers)))
            if later is None or _is_concurrence(later) is not _is_concurrence(one):
                return False
        return not self.is_withdrawn(position)

    def find_settling_answer(self, dispute: Item[Record]) -> Item[PositionTake] | None:
        """Return the concurrence between the sides that settles ``dispute``, or None.

        ``dispute`` is what contradicts the claim in force: an answer of the other side, or its own reading. The last
        answer about it decides. Answers about anything else, such as a document, settle nothing here. A statement that
        is only attributed to a side does not settle an official dispute of the other.
        """
        chains = {one.hash: self.chain(one) for one in self.positions}
        about = [
            one
            for one in self.positions
            if any(behind is dispute for behind in chains[one.hash][1:])
            and all(speaker_of(behind.body) != Speaker.OBS for behind in chains[one.hash])
            and self.is_in_force(one)
        ]

        def place(one: Item[Record]) -> tuple[str, int, str, str]:
            """Sort key that never puts an answer before what it answers, whatever its date."""
            days = (said_on(behind.body) for behind in chains.get(one.hash, [one]))
            return max(days), one.lc, one.feed, one.id

        last = max(about, key=place, default=None)
        if last is None or not _is_concurrence(last):
            return None
        answered = chains[last.hash][1]
        speaker = speaker_of(answered.body)
        same_speaker = speaker == last.body.speaker
        if same_speaker or (answered.official and not last.official):
            return None
        insists = any(
            one.body.speaker == speaker and not _is_concurrence(one) and place(one) > place(answered) for one in about
        )
        return None if insists else last


def _is_concurrence(position: Item[PositionTake]) -> bool:
    return position.body.stance is Stance.CONCUR
