"""Numbers and files that nobody should give: said in one sentence, or shown as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.ledger.indicators import Indicator, Link
from accordtrack.ledger.records import ThemeRecord
from accordtrack.scoring.parameter_file import parse, standard_method, standard_text
from accordtrack.scoring.rounding import round_half_even
from accordtrack.service.score_reads import MOST_BYTES, read_method
from accordtrack.text.attainment import distance
from accordtrack.text.numbers import format_amount

WORDS = {"en": "Words.", "es": "Palabras."}
INDICATOR = {
    "id": "x",
    "title": WORDS,
    "definition": WORDS,
    "unit": WORDS,
    "level": "outcome",
    "direction": "decrease",
    "theme": "violence",
    "side": "MX",
    "publisher": "INEGI",
    "periodicity": "year",
}
LINK = {"indicator": "x", "commitment": "y", "strength": "direct", "rationale": WORDS}


def test_large_numbers_are_formatted_and_halves_round_to_even() -> None:
    assert format_amount(999999999999999999.0).startswith("1,000,000,000,000,000,000")
    assert round_half_even(1e300) == 1e300
    assert (round_half_even(0.25), round_half_even(0.35), round_half_even(-0.05)) == (0.2, 0.4, 0.0)


def test_score_equal_to_its_plan_after_rounding_is_on_plan() -> None:
    assert distance(0.1 + 0.2, 0.3) == distance(30.0, 30.04) == "on plan"
    assert distance(30.0, 29.9) == "0.1 below plan"
    assert distance(30.0, 30.2) == "0.2 above plan"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hold": 0},
        {"hold": -1},
        {"hold": 2**60},
        {"max_age_days": 0},
        {"span": "hello"},
        {"span": "0"},
        {"unchanged_within": "-1"},
        {"unchanged_within": "999"},
        {"path": [{"on": "2025-01-01", "fraction": "5"}]},
    ],
)
def test_indicator_rejects_numbers_out_of_bounds(wrong: dict[str, object]) -> None:
    Indicator.model_validate(INDICATOR)
    with pytest.raises(ValueError, match="validation error"):
        Indicator.model_validate({**INDICATOR, **wrong})


@pytest.mark.parametrize("weight", ["0", "-1", "1000000"])
def test_link_rejects_weights_out_of_bounds(weight: str) -> None:
    Link.model_validate({**LINK, "weight": "2"})
    with pytest.raises(ValueError, match="validation error"):
        Link.model_validate({**LINK, "weight": weight})


@pytest.mark.parametrize("weight", ["0", "-1"])
def test_theme_rejects_a_weight_that_is_not_positive(weight: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        ThemeRecord.model_validate({"code": "violence", "title": WORDS, "weight": weight})


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "a = " + "9" * 5000, standard_text().replace("36 ", "9" * 400 + " ")]
)
def test_unparsable_method_file_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse(text, place="m.toml")


def test_method_file_must_be_a_small_regular_file(tmp_path: Path) -> None:
    marked = tmp_path / "bom.toml"
    marked.write_text(standard_text(), encoding="utf-8-sig")
    assert read_method(marked).sha256 == standard_method().sha256
    large = tmp_path / "large.toml"
    large.write_text("#" * (MOST_BYTES + 1), encoding="utf-8")
    for path in (tmp_path, tmp_path / "none.toml", large):
        with pytest.raises(Refused, match="cannot be read"):
            read_method(path)
