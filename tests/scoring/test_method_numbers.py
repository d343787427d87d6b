"""Every number in the prose of sections 1 to 10, 12 and 15 of the method is one that the program uses, in both languages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from itertools import accumulate

import pytest

from accordtrack.core.dates import DAYS_A_YEAR
from accordtrack.ledger.late_entries import LATE_AFTER
from accordtrack.ledger.targets import WINDOWS
from accordtrack.projection.agreements import ANSWER_DAYS
from accordtrack.scoring import flags, random_draws, rollup, series, target_scenarios, target_worksheets, trend
from accordtrack.scoring import uncertainty as draws
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.text.contrast import UNEQUAL_DAYS
from accordtrack.vocabulary import Level, Periodicity
from method_pages import PAGES, blocks, prose, rows, section
from scoring.test_method_example import _WORDS, DOCUMENTED_NUMBERS, HOLDS, _hold

METHOD = standard_method()
BANDS = (METHOD.bands.input, METHOD.bands.activity, METHOD.bands.output, METHOD.bands.results)
CAPS = tuple(accumulate(BANDS))
OUTPUTS = CAPS[2]
_GEOMETRIC = round(9 / rollup.geometric_mean((100, 0), (1, 1)), 9)
"""The factor that maps 0 and 100 to 1 and 100: their geometric mean of 10 is 9 above 1."""
_RANGES = METHOD.uncertainty

STATED: tuple[tuple[int, str, str, tuple[float, ...]], ...] = (
    (1, r"outputs alone end at (\d+)", r"los productos solos llegan a (\d+)", (OUTPUTS,)),
    (1, r"from 1 \+ (\S+) S,", r"de 1 \+ (\S+) S,", (_GEOMETRIC,)),
    (1, r"shown when (\d+) % of the draws", r"se muestra si lo dan (\d+) % de ellas", (100 * draws.RANK_SHARE,)),
    (1, r"within (\d+) months of the base", r"a no más de (\d+) meses de la base", (METHOD.trend.months,)),
    (3, r"hold at most (\d),", r"a lo más (\d), aunque", (_hold(Level.OUTCOME, Periodicity.YEAR),)),
    (3, r"Outputs alone end at (\d+)", r"Los productos solos llegan a (\d+)", (OUTPUTS,)),
    (
        3,
        r"Half of an output gives (\S+), all of it (\S+); a first result of 0 leaves (\S+), one of (\S+) gives (\S+)\.",
        r"La mitad de un producto da (\S+), todo da (\S+); un primer efecto de 0 deja (\S+), uno de (\S+) da (\S+)\.",
        (OUTPUTS / 2, OUTPUTS, OUTPUTS, 0.01, OUTPUTS + 0.01 * BANDS[3]),
    ),
    (3, r"more than (\d+) days after it was", r"más de (\d+) días después de la", (LATE_AFTER,)),
    (4, r"alone never exceed (\d+)", r"solos nunca rebasan (\d+)", (OUTPUTS,)),
    (5, r"(\S+) maps scores", r"(\S+) lleva puntajes", (_GEOMETRIC,)),
    (7, r"owes at least (\d+) scored", r"al menos (\d+) compromisos con puntaje", (METHOD.sides.commitments,)),
    (7, r"coverages lie within (\S+)\. ", r"coberturas distan a lo más (\S+)\. ", (METHOD.sides.coverage,)),
    (
        8,
        r"The (\d+) %, (\d+) % and (\d+) % quantiles",
        r"Los cuantiles de (\d+) %, (\d+) % y (\d+) %",
        tuple(100 * one for one in draws.QUANTILES),
    ),
    (8, r"at least (\d+) % of the draws", r"al menos (\d+) % de las simulaciones", (100 * draws.RANK_SHARE,)),
    (9, r"in length by more than (\d+) days", r"duración difiere en más de (\d+) días", (UNEQUAL_DAYS,)),
    (10, r"not stretched to (\S+) years", r"no se estira a (\S+) años", (METHOD.trend.years,)),
    (12, r"tau and (\d+) % a year", r"tau y (\d+) % al año", (100 * METHOD.trend.full,)),
    (12, r"share the (\d+) points", r"comparten los (\d+) puntos", (BANDS[3],)),
    (15, r"rates per (\S+) people", r"tasas por cada (\S+) habitantes", (target_worksheets.PER,)),
    (15, r"With fewer than (\d+) years", r"Con menos de (\d+) años", (target_worksheets.LEAST_YEARS,)),
    (
        15,
        r"more than (\d+) % off the mean of the (\w+) years",
        r"más de (\d+) % de la media de los (\w+) años",
        (100 * target_scenarios.UNUSUAL, 3),
    ),
    (15, r"in the last (\w+)\.", r"en los últimos (\w+)\.", (target_scenarios._STEPS,)),
    (15, r"December 31, (\d) years on", r"31 de diciembre, (\d) años después", (target_worksheets.HORIZON,)),
    (
        15,
        r"Similar places had, (\d) years before, a value within a factor of (\d) of",
        r"lugares parecidos tenían, (\d) años antes, un valor dentro de un factor de (\d) de",
        (target_worksheets.HORIZON, target_scenarios._SIMILAR),
    ),
    (
        15,
        r"p is (\S+) where fewer is better and (\S+) where more is better",
        r"p es (\S+) cuando menos es mejor y (\S+) cuando más es mejor",
        target_scenarios.QUARTILES,
    ),
    (15, r"after (\d+) days, that is", r"después de (\d+) días, se", (ANSWER_DAYS,)),
    (15, r"window \((\d), (\d) or (\d+) months\)", r"ventana \((\d), (\d) o (\d+) meses\)", tuple(WINDOWS)),
    (15, r"victims per (\S+) people a year", r"víctimas por cada (\S+) habitantes al año", (target_worksheets.PER,)),
    (15, r"of `US` over (\d) years was", r"de `US` en (\d) años fue", (target_worksheets.HORIZON,)),
)
"""Section, what it states in English and in Spanish, and what the program uses."""

_FREE = (
    r"AT-\d\.\d\.\d|### \d+\.\d+|\b\d\. (?=[A-Za-z¿])|E1, E2|and E3|y E3|\(t0, 0\)|\(t1, 1\)|\bt[01]\b|SHA-256|\+1|-1\b"
    r"|\[\d+\]|1e-\d+"
    r"|([Ss]ections?|[Ss]ecci[oó]n|[Ss]ecciones) \d[\d.]*(, \d[\d.]*)*( (and|to|y|a) \d[\d.]*)?"
    r"|`\(19,[^`]*`|October 2024|octubre de 2024"  # made examples
    r"|0\.5 is used|se usa 0\.5|once, 0\.5|inmediato, 0\.5"  # a half, and what another test has
    r"|type 7|tipo 7|near 100 for|cercano a 100"
    r"|the year 2024|el año 2024|it is 2023|es 2023"  # another test has them
)
_ENDS = {"0", "1", "100"}
"""Ends of scales, and weights."""


def flowing(language: str, number: int) -> str:
    """The prose of a section on one line, without tables and code."""
    told = " ".join(re.sub(r"^\|.*$", "", prose(section(language, number)), flags=re.MULTILINE).split())
    return told.replace("100 mil ", "100,000 ")


def worth(told: str) -> float:
    return float(_WORDS.get(told, {"five": "5", "cinco": "5"}.get(told, told)).rstrip(".").replace(",", ""))


every_page = pytest.mark.parametrize("language", PAGES)


@every_page
@pytest.mark.parametrize("stated", STATED, ids=lambda one: f"{one[0]}: {one[1]}")
def test_stated_numbers_equal_those_of_the_program(
    language: str, stated: tuple[int, str, str, tuple[float, ...]]
) -> None:
    number, english, spanish, used = stated
    found = re.search(english if language == "en" else spanish, flowing(language, number))
    assert found, english
    assert [worth(one) for one in found.groups()] == pytest.approx(list(used))


@every_page
@pytest.mark.parametrize("number", [*range(1, 11), 12, 15])
def test_no_other_number_stands_in_the_prose(language: str, number: int) -> None:
    told = re.sub(HOLDS[language], "", flowing(language, number))
    told = re.sub(_FREE, "", told)
    patterns = [(english, spanish) for place, english, spanish, _used in STATED if place == number]
    for english, spanish in [*patterns, *((one[0], one[1]) for one in DOCUMENTED_NUMBERS)]:
        told = re.sub(english if language == "en" else spanish, "", told)
    left = re.findall(r"(.{0,30})(?<![A-Za-z_])(\d[\d.,]*)", told)
    assert [one for one in left if one[1].rstrip(".,") not in _ENDS] == []


@every_page
def test_geometric_means_are_those_of_the_program(language: str) -> None:
    told = [row for row in rows(section(language, 5)) if re.match(r"\d", row[0])]
    assert len(told) == 4
    for scores, arithmetic, geometric in told:
        values = [float(one) for one in scores.split(", ")]
        assert float(arithmetic) == sum(values) / len(values)
        assert geometric == f"{rollup.geometric_mean(values, (1, 1)):.4f}".rstrip("0").rstrip(".")
    assert {*re.findall(r"0\.\d+", blocks(section(language, 5))[0])} == {str(_GEOMETRIC)}


@every_page
def test_flags_state_the_limits_of_the_program(language: str) -> None:
    told = {
        row[0].strip("`"): re.findall(r"\d[\d.]*", row[1]) for row in rows(section(language, 6)) if row[0][:1] == "`"
    }
    limits = {
        flags.BAD_WEIGHT: [0],
        flags.OVERSHOOT: [1],
        flags.FADED: [METHOD.hold.fade],
        flags.WITHDRAWAL_WAITS: [0],
        flags.INPUT_ONLY: [CAPS[0]],
        flags.ACTIVITY_ONLY: [CAPS[1]],
        flags.OUTPUT_ONLY: [CAPS[2]],
        flags.UNBALANCED: [METHOD.balance.unbalanced],
        flags.NOT_RENEWED: [METHOD.renewal.days],
        flags.SHARE_NOT_AGREED: [0.5],
        flags.NOT_PUBLIC: [0],
        series.NO_BASE: [METHOD.trend.months],
        trend.TOO_SHORT: [METHOD.trend.years],
    }
    assert {name: [float(one.rstrip(".")) for one in found] for name, found in told.items() if found} == limits


@every_page
def test_ranges_and_caps_in_the_formulas_are_those_of_the_program(language: str) -> None:
    told = " ".join(section(language, 3).split())
    band, immediate, floors = _RANGES.band, _RANGES.immediate, _RANGES.floors
    for pattern, used in (
        (r"(\d+) \+ (\d+) \* u, ", (band[0], band[1] - band[0])),
        (r"([\d.]+) \+ ([\d.]+) \* u (?:key|llave) phi", (immediate[0], immediate[1] - immediate[0])),
        (r"(?:floor|mínimo) (-[\d.]+), (-[\d.]+) (?:or|o) (\d),", tuple(floors)),
        (r"(?:with a fill|llenas): (\d+), (\d+), (\d+) (?:or|o) (\d+)", CAPS),
    ):
        found = re.search(pattern, told)
        assert found, pattern
        assert tuple(map(float, found.groups())) == used
    assert re.findall(r"/ (\d+\.\d+)\n", section(language, 10)) == [str(DAYS_A_YEAR)]


@every_page
def test_generator_of_draws_has_the_constants_of_the_program(language: str) -> None:
    (told,) = [block for block in blocks(section(language, 3)) if block.startswith("key64(s)")]
    assert _constants(told.replace("SHA-256", "").replace("2^64", "64").replace("2^-53", "53")) <= _constants(
        inspect.getsource(random_draws)
    )


def _constants(told: str) -> set[int]:
    return {int(one, 0) for one in re.findall(r"(?<![\w.])(?:0x[0-9A-F]+|\d+)(?![\w.])", told)}


@every_page
def test_scenarios_need_as_many_changes_as_the_program_asks_for(language: str) -> None:
    told = {row[0].strip("`"): row for row in rows(section(language, 15)) if len(row) == 3}
    needed: Sequence[tuple[str, int]] = (
        ("as_before", target_scenarios._LEAST_OWN),
        ("own_better", target_scenarios._LEAST_OWN),
        ("places_better", target_scenarios._LEAST_PLACES),
    )
    assert [(name, int(told[name][2].split()[0])) for name, _least in needed] == list(needed)
    assert re.findall(r"\d", told["as_before"][1]) == [str(target_worksheets.HORIZON)]
