"""Names of the flags of a score. Their meanings are in the method, section 6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.scoring.values import Flag
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Collection

NO_BASELINE = Flag("NO_BASELINE")
NO_TARGET = Flag("NO_TARGET")
NO_DATA = Flag("NO_DATA")
UNDEFINED_VALUE = Flag("UNDEFINED_VALUE")
ZERO_RANGE = Flag("ZERO_RANGE")
DIRECTION_CONFLICT = Flag("DIRECTION_CONFLICT")
TARGET_BEFORE_BASELINE = Flag("TARGET_BEFORE_BASELINE")
BAD_WEIGHT = Flag("BAD_WEIGHT")
STALE = Flag("STALE")
OVERSHOOT = Flag("OVERSHOOT")
REGRESSION = Flag("REGRESSION")
FLOORED = Flag("FLOORED")
NOT_SUSTAINED = Flag("NOT_SUSTAINED")
FADED = Flag("FADED")
DISPUTED = Flag("DISPUTED")
DISPUTED_VERIFIED = Flag("DISPUTED_VERIFIED")
CONTRADICTED_US = Flag("CONTRADICTED_US")
CONTRADICTED_MX = Flag("CONTRADICTED_MX")
NOT_ASSESSABLE = Flag("NOT_ASSESSABLE")
NOT_DUE = Flag("NOT_DUE")
OUT_OF_SCOPE = Flag("OUT_OF_SCOPE")
RESULTS_MISSING = Flag("RESULTS_MISSING")
RESULTS_UNDEFINED = Flag("RESULTS_UNDEFINED")
INPUT_ONLY = Flag("INPUT_ONLY")
ACTIVITY_ONLY = Flag("ACTIVITY_ONLY")
OUTPUT_ONLY = Flag("OUTPUT_ONLY")
UNBALANCED = Flag("UNBALANCED")
REVERSED = Flag("REVERSED")
PRE_EXISTING = Flag("PRE_EXISTING")
NOT_RENEWED = Flag("NOT_RENEWED")
NO_EVIDENCE = Flag("NO_EVIDENCE")
SOURCE_OLDER = Flag("SOURCE_OLDER")
WITHDRAWAL_WAITS = Flag("WITHDRAWAL_WAITS")
SHARE_NOT_AGREED = Flag("SHARE_NOT_AGREED")
OTHER_SIDE_ONLY = Flag("OTHER_SIDE_ONLY")
WORKING_TARGET = Flag("WORKING_TARGET")
UNILATERAL_TARGET = Flag("UNILATERAL_TARGET")
RECORDED_BY_US = Flag("RECORDED_BY_US")
RECORDED_BY_MX = Flag("RECORDED_BY_MX")
GUARD_REGRESSED = Flag("GUARD_REGRESSED")
NOT_PUBLIC = Flag("NOT_PUBLIC")


def with_count(flag: Flag, count: object) -> Flag:
    """Return a flag with its count: ``NOT_SUSTAINED 2/4``."""
    return Flag(f"{flag} {count}")


def without_count(flag: Flag) -> Flag:
    """Return a flag without its count."""
    return Flag(flag.partition(" ")[0])


def recorded_by(seats: Collection[str | None]) -> tuple[Flag, ...]:
    """Return the flags for desks of these sides that recorded the word or value of another speaker."""
    marks = ((Side.US, RECORDED_BY_US), (Side.MX, RECORDED_BY_MX))
    return tuple(flag for side, flag in marks if side in seats)
