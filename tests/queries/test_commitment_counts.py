"""One meaning for every count of commitments: the number, and the list that its filter finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from accordtrack import counts
from accordtrack.queries import facets, list_pages
from accordtrack.queries.filter_parser import parse
from accordtrack.queries.responsibilities import GROUPS, rows_by_group
from projected import TODAY, projection, states

SIDES = ("US", "MX")
OWED = ("owed", "done", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "unreported", "disputed")
FILTERS = (
    "",
    "owes:US",
    "open:MX",
    "open:US,MX",
    "status:completed",
    "status:completed status:limited",
    "standing:disputed",
    "side:JOINT status:unreported",
    "theme:firearms",
    "open:US standing:unanswered",
    "-open:US",
)


@pytest.fixture(scope="module")
def drawn() -> Iterator[Connection]:
    """A register of every kind of record: joint, withdrawn, reversed, disputed, asked, past a date, led by nobody."""
    with projection(states(240)) as found:
        yield found


def list_keys(connection: Connection, words: str) -> list[int]:
    found = list_pages.listing(connection, parse(words), today=TODAY, sort="id", descending=False, language="en")
    return sorted(found.keys)


@pytest.mark.sweep
@pytest.mark.parametrize("by", GROUPS)
def test_each_owed_count_equals_the_list_of_its_filter(drawn: Connection, by: str) -> None:
    groups = rows_by_group(list_pages.all_rows(drawn, parse("kind:commitment"), TODAY), by, {})
    assert len(groups) > 1
    seen = set()
    for (code, side), found in groups.items():
        for count in OWED:
            terms = counts.terms(count, (side,) if side else SIDES) + counts.group_terms(by, code)
            counted = sorted(row.key for row, _halves, names in found if count in names)
            assert list_keys(drawn, counts.canonical_text(terms)) == counted, (code, side, count)
            seen |= {count} if counted else set()
    assert seen == set(OWED)


@pytest.mark.sweep
@pytest.mark.parametrize("words", FILTERS)
def test_each_facet_count_equals_the_list_of_its_value(drawn: Connection, words: str) -> None:
    for facet in facets.facets(drawn, parse(words), TODAY):
        assert facet.counts
        for value, count in facet.counts:
            assert len(list_keys(drawn, f"{words} {facet.field}:{value}")) == count, (facet.field, value)


@pytest.mark.parametrize("side", SIDES)
def test_responsibilities_of_a_side_are_open_completed_or_withdrawn(drawn: Connection, side: str) -> None:
    parts = (f"open:{side}", f"owes:{side} status:completed", f"owes:{side} status:withdrawn -open:{side}")
    found = [key for part in parts for key in list_keys(drawn, part)]
    assert sorted(found) == list_keys(drawn, f"owes:{side}") == list_keys(drawn, f"kind:commitment side:{side},JOINT")


def test_actions_requests_and_recommendations_are_owed_by_nobody(drawn: Connection) -> None:
    others = list_keys(drawn, "-kind:commitment")
    assert others
    assert not set(others) & {*list_keys(drawn, "owes:US,MX"), *list_keys(drawn, "open:US,MX")}
