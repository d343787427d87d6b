"""Section "Outputs against outcomes": verdicts with their counts, what was not compared, and each theme in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.documents.counted_sentences import joined, sentence
from accordtrack.documents.model import Cell, Chart, Column, Heading, Paragraph, Row, Section, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, contrast_table, not_compared, series, themes
from accordtrack.scorecard.sections.cards import opened, series_items
from accordtrack.scoring.contrast import FELL, IMPROVED, ROSE, UNCHANGED, WORSENED
from accordtrack.text import contrast as words
from accordtrack.text import release_dates
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block, Count, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line

OUTPUTS = (ROSE, FELL, UNCHANGED)
OUTCOMES = (IMPROVED, WORSENED, UNCHANGED)
NONE = "none"


def section(held: ScorecardData, lists: Listings) -> Section:
    """Return the section: the table of all themes, then each theme."""
    found = [held.scores.contrast(theme.code) for theme in held.scores.inputs.themes]
    counted = {one.id: _counts(held, lists, one) for one in found}
    marks = contrast_table.Marks()
    blocks: list[Block] = [
        Paragraph(
            (
                tr(
                    "Each change is within one series, in percent of its first value: from the last one of the {months} "
                    "months up to the first agreement of the theme, or else the first one of the {months} months after it, "
                    "to the latest.",
                    months=held.scores.method.trend.months,
                ),
            )
        ),
        Paragraph((tr("This is a sequence; it does not show a cause."),)),
        _table(held, found, counted),
        Paragraph(not_compared.lines(held, lists, found), small=True),
        Paragraph(not_compared.values(held, lists, found), small=True),
        *(block for one in found for block in _theme(held, lists, one, counted[one.id], marks)),
    ]
    return Section("contrast", tr("Outputs against outcomes"), tuple(blocks))


def _counts(held: ScorecardData, lists: Listings, found: Contrast) -> dict[tuple[str, str], Count]:
    """Return the number of outputs and outcomes by movement, each linked to its series."""
    title = held.title("theme", found.id)
    outputs = {word: found.outputs_that(word) for word in OUTPUTS}
    outputs[NONE] = tuple(line for line in found.outputs if line.pair is None)
    outcomes = {word: found.outcomes_that(word) for word in OUTCOMES}
    outcomes[NONE] = found.unmeasured
    parts = (("outputs", tr("outputs"), outputs), ("outcomes", tr("outcomes and impact"), outcomes))
    return {
        (part, word): cells.counted(
            lists,
            f"contrast-of-{found.id}-{part}-{word}",
            f"{title}: {name}, {label('movement', 'unmeasured' if word == NONE else word)}",
            [not_compared.item(held, line) for line in lines]
            if word == NONE
            else series_items(held, (line.gauge for line in lines)),
        )
        for part, name, groups in parts
        for word, lines in groups.items()
    }


def _table(held: ScorecardData, found: list[Contrast], counted: dict[str, dict[tuple[str, str], Count]]) -> Table:
    parts = (("outputs", tr("outputs"), OUTPUTS), ("outcomes", tr("outcomes"), OUTCOMES))
    same = len({one.base for one in found}) == 1
    columns = (
        Column("theme", tr("theme"), weight=3.0),
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
                Cell(held.title("theme", one.id), one.id),
                *([] if same else [Cell(one.base or "—", one.base)]),
                *(cells.number(counted[one.id][part, word]) for part, _name, group in parts for word in (*group, NONE)),
                Cell(label("verdict", one.verdict), one.verdict),
            ),
        )
        for one in found
    )
    notes = (
        *([themes.since(held, found[0].base)] if same and found[0].base else []),
        tr(
            "Counts are of series; the charts draw them. An output is all below an outcome: inputs and activities too. An outcome with no good direction, or older than the outputs, is shown, not counted."
        ),
        tr(
            "The results trend takes only values {years} years or more apart, so that its counts may be smaller.",
            years=held.scores.method.trend.years,
        ),
        tr(
            "A value is as its source gives it, or computed by this register from what the source gives: the notes of the "
            "measurements, in the workbook and in the JSON, say which."
        ),
    )
    return Table("contrast-themes", tr("Outputs against outcomes by theme"), columns, rows, notes)


def _theme(
    held: ScorecardData,
    lists: Listings,
    found: Contrast,
    counted: dict[tuple[str, str], Count],
    marks: contrast_table.Marks,
) -> list[Block]:
    title = held.title("theme", found.id)
    outputs = sentence(tr(words.OUTPUTS), **_named(counted, "outputs", ("rose", "fell", "same", "none"), OUTPUTS))
    outcomes = sentence(
        tr(words.OUTCOMES), **_named(counted, "outcomes", ("improved", "worsened", "same", "none"), OUTCOMES)
    )
    told = opened(joined(f"{label('verdict', found.verdict)}: ", *outputs, "; ", *outcomes))
    if found.guard_regressed:
        told = joined(*told, " ", *_guards(held, lists, found, title))
    if not found.outputs and not found.outcomes:
        told = joined(*told, " ", tr("No indicator is linked."))
    blocks: list[Block] = [Heading(f"contrast-of-{found.id}", title), Paragraph(told)]
    bars = series.bars(held, found)
    if bars:
        blocks.append(_chart(found, title, bars))
    blocks += [Paragraph((note,), small=True) for note in series.undrawn(held, found)]
    table = contrast_table.table(held, found, title, marks)
    return [*blocks, *([table] if table else [])]


def _guards(held: ScorecardData, lists: Listings, found: Contrast, title: str) -> Sentence:
    """Return how many guards worsened, and how many of these the outcomes do not count.

    The sentence also says what a guard is, because each theme is read on its own.
    """
    worse = [line for line in found.guards if line.word == WORSENED]
    counted = {line.gauge.id for line in found.outcomes_that(WORSENED)}

    def rows(name: str, heading: str, lines: list[Line]) -> Count:
        items = series_items(held, (line.gauge for line in lines))
        return cells.counted(lists, f"contrast-of-{found.id}-{name}", f"{title}: {heading}", items)

    return sentence(
        tr(
            "A guard is an indicator to be read beside others, whichever way those moved; it should not worsen. Guards that "
            "worsened: {n}, of these not counted here: {left}."
        ),
        n=rows("guards-worsened", tr("guards that worsened"), worse),
        left=rows(
            "guards-apart",
            tr("guards that worsened and are not counted"),
            [line for line in worse if line.gauge.id not in counted],
        ),
    )


def _named(
    counted: dict[tuple[str, str], Count], part: str, names: tuple[str, ...], group: tuple[str, ...]
) -> dict[str, Count]:
    return {name: counted[part, word] for name, word in zip(names, (*group, NONE), strict=True)}


def _chart(found: Contrast, title: str, bars: tuple[series.Drawn, ...]) -> Chart:
    finding = _finding(found, title)
    drawn = "; ".join(f"{one.bar.label} {one.bar.shown}" for one in bars)
    subtitle = tr(
        "Change of each series in percent of its first value, over the periods beside it; base {base}", base=found.base
    )
    producers, sources = (
        sorted({name for names in told for name in names}, key=natural_sort_key)
        for told in zip(*((one.producers, one.sources) for one in bars), strict=True)
    )
    latest = release_dates.latest(one.latest for one in bars)
    released = release_dates.day(latest.published, latest.exact)
    return Chart(
        f"chart-{found.id}",
        finding,
        subtitle,
        tuple(one.bar for one in bars),
        tr(
            "Figures of {producers}. Read in {sources}. Latest dated release of a figure {date}.",
            producers="; ".join(producers),
            sources="; ".join(sources),
            date=released,
        ),
        f"{finding}. {subtitle}: {drawn}.",
    )


def _finding(found: Contrast, title: str) -> str:
    """Return the finding of a chart as two separate counts, which never claim that one caused the other."""
    outputs = {word: len(found.outputs_that(word)) for word in OUTPUTS}
    outcomes = {word: len(found.outcomes_that(word)) for word in OUTCOMES}
    acts = tr(
        "outputs compared {n}: rose {rose}, fell {fell}, unchanged {same}",
        n=sum(outputs.values()),
        rose=outputs[ROSE],
        fell=outputs[FELL],
        same=outputs[UNCHANGED],
    )
    results = tr(
        "outcomes compared {n}: improved {improved}, worsened {worsened}, unchanged {same}",
        n=sum(outcomes.values()),
        improved=outcomes[IMPROVED],
        worsened=outcomes[WORSENED],
        same=outcomes[UNCHANGED],
    )
    acts = acts if any(outputs.values()) else tr("no output compared")
    results = results if any(outcomes.values()) else tr("no outcome compared")
    return f"{title}: {acts}; {results}"
