"""Changes of disputes between two pairs of dates: threads opened and settled, conflicts found and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Table
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import localize, tr
from accordtrack.projection.disputes.fact_threads import threads
from accordtrack.scorecard.sections import quotations
from accordtrack.scorecard.sections.disagreements import other_disputes
from accordtrack.text import disputes
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.disputes.other_disputes import OtherWords
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types import DisputeView

    Pair = tuple[DisputeView | None, DisputeView | None]


def blocks(data: ScorecardData, lists: Listings, then: ScoreAccess) -> list[Block]:
    """Return a sentence of counts, and a table of the threads that opened, ended or reopened."""
    old, new = threads(then.facts, then.inputs.at.as_of), threads(data.facts, data.at.as_of)
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    names = {word.entry for one in other_disputes(then.facts, old) for word in one.words}
    others = [one for one in other_disputes(data.facts, new) if _contesting_entries(one) - names]
    pairs: list[Pair] = [(before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after))]
    opened = [pair for pair in pairs if pair[0] is None]
    settled = [pair for pair in pairs if _state(pair[1]) == "settled" != _state(pair[0])]
    conflicts = [one for one in data.facts.conflicts if one not in then.facts.conflicts]
    ended = [one for one in data.facts.settled if one not in then.facts.settled]
    words = sentence(
        tr(
            "Threads on a status, a text, a change, a value or an observer's statement that opened: "
            "{opened}; that were settled: {settled}. Records with another new dispute: {others}. Figures "
            "or words found that do not fit: {found}; with a claim found to hold: {ended}."
        ),
        opened=lists.count("threads-opened", tr("Threads that opened"), map(_item, opened)),
        settled=lists.count("threads-newly-settled", tr("Threads that were settled"), map(_item, settled)),
        others=lists.count(
            "other-words-found",
            tr("Records with a new dispute, not about a status"),
            [data.item(one.state) for one in others],
        ),
        found=lists.count("conflicts-found", tr("Conflicting figures found"), _conflict_items(data, conflicts)),
        ended=lists.count("conflicts-ended", tr("Figures with a claim found to hold"), _conflict_items(data, ended)),
    )
    moved = [pair for pair in pairs if _state(pair[0]) != _state(pair[1])]
    return [Paragraph(words), *([_table(moved)] if moved else [])]


def _contesting_entries(one: OtherWords) -> set[str]:
    return {word.entry for word in one.words if word.is_objection}


def _state(thread: DisputeView | None) -> str:
    return thread.state if thread is not None else ""


def _either_thread(pair: Pair) -> DisputeView:
    dispute = pair[1] or pair[0]
    if dispute is None:
        raise ValueError(pair)
    return dispute


def _item(pair: Pair) -> Item:
    one = _either_thread(pair)
    return Item(sanitize_line(one.id), sanitize_line(f"{localize(one.title)}, {disputes.about(one)}"))


def _conflict_items(data: ScorecardData, ids: Sequence[str]) -> list[Item]:
    titles = {name: data.facts.conflicts[name].title for name in ids if name in data.facts.conflicts}
    return [
        Item(sanitize_line(name), sanitize_line(quotations.local_text(title))) for name, title in sorted(titles.items())
    ]


def _table(moved: Sequence[Pair]) -> Table:
    columns = (
        Column("thread", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("about", tr("about"), weight=1.5),
        Column("opened_on", tr("opened on"), weight=1.3),
        Column("before", tr("before"), weight=2.0),
        Column("after", tr("after"), weight=4.0),
    )
    rows = []
    for pair in moved:
        old, new, one = (*pair, _either_thread(pair))
        rows.append(
            Row(
                f"moved-{quotations.anchor(one.id)}",
                (
                    Cell(sanitize_line(disputes.thread_code(one)), one.id),
                    Cell(sanitize_line(localize(one.title))),
                    Cell(sanitize_line(disputes.about(one)), one.about),
                    Cell(one.opened_on, one.opened_on),
                    Cell(label("dispute state", old.state) if old else "—", old.state if old else None),
                    Cell(
                        sanitize_line(disputes.outcome(new)) if new else tr("no longer a thread"), _state(new) or None
                    ),
                ),
            )
        )
    return Table("changes-threads", tr("Disputes opened and settled"), columns, tuple(rows))
