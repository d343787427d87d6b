"""The pages of the method say what the program computes: the example, the parameters, the flags, in both languages."""

from __future__ import annotations

import ast
import math
import operator
import re
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import methodexample
from accordtrack.scoring import flags, series, trend
from accordtrack.scoring.parameters import standard_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "method.md", "es": DOCS / "method.es.md"}
NOT_USED = {
    "en": r"success|victory|failed|refuses|silent|crackdown|kingpin|historic\b|\brecord (?:high|low|level|number)s?\b"
    r"|thanks to|led to|as a result|!",
    "es": r"éxito|\blogro|victoria|fracas|incumpl|se niega|guarda silencio|mano dura|\bcapo\b|histórico|récord"
    r"|gracias a|condujo a|como resultado de|reclamo|calificación|estatus|completado|!",
}
NUMBER = re.compile(r"(?<![\w.#-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")
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


def text(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


def section(language: str, number: int) -> str:
    """One section with its subsections."""
    parts = re.split(r"^## (\d+)\. ", text(language), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[str(number)]


def blocks(told: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```$", told, flags=re.MULTILINE | re.DOTALL)


def prose(told: str) -> str:
    return re.sub(r"^```\n.*?^```$", "", told, flags=re.MULTILINE | re.DOTALL)


def rows(told: str) -> list[list[str]]:
    """Cells of every table row."""
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in told.splitlines() if line[:1] == "|"]


def worth(expression: str) -> float:
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
def test_every_number_of_the_example_is_what_the_program_computes(language: str) -> None:
    computed = methodexample.values(methodexample.scored())
    told = {name: printed for name, _way, printed in steps(language)}
    assert len(told) == len(list(steps(language)))
    assert set(told) == set(computed)
    for name, printed in told.items():
        assert float(printed) == pytest.approx(computed[name], abs=half_a_digit(printed)), name


@every_page
def test_every_step_of_the_example_can_be_redone_on_paper(language: str) -> None:
    for name, way, printed in steps(language):
        assert way, name
        for expression in way:
            assert worth(expression) == pytest.approx(float(printed), abs=half_a_digit(printed)), (name, expression)


def test_both_languages_show_the_same_arithmetic() -> None:
    assert blocks(section("en", 13)) == blocks(section("es", 13))
    assert len(blocks(text("en"))) == len(blocks(text("es")))


@every_page
def test_the_tables_of_the_example_are_its_inputs(language: str) -> None:
    told = rows(section(language, 13))
    measured = [[f"`{name}`", end, party, f"{value:g}"] for name, end, party, value, _grade in methodexample.MEASURED]
    assert [row[:4] for row in told if row[0] in {"`O`", "`R`"} and DATE.fullmatch(row[1])] == measured
    moved = [
        [f"`{name}`", first, f"{before:g}", last, f"{after:g}", f"{within:g}"]
        for name, _direction, first, before, last, after, within in methodexample.TREND
    ]
    assert [[row[0], *row[2:]] for row in told if row[0].startswith("`X")] == moved


@every_page
def test_no_other_number_stands_in_the_example(language: str) -> None:
    told = section(language, 13)
    known = set(NUMBER.findall("\n".join(blocks(told)))) | {cell for row in rows(told) for cell in row}
    words = re.sub(r"`[^`]*`|^\|.*$|^### 13\.\d+", "", prose(told), flags=re.MULTILINE)
    assert set(NUMBER.findall(DATE.sub("", words))) <= known


def test_what_the_example_says_of_flags() -> None:
    found = methodexample.scored()
    marks = {one.owed.leaf.id: set(one.result.flags) for one in found.commitments}
    assert marks == {
        "EX-1": {"DISPUTED", "NOT_SUSTAINED"},
        "EX-2#MX": {"OUTPUT_ONLY cap 30: RESULTS_UNDEFINED", "DISPUTED", "SHARE_NOT_AGREED"},
        "EX-2#US": {"NOT_ASSESSABLE", "NO_DATA", "SHARE_NOT_AGREED"},
    }
    assert found.groups[0].printable
    assert set(found.why_not) == {"NOT_PRINTABLE", "TOO_FEW", "COVERAGES_DIFFER"}


@every_page
def test_the_parameters_are_those_of_the_program(language: str) -> None:
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


def test_both_languages_have_the_same_numbered_headings() -> None:
    found = {name: re.findall(r"^(#{2,3}) (\d+(?:\.\d+)?)", text(name), flags=re.MULTILINE) for name in PAGES}
    assert found["en"] == found["es"]
    assert [number for marks, number in found["en"] if marks == "##"] == [str(place) for place in range(1, 14)]
    assert [number for _marks, number in found["en"] if number[:2] == "3."] == [f"3.{n}" for n in range(1, 13)]


@every_page
def test_every_flag_has_a_meaning(language: str) -> None:
    told = [name for row in rows(section(language, 6)) for name in re.findall(r"`([A-Z_]+)`", row[0])]
    names = {value for name, value in vars(flags).items() if name.isupper() and isinstance(value, str)}
    reasons = {series.NO_DATA, series.NO_BASE, series.ONE_VALUE, series.OVERLAP, trend.TOO_SHORT}
    assert set(told) == names | reasons
    assert all(len(row) >= 2 and row[1] for row in rows(section(language, 6)))


@every_page
def test_words_that_are_not_used(language: str) -> None:
    told = prose(text(language)).replace("`!`", "")
    assert re.findall(NOT_USED[language], told, flags=re.IGNORECASE) == []


@every_page
def test_lines_fit(language: str) -> None:
    """Prose wraps to the terminal; tables and code do not, and a terminal has 80 columns."""
    told = text(language)
    assert [line for line in told.splitlines() if len(line) > 120] == []
    fixed = [*(line for block in blocks(told) for line in block.splitlines()), *_table_lines(told)]
    assert [line for line in fixed if len(line) > 80] == []


def _table_lines(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("|")]


@every_page
def test_no_line_of_prose_begins_with_a_number(language: str) -> None:
    """A page that flows would take it for an item of a list."""
    told = prose(text(language)).splitlines()
    assert [line for line in told if re.match(r"\d", line) and not re.match(r"\d\. ", line)] == []
