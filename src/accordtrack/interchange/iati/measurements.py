"""Select what the IATI file carries of an indicator as of two dates: values by series and party, target, baseline.

Whatever is not carried is recorded in ``Left``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.interchange.iati import codes, omissions
from accordtrack.projection.amendments import chosen_target
from accordtrack.scoring import indicator_inputs, series
from accordtrack.vocabulary import Direction, MeasurementState, Qualifier, TargetSetBy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.interchange.iati.omissions import Omissions
    from accordtrack.ledger.indicators import AmendedIndicator, Baseline, Measurement, Target
    from accordtrack.projection.facts import Facts
    from accordtrack.scoring.series import Row


@dataclass(frozen=True, slots=True)
class Value:
    """One value that counts, with its signed body."""

    row: Row
    body: Measurement


@dataclass(frozen=True, slots=True)
class TargetAndBaseline:
    """A target and its baseline; either may be missing."""

    target: Target | None
    baseline: Baseline | None


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator as of two dates: ``lines`` of values by series and party. ``aim`` belongs to the ``headline``."""

    body: AmendedIndicator
    lines: Mapping[tuple[str, str], Sequence[Value]]
    headline: tuple[str, str]
    aim: TargetAndBaseline

    @property
    def ordered_keys(self) -> list[tuple[str, str]]:
        """The series and parties in output order, the headline first.

        A headline without values is included only if there is a target or baseline, or if there is no other series.
        """
        named = {*self.lines}
        if not named or self.aim.target or self.aim.baseline:
            named.add(self.headline)
        return sorted(named, key=lambda key: (key != self.headline, key))

    @property
    def value_count(self) -> int:
        """The number of values."""
        return sum(len(values) for values in self.lines.values())


def build_measured(facts: Facts, name: str, at: TwoDates, left: Omissions) -> Measured:
    """Return an indicator as the file carries it, and record in ``left`` what the file does not carry."""
    body, entries = facts.indicators[name], facts.measurements.get(name, ())
    rows = indicator_inputs.rows_of(entries)
    bodies = {digest: measurement for digest, measurement, _by in entries}
    counted = {row.id for row in series.counted_rows(rows.values(), at)}
    lines: dict[tuple[str, str], dict[tuple[str, str], Value]] = {}
    for digest, row in sorted(rows.items(), key=lambda one: (one[1].standing, one[1].published, one[1].id)):
        if row.end > at.as_of or row.published > at.known_on:
            continue
        if row.id not in counted or row.value is None:
            superseded = row.state is MeasurementState.SUPERSEDED
            message = (
                gettext_lazy("It is recorded as superseded")
                if superseded
                else gettext_lazy("It has no value that counts")
            )
            left.add(
                row.id, "measurement.add", name, gettext_lazy("It is awaiting confirmation") if row.confirm else message
            )
            continue
        line = lines.setdefault((row.series, row.party.value), {})
        if before := line.get((row.start, row.end)):
            left.add(
                before.row.id,
                "measurement.add",
                name,
                gettext_lazy("Another value for the same period and party is in the file"),
            )
        line[row.start, row.end] = Value(row, bodies[digest])
    _note_inexact_values(left, name, [value.row for line in lines.values() for value in line.values()])
    values_by_line = {key: tuple(line[period] for period in sorted(line)) for key, line in lines.items()}
    _note_omitted_fields(left, name, body)
    return Measured(
        body, values_by_line, _headline(body, rows, at, values_by_line), _target_and_baseline(left, name, body)
    )


def _headline(
    body: AmendedIndicator,
    rows: Mapping[str, Row],
    at: TwoDates,
    values_by_line: Mapping[tuple[str, str], Sequence[Value]],
) -> tuple[str, str]:
    """Return the headline series and the party whose value the register used last in it."""
    names = sorted({name for name, _party in values_by_line})
    name = series.headline_series(body.headline_series, names) or ""
    points = series.points(indicator_inputs.measured_indicator(body, rows, at), name, at)
    if points:
        return name, points[-1].rows[-1].party.value
    return next((key for key in sorted(values_by_line) if key[0] == name), (name, ""))


def _target_and_baseline(left: Omissions, name: str, body: AmendedIndicator) -> TargetAndBaseline:
    """Return the agreed target, or else one that a side set for itself. Note other targets as left out."""
    main_target, beside = body.target, dict(body.beside)
    setters = {one.set_by for one in (main_target, *(other_target.target for other_target in beside.values())) if one}
    if TargetSetBy.WORKING in setters:
        left.add(
            name, "indicator.add", name, gettext_lazy("Its working target, which no one agreed to, is not included")
        )
    beside.pop(TargetSetBy.WORKING, None)
    if main_target and main_target.set_by is TargetSetBy.WORKING:
        body = body.model_copy(update={"target": None, "baseline": None if beside else body.baseline})
    target, baseline = chosen_target(body.model_copy(update={"beside": beside}), every=True)
    for other in sorted(setters - {TargetSetBy.WORKING, target.set_by} if target else ()):
        message = gettext_lazy("A target other than the one in the file is not included: {who}")
        left.add(name, "indicator.add", name, message, who=("set by", other.value))
    if target and target.set_by is not TargetSetBy.AGREED:
        message = gettext_lazy("IATI cannot express that its target is not agreed; a comment does: {who}")
        left.add(name, "indicator.add", name, message, who=("set by", target.set_by.value))
    return TargetAndBaseline(target, baseline)


def _note_inexact_values(left: Omissions, name: str, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.qualifier != Qualifier.EXACT or row.state is MeasurementState.PRELIMINARY:
            left.add(
                row.id,
                "measurement.add",
                name,
                gettext_lazy("IATI cannot express how exact or final it is; a comment does"),
            )


def _note_omitted_fields(left: Omissions, name: str, body: AmendedIndicator) -> None:
    if fields := omissions.unmapped_indicator_fields(body):
        left.add(
            name,
            "indicator.add",
            name,
            gettext_lazy("Fields not included: {fields}"),
            fields=[("field", one) for one in fields],
        )
    if body.direction is Direction.NONE:
        left.add(
            name,
            "indicator.add",
            name,
            gettext_lazy("IATI cannot express that neither direction is good; the description does"),
        )
    if codes.result_type(body.level) == "9":
        message = gettext_lazy("IATI has no type for an input or preparation: it is given as 9, other")
        left.add(name, "indicator.add", name, message)
