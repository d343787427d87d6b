"""Plans answers to several entries in one act: named ones, whole acts, what a filter matches, and rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import in_both_languages, line_text
from accordtrack.projection import record_lookup
from accordtrack.queries import pending, pending_filter
from accordtrack.service.commands.answers import ANSWER, framework_line, take_position, target_entry, waiting_framework
from accordtrack.service.commands.attribution import KEEPS
from accordtrack.service.commands.write_context import Proposal, parse_choice
from accordtrack.text.pending import SAYS
from accordtrack.types import Line
from accordtrack.types.intents import TakePosition
from accordtrack.vocabulary import Side, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.service.commands.write_context import WriteContext
    from accordtrack.store.items import Item
    from accordtrack.types.intents import AnswerMany

_LISTED = 10
"""Most targets that a plan names."""
_IN_COUNTS = frozenset({KEEPS.template, ANSWER, framework_line("").template})
"""Lines of the plan of one answer that a plan of several replaces by counts."""
_PREFIX = 4
"""Fewest letters of an act that name it."""


@dataclass(frozen=True, slots=True)
class _Target:
    """An entry to answer, with the answer. ``place`` is the table line of the answer."""

    name: str
    stance: str
    reason: str | None
    place: str = ""


def answer_many(bench: WriteContext, intent: AnswerMany) -> Proposal:
    """Plan answers to several entries. Entries that the side has already accepted are left out. If any other answer is not possible, all are refused."""
    answers, known = plan_answers(bench, intent)
    lines = [planned.lines[0] for _position, planned in answers]
    counts = [
        Line("+ {n} × answer   {stance}", {"n": count, "stance": ("stance", stance.value)})
        for stance in Stance
        if (count := sum(position.stance == stance for position, _planned in answers))
    ]
    more = [Line("and {n} more", {"n": len(lines) - _LISTED})] if len(lines) > _LISTED else []
    left_out = [Line("{id} is in force already and needs no answer", {"id": name}) for name in known]
    entries = tuple(entry for _position, planned in answers for entry in planned.entries)
    waiting = _waiting_frameworks(
        bench, [position for position, _planned in answers if position.stance == Stance.CONCUR]
    )
    shown = (*counts, *lines[:_LISTED], *more, *_contents(bench, answers), *left_out, *waiting, KEEPS)
    return Proposal(entries, answers[0][1].voice, shown)


def _contents(bench: WriteContext, answers: Sequence[tuple[TakePosition, Proposal]]) -> Iterator[Line]:
    """Yield the content of the accepted entries, then what the answers change, each line once.

    A line that does not apply to all entries names those to which it applies.
    """
    shared: dict[tuple[str, str], tuple[Line, list[str]]] = {}
    for position, planned in answers:
        head, *others = planned.lines
        target = position.target
        known = target if target in bench.states else head.values.get("entry")
        name = str(known or target_entry(bench, target).envelope.id)
        for line in others:
            if line.template == SAYS:
                yield line
            elif line.template not in _IN_COUNTS:
                shared.setdefault((line.template, repr(line.values)), (line, []))[1].append(name)
    for line, names in shared.values():
        if len(names) == len(answers):
            yield line
        else:
            more = ["…"] if len(names) > _LISTED else []
            words = in_both_languages(partial(line_text, line))
            yield Line("{ids}: {words}", {"ids": [*names[:_LISTED], *more], "words": words})


def _waiting_frameworks(bench: WriteContext, accepted: Sequence[TakePosition]) -> list[Line]:
    """Return a line for each framework that goes on waiting while commitments under it are accepted."""
    targets = {position.target for position in accepted}
    found = (waiting_framework(bench, pending.find_entry(bench.connection, name)) for name in targets)
    return [framework_line(name) for name, digest in sorted({one for one in found if one}) if digest not in targets]


def plan_answers(
    bench: WriteContext, intent: AnswerMany
) -> tuple[tuple[tuple[TakePosition, Proposal], ...], tuple[str, ...]]:
    """Return the single answers that an intent stands for, each with its plan, and the targets accepted already.

    Refuses all of them, with one problem each, if any cannot be answered.
    """
    answers: list[tuple[TakePosition, Proposal]] = []
    known: list[str] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for target in _targets(bench, intent):
        try:
            stance = parse_choice(Stance, target.stance, "stance")
            name = _answered(bench, target.name)
            if name in seen:
                _refuse_contradiction(target.name, stance, seen[name])
                continue
            seen[name] = stance
            position = _position(intent, replace(target, stance=stance), name)
            if _is_accepted(bench, position):
                known.append(target.name)
                continue
            following = replace(bench, next_seq=bench.next_seq + len(answers))
            answers.append((position, take_position(following, position)))
        except Refused as refusal:
            problems += [
                problem.with_place(target.place) if target.place and not problem.place else problem
                for problem in refusal.problems
            ]
    if problems:
        raise Refused(*problems)
    if not answers:
        values = {"ids": ", ".join(known)}
        raise Refused(Problem("All of it is in force already: {ids}", "Nothing was written.", values=values))
    return tuple(answers), tuple(known)


def _refuse_contradiction(name: str, stance: str, before: str) -> None:
    if stance != before:
        raise Refused(Problem("{id} is answered twice, in different ways", "Answer it once.", values={"id": name}))


def _answered(bench: WriteContext, name: str) -> str:
    """Return the id of a commitment with a claim in force, which is answered, or else the hash of the named entry."""
    if record_lookup.exists(bench.connection, "commitment", name):
        state = bench.state(name)
        accepted = state.added.verdict is not None and state.added.verdict.accepted is not None
        return state.added.hash if accepted and not any(half.claim for half in state.halves) else name
    return target_entry(bench, name).hash


def _position(intent: AnswerMany, target: _Target, name: str) -> TakePosition:
    return TakePosition(
        target=name,
        stance=target.stance,
        ground=intent.ground if target.stance != Stance.CONCUR else None,
        reason=target.reason,
        effective_on=intent.effective_on,
        said_on=intent.said_on,
        speaker=intent.speaker,
        body=intent.body,
        half=intent.half,
        handling=intent.handling,
        sources=intent.sources,
        cleared_by=intent.cleared_by,
        clearance_ref=intent.clearance_ref,
    )


def _is_accepted(bench: WriteContext, position: TakePosition) -> bool:
    """Whether the side of the desk has already accepted an entry and would only accept it again."""
    found = pending.find_entry(bench.connection, position.target) if position.stance == Stance.CONCUR else None
    verdict = found.item.verdict if found is not None else None
    return verdict is not None and verdict.accepted is not None and verdict.accepted.side == bench.side


def _targets(bench: WriteContext, intent: AnswerMany) -> Iterator[_Target]:
    for name in intent.targets:
        yield _Target(name, intent.stance, intent.reason)
    for digest in _chosen_entries(bench, intent):
        yield _Target(digest, intent.stance, intent.reason)
    for row in intent.table:
        yield _Target(row.target, row.stance or intent.stance, row.reason or intent.reason, row.place)


def _chosen_entries(bench: WriteContext, intent: AnswerMany) -> list[str]:
    """Return the hashes of the entries in the acts of an intent, and of those that its filter matches."""
    if not intent.acts and intent.words is None:
        return []
    side = bench.side
    if side is None:
        advice = "An observer's desk names the entries one by one."
        raise Refused(Problem("Nothing waits for an observer's desk", advice, usage=True))
    if intent.words is not None and not intent.words.strip():
        advice = "Write words or field:value. accordtrack pending lists what waits."
        raise Refused(Problem("The filter is empty, so it would match everything that waits", advice, usage=True))
    items = pending.waiting_items(bench.connection, side)
    if intent.acts:
        items += pending.items_in_force_alone(bench.connection, side)
    chosen = [item.hash for name in intent.acts for item in _of_act(bench, side, name, items)]
    if intent.words is not None:
        acts = pending_filter.select(pending.pending_acts(bench.connection, side), intent.words)
        chosen += [entry.hash for act in acts for entry in act.entries]
        if not acts:
            values = {"side": ("the side", side.value), "words": shorten(sanitize_line(intent.words), 60)}
            advice = "accordtrack pending lists everything."
            raise Refused(Problem('Nothing that waits for {side} matches "{words}"', advice, values=values))
    return chosen


def _of_act(bench: WriteContext, side: Side, name: str, items: Sequence[Item[Record]]) -> list[Item[Record]]:
    """Return the entries of an act, named by the beginning of its id, that wait or are in force without the side."""
    wanted = name.lower()
    acts = {
        (item.feed, item.act)
        for item in items
        if item.act == wanted or (len(wanted) >= _PREFIX and item.act.startswith(wanted))
    }
    if len(acts) == 1:
        return [item for item in items if (item.feed, item.act) in acts]
    values = {"act": shorten(sanitize_line(name), 40), "side": ("the side", side.value)}
    if acts:
        raise Refused(Problem("Several acts begin with {act}", "Write more of it.", values=values, usage=True))
    if pending.is_act(bench.connection, wanted):
        advice = "What it proposed was answered, replaced or taken back. accordtrack pending lists what waits."
        raise Refused(Problem("Nothing in act {act} waits for {side}", advice, values=values))
    raise Refused(Problem("No act {act}", "accordtrack pending lists the acts that wait.", values=values, usage=True))
