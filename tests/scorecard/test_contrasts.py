"""Outputs against outcomes: verdicts with their counts, charts of what was compared, and what was not."""

from __future__ import annotations

import re

import pytest

from accordtrack.documents.model import Chart, Paragraph, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import contrasts
from accordtrack.scoring.contrast import FELL, IMPROVED, ROSE, UNCHANGED, WORSENED
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.wording import label
from scorecard.sections import Made, anchors, exchanged, make, rich, shape, shipped, turned_round

CAUSES = re.compile(
    r"\b(caus\w+|led to|because|thanks|result(s|ed)? (in|of|from)|due to|ahead|behind|better|success\w*|victor\w+|fail\w*)\b",
    re.IGNORECASE,
)

PARTS = (("outputs", (ROSE, FELL, UNCHANGED)), ("outcomes", (IMPROVED, WORSENED, UNCHANGED)))


@pytest.fixture(scope="module")
def made() -> Made:
    return make(contrasts.section, shipped())


def theme_codes() -> list[str]:
    return [theme.code for theme in shipped().scores.inputs.themes]


def test_table_has_the_counts_and_verdict_of_every_theme(made: Made) -> None:
    for code in theme_codes():
        found = shipped().scores.contrast(code)
        row = made.row("contrast-themes", f"contrast-row-{code}")
        for word in (ROSE, FELL, UNCHANGED):
            assert row[f"outputs-{word}"].value == len(found.outputs_with_word(word))
        for word in (IMPROVED, WORSENED, UNCHANGED):
            assert row[f"outcomes-{word}"].value == len(found.outcomes_with_word(word))
        assert row["outputs-none"].value == sum(1 for line in found.outputs if line.pair is None)
        assert row["outcomes-none"].value == len(found.unmeasured)
        assert row["verdict"].value == found.verdict
        assert row["since"].value == found.base


def test_one_base_date_of_all_themes_is_told_once() -> None:
    """The shipped themes have several; here the register is scored from one day."""
    held = shipped().scores
    based = ScorecardData(ScoreAccess(held.facts, held.method, held.inputs, base="2022-10-14"))
    table = make(contrasts.section, based).table("contrast-themes")
    assert table.notes[0].startswith("The first agreement of every area is dated 2022-10-14")


def test_verdict_is_shown_with_its_counts(made: Made) -> None:
    told = [plain_text(block.sentence) for block in made.of(Paragraph)]
    assert (
        "Too few figures: government activity rose 0, fell 0, unchanged 0, no comparable figure 3; "
        "indicators improved 6, worsened 6, unchanged 3, no comparable figure 1. An indicator read beside others should not worsen, "
        "whichever way they moved. Such indicators that worsened: 1; of these, not counted here: 0."
    ) in told
    assert "This is a sequence; it does not show a cause." in told


def test_every_count_opens_a_list_of_that_length(made: Made) -> None:
    counted = list(made.counts())
    assert len(counted) > 2 * 8 * len(theme_codes())
    assert all(len(made.lists[name].items) == number for name, number in counted)
    found = anchors(made.section)
    assert len(found) == len(set(found))


def test_charts_show_the_series_the_verdict_counts(made: Made) -> None:
    charts = {block.id: block for block in made.of(Chart)}
    for code in theme_codes():
        found = shipped().scores.contrast(code)
        counted = [(line, line.pair) for line in (*found.outputs, *found.outcomes) if line.is_counted and line.pair]
        told = [(line.gauge.is_result, -100 * pair.change / abs(pair.first.value), line.word) for line, pair in counted]
        bars = charts[f"chart-{code}"].bars
        assert [-bar.change for bar in bars] == pytest.approx([change for _, change, _ in sorted(told)])
        assert [bar.moved for bar in bars] == [word if result else "" for result, _, word in sorted(told)]
        row = made.row("contrast-themes", f"contrast-row-{code}")
        counts = [sum(int(str(row[f"{part}-{word}"].value)) for word in words) for part, words in PARTS]
        assert [sum(bar.kind == kind for bar in bars) for kind in ("output", "outcome")] == counts
    notes = " ".join(made.table("contrast-themes").notes)
    assert "as drawn in the charts" in notes


def test_bar_shows_its_change_direction_and_whether_it_counts(made: Made) -> None:
    bars = {bar.label: bar for block in made.of(Chart) for bar in block.bars}
    favorable = bars["Crimes ending with a favorable result for the victim"]
    assert favorable.shown == "−33.3 % (2022 to 2024)"
    assert favorable.detail == "worsened; Mexico"
    assert "General impunity in cases known to state prosecutors (México Evalúa)" not in bars
    assert "People entering treatment for fentanyl in Mexico" not in bars
    assert bars["People missing and not located (registry total)"].detail == "worsened; Mexico; read beside"
    inexact = bars["Homicide rate (INEGI)"]
    assert inexact.shown.startswith("about −11 % (")
    assert bars["Fentanyl seized by CBP, all locations"].shown.startswith("+7.4 % (")
    row = made.row("contrast-of-synthetics-series", "contrast-of-synthetics-outputs-us-fentanyl-seized-cbp")
    assert (row["first"].text, row["last"].text) == ("11,201", "12,027")


def test_titles_state_counts_and_name_no_cause(made: Made) -> None:
    for block in made.of(Chart):
        assert re.search(r"(indicators compared: \d+ \(\d+ improved, \d+ worsened|no indicator compared)", block.title)
        assert re.match(r"Figures from \S.+\. Read in \S.+\. Latest dated release of a figure: 20", block.source)
        assert all(bar.label in block.alt and bar.shown in block.alt for bar in block.bars)
    spoken = [block.title + block.subtitle for block in made.of(Chart)]
    spoken += [
        plain_text(block.sentence) for block in made.of(Paragraph) if not block.small
    ]  # those name the register's titles
    assert not [words for words in spoken if CAUSES.search(words.replace("it does not show a cause", ""))]


def test_series_rows_show_values_periods_and_sources(made: Made) -> None:
    row = made.row("contrast-of-health-series", "contrast-of-health-outcomes-us-overdose-deaths")
    assert (row["first"].text, row["first"].value, row["first_period"].text) == ("91,799", 91799.0, "2020")
    assert (row["last"].text, row["last"].value, row["last_period"].text) == ("79,384", 79384.0, "2024")
    assert (row["about"].text, row["level"].text) == ("United States", "indicators (impact)")
    assert row["change"].text == "−13.5 %"
    assert row["movement"].text.startswith("improved (")
    assert ", 2026-01-29" in row["sources"].text
    yearly = made.row("contrast-of-border-series", "contrast-of-border-outcomes-us-fentanyl-pill-lethality")
    assert (yearly["first_period"].text, yearly["last_period"].text) == ("2022-10/2023-09", "2024-10/2025-09")


def test_text_states_which_first_value_a_change_is_counted_from(made: Made) -> None:
    """Not from the nearest: the index of 2022 lies nearer the agreement than that of 2018, from which it is counted."""
    row = made.row("contrast-of-governance-series", "contrast-of-governance-outcomes-mx-cpi-score")
    assert (row["first_period"].text, row["last_period"].text) == ("2020", "2025")
    said = " ".join(plain_text(block.sentence) for block in made.of(Paragraph))
    assert "the last value in the 36 months up to the area's first agreement, or else the first value" in said
    told = said + " ".join(block.subtitle for block in made.of(Chart))
    assert "nearest" not in told
    assert "from about" not in told


def test_every_series_has_values_or_a_listed_reason(made: Made) -> None:
    tables = {block.id: block for block in made.of(Table)}
    for code in theme_codes():
        found = shipped().scores.contrast(code)
        table = tables.get(f"contrast-of-{code}-series")
        shown = [(row.anchor, str(row.cells[0].value)) for row in table.rows] if table else []
        for part, lines in (("outputs", found.outputs), ("outcomes", found.outcomes)):
            mine = [name for anchor, name in shown if anchor.startswith(f"contrast-of-{code}-{part}-")]
            assert mine == [line.gauge.id for line in lines if line.pair]
            left = [line for line in lines if line.pair is None and (part == "outputs" or line in found.unmeasured)]
            told = made.items(f"contrast-of-{code}-{part}-none") if left else []
            assert len(told) == len(left)
            assert all(": " in words for _code, words in told)
    overlapping = (
        "Deaths involving synthetic opioids other than methadone (United States): headline series: the periods overlap"
    )
    assert overlapping in [words for _code, words in made.items("contrast-of-health-outcomes-none")]


def test_uncompared_values_are_listed_once_by_reason(made: Made) -> None:
    every = {(one.row.id, one.reason) for code in theme_codes() for one in shipped().scores.contrast(code).not_compared}
    told = [plain_text(block.sentence) for block in made.of(Paragraph) if block.small]
    (said,) = [line for line in told if line.startswith("Values left out of every comparison (")]
    assert f"the only one in their series that counts): {len(every)} (" in said
    assert "workbook" in said
    for reason in {reason for _id, reason in every}:
        mine = made.items(f"contrast-values-{reason}")
        assert len(mine) == sum(1 for _id, why in every if why == reason)
        assert f"{label('no comparison', reason)} {len(mine)}" in said


def test_guard_is_listed_once_and_marked(made: Made) -> None:
    for code in theme_codes():
        found = shipped().scores.contrast(code)
        listed = {line.gauge.id for line in (*found.outputs, *found.outcomes)}
        compared = {line.gauge.id for line in found.guards if line.pair} - listed
        rows = [row for block in made.of(Table) if block.id == f"contrast-of-{code}-series" for row in block.rows]
        shown = [str(row.cells[0].value) for row in rows if row.anchor.startswith(f"contrast-of-{code}-guards-")]
        assert sorted(shown) == sorted(compared)
    table = made.table("contrast-of-violence-series")
    row = made.row(table.id, "contrast-of-violence-outcomes-mx-missing-persons")
    assert (row["latest"].text, row["latest"].value) == ("latest: unchanged ±2 %", "unchanged")
    (notes,) = table.notes
    meant = dict(part.split(": ", 1) for part in notes.split("; "))
    letters = row["movement"].text.removeprefix("worsened (").removesuffix(")").split(", ")
    assert letters == sorted(letters)
    assert {meant[letter] for letter in letters} == {
        "first period ends after the agreement",
        "read beside",
        "figures or words about it conflict",
    }
    assert meant["±"] == "the largest change that counts as unchanged"


def test_footnote_letter_means_the_same_in_every_table(made: Made) -> None:
    meant: dict[str, str] = {}
    for block in made.of(Table):
        if block.id.endswith("-series") and block.notes:
            for part in block.notes[0].split("; "):
                letter, words = part.split(": ", 1)
                assert meant.setdefault(letter, words) == words
    assert len(set(meant.values())) == len(meant) > 4


def test_spanish_section_has_the_same_shape() -> None:
    for held in (shipped(), rich()):
        assert shape(make(contrasts.section, held)) == shape(make(contrasts.section, held, "es"))


def test_exchanging_the_sides_exchanges_the_countries_that_series_are_about(made: Made) -> None:
    theirs = make(contrasts.section, turned_round())
    for table in made.of(Table):
        other = theirs.table(table.id)
        for one, two in zip(table.rows, other.rows, strict=True):
            assert one.anchor == two.anchor
            if table.id.endswith("-series"):
                assert one.cells[2].text == exchanged(two.cells[2].text)
                assert [cell.value for cell in one.cells[3:]] == [cell.value for cell in two.cells[3:]]
    assert [block.title for block in made.of(Chart)] == [block.title for block in theirs.of(Chart)]
