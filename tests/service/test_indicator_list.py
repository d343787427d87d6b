"""The list of indicators: what a filter finds, the newest value, and the commitments that are linked."""

from __future__ import annotations

import pytest

from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, using_language
from accordtrack.service import Desk
from accordtrack.types.intents import AddRecord, Measure
from registers import At, accept_everything


def ids(desk: Desk, words: str = "") -> list[str]:
    return [row.id for row in desk.indicator_rows(words)]


def test_filter_finds_indicators_by_word_theme_side_level_and_id(at: At) -> None:
    desk = at("us-1")
    rows = desk.indicator_rows()
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    assert len(rows) > 1
    for row in rows:
        assert row.id in ids(desk, f"theme:{row.theme}")
        assert row.id in ids(desk, f"side:{row.side}")
        assert row.id in ids(desk, f"level:{row.level}")
        assert row.id not in ids(desk, f"-theme:{row.theme}")
        assert ids(desk, f"id:={row.id}") == [row.id]
        assert row.id in ids(desk, row.title.es.split()[0].upper())
    assert ids(desk, "nosuchword") == []


def test_field_that_indicators_do_not_have_is_refused(at: At) -> None:
    with pytest.raises(Refused) as refused:
        at("us-1").indicator_rows("status:limited")
    with using_language("es"):
        assert explain(refused.value.problems[0]).startswith("situacion no se aplica a los indicadores.")


def test_newest_value_is_the_last_one_in_force_of_the_headline_series(at: At) -> None:
    desk = at("obs-1")
    (row,) = desk.indicator_rows("id:=guns-traced")
    assert row.newest is not None
    assert row.newest.series == row.headline_series
    period, series = "2026-01-01..2026-06-30", row.newest.series
    at("us-1").write(Measure(indicator="guns-traced", value="77", period=period, series=series, source="JS-2021"))
    assert at("us-1").indicator_rows("id:=guns-traced")[0].newest == row.newest, "what waits is not shown"
    accept_everything(desk.path)
    newest = at("us-1").indicator_rows("id:=guns-traced")[0].newest
    assert newest is not None
    assert (newest.value, newest.period_end) == ("77", "2026-06-30")


def test_linked_commitments_are_those_whose_link_is_in_force(at: At) -> None:
    desk = at("us-1")
    before = desk.indicator_rows("id:=guns-seized")[0].commitments
    assert "FW-US-01" not in before
    link = {"indicator": "guns-seized", "commitment": "FW-US-01", "strength": "contributory", "rationale": "Shows use."}
    desk.write(AddRecord(kind="link", fields=link))
    assert desk.indicator_rows("id:=guns-seized")[0].commitments == before
    accept_everything(desk.path)
    assert at("us-1").indicator_rows("id:=guns-seized")[0].commitments == tuple(sorted((*before, "FW-US-01")))
