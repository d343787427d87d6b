"""Narrow the facts and the history to one part of the register, so that nothing else remains in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from accordtrack.ledger import kinds
from accordtrack.projection.citations import NAMING, named_ids
from accordtrack.site.subset_choice import title_of
from accordtrack.store.items import of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import About, Accord, Conflict, ThemeRecord
    from accordtrack.ledger.results_chain import Evaluation
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.projection.facts import Facts, Measured
    from accordtrack.projection.fold import State
    from accordtrack.site.subset_choice import SitePart
    from accordtrack.store.items import Item
    from accordtrack.types import EntryView

A = TypeVar("A", "Conflict", "Evaluation")


def facts_of(facts: Facts, part: SitePart) -> Facts:
    """Return the facts of the part: its commitments, related records, and what these refer to.

    Of what is hidden only the theme may be told. Every hidden commitment of the theme therefore counts in a part by
    place or body: leaving one out would improve numbers, and counting some would tell where they belong.
    """
    if not part:
        return facts
    states = {name: state for name, state in facts.states.items() if part.includes(state.record)}
    linked = {link.body.indicator for state in states.values() for link in state.links}
    indicators = {
        name: body for name, body in facts.indicators.items() if name in linked or part.includes_indicator(body)
    }
    events = {name: body for name, body in facts.events.items() if part.includes_event(body)}
    kept_codes = {"commitments": frozenset(states), "indicators": frozenset(indicators), "events": frozenset(events)}
    conflicts = {
        name: _narrow(body, kept_codes) for name, body in facts.conflicts.items() if _concerns(body, kept_codes, part)
    }
    evaluations = {
        name: _narrow(body, kept_codes)
        for name, body in facts.evaluations.items()
        if _names_any(body.about, kept_codes)
    }
    measurements = {name: rows for name, rows in facts.measurements.items() if name in indicators}
    answered, answers = _answers(facts, frozenset(indicators), measurements)
    frameworks = {state.record.framework for state in states.values()}
    names = (state.record.area for state in states.values())
    areas = {name: facts.areas[name] for name in names if name is not None and name in facts.areas}
    goals = {body.goal for body in areas.values()}
    found = replace(
        facts,
        accord=_narrow_accord(facts, part, states.values(), frozenset(indicators)),
        states=states,
        indicators=indicators,
        measurements=measurements,
        answers=answers,
        events=events,
        conflicts=conflicts,
        frameworks={name: body for name, body in facts.frameworks.items() if name in frameworks},
        evaluations=evaluations,
        chains={name: chains for name, chains in facts.chains.items() if name in states},
        targets=tuple(one for one in facts.targets if one.body.indicator in indicators),
        expected_results=(),
        settled={name: body for name, body in facts.settled.items() if name in conflicts},
        answered=answered,
        hidden=tuple(one for one in facts.hidden if part.includes_theme(str(one.theme))),
        goals={name: body for name, body in facts.goals.items() if name in goals},
        areas=areas,
        amends=[item for item in facts.amends if item.body.record in {*indicators, *frameworks}],
    )
    return _drop_unreferenced(found, part)


def entries_of(entries: Mapping[str, list[EntryView]], facts: Facts) -> dict[str, list[EntryView]]:
    """Return the history of the records in the narrowed ``facts``, by record."""
    records_by_family: dict[str, Mapping[str, object]] = {
        "indicator": facts.indicators,
        "measurement": facts.indicators,
        "event": facts.events,
        "conflict": facts.conflicts,
        "evaluation": facts.evaluations,
        "framework": facts.frameworks,
        "goal": facts.goals,
        "area": facts.areas,
        "body": facts.bodies,
        "source": facts.sources,
    }
    others = {**facts.indicators, **facts.states}

    def is_kept(view: EntryView) -> bool:
        family = view.kind.partition(".")[0]
        if view.kind == "indicator.link" or family not in records_by_family:
            return family not in {"accord", "desk"} and view.ref in others
        return view.ref in records_by_family[family]

    found = {ref: [view for view in views if is_kept(view)] for ref, views in entries.items()}
    return {ref: views for ref, views in found.items() if views}


def _concerns(conflict: Conflict, kept_codes: Mapping[str, frozenset[str]], part: SitePart) -> bool:
    """Whether a conflict concerns a kept record, or only the requested theme."""
    if any(_subject_codes(conflict.about).values()):
        return _names_any(conflict.about, kept_codes)
    by_theme = any(part.includes_theme(str(theme)) for theme in conflict.themes)
    return by_theme and bool(part.theme or part.found) and part.place is None and part.body is None


def _names_any(about: About, kept_codes: Mapping[str, frozenset[str]]) -> bool:
    return any(kept_codes[name] & {*codes} for name, codes in _subject_codes(about).items())


def _narrow(record: A, kept_codes: Mapping[str, frozenset[str]]) -> A:
    about = {
        name: tuple(code for code in codes if code in kept_codes[name])
        for name, codes in _subject_codes(record.about).items()
    }
    return record.model_copy(update={"about": record.about.model_copy(update=about)})


def _subject_codes(about: About) -> dict[str, tuple[str, ...]]:
    return {"commitments": about.commitments, "indicators": about.indicators, "events": about.events}


def _answers(
    facts: Facts, indicators: frozenset[str], measurements: Mapping[str, Sequence[Measured]]
) -> tuple[tuple[Item[Record], ...], list[PositionTake]]:
    """Return the answered entries with their answers, and the current positions, for the kept indicators."""
    about = [item for item in facts.answered if item.ref in indicators and not item.kind.startswith("position.")]
    named_ = {item.hash for item in about} | {digest for rows in measurements.values() for digest, _body, _seat in rows}
    items = [item for item in of_kind(facts.answered, kinds.POSITION_TAKE) if item.body.answers in named_]
    digests = {item.hash for item in items}
    gone = [item for item in of_kind(facts.answered, kinds.POSITION_WITHDRAW) if item.body.position in digests]
    return (*about, *items, *gone), [body for body in facts.answers if body.answers in named_]


def _narrow_accord(facts: Facts, part: SitePart, states: Iterable[State], indicators: frozenset[str]) -> Accord | None:
    """Return the accord with a title that names the part, and with only the themes and indicators of the part."""
    if facts.accord is None:
        return None
    theme_codes = part.found.themes if part.found else {str(state.record.theme) for state in states}
    codes = [
        (family, code) for family, code in (("theme", part.theme), ("place", part.place), ("body", part.body)) if code
    ]
    names = [title_of(facts, family, code) for family, code in codes]
    names += [part.found.names] if part.found else []
    title = facts.accord.title
    translations = {
        "en": f"{title.en}: {', '.join(one.en for one in names)}",
        "es": f"{title.es}: {', '.join(one.es for one in names)}",
    }
    themes = tuple(_narrow_theme(one, indicators) for one in facts.accord.themes if one.code in theme_codes)
    return facts.accord.model_copy(update={"title": title.model_copy(update=translations), "themes": themes})


def _narrow_theme(theme: ThemeRecord, indicators: frozenset[str]) -> ThemeRecord:
    return theme.model_copy(
        update={
            "outputs": tuple(one for one in theme.outputs if one in indicators),
            "outcomes": tuple(one for one in theme.outcomes if one in indicators),
            "headline": theme.headline if theme.headline in indicators else None,
        }
    )


_NAMING = NAMING["source"] | NAMING["body"] | {"publisher"}
"""Fields that hold ids of sources and bodies."""


def _drop_unreferenced(facts: Facts, part: SitePart) -> Facts:
    """Keep only bodies and sources that a kept record refers to, and the bodies they are part of."""
    records: list[Record] = [
        *(
            body
            for kind in (
                *(facts.indicators, facts.events, facts.conflicts, facts.evaluations),
                *(facts.frameworks, facts.settled),
            )
            for body in kind.values()
        ),
        *(one.body for chains in facts.chains.values() for one in chains),
        *(one.body for one in facts.targets),
        *(state.record for state in facts.states.values()),
        *(item.body for state in facts.states.values() for item in state.items),
        *(body for rows in facts.measurements.values() for _digest, body, _seat in rows),
        *facts.answers,
        *facts.panel.releases,  # what followed an event is read from them
    ]
    named = {name for body in records for name in named_ids(kinds.canonical_body(body), _NAMING)}
    bodies = {code for code in facts.bodies if code in named or code == part.body}
    for code in tuple(bodies):
        above = facts.bodies[code].parent
        while above in facts.bodies and above not in bodies:
            bodies.add(str(above))
            above = facts.bodies[str(above)].parent
    return replace(
        facts,
        bodies={code: body for code, body in facts.bodies.items() if code in bodies},
        sources={name: body for name, body in facts.sources.items() if name in named},
        source_feeds={name: feed for name, feed in facts.source_feeds.items() if name in named},
    )
