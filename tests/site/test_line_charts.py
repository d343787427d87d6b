"""Lines of indicators: words inside and never over each other, zero on the axis, nothing that is not told in words too."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.documents.charts import line_axes, line_chart, line_model, sparkline, svg
from accordtrack.documents.charts.line_model import Level, LineChart, Mark, OtherSeries, Point, ReferenceValue
from scorecard.samples import HOSTILE, LONG
from svg_text import SVG, assert_words_stand_apart

GEOMETRY = frozenset(
    {"d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "viewBox", "points", "transform"}
)
BEGIN = date(1990, 1, 1)
BOUNDS: tuple[Literal["", "at_most", "more_than"], ...] = ("", "", "", "at_most", "more_than")

values = st.one_of(
    st.integers(-1000, 1000).map(float),
    st.floats(-1e15, 1e15, allow_nan=False),
    st.sampled_from([0.0, 1e-9, 1e15, -1e15, 63.25]),
)


@st.composite
def points(draw: st.DrawFn) -> tuple[Point, ...]:
    held = draw(st.one_of(st.lists(values, min_size=2, max_size=12), st.lists(values, min_size=2, max_size=200)))
    step = draw(st.sampled_from([1, 30, 91, 365, 1000]))
    gap = draw(st.sampled_from([0, 5, 400]))
    found, day = [], BEGIN + timedelta(days=draw(st.integers(0, 9000)))
    for value in held:
        end = day + timedelta(days=step - 1)
        shown = draw(st.sampled_from([f"{value:,.1f}", f"more than {value:,.1f}*", HOSTILE, "W" * 90, ""]))
        bound = draw(st.sampled_from(BOUNDS))
        other = draw(st.one_of(st.none(), values))
        hollow = draw(st.booleans())
        found.append(Point(day.isoformat(), end.isoformat(), value, shown, hollow=hollow, bound=bound, other=other))
        day = end + timedelta(days=1 + gap)
    return tuple(found)


@st.composite
def curves(draw: st.DrawFn) -> LineChart:
    held = draw(points())
    day = st.integers(0, 20_000).map(lambda more: (BEGIN + timedelta(days=more)).isoformat())
    words = st.sampled_from([LONG, HOSTILE, "agreed on 2021-10-08", "W" * 200])
    return LineChart(
        "indicator-x",
        HOSTILE,
        LONG,
        held,
        "",
        unsure=LONG,
        marks=tuple(draw(st.lists(st.builds(Mark, day, words), max_size=2))),
        spots=tuple(
            draw(
                st.lists(
                    st.builds(ReferenceValue, st.sampled_from(["target", "baseline", "uncounted"]), day, values, words),
                    max_size=2,
                )
            )
        ),
        levels=tuple(Level(held[0].start, held[-1].end, value, LONG) for value in draw(st.lists(values, max_size=2))),
        other=draw(st.one_of(st.none(), st.builds(OtherSeries, points(), words, words, words))),
        ink=draw(st.sampled_from(["", "us", "mx"])),
    )


def draw_wide_and_narrow(curve: LineChart) -> list[ET.Element]:
    images = [line_chart.draw(curve, "en", narrow=narrow) for narrow in (False, True)]
    return list(ET.fromstring(f"<p>{''.join(images)}</p>"))  # noqa: S314 - our own drawing


def line(*held: float, years: int = 1, hollow: bool = False) -> tuple[Point, ...]:
    return tuple(
        Point(f"{2015 + years * at}-01-01", f"{2015 + years * at}-12-31", value, f"{value:g}", hollow=hollow)
        for at, value in enumerate(held)
    )


def labels(root: ET.Element) -> set[str]:
    return {text.text or "" for text in root.iter(f"{SVG}text") if text.get("font-weight")}


def test_a_disputed_value_has_a_bracket_to_the_other_value_on_the_same_axis() -> None:
    first, last = line(3, 4)
    held = (first, replace(last, other=9.0))
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", held, "")):
        ways = [one.get("d", "") for one in root.iter(f"{SVG}path")]
        sample, bracket = (one for one in ways if re.fullmatch(r"M[\d. ]+H[\d.]+M[\d. ]+V[\d.]+M[\d. ]+H[\d.]+", one))
        assert sample != bracket
        own, other = (float(one) for one in re.findall(r"M[\d.]+ ([\d.]+)H", bracket))
        assert own > other > 0
        assert "the sources do not agree" in (root.findtext(f"{SVG}desc") or "")
    assert sparkline.draw(held, agreed_on=None).count("c-hatch") == 1


@given(curves())
def test_chart_text_stays_inside_and_never_overlaps(curve: LineChart) -> None:
    for root in draw_wide_and_narrow(curve):
        assert_words_stand_apart(root)


@given(curves())
def test_chart_coordinates_are_finite_and_inside(curve: LineChart) -> None:
    for root in draw_wide_and_narrow(curve):
        _, _, across, high = (float(part) for part in root.get("viewBox", "").split())
        dots = list(root.iter(f"{SVG}circle"))
        assert len(dots) >= sum(not point.bound for point in curve.points)
        for dot in dots:
            x, y = float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))
            assert 0 <= x <= across
            assert 0 <= y <= high
        shapes = [value for element in root.iter() for name, value in element.attrib.items() if name in GEOMETRY]
        assert any(value.startswith("M") for value in shapes)
        for square in root.iter(f"{SVG}rect"):
            assert -3 <= float(square.get("x", "nan")) <= across
            assert 0 <= float(square.get("y", "nan")) <= high
        assert not [value for value in shapes if "nan" in value or "inf" in value]


@given(points())
def test_first_and_last_values_are_labeled(held: tuple[Point, ...]) -> None:
    told = tuple(Point(one.start, one.end, one.value, f"v{at}") for at, one in enumerate(held))
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", told, "")):
        assert {"v0", f"v{len(told) - 1}"} <= labels(root)


@given(points())
def test_values_that_a_sentence_names_are_labeled_and_not_the_first(held: tuple[Point, ...]) -> None:
    told = tuple(Point(one.start, one.end, one.value, f"v{at}") for at, one in enumerate(held))
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", told, "", named=(told[1].end,))):
        assert {*labels(root)} & {one.shown for one in told} == {"v1", told[-1].shown}


@given(st.lists(values, min_size=2, max_size=30))
def test_value_axis_includes_zero_and_every_value(held: list[float]) -> None:
    axis = line_axes.Values.for_chart(LineChart("x", "", "", line(*held), ""))
    assert axis.low <= min(0.0, *held) <= max(0.0, *held) <= axis.high
    assert any(value == 0 for value, _words in axis.ticks)
    words = [shown for _value, shown in axis.ticks]
    assert len(set(words)) == len(words) <= 9
    assert all(math.isfinite(value) for value, _words in axis.ticks)


def test_years_are_in_order_on_the_time_axis() -> None:
    (wide, narrow) = draw_wide_and_narrow(LineChart("x", "T", "S", line(3, 4, 5, 6, 7, 8), ""))
    years = [
        text.text
        for text in wide.iter(f"{SVG}text")
        if text.get("text-anchor") == "middle" and "20" in (text.text or "")
    ]
    assert years == ["2015", "2016", "2017", "2018", "2019", "2020"]
    assert "2015" in {text.text for text in narrow.iter(f"{SVG}text")}


def test_values_are_placed_at_the_middle_of_their_periods() -> None:
    root = draw_wide_and_narrow(LineChart("x", "T", "S", line(3, 4, 5), ""))[0]
    xs = [float(dot.get("cx", "")) for dot in root.iter(f"{SVG}circle")]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=1.5)  # a leap year
    ys = [float(dot.get("cy", "")) for dot in root.iter(f"{SVG}circle")]
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2], abs=0.2)


def test_points_that_cannot_be_compared_are_not_joined() -> None:
    held = line(3, 4, 5, years=3)
    for joined in (True, False):
        for root in draw_wide_and_narrow(LineChart("x", "T", "S", held, "", joined=joined)):
            lines = [path for path in root.iter(f"{SVG}path") if path.get("class") == "c-line"]
            assert bool(lines) == joined
            assert len(list(root.iter(f"{SVG}circle"))) == 3
            assert ("no final value was found for the time between" in ET.tostring(root, encoding="unicode")) == joined


def test_uncounted_value_breaks_the_line_and_is_explained_in_the_key() -> None:
    spot = ReferenceValue("uncounted", "2018-07-01", 5.0, "not counted: 5")
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", line(3, 4, 6, 7, years=2), "", spots=(spot,), every=730)):
        ways = [path for path in root.iter(f"{SVG}path") if path.get("class") == "c-line"]
        assert len(ways) == 2
        assert len([dot for dot in root.iter(f"{SVG}circle") if dot.get("class") == "c-still"]) == 2  # and the key's
        told = "".join(root.itertext())
        assert "not counted: 5" in told
        assert "no final value was found for the time between" not in told


def test_time_without_a_value_is_dashed_and_explained() -> None:
    whole, holed = (draw_wide_and_narrow(LineChart("x", "T", "S", line(1, 2, 3, years=step), ""))[0] for step in (1, 3))
    for root, dashes in ((whole, 0), (holed, 2)):
        ways = [path for path in root.iter(f"{SVG}path") if path.get("class") == "c-line" and "L" in path.get("d", "")]
        assert sum(path.get("stroke-dasharray") is not None for path in ways) == dashes
        assert ("no final value was found for the time between" in "".join(root.itertext())) == bool(dashes)


def test_single_day_values_have_no_gap_between_them() -> None:
    days = [Point(f"202{at}-01-01", f"202{at}-01-01", 1.0, "1") for at in range(2)]
    assert not line_model.has_gap_between(days[0], days[1], 0)


def test_periodicity_of_an_indicator_decides_what_is_a_gap() -> None:
    waves = [Point(f"2024-{month:02d}-01", f"2024-{month:02d}-28", 1.0, "1") for month in (3, 6, 12)]
    assert [line_model.has_gap_between(*two, 91) for two in pairwise(waves)] == [False, True]
    assert [line_model.has_gap_between(*two, 0) for two in pairwise(waves)] == [True, True]
    growth = [Point("2025-03-10", "2025-04-30", 1.0, "1"), Point("2025-05-01", "2025-09-30", 1.0, "1")]
    assert not line_model.has_gap_between(growth[0], growth[1], 30)


def test_preliminary_values_are_hollow_and_explained_in_the_key() -> None:
    root = draw_wide_and_narrow(LineChart("x", "T", "S", line(1, 2, hollow=True), "", unsure="preliminary"))[0]
    assert len([dot for dot in root.iter(f"{SVG}circle") if dot.get("class") == "c-ring"]) == 3  # two and the key's
    assert "preliminary" in {text.text for text in root.iter(f"{SVG}text")}


def test_chart_description_contains_every_word_of_the_chart() -> None:
    curve = LineChart(
        "x",
        "Guns traced: rose",
        "percent",
        line(40, 60),
        "Guns traced: rose. percent: 2015 40; 2016 60.",
        marks=(Mark("2021-10-08", "agreed on 2021-10-08"),),
        spots=(ReferenceValue("target", "2026-12-31", 80.0, "target 80 by 2026-12-31, agreed"),),
    )
    for root in draw_wide_and_narrow(curve):
        title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
        assert title is not None
        assert desc is not None
        told = f"{title.text} {desc.text}"
        for text in root.iter(f"{SVG}text"):
            words = text.text or ""
            if not words.replace(",", "").isdigit():  # ticks between the ends of an axis
                assert words in told, words
        assert "from 0 to 80" in told


def test_hostile_text_is_escaped_and_no_external_resource_is_loaded() -> None:
    text = line_chart.draw(
        LineChart("a&b", HOSTILE, HOSTILE, line(1, 2), HOSTILE, marks=(Mark("2020-01-01", HOSTILE),)), "es"
    )
    assert "<script" not in text
    assert "\u202e" not in text
    assert "href" not in text
    assert "url(" not in text


def test_wide_and_narrow_charts_have_distinct_ids() -> None:
    roots = draw_wide_and_narrow(LineChart("x", "T", "S", line(1, 2), ""))
    ids = [element.get("id") for root in roots for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 4
    assert [root.get("class") for root in roots] == ["chart-wide", "chart-narrow"]


def test_series_that_do_not_agree_are_both_named_and_the_space_between_them_is_tinted() -> None:
    other = OtherSeries(line(2, 3, 4), "SESNSP ◊", "INEGI ◊", "between them: the sources do not agree ◊")
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", line(3, 4, 5), "", other=other)):
        told = "".join(root.itertext())
        assert all(words in told for words in (other.words, other.words_of_first, other.between))
        tinted = [path for path in root.iter(f"{SVG}path") if path.get("fill-opacity")]
        assert len(tinted) == 2, "the area and its sample"
        assert len(list(root.iter(f"{SVG}rect"))) == 4, "three squares and the sample"


def test_bound_is_a_shaded_band_that_the_line_does_not_enter() -> None:
    held = (Point("2020-01-01", "2020-12-31", 4.0, "at most 4", bound="at_most"), *line(3, 4, 5)[1:])
    for root in draw_wide_and_narrow(LineChart("x", "T", "S", held, "")):
        assert len([one for one in root.iter(f"{SVG}circle") if one.get("class") == "c-outcome"]) == 2
        assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "c-line"]) == 1
        bands = [path for path in root.iter(f"{SVG}path") if path.get("fill-opacity")]
        assert len(bands) == 2, "the band and its sample"
        assert "only a bound is known" in "".join(root.itertext())


def test_line_about_one_country_has_its_ink() -> None:
    for ink, color in svg.INKS.items():
        for root in draw_wide_and_narrow(LineChart("x", "T", "S", line(1, 2), "", ink=ink)):  # type: ignore[arg-type]
            ways = [path for path in root.iter(f"{SVG}path") if path.get("class") == "c-line"]
            assert {path.get("stroke") for path in ways} == {color}


def test_sparkline_begins_at_zero_and_leaves_bounds_out() -> None:
    held = (*line(10, 10), Point("2030-01-01", "2030-12-31", 99.0, "more than 99", bound="more_than"))
    root = ET.fromstring(sparkline.draw(held, agreed_on="2016-05-01", ink="us"))  # noqa: S314 - our own drawing
    (zero,) = [path for path in root if path.get("class") == "c-grid"]
    dots = [dot for dot in root if dot.tag == f"{SVG}circle"]
    assert len(dots) == 2
    assert {float(dot.get("cy", "")) for dot in dots} == {4.0}
    assert float(zero.get("d", "").split("H")[0].removeprefix("M0 ")) == 44.0
    assert not sparkline.draw(held[:1], agreed_on=None)


def test_sparkline_is_dashed_where_years_are_missing() -> None:
    def year(number: int) -> Point:
        return Point(f"{number}-01-01", f"{number}-12-31", 1.0, "1")

    root = ET.fromstring(sparkline.draw([*map(year, (2020, 2021, 2023))], agreed_on=None, every=365))  # noqa: S314 - our own drawing
    ways = [way.get("stroke-dasharray") for way in root if way.get("class") == "c-line"]
    assert ways == [None, "1.5 4"]


def test_label_of_a_month_names_it_and_stands_below_it() -> None:
    months = tuple(Point(f"2024-{month:02d}-01", f"2024-{month:02d}-28", 1.0, "1") for month in range(1, 13))
    days = line_axes.Days.for_chart(LineChart("x", "T", "S", months, ""))
    found = list(days.labeled_spans(300.0, lambda words: 7.0 * len(words)))
    assert [words for _first, _after, words in found] == ["January 2024", "July 2024"]
    assert [(date.fromordinal(first).month, after - first) for first, after, _words in found] == [(1, 31), (7, 31)]
