"""Rows behind each number of a score card: halves, commitments or series, counted as the card counts them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import sides, tr
from accordtrack.scoring import trend
from accordtrack.statuses import BY_RANK, UNREPORTED
from accordtrack.text import score as words
from accordtrack.vocabulary import Responsible, Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.trend import Moved, TrendResult

HALF, COMMITMENT, INDICATOR = "half", "commitment", "indicator"
LEFT = "left"
"""Commitments that are not scored: a fact of the whole only, listed after those of ``text.score.facts``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its family, its code, and the side that owes a half or the country that a series is about."""

    family: str
    code: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class CountWithRows:
    """A number of a card with the rows that it counts: its own, or those of its parts."""

    words: str
    number: int
    rows: tuple[Row, ...] = ()
    parts: tuple[CountWithRows, ...] = ()

    @property
    def every(self) -> tuple[Row, ...]:
        """All rows that the number counts."""
        return (*self.rows, *(row for part in self.parts for row in part.every))


def counts_with_rows(fact: str, found: Score, node: NodeScore) -> tuple[CountWithRows, ...]:
    """Return every number of one fact of a card with its rows. Empty for a fact without counts."""
    made: Mapping[str, Callable[[], Iterable[CountWithRows]]] = {
        words.SAID: lambda: [_said(node)],
        words.STANDING: lambda: _standing(node),
        words.DELIVERY: lambda: _delivery(node),
        words.TREND: lambda: _trend(node.trend),
        words.ABOUT_WHOM: lambda: _about(node.trend),
        words.ATTAINMENT: lambda: [_attainment(node)],
        words.FLAGS: lambda: _flags(node),
        LEFT: lambda: _left(found),
    }
    return tuple(made[fact]()) if fact in made else ()


def _said(node: NodeScore) -> CountWithRows:
    """Return all halves: with a stated status, with a read status, and without any."""
    silent = [one for one in node.inside if one.owed.said.claim is None]
    parts = [
        _statuses(node, label("basis", "stated"), node.stated, reading=False),
        _statuses(node, label("basis", "reading"), node.read, reading=True),
        CountWithRows(tr("no status found"), node.n - node.spoken, _halves(silent)),
    ]
    return CountWithRows(tr("halves scored"), node.n, parts=tuple(parts))


def _statuses(node: NodeScore, way: str, counts: Mapping[str, int], *, reading: bool) -> CountWithRows:
    order = [str(status) for status in reversed(BY_RANK)]
    held: dict[str, list[Commitment]] = {}
    for one in node.inside:
        claim = one.owed.said.claim
        if claim is not None and claim.reading == reading:
            held.setdefault(str(claim.status), []).append(one)
    parts = [
        CountWithRows(f"{way}, {label('status', status)}", counts[status], _halves(held.get(status, ())))
        for status in sorted(counts, key=order.index)
    ]
    return CountWithRows(way, sum(counts.values()), parts=tuple(parts))


def _standing(node: NodeScore) -> Iterable[CountWithRows]:
    for standing in Standing:
        if standing != UNREPORTED and (count := node.standing.get(str(standing), 0)):
            rows = _halves(one for one in node.inside if one.owed.standing == standing)
            yield CountWithRows(label("standing", standing), count, rows)


def _delivery(node: NodeScore) -> Iterable[CountWithRows]:
    valued = (one for one in node.inside if one.delivery.score is not None)
    yield CountWithRows(tr("halves with a delivery"), node.delivered, _halves(valued))
    if node.observed:
        seen = (one for one in node.inside if one.observed)
        yield CountWithRows(tr("halves on which an observer's status counts"), node.observed, _halves(seen))


def _trend(found: TrendResult | None) -> Iterable[CountWithRows]:
    if found is None:
        return
    ways = (
        ("improved", found.improved, (trend.IMPROVED, trend.IMPROVED_LITTLE)),
        ("worsened", found.worsened, (trend.WORSENED, trend.WORSENED_LITTLE)),
        ("unchanged", found.unchanged, (trend.UNCHANGED,)),
    )
    for way, count, held in ways:
        yield CountWithRows(label("movement", way), count, _series(one for one in found.moved if one.word in held))
    unmeasured = _series(one for one in found.moved if one.t is None)
    yield CountWithRows(tr("without a yearly rate"), found.unmeasured, unmeasured)
    if found.late:
        late = (one for one in found.moved if one.t is not None and one.pair is not None and one.pair.late)
        yield CountWithRows(tr("first period ends after the base"), found.late, _series(late))


def _about(found: TrendResult | None) -> Iterable[CountWithRows]:
    """Yield the series with a yearly rate by the country that they are about, the reader's own first."""
    measured = [one for one in found.moved if one.t is not None] if found is not None else []
    counts = Counter(str(one.gauge.side) for one in measured)
    for side in (*sides(Side), str(Responsible.JOINT)):
        if counts[side]:
            yield CountWithRows(
                label("side", side), counts[side], _series(one for one in measured if one.gauge.side == side)
            )


def _attainment(node: NodeScore) -> CountWithRows:
    usable = {one.owed.commitment for one in node.inside if one.result.usable_result}
    every = {one.owed.commitment for one in node.inside}
    parts = (
        CountWithRows(tr("usable results"), node.usable, _commitments(usable)),
        CountWithRows(tr("without usable results"), node.commitments - node.usable, _commitments(every - usable)),
    )
    return CountWithRows(tr("commitments scored"), node.commitments, parts=parts)


def _flags(node: NodeScore) -> Iterable[CountWithRows]:
    for name, halves in words.flags_of(node.inside):
        yield CountWithRows(label("flag", name), len(halves), _halves(halves))


def _left(found: Score) -> Iterable[CountWithRows]:
    held: dict[str, list[str]] = {}
    for one in found.inputs.not_scored:
        held.setdefault(one.reason, []).append(one.commitment)
    for reason, codes in sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield CountWithRows(label("not scored", reason), len(codes), _commitments(codes))


def _halves(found: Iterable[Commitment]) -> tuple[Row, ...]:
    rows = (Row(HALF, one.owed.leaf.id, str(one.owed.side)) for one in found)
    return tuple(sorted(rows, key=lambda row: natural_sort_key(row.code)))


def _commitments(codes: Iterable[str]) -> tuple[Row, ...]:
    return tuple(Row(COMMITMENT, code) for code in sorted(codes, key=natural_sort_key))


def _series(found: Iterable[Moved]) -> tuple[Row, ...]:
    rows = (Row(INDICATOR, one.gauge.id, str(one.gauge.side)) for one in found)
    return tuple(sorted(rows, key=lambda row: natural_sort_key(row.code)))
