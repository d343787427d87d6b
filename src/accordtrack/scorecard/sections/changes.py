"""Section "What changed": statements, deadlines, evidence, disputes between two pairs of dates (see ``bridge``)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import localize, tr
from accordtrack.ledger.kinds import INDICATOR_AMEND
from accordtrack.queries.diff import KINDS, REMOVED, Moment, target_changes
from accordtrack.queries.diff import find_changes as differing
from accordtrack.scorecard.sections import cells, disputes_between_dates, method_change, quotations
from accordtrack.store.items import is_kind
from accordtrack.text import changes as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Block, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types import ChangeView

_SAID = ("status", "restated", "taken_back", "withdrawn", "standing")
_DATES = ("due", "timeliness")
_PROOF = ("evidence", "withheld", "expired", "grade")
_RECORD = ("added", "text", "field", "proposed", "target")
_OTHER = ("observed", "said", "note")
_NAMED = ("restated", "standing", "added", "due", "timeliness", "evidence", "expired")
"""Kinds of changes that the summary counts separately, in addition to statuses."""
_STATUS = frozenset({"status", "restated", "withdrawn"})
_BY_DATE = frozenset({"expired", "timeliness", "grade", "standing"})
"""Kinds of changes that a passing date can cause without any statement."""


def changes_between(then: ScoreAccess, now: ScoreAccess) -> list[ChangeView]:
    """Return all changes of all commitments, by code and in the order of ``KINDS``; ``queries.diff`` compares."""
    changes: list[ChangeView] = []
    amended = {item.ref for item in now.facts.answered if is_kind(item, INDICATOR_AMEND)}
    for name in sorted(now.facts.states, key=natural_sort_key):
        before, after = then.facts.states.get(name), now.facts.states[name]
        names = {item.hash for item in before.items} if before else set()
        fresh = [item for item in after.items if item.hash not in names]
        a, b = then.inputs.at, now.inputs.at
        differences = differing(Moment(before, a.as_of, a.known_on), Moment(after, b.as_of, b.known_on), fresh)
        differences += _target_changes(after, amended, then.facts, now.facts)
        changes += sorted(differences, key=lambda change: KINDS.index(change.kind))
    return words.sort_changes(changes)


def _target_changes(state: State, amended: set[str], then: Facts, now: Facts) -> Iterator[ChangeView]:
    """Yield targets that an amendment set, moved or removed; one that came with its indicator is no change."""
    for name in sorted({link.body.indicator for link in state.links} & amended, key=natural_sort_key):
        if name in then.indicators and name in now.indicators:
            yield from target_changes(state.record, name, then.indicators[name], now.indicators[name], ())


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section. Raise ``ValueError`` if the scorecard has no earlier dates."""
    then = data.since
    if then is None:
        raise ValueError(data)
    changes = changes_between(then, data.scores)
    blocks: list[Block] = [
        Paragraph(_summary(lists, then, data.scores, changes)),
        Paragraph(_late_sentence(data, lists, then, changes)),
        *disputes_between_dates.blocks(data, lists, then),
    ]
    tables = (
        ("said", tr("What was stated or assessed, and the answers to statements"), _SAID),
        ("dates", tr("Deadlines"), _DATES),
        ("evidence", tr("Evidence received, expired or no longer public"), _PROOF),
        ("record", tr("Commitments, actions and requests: their wording and targets"), _RECORD),
        ("other", tr("Other words that changed no status"), _OTHER),
    )
    for name, heading, kinds in tables:
        some = [change for change in changes if change.kind in kinds]
        if some:
            blocks.append(_table(data, name, heading, some))
    blocks += method_change.blocks(data, lists, then)
    at = then.inputs.at
    return Section("changes", tr("What changed since {date}", date=at.as_of), tuple(blocks))


def _summary(lists: Listings, then: ScoreAccess, now: ScoreAccess, changes: Sequence[ChangeView]) -> Sentence:
    changed = {change.id: change for change in changes}
    status = [change for change in changes if change.kind in {"status", "withdrawn"}]
    named = [
        change for change in changes if change.kind in _NAMED and (change.kind, change.sign) != ("evidence", REMOVED)
    ]
    others = [change for change in changes if change not in status and change not in named]
    return sentence(
        tr(
            "From what had been said by {then}, with data available as of {then_known}, to what had "
            "been said by {now}, with data available as of {now_known}, both as this register now "
            "holds them: {all} changes to {commitments} commitments, actions and requests. Statuses: "
            "{status}; stated or assessed again: {restated}. Answers to statements: {standing}. New "
            "records: {added}. Of the records present on both dates, deadlines moved: {due}; met, "
            "near or past now and not before, or the reverse: {timeliness}. Evidence received: "
            "{evidence}; expired: {expired}. Other changes: {others}."
        ),
        then=then.inputs.at.as_of,
        then_known=then.inputs.at.known_on,
        now=now.inputs.at.as_of,
        now_known=now.inputs.at.known_on,
        all=lists.count("changes", tr("Changes"), map(_item, changes)),
        commitments=lists.count(
            "changed", tr("Commitments that changed"), (_item(change, plain=True) for change in changed.values())
        ),
        status=lists.count("changed-status", tr("Statuses that changed"), map(_item, status)),
        **{
            kind: lists.count(
                f"changed-{kind}",
                label("change", kind),
                (_item(one) for one in named if one.kind == kind),
            )
            for kind in _NAMED
        },
        others=lists.count("changed-others", tr("Other changes"), map(_item, others)),
    )


def _item(change: ChangeView, *, plain: bool = False) -> Item:
    title = sanitize_line(localize(change.title))
    return Item(sanitize_line(change.id), title if plain else f"{title}: {sanitize_line(words.change_label(change))}")


def _entry_days(data: ScorecardData, change: ChangeView) -> list[tuple[str, str]]:
    """Return the effective day and the known day of each entry that caused a change."""
    state = data.facts.states[change.id]
    dates = {item.id: (item.order[1], item.order[2]) for item in state.items}
    dates |= {item.id: (item.at[:10], item.at[:10]) for item in state.retractions}
    return [dates[entry] for entry in change.entries if entry in dates]


def _late_sentence(data: ScorecardData, lists: Listings, then: ScoreAccess, changes: Sequence[ChangeView]) -> Sentence:
    """Return a sentence on changes that only became known between the dates, or that a passing date caused.

    When the register learns of a fact late, nothing moved in the world at that time.
    """
    day, seen = then.inputs.at.as_of, then.inputs.at.known_on
    known, passed = [], []
    for one in changes:
        days = _entry_days(data, one)
        fresh = [(effective, since) for effective, since in days if effective > day or since > seen]
        if fresh and all(effective <= day for effective, _since in days):
            known.append(one)
        elif not fresh and one.kind in _BY_DATE:
            passed.append(one)
    return sentence(
        tr(
            "Of these, based only on what was in effect by {day} and became known later: {known}; due"
            " to a date that passed, with no new statement found: {passed}."
        ),
        known=lists.count("changes-known-later", tr("In effect by the earlier date, known later"), map(_item, known)),
        day=day,
        passed=lists.count("changes-by-date", tr("Changed because a date passed"), map(_item, passed)),
    )


def _table(data: ScorecardData, name: str, heading: str, changes: Sequence[ChangeView]) -> Table:
    columns = (
        Column("code", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("what", tr("what changed"), weight=2.5),
        Column("before", tr("before"), weight=2.5),
        Column("after", tr("after"), weight=2.5),
        Column("effective_on", tr("in effect on"), weight=1.3),
        Column("known_on", tr("known since"), weight=1.3, within="effective_on", named=True),
    )
    tally: Counter[str] = Counter()
    rows = []
    for change in changes:
        key = "-".join(part for part in (change.id, change.kind, change.half, change.field) if part)
        tally[key] += 1
        number = f"-{tally[key]}" if tally[key] > 1 else ""
        rows.append(Row(f"change-{quotations.anchor(key)}{number}", _cells(data, change)))
    return Table(f"changes-{name}", heading, columns, tuple(rows))


def _cells(data: ScorecardData, change: ChangeView) -> tuple[Cell, ...]:
    days = _entry_days(data, change)
    effective = max((one[0] for one in days), default=None)
    text = max((one[1] for one in days), default=None)
    phrase = f"{words.sign(change, ascii_only=False)} {words.change_label(change)}"
    known = data.since is not None and change.id in data.since.facts.states
    return (
        Cell(sanitize_line(change.id), change.id),
        Cell(sanitize_line(localize(change.title))),
        Cell(sanitize_line(phrase), change.kind),
        Cell(_value_before(change) if known or change.sign == REMOVED else tr("— (new)")),
        Cell(_value_after(change)),
        cells.day(effective or None),
        cells.day(text or None),
    )


def _value_before(change: ChangeView) -> str:
    if change.kind in _STATUS:
        return wording.status(change.before, change.before_basis)
    return _clean_value(words.value_before(change, ascii_only=False))


def _value_after(change: ChangeView) -> str:
    if change.kind in _STATUS:
        return wording.status(change.after, change.after_basis)
    return _clean_value(words.value_after(change, ascii_only=False))


def _clean_value(text: str) -> str:
    return sanitize(text) or "—"
