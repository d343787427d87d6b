"""Dispute threads of one commitment: statements about a half, the text or a change, and the answers to them.

Pure: takes standing entries and their state, returns frozen threads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT_AMEND, EVIDENCE_ADD, POSITION_TAKE, STATUS_REPORT
from accordtrack.projection.amendments import WORDS
from accordtrack.projection.answers import Answers
from accordtrack.projection.disputes import turns
from accordtrack.projection.disputes.thread_index import IN_DISPUTE
from accordtrack.projection.disputes.thread_words import in_order, speaker_of, word
from accordtrack.projection.fold import covered
from accordtrack.projection.statement_views import evidence_view
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types import DisputeView
from accordtrack.vocabulary import Responsible, Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item
    from accordtrack.types import EvidenceView, ThreadItem


class Threads:
    """Builds the threads of one commitment. ``file_there`` says whether the evidence store holds a digest."""

    def __init__(
        self, items: Sequence[Item[Record]], state: State, *, today: str, file_there: Callable[[str], bool]
    ) -> None:
        self._state, self._today, self._file_there = state, today, file_there
        self._answers = Answers(items)
        self._amends = sorted(of_kind(items, COMMITMENT_AMEND), key=lambda item: item.order)
        self._responsible = Responsible(state.record.responsible_side)
        self._waiting = {pending.item.hash for pending in state.pending}
        self._halves: dict[str, list[ThreadItem]] = {}
        self._observed: dict[str, list[ThreadItem]] = {}
        self._changes: dict[str, list[ThreadItem]] = {}
        self._texts: list[ThreadItem] = []
        for position in self._answers.positions:
            self._place(position)

    def made(self) -> list[DisputeView]:
        """Return every thread in which something is disputed, asked or pending."""
        found = [thread for half in self._state.halves if (thread := self._half(half)) is not None]
        if _disputed(self._texts):
            found.append(self._text())
        found += self._changed()
        return self._with_observers(found)

    # Assign each answer to a thread

    def _place(self, position: Item[PositionTake]) -> None:
        chain = self._answers.chain(position)
        root, depth = chain[-1], len(chain) - 1
        first = chain[-2] if root.kind != "position.take" else root
        half = self._half_of(position, root)
        if any(speaker_of(one) == Speaker.OBS for one in chain[: None if root.kind != "commitment.add" else -1]):
            self._observed.setdefault(half, []).append(self._word(position, depth, stale=False))
        elif root.hash in self._waiting:
            self._changes.setdefault(root.hash, []).append(self._word(position, depth, stale=False))
        elif root.kind == "commitment.add" or (
            is_kind(first, POSITION_TAKE) and first.body.stance is Stance.NOT_AGREED
        ):
            stale = root is not first and root.hash != self._state.wording.hash
            self._texts.append(self._word(position, max(depth, 1), stale=stale))
        elif root.kind == "commitment.amend":
            self._changes.setdefault(root.hash, []).append(self._word(position, depth, stale=False))
        else:
            meant = root if root is not first else self._meant(position, half)
            self._halves.setdefault(half, []).append(self._word(position, depth, stale=self._stale(meant, half)))

    def _half_of(self, position: Item[PositionTake], root: Item[Record]) -> str:
        """Return the half that an answer is about.

        Among the halves covered by what it answers, that is the half it names, or else the other side's.
        """
        halves = self._responsible.halves
        spoken = halves
        if is_kind(root, STATUS_REPORT) or is_kind(root, EVIDENCE_ADD):
            spoken = covered(root, self._responsible)
        named = position.body.half
        if named in spoken or len(spoken) == 1:
            return str(named if named in spoken else spoken[0])
        side = position.body.speaker.side
        other = side.other if side is not None else None
        return str(other if other in halves else halves[0])

    def _meant(self, position: Item[PositionTake], side: str) -> Item[StatusReport] | None:
        """Return the statement that an answer without a target refers to.

        That is the latest statement of that side known by then; None for an answer with a target.
        """
        known = (
            item
            for item in self._state.statuses
            if side in covered(item, self._responsible)
            and item.body.speaker in {side, Speaker.JOINT}
            and item.body.said_on <= position.body.said_on
        )
        return next(known, None) if position.body.answers is None else None

    def _stale(self, root: Item[Record] | None, side: str) -> bool:
        """Whether an answer is about an earlier claim or reading."""
        half = next(half for half in self._state.halves if half.side == side)
        current = {item.hash for item in (half.claim, half.reading, *half.rivals) if item is not None}
        return root is None or (root.kind == "status.report" and root.hash not in current)

    def _word(self, position: Item[PositionTake], depth: int, *, stale: bool) -> ThreadItem:
        return word(
            position,
            "answer",
            depth=depth,
            counts=self._answers.holds(position) and not stale,
            stale=stale,
            withdrawn=self._answers.withdrawn(position),
            evidence=self._evidence(position),
        )

    def _evidence(self, item: Item[StatusReport] | Item[PositionTake]) -> list[EvidenceView]:
        named = set(item.body.evidence)
        given = [one for one in self._state.evidence if one.id in named or item.id in one.body.for_]
        return [evidence_view(one, self._state, self._responsible, self._file_there) for one in given]

    # Build the threads

    def _half(self, half: HalfState) -> DisputeView | None:
        answers = self._halves.get(half.side, [])
        claim, reading = half.claim, half.reading if half.reading is not half.claim else None
        if claim is None or not (_disputed(answers) or half.standing in IN_DISPUTE):
            return None
        told = [word(claim, "claim", evidence=self._evidence(claim))]
        told += [word(item, "rival", evidence=self._evidence(item)) for item in half.rivals]
        if reading is not None:
            fresh = reading.body.said_on >= claim.body.said_on
            told.append(word(reading, "reading", counts=fresh, evidence=self._evidence(reading)))
        named = {one.answers for one in answers if one.stale} - {item.hash for item in (claim, reading) if item}
        earlier = (item for item in self._state.statuses if item.hash in named)
        told += [word(item, "claim", counts=False, stale=True, evidence=self._evidence(item)) for item in earlier]
        told += [word(ask, "asked", depth=1) for ask in self._state.asks if ask.body.claim == claim.hash]
        told += answers
        begun = self._opened(half, reading, told)
        told += self._proofs(half, begun, told)
        asked = (Side(half.side).other.value, half.asked_on) if half.asked_on else None
        return self._thread(half.side, "half", in_order(told), begun, half=half, asked=asked)

    def _proofs(self, half: HalfState, begun: str, told: Sequence[ThreadItem]) -> list[ThreadItem]:
        """Return evidence on the half that was answered, or that a side gave after the thread began."""
        named = {one.answers for one in told if one.kind == "answer"}
        cited = {name for item in self._state.statuses for name in item.body.evidence}
        cited |= {name for item in self._state.positions for name in item.body.evidence}
        given = (item for item in self._state.evidence if half.side in covered(item, self._responsible))
        return [
            word(item, "evidence", depth=0 if item.hash in named else 1, hidden=item.id in self._state.withheld)
            for item in given
            if item.hash in named or (item.body.speaker.side and item.body.said_on > begun and item.id not in cited)
        ]

    def _opened(self, half: HalfState, reading: Item[StatusReport] | None, told: Iterable[ThreadItem]) -> str:
        """Return the day the thread began: its first dispute, differing reading or request."""
        claimed = str(half.claim.body.said_on) if half.claim else self._today
        days = [one.said_on for one in told if one.contests and not one.withdrawn]
        days += (
            [max(claimed, reading.body.said_on)]
            if reading and half.standing in {Standing.DISPUTED, Standing.SETTLED}
            else []
        )
        days += [turns.diverged([claimed, *(item.body.said_on for item in half.rivals)])] if half.rivals else []
        days += [half.asked_on] if half.asked_on else []
        return min(days, default=claimed)

    def _text(self) -> DisputeView:
        """Return the thread about the wording.

        A later wording in force appears as a change by the side that reworded it, with the answers to it.
        """
        told = [word(self._state.added, "text", stale=self._state.wording is not self._state.added)]
        for item in self._amends:
            if WORDS & item.body.fields.keys() and item.hash not in self._waiting:
                stale = item.hash != self._state.wording.hash
                told.append(word(item, "change", counts=not stale, stale=stale, before=self._state.replaced[item.hash]))
                told += self._changes.get(item.hash, []) if not stale else []
        told += self._texts
        begun = min(one.said_on for one in self._texts if one.contests and not one.withdrawn)
        return self._thread("text", "text", in_order(told), begun)

    def _changed(self) -> list[DisputeView]:
        """Return the threads of amendments that wait for the other side or that it disputes."""
        found = []
        for item in self._amends:
            answers = in_order(self._changes.get(item.hash, []))
            if item.hash in self._waiting or _disputed(answers):
                change = word(item, "change", before=self._state.replaced[item.hash])
                found.append(self._thread(item.id, "change", [change, *answers], change.said_on))
        return found

    def _with_observers(self, found: list[DisputeView]) -> list[DisputeView]:
        """Attach observers' statements and the answers to them to the thread of their half, or to a separate one."""
        place = {thread.half: number for number, thread in enumerate(found) if thread.about == "half"}
        alone: list[ThreadItem] = []
        for side, answers in self._observed.items():
            told = in_order([*self._first_words(answers), *answers])
            if side in place:
                thread = found[place[side]]
                known = {one.entry for one in thread.words}
                observers = tuple(one for one in told if one.entry not in known)
                found[place[side]] = replace(thread, observers=observers)
            elif _disputed(answers):
                alone += told
        if alone:
            begun = next(one.said_on for one in in_order(alone) if one.contests and not one.withdrawn)
            thread = self._thread("observers", "observer", [], begun)
            found.append(replace(thread, observers=tuple(in_order(alone))))
        return found

    def _first_words(self, answers: Iterable[ThreadItem]) -> list[ThreadItem]:
        named = {one.answers for one in answers if one.depth == 1}
        kinds = {"status.report": "claim", "evidence.add": "evidence"}
        roots = (self._answers.by_hash[name] for name in named if name in self._answers.by_hash)
        return [word(item, kinds[item.kind]) for item in roots if item.kind in kinds]

    def _thread(
        self,
        name: str,
        about: str,
        told: Sequence[ThreadItem],
        begun: str,
        *,
        half: HalfState | None = None,
        asked: tuple[str, str] | None = None,
    ) -> DisputeView:
        record = self._state.record
        standing = half.standing.value if half else None
        settled = half.settled_by if half else None
        end = turns.outcome(
            told,
            owner=half.side if half else None,
            standing=standing,
            asked=asked,
            settled_on=str(settled.body.said_on) if settled else None,
        )
        return DisputeView(
            id=f"{record.id}#{name}",
            about=about,
            commitment=record.id,
            indicator=None,
            title=record.title.text,
            unit=None,
            responsible=record.responsible_side,
            half=half.side if half else None,
            standing=standing,
            words=tuple(told),
            observers=(),
            **turns.dated(end, begun, self._today),
        )


def _disputed(answers: Iterable[ThreadItem]) -> bool:
    """Whether any of these contests something and was not withdrawn."""
    return any(one.contests and not one.withdrawn for one in answers)
