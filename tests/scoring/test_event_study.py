"""Made panels for what the vectors of the event study leave open, and what no reading may depend on."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_outcomes import Outcome, headline, left_out, path_around, period_index, what_followed
from accordtrack.scoring.event_reading import EventReading, LeftOutReason, PlacedEvent, Reading, Reason, Verdict
from accordtrack.scoring.event_study import Panel, find_break, read_change

MONTHLY = standard_event_method().monthly
STATES, MONTHS, EVENT, AFTER, LEVEL = 20, 40, 26, 6, 30.0
PLACE = STATES - 1
CODES = tuple(f"MX-{chr(65 + number // 26)}{chr(65 + number % 26)}A" for number in range(40))
FIRST = period_index("2020-01", yearly=False)
HERE = CODES[PLACE]


def flat(states: int = STATES, months: int = MONTHS) -> NDArray[np.float64]:
    return np.full((states, months), LEVEL)


def read(counts: NDArray[np.float64], place: int = PLACE, excluded: Collection[int] = (), **more: Any) -> Reading:  # noqa: ANN401
    people = more.pop("people", np.full_like(counts, 1000.0))
    return read_change(
        Panel(counts, people), place, more.pop("event", EVENT), AFTER, excluded, replace(MONTHLY, **more)
    )


def numbers(reading: Reading) -> dict[str, Any]:
    return {name: value for name, value in asdict(reading).items() if name not in {"verdict", "reason", "break_at"}}


def answer(reading: Reading) -> tuple[Verdict, Reason | None]:
    return reading.verdict, reading.reason


def held(reading: Reading) -> set[str]:
    return {name for name, value in numbers(reading).items() if value not in (None, ())}


# What the vectors leave open


def test_gap_inside_an_unfinished_window_is_a_gap() -> None:
    counts = flat(months=EVENT + 4)
    counts[PLACE, EVENT + 2] = np.nan
    found = read(counts)
    assert answer(found) == (Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS)
    assert found.missing_periods == 1
    assert held(found) == {"missing_periods"}


def test_last_published_month_without_the_place_is_a_gap_and_without_any_place_is_not_published() -> None:
    counts = flat(months=EVENT + 4)
    counts[PLACE, -1] = np.nan
    assert answer(read(counts)) == (Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS)
    counts[:, -1] = np.nan
    found = read(counts)
    assert answer(found) == (Verdict.NOT_YET, Reason.AFTER_NOT_COMPLETE)
    assert found.periods_after == 2


def test_gap_in_the_month_of_the_event_is_no_gap() -> None:
    counts = flat()
    counts[PLACE, EVENT] = np.nan
    counts[PLACE, EVENT + 1 :] *= 2
    assert read(counts).verdict is Verdict.STANDS_OUT


def _swinging(states: Sequence[int], months: int = MONTHS, *, states_in_all: int = 30) -> NDArray[np.float64]:
    """Flat states, and some whose quarters before the event swing up and down without a change from year to year."""
    counts = flat(states_in_all, months)
    for quarter, start in enumerate(range(EVENT - 24, EVENT, 3)):
        counts[list(states), start : start + 3] *= 0.5 if quarter % 2 else 1.5
    return counts


def test_matched_states_that_rose_more_reverse_the_sign() -> None:
    """Eight small states share the path before and rise more than the place, but not for their size."""
    small, place = list(range(8)), 29
    counts = _swinging([*small, place])
    counts[small] /= 15
    counts[place] *= 100
    counts[place, EVENT + 1 :] *= 1.5
    alone = read(counts, place)
    assert answer(alone) == (Verdict.STANDS_OUT, None)
    assert alone.matched_ratio == pytest.approx(1.5, rel=0.05)
    counts[small, EVENT + 1 :] *= 3
    found = read(counts, place)
    assert answer(found) == (Verdict.UNCLEAR, Reason.MATCHED)
    assert found.relative is not None
    assert found.relative > 1.4
    assert found.matched_ratio is not None
    assert found.matched_ratio < 1
    assert found.p_states == found.p_matched == 1 / 30


@pytest.mark.parametrize(("alike", "verdict"), [(1, "CHECK_RECORDING"), (2, "CHECK_RECORDING"), (3, "WITHIN")])
@pytest.mark.parametrize("factor", [8.0, 0.1])
def test_doubt_about_recording_comes_before_the_other_states(alike: int, verdict: str, factor: float) -> None:
    counts = flat()
    counts[-alike:, EVENT + 1 :] *= factor
    found = read(counts)
    assert found.p_states == alike / STATES
    assert (found.verdict, found.reason) == (verdict, None)


def test_ties_of_distance_go_by_the_code_of_the_place() -> None:
    counts = flat()
    counts[:, EVENT + 1 :] += np.arange(STATES)[:, None]
    found = read(counts)
    ratios = np.log(counts[:, EVENT + 1 : EVENT + AFTER + 1].sum(axis=1) + 0.5)
    assert found.matched_ratio == pytest.approx(math.exp(ratios[PLACE] - ratios[:8].mean()))


@pytest.mark.parametrize(("start", "end", "found"), [(5, 20, -7), (5, 21, -7), (4, 20, 8)])
def test_of_equally_likely_breaks_the_earliest_is_named(start: int, end: int, found: int) -> None:
    """A plateau in the middle of the window breaks as much at its start as at its end, but not if one is nearer."""
    counts, people = flat(), np.full((STATES, MONTHS), 1 / 3)
    counts[PLACE, EVENT - 12 + start : EVENT - 12 + end] = 41
    assert find_break(Panel(counts, people), range(STATES), PLACE, EVENT, MONTHLY) == found


def test_break_needs_cases_elsewhere_and_ends_before_a_gap() -> None:
    counts = flat()
    counts[PLACE, EVENT + 4 :] *= 3
    panel = Panel(counts, np.ones_like(counts))
    assert find_break(panel, range(STATES), PLACE, EVENT, MONTHLY) == 4
    counts[PLACE, EVENT + 6] = np.nan  # two months of the new rate are left, three are needed
    found = find_break(Panel(counts, np.ones_like(counts)), range(STATES), PLACE, EVENT, MONTHLY)
    assert found == 3
    counts[:PLACE] = 0
    assert find_break(Panel(counts, np.ones_like(counts)), range(STATES), PLACE, EVENT, MONTHLY) is None


# Events, other outcomes and registries


def month(after: int) -> str:
    index = FIRST + EVENT + after
    return f"{index // 12}-{index % 12 + 1:02d}"


def outcome(
    counts: NDArray[np.float64],
    name: str = "homicide",
    breaks: Mapping[str | None, tuple[str, ...]] | None = None,
    **more: Any,  # noqa: ANN401
) -> Outcome:
    told: dict[str, Any] = {
        "primary": name == "homicide",
        "yearly": False,
        "places": CODES[: len(counts)],
        "first": FIRST,
        "panel": Panel(counts, np.ones_like(counts)),
        "release": "2026-01-20",
        "preliminary_periods": 0,
        "usual_delay_days": 25,
        "breaks": {
            place: tuple(period_index(one, yearly=False) for one in found) for place, found in (breaks or {}).items()
        },
        "need": MONTHLY,
        **more,
    }
    return Outcome(name=name, **told)


def event(after: int = 0, name: str = "ev-0", place: str | None = HERE) -> PlacedEvent:
    return PlacedEvent(name, f"{month(after)}-15", place)


def readings(
    outcomes: Sequence[Outcome],
    others: Sequence[PlacedEvent] = (),
    of: PlacedEvent | None = None,
    neighbors: Mapping[str, Collection[str]] | None = None,
) -> dict[tuple[str | None, int | None], EventReading]:
    this = of or event()
    found = what_followed(this, [this, *others], outcomes, neighbors or {}, "2026-11-29")
    return {(one.outcome, one.window): one for one in found}


def doubled(states: int = STATES, after: int = 1) -> NDArray[np.float64]:
    counts = flat(states)
    counts[PLACE, EVENT + after :] *= 2
    return counts


@pytest.mark.parametrize(
    ("at", "nearer"),
    [([-1], None), ([0], "ev-0b"), ([3], "ev-3b"), ([4], None), ([0, 2, 4], "ev-2b"), ([-1, 0], "ev-0b")],
    ids=str,
)
def test_other_event_from_the_month_of_the_event_to_the_break_is_shared(at: list[int], nearer: str | None) -> None:
    """Of two events in one month the later id is named."""
    others = [event(one, f"ev-{one}{letter}") for one in at for letter in "ba"]
    found = readings([outcome(doubled(after=3))], others)["homicide", 12]
    assert (found.reading.break_at, found.break_on) == (3, month(3))
    assert found.nearer == nearer
    expected = (Verdict.SHARED, Reason.LATER_EVENT) if nearer else (Verdict.STANDS_OUT, None)
    assert answer(found.reading) == expected
    assert found.also == tuple(f"ev-{one}{letter}" for one in at for letter in "ab")


def test_events_of_other_places_without_a_place_or_a_month_are_not_shared() -> None:
    others = [event(2, "ev-a", None), event(2, "ev-b", CODES[30]), PlacedEvent("ev-c", month(2)[:4], HERE)]
    found = readings([outcome(doubled(after=3))], others)["homicide", 6]
    assert (found.verdict, found.also) == (Verdict.STANDS_OUT, ())


def test_events_of_other_kinds_are_named_and_decide_nothing() -> None:
    panel = [outcome(doubled(after=3))]
    marks = [event(at, f"ev-{at}") for at in (-13, -12, 2, 12, 13)] + [event(2, "ev-elsewhere", CODES[30])]
    found = what_followed(event(), [event()], panel, {}, "2026-11-29", marks)
    longest = next(one for one in found if one.window == 12)
    assert longest.also_registered == ("ev--12", "ev-2", "ev-12")
    assert [replace(one, also_registered=()) for one in found] == list(readings(panel).values())


@pytest.mark.parametrize(("at", "compared"), [(-13, 21), (-12, 20), (0, 20), (6, 20), (7, 21)])
def test_state_with_an_event_of_its_own_in_the_windows_is_not_compared(at: int, compared: int) -> None:
    found = readings([outcome(doubled(STATES + 2))], [event(at, "ev-there", CODES[0])])["homicide", 6]
    assert found.reading.compared == compared
    assert (0 in {place for place, _score in found.reading.scores}) == (compared == 21)


def test_neighbors_and_states_with_a_break_are_not_compared() -> None:
    panel = outcome(doubled(STATES + 3), breaks={CODES[0]: (month(-2),), CODES[1]: (month(-20),)})
    found = readings([panel], neighbors={HERE: {CODES[2], HERE}})["homicide", 6]
    assert {0, 1, 2} - {place for place, _score in found.reading.scores} == {0, 2}


@pytest.mark.parametrize(("at", "broken"), [(-12, ()), (-11, (3, 6, 12)), (6, (6, 12)), (12, (12,)), (13, ())])
@pytest.mark.parametrize("place", [None, HERE])
def test_break_of_the_registry_inside_the_windows_allows_no_test(
    at: int, broken: tuple[int, ...], place: str | None
) -> None:
    found = readings([outcome(doubled(), breaks={place: (month(at),)})])
    for window in MONTHLY.after:
        one = found["homicide", window]
        assert (one.reason is Reason.REGISTRY_BREAK) == (window in broken)
        assert one.registry_break == (month(at) if window in broken else None)
        assert bool(one.reading.scores) == (window not in broken)


def test_months_before_an_earlier_break_count_as_not_published() -> None:
    """The year before last is beyond the break: the check on the path before cannot be made."""
    whole = readings([outcome(doubled())])["homicide", 6].reading
    after_break = readings([outcome(doubled(), breaks={None: (month(-13),)})])["homicide", 6].reading
    assert whole.p_before is not None
    assert (after_break.p_before, after_break.p_matched) == (None, None)
    assert answer(after_break) == (Verdict.UNCLEAR, Reason.NO_CHECK)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"place": None}, Reason.NO_PLACE),
        ({"place": "MX"}, Reason.NO_PLACE),
        ({"place": "US-CA"}, Reason.PLACE_WITHOUT_PANEL),
        ({"on": "2022"}, Reason.DATE_TOO_COARSE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_event_that_cannot_be_compared_has_one_reading(changed: dict[str, Any], reason: Reason) -> None:
    found = readings([outcome(doubled())], of=replace(event(), **changed))
    assert set(found) == {(None, None)}
    assert answer(found[None, None].reading) == (Verdict.NOT_TESTABLE, reason)


def test_event_dated_to_a_month_uses_it() -> None:
    found = readings([outcome(doubled())], of=PlacedEvent("ev-0", month(0), HERE))
    assert found["homicide", 6].verdict is Verdict.STANDS_OUT


def test_window_that_is_not_published_says_what_it_needs_and_when() -> None:
    panel = outcome(doubled()[:, : EVENT + 8])
    found = readings([panel])
    assert found["homicide", 6].verdict is Verdict.STANDS_OUT
    late = found["homicide", 12]
    assert (late.verdict, late.needs, late.due_on, late.overdue) == (Verdict.NOT_YET, "2023-03", "2023-04-25", True)
    early = what_followed(event(), [event()], [panel], {}, "2023-04-24")[-1]
    assert (early.due_on, early.overdue) == ("2023-04-25", False)


@pytest.mark.parametrize(("preliminary", "expected"), [(0, False), (7, False), (8, True)])
def test_last_months_of_a_release_are_preliminary(preliminary: int, expected: bool) -> None:  # noqa: FBT001
    """The window of six months ends seven months before the last published one."""
    found = readings([outcome(doubled(), preliminary_periods=preliminary)])["homicide", 6]
    assert MONTHS - 1 - (EVENT + AFTER) == 7
    assert found.preliminary == expected


def test_change_of_a_secondary_outcome_that_is_not_rare_among_all_outcomes_is_unclear() -> None:
    """Three other states change more in other outcomes, so that the change of this one is the fourth of twenty."""
    quiet = [flat() for _number in range(3)]
    for number, counts in enumerate(quiet):
        counts[number, EVENT + 1 :] *= 4
    names = ("homicide", "missing", "kidnapping")
    panels = [outcome(counts, name) for counts, name in zip(quiet, names, strict=True)]
    found = readings([*panels, outcome(doubled(), "feminicide")])["feminicide", 6]
    assert found.p_family == 4 / STATES
    assert answer(found.reading) == (Verdict.UNCLEAR, Reason.FAMILY)
    primary = readings([outcome(doubled()), *(replace(one, name=f"{one.name}-2", primary=False) for one in panels)])
    assert primary["homicide", 6].p_family == 4 / STATES
    assert primary["homicide", 6].verdict is Verdict.STANDS_OUT
    shared = readings([*panels, outcome(doubled(), "feminicide")], [event(0, "ev-other")])["feminicide", 6]
    assert (answer(shared.reading), shared.nearer) == ((Verdict.UNCLEAR, Reason.FAMILY), None)


def test_states_left_out_have_the_first_reason_that_holds_and_their_ratio() -> None:
    counts = doubled(STATES + 6)
    near, own, changed, gap, few, falling = range(PLACE + 1, PLACE + 7)
    counts[near, EVENT + 1 :] *= 3
    counts[gap, EVENT + 2] = np.nan
    counts[few] = 0.5
    counts[:PLACE, EVENT + 1 :] *= 0.8
    counts[falling, EVENT - 12 : EVENT] = 1
    counts[falling, EVENT + 1 :] = 0
    held = outcome(counts, breaks={CODES[changed]: (month(-3),), CODES[near]: (month(1),)})
    events, neighbors = [event(-2, "ev-1", CODES[own]), event(1, "ev-2", CODES[near])], {HERE: {CODES[near]}}
    found = readings([held], events, neighbors=neighbors)["homicide", 3]
    told = {one.place: (one.reason, one.ratio) for one in left_out(found, held, event(), events, neighbors)}
    assert told == {
        CODES[near]: (LeftOutReason.NEIGHBOR, pytest.approx(3)),
        CODES[own]: (LeftOutReason.OWN_EVENT, pytest.approx(1)),
        CODES[changed]: (LeftOutReason.OWN_BREAK, None),
        CODES[gap]: (LeftOutReason.MISSING_PERIODS, None),
        CODES[few]: (LeftOutReason.FEW_BEFORE, pytest.approx(1)),
        CODES[falling]: (LeftOutReason.FEW_EXPECTED, 0),
    }
    assert {*told} | {CODES[number] for number, _score in found.reading.scores} == {*held.places}
    assert left_out(readings([held], of=event(40))["homicide", 3], held, event(40), events, neighbors) == ()


def test_headline_is_the_primary_outcome_in_the_longest_complete_window() -> None:
    panels = [outcome(doubled()[:, : EVENT + 8]), outcome(doubled(), "missing")]
    found = readings(panels)
    first = headline(found.values(), panels)
    assert first is not None
    assert (first.outcome, first.window) == ("homicide", 6)
    gap = doubled()
    gap[PLACE, EVENT + 11] = np.nan
    beside = headline(readings([outcome(gap)]).values(), [outcome(gap)])
    assert beside is not None
    assert (beside.window, beside.verdict) == (6, Verdict.STANDS_OUT)
    none = readings([outcome(doubled()[:, : EVENT + 1])])
    assert headline(none.values(), panels) == none["homicide", 3], "the first that can be compared"
    assert headline([], panels) is None


def test_path_around_an_event_is_relative_to_the_mean_before_and_keeps_the_gap() -> None:
    counts = doubled()
    counts[PLACE, EVENT] = np.nan
    panel = outcome(counts, preliminary_periods=3)
    found = readings([panel])["homicide", 6]
    points = path_around(found, panel, event())
    assert [one.period for one in points] == [month(at) for at in (*range(-12, 0), *range(1, 13))]
    assert {(one.ratio, one.count) for one in points} == {(1.0, LEVEL), (2.0, 2 * LEVEL)}
    assert {(one.low, one.middle, one.high) for one in points} == {(1.0, 1.0, 1.0)}
    assert [one.period for one in points if one.preliminary] == [month(at) for at in (11, 12)]
    untested = readings([outcome(doubled(), breaks={None: (month(1),)})])["homicide", 6]
    assert path_around(untested, panel, event()) == ()


# What no reading may depend on

SEEDS = st.integers(0, 2**32 - 1)
WINDOWS = [*range(EVENT - 12, EVENT), *range(EVENT + 1, EVENT + AFTER + 1)]


def random_counts(seed: int, states: int = 24, months: int = 48) -> NDArray[np.float64]:
    """Counts of states of many sizes, some of which rise or fall at the event or before."""
    draw = np.random.default_rng(seed)
    means = np.repeat(np.exp(draw.uniform(0, 5, (states, 1))), months, axis=1)
    means[:, EVENT + 1 :] *= np.exp(draw.normal(0, 0.3, (states, 1)))
    means[:, EVENT - draw.integers(0, 12) :] *= np.exp(draw.normal(0, 0.1, (states, 1)))
    means[PLACE] = means[PLACE] + 20
    means[PLACE, EVENT + 1 :] *= draw.choice([0.3, 1.0, 2.0, 4.0])
    return draw.poisson(means).astype(float)


def assert_same(found: Reading, expected: Reading, *, but: Collection[str] = ()) -> None:
    one, other = asdict(found), asdict(expected)
    for name in {*one} - {"scores", *but}:
        if isinstance(one[name], float) and other[name] is not None:
            assert one[name] == pytest.approx(other[name], rel=1e-9, abs=1e-9), name
        else:
            assert one[name] == other[name], name


@given(SEEDS, SEEDS)
def test_order_of_places_does_not_matter(seed: int, shuffle: int) -> None:
    counts = random_counts(seed)
    order = np.random.default_rng(shuffle).permutation(len(counts))
    place = int(np.flatnonzero(order == PLACE)[0])
    assert_same(read(counts[order], place), read(counts))


@given(SEEDS, st.floats(1e-6, 1e6))
def test_unit_of_people_does_not_matter(seed: int, factor: float) -> None:
    counts = random_counts(seed)
    people = np.linspace(900, 1500, counts.size).reshape(counts.shape)
    assert_same(read(counts, people=people * factor), read(counts, people=people))


@given(SEEDS, st.sets(st.integers(0, PLACE - 1), max_size=4), st.sampled_from([0.0, 1e9, np.nan]))
def test_excluded_places_are_never_read(seed: int, excluded: set[int], value: float) -> None:
    counts = random_counts(seed)
    expected = read(counts, excluded=excluded)
    counts[list(excluded)] = value
    assert_same(read(counts, excluded=excluded), expected)


@given(SEEDS, st.integers(0, 1000))
def test_month_of_the_event_matters_only_for_the_break(seed: int, value: int) -> None:
    counts = random_counts(seed)
    expected = read(counts)
    counts[:, EVENT] = value
    found = read(counts)
    assert_same(found, expected, but=("break_at", "verdict", "reason"))
    broken = {Verdict.STANDS_OUT, Verdict.ALREADY_MOVING}
    assert (found.verdict, found.reason) == (expected.verdict, expected.reason) or {
        found.verdict,
        expected.verdict,
    } <= broken


@given(SEEDS, st.sampled_from([0.0, 1e6, np.nan]))
def test_months_after_the_longest_window_do_not_matter(seed: int, value: float) -> None:
    counts = random_counts(seed)
    expected = read(counts)
    counts[:, EVENT + 13 :] = value
    assert_same(read(counts), expected)


@given(SEEDS, st.integers(1, 40))
def test_earlier_history_matters_only_for_the_earlier_dates(seed: int, months: int) -> None:
    counts = random_counts(seed)
    history = np.random.default_rng(seed).poisson(40, (len(counts), months)).astype(float)
    found = read(np.concatenate([history, counts], axis=1), event=EVENT + months)
    assert_same(found, read(counts), but=("dates", "p_dates", "verdict", "reason", "break_at"))


@given(SEEDS)
def test_share_of_states_counts_the_place_itself(seed: int) -> None:
    found = read(random_counts(seed))
    if found.p_states is None:
        assert found.verdict is Verdict.NOT_TESTABLE
        return
    assert found.compared is not None
    alike = found.p_states * (found.compared + 1)
    assert alike == pytest.approx(round(alike))
    assert 1 <= round(alike) <= found.compared + 1


@given(SEEDS, st.sets(st.sampled_from(WINDOWS), min_size=1))
def test_gap_in_the_windows_of_the_place_never_gives_a_number(seed: int, gaps: set[int]) -> None:
    counts = random_counts(seed)
    counts[PLACE, list(gaps)] = np.nan
    found = read(counts)
    assert answer(found) == (Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS)
    assert held(found) == {"missing_periods"}
    assert found.missing_periods == len(gaps)


@given(SEEDS)
def test_gap_of_another_state_takes_only_that_state_out(seed: int) -> None:
    counts = random_counts(seed)
    expected = read(counts, excluded=[0])
    counts[0, EVENT + 3] = np.nan
    assert_same(read(counts), expected)


@pytest.mark.parametrize("seed", range(60))
def test_constant_state_hardly_moves_the_share(seed: int) -> None:
    counts = random_counts(seed)
    one, other = read(counts), read(np.concatenate([counts, flat(1, counts.shape[1])]))
    assert one.p_states is not None
    assert other.p_states is not None
    assert one.compared is not None
    before, after = one.p_states * (one.compared + 1), other.p_states * (one.compared + 2)
    assert abs(round(after) - round(before)) <= 3
