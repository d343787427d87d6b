"""Section "Outputs against outcomes": verdicts with their counts, what was not compared, and each theme in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.documents.model import Cell, Chart, Column, Heading, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, contrast_table, not_compared, series, themes
from accordtrack.scorecard.sections.cards import as_full_sentence, series_items
from accordtrack.scoring.contrast import FELL, IMPROVED, ROSE, UNCHANGED, WORSENED
from accordtrack.text import contrast as words
from accordtrack.text import release_dates
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line

OUTPUTS = (ROSE, FELL, UNCHANGED)
OUTCOMES = (IMPROVED, WORSENED, UNCHANGED)
NONE = "none"


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section: the table of all themes, then each theme."""
    contrasts = [data.scores.contrast(theme.code) for theme in data.scores.inputs.themes]
    counted = {one.id: _movement_counts(data, lists, one) for one in contrasts}
    marks = contrast_table.Marks()
    blocks: list[Block] = [
        Paragraph(
            (
                tr(
                    (
                        "Each change is within one series, as a percentage of its first value: from the last "
                        "value in the {months} months up to the area's first agreement, or else the first "
                        "value in the {months} months after it, to the latest."
                    ),
                    months=data.scores.method.trend.months,
                ),
            )
        ),
        Paragraph((tr("This is a sequence; it does not show a cause."),)),
        _table(data, contrasts, counted),
        Paragraph(not_compared.indicators_sentence(data, lists, contrasts), small=True),
        Paragraph(not_compared.values_sentence(data, lists, contrasts), small=True),
        *(block for one in contrasts for block in _theme_blocks(data, lists, one, counted[one.id], marks)),
    ]
    return Section("contrast", tr("Activity and indicators"), tuple(blocks))


def _movement_counts(data: ScorecardData, lists: Listings, contrast: Contrast) -> dict[tuple[str, str], Count]:
    """Return the number of outputs and outcomes by movement, each linked to its series."""
    title = data.title("theme", contrast.id)
    outputs = {word: contrast.outputs_with_word(word) for word in OUTPUTS}
    outputs[NONE] = tuple(line for line in contrast.outputs if line.pair is None)
    outcomes = {word: contrast.outcomes_with_word(word) for word in OUTCOMES}
    outcomes[NONE] = contrast.unmeasured
    parts = (("outputs", tr("government activity"), outputs), ("outcomes", tr("indicators"), outcomes))
    return {
        (part, word): cells.count_for_cell(
            lists,
            f"contrast-of-{contrast.id}-{part}-{word}",
            f"{title}: {name}, {label('movement', 'unmeasured' if word == NONE else word)}",
            [not_compared.series_item(data, line) for line in lines]
            if word == NONE
            else series_items(data, (line.gauge for line in lines)),
        )
        for part, name, groups in parts
        for word, lines in groups.items()
    }


def _table(data: ScorecardData, contrasts: list[Contrast], counted: dict[str, dict[tuple[str, str], Count]]) -> Table:
    parts = (("outputs", tr("activity"), OUTPUTS), ("outcomes", tr("indicators"), OUTCOMES))
    same = len({one.base for one in contrasts}) == 1
    columns = (
        Column("theme", tr("area"), weight=3.0),
        *([] if same else [Column("since", tr("since"), weight=1.5)]),
        *(
            Column(f"{part}-{word}", label("movement", "unmeasured" if word == NONE else word), "right", unit=name)
            for part, name, group in parts
            for word in (*group, NONE)
        ),
        Column("verdict", tr("verdict"), weight=2.0),
    )
    rows = tuple(
        Row(
            f"contrast-row-{one.id}",
            (
                Cell(data.title("theme", one.id), one.id),
                *([] if same else [Cell(one.base or "—", one.base)]),
                *(cells.number(counted[one.id][part, word]) for part, _name, group in parts for word in (*group, NONE)),
                Cell(label("verdict", one.verdict), one.verdict),
            ),
        )
        for one in contrasts
    )
    notes = (
        *([themes.base_date_note(data, contrasts[0].base)] if same and contrasts[0].base else []),
        tr(
            "Counts are of series, as drawn in the charts. Government activity includes its means and"
            " preparation. An indicator with no good direction, or older than the activity, is shown "
            "but not counted."
        ),
        tr(
            ("The change in indicators uses only values {years} years or more apart, so its counts may be smaller."),
            years=data.scores.method.trend.years,
        ),
        tr(
            "Each value is as its source gives it, or is computed by this register from what the source "
            "gives; the measurement notes, in the workbook and in the JSON, say which."
        ),
    )
    return Table("contrast-themes", tr("Activity and indicators by area"), columns, rows, notes)


def _theme_blocks(
    data: ScorecardData,
    lists: Listings,
    contrast: Contrast,
    counted: dict[tuple[str, str], Count],
    marks: contrast_table.Marks,
) -> list[Block]:
    title = data.title("theme", contrast.id)
    outputs = sentence(
        tr(words.OUTPUTS), **_counts_by_name(counted, "outputs", ("rose", "fell", "same", "none"), OUTPUTS)
    )
    outcomes = sentence(
        tr(words.OUTCOMES), **_counts_by_name(counted, "outcomes", ("improved", "worsened", "same", "none"), OUTCOMES)
    )
    summary = as_full_sentence(join_parts(f"{label('verdict', contrast.verdict)}: ", *outputs, "; ", *outcomes))
    if contrast.guard_regressed:
        summary = join_parts(*summary, " ", *_guards_sentence(data, lists, contrast, title))
    if not contrast.outputs and not contrast.outcomes:
        summary = join_parts(*summary, " ", tr("No indicator is linked."))
    blocks: list[Block] = [Heading(f"contrast-of-{contrast.id}", title), Paragraph(summary)]
    bars = series.bars(data, contrast)
    if bars:
        blocks.append(_chart(contrast, title, bars))
    blocks += [Paragraph((note,), small=True) for note in series.undrawn_note(data, contrast)]
    table = contrast_table.table(data, contrast, title, marks)
    return [*blocks, *([table] if table else [])]


def _guards_sentence(data: ScorecardData, lists: Listings, contrast: Contrast, title: str) -> Sentence:
    """Return what a guard is, how many worsened, and how many of these the outcomes do not count."""
    worse = [line for line in contrast.guards if line.word == WORSENED]
    counted = {line.gauge.id for line in contrast.outcomes_with_word(WORSENED)}

    def count_lines(name: str, heading: str, lines: list[Line]) -> Count:
        items = series_items(data, (line.gauge for line in lines))
        return cells.count_for_cell(lists, f"contrast-of-{contrast.id}-{name}", f"{title}: {heading}", items)

    return sentence(
        tr(
            "An indicator read beside others should not worsen, whichever way they moved. Such "
            "indicators that worsened: {n}; of these, not counted here: {left}."
        ),
        n=count_lines("guards-worsened", tr("indicators read beside others that worsened"), worse),
        left=count_lines(
            "guards-apart",
            tr("indicators read beside others that worsened and are not counted"),
            [line for line in worse if line.gauge.id not in counted],
        ),
    )


def _counts_by_name(
    counted: dict[tuple[str, str], Count], part: str, names: tuple[str, ...], group: tuple[str, ...]
) -> dict[str, Count]:
    return {name: counted[part, word] for name, word in zip(names, (*group, NONE), strict=True)}


def _chart(contrast: Contrast, title: str, bars: tuple[series.Drawn, ...]) -> Chart:
    finding = _finding(contrast, title)
    text = "; ".join(f"{one.bar.label} {one.bar.shown}" for one in bars)
    subtitle = tr(
        "Change in each series as a percentage of its first value, over the periods shown beside it; base {base}",
        base=contrast.base,
    )
    producers, sources = (
        sorted({name for names in name_groups for name in names}, key=natural_sort_key)
        for name_groups in zip(*((one.producers, one.sources) for one in bars), strict=True)
    )
    latest = release_dates.latest(one.latest for one in bars)
    released = release_dates.day(latest.published, latest.exact)
    return Chart(
        f"chart-{contrast.id}",
        finding,
        subtitle,
        tuple(one.bar for one in bars),
        tr(
            "Figures from {producers}. Read in {sources}. Latest dated release of a figure: {date}.",
            producers="; ".join(producers),
            sources="; ".join(sources),
            date=released,
        ),
        f"{finding}. {subtitle}: {text}.",
    )


def _finding(contrast: Contrast, title: str) -> str:
    """Return the finding of a chart as two separate counts, which never claim that one caused the other."""
    outputs = {word: len(contrast.outputs_with_word(word)) for word in OUTPUTS}
    outcomes = {word: len(contrast.outcomes_with_word(word)) for word in OUTCOMES}
    acts = tr(
        "government activity compared: {n} ({rose} rose, {fell} fell, {same} unchanged)",
        n=sum(outputs.values()),
        rose=outputs[ROSE],
        fell=outputs[FELL],
        same=outputs[UNCHANGED],
    )
    results = tr(
        "indicators compared: {n} ({improved} improved, {worsened} worsened, {same} unchanged)",
        n=sum(outcomes.values()),
        improved=outcomes[IMPROVED],
        worsened=outcomes[WORSENED],
        same=outcomes[UNCHANGED],
    )
    acts = acts if any(outputs.values()) else tr("no government activity compared")
    results = results if any(outcomes.values()) else tr("no indicator compared")
    return f"{title}: {acts}; {results}"
