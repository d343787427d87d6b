"""The short ways of reading for a score give what the long ones give: rulings without a context, any order of the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from accordtrack.core.dates import TwoDates
from accordtrack.projection import authorization, facts, judging_commitment
from accordtrack.projection.facts import Facts
from accordtrack.store import log
from accordtrack.store.database import Database
from accordtrack.store.items import Item
from random_register import ACTS, register
from selection import examples
from shipped_scores import TODAY, set_targets, shipped_register

AT = TwoDates(TODAY, TODAY)
EARLIER = TwoDates("2024-03-15", "2025-02-01")


def both_ways(path: Path, at: TwoDates) -> tuple[Facts, Facts]:
    """Read in short, and by the order of the refs with a context for every entry."""
    with Database(path).reading() as connection:
        short = facts.read(connection, at)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(authorization, "KINDS_WITHOUT_COMMITMENT", frozenset())
            patch.setattr(judging_commitment, "SELF_CONTAINED_KINDS", frozenset())
            return short, facts.read(connection, at, None, list(log.items(connection)))


@pytest.mark.parametrize("at", [AT, EARLIER])
def test_shortcuts_read_the_shipped_register_like_the_full_path(tmp_path: Path, at: TwoDates) -> None:
    path = shipped_register(tmp_path)
    set_targets(path)
    short, long = both_ways(path, at)
    assert short.measurements
    assert short == long


@given(ACTS)
@examples(8)
def test_shortcuts_read_any_register_like_the_full_path(
    tmp_path_factory: pytest.TempPathFactory, acts: list[dict[str, object]]
) -> None:
    path = register(acts, tmp_path_factory.mktemp("drawn"))
    for at in (AT, EARLIER):
        short, long = both_ways(path, at)
        assert short == long


def test_with_official_returns_a_copy_changing_only_that_field(tmp_path: Path) -> None:
    with Database(shipped_register(tmp_path)).reading() as connection:
        item, bare = next(log.items_prevalidated(connection, {})), next(log.items_in_log_order(connection))
    assert (item.official, item.raw != b"", bare.raw) == (False, True, b"")
    fields = [name for name in Item.__dataclass_fields__ if name != "official"]
    assert item.with_official(official=False) is item
    assert item.with_official(official=True).official
    assert [getattr(item.with_official(official=True), name) for name in fields] == [
        getattr(item, name) for name in fields
    ]
