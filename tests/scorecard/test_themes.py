"""By theme: the numbers of the score, each opening what it counts, in both languages, with the sides exchanged or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.dates import TwoDates
from accordtrack.i18n import speaking
from accordtrack.register.facts import Facts
from accordtrack.scorecard import about, contrasts, themes
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.held import Held
from accordtrack.scorecard.value import Facts as Named
from accordtrack.scorecard.value import Paragraph
from accordtrack.scoring.inputs import Choice, inputs
from accordtrack.scoring.scores import Scores
from accordtrack.sentences import attainment
from accordtrack.sentences.numbers import points
from scorecard.sections import anchors, exchanged, make, owner, rich, shape, shipped, turned_round


@pytest.fixture(scope="module", params=[shipped, rich], ids=["shipped", "rich"])
def held(request: pytest.FixtureRequest) -> Held:
    found: Held = request.param()
    return found


def test_every_number_is_that_of_the_score(held: Held) -> None:
    made = make(themes.section, held)
    score = held.score
    for key, node in [("whole", score.overall), *((f"theme-{one.id}", one) for one in score.groups)]:
        said = made.row("themes-delivery", f"delivery-{key}")
        assert said["halves"].value == node.n
        assert said["stated"].value == sum(node.stated.values())
        assert said["read"].value == sum(node.read.values())
        assert said["none"].value == node.n - node.spoken
        told = node.delivery
        assert told is not None
        for name, value in (
            ("assessed", told.assessed),
            ("delivery", told.shown),
            ("face", told.face),
        ):
            assert said[name].value == (None if value is None else pytest.approx(value, abs=5e-5)), name
        assert said["bounds"].text == f"{points(told.low_bound)} to {points(told.high_bound)}"
        assert said["delivery"].text.startswith("(") == (told.score is None and told.shown is not None)
        for way, counts in (("stated", node.stated), ("read", node.read)):
            row = made.row("themes-statuses", f"status-{key}-{way}")
            assert {name: cell.value for name, cell in row.items() if name in counts} == dict(counts)
            assert sum(int(str(cell.value)) for cell in list(row.values())[2:]) == sum(counts.values())
        moved = made.row("themes-trend", f"trend-{key}")
        assert node.trend is not None
        for name in ("improved", "worsened", "unchanged", "unmeasured", "late"):
            assert moved[name].value == getattr(node.trend, name)
        assert moved["trend"].value == (None if node.trend.score is None else pytest.approx(node.trend.score, abs=5e-5))
        whole = node.trend.themes is not None
        assert moved["measured"].value == (node.trend.measured_themes if whole else node.trend.measured_families)
        row = made.row("themes-attainment", f"attainment-{key}")
        assert (row["commitments"].value, row["usable"].value) == (node.commitments, node.usable)
        with speaking("en"):
            assert row["attainment"].text == "; ".join(attainment.lines(node))
        assert (row["attainment"].value is None) == (not node.printable)


def test_the_whole_stands_first_and_every_theme_follows() -> None:
    made = make(themes.section, shipped())
    codes = [str(row.cells[0].value) for row in made.table("themes-trend").rows]
    assert codes[1:] == [theme.code for theme in shipped().scores.inputs.themes]
    assert [row.strong for row in made.table("themes-trend").rows] == [True, *[False] * (len(codes) - 1)]


def test_every_number_opens_a_list_of_its_length(held: Held) -> None:
    made = make(themes.section, held)
    counted = list(made.counts())
    assert len(counted) > 200
    assert all(len(made.lists[name].items) == number for name, number in counted)
    assert {name for name, _number in counted} == set(made.lists)
    found = anchors(made.section)
    assert len(found) == len(set(found))


def test_what_is_not_scored_and_why() -> None:
    held = shipped()
    made = make(themes.section, held)
    left = held.score.inputs.not_scored
    assert {code for code, _words in made.items("not-scored")} == {one.commitment for one in left}
    assert len(left) + held.score.overall.commitments == len(held.facts.states)
    told = [read(block.sentence) for block in made.of(Paragraph)]
    assert "Scored: 83 commitments in 147 halves. Listed and not scored: 101, with the reasons below." in told
    rows = made.table("themes-not-scored").rows
    assert sum(int(str(row.cells[1].value)) for row in rows) == len(left)


def test_flags_say_which_halves_carry_them() -> None:
    made = make(themes.section, shipped())
    told = [read(block.sentence) for block in made.of(Paragraph)]
    assert any(line.startswith("Whole: nobody agreed the shares of the two halves 128; ") for line in told)
    assert "Health and demand reduction: a guard worsened; " in "\n".join(told)
    assert len(made.items("whole-flag-SHARE_NOT_AGREED")) == 128


def test_spanish_says_the_same_with_mexico_first() -> None:
    english, spanish = make(themes.section, shipped()), make(themes.section, shipped(), "es")
    assert shape(english) == shape(spanish)
    joint = [words for _code, words in english.items("theme-firearms-halves")][:2]
    assert [words.rsplit("(")[-1] for words in joint] == ["United States)", "Mexico)"]
    joint = [words for _code, words in spanish.items("theme-firearms-halves")][:2]
    assert [words.rsplit("(")[-1] for words in joint] == ["México)", "Estados Unidos)"]


def test_exchanging_the_sides_exchanges_whose_halves_are_listed() -> None:
    ours, theirs = make(themes.section, shipped()), make(themes.section, turned_round())
    flags = {name for name in (*ours.lists, *theirs.lists) if "CONTRADICTED" in name}
    assert len(flags) == 4
    for name in {*ours.lists} - flags:
        told = {(code, owner(words)) for code, words in ours.items(name)}
        other = {(code, exchanged(owner(words))) for code, words in theirs.items(name)}
        assert told == other, name
    assert [[cell.value for cell in row.cells] for row in ours.table("themes-delivery").rows] == [
        [cell.value for cell in row.cells] for row in theirs.table("themes-delivery").rows
    ]
    rests = [block for block in ours.of(Named) if block.pairs]
    assert "(18) if all were the United States', (14) if all were Mexico's" in str(rests)
    assert "(14) if all were the United States', (18) if all were Mexico's" in str(theirs.of(Named))


def test_hostile_titles_are_washed() -> None:
    held = shipped()
    codes = [dict(theme) for theme in held.facts.accord["themes"]]
    codes[0]["title"] = {"en": "Arms\u202eevil\n<b>", "es": "Armas\u202e"}
    found = replace(held.facts, accord={**held.facts.accord, "themes": codes})
    hostile = Held(Scores(found, held.scores.method, held.scores.inputs))
    told = str(make(themes.section, hostile).section)
    assert "Arms<U+202E>evil⏎<b>" in told
    assert "\u202e" not in told


def test_a_register_without_anything_has_every_section() -> None:
    at = TwoDates("2026-11-25", "2026-11-25")
    nothing = Facts({}, {}, {}, {}, (), {}, {}, {}, {}, {})
    method = shipped().scores.method
    held = Held(Scores(nothing, method, inputs(nothing, at, method, Choice())))
    for section in (themes.section, contrasts.section, about.section):
        for language in ("en", "es"):
            made = make(section, held, language)
            assert made.section.blocks
            assert {number for _name, number in made.counts()} <= {0}
