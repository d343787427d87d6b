"""Reading and validation of method parameters in TOML (method, section 1). ``parse`` reports all problems at once."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.scoring.method import (
    Assessed,
    Balance,
    Bands,
    Comparable,
    Credence,
    Hold,
    Method,
    Pace,
    Progress,
    Renewal,
    StatusValues,
    Trend,
    Uncertainty,
)
from accordtrack.statuses import SCORED

STANDARD = "at-1.0.0.toml"
_MONTHS = 1200
_LARGEST = 1e12
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""Letters, digits, dots, dashes and underscores. A name identifies parameters; it does not say who agreed them."""
_PARTS: dict[str, type] = {
    "bands": Bands,
    "credence": Credence,
    "progress": Progress,
    "hold": Hold,
    "assessed": Assessed,
    "pace": Pace,
    "balance": Balance,
    "sides": Comparable,
    "status": StatusValues,
    "renewal": Renewal,
    "trend": Trend,
    "uncertainty": Uncertainty,
}
T = TypeVar("T")


@cache
def standard_method() -> Method:
    """Return the parameters that ship with the program: AT-1.0.0."""
    return parse(standard_text(), place=STANDARD)


def standard_text() -> str:
    """Return the file of the standard parameters, as a starting point for a user's own file."""
    return files(__package__).joinpath(STANDARD).read_text(encoding="utf-8")


def parse(text: str, *, place: str, own: bool = False) -> Method:
    """Parse parameters from TOML. Raise ``Refused`` with all problems at once, each with its key."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        advice = "Start from the file that accordtrack method --parameters prints."
        raise Refused(Problem("Not a method file: {why}", advice, place, {"why": str(error)})) from error
    problems = list(_shape_problems(document, place))
    if problems:
        raise Refused(*problems)
    method = Method(
        method=document["method"], own=own, **{name: _parse_part(kind, document[name]) for name, kind in _PARTS.items()}
    )
    problems = [problem.with_place(f"{place}: {problem.place}") for problem in _value_problems(method)]
    if problems:
        raise Refused(*problems)
    return method


def _parse_part(kind: type[T], table: dict[str, Any]) -> T:
    whole = {field.name for field in fields(kind) if field.type == "int"}  # type: ignore[arg-type]
    return kind(**{name: _parse_value(value, whole=name in whole) for name, value in table.items()})


def _parse_value(value: Any, *, whole: bool) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(float(item) for item in value)
    return int(value) if whole else float(value)


def _shape_problems(document: dict[str, Any], place: str) -> list[Problem]:
    """Return a problem for each missing or unknown key and each value that is not a number in range."""
    problems = [
        unknown_word_problem(("field", "parameter"), name, ["method", *_PARTS]).with_place(place)
        for name in document
        if name not in {"method", *_PARTS}
    ]
    if not isinstance(document.get("method"), str) or not _NAME.fullmatch(document["method"]):
        problems.append(Problem("A method needs a name", 'Write method = "MY-1.0.0".', place))
    for name, kind in _PARTS.items():
        part = document.get(name)
        if not isinstance(part, dict):
            problems.append(
                Problem("The part [{name}] is missing", "Copy it from the standard parameters.", place, {"name": name})
            )
            continue
        names = {field.name for field in fields(kind)}
        problems += [
            unknown_word_problem(("field", "parameter"), key, sorted(names)).with_place(f"{place}: {name}")
            for key in part
            if key not in names
        ]
        problems += [
            Problem(
                "The parameter {key} is missing",
                "Copy it from the standard parameters.",
                f"{place}: {name}",
                {"key": key},
            )
            for key in sorted(names - part.keys())
        ]
        problems += [
            Problem(
                "The parameter {key} is not a number",
                "Write it as the standard parameters do: a number, or a list of them.",
                f"{place}: {name}",
                {"key": key},
            )
            for key, value in part.items()
            if key in names
            and not (isinstance(value, list) == (name == "uncertainty" and key in _LISTS) and _is_numeric(key, value))
        ]
    return problems


_LISTS = {"band": 2, "immediate": 2, "floors": 0}


def _is_numeric(key: str, value: object) -> bool:
    if isinstance(value, list):
        right = key in _LISTS and len(value) >= 1 and (not _LISTS[key] or len(value) == _LISTS[key])
        return right and all(_is_numeric("", item) for item in value)
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _value_problems(method: Method) -> list[Problem]:
    """Return a problem for each well-formed number that makes no sense."""
    problems = []
    bands, credence = asdict(method.bands), tuple(asdict(method.credence).values())
    if abs(math.fsum(bands.values()) - 100) > 1e-9 or min(bands.values()) < 0:  # noqa: PLR2004
        values = {"sum": f"{math.fsum(bands.values()):g}"}
        problems.append(
            Problem("The bands sum to {sum}", "Four numbers of 0 or more that sum to 100.", "bands", values)
        )
    if list(credence) != sorted(credence) or credence[0] < 0 or credence[-1] > 1:
        problems.append(Problem("A stronger grade has a lower value", "From 0 to 1, never decreasing.", "credence"))
    if not -1 <= method.progress.floor <= 0:
        problems.append(Problem("The floor is out of range", "From -1 to 0.", "progress"))
    shares = {
        "hold": (method.hold.immediate,),
        "assessed": (method.assessed.least, method.assessed.usable),
        "pace": (method.pace.on_track, method.pace.lagging),
        "status": tuple(asdict(method.status).values()),
        "trend": (method.trend.share,),
    }
    problems += [
        Problem("A share is out of range", "From 0 to 1.", name)
        for name, values in shares.items()
        if min(values) < 0 or max(values) > 1
    ]
    status = asdict(method.status)
    if sorted(status.values()) != [status[one] for one in SCORED]:
        problems.append(
            Problem("A later status has a lower value", "From reversed to completed, never decreasing.", "status")
        )
    spread = method.uncertainty
    if list(spread.band) != sorted(spread.band) or list(spread.immediate) != sorted(spread.immediate):
        problems.append(Problem("A range ends before it begins", "Put the lower number first.", "uncertainty"))
    within = {
        "uncertainty: weights": (0 <= spread.weights < 1, "From 0 to below 1."),
        "uncertainty: credence": (0 <= spread.credence <= 1, "From 0 to 1."),
        "uncertainty: band": (spread.band[0] >= 0 and spread.band[1] <= 100, "From 0 to 100."),  # noqa: PLR2004
        "uncertainty: immediate": (spread.immediate[0] >= 0 and spread.immediate[1] <= 1, "From 0 to 1."),
        "uncertainty: floors": (all(-1 <= floor <= 0 for floor in spread.floors), "From -1 to 0."),
        "trend: months": (method.trend.months <= _MONTHS, "At most 1200."),
        "trend: families": (method.trend.families >= 1, "Write 1 or more."),
        "sides: coverage": (0 <= method.sides.coverage <= 1, "From 0 to 1."),
        "hold: fade": (0 <= method.hold.fade <= 2, "From 0 to 2."),  # noqa: PLR2004
        "progress: tolerance": (0 <= method.progress.tolerance < 1, "From 0 to below 1."),
    }
    problems += [
        Problem("A number is out of range", advice, name) for name, (fits, advice) in within.items() if not fits
    ]
    if min(method.sides.commitments, method.renewal.days, method.trend.months, method.trend.families) < 0:
        problems.append(Problem("A count is negative", "Write 0 or more.", "sides, renewal, trend"))
    if method.assessed.least <= 0 or method.assessed.usable <= 0:
        problems.append(Problem("A minimum share is 0", "Write a number above 0.", "assessed"))
    if method.trend.full <= 0 or method.trend.years <= 0:
        problems.append(Problem("A rate or a time is not positive", "Write a number above 0.", "trend"))
    return problems
