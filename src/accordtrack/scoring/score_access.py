"""Access to scores, contrasts and event studies as of two dates, with the titles of the ids in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import nearest
from accordtrack.i18n import gettext_lazy, sides, term_spelling
from accordtrack.projection.agreements import OPEN, Standing
from accordtrack.scoring import contrast as contrasts
from accordtrack.scoring import findings, measured_paths, panel_paths, results_chains, score_json, series, subjects
from accordtrack.scoring.cards import BETWEEN
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_reading import KINDS, NoFiles, PlacedEvent, ReadRelease
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.panel_releases import choose_release
from accordtrack.scoring.results import BY, Commitment, Score
from accordtrack.scoring.score import score
from accordtrack.scoring.theme_paths import theme_paths as paths_of_theme
from accordtrack.scoring.uncertainty_results import DRAWS, SEED
from accordtrack.types import Text
from accordtrack.types.regions import NEIGHBORS
from accordtrack.vocabulary import LinkStrength, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.ledger.log_prefix import RecordedBy
    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.ledger.records import Conflict, Event, Framework
    from accordtrack.ledger.targets import TargetPropose
    from accordtrack.projection.agreements import Signed
    from accordtrack.projection.facts import Facts
    from accordtrack.scoring.contrast import Contrast
    from accordtrack.scoring.event_method import EventMethod
    from accordtrack.scoring.event_outcomes import Outcome
    from accordtrack.scoring.event_reading import EventReading, LeftOut, PathPoint
    from accordtrack.scoring.expected_results import ResultReading
    from accordtrack.scoring.findings import Finding, ThemeFinding
    from accordtrack.scoring.inputs import Inputs
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.results_chains import ResultsEvidence
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.subjects import Subject
    from accordtrack.scoring.target_worksheets import PanelYears
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.uncertainty_results import Uncertain
    from accordtrack.scoring.values import Indicator


@dataclass(frozen=True, slots=True)
class EventStudy:
    """An event and every registered test of it. ``claims`` are the conflicts of figures about the event.

    ``headline`` is the primary outcome in the longest window that was compared, or the only reading; ``retrospective`` says that
    the figures were known when the rules of the comparison were fixed.
    """

    event: Event
    readings: tuple[EventReading, ...]
    headline: EventReading
    claims: tuple[Conflict, ...]
    retrospective: bool


@dataclass(frozen=True, slots=True)
class AgreedAttainment:
    """Attainment against the targets that both sides signed, and where the targets of the direct indicators stand.

    ``direct`` are the indicators with a direct link to a commitment. Of those without an agreed target, ``declined`` maps
    each with a proposal that was declined to the sides that did, ``unanswered`` each with one that has no answer to the
    sides asked, the latest last. An indicator may be in both.
    """

    node: NodeScore
    direct: tuple[str, ...]
    agreed: tuple[str, ...]
    declined: Mapping[str, tuple[Side, ...]]
    unanswered: Mapping[str, tuple[Side, ...]]


@dataclass(frozen=True)
class ScoreAccess:
    """The register as of two dates, ready for scoring. Every number is computed on first use."""

    facts: Facts
    method: Method
    inputs: Inputs
    base: str | None = None
    """Start date of the changes, or None for the first agreement of each theme."""
    recorded_by: RecordedBy | None = None
    """Up to where the log was read; all of it if None."""
    recorded_later: tuple[tuple[str, int], ...] = ()
    """How many entries of each feed come after that, for the feeds that have any."""
    read_release: ReadRelease = field(default_factory=NoFiles, compare=False)
    """Reads the rows of panel releases, on first use."""
    whole: ScoreAccess | None = field(default=None, compare=False)
    """The whole register, if these are the scores of a part: what changed in a theme is a matter of the whole theme."""

    @cached_property
    def by_theme(self) -> Score:
        """The score with one card per theme."""
        return score(self.inputs, self.method, base=self.base)

    def by_group(self, group: str) -> Score:
        """Return the score with cards by theme, framework, side or body. Raise ``Refused`` for any other group."""
        if group not in BY:
            raise Refused(unknown_word_problem("--by", group, BY))
        return self.by_theme if group == "theme" else score(self.inputs, self.method, group, self.base)

    @property
    def accord_title(self) -> Text:
        """The title of the accord."""
        return self.facts.accord.title.text if self.facts.accord else Text("", "")

    def as_json(self, found: Score) -> dict[str, Any]:
        """Return the score in the format of ``docs/json.md``."""
        return score_json.as_json(found)

    def leaf_json(self, one: Commitment) -> dict[str, Any]:
        """Return a leaf of the score in the format of ``docs/json.md``."""
        return score_json.leaf_json(one)

    def series_values(self, indicator: str, name: str | None) -> list[float | None]:
        """Return the comparable values of a series, sorted by period, for a chart."""
        if name is None:
            return []
        return [point.value for point in series.points(self.inputs.gauges[indicator], name, self.inputs.at)]

    def baseline(self, indicator: str) -> tuple[str, str] | None:
        """Return value and date of the baseline of a working target: the headline value in force at the agreement.

        The agreement is the earliest of the commitments that the indicator measures directly, or else of its theme.
        Return None if there is no value; raise ``Refused`` for an unknown indicator.
        """
        gauge = self.inputs.gauges.get(indicator)
        if gauge is None:
            raise Refused(unknown_word_problem(("field", "indicator"), indicator, self.inputs.gauges))
        agreed = [
            state.record.agreed_on
            for state in self.facts.states.values()
            if any(
                link.body.indicator == indicator and link.body.strength is LinkStrength.DIRECT for link in state.links
            )
        ]
        base = self.base or min(agreed, default=None) or subjects.theme_base_date(self.inputs, gauge.theme)
        point = (
            series.point_at_base(gauge, base, self.inputs.at, self.method.trend.months) if base is not None else None
        )
        return None if point is None else (repr(point.value).removesuffix(".0"), point.end)

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str | None], Contrast]:
        """Cache of contrasts, since a screen reads every theme at each repaint."""
        return {}

    def contrast(self, code: str, base: str | None = None) -> Contrast:
        """Return the contrast of a theme, a side or a commitment, cached by base. Raise ``Refused`` for other codes."""
        if (code, base) not in self._contrasts:
            subject = self.subject(code, base or self.base)
            self._contrasts[code, base] = contrasts.compute_contrast(subject, self.inputs.at, self.method)
        return self._contrasts[code, base]

    @cached_property
    def _paths(self) -> dict[tuple[str, str | None], IndicatorPaths]:
        """Cache of the paths of indicators by their id and the date since when."""
        return {}

    def indicator_paths(self, indicator: str, base: str | None = None) -> IndicatorPaths:
        """Return an indicator's paths since ``base`` or its theme's first agreement. Raise ``Refused`` if unknown."""
        gauge = self.inputs.gauges.get(indicator)
        if gauge is None:
            raise Refused(unknown_word_problem(("field", "indicator"), indicator, self.inputs.gauges))
        since = base or self.base or subjects.theme_base_date(self.inputs, gauge.theme)
        if (indicator, since) not in self._paths:
            panel = [
                path
                for one in self.facts.panel.series.values()
                if one.indicator == indicator and since is not None
                for path in [self.panel_path(one.id, gauge.place, since, gauge.unchanged_within)]
                if path is not None
            ]
            need = standard_event_method().paths
            self._paths[indicator, since] = measured_paths.indicator_paths(gauge, since, need, panel)
        return self._paths[indicator, since]

    def panel_path(self, series: str, place: str | None, base: str, margin: float | None = None) -> SeriesPath | None:
        """Return the path of a panel series in a place or in the whole country; None if no release of it was known.

        ``margin`` is that of the indicator that it is read for, instead of its own.
        """
        panel, need = self.facts.panel, standard_event_method().paths
        found = panel.series[series]
        if margin is not None:
            found = found.model_copy(update={"unchanged_within": repr(margin)})
        return panel_paths.panel_path(panel, found, place, base, self.inputs.at, self.read_release, need)

    @cached_property
    def first_agreement(self) -> str | None:
        """The day of the first agreement of the accord, or the base that the user gave."""
        if self.whole is not None:
            return self.whole.first_agreement
        found = [subjects.theme_base_date(self.inputs, theme.code) for theme in self.inputs.themes]
        return self.base or min((day for day in found if day is not None), default=None)

    @cached_property
    def _theme_paths(self) -> dict[str, ThemePaths]:
        """Cache of what changed in each theme."""
        return {}

    def theme_paths(self, code: str) -> ThemePaths:
        """Return what changed in a theme since its first agreement, by method AT-2.0.0. Raise ``Refused`` for other codes."""
        if self.whole is not None:
            return self.whole.theme_paths(code)
        if code not in self._theme_paths:
            subject = self.subject(code, self.base)
            own = [gauge for gauge in self.inputs.gauges.values() if gauge.theme == code]
            found = paths_of_theme(
                subject, own, lambda gauge: self.indicator_paths(gauge.id, subject.base), self.method
            )
            self._theme_paths[code] = found
        return self._theme_paths[code]

    @property
    def all_theme_paths(self) -> list[ThemePaths]:
        """What changed in every theme, in the order of the themes."""
        return [self.theme_paths(one.code) for one in self.inputs.themes]

    @cached_property
    def finding(self) -> Finding:
        """The answer about the whole, in values."""
        return findings.find_whole(self)

    def theme_finding(self, code: str) -> ThemeFinding:
        """Return the answer about a theme. Raise ``Refused`` for another code. Cached."""
        if code not in self._theme_findings:
            self._theme_findings[code] = findings.find_theme(self, code)
        return self._theme_findings[code]

    @cached_property
    def _theme_findings(self) -> dict[str, ThemeFinding]:
        """Cache of the answers about themes, since a screen reads them at each repaint."""
        return {}

    def subject(self, code: str, base: str | None = None) -> Subject:
        """Return a theme, a side or a commitment with its series. Raise ``Refused`` for any other code."""
        theme = next((one for one in self.inputs.themes if one.code == code), None)
        if theme is not None:
            return subjects.theme_subject(self.inputs, theme, base)
        if code in {*Side}:
            return subjects.side_subject(self.inputs, Side(code), base)
        if code in self.facts.states:
            return subjects.commitment_subject(self.inputs, code, self.facts.states[code].record.agreed_on, base)
        if not self.inputs.themes:
            raise Refused(Problem("This register has no areas", "They are in accord.yaml in its data folder."))
        raise Refused(unknown_word_problem(("field", "subject"), code, self._suggestions(code)))

    def _suggestions(self, code: str) -> list[str | dict[str, str]]:
        """Return the themes, the sides and the nearest commitment, to suggest for an unknown code."""
        near = nearest(code, list(self.facts.states))
        themes = [term_spelling("theme", one.code) for one in self.inputs.themes]
        return [*themes, *(term_spelling("side", side) for side in sides()), *([near] if near else [])]

    def events(self) -> tuple[Event, ...]:
        """Return the events that are compared with other places, latest first."""
        events = [event for event in self.facts.events.values() if event.kind in KINDS]
        return tuple(sorted(events, key=lambda event: (event.date, event.id), reverse=True))

    @cached_property
    def in_conflict(self) -> frozenset[str]:
        """The indicators that an open conflict of figures is about."""
        conflicts, settled = self.facts.conflicts, self.facts.settled
        return frozenset(
            name for code, one in conflicts.items() if code not in settled for name in one.about.indicators
        )

    def any_event(self, event: str) -> Event | None:
        """Return an event, also one that a part of the register leaves out, or None."""
        return self.facts.panel.events.get(event) or self.facts.events.get(event)

    def event_title(self, event: str) -> Text:
        """Return the title of an event, also of one that a part of the register leaves out, or its id without one."""
        found = self.any_event(event)
        return found.title.text if found else Text(event, event)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The registered outcomes, each as the latest known release of its series gives it."""
        return self._outcomes_of(standard_event_method(), self.inputs.at)

    def _outcomes_of(self, method: EventMethod, at: TwoDates) -> tuple[Outcome, ...]:
        from accordtrack.scoring.panel_outcomes import build_outcomes  # noqa: PLC0415 - only studies need numpy

        panel = self.facts.panel
        return build_outcomes(method, panel.series, panel.releases, panel.breaks, self.read_release, at)

    @cached_property
    def _studies(self) -> dict[str, EventStudy]:
        """Cache of event studies, since a screen reads them at each repaint."""
        return {}

    def event_study(self, event: str) -> EventStudy:
        """Return what followed an event, compared with other places. Raise ``Refused`` for an unsuitable event."""
        if event not in self._studies:
            self._studies[event] = self._study(event)
        return self._studies[event]

    def _study(self, event: str) -> EventStudy:
        from accordtrack.scoring.event_outcomes import headline  # noqa: PLC0415 - only studies need numpy

        event_record = self.facts.events.get(event)
        if event_record is None:
            if not self.facts.events:
                raise Refused(
                    Problem('No event "{id}" on this date', "Leave out --as-of and --known-on.", "", {"id": event})
                )
            raise Refused(unknown_word_problem(("record", "event"), event, [one.id for one in self.events()]))
        if event_record.kind not in KINDS:
            values = {"id": event, "kind": ("event kind", str(event_record.kind)), "kinds": ", ".join(KINDS)}
            advice = gettext_lazy("Kinds that are compared: {kinds}.")
            raise Refused(Problem("{id} is an event of kind {kind}, which has no comparison", advice, "", values))
        readings = self.readings_of(event_record)
        claims = tuple(one for one in self.facts.conflicts.values() if event in one.about.events)
        first = headline(readings, self.outcomes) or readings[0]
        retrospective = event_record.date < standard_event_method().adopted_on
        return EventStudy(event_record, readings, first, claims, retrospective)

    def readings_of(self, event: Event) -> tuple[EventReading, ...]:
        """Return every registered test of an event, also of one that a part of the register leaves out. Cached."""
        if event.id not in self._readings:
            from accordtrack.scoring.event_outcomes import what_followed  # noqa: PLC0415 - only studies need numpy

            this = PlacedEvent(event.id, event.date, event.place)
            placed, others = (self._placed_events(compared=compared) for compared in (True, False))
            self._readings[event.id] = what_followed(
                this, placed, self.outcomes, NEIGHBORS, self.inputs.at.known_on, others
            )
        return self._readings[event.id]

    def _placed_events(self, *, compared: bool) -> list[PlacedEvent]:
        every = {**self.facts.panel.events, **self.facts.events}
        return [PlacedEvent(one.id, one.date, one.place) for one in every.values() if (one.kind in KINDS) is compared]

    def first_seen(self, study: EventStudy) -> EventReading | None:
        """Return the headline as the earliest release held here gave it that covers its window; None if it is the same.

        Only the figures are those of that day. The list of events is that of today.
        """
        from accordtrack.scoring.event_outcomes import what_followed  # noqa: PLC0415 - only studies need numpy

        first, event, method = study.headline, study.event, standard_event_method()
        series = {one.series for one in method.outcomes if one.name == first.outcome}
        days = {one.released_on for one in self.facts.panel.releases if one.series in series}
        if not first.reading.scores or first.release is None:
            return None
        alone = replace(method, outcomes=tuple(one for one in method.outcomes if one.name == first.outcome))
        this, events = PlacedEvent(event.id, event.date, event.place), self._placed_events(compared=True)
        for day in sorted(one for one in days if event.date < one < first.release):
            outcomes = self._outcomes_of(alone, TwoDates(self.inputs.at.as_of, day))
            for one in what_followed(this, events, outcomes, NEIGHBORS, day):
                if one.window == first.window and one.reading.scores:
                    return replace(one, p_family=None)  # of one outcome alone it says nothing
        return None

    def left_out(self, study: EventStudy) -> tuple[LeftOut, ...]:
        """Return the states that the headline of an event leaves out, with the reason and the ratio of their rates."""
        from accordtrack.scoring.event_outcomes import left_out  # noqa: PLC0415 - only studies need numpy

        first, event = study.headline, study.event
        this = PlacedEvent(event.id, event.date, event.place)
        events = self._placed_events(compared=True)
        found = (left_out(first, one, this, events, NEIGHBORS) for one in self.outcomes if one.name == first.outcome)
        return next(found, ())

    @cached_property
    def _readings(self) -> dict[str, tuple[EventReading, ...]]:
        """Cache of the readings of events."""
        return {}

    def results_evidence(self, commitment: str) -> ResultsEvidence:
        """Return the results chains of a commitment with their grades, and the evaluations about it. Cached."""
        if commitment not in self._results:
            self._results[commitment] = results_chains.results_evidence(self, commitment)
        return self._results[commitment]

    @cached_property
    def _results(self) -> dict[str, ResultsEvidence]:
        """Cache of the evidence on results, since a screen reads it at each repaint."""
        return {}

    @cached_property
    def panel_years(self) -> PanelYears:
        """The complete years of the panel, for target worksheets."""
        from accordtrack.scoring.target_worksheets import PanelYears  # noqa: PLC0415 - only studies need numpy

        return PanelYears(self.facts.panel, self.read_release, self.inputs.at)

    @cached_property
    def expected_results(self) -> tuple[ResultReading, ...]:
        """Every operation with a expected result, and what it gives."""
        from accordtrack.scoring.expected_results import read_results  # noqa: PLC0415 - only studies need numpy

        return read_results(self.facts.expected_results, self.panel_years)

    @cached_property
    def agreed_targets(self) -> Mapping[str, Signed[TargetPropose]]:
        """The target of each indicator that both sides signed."""
        return {one.body.indicator: one for one in self.facts.targets if one.standing is Standing.AGREED}

    def replaced_by_new_target(self, indicator: str) -> str | None:
        """Return the hash of the proposal that a new target of an indicator would replace: the agreed or last open one."""
        return _replaced_by_new([one for one in self.facts.targets if one.body.indicator == indicator])

    def refuse_unreadable_result(self, body: Mapping[str, Any]) -> None:
        """Raise ``Refused`` if a expected result could never be read from the panel."""
        from accordtrack.scoring.expected_results import refuse_unreadable  # noqa: PLC0415 - only studies need numpy

        refuse_unreadable(body, self.panel_years)

    def replaced_by_new_result(self, operation: str) -> str | None:
        """Return the hash of the definition that a new one of an operation would replace."""
        return _replaced_by_new([one for one in self.facts.expected_results if one.body.operation == operation])

    @cached_property
    def agreed_attainment(self) -> AgreedAttainment:
        """Attainment by AT-2.0.0: only targets that both sides signed count."""
        links = [(one.body.indicator, one.body.strength) for state in self.facts.states.values() for one in state.links]
        links += [(name, strength) for hidden in self.facts.hidden for name, strength, _by in hidden.links]
        direct = sorted({name for name, strength in links if strength is LinkStrength.DIRECT})
        inputs = build_inputs(self.facts, self.inputs.at, self.method, self.inputs.choice, self._with_agreed_target)
        return AgreedAttainment(
            score(inputs, self.method, base=self.base).overall,
            tuple(direct),
            tuple(name for name in direct if name in self.agreed_targets),
            self._sides_asked(direct, {Standing.DECLINED}),
            self._sides_asked(direct, OPEN),
        )

    def _sides_asked(self, direct: Iterable[str], standings: Collection[Standing]) -> dict[str, tuple[Side, ...]]:
        """Return the sides that had to answer the proposals in some standings, by indicator without an agreed target."""
        found: dict[str, list[Side]] = {name: [] for name in direct if name not in self.agreed_targets}
        for one in self.facts.targets:
            if one.standing in standings and one.body.indicator in found:
                found[one.body.indicator].append(one.other)
        return {name: tuple(reversed(dict.fromkeys(reversed(asked)))) for name, asked in found.items() if asked}

    def _with_agreed_target(self, name: str, indicator: Indicator) -> Indicator:
        """Return an indicator with the target that both sides signed, or without a target."""
        signed = self.agreed_targets.get(name)
        if signed is None:
            return replace(indicator, target=None, baseline=None, marks=())
        from accordtrack.scoring.target_worksheets import scored_target  # noqa: PLC0415 - only studies need numpy

        return scored_target(indicator, signed.body, self.panel_years.progress(signed.body))

    def path_around(self, study: EventStudy, found: EventReading) -> tuple[PathPoint, ...]:
        """Return the path of the event's place around it, beside the places that the reading compares."""
        from accordtrack.scoring.event_outcomes import path_around  # noqa: PLC0415 - only studies need numpy

        outcome = next((one for one in self.outcomes if one.name == found.outcome), None)
        this = PlacedEvent(study.event.id, study.event.date, study.event.place)
        return () if outcome is None else path_around(found, outcome, this)

    def releases_behind(self, study: EventStudy) -> list[PanelRelease]:
        """Return the releases that give the figures of an event, by outcome, the latest first, then those of people."""
        panel, named = self.facts.panel, {one.outcome for one in study.readings}
        counted = [panel.series[one.series] for one in standard_event_method().outcomes if one.name in named]
        people = sorted({one.people for one in counted if one.people is not None})
        chosen = [choose_release(panel.releases, one, self.inputs.at) for one in people]
        return [
            *(release for one in self.outcomes if one.name in named for release in one.releases),
            *(release for one in chosen if one for release in (*one.parts, *one.rest)),
        ]

    def outcome_noun(self, name: str | None) -> Text:
        """Return what an outcome counts, such as *victims of intentional homicide*."""
        method = standard_event_method()
        series = next((one.series for one in method.outcomes if one.name == name), "")
        found = self.facts.panel.series.get(series)
        return found.title.text if found else Text(str(name), str(name))

    def title_of(self, family: str, code: str) -> Text:
        """Return the title of a theme, framework, body, indicator, event or commitment, or its code without one."""
        title = self._title(family, code)
        return title.text if title else Text(code, code)

    def _title(self, family: str, code: str) -> LocalText | None:
        facts = self.facts
        if family == "body":
            name = code.partition(BETWEEN)[0]
            return facts.bodies[name].name if name in facts.bodies else None
        if family == "commitment":
            return facts.states[code].record.title if code in facts.states else None
        if family == "theme":
            themes = facts.accord.themes if facts.accord else ()
            return next((one.title for one in themes if one.code == code), None)
        titled: Mapping[str, Mapping[str, Framework | AmendedIndicator | Event]] = {
            "framework": facts.frameworks,
            "indicator": facts.indicators,
            "event": facts.events,
        }
        found = titled[family].get(code)
        return found.title if found else None

    def unit(self, indicator: str) -> Text:
        """Return the unit of an indicator."""
        return self.facts.indicators[indicator].unit.text

    def estimate_uncertainty(
        self,
        found: Score,
        *,
        number: str = "delivery",
        draws: int = DRAWS,
        seed: int = SEED,
        shares: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Uncertain | None:
        """Return draws of ``delivery`` or ``attainment``; None if nothing is assessed. ``progress`` may raise."""
        from accordtrack.scoring.draw_runs import estimate_uncertainty  # noqa: PLC0415 - only draws need numpy

        return estimate_uncertainty(self.method, found, number, draws, seed, shares=shares, progress=progress)


def _replaced_by_new(signed: Sequence[Signed[Any]]) -> str | None:
    agreed = [one for one in signed if one.standing is Standing.AGREED]
    left = [one for one in signed if one.standing in {Standing.DECLINED, *OPEN} and one.taken_back_on is None]
    found = agreed or left
    return found[-1].item.hash if found else None
