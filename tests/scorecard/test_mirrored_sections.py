"""With the sides exchanged in every fact, the sections behind the finding say of each side what they said of the other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from accordtrack.documents.model import Section
from accordtrack.documents.sentences import Listings
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import disagreements, full_tables, pending
from scorecard.sections import shipped, turned_round
from scorecard_factory import made, quotes, sizes, table

_SIDE = re.compile(r"^(body-|threads-turn-)(US|MX)|^(text-)(us|mx)(?=_text)")
_OTHER = {"US": "MX", "MX": "US", "us": "mx", "mx": "us"}


def exchange_side(name: str) -> str:
    """The name of a list about one side, as that about the other."""
    return _SIDE.sub(lambda found: f"{found[1] or found[3]}{_OTHER[found[2] or found[4]]}", name)


def commitments(held: ScorecardData, lists: Listings) -> Section:
    return full_tables.sections(held, lists)[0]


@pytest.mark.parametrize("section", [pending.section, disagreements.section, commitments])
def test_exchanging_the_sides_exchanges_every_count(section: Callable[[ScorecardData, Listings], Section]) -> None:
    before, after = (sizes(made(section, of)[1]) for of in (shipped(), turned_round()))
    assert {exchange_side(name): count for name, count in before.items()} == after
    assert any(exchange_side(name) != name for name in before)


def test_exchanging_the_sides_exchanges_statuses_and_quotations() -> None:
    one, two = (table(made(commitments, of)[0], "commitments-all") for of in (shipped(), turned_round()))
    places = [column.key for column in one.columns]
    us, mx = places.index("status_us"), places.index("status_mx")
    assert [(row.cells[us].text, row.cells[mx].text) for row in one.rows] == [
        (row.cells[mx].text, row.cells[us].text) for row in two.rows
    ]
    said, turned = (quotes(made(disagreements.section, of)[0]) for of in (shipped(), turned_round()))
    names = {"United States": "Mexico", "Mexico": "United States"}

    def speakers(found: list[str]) -> list[str]:
        return sorted(head.partition(" (")[0].partition(",")[0] for head in found)

    here, there = speakers([one.head for one in said]), speakers([one.head for one in turned])
    assert sorted(names.get(one, one) for one in here) == there
