"""The section on what changed: the answer first, the same in both languages, and exchanged with the sides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from accordtrack.documents.model import Paragraph, Section, Table
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import LANGUAGES
from accordtrack.ledger.fields import LocalText
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import paths
from accordtrack.scoring.score_access import ScoreAccess
from scorecard.sections import Made, make, shape, shipped, turned_round

_CAUSE = re.compile(
    r"\b(caused?|led to|thanks to|effects?|impacts?|because|significant|causó|efectos?|impactos?|gracias a|porque)\b",
    re.IGNORECASE,
)
_SAID_OTHERWISE = re.compile(r"not show a cause|no demuestran? una causa|(high-|alto )impacto?")
"""What denies a cause, and the name of a group of crimes."""
_ISO = re.compile(r"\b\d{4}-\d\d")


def build(held: ScorecardData, _lists: Listings) -> Section:
    return paths.section(held)


def told(made: Made) -> list[str]:
    return [plain_text(block.sentence) for block in made.of(Paragraph)]


@pytest.mark.parametrize(
    ("language", "first"),
    [
        (
            "en",
            (
                "Of 9 areas, indicators partly improved in 2, partly worsened in 3 and were mixed in 1; 3 lack comparable "
                "data. Of 18 indicators with comparable data, 4 are about the United States and 14 about Mexico. "
            ),
        ),
        (
            "es",
            (
                "De 9 temas, los indicadores muestran mejora parcial en 2, deterioro parcial en 3 y evolución mixta en 1; en "
                "3 no hay datos comparables. De 18 indicadores con datos comparables, 14 son de México y 4 de Estados Unidos. "
            ),
        ),
    ],
)
def test_first_sentence_is_the_answer_over_all_themes(language: str, first: str) -> None:
    assert told(make(build, shipped(), language))[0].startswith(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_theme_begins_with_its_word_and_the_prose_has_no_cause_and_no_iso_date(language: str) -> None:
    made = make(build, shipped(), language)
    for text in told(made):
        assert not _CAUSE.search(_SAID_OTHERWISE.sub("", text)), text
        assert not _ISO.search(text)
    for table in made.of(Table):
        assert not any(_ISO.search(cell.text) for row in table.rows for cell in row.cells), table.id


def test_every_indicator_of_a_theme_is_in_one_of_its_two_tables() -> None:
    made = make(build, shipped())
    for theme in shipped().scores.inputs.themes:
        found = shipped().scores.theme_paths(theme.code)
        names = [
            row.cells[0].value
            for table in made.of(Table)
            if table.id in {f"paths-of-{theme.code}-series", f"paths-of-{theme.code}-without"}
            for row in table.rows
        ]
        assert set(names) == {one.gauge.id for one in found.indicators}


def test_row_gives_level_peak_trough_and_last_with_their_years_and_release() -> None:
    row = make(build, shipped()).row("paths-of-violence-series", "path-violence-mx-homicide-daily-inegi-year")
    assert {key: cell.text for key, cell in row.items() if key not in {"series", "about"}} == {
        "level": "100.5 (2020)",
        "peak": "100.5 (2020)",
        "trough": "88.4 (2023)",
        "last": "91.7 (2024)",
        "since": "improved",
        "lately": "worsened",
    }
    assert row["series"].text.endswith(
        "; up to 2% counts as unchanged; figures released: November 12, 2024; November 10, 2025"
    )
    stock = make(build, shipped()).row("paths-of-violence-series", "path-violence-mx-missing-persons-registry-total")
    assert (
        stock["since"].text
        == "worsened (since the first figure held here after the agreement, August 31, 2023, +9,807.8 a year)"
    )
    assert "; from the first day held here after the agreement to the latest day held; " in stock["series"].text
    without = make(build, shipped()).row("paths-of-violence-without", "path-violence-mx-business-victimisation-without")
    assert without["reason"].text.startswith("no figure that counts ends in the 24 months before the agreement, and ")
    assert without["reason"].value == "NO_LEVEL"


def test_both_languages_have_the_same_numbers() -> None:
    assert shape(make(build, shipped(), "en")) == shape(make(build, shipped(), "es"))


def test_exchanging_the_sides_exchanges_the_countries_and_no_word() -> None:
    one, two = make(build, shipped()), make(build, turned_round())
    names = {"United States": "Mexico", "Mexico": "United States"}

    def exchanged(text: str) -> str:
        return re.sub("United States|Mexico", lambda found: names[found[0]], text)

    here, there = ([table.rows for table in made.of(Table)] for made in (one, two))
    assert [[row.cells[2:] for row in rows] for rows in here] == [[row.cells[2:] for row in rows] for rows in there]
    own = {exchanged(text.replace("the ", "")) for text in told(one)[1:-2] if "all are about" in text}
    turned = {text.replace("the ", "") for text in told(two)[1:-2] if "all are about" in text}
    heads = [{text.partition(" Worsened")[0].partition(". ")[0] for text in group} for group in (own, turned)]
    assert heads[0] == heads[1]


def test_text_of_the_register_is_cleaned_and_a_conflict_is_marked() -> None:
    held = shipped().scores
    name = "mx-cpi-score"
    hostile = held.facts.indicators[name].model_copy(
        update={"title": LocalText.model_construct(en="\x1b[2JA\u202e", es="B\x07")}
    )
    facts = replace(held.facts, indicators={**held.facts.indicators, name: hostile})
    made = make(build, ScorecardData(ScoreAccess(facts, held.method, held.inputs)))
    texts = [cell.text for table in made.of(Table) for row in table.rows for cell in row.cells]
    assert not any("\x1b" in text or "\u202e" in text for text in texts)
    row = made.row("paths-of-violence-series", "path-violence-mx-homicide-daily-inegi-year")
    assert ("◊" in row["series"].text) is ("mx-homicide-daily-inegi" in held.in_conflict)
    assert any("◊" in text for text in texts)
