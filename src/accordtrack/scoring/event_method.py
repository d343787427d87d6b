"""The parameters of method AT-2.0.0 (paths and the event study) and its registered outcomes: ``at-2.0.0.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "at-2.0.0.toml"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of the test, as the file explains them. Lengths are in periods: months, or years."""

    before: int
    before_long: int
    after: tuple[int, ...]
    least_before: float
    least_expected: float
    least_states: int
    clump: float
    spread_least: float
    alpha: float
    alpha_check: float
    matched: int
    least_dates: int
    level: float
    edge: int
    half: float
    recording: float
    block: int


@dataclass(frozen=True, slots=True)
class PathParameters:
    """The parameters of paths, as the file explains them."""

    months_before: int
    length_days: int
    full: float


@dataclass(frozen=True, slots=True)
class RegisteredOutcome:
    """An outcome that is registered in advance, and the panel series that measures it."""

    name: str
    series: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class EventMethod:
    """The parameters for monthly and yearly panels and for paths, the outcomes in order, and the SHA-256 of the file.

    An event before ``adopted_on`` is retrospective: its figures were known when the rules were fixed.
    """

    method: str
    adopted_on: str
    monthly: Parameters
    yearly: Parameters
    paths: PathParameters
    outcomes: tuple[RegisteredOutcome, ...]
    digest: str


@cache
def standard_event_method() -> EventMethod:
    """Return the parameters that ship with the program."""
    raw = files(__package__).joinpath(FILE).read_bytes()
    found = tomllib.loads(raw.decode())
    return EventMethod(
        method=found["method"],
        adopted_on=found["adopted_on"],
        monthly=_parameters(found["monthly"]),
        yearly=_parameters(found["yearly"]),
        paths=PathParameters(**found["paths"]),
        outcomes=tuple(RegisteredOutcome(**one) for one in found["outcomes"]),
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _parameters(table: dict[str, Any]) -> Parameters:
    return Parameters(**{**table, "after": tuple(table["after"])})
