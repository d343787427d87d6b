"""Blocks of the Indicators tab: indicators linked to a commitment, with sparklines and the newest values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trn
from accordtrack.text import provenance, release_dates
from accordtrack.text.calendar_names import short_dates
from accordtrack.tui import text_styles
from accordtrack.tui.sparkline import bars
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import CommitmentView, IndicatorView, MeasurementView, Text

NEWEST = 3
INDENT = 18


def blocks(view: CommitmentView) -> list[Block]:
    """Return one item per indicator."""
    if not view.indicators:
        return [Block(text_styles.muted(tr("No indicator is linked to this commitment.")))]
    found: list[Block] = []
    for item in view.indicators:
        found += _indicator(item)
    return found


def _indicator(item: IndicatorView) -> list[Block]:
    head = text_styles.join(
        text_styles.words(i18n.localize(item.title), text_styles.STRONG),
        text_styles.words(label("level", item.level)),
        text_styles.muted(label("strength", item.strength)),
        by=text_styles.dot(),
    )
    found = [Block(head, key=item.id, gap=1)]
    if item.target is not None:
        target = text_styles.join(
            item.target,
            i18n.localize(item.unit),
            tr("by {date}", date=item.target_by) if item.target_by else "",
            by=" ",
        )
        found.append(
            _line(
                item,
                tr("target"),
                text_styles.join(
                    target, text_styles.muted(label("set by", item.target_set_by)), by=text_styles.dot()
                ).plain,
            )
        )
    else:
        found.append(_line(item, tr("target"), tr("no agreed target"), text_styles.MUTED))
    for series in dict.fromkeys(value.series for value in item.counted):
        values = [value for value in item.counted if value.series == series]
        found.append(
            _line(
                item,
                label("series", series),
                _join_nonempty(
                    bars([_parse_number(value.value) for value in values]), trn("{n} value", "{n} values", len(values))
                ),
            )
        )
        found += [_line(item, "", value_text(value, item.unit)) for value in reversed(values[-NEWEST:])]
    found += [_line(item, label("series", value.series), value_text(value, item.unit)) for value in item.own_values]
    if not item.measurements:
        found.append(_line(item, tr("values"), tr("no value yet"), text_styles.MUTED))
    found.append(_line(item, tr("why linked"), i18n.localize(item.rationale), text_styles.MUTED))
    if item.caveats is not None:
        found.append(_line(item, tr("caveats"), i18n.localize(item.caveats), text_styles.WARN))
    return found


def _line(item: IndicatorView, name: str, text: str, style: str = "") -> Block:
    return Block(
        text_styles.words(text, style),
        label=text_styles.muted(text_styles.cut(name, INDENT - 1)),
        indent=INDENT,
        key=item.id,
    )


def value_text(value: MeasurementView, unit: Text) -> str:
    """Return a value with its unit, period, grade, party, release and source, and whether it is not counted."""
    period = f"{value.period_start}..{value.period_end}" if value.period_start != value.period_end else value.period_end
    parts = [
        _join_nonempty(label("qualifier", value.qualifier), with_thousands_commas(value.value), i18n.localize(unit)),
        short_dates(period),
        label("grade", value.grade),
        label("side", value.party),
        "" if value.state == "final" else label("state", value.state),
        tr("to be confirmed, not counted") if value.confirm else "",
        tr("from a difference, not counted") if value.qualifier == Qualifier.DERIVED else "",
        provenance.own_value(value.own_value_of),
        short_dates(release_dates.release_text(value.published_on, value.precision)),
        value.source,
    ]
    return text_styles.dot().join(part for part in parts if part)


def with_thousands_commas(number: str) -> str:
    """Return a decimal with commas between thousands, the convention of both countries, keeping its decimals."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isascii() and whole.lstrip("-").isdigit() else number


def _join_nonempty(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _parse_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
