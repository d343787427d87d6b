"""Checks the statements of a data folder: speaker, half, grade, and what an answer refers to.

The compiler of a folder is an observer, so every statement is attributed. The rule is the log's own
(``authority.rule_on_entry``); this module only finds out which field causes a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem
from accordtrack.ledger import kinds
from accordtrack.ledger.authority import rule_on_entry
from accordtrack.ledger.context import Context
from accordtrack.ledger.indicators import Link
from accordtrack.ledger.records import Commitment, Conflict
from accordtrack.ledger.results_chain import Evaluation, ResultsChain
from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
from accordtrack.vocabulary import WEAK_COPIES, Grade, Handling, Seat, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accordtrack.dataset.faults import Faults
    from accordtrack.dataset.folder_records import Item, Records, Statement

FEED = "obs-0"
"""The feed under which the statements of a folder are checked."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The arguments of a call of ``authority.rule_on_entry``."""

    body: Statement
    handling: Handling
    context: Context


class _Known:
    """The valid records that the rules need, by id."""

    def __init__(self, records: Records) -> None:
        self.bodies = {body.code: body for _item, body in records.valid_records(kinds.BODY)}
        self.commitments = {body.id: body for _item, body in records.valid_records(kinds.COMMITMENT)}
        self.copies = {body.id: body.copy_ for _item, body in records.valid_records(kinds.SOURCE)}
        self.statements = {body.id: body for _item, body in records.valid_statements()}


def check_statements(records: Records, faults: Faults) -> None:
    """Record faults for statements that their speaker cannot make or that do not fit what they are about."""
    known = _Known(records)
    for item, body in records.valid_statements():
        for field, problem in _faults(item, body, known):
            faults.add(item.file, item.line(field), problem, field)


def handling_of(item: Item, commitments: dict[str, Handling]) -> Handling:
    """Return the handling mark of an entry: its own, but at least that of the commitments it is about."""
    own, about = item.handling, list[str]()
    match item.body:
        case Commitment() as commitment:
            own = commitment.handling
        case Conflict() | Evaluation() as named:
            about += named.about.commitments
        case StatusReport() | EvidenceAdd() | PositionTake() | Link() | ResultsChain() as said:
            about += [said.commitment or ""]
    marks = [own or Handling.CLEAR, *(commitments.get(code, Handling.CLEAR) for code in about)]
    return max(marks, key=lambda mark: mark.rank)


def _faults(item: Item, body: Statement, known: _Known) -> Iterator[tuple[str, Problem]]:
    yield from _refusals(item, body, known)
    if body.speaker is not Speaker.JOINT and body.speaker_body is None:
        values = {"field": "speaker_body", "side": body.speaker}
        yield "speaker_body", Problem("No body speaks for {side} here", "Name the body that said it.", values=values)
    if isinstance(body, PositionTake):
        yield from _answer(item, body, known)
    elif body.grade is not Grade.CLAIMED and body.sources:
        copies = {known.copies.get(source) for source in body.sources}
        if copies <= WEAK_COPIES:
            values = {"grade": body.grade}
            yield (
                "grade",
                Problem(
                    'The grade "{grade}" rests only on aggregator or partisan copies',
                    "Write claimed (statement only), or cite a better copy.",
                    values=values,
                ),
            )


def _answer(item: Item, body: PositionTake, known: _Known) -> Iterator[tuple[str, Problem]]:
    answered = known.statements.get(item.about or "")
    if answered and answered.commitment != body.commitment:
        values = {"about": answered.id, "other": answered.commitment, "commitment": body.commitment}
        yield (
            "about",
            Problem(
                "{about} is about {other}, but its answer is about {commitment}",
                "An answer must be about the same commitment.",
                values=values,
            ),
        )


def _refusals(item: Item, body: Statement, known: _Known) -> Iterator[tuple[str, Problem]]:
    """Yield every refusal with the field that causes it: the one whose repair changes the result."""
    arguments = _rule_arguments(item, body, known)
    for field, repair in _REPAIRS.items():
        if problem := _ruling_problem(item, arguments):
            repaired = repair(arguments)
            if _ruling_problem(item, repaired) != problem:
                yield field, problem
            arguments = repaired
    if problem := _ruling_problem(item, arguments):
        yield "id", problem


def _ruling_problem(item: Item, arguments: _Asked) -> Problem | None:
    return rule_on_entry(Seat.OBS, FEED, item.kind, arguments.body, arguments.handling, arguments.context).problem


def _rule_arguments(item: Item, body: Statement, known: _Known) -> _Asked:
    """Return the arguments of the rule for a statement, without dangling references (reported elsewhere)."""
    commitment = known.commitments.get(body.commitment or "")
    voice = known.bodies.get(body.speaker_body or "")
    answered = known.statements.get(item.about or "")
    mark = commitment.handling if commitment else Handling.CLEAR
    context = Context(
        responsible=commitment.responsible_side if commitment else None,
        commitment_handling=mark,
        target_speaker=answered.speaker if answered else None,
        body_speaks_for=voice.speaks_for if voice else None,
    )
    return _with_fields(_Asked(body, item.handling or mark, context), speaker_body=voice.code if voice else None)


def _with_fields(arguments: _Asked, **fields: object) -> _Asked:
    return replace(arguments, body=arguments.body.model_copy(update=fields))


_REPAIRS: dict[str, Callable[[_Asked], _Asked]] = {
    "handling": lambda arguments: replace(arguments, handling=Handling(arguments.context.commitment_handling)),
    "sources": lambda arguments: _with_fields(arguments, sources=("any",)),
    "speaker_body": lambda arguments: _with_fields(arguments, speaker_body=None),
    "half": lambda arguments: _with_fields(arguments, half=None),
    "about": lambda arguments: replace(arguments, context=replace(arguments.context, target_speaker=None)),
}
"""The fields that can cause a refusal, in the order the rule checks them, each with a repair for it."""
