"""Every number of records that a screen shows opens a list of exactly that length, at every seat.

The shipped register is asked in English, the mixed one, which has records of every kind and state, in Spanish.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.queries.responsibilities import GROUPS
from accordtrack.text import card_rows, responsibility_counts
from accordtrack.text import score as score_words
from accordtrack.text.filters import written
from accordtrack.tui import filter_editing, preview, thread_list
from accordtrack.tui.filter_meaning import meaning
from accordtrack.tui.responsibility_columns import COUNTS
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from accordtrack.tui.tabs import changes, conflicts, disputes, evidence, indicators, scores, sources, statements
from accordtrack.tui.thread_list import ThreadList
from accordtrack.tui.widgets.attention_line import filter_of
from mixed_register import SEATS, mixed_desk
from shipped_scores import shipped_desk
from tui_runner import painted, press, register, running, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.service import Desk
    from accordtrack.text.card_rows import CountWithRows
    from accordtrack.tui.widgets.record_view import Block

SIDES = {"us-1": "US", "mx-1": "MX", "obs-1": None}
WIDE = 110
MOST = 3
"""Groups of which the empty lists too are asked for."""
DATES = (TwoDates("2021-01-01", "2021-01-01"), TwoDates("2026-11-25", "2026-11-25"))


@cache
def made(name: str, seat: str = "us-1") -> Desk:
    """A register; the shipped one has the desk us-1 alone, and is asked for the numbers of the other seats there."""
    return mixed_desk(seat) if name == "mixed" else shipped_desk()


@pytest.fixture(params=["mixed", "shipped"])
def name(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.using_language("es" if request.param == "mixed" else "en"):
        yield request.param


@pytest.fixture
def desk(name: str) -> Desk:
    return made(name)


@pytest.fixture(params=SEATS)
def seated(name: str, request: pytest.FixtureRequest) -> tuple[Desk, str | None]:
    """A desk with the side of its seat, None for an observer's."""
    return made(name, request.param), SIDES[request.param]


def plain(block: Block) -> str:
    return block.body.plain


def items(blocks: list[Block]) -> int:
    return len({block.key for block in blocks if block.key is not None})


@pytest.mark.sweep
def test_the_line_under_the_headline(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    found = desk.attention(10, side=side)
    assert {one.name for one in found} >= {"owed", "overdue", "changed"}
    for one in found:
        assert desk.listing(filter_of(one)).total == one.count, one.name


@pytest.mark.sweep
def test_the_facets_of_every_list_that_the_line_opens(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    lines = [filter_of(one) for one in desk.attention(side=side) if one.name != "overdue"]
    filters = ["", *lines, filter_editing.token("status", "completed")]
    for text in filters:
        chosen = filter_editing.chosen(text)
        for facet in desk.facets(text):
            for value, count in facet.counts:
                here = value in chosen.get(facet.field, ())
                opened = text if here else filter_editing.toggled(text, facet.field, value)
                assert desk.listing(opened).total == count, (text, facet.field, value)


@pytest.mark.sweep
@pytest.mark.parametrize("by", GROUPS)
def test_owed(desk: Desk, by: str) -> None:
    whole = desk.owing(by)
    for group in whole.groups:
        for count in (*COUNTS, "done", "unreported", responsibility_counts.MISSED):
            rows = whole.rows(group, count)
            assert len(rows.keys) == rows.total == responsibility_counts.number(group, count), (group.code, count)
            if group in whole.groups[:MOST] or rows.total:
                assert {*desk.listing(written(responsibility_counts.terms(group, by, count))).keys} == {*rows.keys}, (
                    group.code,
                    count,
                )


def test_the_headline_and_owed_say_the_same(desk: Desk) -> None:
    for group in desk.owed("side"):
        found = {one.name: one.count for one in desk.attention(side=group.code)}
        assert (found["owed"], found["overdue"]) == (group.owed, group.overdue)


def test_all_records(desk: Desk) -> None:
    assert desk.listing("").total == desk.info().records == sum(count for _kind, count in of(desk, "kind").items())


def of(desk: Desk, field: str) -> dict[str, int]:
    return dict(next(facet.counts for facet in desk.facets("") if facet.field == field))


@pytest.mark.parametrize("words", ["firearms", "armas", "armas side:US", "health", "completed", "recommendation"])
def test_what_a_searched_word_names(desk: Desk, words: str) -> None:
    found = meaning(desk, words)
    assert found is not None
    assert desk.listing(found.other).total == found.count
    assert f"{found.count}" in found.words


@pytest.mark.parametrize("words", ["etrace", '"two words"', "theme:firearms", "-firearms", ""])
def test_a_word_that_names_nothing_is_only_searched(desk: Desk, words: str) -> None:
    assert meaning(desk, words) is None


def test_disputes(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    told = ThreadList.of(desk, "", side, 1000)
    blocks = disputes.rows(told, WIDE)
    assert items(blocks) == len(told.keys) == told.total
    for group, count, held in told.groups():
        assert len(held) == count, group
    if side is not None:
        mine = next((held for group, _count, held in told.groups() if group == thread_list.MINE), [])
        turns = {one.commitment for one in mine if one.indicator is None}
        assert desk.listing(f"turn:{side}").total == len(turns)
        assert [one.id for one in desk.disputes(f"turn:{side}")] == [one.id for one in mine]


def test_figures_that_do_not_fit(desk: Desk) -> None:
    found = desk.conflicts()
    blocks = conflicts.blocks(found, WIDE)
    assert items(blocks) == len(found)
    heads = [block.body.plain.split() for block in blocks if block.key is None]
    assert sum(int(words[-1]) for words in heads) == len(found)


def test_what_changed_by_kind(desk: Desk) -> None:
    whole = desk.diff(*DATES)
    assert len({change.id for change in whole.changes}) == whole.commitments
    assert len(whole.changes) == whole.total
    for kind, count in whole.counts:
        found = desk.diff(*DATES, kind=kind)
        assert (found.counts, found.total, len(found.changes)) == (((kind, count),), count, count)
        drawn = changes.blocks(found, found.changes, (False, False), None, whole=True, only=kind)
        assert len([block for block in drawn if (block.key or "").startswith(f"{changes.CHANGE}:")]) >= count
        assert len({block.key for block in drawn if (block.key or "").startswith(f"{changes.CHANGE}:")}) == count


def test_the_tabs_of_a_commitment(desk: Desk) -> None:
    for row in desk.rows(desk.listing("evidence:>0").keys[:12]):
        view = desk.commitment(row.id)
        assert items(statements.blocks(view)) == statements.count(view)
        assert items(evidence.blocks(view)) == evidence.count(view) == row.evidence
        counted = [line for line in map(plain, preview.blocks(view)) if line.startswith(str(row.evidence))]
        assert counted, "the preview says as many pieces as the list"
        assert items(indicators.blocks(view)) == len(view.indicators)
        assert items(sources.blocks(view)) == len(view.sources)


@pytest.mark.parametrize("by", ["theme", "framework", "side", "body"])
def test_the_scorecard(name: str, by: str) -> None:
    held = scored(name)
    found = held.by(by)
    for node in (found.overall, *found.groups):
        for fact in (*score_words.facts(node), score_words.FLAGS, card_rows.LEFT):
            counted = [*flat(card_rows.counts_with_rows(fact, found, node))]
            for one in counted:
                assert len({*one.every}) == len(one.every) == one.number, (node.id, fact, one.words)
            shown = scores.rows(held, card_rows.counts_with_rows(fact, found, node))
            rows = sum(len(one.rows) for one in counted)
            assert len(shown) == len(counted) + rows
        assert sum(node.standing.values()) == node.n == len(found.of(node))


@cache
def scored(name: str) -> ScoreAccess:
    return made(name).scores()


def flat(counted: tuple[CountWithRows, ...]) -> Iterator[CountWithRows]:
    for one in counted:
        yield one
        yield from flat(one.parts)


async def test_a_number_is_opened_with_a_key_and_a_searched_word_leads_to_its_theme() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "firearms")
        words, theme = desk.listing("firearms").total, desk.listing("theme:firearms").total
        assert words != theme
        shown = "\n".join(painted(app))
        assert f"{words} of 184" in shown
        assert f'"firearms" was searched as a word; theme:firearms finds {theme} ' in shown
        await press(pilot, "tab")
        assert register(app).line.text == "theme:firearms"
        assert len(register(app).rows.pages) == theme
        assert "was searched as a word" not in "\n".join(painted(app))


async def test_the_numbers_of_history_and_of_the_scorecard_are_opened_with_enter() -> None:
    desk = mixed_desk()
    async with running(desk) as (app, pilot):
        await press(pilot, "3", "tab", "g")
        history = app.screen
        assert isinstance(history, HistoryScreen)
        assert history.diff is not None
        kind, count = history.diff.counts[0]
        every = history.diff.total
        assert count < every
        await press(pilot, "enter")
        assert {change.kind for change in history.changed} == {kind}
        assert len(history.changed) == count
        await press(pilot, "enter")
        assert history.diff.total == every
        await press(pilot, "5")
        scorecard = app.screen
        assert isinstance(scorecard, ScorecardScreen)
        assert scorecard.score is not None
        scorecard.leaf.choose("fact:said:whole")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        lines = app.screen.leaf.text.splitlines()
        node = scorecard.score.overall
        assert f"halves scored {node.n}" in lines
        assert sum(line.split()[:1] == [one.owed.commitment] for one in node.inside for line in lines) >= node.n
