"""What a scorecard and the front page of the site count of commitments is what the register's filters list."""

from __future__ import annotations

from functools import cache

import pytest

from accordtrack import counts
from accordtrack.service import Desk
from accordtrack.site.material import SiteData
from accordtrack.site.pages import front_page
from mixed_register import mixed_desk
from shipped_scores import shipped_desk
from site_material import material

pytestmark = pytest.mark.sweep

SIDES = ("US", "MX")
LISTINGS = {
    "headline-commitments": "kind:commitment",
    **{f"headline-commitments-{side.lower()}": f"kind:commitment side:{side}" for side in (*SIDES, "JOINT")},
    "pending-owed": "open:US,MX",
    "pending-overdue": "open:US,MX due:overdue",
    "pending-past-horizon": "open:US,MX due:past_horizon",
    "pending-due-soon": "open:US,MX due:due_soon",
    "pending-unanswered": "open:US,MX standing:unanswered",
}
"""Lists of the scorecard and the filters of the register that find the same commitments."""
HALVES = {
    "headline-spoken": "-status:unreported",
    "headline-unspoken": "status:unreported",
    "headline-stated": "status:substantial,completed basis:stated",
    "headline-read": "status:substantial,completed basis:reading",
    "headline-stated-lower": "status:not_started,limited,reversed,withdrawn basis:stated",
    "headline-read-lower": "status:not_started,limited,reversed,withdrawn basis:reading",
    "bar-{side}-none": "status:unreported",
    "bar-{side}-stated": "-status:unreported basis:stated",
    "bar-{side}-assessed": "-status:unreported basis:reading",
}
"""Lists of halves that end with the code of a side, and what the register asks of them beside ``owes:``."""


@cache
def desk_and_site(name: str) -> tuple[Desk, SiteData]:
    desk = mixed_desk() if name == "mixed" else shipped_desk()
    return desk, material(desk)


@pytest.fixture(params=["mixed", "shipped"])
def found(request: pytest.FixtureRequest) -> tuple[Desk, dict[str, list[str]]]:
    """A register, and the codes in every list of its front page and of the scorecard that it is made from."""
    desk, page = desk_and_site(request.param)
    return desk, {one.id: sorted(item.code for item in one.items) for one in front_page.page(page).listings}


def filtered_ids(desk: Desk, words: str) -> list[str]:
    """All of both registers is public."""
    return sorted(row.id for row in desk.rows(desk.listing(words).keys))


def test_commitment_lists_equal_the_register_filters(found: tuple[Desk, dict[str, list[str]]]) -> None:
    desk, lists = found
    for name, words in LISTINGS.items():
        assert lists[name] == filtered_ids(desk, words), name


@pytest.mark.scale
def test_lists_of_halves_equal_the_register_filters(found: tuple[Desk, dict[str, list[str]]]) -> None:
    desk, lists = found
    for template, words in HALVES.items():
        for side in SIDES:
            name = template.format(side=side.lower()) if "{" in template else f"{template}-{side.lower()}"
            assert lists.get(name, []) == filtered_ids(desk, f"owes:{side} {words}"), name
    assert len(lists["headline-halves"]) == sum(desk.listing(f"owes:{side}").total for side in SIDES)


def test_counts_by_body_equal_the_register_filters(found: tuple[Desk, dict[str, list[str]]]) -> None:
    desk, lists = found
    for group in desk.responsibility_rows("body"):
        body = "_none" if group.code == counts.NOBODY else group.code
        for count in ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered"):
            terms = counts.terms(count, (str(group.side),)) + counts.group_terms("body", group.code)
            assert lists.get(f"body-{group.side}-{body}-{count}", []) == filtered_ids(
                desk, counts.canonical_text(terms)
            ), (
                body,
                count,
            )
