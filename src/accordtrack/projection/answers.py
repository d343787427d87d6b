"""Positions by what they answer: chains of answers to answers, and which of them still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.ledger.context import said_on, speaker_of
from accordtrack.ledger.kinds import POSITION_TAKE, POSITION_WITHDRAW
from accordtrack.store.items import is_kind, of_kind, open_answers
from accordtrack.vocabulary import Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.store.items import Item


class Answers:
    """The positions among ``items``, which stand."""

    def __init__(self, items: Sequence[Item[Record]]) -> None:
        self.by_hash = {item.hash: item for item in items}
        self.positions = of_kind(items, POSITION_TAKE)
        self._gone = {item.body.position for item in of_kind(items, POSITION_WITHDRAW)}
        self._latest = {(item.body.speaker, str(item.body.answers)): item for item in open_answers(items)}

    def chain(self, position: Item[Record]) -> list[Item[Record]]:
        """A position, what it answers, what that answers, and so on to what stands first."""
        found = [position]
        while is_kind(last := found[-1], POSITION_TAKE) and len(found) <= len(self.positions):
            answered = self.by_hash.get(str(last.body.answers))
            if answered is None:
                break
            found.append(answered)
        return found

    def withdrawn(self, position: Item[Record]) -> bool:
        """Whether it, or what it answers, was taken out again by its speaker."""
        return any(one.hash in self._gone for one in self.chain(position))

    def holds(self, position: Item[PositionTake]) -> bool:
        """Whether neither it nor what it answers was withdrawn, or turned round by a later word of its speaker."""
        for one in of_kind(self.chain(position), POSITION_TAKE):
            later = self._latest.get((one.body.speaker, str(one.body.answers)))
            if later is None or _concurs(later) is not _concurs(one):
                return False
        return not self.withdrawn(position)

    def settling(self, dispute: Item[Record]) -> Item[PositionTake] | None:
        """The concurrence of one side with the other about ``dispute``; None while neither concurs.

        ``dispute`` is what contradicts the claim in force: an answer of the other side, or its own reading. The last word
        on it decides, and what either side says of anything else, of a document for instance, settles nothing here. A word
        that is only attributed to a side does not settle what the other said officially.
        """
        chains = {one.hash: self.chain(one) for one in self.positions}
        about = [
            one
            for one in self.positions
            if any(behind is dispute for behind in chains[one.hash][1:])
            and all(speaker_of(behind.body) != Speaker.OBS for behind in chains[one.hash])
            and self.holds(one)
        ]

        def place(one: Item[Record]) -> tuple[str, int, str, str]:
            """An answer never comes before what it answers, whatever date it bears."""
            days = (said_on(behind.body) for behind in chains.get(one.hash, [one]))
            return max(days), one.lc, one.feed, one.id

        last = max(about, key=place, default=None)
        if last is None or not _concurs(last):
            return None
        answered = chains[last.hash][1]
        speaker = speaker_of(answered.body)
        same_speaker = speaker == last.body.speaker
        if same_speaker or (answered.official and not last.official):
            return None
        insists = any(
            one.body.speaker == speaker and not _concurs(one) and place(one) > place(answered) for one in about
        )
        return None if insists else last


def _concurs(position: Item[PositionTake]) -> bool:
    return position.body.stance is Stance.CONCUR
