"""Export indicators as IATI results with baseline, target and actual values.

Each series and party becomes an IATI indicator of its own, so that different sources are never mixed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_MONTH, add_months, days_between
from accordtrack.i18n import in_both_languages, localize, term_label, tr
from accordtrack.interchange.iati import codes
from accordtrack.interchange.iati.elements import (
    add_document_link,
    add_element,
    add_narratives,
    is_linkable,
    text_by_language,
)
from accordtrack.scoring.series import RUNNING, STEPS
from accordtrack.text import source_lines
from accordtrack.types.regions import name_with_code
from accordtrack.vocabulary import Direction, MeasurementState, Periodicity, Precision, Qualifier, TargetSetBy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from accordtrack.interchange.iati.measurements import Measured, Value
    from accordtrack.ledger.indicators import Indicator, Target
    from accordtrack.projection.facts import Facts
    from accordtrack.scoring.series import Row
    from accordtrack.types import SourceView

    Words = Mapping[str, str]

_ASCENDING = {Direction.INCREASE: "true", Direction.DECREASE: "false"}
"""The ``ascending`` attribute by direction; it is left out where neither direction is better."""


def add_result(parent: etree._Element, facts: Facts, measured: Measured, why: Words) -> None:
    """Add a result with its indicators. ``why`` says how it relates to the activity that it belongs to."""
    body = measured.body
    attributes = {"type": codes.result_type(body.level), "aggregation-status": "false"}
    element = add_element(parent, "result", attributes)
    add_narratives(element, "title", text_by_language(body.title))
    add_narratives(element, "description", why)
    for key in measured.ordered_keys:
        _add_indicator(element, facts, measured, key)


def _add_indicator(parent: etree._Element, facts: Facts, measured: Measured, key: tuple[str, str]) -> None:
    body, counts = measured.body, key == measured.headline
    attributes = {"measure": codes.measure_type(body.unit.en), "aggregation-status": "false"}
    if ascending := _ASCENDING.get(body.direction):
        attributes["ascending"] = ascending
    element = add_element(parent, "indicator", attributes)
    add_narratives(element, "title", text_by_language(body.title))
    add_narratives(element, "description", in_both_languages(lambda: _definition(body, key, counts=counts)))
    code = "|".join((body.id, *filter(None, key)))
    add_element(element, "reference", {"vocabulary": codes.OWN, "code": code})
    values = list(measured.lines.get(key, ()))
    baseline, target = (measured.aim.baseline, measured.aim.target) if counts else (None, None)
    if baseline is not None:
        stands = {"iso-date": baseline.on, "year": str(int(baseline.on[:4])), "value": baseline.value}
        add_element(element, "baseline", stands)
    periods: dict[tuple[str, str], Value | None] = {(one.row.start, one.row.end): one for one in values}
    aimed = _period(body, target, values) if target is not None else None
    if aimed is not None:
        periods.setdefault(aimed, None)
    for period in sorted(periods):
        stands_in = add_element(element, "period")
        add_element(stands_in, "period-start", {"iso-date": period[0]})
        add_element(stands_in, "period-end", {"iso-date": period[1]})
        if target is not None and period == aimed:
            _add_target(stands_in, facts, target, ends=periods[period] is not None)
        if (value := periods[period]) is not None:
            _add_actual(stands_in, facts, value)


def _period(body: Indicator, target: Target, values: Sequence[Value]) -> tuple[str, str]:
    """Return the first and last day of the period of a target.

    It is the period of a value that ends on the target's day. Otherwise it has the length of the last value's period,
    or of the indicator's own period. A target of a running total starts where the total starts.
    """
    by = target.by
    ends = [one.row for one in values if one.row.end == by]
    if ends:
        return ends[-1].start, by
    last = values[-1].row if values else None
    if last is not None and last.series.startswith(RUNNING) and last.start <= by:
        return last.start, by
    days = days_between(last.start, last.end) + 1 if last is not None else 0
    months = round(days / DAYS_A_MONTH) if last is not None else STEPS[body.periodicity]
    if months == 0 or (last is None and body.periodicity is Periodicity.DAY):
        return (date.fromisoformat(by) - timedelta(days=max(days - 1, 0))).isoformat(), by
    return add_months((date.fromisoformat(by) + timedelta(days=1)).isoformat(), -months), by


def _add_target(parent: etree._Element, facts: Facts, target: Target, *, ends: bool) -> None:
    """Add a target. ``ends``: a value ends on the target's day, so the target has that value's period."""
    element = add_element(parent, "target", {"value": target.value})
    source = facts.source_view(target.source) if target.source and target.source in facts.sources else None

    def comment() -> str:
        by = tr("To be reached by {date}; {who}.", date=target.by, who=term_label("set by", target.set_by))
        own = "" if target.set_by is TargetSetBy.AGREED else tr("It is not an agreed target.")
        day = "" if ends else tr("The register gives only this day; the period is as long as that of its values.")
        parts = [by, own, day, _source_text(source) if source else "", localize(target.note)]
        return "\n".join(filter(None, parts))

    add_narratives(element, "comment", in_both_languages(comment))
    if source is not None:
        _add_linkable_source(element, source)


def _add_actual(parent: etree._Element, facts: Facts, value: Value) -> None:
    row, body = value.row, value.body
    element = add_element(parent, "actual", {"value": _number(value)})
    source = facts.source_view(row.source) if row.source in facts.sources else None

    def comment() -> str:
        parts = [
            tr(
                "Measured by {party}; evidence: {grade}.",
                party=term_label("the side", row.party),
                grade=term_label("grade", row.grade),
            )
        ]
        if row.foreign_recorder:
            parts.append(
                tr(
                    "Recorded by a desk of {side}, which did not measure it.",
                    side=term_label("the side", row.foreign_recorder),
                )
            )
        if row.qualifier != Qualifier.EXACT:
            parts.append(tr("Exactness: {word}.", word=term_label("qualifier", row.qualifier)))
        if row.state is MeasurementState.PRELIMINARY:
            parts.append(tr("Preliminary: it may still change."))
        if row.numerator is not None and row.denominator is not None:
            parts.append(tr("{a} of {b}.", a=body.numerator, b=body.denominator))
        parts += [_publication_text(row), _source_text(source) if source else "", localize(body.note)]
        return "\n".join(filter(None, parts))

    add_narratives(element, "comment", in_both_languages(comment))
    if source is not None:
        _add_linkable_source(element, source)


def _definition(body: Indicator, key: tuple[str, str], *, counts: bool) -> str:
    name, party = key
    parts = [
        localize(body.definition),
        tr("Unit: {unit}.", unit=localize(body.unit)),
        tr("About: {side}.", side=term_label("side", body.side)),
        tr("Place: {place}.", place=localize(name_with_code(body.place))) if body.place else "",
        tr("Publisher: {publisher}.", publisher=body.publisher),
        tr("Series: {series}.", series=term_label("series", name)) if name else "",
        tr("Measured by {party}.", party=term_label("the side", party)) if party else "",
        tr("It is the series that counts; the indicator's other series are measured differently.")
        if counts and name
        else "",
        tr("Neither direction is good.") if body.direction is Direction.NONE else "",
        localize(body.caveats),
    ]
    return "\n".join(filter(None, parts))


def _number(value: Value) -> str:
    """Return the value as recorded, or the quotient of numerator and denominator if no value was recorded."""
    text = value.body.value
    return text if text is not None else repr(value.row.value).removesuffix(".0")


def _publication_text(row: Row) -> str:
    shown = {Precision.DAY: row.published, Precision.MONTH: row.published[:7], Precision.YEAR: row.published[:4]}
    if row.exact in shown:
        return tr("Published: {date}.", date=shown[row.exact])
    return tr("Published no later than {date}.", date=row.published)


def _source_text(source: SourceView) -> str:
    cited = tr("Source: {publisher}, {title}.", publisher=source_lines.credit(source), title=source.title)
    recorder = source_lines.recorder(source)
    return f"{cited} ({recorder})" if recorder else cited


def _add_linkable_source(parent: etree._Element, source: SourceView) -> None:
    if is_linkable(source.url):
        add_source_link(parent, source, codes.RESULTS)


def add_source_link(parent: etree._Element, source: SourceView, category: str) -> None:
    """Add a source of the register as a document link, with its title as published."""
    day = source.date or ""

    def description() -> str:
        read = tr("Publisher: {publisher}.", publisher=source.publisher)
        produced = tr("Producer: {producer}.", producer=source.producer) if source.producer else ""
        place = tr("Place in the text: {locator}.", locator=source.locator) if source.locator else ""
        copy = tr("Copy consulted: {copy}.", copy=term_label("copy", source.copy))
        dated = tr("Dated {date}.", date=day) if day else tr("Without a date.")
        recorder = source_lines.recorder(source)
        return "\n".join(filter(None, (produced, read, place, copy, dated, localize(source.note), recorder)))

    add_document_link(
        parent,
        source.url,
        category,
        source.title,
        in_both_languages(description),
        day if len(day) == len("2026-01-01") else None,
    )
