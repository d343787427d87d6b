"""Charts: two kinds told apart without colour, nothing outside the drawing, nothing over anything else."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from accordtrack import i18n
from accordtrack.documents.charts import bar_scale
from accordtrack.documents.charts.bar_chart import draw
from accordtrack.documents.model import Bar, Chart
from accordtrack.documents.text_width import width, wrap
from scorecard.samples import HOSTILE, LONG
from svg_text import SVG, assert_words_stand_apart, boxes

BARS = (
    Bar("Seizures of firearms", 48.2, "+48 % (2021 to 2025)", "output", "about Mexico"),
    Bar(LONG, -12.0, "-12 % (2021 to 2024)", "outcome", "about the United States"),
    Bar("Unchanged", 0.0, "0 %", "outcome"),
)
CHARTS = {
    "both": BARS,
    "moved": (
        Bar(LONG, 30.0, "+30 % (2021 to 2025)", "outcome", "worsened", "worsened"),
        Bar("Still", 1.0, "+1 %", "outcome", "unchanged", "unchanged"),
        Bar("Better", -20.0, "-20 %", "outcome", "improved", "improved"),
    ),
    "far apart": (*BARS, Bar("Far", 2941.2, "+2,941 %", "output"), Bar(LONG * 2, -99.9, "-100 %", "outcome")),
    "only falls": (Bar(LONG, -99.0, "-99 % (octubre de 2024 a noviembre de 2026, datos preliminares)", "outcome"),),
    "only zero": (Bar("Same", 0.0, "0 %", "output"),),
    "hostile": (Bar(HOSTILE, 5.0, HOSTILE, "output", HOSTILE), Bar("W" * 200, 1.0, "W" * 80, "outcome")),
    "none": (),
}


def chart(name: str) -> Chart:
    return Chart(name.replace(" ", "-"), f"What happened: {LONG}", "Change since 2021", CHARTS[name], "INEGI, 2026", "")


def without_spaces(words: str) -> str:
    """Without blanks, which stand where lines were broken."""
    return "".join(words.split())


def draw_parsed(name: str, *, narrow: bool) -> ET.Element:
    return ET.fromstring(draw(chart(name), "es", narrow=narrow))  # noqa: S314 - our own drawing


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_text_stays_inside_and_never_overlaps(name: str, *, narrow: bool) -> None:
    assert_words_stand_apart(draw_parsed(name, narrow=narrow))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_bars_never_overlap_text(name: str, *, narrow: bool) -> None:
    root = draw_parsed(name, narrow=narrow)
    kinds = {"c-outcome", "c-edge", "c-rim", "c-still"}
    bars = [
        tuple(float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") in kinds
    ]
    assert len(bars) >= len([bar for bar in CHARTS[name] if bar.change])
    for x, y, wide, high in bars:
        for left, top, right, bottom in boxes(root):
            assert right <= x or left >= x + wide or bottom <= y or top >= y + high


def test_bar_lengths_are_proportional_and_directions_show_the_sign() -> None:
    root = draw_parsed("both", narrow=False)
    key = "11"
    (rise,) = (rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "c-edge" and rect.get("height") != key)
    (fall,) = (
        rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "c-outcome" and rect.get("height") != key
    )
    assert float(rise.get("width", "")) / float(fall.get("width", "")) == pytest.approx(48.2 / 12.0, rel=0.01)
    zero = float(rise.get("x", ""))
    assert float(fall.get("x", "")) + float(fall.get("width", "")) == pytest.approx(zero, abs=0.2)


def test_outlier_bar_is_cut_and_marked_as_cut() -> None:
    root = draw_parsed("far apart", narrow=False)
    wide = {
        rect.get("y"): float(rect.get("width", ""))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") in {"c-edge", "c-outcome"} and rect.get("height") == "15"
    }
    longest = sorted(wide.values())
    assert longest[-1] / longest[-2] == pytest.approx(1.25, rel=0.01)
    told = "".join(root.itertext())
    with i18n.using_language("es"):
        mark = i18n.tr("{change}, cut", change="+2,941 %")
        note = i18n.tr(
            "A bar with two slashes is cut off: it is far longer than the rest. Its number shows the full change."
        )
    behind = mark.removeprefix("+2,941 %")
    assert mark in told
    assert told.count(behind) == 1
    assert without_spaces(note) in without_spaces(told)
    assert [
        path for path in root.iter(f"{SVG}path") if path.get("class") == "c-paper" and path.get("stroke-width") == "3"
    ]
    assert behind not in "".join(draw_parsed("both", narrow=False).itertext())


@pytest.mark.parametrize("name", ["both", "far apart", "moved"])
def test_axis_ends_at_the_first_tick_beyond_the_longest_bar(name: str) -> None:
    drawn_bars = bar_scale.drawn_bars(CHARTS[name])
    on = bar_scale.fit_scale(drawn_bars, 400, 800)
    ticks = bar_scale.ticks(drawn_bars, on, 400, 800)
    step = ticks[1] - ticks[0]
    assert 0 in ticks
    assert all(abs(tick) < max(abs(beam.length) for beam in drawn_bars) + step for tick in ticks)


def test_improved_and_worsened_differ_by_pattern_and_are_explained_once() -> None:
    drawing = draw(chart("moved"), "en")
    assert drawing.count('fill="url(#moved-wide-worse)"') == 2  # the key and one bar
    assert drawing.count('class="c-still"') == 2
    assert drawing.count('class="c-outcome"') == 2
    words = [text.text for text in draw_parsed("moved", narrow=True).iter(f"{SVG}text")]
    assert [words.count(word) for word in ("mejora", "deterioro", "sin cambio")] == [1, 1, 1]


def test_chart_of_many_short_names_fits_half_a_page() -> None:
    bars = tuple(
        Bar(f"Homicides of year {at}", float(at), f"+{at} % (2019 to 2024)", "outcome", "Mexico") for at in range(15)
    )
    root = ET.fromstring(draw(Chart("many", "Violence", "Change", bars, "INEGI", ""), "en"))  # noqa: S314 - our own drawing
    _, _, across, high = (float(part) for part in root.get("viewBox", "").split())
    assert high / across < 0.85


def test_outputs_are_hatched_outcomes_solid_and_both_in_the_key() -> None:
    drawing = draw(chart("both"), "en")
    assert drawing.count("url(#both-wide-hatch)") == 2  # the key and one bar
    assert drawing.count('class="c-outcome"') == 2  # the key and one bar; zero has none
    assert "Government activity: what was done" in drawing
    assert "Indicators: what changed" in drawing


def test_hostile_text_stays_text() -> None:
    root = draw_parsed("hostile", narrow=False)
    assert not list(root.iter(f"{SVG}script"))
    assert "<U+202E>" in "".join(root.itertext())
    assert "\u202e" not in draw(chart("hostile"), "en")


def test_drawing_is_repeatable_and_self_contained() -> None:
    assert draw(chart("both"), "es") == draw(chart("both"), "es")
    assert draw(chart("both"), "es").replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0
    assert "style=" not in draw(chart("both"), "es")


def test_wrapping_drops_no_text() -> None:
    lines = wrap(f"{LONG} {'x' * 90}", 14, 200)
    assert "".join(lines).replace(" ", "") == f"{LONG}{'x' * 90}".replace(" ", "")
    assert all(width(line, 14) <= 200 for line in lines)
    assert all(width(f"{one} {other.split()[0]}", 14) > 200 for one, other in pairwise(lines))
