"""Positions by what they answer: chains of answers to answers, and which of them still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.register.items import open_answers
from accordtrack.vocabulary import Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.register.items import Item


class Answers:
    """The positions among ``items``, which stand."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.by_hash = {item.hash: item for item in items}
        self.positions = [item for item in items if item.kind == "position.take"]
        said = [item for item in items if item.kind in {"position.take", "position.withdraw"}]
        self._gone = {item.body["position"] for item in said if item.kind == "position.withdraw"}
        self._latest = {(item.body["speaker"], str(item.body["answers"])): item for item in open_answers(said)}

    def chain(self, position: Item) -> list[Item]:
        """A position, what it answers, what that answers, and so on to what stands first."""
        found = [position]
        while found[-1].kind == "position.take" and len(found) <= len(self.positions):
            answered = self.by_hash.get(str(found[-1].body["answers"]))
            if answered is None:
                break
            found.append(answered)
        return found

    def withdrawn(self, position: Item) -> bool:
        """Whether it, or what it answers, was taken out again by its speaker."""
        return any(one.hash in self._gone for one in self.chain(position))

    def holds(self, position: Item) -> bool:
        """Whether neither it nor what it answers was withdrawn, or turned round by a later word of its speaker."""
        for one in self.chain(position):
            if one.kind == "position.take":
                later = self._latest.get((one.body["speaker"], str(one.body["answers"])))
                if later is None or _concurs(later) is not _concurs(one):
                    return False
        return not self.withdrawn(position)

    def settling(self, dispute: Item) -> Item | None:
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
            and all(behind.body.get("speaker") != Speaker.OBS for behind in chains[one.hash])
            and self.holds(one)
        ]

        def place(one: Item) -> tuple[str, int, str, str]:
            """An answer never comes before what it answers, whatever date it bears."""
            days = (behind.body["said_on"] for behind in chains.get(one.hash, [one]))
            return max(days), one.lc, one.feed, one.id

        last = max(about, key=place, default=None)
        if last is None or not _concurs(last):
            return None
        answered = chains[last.hash][1]
        same_speaker = answered.body["speaker"] == last.body["speaker"]
        if same_speaker or (answered.official and not last.official):
            return None
        insists = any(
            one.body["speaker"] == answered.body["speaker"] and not _concurs(one) and place(one) > place(answered)
            for one in about
        )
        return None if insists else last


def _concurs(position: Item) -> bool:
    return bool(position.body["stance"] == Stance.CONCUR)
