"""Outputs against outcomes: verdicts with their counts, charts of what was compared, and what was not."""

from __future__ import annotations

import re

import pytest

from accordtrack.scorecard import contrasts
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.value import Chart, Facts, Paragraph, Table
from accordtrack.scoring.contrast import FELL, IMPROVED, ROSE, UNCHANGED, WORSENED
from scorecard.sections import Made, anchors, exchanged, make, rich, shape, shipped, turned_round

CAUSES = re.compile(
    r"\b(caus\w+|led to|because|thanks|result(s|ed)? (in|of|from)|due to|ahead|behind|better|success\w*|victor\w+|fail\w*)\b",
    re.IGNORECASE,
)

PARTS = (("outputs", (ROSE, FELL, UNCHANGED)), ("outcomes", (IMPROVED, WORSENED, UNCHANGED)))


@pytest.fixture(scope="module")
def made() -> Made:
    return make(contrasts.section, shipped())


def codes() -> list[str]:
    return [theme.code for theme in shipped().scores.inputs.themes]


def test_the_table_holds_the_counts_and_verdicts_of_every_theme(made: Made) -> None:
    for code in codes():
        found = shipped().scores.contrast(code)
        row = made.row("contrast-themes", f"contrast-row-{code}")
        for word in (ROSE, FELL, UNCHANGED):
            assert row[f"outputs-{word}"].value == len(found.outputs_that(word))
        for word in (IMPROVED, WORSENED, UNCHANGED):
            assert row[f"outcomes-{word}"].value == len(found.outcomes_that(word))
        assert row["outputs-none"].value == sum(1 for line in found.outputs if line.pair is None)
        assert row["outcomes-none"].value == len(found.unmeasured)
        assert (row["verdict"].value, row["since"].value) == (found.verdict, found.base)


def test_the_verdict_stands_beside_its_counts(made: Made) -> None:
    told = [read(block.sentence) for block in made.of(Paragraph)]
    assert (
        "Too few to say: outputs rose 2, fell 3, unchanged 0, not compared 2; "
        "outcomes improved 2, worsened 0, unchanged 0, not compared 2."
    ) in told
    assert "This is a sequence; it does not show a cause." in told


def test_every_number_opens_a_list_of_its_length(made: Made) -> None:
    counted = list(made.counts())
    assert len(counted) == 2 * 8 * len(codes())
    assert all(len(made.lists[name].items) == number for name, number in counted)
    found = anchors(made.section)
    assert len(found) == len(set(found))


def test_charts_draw_what_the_verdict_counts_and_name_the_rest(made: Made) -> None:
    charts = {block.id: block for block in made.of(Chart)}
    for code in codes():
        found = shipped().scores.contrast(code)
        pairs = [line.pair for line in (*found.outputs, *found.outcomes) if line.counted and line.pair]
        changes = [100 * pair.change / abs(pair.first.value) for pair in pairs]
        bars = charts[f"chart-{code}"].bars
        assert [bar.change for bar in bars] == pytest.approx(changes)
        row = made.row("contrast-themes", f"contrast-row-{code}")
        counts = [sum(int(str(row[f"{part}-{word}"].value)) for word in words) for part, words in PARTS]
        assert [sum(bar.kind == kind for bar in bars) for kind in ("output", "outcome")] == counts
    told = [read(block.sentence) for block in made.of(Paragraph)]
    assert "Not drawn, since it is not counted: People entering treatment for fentanyl in Mexico, people." in told


def test_a_bar_says_from_what_which_way_and_whether_it_counts(made: Made) -> None:
    bars = {bar.label: bar for block in made.of(Chart) for bar in block.bars}
    impunity = bars["General impunity in cases known to state prosecutors (México Evalúa)"]
    assert impunity.shown == "+4.9 % (2021 to 2022)"
    assert impunity.detail == "91.8 → 96.3; worsened; Mexico; first value after the base"
    assert "People entering treatment for fentanyl in Mexico" not in bars
    assert "less than a year apart" in bars["Homicides in Sinaloa"].detail
    inexact = bars["Fentanyl seized by CBP, all locations"]
    assert inexact.shown.startswith("about +141 % (")
    assert "about 11,200 → more than 27,000" in inexact.detail


def test_titles_give_the_finding_in_counts_and_no_cause(made: Made) -> None:
    for block in made.of(Chart):
        assert re.search(r"(outcomes compared \d+: improved \d+, worsened|no outcome compared)", block.title)
        assert block.source.startswith("Sources: ")
        assert all(bar.label in block.alt and bar.shown in block.alt for bar in block.bars)
    spoken = [block.title + block.subtitle for block in made.of(Chart)]
    spoken += [
        read(block.sentence) for block in made.of(Paragraph) if not block.small
    ]  # those name the register's titles
    assert not [words for words in spoken if CAUSES.search(words.replace("it does not show a cause", ""))]


def test_lines_carry_values_periods_and_sources_or_why_not(made: Made) -> None:
    row = made.row("contrast-of-health-outcomes", "contrast-of-health-outcomes-us-overdose-deaths")
    assert (row["first"].text, row["first"].value) == ("91,799 (2020)", 91799.0)
    assert (row["last"].text, row["last"].value) == ("79,384 (2024)", 79384.0)
    assert row["change"].text == "-13.5 %"
    assert row["movement"].text == "improved"
    assert "released 2026-01-29" in row["source"].text


def test_every_series_of_a_theme_stands_with_values_or_with_the_reason_why_not(made: Made) -> None:
    tables = {block.id: block for block in made.of(Table)}
    without = {block.title.partition(":")[0]: dict(block.pairs) for block in made.of(Facts)}
    for code in codes():
        found = shipped().scores.contrast(code)
        for part, lines in (("outputs", found.outputs), ("outcomes", found.outcomes)):
            table = tables.get(f"contrast-of-{code}-{part}")
            shown = [str(row.cells[0].value) for row in table.rows] if table else []
            assert shown == [line.gauge.id for line in lines if line.pair]
        left = without.get(shipped().title("theme", code), {})
        told = [name for names in left.values() for name in names]
        apart = {line.gauge.id for line in found.guards} - {line.gauge.id for line in (*found.outputs, *found.outcomes)}
        beside = [line for line in found.guards if line.gauge.id in apart]
        assert len(told) == sum(line.pair is None for line in (*found.outputs, *found.outcomes, *beside))
    assert without["Health and demand reduction"]["outcomes and impact: the periods overlap"] == (
        "Deaths involving synthetic opioids other than methadone, deaths (United States)",
    )


def test_what_is_not_compared_stands_below_with_its_reason(made: Made) -> None:
    tables = {block.id: block for block in made.of(Table)}
    for code in codes():
        found = shipped().scores.contrast(code).not_compared
        rows = tables[f"contrast-of-{code}-left"].rows
        assert len(rows) == len(found)
        assert {str(row.cells[3].value) for row in rows} == {one.reason for one in found}


def test_a_guard_stands_once_and_is_marked(made: Made) -> None:
    tables = {block.id: block for block in made.of(Table)}
    for code in codes():
        found = shipped().scores.contrast(code)
        listed = {line.gauge.id for line in (*found.outputs, *found.outcomes)}
        apart = {line.gauge.id for line in found.guards} - listed
        shown = tables.get(f"contrast-of-{code}-guards")
        compared = {line.gauge.id for line in found.guards if line.pair} & apart
        assert {str(row.cells[0].value) for row in (shown.rows if shown else ())} == compared
    row = made.row("contrast-of-violence-outcomes", "contrast-of-violence-outcomes-mx-missing-persons")
    assert row["movement"].text == (
        "worsened; first value after the base; latest step: unchanged; up to 2 % counts as unchanged; guard"
    )


def test_spanish_says_the_same() -> None:
    for held in (shipped(), rich()):
        assert shape(make(contrasts.section, held)) == shape(make(contrasts.section, held, "es"))


def test_exchanging_the_sides_exchanges_the_countries_that_series_are_about(made: Made) -> None:
    theirs = make(contrasts.section, turned_round())
    for table in made.of(Table):
        other = theirs.table(table.id)
        for one, two in zip(table.rows, other.rows, strict=True):
            assert one.anchor == two.anchor or table.id.endswith("-left")
            if len(one.cells) == 7:
                assert one.cells[1].text == exchanged(two.cells[1].text)
                assert [cell.value for cell in one.cells[2:6]] == [cell.value for cell in two.cells[2:6]]
    assert [block.title for block in made.of(Chart)] == [block.title for block in theirs.of(Chart)]
