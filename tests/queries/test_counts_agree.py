"""One meaning for every count of commitments: the number, and the list that its filter finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import counts
from accordtrack.queries import facets, list_pages
from accordtrack.queries.filters import parse
from accordtrack.queries.responsibilities import GROUPS, grouped
from projected import TODAY, projection, states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


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


def listed(connection: Connection, words: str) -> list[int]:
    found = list_pages.listing(connection, parse(words), today=TODAY, sort="id", descending=False, language="en")
    return sorted(found.keys)


@pytest.mark.sweep
@pytest.mark.parametrize("by", GROUPS)
def test_each_number_of_the_owed_view_is_the_length_of_the_list_of_its_filter(drawn: Connection, by: str) -> None:
    groups = grouped(list_pages.all_rows(drawn, parse("kind:commitment"), TODAY), by, {})
    assert len(groups) > 1
    seen = set()
    for (code, side), found in groups.items():
        for count in OWED:
            terms = counts.terms(count, (side,) if side else SIDES) + counts.of_group(by, code)
            counted = sorted(row.key for row, _halves, names in found if count in names)
            assert listed(drawn, counts.text(terms)) == counted, (code, side, count)
            seen |= {count} if counted else set()
    assert seen == set(OWED)


@pytest.mark.sweep
@pytest.mark.parametrize("words", FILTERS)
def test_each_facet_is_the_length_of_the_list_that_its_value_leads_to(drawn: Connection, words: str) -> None:
    for facet in facets.facets(drawn, parse(words), TODAY):
        assert facet.counts
        for value, count in facet.counts:
            assert len(listed(drawn, f"{words} {facet.field}:{value}")) == count, (facet.field, value)


@pytest.mark.parametrize("side", SIDES)
def test_what_a_side_is_responsible_for_is_owed_still_done_or_withdrawn(drawn: Connection, side: str) -> None:
    parts = (f"open:{side}", f"owes:{side} status:completed", f"owes:{side} status:withdrawn")
    found = [key for part in parts for key in listed(drawn, part)]
    assert sorted(found) == listed(drawn, f"owes:{side}") == listed(drawn, f"kind:commitment side:{side},JOINT")


def test_actions_requests_and_recommendations_are_owed_by_nobody(drawn: Connection) -> None:
    others = listed(drawn, "-kind:commitment")
    assert others
    assert not set(others) & {*listed(drawn, "owes:US,MX"), *listed(drawn, "open:US,MX")}
