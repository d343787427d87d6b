"""Whatever was said when: a past at a glance, a past made whole and a difference are what a plain fold of the log says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.safe_text import natural_sort_key
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.fold import fold
from accordtrack.queries.as_of_tables import AsOfTables
from accordtrack.queries.diff import KINDS, Moment, find_changes
from accordtrack.service import Desk
from accordtrack.store.database import Database
from accordtrack.store.items import as_of_dates
from accordtrack.types import ChangeView
from as_of_reference import days, folded, held
from random_register import ACTS, DAYS, register
from registers import TODAY
from selection import examples
from shipped_scores import shipped_register

DRAWN_DATES = st.sampled_from([*DAYS, "2020-01-01", "2024-03-14", "2025-01-31", "2025-02-02", TODAY])


def open_desk(path: Path) -> Desk:
    return door.open_register(path, desk=None, today=TODAY)


def plain_diff(database: Database, a: TwoDates, b: TwoDates) -> list[ChangeView]:
    """The difference of two folds of every commitment, each entry ruled anew."""
    found: list[ChangeView] = []
    with database.reading() as connection:
        world = FoldContext(connection)
        refs = connection.exec_driver_sql("SELECT id FROM commitment").scalars()
        for ref in sorted(refs, key=natural_sort_key):
            standing = standing_items(list(world.items(ref)), world)
            earlier, later = as_of_dates(standing, a), as_of_dates(standing, b)
            known = {item.hash for item in earlier}
            fresh = [item for item in later if item.hash not in known]
            before = fold(earlier, a.as_of, cited=world.cited(earlier))
            after = fold(later, b.as_of, cited=world.cited(later))
            moments = Moment(before, a.as_of), Moment(after, b.as_of)
            found += sorted(find_changes(*moments, fresh), key=lambda change: KINDS.index(change.kind))
    return found


def in_order(first: TwoDates, second: TwoDates) -> tuple[TwoDates, TwoDates]:
    as_of, known_on = (sorted(pair) for pair in ((first.as_of, second.as_of), (first.known_on, second.known_on)))
    return TwoDates(as_of[0], known_on[0]), TwoDates(as_of[1], known_on[1])


def check_glanced_lists(path: Path, at: TwoDates, limit: int) -> None:
    """Every list in the order of the ids, before the past is made and after."""
    glancing, made = open_desk(path), open_desk(path)
    made.facets("", at=at)
    assert made._pasts.has_tables(at)
    words = "id:FW-J" if limit % 2 else ""
    for descending in (False, True):
        listing = glancing.listing(words, descending=descending, at=at)
        assert listing == made.listing(words, descending=descending, at=at)
        assert glancing.rows(listing.keys, at=at) == made.rows(listing.keys, at=at)
        after: str | None = None
        while True:
            asked: dict[str, Any] = {"descending": descending, "limit": limit, "after": after, "at": at}
            page = glancing.page(words, **asked)
            assert page == made.page(words, **asked)
            after = page.after
            if after is None:
                break
    assert not glancing._pasts.has_tables(at), "nothing was made for it"


@pytest.mark.scale
@examples(12)
@given(acts=ACTS, dates=st.lists(st.tuples(DRAWN_DATES, DRAWN_DATES), min_size=3, max_size=3), same=st.booleans())
def test_random_register_as_of_any_dates_equals_a_plain_fold(
    acts: list[dict[str, Any]], dates: list[tuple[str, str]], *, same: bool
) -> None:
    with TemporaryDirectory() as folder:
        path = register(acts, Path(folder))
        database = Database(path)
        pairs = [TwoDates(as_of, as_of if same else known_on) for as_of, known_on in dates]
        for number, at in enumerate(pairs):
            with AsOfTables(database).at(at, words=True, threads=True) as connection:
                assert held(connection) == folded(database, at)
            check_glanced_lists(path, at, 1 + number)
        for first, second in pairwise(pairs):
            a, b = in_order(first, second)
            assert list(open_desk(path).diff(a, b).changes) == plain_diff(database, a, b)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_register(tmp_path_factory.mktemp("shipped"))


@pytest.mark.scale
@examples(25)
@given(data=st.data())
def test_shipped_register_as_of_any_dates_equals_a_plain_fold(shipped: Path, data: st.DataObject) -> None:
    database = Database(shipped)
    day = st.sampled_from(days(database))
    a, b = in_order(*(TwoDates(data.draw(day), data.draw(day)) for _ in range(2)))
    told = [change for change in open_desk(shipped).diff(a, b).changes if change.kind != "target"]
    assert told == plain_diff(database, a, b)
    check_glanced_lists(shipped, b, data.draw(st.integers(20, 90)))
