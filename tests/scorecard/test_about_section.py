"""What is measured, by country, and both cards as one mirrored table; the gap only where the method allows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from accordtrack.documents.model import Facts, Paragraph
from accordtrack.documents.sentences import plain_text
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import about
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.vocabulary import Side
from scorecard.sections import OTHER, Made, anchors, make, rich, shape, shipped, turned_round

BLAME = "It says who is further along, not who is to blame."


@pytest.fixture(scope="module")
def made() -> Made:
    return make(about.section, shipped())


def side_columns(made: Made) -> list[str]:
    return [column.key for column in made.table("about-cards").columns[1:]]


def paragraph_texts(made: Made) -> list[str]:
    return [plain_text(block.sentence) for block in made.of(Paragraph)]


def test_series_counts_of_each_country_come_from_the_trend(made: Made) -> None:
    trend = shipped().score.overall.trend
    assert trend is not None
    for side in ("US", "MX", "JOINT"):
        row = made.row("about-series", f"about-{side}")
        mine = [one for one in trend.moved if one.gauge.side == side]
        assert row["compared"].value == sum(1 for one in mine if one.t is not None)
        assert row["uncompared"].value == sum(1 for one in mine if one.t is None)
    rows = made.table("about-series").rows
    assert [cell.text for row in rows for cell in row.cells[1:]] == ["7", "7", "26", "15", "1", "1"]


def test_themes_without_series_and_missing_counterparts_are_listed(made: Made) -> None:
    assert (
        "No series with a yearly rate found about Mexico, apart from those shown only to be read beside others: Health and demand reduction, "
        "Synthetic drugs and precursors." in paragraph_texts(made)
    )
    missing = dict(made.of(Facts)[0].pairs)
    assert missing["Synthetic drugs and precursors"] == (
        "no counterpart about Mexico found for: Average purity of fentanyl powder; Fentanyl pills with a potentially lethal dose",
    )


@pytest.mark.parametrize("of", [shipped, rich])
def test_cards_show_the_numbers_of_each_side_with_coverage_first(of: Callable[[], ScorecardData]) -> None:
    held = of()
    made = make(about.section, held)
    rows = {row.anchor.removeprefix("side-"): row for row in made.table("about-cards").rows}
    assert list(rows)[:3] == ["halves", "none", "assessed"]
    for place, side in enumerate(side_columns(made), start=1):
        node = held.score.sides[Side(side)]
        assert node.delivery is not None
        value = {name: row.cells[place].value for name, row in rows.items()}
        assert (value["halves"], value["none"]) == (node.n, node.n - node.statement_count)
        assert (value["stated"], value["read"]) == (sum(node.stated.values()), sum(node.read.values()))
        assert (value["commitments"], value["usable"]) == (node.commitments, node.usable)
        assert value["delivery"] == pytest.approx(node.delivery.displayed_score, abs=5e-5)
        assert value["assessed"] == pytest.approx(node.delivery.assessed, abs=5e-5)
        for name, count in node.standing.items():
            assert name == "unreported" or value[f"standing-{name}"] == count
        for name, count in node.read.items():
            assert value[f"read-{name}"] == count
    zero = [row for row in rows.values() if row.anchor[5:].startswith(("stated-", "read-", "standing-"))]
    assert all(any(cell.value for cell in row.cells[1:]) for row in zero)


def test_values_zero_for_both_sides_are_noted_once(made: Made) -> None:
    notes = made.table("about-cards").notes
    assert notes[0] == (
        "0 for both: stated: substantial; stated: limited; stated: not started; tracker ≈: completed; "
        "tracker ≈: not started; answer: the other government disagrees; "
        "answer: two statements of one government differ; answer: asked, no answer yet."
    )


def test_every_count_opens_a_list_of_that_length(made: Made) -> None:
    counted = list(made.counts())
    assert len(counted) > 30
    assert all(len(made.lists[name].items) == number for name, number in counted)
    found = anchors(made.section)
    assert len(found) == len(set(found))


def test_each_language_puts_its_own_country_first(made: Made) -> None:
    spanish = make(about.section, shipped(), "es")
    assert shape(made) == shape(spanish)
    assert (side_columns(made), side_columns(spanish)) == (["US", "MX"], ["MX", "US"])
    series = [[row.cells[0].value for row in one.table("about-series").rows] for one in (made, spanish)]
    assert series == [["US", "MX", "JOINT"], ["MX", "US", "JOINT"]]
    first, second = [
        line for line in paragraph_texts(spanish) if "sobre Estados Unidos," in line or "sobre México," in line
    ]
    assert ("sobre México," in first, "sobre Estados Unidos," in second) == (True, True)


def test_exchanging_the_sides_exchanges_the_columns(made: Made) -> None:
    theirs = make(about.section, turned_round())
    place = {key: number for number, key in enumerate(side_columns(made), start=1)}
    mirror = {row.anchor: row for row in theirs.table("about-cards").rows}
    assert len(mirror) == len(made.table("about-cards").rows)
    for one in made.table("about-cards").rows:
        name = {"side-joint-US": "side-joint-MX", "side-joint-MX": "side-joint-US"}.get(one.anchor, one.anchor)
        two = mirror[name]
        for side, other in OTHER.items():
            assert one.cells[place[side]].value == two.cells[place[other]].value
            assert one.cells[place[side]].text == two.cells[place[other]].text
    for side, other in OTHER.items():
        for part in ("compared", "uncompared"):
            told_once = made.row("about-series", f"about-{side}")[part].value
            assert told_once == theirs.row("about-series", f"about-{other}")[part].value
    ours, turned = (dict(one.of(Facts)[0].pairs) for one in (made, theirs))
    assert list(ours) == list(turned)
    for theme, lines in ours.items():
        heads = [line.split(" for: ")[0] for line in (*lines, *turned[theme])]
        assert set(heads) == {"no counterpart about the United States found", "no counterpart about Mexico found"}


def test_gap_is_not_printed_where_the_method_forbids_it(made: Made) -> None:
    assert not shipped().score.is_comparable
    assert not [line for line in paragraph_texts(made) if "agreed targets of the United States less" in line]
    assert BLAME not in paragraph_texts(made)
    assert any(line.startswith("Progress toward agreed targets, no comparison: ") for line in paragraph_texts(made))


def test_printed_gap_is_followed_by_its_meaning_and_coverage() -> None:
    """The rich register's own numbers, as they would stand if both cards were printable and could be compared."""
    held = rich()
    cards = held.score.attainment_sides
    assert cards is not None
    open_cards = {side: replace(node, printable=True) for side, node in held.score.sides.items()}
    score = replace(held.score, attainment_sides=replace(cards, why_not=()), sides=open_cards)
    scores = ScoreAccess(held.facts, held.scores.method, held.scores.inputs)
    scores.__dict__["by_theme"] = score
    lines = paragraph_texts(make(about.section, ScorecardData(scores)))
    at = next(
        n
        for n, line in enumerate(lines)
        if line.startswith("Progress toward agreed targets of the United States less that of Mexico")
    )
    assert lines[at + 1] == BLAME
    assert "with data" in lines[at + 2]
