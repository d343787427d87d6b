"""What holds for the statements of a folder: who may say it, of which half, on what grade, in answer to what.

The compiler of a folder is an observer, so everything in it is attributed. The rule is that of the log
(``authority.may``); here it is only found out which field a refusal is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.authority import may
from accordtrack.ledger.context import Context
from accordtrack.problems import Problem
from accordtrack.register.folderstatements import POSITION
from accordtrack.vocabulary import WEAK_COPIES, Grade, Handling, Seat, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accordtrack.register.faults import Faults
    from accordtrack.register.folderrecords import Item, Records

FEED = "obs-0"
"""The feed that speaks for a folder."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question to the rule."""

    body: dict[str, Any]
    handling: Handling
    context: Context


class _Known:
    """Records by id, as far as the rules ask for them."""

    def __init__(self, records: Records) -> None:
        self.bodies = {body["code"]: body for _item, body in records.sound("body")}
        self.commitments = {body["id"]: body for _item, body in records.sound("commitment")}
        self.copies = {body["id"]: body["copy"] for _item, body in records.sound("source")}
        self.statements = {body["id"]: body for _item, body in records.sound("statement")}


def check_statements(records: Records, faults: Faults) -> None:
    """Note statements that their speaker could not have made, or that do not fit what they are about."""
    known = _Known(records)
    for item, body in records.sound("statement"):
        for field, problem in _faults(item, body, known):
            faults.add(item.file, item.line(field), problem, field)


def handling_of(item: Item, commitments: dict[str, Handling]) -> Handling:
    """How an entry is handled: as it asks, and never less restricted than the commitments it is about."""
    body = item.body or {}
    about = (body.get("about") or {}).get("commitments", ()) if item.family == "conflict" else (body.get("commitment"),)
    own = Handling(body["handling"]) if item.family == "commitment" and body else item.handling
    marks = [own or Handling.CLEAR, *(commitments.get(code or "", Handling.CLEAR) for code in about)]
    return max(marks, key=lambda mark: mark.rank)


def _faults(item: Item, body: dict[str, Any], known: _Known) -> Iterator[tuple[str, Problem]]:
    yield from _refusals(item, body, known)
    if body["speaker"] != Speaker.JOINT and body["speaker_body"] is None:
        values = {"field": "speaker_body", "side": body["speaker"]}
        yield "speaker_body", Problem("No body speaks for {side} here", "Name the body that said it.", values=values)
    if item.kind == POSITION:
        yield from _answer(item, body, known)
    elif body["grade"] != Grade.CLAIMED and body["sources"]:
        copies = {known.copies.get(source) for source in body["sources"]}
        if copies <= WEAK_COPIES:
            values = {"grade": body["grade"]}
            yield (
                "grade",
                Problem(
                    'The grade "{grade}" rests on copies of aggregators or partisans only',
                    "Write claimed, or cite a better copy.",
                    values=values,
                ),
            )


def _answer(item: Item, body: dict[str, Any], known: _Known) -> Iterator[tuple[str, Problem]]:
    answered = known.statements.get(item.about or "")
    if answered and answered["commitment"] != body["commitment"]:
        values = {"about": answered["id"], "other": answered["commitment"], "commitment": body["commitment"]}
        yield (
            "about",
            Problem(
                "{about} is about {other}, its answer about {commitment}",
                "An answer is about the same commitment.",
                values=values,
            ),
        )


def _refusals(item: Item, body: dict[str, Any], known: _Known) -> Iterator[tuple[str, Problem]]:
    """Every refusal of the rule, with the field whose repair changes the ruling."""
    asked = _asked(item, body, known)
    for field, repair in _REPAIRS.items():
        if problem := _ruling(item, asked):
            repaired = repair(asked)
            if _ruling(item, repaired) != problem:
                yield field, problem
            asked = repaired
    if problem := _ruling(item, asked):
        yield "id", problem


def _ruling(item: Item, asked: _Asked) -> Problem | None:
    return may(Seat.OBS, FEED, item.kind, asked.body, asked.handling, asked.context).problem


def _asked(item: Item, body: dict[str, Any], known: _Known) -> _Asked:
    """A statement as the rule wants it; what is dangling, and noted as such, is left out."""
    commitment = known.commitments.get(body["commitment"])
    voice = known.bodies.get(body["speaker_body"] or "")
    answered = known.statements.get(item.about or "")
    mark = Handling(commitment["handling"]) if commitment else Handling.CLEAR
    context = Context(
        responsible=commitment["responsible_side"] if commitment else None,
        commitment_handling=mark,
        target_speaker=answered["speaker"] if answered else None,
        body_speaks_for=voice["speaks_for"] if voice else None,
    )
    return _Asked({**body, "speaker_body": voice["code"] if voice else None}, item.handling or mark, context)


def _with(asked: _Asked, **fields: object) -> _Asked:
    return replace(asked, body={**asked.body, **fields})


_REPAIRS: dict[str, Callable[[_Asked], _Asked]] = {
    "handling": lambda asked: replace(asked, handling=Handling(asked.context.commitment_handling)),
    "sources": lambda asked: _with(asked, sources=["any"]),
    "speaker_body": lambda asked: _with(asked, speaker_body=None),
    "half": lambda asked: _with(asked, half=None),
    "about": lambda asked: replace(asked, context=replace(asked.context, target_speaker=None)),
}
"""Fields that a refusal can be about, in the order of the rule, and what would put each right."""
