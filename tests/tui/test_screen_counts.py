"""Every number of records that a screen shows opens a list of exactly that length, at every seat.

The shipped register is asked in English, the mixed one, which has records of every kind and state, in Spanish.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.queries.responsibilities import GROUPS
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service import Desk
from accordtrack.text import card_rows, responsibility_counts
from accordtrack.text import score as score_words
from accordtrack.text.card_rows import CountWithRows
from accordtrack.text.filters import format_filter, format_history_filter
from accordtrack.tui import filter_editing, history_filter, preview, thread_list
from accordtrack.tui.filter_meaning import find_meaning
from accordtrack.tui.responsibility_columns import COUNTS
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from accordtrack.tui.tabs import changes, conflicts, disputes, evidence, indicators, scores, sources, statements
from accordtrack.tui.thread_list import ThreadList
from accordtrack.tui.widgets.attention_line import filter_of
from accordtrack.tui.widgets.record_view import Block
from mixed_register import SEATS, mixed_desk
from shipped_scores import shipped_desk
from tui_runner import press, register, running, screen_text, write

SIDES = {"us-1": "US", "mx-1": "MX", "obs-1": None}
WIDE = 110
MOST = 3
"""Groups whose empty lists are requested too."""
DATES = (TwoDates("2021-01-01", "2021-01-01"), TwoDates("2026-11-25", "2026-11-25"))


@cache
def open_desk(name: str, seat: str = "us-1") -> Desk:
    """A register; the shipped one has the desk us-1 alone, and is asked for the numbers of the other seats there."""
    return mixed_desk(seat) if name == "mixed" else shipped_desk()


@pytest.fixture(params=["mixed", "shipped"])
def name(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.using_language("es" if request.param == "mixed" else "en"):
        yield request.param


@pytest.fixture
def desk(name: str) -> Desk:
    return open_desk(name)


@pytest.fixture(params=SEATS)
def seated(name: str, request: pytest.FixtureRequest) -> tuple[Desk, str | None]:
    """A desk with the side of its seat, None for an observer's."""
    return open_desk(name, request.param), SIDES[request.param]


def plain(block: Block) -> str:
    return block.body.plain


def items(blocks: list[Block]) -> int:
    return len({block.key for block in blocks if block.key is not None})


@pytest.mark.sweep("name")
def test_attention_counts_match_their_lists(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    found = desk.attention(10, side=side)
    assert {one.name for one in found} >= {"owed", "overdue", "changed"}
    for one in found:
        assert desk.listing(filter_of(one)).total == one.count, one.name


@pytest.mark.sweep("name")
def test_new_entries_match_their_list_in_the_history(seated: tuple[Desk, str | None]) -> None:
    desk, _side = seated
    for one in desk.news(10):
        asked = history_filter.parse(format_history_filter(one.terms))
        listed = desk.history(kind=asked.kind, changed=asked.changed, limit=9999).entries
        assert len(listed) == one.count > 0
        assert not any(entry.feed == desk.seat for entry in listed)


@pytest.mark.sweep("name")
def test_facet_counts_match_their_lists(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    lines = [filter_of(one) for one in desk.attention(side=side) if one.name != "overdue"]
    filters = ["", *lines, filter_editing.filter_term("status", "completed")]
    for text in filters:
        chosen = filter_editing.selected_values(text)
        for facet in desk.facets(text):
            for value, count in facet.counts:
                here = value in chosen.get(facet.field, ())
                opened = text if here else filter_editing.toggle_value(text, facet.field, value)
                assert desk.listing(opened).total == count, (text, facet.field, value)


@pytest.mark.sweep("name")
@pytest.mark.parametrize("by", GROUPS)
def test_responsibility_counts_match_their_lists(desk: Desk, by: str) -> None:
    whole = desk.responsibilities(by)
    for group in whole.groups:
        for count in (*COUNTS, "done", "unreported", responsibility_counts.MISSED):
            rows = whole.rows(group, count)
            assert len(rows.keys) == rows.total == responsibility_counts.number(group, count), (group.code, count)
            if group in whole.groups[:MOST] or rows.total:
                assert {*desk.listing(format_filter(responsibility_counts.filter_terms(group, by, count))).keys} == {
                    *rows.keys
                }, (
                    group.code,
                    count,
                )


def test_attention_counts_match_the_responsibilities(desk: Desk) -> None:
    for group in desk.responsibility_rows("side"):
        found = {one.name: one.count for one in desk.attention(side=group.code)}
        assert (found["owed"], found["overdue"]) == (group.owed, group.overdue)


def test_record_total_matches_the_list_and_the_kinds(desk: Desk) -> None:
    assert (
        desk.listing("").total
        == desk.info().records
        == sum(count for _kind, count in facet_counts(desk, "kind").items())
    )


def facet_counts(desk: Desk, field: str) -> dict[str, int]:
    return dict(next(facet.counts for facet in desk.facets("") if facet.field == field))


@pytest.mark.parametrize("words", ["firearms", "armas", "armas side:US", "health", "completed", "recommendation"])
def test_count_suggested_for_a_searched_word_matches_its_list(desk: Desk, words: str) -> None:
    found = find_meaning(desk, words)
    assert found is not None
    assert desk.listing(found.other).total == found.count
    assert f"{found.count}" in found.explanation


@pytest.mark.parametrize("words", ["etrace", '"two words"', "theme:firearms", "-firearms", ""])
def test_search_without_a_matching_value_suggests_no_filter(desk: Desk, words: str) -> None:
    assert find_meaning(desk, words) is None


def test_dispute_counts_match_their_lists(seated: tuple[Desk, str | None]) -> None:
    desk, side = seated
    told = ThreadList.load(desk, "", side, 1000)
    blocks = disputes.rows(told, WIDE)
    assert items(blocks) == len(told.keys) == told.total
    for group, count, held in told.groups():
        assert len(held) == count, group
    if side is not None:
        mine = next((held for group, _count, held in told.groups() if group == thread_list.MINE), [])
        turns = {one.commitment for one in mine if one.indicator is None}
        assert desk.listing(f"turn:{side}").total == len(turns)
        assert [one.id for one in desk.disputes(f"turn:{side}")] == [one.id for one in mine]


def test_conflict_counts_match_their_list(desk: Desk) -> None:
    found = desk.conflicts()
    blocks = conflicts.blocks(found, WIDE)
    assert items(blocks) == len(found)
    heads = [block.body.plain.split() for block in blocks if block.key is None]
    assert sum(int(words[-1]) for words in heads) == len(found)


def test_change_counts_by_kind_match_their_lists(desk: Desk) -> None:
    whole = desk.diff(*DATES)
    assert len({change.id for change in whole.changes}) == whole.commitments
    assert len(whole.changes) == whole.total
    for kind, count in whole.counts:
        found = desk.diff(*DATES, kind=kind)
        assert (found.counts, found.total, len(found.changes)) == (((kind, count),), count, count)
        drawn = changes.blocks(found, found.changes, (False, False), None, whole=True, only=kind)
        assert len([block for block in drawn if (block.key or "").startswith(f"{changes.CHANGE}:")]) >= count
        assert len({block.key for block in drawn if (block.key or "").startswith(f"{changes.CHANGE}:")}) == count


def test_commitment_tab_counts_match_their_lists(desk: Desk) -> None:
    for row in desk.rows(desk.listing("evidence:>0").keys[:12]):
        view = desk.commitment(row.id)
        assert items(statements.blocks(view)) == statements.count(view)
        assert items(evidence.blocks(view)) == evidence.count(view) == row.evidence
        counted = [line for line in map(plain, preview.blocks(view)) if line.startswith(str(row.evidence))]
        assert counted, "the preview says as many pieces as the list"
        assert items(indicators.blocks(view)) == len(view.indicators)
        assert items(sources.blocks(view)) == len(view.sources)


@pytest.mark.parametrize("by", ["theme", "framework", "side", "body"])
def test_scorecard_counts_match_their_rows(name: str, by: str) -> None:
    held = load_scores(name)
    found = held.by_group(by)
    for node in (found.overall, *found.groups):
        for fact in (*score_words.fact_names(node), score_words.FLAGS, card_rows.LEFT):
            counted = [*with_parts(card_rows.counts_with_rows(fact, found, node))]
            for one in counted:
                assert len({*one.all_rows}) == len(one.all_rows) == one.number, (node.id, fact, one.words)
            shown = scores.rows(held, card_rows.counts_with_rows(fact, found, node))
            rows = sum(len(one.rows) for one in counted)
            assert len(shown) == len(counted) + rows
        assert sum(node.standing.values()) == node.n == len(found.leaves_of(node))


@cache
def load_scores(name: str) -> ScoreAccess:
    return open_desk(name).scores()


def with_parts(counted: tuple[CountWithRows, ...]) -> Iterator[CountWithRows]:
    for one in counted:
        yield one
        yield from with_parts(one.parts)


async def test_tab_replaces_a_searched_word_with_its_theme_filter() -> None:
    desk = shipped_desk()
    async with running(desk) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "firearms")
        words, theme = desk.listing("firearms").total, desk.listing("theme:firearms").total
        assert words != theme
        shown = screen_text(app)
        assert f"{words} of 184" in shown
        assert f'"firearms" was searched as a word; theme:firearms finds {theme} ' in shown
        await press(pilot, "tab")
        assert register(app).filter_line.text == "theme:firearms"
        assert len(register(app).rows.pages) == theme
        assert "was searched as a word" not in screen_text(app)


async def test_enter_opens_the_counts_of_history_and_of_the_scorecard() -> None:
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
        assert {change.kind for change in history.loaded_changes} == {kind}
        assert len(history.loaded_changes) == count
        await press(pilot, "enter")
        assert history.diff.total == every
        await press(pilot, "5", "v")
        scorecard = app.screen
        assert isinstance(scorecard, ScorecardScreen)
        assert scorecard.score is not None
        scorecard.page_view.choose("fact:said:whole")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        lines = app.screen.page_view.text.splitlines()
        node = scorecard.score.overall
        assert f"scored, by government {node.n}" in lines
        assert sum(line.split()[:1] == [one.owed.commitment] for one in node.inside for line in lines) >= node.n
