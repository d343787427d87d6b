"""The section on events: the answer first, every event in a row, and a chart where a change stands out."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest

from accordtrack.documents import docx, html, markdown
from accordtrack.documents.charts import line_table
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Heading, Paragraph, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import LANGUAGES, using_language
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scorecard.sections import events
from accordtrack.scoring.event_reading import Verdict
from scorecard.sections import make
from shipped_scores import TODAY, shipped_desk

ANSWERS = {
    "en": (
        "The change around 1 event stands out from other states. Events of the kinds compared: 27; with a comparison: 13."
    ),
    "es": (
        "El cambio en torno a 1 acontecimiento es atípico frente a otras entidades. Acontecimientos de los "
        "tipos que se comparan: 27; con comparación: 13."
    ),
}
CHART = "path-ev-zambada-2024-homicide"


@cache
def shipped() -> ScorecardData:
    return ScorecardData(shipped_desk().scores())


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_sentence_is_the_answer_over_all_events(language: str) -> None:
    made = make(lambda data, _lists: events.section(data), shipped(), language)
    assert plain_text(made.of(Paragraph)[0].sentence) == ANSWERS[language]


def test_every_event_is_a_row_and_only_what_was_compared_has_sentences() -> None:
    made = make(lambda data, _lists: events.section(data), shipped())
    scores = shipped().scores
    rows = {row.cells[1].value: row.cells[4].value for row in made.of(Table)[0].rows}
    assert rows == {one.id: scores.event_study(one.id).headline.verdict.value for one in scores.events()}
    told = {one.anchor.removeprefix("event-study-") for one in made.of(Heading)}
    assert told == {name for name, verdict in rows.items() if verdict not in {Verdict.NOT_TESTABLE, Verdict.NOT_YET}}


def test_a_date_that_the_register_inferred_is_marked() -> None:
    """The sources of the first give its month, and the register its last day."""
    made = make(lambda data, _lists: events.section(data), shipped())
    dates = {row.cells[1].value: row.cells[0].text for row in made.of(Table)[0].rows}
    assert (dates["ev-ovidio-2019"], dates["ev-zambada-2024"]) == ("≈ October 31, 2019", "July 25, 2024")


def test_what_stands_out_has_a_chart_with_the_range_of_other_states() -> None:
    made = make(lambda data, _lists: events.section(data), shipped())
    charts = {one.id: one for one in made.of(LineChart)}
    assert len(charts) == 3
    numbers = line_table.table(charts[CHART])
    row = next(row for row in numbers.rows if row.cells[0].text == "2024-09-01")
    assert row.cells[2].text == "143"
    low, middle, high = (float(str(cell.value)) for cell in row.cells[4:])
    assert low <= middle <= high < 2 < float(str(row.cells[3].value))


@pytest.mark.sweep
@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_is_drawn_or_tabulated_in_every_format(language: str) -> None:
    card = shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language), appended=False)
    with using_language(language):
        assert f'id="{CHART}"' in html.render(card).decode()
        assert "2024-09-01 | 2024-09-30 | 143 |" in markdown.render(card).decode()
        with ZipFile(BytesIO(docx.render(card))) as archive:
            told = archive.read("word/document.xml").decode()
        assert {"en": "Stands out: a rise", "es": "Cambio atípico: alza"}[language] in told
        assert told.count('descr="Sinaloa') == 3
