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
"""Commitments that are not scored: a fact of the whole only, listed after those of ``text.score.fact_names``."""


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
    def all_rows(self) -> tuple[Row, ...]:
        """All rows that the number counts."""
        return (*self.rows, *(row for part in self.parts for row in part.all_rows))


def counts_with_rows(fact: str, score: Score, node: NodeScore) -> tuple[CountWithRows, ...]:
    """Return every number of one fact of a card with its rows. Empty for a fact without counts."""
    builders: Mapping[str, Callable[[], Iterable[CountWithRows]]] = {
        words.SAID: lambda: [_halves_by_basis(node)],
        words.STANDING: lambda: _halves_by_standing(node),
        words.DELIVERY: lambda: _delivery(node),
        words.TREND: lambda: _trend(node.trend),
        words.ABOUT_WHOM: lambda: _series_by_country(node.trend),
        words.ATTAINMENT: lambda: [_attainment(node)],
        words.FLAGS: lambda: _flags(node),
        LEFT: lambda: _unscored_by_reason(score),
    }
    return tuple(builders[fact]()) if fact in builders else ()


def _halves_by_basis(node: NodeScore) -> CountWithRows:
    """Return all halves: with a stated status, with a read status, and without any."""
    silent = [one for one in node.inside if one.owed.said.claim is None]
    parts = [
        _halves_by_status(node, label("basis", "stated"), node.stated, reading=False),
        _halves_by_status(node, label("basis", "reading"), node.read, reading=True),
        CountWithRows(
            tr("no statement found"),
            node.n - node.statement_count,
            _half_rows(one for one in silent if not one.owed.said.observer_alone),
            _observed_parts(node),
        ),
    ]
    return CountWithRows(tr("scored, by government"), node.n, parts=tuple(parts))


def _halves_by_status(node: NodeScore, way: str, counts: Mapping[str, int], *, reading: bool) -> CountWithRows:
    order = [str(status) for status in reversed(BY_RANK)]
    halves: dict[str, list[Commitment]] = {}
    for one in node.inside:
        claim = one.owed.said.claim
        if claim is not None and claim.reading == reading:
            halves.setdefault(str(claim.status), []).append(one)
    parts = [
        CountWithRows(f"{way}, {label('status', status)}", counts[status], _half_rows(halves.get(status, ())))
        for status in sorted(counts, key=order.index)
    ]
    return CountWithRows(way, sum(counts.values()), parts=tuple(parts))


def _observed_parts(node: NodeScore) -> tuple[CountWithRows, ...]:
    """Return the halves that have only an observer's status, by that status."""
    halves: dict[str, list[Commitment]] = {}
    for one in node.inside:
        if one.owed.said.observer_alone and one.owed.said.observer is not None:
            halves.setdefault(str(one.owed.said.observer.status), []).append(one)
    return tuple(
        CountWithRows(tr("observer: {status}", status=label("status", str(status))), len(found), _half_rows(found))
        for status in reversed(BY_RANK)
        if (found := halves.get(str(status)))
    )


def _halves_by_standing(node: NodeScore) -> Iterable[CountWithRows]:
    for standing in Standing:
        if standing != UNREPORTED and (count := node.standing.get(str(standing), 0)):
            rows = _half_rows(one for one in node.inside if one.owed.standing == standing)
            yield CountWithRows(label("standing", standing), count, rows)


def _delivery(node: NodeScore) -> Iterable[CountWithRows]:
    valued = (one for one in node.inside if one.delivery.score is not None)
    yield CountWithRows(tr("with a status that counts"), node.delivered, _half_rows(valued))
    if node.observed:
        seen = (one for one in node.inside if one.has_observer_status)
        yield CountWithRows(tr("those on which an observer's status counts"), node.observed, _half_rows(seen))


def _trend(found: TrendResult | None) -> Iterable[CountWithRows]:
    if found is None:
        return
    ways = (
        ("improved", found.improved_count, (trend.IMPROVED, trend.IMPROVED_LITTLE)),
        ("worsened", found.worsened_count, (trend.WORSENED, trend.WORSENED_LITTLE)),
        ("unchanged", found.unchanged_count, (trend.UNCHANGED,)),
    )
    for way, count, movements in ways:
        yield CountWithRows(
            label("movement", way), count, _series_rows(one for one in found.moved if one.word in movements)
        )
    unmeasured = _series_rows(one for one in found.moved if one.t is None)
    yield CountWithRows(tr("without a yearly rate"), found.unmeasured_count, unmeasured)
    if found.late_count:
        late = (one for one in found.moved if one.t is not None and one.pair is not None and one.pair.late)
        yield CountWithRows(tr("first period ends after the agreement"), found.late_count, _series_rows(late))


def _series_by_country(found: TrendResult | None) -> Iterable[CountWithRows]:
    """Yield the series with a yearly rate by the country that they are about, the reader's own first."""
    measured = [one for one in found.moved if one.t is not None] if found is not None else []
    counts = Counter(str(one.gauge.side) for one in measured)
    for side in (*sides(Side), str(Responsible.JOINT)):
        if counts[side]:
            yield CountWithRows(
                label("side", side), counts[side], _series_rows(one for one in measured if one.gauge.side == side)
            )


def _attainment(node: NodeScore) -> CountWithRows:
    usable = {one.owed.commitment for one in node.inside if one.result.has_usable_result}
    every = {one.owed.commitment for one in node.inside}
    parts = (
        CountWithRows(tr("with usable indicators"), node.usable, _commitment_rows(usable)),
        CountWithRows(
            tr("without usable indicators"), node.commitments - node.usable, _commitment_rows(every - usable)
        ),
    )
    return CountWithRows(tr("commitments scored"), node.commitments, parts=parts)


def _flags(node: NodeScore) -> Iterable[CountWithRows]:
    for name, halves in words.flags_of(node.inside):
        yield CountWithRows(label("flag", name), len(halves), _half_rows(halves))


def _unscored_by_reason(score: Score) -> Iterable[CountWithRows]:
    codes_by_reason: dict[str, list[str]] = {}
    for one in score.inputs.not_scored:
        codes_by_reason.setdefault(one.reason, []).append(one.commitment)
    for reason, codes in sorted(codes_by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield CountWithRows(label("not scored", reason), len(codes), _commitment_rows(codes))


def _half_rows(commitments: Iterable[Commitment]) -> tuple[Row, ...]:
    rows = (Row(HALF, one.owed.leaf.id, str(one.owed.side)) for one in commitments)
    return tuple(sorted(rows, key=lambda row: natural_sort_key(row.code)))


def _commitment_rows(codes: Iterable[str]) -> tuple[Row, ...]:
    return tuple(Row(COMMITMENT, code) for code in sorted(codes, key=natural_sort_key))


def _series_rows(found: Iterable[Moved]) -> tuple[Row, ...]:
    rows = (Row(INDICATOR, one.gauge.id, str(one.gauge.side)) for one in found)
    return tuple(sorted(rows, key=lambda row: natural_sort_key(row.code)))
