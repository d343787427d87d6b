"""Why nothing is scored is said whole: every missing end of a target by name, and a target dated before its baseline."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import flags
from accordtrack.scoring.indicator import assess
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.progress import undefined_reasons
from accordtrack.scoring.trend import trend
from accordtrack.scoring.values import Flag, Indicator, Leaf, Record
from accordtrack.text import event_study, numbers, score
from accordtrack.vocabulary import Grade, Level, Speaker
from accordtrack.wording import label
from series_factory import gauge, yearly

AT = TwoDates("2026-06-30", "2026-06-30")
VALUE = Record(Speaker.OBS, "2026-03-31", "2026-04-30", Grade.VERIFIED, 20.0)
WHOLE = Indicator("deaths", Level.OUTCOME, 25.0, 15.0, "2025-01-01", "2027-01-01", (VALUE,), direction=-1)
BOTH = (flags.NO_BASELINE, flags.NO_TARGET)


@pytest.mark.parametrize(
    ("baseline", "target", "why"),
    [
        (None, None, BOTH),
        (math.nan, math.inf, BOTH),
        (None, 15.0, (flags.NO_BASELINE,)),
        (25.0, None, (flags.NO_TARGET,)),
        (-math.inf, 15.0, (flags.NO_BASELINE,)),
        (25.0, math.nan, (flags.NO_TARGET,)),
        (25.0, 15.0, ()),
    ],
)
def test_missing_target_is_reported_beside_missing_baseline(
    baseline: float | None, target: float | None, why: tuple[Flag, ...]
) -> None:
    one = replace(WHOLE, baseline=baseline, target=target)
    assert undefined_reasons(one) == why
    found = assess(one, Leaf("EX-1", 0.0, 1.0, (one,)), AT, standard_method())
    assert (found.p is None, found.flags) == (bool(why), why)


@pytest.mark.parametrize("by", ["2024-12-31", "2025-01-01"])
def test_target_dated_before_its_baseline_is_flagged_and_not_scored(by: str) -> None:
    one = replace(WHOLE, t1=by)
    found = assess(one, Leaf("EX-1", 0.0, 1.0, (one,)), AT, standard_method())
    assert (found.p, found.flags) == (None, (flags.TARGET_BEFORE_BASELINE,))


def test_every_flag_has_a_label() -> None:
    named = {str(flag) for name, flag in vars(flags).items() if name.isupper() and isinstance(flag, str)}
    silent = [name for name in sorted(named) if label("flag", name) == name]
    assert silent == []


def test_series_too_short_to_compare_is_not_reported_as_lacking_values() -> None:
    short = gauge("short", (*yearly("short", {2024: 10}), *yearly("short", {2025: 20})))
    rows = tuple(replace(row, start=f"{row.end[:4]}-07-01") for row in short.rows)
    close = replace(
        short, rows=(rows[0], replace(rows[1], start="2025-01-01", end="2025-06-30", published="2025-07-31"))
    )
    found = trend([close], "2024-12-31", AT, standard_method())
    assert (found.moved[0].reason, found.moved[0].pair is not None) == ("TOO_SHORT", True)
    assert "without a yearly rate 1; since 2024-12-31" in score.trend(found)


def test_theme_with_nothing_agreed_yet_has_no_start_date() -> None:
    told = score.trend(trend([gauge("deaths", ())], None, AT, standard_method()))
    assert told.endswith("; nothing agreed by this date")


@pytest.mark.parametrize(("within", "shown"), [(0.02, "2"), (0.2, "20"), (0.025, "2.5"), (0.07, "7")])
def test_unchanged_margin_is_shown_in_percent(within: float, shown: str) -> None:
    assert numbers.unchanged_margin(within) == f"up to {shown}% counts as unchanged"


def test_scales_show_the_method_parameters() -> None:
    method = standard_method()
    assert "2% or more counting in full" in score.scales(method)
    assert "2.5% or more" in score.scales(replace(method, trend=replace(method.trend, full=0.025)))
    assert event_study.caution() == "The order of events does not show a cause."
