"""Contrast of outputs with outcomes, with a verdict by rule and its counts (method, section 9)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.scoring import series, trend
from accordtrack.vocabulary import MeasurementState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.series import MeasuredIndicator, Pair, Row
    from accordtrack.scoring.subjects import Subject
    from accordtrack.vocabulary import LinkStrength

ROSE, FELL, IMPROVED, WORSENED, UNCHANGED, UNMEASURED = (
    "rose",
    "fell",
    "improved",
    "worsened",
    "unchanged",
    "unmeasured",
)
LEAST_OUTPUTS, LEAST_OUTCOMES = 2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One series over the window.

    ``word`` is rose, fell or unchanged for an output, and improved, worsened or unchanged for an outcome. An outcome
    without a good direction rose, fell or is unchanged, and is never counted. ``older`` marks an outcome whose last
    period is mostly before the outputs' window.
    """

    gauge: MeasuredIndicator
    series: str | None
    pair: Pair | None
    word: str
    reason: str | None = None
    latest_word: str | None = None
    older: bool = False
    links: Mapping[LinkStrength, int] = field(default_factory=dict)
    """Number of the subject's commitments linked to the indicator, by strength."""
    aside: str | None = None
    """Why the series is shown but not counted: ``context``, ``other_side`` or ``one_side``, as in ``Subject.aside``."""

    @property
    def is_counted(self) -> bool:
        """Whether the verdict counts this line."""
        fits = self.pair is not None and not self.older and self.aside is None
        return fits and (not self.gauge.is_result or self.gauge.sign != 0)


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A row listed as not compared, with the reason: ``confirm``, ``derived``, ``superseded`` or ``lone``."""

    gauge: MeasuredIndicator
    row: Row
    reason: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """The contrast of a theme, side or commitment (see ``kind``) over (base, as_of]."""

    kind: str
    id: str
    base: str | None
    outputs: tuple[Line, ...]
    outcomes: tuple[Line, ...]
    guards: tuple[Line, ...]
    not_compared: tuple[NotCompared, ...]
    verdict: str
    others: tuple[Line, ...] = ()
    """Other series of the same indicators that have two comparable values. Shown, not counted."""
    base_id: str | None = None
    """The commitment whose agreement is the base; None for a base given by the user, and under rules 1."""

    def outputs_with_word(self, word: str) -> tuple[Line, ...]:
        """Return the counted outputs with this word: rose, fell or unchanged."""
        return tuple(line for line in self.outputs if line.is_counted and line.word == word)

    def outcomes_with_word(self, word: str) -> tuple[Line, ...]:
        """Return the counted outcomes with this word: improved, worsened or unchanged."""
        return tuple(line for line in self.outcomes if line.is_counted and line.word == word)

    @property
    def unmeasured(self) -> tuple[Line, ...]:
        """Outcomes with a good direction that could not be compared or are older than the outputs."""
        return tuple(line for line in self.outcomes if line.gauge.sign and line.aside is None and not line.is_counted)

    @property
    def guard_regressed(self) -> bool:
        """Whether a guard worsened."""
        return any(line.word == WORSENED for line in self.guards)


def compute_contrast(subject: Subject, at: TwoDates, method: Method) -> Contrast:
    """Return outputs and outcomes over one window, each by one series, and the verdict."""
    base = subject.base
    if base is None:
        return Contrast(subject.kind, subject.id, None, (), (), (), (), UNMEASURED)

    def add_links(line: Line) -> Line:
        name = line.gauge.id
        return replace(line, links=subject.links.get(name, {}), aside=subject.aside.get(name))

    acts = tuple(add_links(_line(gauge, base, at, method)) for gauge in subject.outputs)
    began = min((line.pair.first.end for line in acts if line.is_counted and line.pair is not None), default=None)
    results = tuple(add_links(_line(gauge, base, at, method, began)) for gauge in subject.outcomes)
    beside = tuple(add_links(_line(gauge, base, at, method)) for gauge in subject.guards)
    rows = tuple(one for gauge in (*subject.outputs, *subject.outcomes) for one in _rows_not_compared(gauge, at))
    others = tuple(line for one in (*acts, *results) for line in _other_lines(one, base, at, method))
    word = verdict(acts, results, beside)
    return Contrast(subject.kind, subject.id, base, acts, results, beside, rows, word, others, subject.base_id)


def guard_regressed(subject: Subject, at: TwoDates, method: Method) -> bool:
    """Return whether a guard of the subject worsened since its base."""
    base = subject.base
    return base is not None and any(_line(gauge, base, at, method).word == WORSENED for gauge in subject.guards)


def verdict(outputs: Sequence[Line], outcomes: Sequence[Line], guards: Sequence[Line]) -> str:
    """Return the word of the first rule that holds (method, section 9)."""
    acts = [line.word for line in outputs if line.is_counted]
    results = [line.word for line in outcomes if line.is_counted]
    rules = (
        (not results, "unmeasured"),
        (len(acts) < LEAST_OUTPUTS or len(results) < LEAST_OUTCOMES, "too_few"),
        (acts.count(ROSE) <= acts.count(FELL), "outputs_not_up"),
        (2 * results.count(WORSENED) > len(results), "contradicted"),
        (
            2 * results.count(IMPROVED) > len(results) and all(line.word != WORSENED for line in guards),
            "confirmed",
        ),
        (2 * results.count(UNCHANGED) > len(results), "not_visible"),
    )
    return next((word for holds, word in rules if holds), "mixed")


def _line(gauge: MeasuredIndicator, base: str, at: TwoDates, method: Method, began: str | None = None) -> Line:
    name, pair, reason = _choose_pair(gauge, base, at, method)
    if pair is None:
        return Line(gauge, name, None, UNMEASURED, reason)
    word = _change_word(gauge, pair.change, moved=pair.has_moved(gauge.unchanged_within))
    older = began is not None and _mostly_before(pair, began)
    return Line(gauge, name, pair, word, None, _latest_word(gauge, pair), older)


def _latest_word(gauge: MeasuredIndicator, pair: Pair) -> str | None:
    """Return the word of the latest step, or None if its two periods overlap and so cannot be compared."""
    before = pair.before_last
    if pair.last.start <= before.end:
        return None
    step = pair.last.value - before.value
    return _change_word(gauge, step, moved=abs(step) > gauge.unchanged_within * abs(before.value))


def _other_lines(chosen: Line, base: str, at: TwoDates, method: Method) -> list[Line]:
    lines = []
    for name in chosen.gauge.series:
        pair = series.pair_since(series.points(chosen.gauge, name, at), base, method.trend.months)
        if name != chosen.series and not isinstance(pair, str):
            word = _change_word(chosen.gauge, pair.change, moved=pair.has_moved(chosen.gauge.unchanged_within))
            lines.append(Line(chosen.gauge, name, pair, word, None, _latest_word(chosen.gauge, pair)))
    return lines


def _choose_pair(
    gauge: MeasuredIndicator, base: str, at: TwoDates, method: Method
) -> tuple[str | None, Pair | None, str | None]:
    """Return the series that the trend uses; if it has no comparable pair, the comparable one that ends last."""
    chosen = trend.movement_of(gauge, base, at, method)
    if chosen.pair is not None:
        return chosen.series, chosen.pair, None
    candidates = []
    for name in gauge.series:
        found = series.pair_since(series.points(gauge, name, at), base, method.trend.months)
        if not isinstance(found, str):
            candidates.append((found.last.end, name, found))
    if candidates:
        latest = max(end for end, _name, _found in candidates)
        _end, name, found = min((one for one in candidates if one[0] == latest), key=lambda one: one[1])
        return name, found, None
    return chosen.series, None, chosen.reason


def _change_word(gauge: MeasuredIndicator, change: float, *, moved: bool) -> str:
    if not moved:
        return UNCHANGED
    if gauge.is_result and gauge.sign:
        return IMPROVED if change * gauge.sign > 0 else WORSENED
    return ROSE if change > 0 else FELL


def _mostly_before(pair: Pair, began: str) -> bool:
    """Return whether less than half of the last period is after the start of the outputs' window."""
    days = days_between(pair.last.start, pair.last.end) + 1
    after = days_between(max(pair.last.start, began), pair.last.end) + (1 if pair.last.start > began else 0)
    return 2 * max(after, 0) < days


def _rows_not_compared(gauge: MeasuredIndicator, at: TwoDates) -> list[NotCompared]:
    """Return the rows that are never compared: to be confirmed, derived, superseded, or the only value of a series."""
    seen = [row for row in gauge.rows if row.end <= at.as_of and row.published <= at.known_on]
    rows = series.counted_rows(gauge.rows, at)
    counted = set(rows)
    ends: dict[str, set[str]] = {}
    for row in rows:
        ends.setdefault(row.series, set()).add(row.end)
    found = []
    for row in seen:
        if row.confirm:
            found.append(NotCompared(gauge, row, "confirm"))
        elif not row.may_count:
            found.append(NotCompared(gauge, row, "derived"))
        elif row not in counted and row.state is MeasurementState.SUPERSEDED:
            found.append(NotCompared(gauge, row, "superseded"))
        elif len(ends.get(row.series, ())) == 1:
            found.append(NotCompared(gauge, row, "lone"))
    return found
