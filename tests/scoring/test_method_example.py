"""The pages of the method say what the program computes: the example, the parameters, the flags, in both languages."""

from __future__ import annotations

import ast
import math
import operator
import re
import tomllib
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

import method_example
from accordtrack.cli import method_block
from accordtrack.core import json_numbers
from accordtrack.ledger.indicators import Indicator
from accordtrack.scoring import contrast, flags, indicator_inputs, rollup, series, trend, uncertainty_results
from accordtrack.scoring.parameter_file import standard_method, standard_text
from accordtrack.vocabulary import Level, Periodicity
from method_pages import NUMBER, PAGES, blocks, prose, rows, section, text

FORBIDDEN_WORDS = {
    "en": r"success|victory|failed|refuses|silent|crackdown|kingpin|historic\b|\brecord (?:high|low|level|number)s?\b"
    r"|thanks to|led to|as a result|!",
    "es": r"éxito|\blogro|victoria|fracas|incumpl|se niega|guarda silencio|mano dura|\bcapo\b|histórico|récord"
    r"|gracias a|condujo a|como resultado de|reclamo|calificación|estatus|completado|!",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CALLS: dict[str, Callable[..., float]] = {"min": min, "max": max, "ln": math.log, "exp": math.exp}
OPERATIONS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
every_page = pytest.mark.parametrize("language", PAGES)


def evaluate(expression: str) -> float:
    """An expression as a reader with a pocket calculator takes it."""
    return _worth(ast.parse(expression.replace("^", "**"), mode="eval").body)


def _worth(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_worth(inner)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](_worth(left), _worth(right))
        case ast.Call(func=ast.Name(id=name), args=args):
            return CALLS[name](*(_worth(arg) for arg in args))
        case _:
            raise ValueError(ast.unparse(node))


def steps(language: str) -> Iterator[tuple[str, list[str], str]]:
    """Name, the expressions that lead to it, and the printed number, of every line of the example."""
    for block in blocks(section(language, 13)):
        whole = re.sub(r"\n +", " ", block.strip())
        for step in re.split(r" ; |\n+", whole):
            name, *way, printed = (part.strip() for part in step.split(" = "))
            yield name, way, printed


def half_a_digit(printed: str) -> float:
    return 0.5 * 10.0 ** -len(printed.partition(".")[2]) + 1e-9


@every_page
def test_example_numbers_equal_the_computed_ones(language: str) -> None:
    computed = method_example.values(method_example.scored())
    told = {name: printed for name, _way, printed in steps(language)}
    assert len(told) == len(list(steps(language)))
    assert set(told) == set(computed)
    for name, printed in told.items():
        assert float(printed) == pytest.approx(computed[name], abs=half_a_digit(printed)), name


@every_page
def test_example_steps_can_be_recomputed_by_hand(language: str) -> None:
    for name, way, printed in steps(language):
        assert way, name
        for expression in way:
            assert evaluate(expression) == pytest.approx(float(printed), abs=half_a_digit(printed)), (name, expression)


def test_both_languages_show_the_same_arithmetic() -> None:
    assert blocks(section("en", 13)) == blocks(section("es", 13))
    assert len(blocks(text("en"))) == len(blocks(text("es")))


@every_page
def test_example_tables_show_its_inputs(language: str) -> None:
    told = rows(section(language, 13))
    measured = [[f"`{name}`", end, party, f"{value:g}"] for name, end, party, value, _grade in method_example.MEASURED]
    assert [row[:4] for row in told if row[0] in {"`O`", "`R`"} and DATE.fullmatch(row[1])] == measured
    moved = [
        [f"`{name}`", first, f"{before:g}", last, f"{after:g}", f"{within:g}"]
        for name, _direction, first, before, last, after, within in method_example.TREND
    ]
    assert [[row[0], *row[2:]] for row in told if row[0].startswith("`X")] == moved


@every_page
def test_example_text_has_no_unexplained_numbers(language: str) -> None:
    told = section(language, 13)
    known = set(NUMBER.findall("\n".join(blocks(told)))) | {cell for row in rows(told) for cell in row}
    words = re.sub(r"`[^`]*`|^\|.*$|^### 13\.\d+", "", prose(told), flags=re.MULTILINE)
    assert set(NUMBER.findall(DATE.sub("", words))) <= known


def test_example_has_the_flags_the_page_names() -> None:
    found = method_example.scored()
    marks = {one.owed.leaf.id: set(one.result.flags) for one in found.commitments}
    assert marks == {
        "EX-1": {"DISPUTED", "NOT_SUSTAINED", "NO_EVIDENCE"},
        "EX-2#MX": {"OUTPUT_ONLY cap 30: RESULTS_UNDEFINED", "DISPUTED", "SHARE_NOT_AGREED"},
        "EX-2#US": {"NOT_ASSESSABLE", "NO_DATA", "SHARE_NOT_AGREED"},
    }
    assert found.groups[0].printable
    assert set(found.reasons_not_comparable) == {"NOT_PRINTABLE", "TOO_FEW", "COVERAGES_DIFFER"}


@every_page
def test_documented_parameters_equal_those_of_the_program(language: str) -> None:
    told: dict[str, tuple[float, ...]] = {}
    for row in rows(section(language, 1)):
        names = re.findall(r"`([a-z]+\.[a-z_]+)`", row[0])
        numbers = [float(Fraction(value)) for value in row[1].split(", ")] if names else []
        each = len(numbers) // len(names) if names else 0
        told |= {name: tuple(numbers[each * place : each * (place + 1)]) for place, name in enumerate(names)}
    data: dict[str, Any] = tomllib.loads(standard_text())
    assert told == {
        f"{part}.{key}": tuple(map(float, value)) if isinstance(value, list) else (float(value),)
        for part, keys in data.items()
        if isinstance(keys, dict)
        for key, value in keys.items()
    }
    assert data["method"] in section(language, 1)


HOLDS = {
    "en": r"k \((\d) below outcome; (\d) for outcome and impact, (\d) where they come out once a year or every two years\)",
    "es": r"k \((\d) por debajo de efecto; (\d) para efecto e impacto, (\d) si se publican cada año o cada dos años\)",
}


def _hold(level: Level, periodicity: Periodicity) -> int:
    told = {"en": "x", "es": "x"}
    words = {"id": "x", "title": told, "definition": told, "unit": told, "publisher": "x", "theme": "firearms"}
    kinds = {"level": level, "periodicity": periodicity, "direction": "decrease", "side": "US"}
    return int(Indicator.model_validate({**words, **kinds}).hold or 0)


@every_page
def test_documented_hold_periods_equal_the_indicator_defaults(language: str) -> None:
    found = re.search(HOLDS[language], " ".join(text(language).split()))
    assert found
    below, usual, yearly = map(int, found.groups())
    for level in Level:
        for periodicity in Periodicity:
            slow = periodicity in {Periodicity.YEAR, Periodicity.TWO_YEARS}
            results = yearly if slow else usual
            expected = results if level in {Level.OUTCOME, Level.IMPACT} else below
            assert _hold(level, periodicity) == expected, (level, periodicity)


_STEPS = sorted(set(series.STEPS.values()) - {0})
_WORDS = {"two": "2", "three": "3", "four": "4", "dos": "2", "tres": "3", "cuatro": "4"}
DOCUMENTED_NUMBERS: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    (
        r"oldest age of (\d+) days",
        r"antigüedad máxima de (\d+) días",
        (Indicator.model_fields["max_age_days"].default,),
    ),
    (r"step: (\d+), (\d+), (\d+) or (\d+) months", r"paso: (\d+), (\d+), (\d+) o (\d+) meses", tuple(_STEPS)),
    (r"at least (\d+) days, since", r"al menos (\d+) días, pues", (indicator_inputs._YEAR,)),
    (r"tolerance of (\S+)\. The draws", r"tolerancia de (\S+)\. Las", (rollup.TOLERANCE,)),
    (r"if A >= ([\d.]+)", r"si A >= ([\d.]+)", (standard_method().assessed.least,)),
    (
        r"the credit given at once, ([\d.]+)\.",
        r"crédito que se da de inmediato, ([\d.]+)\.",
        (standard_method().hold.immediate,),
    ),
    (
        r"signed = (\d+) \* fill_1 \+ (\d+) \* fill_2 \+ (\d+) \* fill_3 \+ (\d+) \* fill_4",
        r"(?:signed|con signo) = (\d+) \* \w+_1 \+ (\d+) \* \w+_2 \+ (\d+) \* \w+_3 \+ (\d+) \* \w+_4",
        (
            standard_method().bands.input,
            standard_method().bands.activity,
            standard_method().bands.output,
            standard_method().bands.results,
        ),
    ),
    (
        r"`ON_TRACK` p >= ([\d.]+) of the plan; `LAGGING` p >= ([\d.]+)",
        r"`ON_TRACK` \(en ruta\) p >= ([\d.]+) de lo planeado; `LAGGING` \(con rezago\) p >= ([\d.]+)",
        (standard_method().pace.on_track, standard_method().pace.lagging),
    ),
    (r"There are (\d+) draws", r"Son (\d+) simulaciones", (uncertainty_results.DRAWS,)),
    (
        r"w \* \(1 \+ ([\d.]+) \* \(2u - 1\)\)",
        r"w \* \(1 \+ ([\d.]+) \* \(2u - 1\)\)",
        (standard_method().uncertainty.weights,),
    ),
    (r"q \+ ([\d.]+) \* \(2u - 1\)", r"q \+ ([\d.]+) \* \(2u - 1\)", (standard_method().uncertainty.credence,)),
    (r"within (\d+) months before the base", r"en los (\d+) meses anteriores", (standard_method().trend.months,)),
    (r"within (\d+) months after it", r"en los (\d+) meses posteriores", (standard_method().trend.months,)),
    (r"years < ([\d.]+)", r"años < ([\d.]+)", (standard_method().trend.years,)),
    (r"a / ([\d.]+)\)\)", r"a / ([\d.]+)\)\)", (standard_method().trend.full,)),
    (r"a below ([\d.]+) \*improved", r"a menor que ([\d.]+) \*mejoró", (standard_method().trend.little,)),
    (r"when fewer than (\w+) families", r"si se miden menos de (\w+) familias", (standard_method().trend.families,)),
    (
        r"fewer than (\w+) outputs or (\w+) outcomes",
        r"menos de (\w+) productos o de (\w+) efectos",
        (contrast.LEAST_OUTPUTS, contrast.LEAST_OUTCOMES),
    ),
    (
        r"to (\d+) decimals in JSON and (\w+) in CSV",
        r"a (\d+) decimales en JSON y a (\w+) en CSV",
        (json_numbers.DECIMALS, method_block.DECIMALS),
    ),
)
"""What the pages state in English and in Spanish beside their table of parameters, and what the program uses."""


@every_page
@pytest.mark.parametrize("stated", DOCUMENTED_NUMBERS, ids=lambda stated: stated[0])
def test_other_documented_numbers_equal_those_of_the_program(
    language: str, stated: tuple[str, str, tuple[float, ...]]
) -> None:
    english, spanish, used = stated
    pattern = english if language == "en" else spanish
    found = re.findall(pattern, " ".join(text(language).split()))
    assert found, pattern
    for numbers in found:
        listed: tuple[str, ...] = numbers if isinstance(numbers, tuple) else (numbers,)
        assert tuple(float(_WORDS.get(number, number)) for number in listed) == used


@every_page
def test_documented_grade_weights_equal_the_parameters(language: str) -> None:
    told = [float(row[2]) for row in rows(section(language, 3)) if len(row) == 3 and re.fullmatch(r"[\d.]+", row[2])]
    credence = standard_method().credence
    assert told == [credence.claimed, credence.documented, credence.corroborated, credence.verified]


def test_both_languages_have_the_same_numbered_headings() -> None:
    found = {name: re.findall(r"^(#{2,3}) (\d+(?:\.\d+)?)", text(name), flags=re.MULTILINE) for name in PAGES}
    assert found["en"] == found["es"]
    assert [number for marks, number in found["en"] if marks == "##"] == [str(place) for place in range(1, 16)]
    assert [number for _marks, number in found["en"] if number[:2] == "3."] == [f"3.{n}" for n in range(1, 13)]


@every_page
def test_every_flag_has_a_meaning(language: str) -> None:
    told = [name for row in rows(section(language, 6)) for name in re.findall(r"`([A-Z_]+)`", row[0])]
    names = {value for name, value in vars(flags).items() if name.isupper() and isinstance(value, str)}
    reasons = {series.NO_DATA, series.NO_BASE, series.ONE_VALUE, series.OVERLAP, trend.TOO_SHORT}
    assert set(told) == names | reasons
    assert all(len(row) >= 2 and row[1] for row in rows(section(language, 6)))


@every_page
def test_pages_have_no_forbidden_words(language: str) -> None:
    told = prose(text(language)).replace("`!`", "")
    assert re.findall(FORBIDDEN_WORDS[language], told, flags=re.IGNORECASE) == []


@every_page
def test_lines_fit_their_width(language: str) -> None:
    """Prose wraps to the terminal; tables and code do not, and a terminal has 80 columns."""
    told = text(language)
    assert [line for line in told.splitlines() if len(line) > 120] == []
    fixed = [*(line for block in blocks(told) for line in block.splitlines()), *_table_lines(told)]
    assert [line for line in fixed if len(line) > 80] == []


def _table_lines(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("|")]


@every_page
def test_prose_lines_never_begin_with_a_number(language: str) -> None:
    """A page that flows would take it for an item of a list."""
    told = prose(text(language)).splitlines()
    assert [line for line in told if re.match(r"\d", line) and not re.match(r"\d\. ", line)] == []
