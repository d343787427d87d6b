"""Section 11 of the pages of the method says what the program computes, to the last number, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import shipped_data
from accordtrack.scoring import event_study
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_outcomes import Outcome, period_index, period_text, what_followed
from accordtrack.scoring.event_reading import EventReading, PlacedEvent, Reason, Verdict
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.event_study import BY_CHANCE
from accordtrack.types.regions import NEIGHBORS
from method_pages import DOCS, NUMBER, PAGES, blocks, prose, rows, section
from shipped_scores import shipped_desk

AT = TwoDates("2026-12-01", "2026-12-01")
METHOD = standard_event_method()
NEED, YEARLY = METHOD.monthly, METHOD.yearly
every_page = pytest.mark.parametrize("language", PAGES)


@cache
def scores() -> ScoreAccess:
    return shipped_desk().scores(AT)


def outcome(name: str) -> Outcome:
    return next(one for one in scores().outcomes if one.name == name)


def reading(event: str, name: str, window: int) -> EventReading:
    found = scores().event_study(event).readings
    return next(one for one in found if (one.outcome, one.window) == (name, window))


def months(*periods: int) -> tuple[str, ...]:
    return tuple(period_text(one, yearly=False) for one in periods)


def new_registry() -> int:
    (found,) = outcome("homicide").breaks[None]
    return found


def last_month() -> int:
    held = outcome("homicide")
    return held.first + held.panel.published - 1


def flowing(language: str) -> str:
    """The prose of the section on one line, without its tables."""
    told = re.sub(r"^\|.*$", "", prose(section(language, 11)), flags=re.MULTILINE)
    return " ".join(told.split())


_BENCHMARK = (DOCS.parent / "benchmarks" / "s06_events.py").read_text(encoding="utf-8")
_YEARS = re.findall(r'_YEARS = \("(\d{4})-01", "(\d{4})-12"\)', _BENCHMARK)[0]
_MONTH = r"([A-Z][a-z]+ \d{4})"
_MES = r"([a-z]+ de \d{4})"

STATED: tuple[tuple[str, str, Callable[[], tuple[float | str, ...]]], ...] = (
    (
        r"(\d+) months before; (\d+), (\d+) and (\d+) months after",
        r"(\d+) meses antes; (\d+), (\d+) y (\d+) meses después",
        lambda: (NEED.before, *NEED.after),
    ),
    (
        r"By year: (\d+) years before, and (\d+) and (\d+) years after",
        r"Por año: (\d+) años antes, y (\d+) y (\d+) años después",
        lambda: (YEARLY.before, *YEARLY.after),
    ),
    (
        r"fewer than (\d+) cases before, or fewer than (\d+) expected",
        r"menos de (\d+) casos antes, o menos de (\d+) esperados",
        lambda: (NEED.least_before, NEED.least_expected),
    ),
    (r"At least (\d+) states must remain", r"Deben quedar al menos (\d+) entidades", lambda: (NEED.least_states,)),
    (
        r"With at most (\d+) states, `p_states` of at most (\S+) means",
        r"Con (\d+) entidades a lo más, un `p_states` de (\S+) o menos",
        lambda: (len(outcome("homicide").places), NEED.alpha),
    ),
    (r"Without (\d+) such dates", r"Con menos de (\d+) fechas", lambda: (NEED.least_dates,)),
    (
        r"the (\d+) months before the event, compared with the (\d+) months before those",
        r"los (\d+) meses anteriores al acontecimiento frente a los (\d+) meses previos a esos",
        lambda: (NEED.before, NEED.before_long - NEED.before),
    ),
    (
        r"r with (\d+) months before, less the mean r of the (\d+) states",
        r"r con (\d+) meses antes, menos la media de r en las (\d+) entidades",
        lambda: (NEED.before_long, NEED.matched),
    ),
    (
        r"between the (\d+) rates of (\d+) months each, every rate taken over the state's own rate of (\d+) months",
        r"entre las (\d+) tasas de (\d+) meses cada una, cada tasa entre la de (\d+) meses de su propia entidad",
        lambda: (NEED.before_long // NEED.block, NEED.block, NEED.before_long),
    ),
    (
        r"With fewer than (\d+) states there is no check",
        r"Con menos de (\d+) entidades no hay verificación",
        lambda: (NEED.least_states,),
    ),
    (
        r"From (\d+) months before the event to (\d+) months after it",
        r"Desde (\d+) meses antes del acontecimiento hasta (\d+) meses después",
        lambda: (NEED.before, NEED.before),
    ),
    (r"at least (\d+) months lie on each side", r"quedan al menos (\d+) meses a cada lado", lambda: (NEED.edge,)),
    (
        r"`p_states` above (\S+)\. It never says that nothing changed",
        r"`p_states` mayor que (\S+)\. Nunca dice que nada haya cambiado",
        lambda: (NEED.alpha_check,),
    ),
    (
        r"`relative` above (\d+) or below 1/(\d+)\.",
        r"`relative` mayor que (\d+) o menor que 1/(\d+)\.",
        lambda: (NEED.recording, NEED.recording),
    ),
    (
        r"`p_states` above (\S+) \(`STATES`\); `p_dates` above (\S+) \(`DATES`\); `p_matched` above (\S+) or",
        r"`p_states` mayor que (\S+) \(`STATES`\); `p_dates` mayor que (\S+) \(`DATES`\); `p_matched` mayor que (\S+) o",
        lambda: (NEED.alpha, NEED.alpha_check, NEED.alpha_check),
    ),
    (r"`p_before` at most (\S+) \(", r"`p_before` de (\S+) o menos \(", lambda: (NEED.alpha_check,)),
    (r"`p_family` is above (\S+) is", r"`p_family` es mayor que (\S+) queda", lambda: (NEED.alpha_check,)),
    (
        r"All months of all states from (\d+) to (\d+) without",
        r"de todas las entidades, de (\d+) a (\d+), sin",
        lambda: tuple(map(float, _YEARS)),
    ),
    (
        r"An event before ([A-Z][a-z]+ \d+, \d+) is marked",
        r"anterior al (\d+ de \S+ de \d+) va marcado",
        lambda: (METHOD.adopted_on,),
    ),
    (
        rf"records two breaks, {_MONTH} and {_MONTH}",
        rf"anota dos cambios: {_MES} y {_MES}",
        lambda: months(*outcome("missing").breaks["MX-JAL"]),
    ),
    (
        rf"From {_MONTH} on, a new registry replaces",
        rf"Desde {_MES} un nuevo registro sustituye",
        lambda: months(new_registry()),
    ),
    (
        rf"of (\d+) months are impossible for events from {_MONTH} to {_MONTH}, and those of (\d+) months from {_MONTH}",
        rf"Las comparaciones de (\d+) meses son imposibles para acontecimientos de {_MES} a {_MES}, y las de (\d+) meses desde {_MES}",
        lambda: (
            max(NEED.after),
            *months(new_registry() - max(NEED.after), new_registry() + NEED.before - 1),
            min(NEED.after),
            *months(new_registry() - min(NEED.after)),
        ),
    ),
    (
        r"even if no event had happened: (\S+) of their number",
        r"aunque no hubiera ocurrido ningún acontecimiento: (\S+) de su número",
        lambda: (BY_CHANCE,),
    ),
    (rf"Victims are held to {_MONTH}\.", rf"Hay víctimas hasta {_MES}\.", lambda: months(last_month())),
)
"""What the section states in English and in Spanish, and what the program uses; a month or a day is text."""

_RECORDING = {
    "en": rf"(\d+) to (\d+) people a month from {_MONTH} to {_MONTH}, (\d+) to (\d+) from {_MONTH} to {_MONTH}",
    "es": rf"de (\d+) a (\d+) personas al mes de {_MES} a {_MES}, de (\d+) a (\d+) de {_MES} a {_MES}",
}


def _in_words(value: float | str, language: str) -> str:
    with i18n.using_language(language):
        if isinstance(value, str):
            return day_name(value) if len(value) > len("2026-12") else month_name(value)
    return f"{value:g}"


@every_page
@pytest.mark.parametrize("stated", STATED, ids=lambda stated: stated[0])
def test_stated_numbers_equal_those_of_the_program(
    language: str, stated: tuple[str, str, Callable[[], tuple[float | str, ...]]]
) -> None:
    english, spanish, used = stated
    found = re.search(english if language == "en" else spanish, flowing(language))
    assert found, english
    assert [one.rstrip(".") for one in found.groups()] == [_in_words(value, language) for value in used()]


@every_page
def test_no_other_number_stands_in_the_prose(language: str) -> None:
    told = flowing(language)
    for english, spanish, _used in STATED:
        told = re.sub(english if language == "en" else spanish, "", told)
    told = re.sub(_RECORDING[language], "", told)
    told = re.sub(r"### 11\.\d+|AT-2\.0\.0|\bS7\b|\bt2\b|\b\d\. (?=`)", "", told)
    assert re.findall(r".{0,30}\d+.{0,30}", told) == []


@every_page
def test_recording_shift_has_the_counts_of_the_registry(language: str) -> None:
    found = re.search(_RECORDING[language], flowing(language))
    assert found
    missing = outcome("missing")
    counts = missing.panel.counts[missing.places.index("MX-JAL")]
    with i18n.using_language(language):
        columns = {month_name(period_text(missing.first + n, yearly=False)): n for n in range(counts.size)}
    low, high, first, last, low_after, high_after, start, end = found.groups()
    for least, most, one, other in ((low, high, first, last), (low_after, high_after, start, end)):
        span = counts[columns[one] : columns[other] + 1]
        assert (span.min(), span.max()) == (float(least), float(most))


@every_page
def test_parameters_equal_the_file(language: str) -> None:
    told = {row[0]: tuple(row[1:3]) for row in rows(section(language, 11)) if len(row) == 4 and row[3][:3] != "---"}
    used = {}
    for name in NEED.__slots__:
        both = getattr(NEED, name), getattr(YEARLY, name)
        used[f"`{name}`"] = tuple(", ".join(map(str, one)) if isinstance(one, tuple) else f"{one:g}" for one in both)
    assert {name: values for name, values in told.items() if name in used} == used
    assert METHOD.method in section(language, 11)


@every_page
def test_formula_has_the_constant_of_the_program(language: str) -> None:
    numbers = {*NUMBER.findall(blocks(section(language, 11))[0])}
    assert numbers == {"0", "1", "2", str(event_study.MEDIAN_OF_CHI_SQUARE)}


@every_page
def test_every_verdict_is_named_in_order(language: str) -> None:
    named = re.findall(r"\d\. `([A-Z_]+)`", flowing(language))
    assert named == [
        *("NOT_TESTABLE", "NOT_YET", "WITHIN", "CHECK_RECORDING"),
        *("UNCLEAR", "ALREADY_MOVING", "SHARED", "STANDS_OUT"),
    ]
    assert {*named} == {*Verdict}
    assert {*re.findall(r"`([A-Z_]+)`", flowing(language))} <= {*Verdict, *Reason}


@every_page
def test_outcomes_stand_in_their_order(language: str) -> None:
    words = {
        "en": ("homicide", "missing", "feminicide", "kidnapping", "extortion", "overdose", "synthetic opioids"),
        "es": (
            "homicidio",
            "desaparecidas",
            "feminicidio",
            "secuestro",
            "extorsión",
            "sobredosis",
            "opioides sintéticos",
        ),
    }[language]
    assert [one.name for one in METHOD.outcomes] == [
        word.replace(" ", "_")
        for word in ("homicide", "missing", "feminicide", "kidnapping", "extortion", "overdose", "synthetic opioids")
    ]
    told = flowing(language)
    places = [told.index(word) for word in words]
    assert places == sorted(places)


@every_page
def test_shares_are_those_of_the_benchmark(language: str) -> None:
    """The order of the cells follows the rows of the benchmark S7."""
    results = (DOCS.parent / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    measured = {
        case: (int(read.replace(",", "")), share)
        for case, read, share in re.findall(r"^\| S7 \| (.*), ([\d,]+) read \| ([\d.]+ %) \|", results, re.MULTILINE)
    }
    assert measured
    windows = [f"{months} months" for months in NEED.after]
    expected = [
        [f"{measured[f'{one}: p_states at most 0.05'][0]:,}" for one in windows],
        *(
            [measured[f"{one}: {case}"][1] for one in windows]
            for case in ("p_states at most 0.05", "STANDS_OUT", "the interval holds 1")
        ),
        [measured["any window: STANDS_OUT"][1]],
        [measured["any test of any outcome: STANDS_OUT"][1]],
        [measured["any test of any outcome: p_states at most 0.05"][1]],
        *([measured[f"12 months, {size} cases: p_states at most 0.05"][1]] for size in ("few", "some", "many")),
        *(
            [measured[f"6 months, {size} cases, {name}: STANDS_OUT"][1] for size in ("few", "many")]
            for name in ("25 % more", "doubled", "tripled")
        ),
    ]
    told = [
        row[1:]
        for row in rows(section(language, 11).partition("### 11.6")[2].partition("### 11.7")[0])
        if re.match(r"[\d,.]+( %)?$", row[1])
    ]
    assert told == expected
    assert measured["12 months: STANDS_OUT"][1] == f"{100 * BY_CHANCE:.1f} %"


@every_page
def test_reference_numbers_are_those_of_the_program(language: str) -> None:
    told = [row for row in rows(section(language, 11)) if row[0].startswith("`ev-")]
    assert len(told) == 6
    for event, window, *values, verdict in told:
        found = reading(event.strip("`"), "homicide", int(window))
        one = found.reading
        assert values == [f"{n:.3f}" for n in (one.ratio, one.relative, one.z, one.p_states)]
        assert verdict == f"`{found.verdict}`"


@every_page
def test_printed_program_gives_what_the_program_gives(language: str) -> None:
    _formula, code, output = blocks(section(language, 11))
    folder = shipped_data() / "panel"
    ran = subprocess.run([sys.executable, "-I", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert ran.stdout == output
    found = reading("ev-zambada-2024", "homicide", 6).reading
    states, dates = (found.compared or 0) + 1, (found.dates or 0) + 1
    assert output.splitlines() == [
        f"{found.before:.0f} before, {found.after:.0f} after",
        f"ratio {found.ratio:.4f}, median state {found.middle:.4f}",
        f"relative {found.relative:.4f}, {found.low:.4f} to {found.high:.4f}",
        f"z {found.z:.4f}",
        f"p_states {(found.p_states or 0) * states:.0f} of {states}, p_dates {(found.p_dates or 0) * dates:.0f} of {dates}",
    ]


def test_printed_program_leaves_out_the_states_that_the_program_leaves_out() -> None:
    code = blocks(section("en", 11))[1]
    assert {*re.findall(r'"(MX-[A-Z]{3})"', code)} == {"MX-SIN", *NEIGHBORS["MX-SIN"]}
    around = range(period_index("2023-07", yearly=False), period_index("2025-01", yearly=False) + 1)
    elsewhere = [
        one.id
        for one in scores().events()
        if one.place not in {None, "MX-SIN"} and period_index(one.date, yearly=False) in around
    ]
    assert elsewhere == []


def test_both_languages_print_the_same_program() -> None:
    english, spanish = (blocks(section(language, 11)) for language in PAGES)
    assert english[1:] == spanish[1:]
    assert NUMBER.findall(english[0]) == NUMBER.findall(spanish[0])


@pytest.mark.parametrize("months", range(-12, 13, 2))
def test_another_event_in_the_state_only_removes_what_stands_out(months: int) -> None:
    events = [PlacedEvent(one.id, one.date, one.place) for one in scores().events()]
    this = next(one for one in events if one.id == "ev-zambada-2024")
    other = PlacedEvent("ev-other", period_text(period_index(this.on, yearly=False) + months, yearly=False), this.place)

    def standing(listed: list[PlacedEvent]) -> set[tuple[str | None, int | None]]:
        found = what_followed(this, listed, scores().outcomes, NEIGHBORS, AT.known_on)
        return {(one.outcome, one.window) for one in found if one.verdict is Verdict.STANDS_OUT}

    before, after = standing(events), standing([*events, other])
    assert before
    assert after <= before
    assert (after == before) == (not 0 <= months <= 2)
