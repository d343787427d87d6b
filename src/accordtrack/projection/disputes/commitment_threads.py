"""Dispute threads of one commitment: statements about a half, the text or a change, and the answers to them.

Pure: takes standing entries and their state, returns frozen threads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT_AMEND, EVIDENCE_ADD, POSITION_TAKE, STATUS_REPORT
from accordtrack.ledger.late_entries import NEVER
from accordtrack.projection.amendments import WORDS
from accordtrack.projection.answers import Answers
from accordtrack.projection.disputes import turns
from accordtrack.projection.disputes.thread_index import IN_DISPUTE
from accordtrack.projection.disputes.thread_words import build_thread_item, recorded_days, sort_thread_items, speaker_of
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.fold import covered_halves, is_about_claim
from accordtrack.projection.statement_views import evidence_view
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types import DisputeView
from accordtrack.vocabulary import Responsible, Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item
    from accordtrack.types import EvidenceView, ThreadItem


class Threads:
    """Builds the threads of one commitment. ``file_there`` says whether the evidence store holds a digest."""

    def __init__(
        self,
        items: Sequence[Item[Record]],
        state: State,
        *,
        today: str,
        file_there: Callable[[str], bool],
        began_on: str = NEVER,
    ) -> None:
        self._state, self._today, self._file_there, self._began_on = state, today, file_there, began_on
        self._answers = Answers(items)
        self._amends = sorted(of_kind(items, COMMITMENT_AMEND), key=lambda item: item.order)
        self._responsible = Responsible(state.record.responsible_side)
        self._waiting = {one.item.hash for one in (*state.pending, *state.lapsed_proposals)}
        self._recorded = recorded_days(items) if state.dual_control else {}
        self._halves: dict[str, list[ThreadItem]] = {}
        self._observed: dict[str, list[ThreadItem]] = {}
        self._changes: dict[str, list[ThreadItem]] = {}
        self._texts: list[ThreadItem] = []
        for position in self._answers.positions:
            self._assign_to_thread(position)

    def build_threads(self) -> list[DisputeView]:
        """Return every thread in which something is disputed, asked or pending."""
        disputes = [thread for half in self._state.halves if (thread := self._half_thread(half)) is not None]
        if _is_disputed(self._texts):
            disputes.append(self._wording_thread())
        disputes += self._amendment_threads()
        return self._with_observers(disputes)

    # Assign each answer to a thread

    def _assign_to_thread(self, position: Item[PositionTake]) -> None:
        chain = self._answers.chain(position)
        root, depth = chain[-1], len(chain) - 1
        first = chain[-2] if root.kind != "position.take" else root
        half = self._half_of(position, root)
        if any(speaker_of(one) == Speaker.OBS for one in chain[: None if root.kind != "commitment.add" else -1]):
            self._observed.setdefault(half, []).append(self._answer_item(position, depth, stale=False))
        elif root.hash in self._waiting:
            self._changes.setdefault(root.hash, []).append(self._answer_item(position, depth, stale=False))
        elif root.kind == "commitment.add" or (
            is_kind(first, POSITION_TAKE) and first.body.stance is Stance.NOT_AGREED
        ):
            stale = root is not first and root.hash != self._state.wording.hash
            self._texts.append(self._answer_item(position, max(depth, 1), stale=stale))
        elif root.kind == "commitment.amend":
            self._changes.setdefault(root.hash, []).append(self._answer_item(position, depth, stale=False))
        elif is_kind(root, STATUS_REPORT) or (is_kind(root, POSITION_TAKE) and root.body.answers is None):
            # An answer to a document, a link or a chain says nothing about the claim.
            meant = root if root is not first else self._implied_statement(position, half)
            self._halves.setdefault(half, []).append(
                self._answer_item(position, depth, stale=self._is_stale(meant, half, position))
            )

    def _half_of(self, position: Item[PositionTake], root: Item[Record]) -> str:
        """Return the half that an answer is about: the one that it names, or else that of the other side, if covered."""
        halves = self._responsible.halves
        sides = halves
        if is_kind(root, STATUS_REPORT) or is_kind(root, EVIDENCE_ADD):
            sides = covered_halves(root, self._responsible)
        named = position.body.half
        if named in sides or len(sides) == 1:
            return str(named if named in sides else sides[0])
        side = position.body.speaker.side
        other = side.other if side is not None else None
        return str(other if other in halves else halves[0])

    def _implied_statement(self, position: Item[PositionTake], side: str) -> Item[StatusReport] | None:
        """Return the statement that an answer without a target refers to.

        That is the latest statement of that side known by then; None for an answer with a target.
        """
        items = (
            item
            for item in self._state.statuses
            if side in covered_halves(item, self._responsible)
            and item.speaks_for(side)
            and item.body.said_on <= position.body.said_on
        )
        return next(items, None) if position.body.answers is None else None

    def _is_stale(self, root: Item[Record] | None, side: str, position: Item[PositionTake]) -> bool:
        """Whether an answer is about an earlier claim or reading, and does not stand against the claim in force."""
        half = next(half for half in self._state.halves if half.side == side)
        if half.stands_from is not None and half.stands_from.hash == position.hash:
            return False
        current = {item.hash for item in (_last_claim(half), half.reading, *half.rivals) if item is not None}
        return root is None or (root.kind == "status.report" and root.hash not in current)

    def _answer_item(self, position: Item[PositionTake], depth: int, *, stale: bool) -> ThreadItem:
        return build_thread_item(
            position,
            "answer",
            depth=depth,
            counts=self._answers.is_in_force(position) and not stale,
            stale=stale,
            withdrawn=self._answers.is_withdrawn(position),
            evidence=self._evidence(position),
        )

    def _evidence(self, item: Item[StatusReport] | Item[PositionTake]) -> list[EvidenceView]:
        names = set(item.body.evidence)
        items = [one for one in self._state.evidence if one.id in names or item.id in one.body.for_]
        return [evidence_view(one, self._state, self._responsible, self._file_there, self._began_on) for one in items]

    # Build the threads

    def _half_thread(self, half: HalfState) -> DisputeView | None:
        answers = self._halves.get(half.side, [])
        claim, reading = _last_claim(half), half.reading if half.reading is not half.claim else None
        if claim is None or not (_is_disputed(answers) or half.standing in IN_DISPUTE):
            return None
        items = [
            build_thread_item(
                claim, "claim", counts=not half.not_public, stale=half.not_public, evidence=self._evidence(claim)
            )
        ]
        items += [build_thread_item(item, "rival", evidence=self._evidence(item)) for item in half.rivals]
        if reading is not None:
            fresh = is_about_claim(reading, claim, dual_control=self._state.dual_control) or _stands(half, reading)
            items.append(build_thread_item(reading, "reading", counts=fresh, evidence=self._evidence(reading)))
        names = {one.answers for one in answers if one.stale} - {item.hash for item in (claim, reading) if item}
        earlier = (item for item in self._state.statuses if item.hash in names)
        items += [
            build_thread_item(item, "claim", counts=False, stale=True, evidence=self._evidence(item))
            for item in earlier
        ]
        items += [build_thread_item(ask, "asked", depth=1) for ask in self._state.asks if ask.body.claim == claim.hash]
        items += answers
        begun = self._opened_on(half, reading, items)
        items += self._evidence_items(half, begun)
        lines = (Side(half.side).other.value, half.asked_on) if half.asked_on else None
        return self._build_thread(half.side, "half", sort_thread_items(items), begun, half=half, request=lines)

    def _evidence_items(self, half: HalfState, begun: str) -> list[ThreadItem]:
        """Return evidence on the half that a side gave after the thread began, unless a statement cites it."""
        cited = {name for item in self._state.statuses for name in item.body.evidence}
        cited |= {name for item in self._state.positions for name in item.body.evidence}
        evidence = (item for item in self._state.evidence if half.side in covered_halves(item, self._responsible))
        return [
            build_thread_item(item, "evidence", depth=1, hidden=item.id in self._state.withheld)
            for item in evidence
            if item.body.speaker.side and item.body.said_on > begun and item.id not in cited
        ]

    def _opened_on(self, half: HalfState, reading: Item[StatusReport] | None, items: Iterable[ThreadItem]) -> str:
        """Return the day the thread began: its first dispute, differing reading or request.

        As with turns, what a side dates back counts from the day of its recording.
        """
        claim = _last_claim(half)
        claimed = str(claim.body.said_on) if claim else self._today
        days = [turns.awaited_from(one, self._recorded) for one in items if one.is_objection and not one.withdrawn]
        days += (
            [max(claimed, self._awaited_from(reading))]
            if reading and half.standing in {Standing.DISPUTED, Standing.SETTLED}
            else []
        )
        days += [turns.diverged_since([claimed, *(item.body.said_on for item in half.rivals)])] if half.rivals else []
        days += [half.asked_on] if half.asked_on else []
        return min(days, default=claimed)

    def _restated_outcome(self, half: HalfState) -> turns.Outcome | None:
        """Return whose turn it is after a disputed claim was restated, or replaced by a statement that is not public.

        It is the turn of the side that restated it, until new evidence is added; then that of the disputing side.
        """
        if half.not_public and half.standing is not Standing.DIVERGENT:
            dispute = (half.answer or half.stands_from or half.reading) if half.standing is Standing.DISPUTED else None
            whose = (half.side, self._awaited_from(dispute)) if dispute is not None else ()
            return turns.Outcome(turns.OPEN, *whose)
        if half.stands_from is None or half.claim is None:
            return None
        if not half.to_review:
            return turns.Outcome(turns.OPEN, half.side, self._awaited_from(half.stands_from))
        added = [item for item in half.new_evidence if item is not half.claim]
        since = min(map(self._awaited_from, added), default=self._awaited_from(half.claim))
        return turns.Outcome(turns.OPEN, Side(half.side).other.value, since)

    def _awaited_from(self, item: Item[StatusReport] | Item[PositionTake] | Item[EvidenceAdd]) -> str:
        return self._recorded.get(item.hash, str(item.body.said_on))

    def _wording_thread(self) -> DisputeView:
        """Return the thread about the wording, with each later wording in force as a change by its side."""
        items = [build_thread_item(self._state.added, "text", stale=self._state.wording is not self._state.added)]
        for item in self._amends:
            in_force = item.body.fields.keys() - self._state.lapsed.get(item.hash, frozenset())
            if WORDS & in_force and item.hash not in self._waiting:
                stale = item.hash != self._state.wording.hash
                items.append(
                    build_thread_item(
                        item, "change", counts=not stale, stale=stale, before=self._state.replaced[item.hash]
                    )
                )
                items += self._changes.get(item.hash, []) if not stale else []
        items += self._texts
        begun = min(one.said_on for one in self._texts if one.is_objection and not one.withdrawn)
        return self._build_thread("text", "text", sort_thread_items(items), begun)

    def _amendment_threads(self) -> list[DisputeView]:
        """Return the threads of amendments that are disputed; under rules 1, also of those that wait for the other side.

        Under later rules, what waits is in a list of its own.
        """
        shown = self._waiting if self._state.rules < FIRST_RULES_WITH_WAITING else frozenset()
        disputes = []
        for item in self._amends:
            answers = sort_thread_items(self._changes.get(item.hash, []))
            if item.hash in shown or _is_disputed(answers):
                change = build_thread_item(item, "change", before=self._state.replaced[item.hash])
                disputes.append(self._build_thread(item.id, "change", [change, *answers], change.said_on))
        return disputes

    def _with_observers(self, disputes: list[DisputeView]) -> list[DisputeView]:
        """Attach observers' statements and the answers to them to the thread of their half, or to a separate one."""
        place = {thread.half: number for number, thread in enumerate(disputes) if thread.about == "half"}
        alone: list[ThreadItem] = []
        for side, answers in self._observed.items():
            items = sort_thread_items([*self._answered_items(answers), *answers])
            if side in place:
                thread = disputes[place[side]]
                names = {one.entry for one in thread.words}
                observers = tuple(one for one in items if one.entry not in names)
                disputes[place[side]] = replace(thread, observers=observers)
            elif _is_disputed(answers):
                alone += items
        if alone:
            begun = next(one.said_on for one in sort_thread_items(alone) if one.is_objection and not one.withdrawn)
            thread = self._build_thread("observers", "observer", [], begun)
            disputes.append(replace(thread, observers=tuple(sort_thread_items(alone))))
        return disputes

    def _answered_items(self, answers: Iterable[ThreadItem]) -> list[ThreadItem]:
        names = {one.answers for one in answers if one.depth == 1}
        kinds = {"status.report": "claim", "evidence.add": "evidence"}
        roots = (self._answers.by_hash[name] for name in names if name in self._answers.by_hash)
        return [build_thread_item(item, kinds[item.kind]) for item in roots if item.kind in kinds]

    def _build_thread(
        self,
        name: str,
        about: str,
        items: Sequence[ThreadItem],
        begun: str,
        *,
        half: HalfState | None = None,
        request: tuple[str, str] | None = None,
    ) -> DisputeView:
        record = self._state.record
        standing = half.standing.value if half else None
        settled = half.settled_by if half else None
        end = turns.outcome(
            items,
            owner=half.side if half else None,
            standing=standing,
            request=request,
            settled_on=str(settled.body.said_on) if settled else None,
            recorded=self._recorded,
        )
        if half is not None and (half.not_public or end.state == turns.OPEN):
            end = self._restated_outcome(half) or end
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
            words=tuple(items),
            observers=(),
            restated=half is not None and half.stands_from is not None,
            to_review=half is not None and half.to_review,
            **turns.outcome_with_days(end, begun, self._today),
        )


def _last_claim(half: HalfState) -> Item[StatusReport] | None:
    """Return the claim in force, or the last public one if that is withheld."""
    return half.claim or half.last_public


def _stands(half: HalfState, reading: Item[StatusReport]) -> bool:
    """Whether a reading still stands against the claim in force, although it answered an earlier claim."""
    return half.stands_from is not None and half.stands_from.hash == reading.hash


def _is_disputed(answers: Iterable[ThreadItem]) -> bool:
    """Whether any of these contests something and was not withdrawn."""
    return any(one.is_objection and not one.withdrawn for one in answers)
