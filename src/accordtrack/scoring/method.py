"""The parameters of the method as frozen values, whose hash is in every result (method, section 1)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Bands:
    """Points of each rung of the ladder. They sum to 100."""

    input: float
    activity: float
    output: float
    results: float


@dataclass(frozen=True, slots=True)
class Credence:
    """Weight of a value of each grade, 0 to 1, never less for a stronger grade."""

    claimed: float
    documented: float
    corroborated: float
    verified: float


@dataclass(frozen=True, slots=True)
class Progress:
    """Lowest progress, and the difference up to which two views count as equal."""

    floor: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Hold:
    """Share of the credit given at once, and the fall above which a value is marked as faded."""

    immediate: float
    fade: float


@dataclass(frozen=True, slots=True)
class Assessed:
    """Least shares of weight for a node to be assessable and for its attainment to be printable."""

    least: float
    usable: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Shares of planned progress that separate on track, lagging and off track."""

    on_track: float
    lagging: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Points by which the arithmetic score must exceed the geometric one for a node to be unbalanced."""

    unbalanced: float


@dataclass(frozen=True, slots=True)
class Comparable:
    """Conditions for printing the gap: largest difference in coverage, least commitments owed by each side alone."""

    coverage: float
    commitments: int


@dataclass(frozen=True, slots=True)
class StatusValues:
    """The value of each status, from 0 to 1."""

    reversed: float
    not_started: float
    limited: float
    substantial: float
    completed: float


@dataclass(frozen=True, slots=True)
class Renewal:
    """Days after which a statement is marked as not renewed."""

    days: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Yearly rates, years, months and counts of the results trend (method, section 10)."""

    full: float
    little: float
    years: float
    months: int
    families: int
    share: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Spreads of the draws (method, section 3.10)."""

    weights: float
    credence: float
    band: tuple[float, float]
    immediate: tuple[float, float]
    floors: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """All parameters. ``own`` is whether a user's file replaced the standard ones."""

    method: str
    bands: Bands
    credence: Credence
    progress: Progress
    hold: Hold
    assessed: Assessed
    pace: Pace
    balance: Balance
    sides: Comparable
    status: StatusValues
    renewal: Renewal
    trend: Trend
    uncertainty: Uncertainty
    own: bool = False

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON of the parameters, with each number as its shortest decimal string."""
        parameters = asdict(self)
        del parameters["own"]
        text = json.dumps(_as_text(parameters), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_as_text(item) for item in value]
    if isinstance(value, int | float):
        return repr(float(value)).removesuffix(".0")
    return value
