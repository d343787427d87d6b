"""Section "What changed": each theme in one sentence, then level, peak, trough and last year of each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Heading, Paragraph, Row, Section, Table
from accordtrack.i18n import explain, tr
from accordtrack.scorecard.sections import answer
from accordtrack.scorecard.sections.cards import round_for_export
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.text import paths as words
from accordtrack.text.numbers import unchanged_margin
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Tone
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.path_shape import Movement
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.theme_paths import ThemePaths

_TONES: dict[str, Tone] = {"better": "good", "worse": "warn"}


def section(data: ScorecardData) -> Section:
    """Return the section: the answer over all themes, then each theme."""
    found = data.scores.all_theme_paths
    method = standard_event_method()
    how = tr(
        "Each last year is compared with the level at the agreement: the last complete year before it, or else the first "
        "full year after it. Preliminary figures do not count. Method {method}, parameters {parameters}.",
        method=method.method,
        parameters=method.digest[:12],
    )
    blocks: list[Block] = [
        *answer.whole_paragraphs(data),
        *(Paragraph((explain(problem),), small=True) for problem in data.scores.read_release.problems),
        *(block for one in found for block in _theme_blocks(data, one)),
        Paragraph((how,), small=True),
    ]
    return Section("paths", tr("What changed"), tuple(blocks))


def _theme_blocks(data: ScorecardData, found: ThemePaths) -> list[Block]:
    title = data.title("theme", found.id)

    def titled(indicator: str) -> str:
        return _title(data, indicator)

    beside = words.sentences(found, titled)[1:]
    blocks: list[Block] = [Heading(f"paths-of-{found.id}", title), *answer.theme_paragraphs(data, found.id)]
    blocks += [Paragraph((" ".join(beside),))] if beside else []
    rows = tuple(_row(data, found, one, path) for one in found.indicators for path in one.compared)
    if rows:
        name = tr("{theme}: paths since the agreement", theme=title)
        aside = [tr("In parentheses: shown but not counted.")] if any(one.compared for one in found.context) else []
        notes = (*words.same_family_lines(found, titled), *aside)
        blocks.append(Table(f"paths-of-{found.id}-series", name, _columns(), rows, notes))
    left = tuple(_left_out(data, found, one) for one in found.indicators if not one.compared)
    if left:
        name = tr("{theme}: no comparable figure", theme=title)
        columns = (Column("indicator", tr("indicator"), weight=3.0), Column("reason", tr("why"), weight=3.0))
        blocks.append(Table(f"paths-of-{found.id}-without", name, columns, left))
    return blocks


def _columns() -> tuple[Column, ...]:
    return (
        Column("series", tr("series"), weight=3.6),
        Column("level", tr("level at the agreement, or first figure after it"), weight=2.0),
        Column("peak", tr("peak"), weight=2.0),
        Column("trough", tr("trough"), weight=2.0),
        Column("last", tr("last"), weight=2.0),
        Column("since", tr("since"), weight=1.6),
        Column("lately", tr("lately"), weight=1.4),
    )


def _row(data: ScorecardData, found: ThemePaths, one: IndicatorPaths, path: SeriesPath) -> Row:
    gauge = one.gauge
    series = "rolling-12m" if path.series in data.facts.panel.series else path.series  # those are compared by 12 months
    name = f"{_title(data, gauge.id)} ({label('series', series)}, {words.unit(data.scores, gauge.id)})"
    days = words.releases([figure for figure in (path.first, path.last) if figure])
    told = (unchanged_margin(gauge.unchanged_within), words.basis(path), f"{tr('figures released')}: {days}")
    shown = "; ".join((f"({name})" if one in found.context else name, *(part for part in told if part)))
    since, lately = (path.path.since, path.path.lately) if path.path else (None, None)
    return Row(
        f"path-{found.id}-{gauge.id}-{path.series}",
        (
            Cell(sanitize_line(shown), gauge.id),
            *(_figure(figure) for figure in (path.first, path.peak, path.trough, path.last)),
            _moved(since, gauge.sign, words.aside(path)),
            _moved(lately, gauge.sign, ""),
        ),
    )


def _figure(figure: Figure | None) -> Cell:
    return Cell(words.dated(figure), round_for_export(figure.value if figure else None))


def _moved(movement: Movement | None, sign: int, aside: str) -> Cell:
    text = words.movement(movement, sign)
    tone = _TONES.get(str(movement), "") if sign else ""
    return Cell(f"{text} ({aside})" if aside else text, movement, tone)


def _left_out(data: ScorecardData, found: ThemePaths, one: IndicatorPaths) -> Row:
    name = f"path-{found.id}-{one.gauge.id}-without"
    return Row(name, (Cell(_title(data, one.gauge.id), one.gauge.id), Cell(words.reason(one.reason), one.reason)))


def _title(data: ScorecardData, indicator: str) -> str:
    return sanitize_line(words.title(data.scores, indicator))
