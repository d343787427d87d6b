"""Indicators with their measurements, and conflicting figures (conflicts), as frozen values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import casefold_plain as plain
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.amendments import chosen_target
from accordtrack.projection.facts import settlements
from accordtrack.projection.statement_views import measurement_view
from accordtrack.queries.filter_parser import WHOLE, field_word
from accordtrack.store import desk_keys, log
from accordtrack.store.acceptance import StoredVerdicts
from accordtrack.store.columns import BODY as B
from accordtrack.store.columns import ENTRY as E
from accordtrack.store.columns import RECORD as R
from accordtrack.store.items import as_of_dates, in_force, of_kind
from accordtrack.types import ClaimView, ConflictView, IndicatorRow, IndicatorView, MeasurementView, SourceView, Text
from accordtrack.vocabulary import CLOSENESS, MeasurementState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import AmendedIndicator, Link
    from accordtrack.ledger.records import Conflict
    from accordtrack.ledger.statements import ConflictSettle
    from accordtrack.queries.filter_parser import Term


def indicators(connection: Connection, links: Sequence[Link], at: TwoDates | None) -> tuple[IndicatorView, ...]:
    """Return the indicators of ``links``, direct ones first, with the measurements visible as of two dates."""
    found = record_lookup.indicators(connection, [link.indicator for link in links], at)
    measured = _measurements(connection, found, at)
    ranked = sorted(links, key=lambda link: (CLOSENESS[link.strength], link.indicator))
    return tuple(
        _indicator(found[link.indicator], link, measured.get(link.indicator, []))
        for link in ranked
        if link.indicator in found
    )


def indicator_rows(connection: Connection, terms: Iterable[Term]) -> tuple[IndicatorRow, ...]:
    """Return the indicators that match ``terms``, by id: free words, ``theme:``, ``side:``, ``level:`` and ``id:``.

    Raise ``Refused`` for other fields.
    """
    wanted = list(terms)
    found = {
        name: body
        for name, body in sorted(record_lookup.indicators(connection).items())
        if all(_matches_indicator(body, term) for term in wanted)
    }
    measured = _measurements(connection, found, None) if found else {}
    linked: dict[str, list[str]] = {}
    for link in record_lookup.records(connection, kinds.LINK).values():
        linked.setdefault(link.indicator, []).append(link.commitment)
    return tuple(
        IndicatorRow(
            id=name,
            title=body.title.text,
            side=body.side,
            theme=body.theme,
            level=body.level,
            direction=body.direction,
            unit=body.unit.text,
            publisher=body.publisher,
            headline_series=body.headline_series,
            newest=_newest(measured.get(name, ()), body.headline_series),
            commitments=tuple(sorted(linked.get(name, ()))),
        )
        for name, body in found.items()
    )


def _newest(values: Iterable[MeasurementView], headline: str | None) -> MeasurementView | None:
    counted = (one for one in values if one.own_value_of is None and one.state != MeasurementState.SUPERSEDED)
    own = [one for one in counted if headline is None or one.series == headline]
    return max(own, key=lambda one: (one.period_end, one.published_on), default=None)


def own_values(connection: Connection, indicator: str, at: TwoDates) -> tuple[MeasurementView, ...]:
    """Return the values of a side about its own country that wait for the other side, as of two dates."""
    about = record_lookup.indicators(connection, [indicator], at)
    measured = _measurements(connection, about, at).get(indicator, [])
    return tuple(value for value in measured if value.own_value_of is not None)


def _measurements(
    connection: Connection, about: Mapping[str, AmendedIndicator], at: TwoDates | None
) -> dict[str, list[MeasurementView]]:
    """Return the values in force, and those of a side about its own country that wait for the other side."""
    conditions: list[ColumnElement[bool]] = [
        R.c.family == "measurement",
        R.c.ref.in_(about),
        R.c.retracted_by.is_(None),
        R.c.refused.in_((0, record_lookup.WAITS)),
    ]
    if at:
        conditions += [R.c.effective_on <= at.as_of, R.c.known_on <= at.known_on]
    columns: list[ColumnElement[Any]] = [B.c.raw, R.c.refused, E.c.feed]
    joined = R.join(B, B.c.entry_id == R.c.entry_id).join(E, E.c.id == R.c.entry_id)
    seats = desk_keys.sides_by_feed(connection)
    found: dict[str, list[MeasurementView]] = {}
    for raw, refused, feed in connection.execute(select(*columns).select_from(joined).where(*conditions)):
        body = kinds.MEASUREMENT.decode(raw)
        side = about[body.indicator].side.value
        if refused == 0:
            found.setdefault(body.indicator, []).append(measurement_view(body))
        elif seats.get(feed) == side:
            found.setdefault(body.indicator, []).append(replace(measurement_view(body), own_value_of=side))
    for values in found.values():
        values.sort(key=lambda value: (value.series, value.period_end, value.published_on))
    return found


def _indicator(body: AmendedIndicator, link: Link, measured: Sequence[MeasurementView]) -> IndicatorView:
    target = chosen_target(body, every=True)[0]
    return IndicatorView(
        id=body.id,
        title=body.title.text,
        definition=body.definition.text,
        unit=body.unit.text,
        level=body.level,
        direction=body.direction,
        side=body.side,
        publisher=body.publisher,
        strength=link.strength,
        rationale=link.rationale.text,
        caveats=Text.from_bilingual(body.caveats),
        target=target.value if target else None,
        target_by=target.by if target else None,
        target_set_by=target.set_by if target else None,
        headline_series=body.headline_series,
        measurements=tuple(measured),
    )


def conflicts(
    connection: Connection, terms: Iterable[Term], at: TwoDates | None, *, cited: bool = True
) -> tuple[ConflictView, ...]:
    """Return the conflicts that match ``terms``: free words, ``theme:`` and ``id:``.

    With ``cited`` the conflicts include their sources, which takes another query. Raise ``Refused`` for other fields.
    """
    settled = _settlements(connection, at)
    dates = _known_on_by_id(connection)
    matches = [
        (body, settled.get(name))
        for name, body in record_lookup.records(connection, kinds.CONFLICT).items()
        if not (at and dates.get(name, "") > min(at.as_of, at.known_on))
        and all(_matches_term(body, term) for term in terms)
    ]
    wanted = [one for pair in matches for one in cited_sources(*pair)] if cited else []
    named = {source.id: source for source in record_lookup.sources(connection, wanted)} if wanted else {}
    return tuple(
        conflict_view(body, end, tuple(named[one] for one in cited_sources(body, end) if one in named))
        for body, end in matches
    )


def cited_sources(body: Conflict, settled: ConflictSettle | None) -> list[str]:
    """Return the ids of a conflict's sources, each once."""
    lines = [source for claim in body.claims for source in claim.sources]
    return list(dict.fromkeys([*lines, *([settled.source] if settled else [])]))


def _known_on_by_id(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(R.c.rid, R.c.known_on).where(R.c.family == "conflict"))
    return {row.rid: row.known_on for row in rows}


def _settlements(connection: Connection, at: TwoDates | None) -> dict[str, ConflictSettle]:
    """Return the settlement of each conflict that is in force."""
    keys = record_lookup.entries_in_force(connection, kinds.CONFLICT_SETTLE.family)
    items = of_kind(log.items_with_keys(connection, keys, {}), kinds.CONFLICT_SETTLE) if keys else []
    verdicts = StoredVerdicts(connection).of([item.ref for item in items]) if items else {}
    shown = as_of_dates([item.with_verdict(verdicts.get(item.entry_id)) for item in items], at)
    return settlements(in_force(shown))


def _matches_term(body: Conflict, term: Term) -> bool:
    lines = (*body.title.both_languages, *(text for claim in body.claims for text in claim.text.both_languages))
    found = _matches(body.id, lines, {"theme": body.themes}, term)
    if found is None:
        advice = "Conflicts can be searched by words, theme: and id:."
        values = {"field": field_word(term.field)}
        raise Refused(Problem("{field} does not apply to conflicts", advice, values=values, usage=True))
    return found


def _matches_indicator(body: AmendedIndicator, term: Term) -> bool:
    lines = (*body.title.both_languages, *body.definition.both_languages, body.publisher)
    coded = {"theme": (body.theme,), "side": (body.side,), "level": (body.level,)}
    found = _matches(body.id, lines, coded, term)
    if found is None:
        advice = "Indicators can be searched by words, theme:, side:, level: and id:."
        values = {"field": field_word(term.field)}
        raise Refused(Problem("{field} does not apply to indicators", advice, values=values, usage=True))
    return found


def _matches(name: str, lines: Iterable[str], coded: Mapping[str, Collection[str]], term: Term) -> bool | None:
    """Return whether a record with this id, these words and these codes matches; None if it has no such field."""
    if term.field in coded:
        matches = bool(set(term.values) & set(coded[term.field]))
    elif term.field == "id" and term.op == WHOLE:
        matches = name in term.values
    elif term.field == "id":
        matches = any(name.startswith(value) for value in term.values)
    elif term.field == "":
        matches = plain(term.values[0]) in plain(" ".join((name, *lines)))
    else:
        return None
    return matches is not term.negated


def conflict_view(body: Conflict, settled: ConflictSettle | None, cited: tuple[SourceView, ...]) -> ConflictView:
    """Return a conflict as a frozen value, with its settlement and the cited sources."""
    claims = (
        ClaimView(
            number=number,
            speaker=claim.speaker,
            body=claim.speaker_body,
            said_on=claim.said_on,
            text=claim.text.text,
            sources=tuple(claim.sources),
        )
        for number, claim in enumerate(body.claims, start=1)
    )
    return ConflictView(
        id=body.id,
        title=body.title.text,
        themes=tuple(body.themes),
        indicators=tuple(body.about.indicators),
        commitments=tuple(body.about.commitments),
        events=tuple(body.about.events),
        claims=tuple(claims),
        may_explain=body.may_explain.text,
        would_settle=body.would_settle.text,
        settled=settled.claim if settled else None,
        settled_by=settled.source if settled else None,
        settled_why=Text.from_bilingual(settled.reason) if settled else None,
        cited=cited,
    )
