"""By theme: the numbers of the score, each opening what it counts, in both languages, with the sides exchanged or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import Count, Paragraph, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import using_language
from accordtrack.ledger.fields import LocalText
from accordtrack.projection.facts import Facts
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import about, contrasts, themes
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.text import attainment
from accordtrack.text.numbers import format_points
from scorecard.sections import anchors, exchanged, make, owner, rich, shape, shipped, turned_round


@pytest.fixture(scope="module", params=[shipped, rich], ids=["shipped", "rich"])
def held(request: pytest.FixtureRequest) -> ScorecardData:
    found: ScorecardData = request.param()
    return found


def test_every_number_equals_the_score(held: ScorecardData) -> None:
    made = make(themes.section, held)
    score = held.score
    for key, node in [("whole", score.overall), *((f"theme-{one.id}", one) for one in score.groups)]:
        said = made.row("themes-delivery", f"delivery-{key}")
        assert said["halves"].value == node.n
        assert said["stated"].value == sum(node.stated.values())
        assert said["read"].value == sum(node.read.values())
        assert said["none"].value == node.n - node.statement_count
        told = node.delivery
        assert told is not None
        for name, value in (
            ("assessed", told.assessed),
            ("delivery", told.displayed_score),
            ("face", told.face),
        ):
            assert said[name].value == (None if value is None else pytest.approx(value, abs=5e-5)), name
        assert said["bounds"].text == f"{format_points(told.low_bound)} to {format_points(told.high_bound)}"
        for name in ("delivery", "face"):
            assert said[name].text.startswith("(") == (told.score is None and told.displayed_score is not None), name
        row = made.row("themes-statuses", f"status-{key}")
        for way, counts in (("stated", node.stated), ("read", node.read)):
            found = {name: cell.value for name, cell in row.items() if name.startswith(way)}
            assert {name: value for name, value in found.items() if value} == {
                f"{way}-{status}": count for status, count in counts.items() if count
            }
        for side, end in zip(("MX", "US"), node.delivery_ends or (None, None), strict=True):
            cell = said.get(f"joint-{side}")
            shown = end.displayed_score if end is not None else None
            assert cell is None or cell.value == (None if shown is None else pytest.approx(shown, abs=5e-5))
        moved = made.row("themes-trend", f"trend-{key}")
        assert node.trend is not None
        for name in ("improved", "worsened", "unchanged", "unmeasured", "late"):
            assert moved[name].value == getattr(node.trend, f"{name}_count")
        assert moved["trend"].value == (None if node.trend.score is None else pytest.approx(node.trend.score, abs=5e-5))
        whole = node.trend.themes is not None
        assert moved["measured"].value == (node.trend.measured_themes if whole else node.trend.measured_families)
        if not any(one.printable for one in (score.overall, *score.groups)):
            continue
        row = made.row("themes-attainment", f"attainment-{key}")
        assert (row["commitments"].value, row["usable"].value) == (node.commitments, node.usable)
        with using_language("en"):
            assert row["attainment"].text == "; ".join(attainment.lines(node))
        assert (row["attainment"].value is None) == (not node.printable)


def test_assessed_weight_column_is_in_percent() -> None:
    table = make(themes.section, shipped()).table("themes-delivery")
    column = next(one for one in table.columns if one.key == "assessed")
    figures = [row.cells[table.columns.index(column)].text for row in table.rows]
    assert column.unit == "percent"
    assert all(figure.endswith("%") for figure in figures)


def test_unprintable_attainment_is_stated_once_with_every_coverage() -> None:
    made = make(themes.section, shipped())
    score = shipped().score
    (told,) = [
        block for block in made.of(Paragraph) if plain_text(block.sentence).startswith("Progress toward agreed targets")
    ]
    whole = f"usable indicators on {score.overall.usable} of {score.overall.commitments} commitments (Firearms trafficking 0 of 17; "
    assert whole in plain_text(told.sentence)
    numbers = [part.number for part in told.sentence if isinstance(part, Count)]
    nodes = (score.overall, *score.groups)
    assert numbers == [number for node in nodes for number in (node.usable, node.commitments)]
    assert "themes-attainment" not in {block.id for block in made.of(Table)}


def test_status_found_in_no_theme_is_noted_once_and_has_no_column() -> None:
    table = make(themes.section, shipped()).table("themes-statuses")
    columns = [column.key for column in table.columns[1:]]
    assert all(any(row.cells[at].value for row in table.rows) for at in range(1, len(columns) + 1))
    assert len(table.rows) == 1 + len(shipped().score.groups)
    assert table.notes[0] == (
        "Stated, 0 in every area: substantial, limited, not started. Tracker ≈, 0 in every area: completed, not started."
    )


def test_base_dates_that_differ_have_a_column() -> None:
    """The first scored agreement on justice is of October 2022, those of the other themes are of October 2021."""
    made = make(themes.section, shipped())
    codes = [str(row.cells[0].value) for row in made.table("themes-trend").rows[1:]]
    since = {code: made.row("themes-trend", f"trend-theme-{code}")["since"].value for code in codes}
    assert since == {code: "2022-10-14" if code == "justice" else "2021-10-08" for code in codes}


def test_overall_row_is_first_and_every_theme_follows() -> None:
    made = make(themes.section, shipped())
    codes = [str(row.cells[0].value) for row in made.table("themes-trend").rows]
    assert codes[1:] == [theme.code for theme in shipped().scores.inputs.themes]
    assert [row.strong for row in made.table("themes-trend").rows] == [True, *[False] * (len(codes) - 1)]


def test_every_count_opens_a_list_of_that_length(held: ScorecardData) -> None:
    made = make(themes.section, held)
    counted = list(made.counts())
    assert len(counted) > 200
    assert all(len(made.lists[name].items) == number for name, number in counted)
    assert {name for name, _number in counted} == set(made.lists)
    found = anchors(made.section)
    assert len(found) == len(set(found))


def test_unscored_commitments_are_listed_with_reasons() -> None:
    held = shipped()
    made = make(themes.section, held)
    left = held.score.inputs.not_scored
    assert {code for code, _words in made.items("not-scored")} == {one.commitment for one in left}
    assert len(left) + held.score.overall.commitments == len(held.facts.states)
    told = [plain_text(block.sentence) for block in made.of(Paragraph)]
    (said,) = [
        line
        for line in told
        if line.startswith("Scored: 75 commitments, 130 counted for each government responsible. ")
    ]
    assert (
        "Listed but not scored: 109 (recommendation 10, unilateral action 9, request 6, not verifiable as written 43, "
        in said
    )
    reasons = [name for name in made.lists if name.startswith("not-scored-")]
    assert sum(len(made.items(name)) for name in reasons) == len(left)


def test_list_titles_say_that_they_are_of_scored_commitments() -> None:
    made = make(themes.section, shipped())
    titles = {one.title for name, one in made.lists.items() if name.endswith(("-halves", "-commitments"))}
    assert "Firearms trafficking, scored: commitments" in titles
    assert {", scored: " in title for title in titles} == {True}


def test_flags_list_the_halves_that_have_them() -> None:
    made = make(themes.section, shipped())
    row = made.row("themes-flags", "flag-SHARE_NOT_AGREED")
    assert row["flag"].text == "no agreed shares of the two governments found"
    assert (row["whole"].value, row["theme-firearms"].value) == (110, 20)
    assert (
        "Violence and high-impact crime: an indicator to read beside it worsened. "
        in made.table("themes-flags").notes[0]
    )
    assert len(made.items("whole-flag-SHARE_NOT_AGREED")) == 110


def test_spanish_section_has_the_same_shape_with_mexico_first() -> None:
    english, spanish = make(themes.section, shipped()), make(themes.section, shipped(), "es")
    assert shape(english) == shape(spanish)
    joint = [words for _code, words in english.items("theme-firearms-halves")][:2]
    assert [words.rsplit("(")[-1] for words in joint] == ["United States)", "Mexico)"]
    joint = [words for _code, words in spanish.items("theme-firearms-halves")][:2]
    assert [words.rsplit("(")[-1] for words in joint] == ["México)", "Estados Unidos)"]


def test_exchanging_the_sides_exchanges_the_listed_halves() -> None:
    ours, theirs = make(themes.section, shipped()), make(themes.section, turned_round())
    flags = {name for name in (*ours.lists, *theirs.lists) if "CONTRADICTED" in name}
    assert len(flags) == 4
    for name in {*ours.lists} - flags:
        told = {(code, owner(words)) for code, words in ours.items(name)}
        other = {(code, exchanged(owner(words))) for code, words in theirs.items(name)}
        assert told == other, name
    table = ours.table("themes-delivery")
    for row in table.rows:
        held, turned = (one.row(table.id, row.anchor) for one in (ours, theirs))
        held |= {"joint-US": held["joint-MX"], "joint-MX": held["joint-US"]}
        assert [cell.value for cell in held.values()] == [cell.value for cell in turned.values()]
    firearms = ours.row(table.id, "delivery-theme-firearms")
    assert (firearms["joint-US"].text, firearms["joint-MX"].text) == ("(25)", "(18)")


def test_hostile_titles_are_sanitized() -> None:
    held = shipped()
    accord = held.facts.accord
    assert accord is not None
    title = LocalText.model_construct(en="Arms\u202eevil\n<b>", es="Armas\u202e")
    first = accord.themes[0].model_copy(update={"title": title})
    found = replace(held.facts, accord=accord.model_copy(update={"themes": (first, *accord.themes[1:])}))
    hostile = ScorecardData(ScoreAccess(found, held.scores.method, held.scores.inputs))
    told = str(make(themes.section, hostile).section)
    assert "Arms<U+202E>evil⏎<b>" in told
    assert "\u202e" not in told


def test_empty_register_has_every_section() -> None:
    at = TwoDates("2026-11-25", "2026-11-25")
    nothing = Facts(None, {}, {}, {}, (), {}, {}, {}, {}, {})
    method = shipped().scores.method
    held = ScorecardData(ScoreAccess(nothing, method, build_inputs(nothing, at, method, Choice())))
    for section in (themes.section, contrasts.section, about.section):
        for language in ("en", "es"):
            made = make(section, held, language)
            assert made.section.blocks
            assert {number for _name, number in made.counts()} <= {0}
