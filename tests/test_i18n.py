"""The language in force, the order of the two sides in each language, and names and values in messages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.statuses import Status
from accordtrack.types import Line
from accordtrack.wording import label, parse_term


def test_temporary_language_applies_to_one_thread() -> None:
    i18n.set_language("es")
    try:
        with ThreadPoolExecutor(1) as others, i18n.using_language("en"):
            assert i18n.language() == "en"
            assert others.submit(i18n.language).result() == "es"
        assert i18n.language() == "es"
    finally:
        i18n.set_language("en")


def test_each_language_lists_its_own_country_first() -> None:
    codes = ["OBS", "MX", "JOINT", "US"]
    assert i18n.sides(codes) == ["US", "MX", "OBS", "JOINT"]
    with i18n.using_language("es"):
        assert i18n.sides(codes) == ["MX", "US", "OBS", "JOINT"]
        assert i18n.sides() == ["MX", "US"]
        rows = [("US", 1), (None, 2), ("MX", 3), ("US", 4)]
        assert i18n.in_alternat(rows, lambda row: row[0]) == [("MX", 3), ("US", 1), ("US", 4), (None, 2)]


def test_plan_lines_for_both_sides_follow_the_language_order() -> None:
    halves = [Line("+ status   {new}   ({side})", {"side": ("short side", side)}) for side in ("US", "MX")]
    first, last = Line("A line before"), Line("A line behind")
    with i18n.using_language("es"):
        assert i18n.lines_in_alternat([first, *halves, last]) == [first, *reversed(halves), last]
    assert i18n.lines_in_alternat([first, *halves, last]) == [first, *halves, last]


@pytest.mark.parametrize(
    ("name", "value", "english", "spanish"),
    [
        ("level", "outcome", "indicators", "indicadores"),
        ("kind", "audit", "audit", "auditoría"),
        ("verifiable", True, "yes", "sí"),
        ("due_on", None, "—", "—"),
        ("title", {"en": "Guns", "es": "Armas"}, "Guns", "Armas"),
        ("lead", {"US": "ATF", "MX": "FGR"}, "United States ATF, Mexico FGR", "México FGR, Estados Unidos ATF"),
        ("headline_series", "six-year-total", "six-year total", "total de seis años"),
        ("inferred", ["due_on", "theme"], "due on, area", "plazo, tema"),
        ("name", "Desk of the United States", "Desk of the United States", "Unidad de Estados Unidos"),
        ("name", "Oficina 7", "Oficina 7", "Oficina 7"),
    ],
)
def test_field_values_are_translated(name: str, value: object, english: str, spanish: str) -> None:
    assert i18n.field_value(name, value) == english
    with i18n.using_language("es"):
        assert i18n.field_value(name, value) == spanish


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        ("survey-wave", "survey wave", "levantamiento de la encuesta"),
        ("since-2024-10", "since 2024-10", "desde 2024-10"),
        ("from-2014", "from 2014 on", "a partir de 2014"),
        ("a-series-of-ours", "a-series-of-ours", "a-series-of-ours"),
    ],
)
def test_known_series_names_are_translated_and_others_are_kept(name: str, english: str, spanish: str) -> None:
    assert label("series", name) == english
    with i18n.using_language("es"):
        assert label("series", name) == spanish


def test_spanish_messages_show_the_field_label_and_its_file_name() -> None:
    problem = Problem('The field "{field}" is missing', "Add it.", "theme", {"field": "theme"})
    assert i18n.explain(problem) == 'The field "theme" is missing. Add it.'
    other = Problem('"{x}" is not a date', "", "due_on", {"x": "z"})
    file = Problem('"{x}" is not a date', "", "events.yaml", {"x": "z"})
    with i18n.using_language("es"):
        assert i18n.explain(problem) == "Falta el campo «tema (theme)». Agregue lo que falta."
        assert i18n.explain(other) == "plazo (due_on): «z» no es una fecha"
        assert i18n.explain(file) == "events.yaml: «z» no es una fecha"


def test_suggested_status_words_are_in_the_language_and_parse() -> None:
    found = parse_term(Status, "nearly", "status")
    assert isinstance(found, Problem)
    assert "Known are: not_started, limited, substantial" in i18n.explain(found)
    with i18n.using_language("es"):
        words = i18n.explain(found).partition("Se admiten: ")[2].rstrip(".").split(", ")
    assert [parse_term(Status, word, "status") for word in words] == [status.value for status in Status]


def test_spelling_suggestion_considers_both_languages() -> None:
    known = [{"en": "owed", "es": "a_cargo"}, {"en": "overdue", "es": "vencido"}]
    problem = unknown_word_problem(("field", "order"), "vencidos", known)
    assert "did you mean overdue?" in str(Refused(problem))
    with i18n.using_language("es"):
        assert i18n.explain(problem).endswith("¿Quiso decir vencido?")
