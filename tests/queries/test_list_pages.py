"""Lists in pages: every order both ways, one statement a page of rows, counts that add up."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from accordtrack.core.problems import Refused
from accordtrack.projection.fold import State, timeliness
from accordtrack.queries import facets, list_pages
from accordtrack.queries.filter_parser import parse
from accordtrack.queries.filter_sql import C, timeliness_sql
from accordtrack.store.columns import COMMITMENT
from accordtrack.types import RegisterRow
from accordtrack.vocabulary import Standing
from projected import DAYS, TODAY, projection, states
from recorded_queries import recorded_queries
from selection import examples

LANGUAGES = ("en", "es")
ANY_DAY = st.dates(date(1901, 1, 1), date(2899, 12, 31))


@cache
def random_states() -> list[State]:
    return states(90)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with projection(random_states()) as found:
        yield found


def list_keys(connection: Connection, words: str, sort: str, language: str, *, descending: bool) -> list[int]:
    found = list_pages.listing(
        connection, parse(words), today=TODAY, sort=sort, descending=descending, language=language
    )
    assert found.total == len(found.keys)
    return list(found.keys)


def rows_of_all_pages(
    connection: Connection, words: str, sort: str, language: str, *, descending: bool, limit: int
) -> list[RegisterRow]:
    rows: list[RegisterRow] = []
    after: str | None = None
    while True:
        page = list_pages.page(
            connection,
            parse(words),
            today=TODAY,
            sort=sort,
            descending=descending,
            language=language,
            limit=limit,
            after=after,
        )
        assert page.total == len(list_keys(connection, words, sort, language, descending=descending))
        assert len(page.rows) == limit or page.after is None
        rows += page.rows
        if page.after is None:
            return rows
        after = page.after


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", list_pages.SORTS)
def test_consecutive_pages_make_up_the_list(
    connection: Connection, sort: str, language: str, *, descending: bool
) -> None:
    for words, limit in (("", 7), ("side:JOINT", 4), ("-due:overdue", 89), ("zzz", 5)):
        expected = list_keys(connection, words, sort, language, descending=descending)
        assert len(set(expected)) == len(expected)
        rows = rows_of_all_pages(connection, words, sort, language, descending=descending, limit=limit)
        assert [row.key for row in rows] == expected


@pytest.mark.parametrize("descending", [False, True])
def test_ids_with_equal_sort_keys_are_each_listed_once(*, descending: bool) -> None:
    alike = [
        replace(state, record=state.record.model_copy(update={"id": f"BF-{'0' * (number % 3)}{number // 3 + 1}"}))
        for number, state in enumerate(states(30))
    ]
    with projection(alike) as connection:
        expected = list_keys(connection, "", "side", "en", descending=descending)
        assert [
            row.key for row in rows_of_all_pages(connection, "", "side", "en", descending=descending, limit=1)
        ] == expected
        assert sorted(expected) == list(range(1, 31))


def test_ids_are_listed_in_natural_order(connection: Connection) -> None:
    ids = [
        row.id
        for row in list_pages.rows(connection, list_keys(connection, "id:BF", "id", "en", descending=False), TODAY)
    ]
    numbers = [int(name.split("-")[1]) for name in ids]
    assert numbers == sorted(numbers)
    assert len(numbers) > 20


def test_each_sort_orders_by_its_column(connection: Connection) -> None:
    keys: dict[str, Callable[[RegisterRow], str | int]] = {
        "title": lambda row: row.title.en,
        "side": lambda row: ("US", "MX", "JOINT").index(row.responsible),
        "lead": lambda row: row.lead_us or row.lead_mx or "",
        "due": lambda row: row.due_on or "9999",
        "evidence": lambda row: row.evidence,
        "theme": lambda row: row.theme,
        "agreed": lambda row: random_states()[row.key - 1].record.agreed_on,
        "status": lambda row: random_states()[row.key - 1].status_rank,
    }
    for sort, key in keys.items():
        for descending in (False, True):
            rows = list_pages.rows(connection, list_keys(connection, "", sort, "en", descending=descending), TODAY)
            values = [key(row) for row in rows]
            assert values == sorted(values, reverse=descending), sort


def test_spanish_sorts_by_the_mexican_lead_and_the_spanish_title(connection: Connection) -> None:
    rows = list_pages.rows(connection, list_keys(connection, "", "lead", "es", descending=False), TODAY)
    values = [row.lead_mx or row.lead_us or "" for row in rows]
    assert values == sorted(values)
    titles = list_pages.rows(connection, list_keys(connection, "", "title", "es", descending=False), TODAY)
    assert [row.title.es for row in titles] == sorted(row.title.es for row in titles)


def test_rows_take_one_query_and_keep_the_order_of_keys(connection: Connection) -> None:
    keys = [5, 3, 90, 41, 999, 3]
    with recorded_queries(connection) as seen:
        rows = list_pages.rows(connection, keys, TODAY)
    assert [row.key for row in rows] == [5, 3, 90, 41, 3], "a key that is gone is left out"
    assert len(seen) == 1
    with recorded_queries(connection) as seen:
        list_pages.rows(connection, range(1, 91), TODAY)
    assert len(seen) == 1
    with recorded_queries(connection) as seen:
        list_keys(connection, "guns side:US", "due", "en", descending=True)
    assert len(seen) == 1


CURSORS = {
    "nothing": "",
    "no base64": "€",
    "no JSON": base64.urlsafe_b64encode(b"{").decode(),
    "no list": base64.urlsafe_b64encode(b"5").decode(),
    "one value": base64.urlsafe_b64encode(b"[1]").decode(),
    "too many": base64.urlsafe_b64encode(b'[1,"a",1,1,1]').decode(),
    "a list within": base64.urlsafe_b64encode(b'[[1],"a",1]').decode(),
    "a map": base64.urlsafe_b64encode(b'{"a":1,"b":2,"c":3}').decode(),
    "great number": base64.urlsafe_b64encode(json.dumps([10**30, "a", 1]).encode()).decode(),
    "great key": base64.urlsafe_b64encode(json.dumps([1, "a", 10**30]).encode()).decode(),
    "no text": base64.urlsafe_b64encode(b"[1,2,3]").decode(),
    "half a surrogate pair": base64.urlsafe_b64encode(b'["\\ud800","a",1]').decode(),
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("name", CURSORS)
def test_foreign_cursor_is_a_usage_error(connection: Connection, name: str) -> None:
    with pytest.raises(Refused, match="The cursor does not belong to this list") as caught:
        list_pages.page(
            connection,
            (),
            today=TODAY,
            sort="id",
            descending=False,
            language="en",
            limit=5,
            after=CURSORS[name],
        )
    assert caught.value.is_usage_error


def test_unknown_sort_is_refused_with_the_known_ones(connection: Connection) -> None:
    with pytest.raises(Refused, match='Unknown order "colour"') as caught:
        list_keys(connection, "", "colour", "en", descending=False)
    assert "title" in str(caught.value.problems[0].values["known"])


# Counts


@pytest.mark.parametrize("words", ["", "side:JOINT", "status:limited,unreported", "-theme:firearms", "zzz"])
def test_facet_counts_equal_the_counts_of_the_rows(connection: Connection, words: str) -> None:
    rows = list_pages.rows(connection, list_keys(connection, words, "id", "en", descending=False), TODAY)
    expected: dict[str, Counter[str]] = {
        "side": Counter(row.responsible for row in rows),
        "status": Counter(
            value for row in rows for value in ({half.status for half in row.halves if half.status} or {"unreported"})
        ),
        "standing": Counter(value for row in rows for value in {half.standing for half in row.halves}),
        "due": Counter(row.timeliness for row in rows),
        "theme": Counter(row.theme for row in rows),
        "kind": Counter(row.kind for row in rows),
        "framework": Counter(row.framework for row in rows),
        "text": Counter(row.text_basis for row in rows),
    }
    found = facets.facets(connection, parse(words), TODAY)
    assert {facet.field: dict(facet.counts) for facet in found} == {
        name: dict(count) for name, count in expected.items()
    }
    assert [facet.field for facet in found] == list(expected)


def test_facet_count_equals_the_rows_its_filter_finds(connection: Connection) -> None:
    for facet in facets.facets(connection, parse("-kind:request"), TODAY):
        for value, count in facet.counts:
            words = f"-kind:request {facet.field}:{value}"
            assert len(list_keys(connection, words, "id", "en", descending=False)) == count, words


# Timeliness, in SQL and in the fold


@examples(40)
@given(st.sampled_from([*DAYS, TODAY]) | ANY_DAY.map(str))
def test_timeliness_in_sql_equals_timeliness_in_the_fold(connection: Connection, today: str) -> None:
    told = {int(key): str(value) for key, value in connection.execute(select(C.key, timeliness_sql(today)))}
    for number, state in enumerate(random_states(), start=1):
        expected = timeliness(
            due_on=state.record.due_on,
            firm=state.due_firm,
            done=state.done,
            done_on=state.done_on,
            withdrawn=state.withdrawn,
            today=today,
            disputed=state.standing is Standing.DISPUTED,
        )
        assert told[number] == expected
    assert {row.key: row.timeliness for row in list_pages.rows(connection, range(1, 91), today)} == told


@examples(100)
@given(
    due=st.none() | ANY_DAY,
    done_on=st.none() | ANY_DAY,
    today=ANY_DAY,
    near=st.none() | st.integers(-40, 40),
    firm=st.booleans(),
    withdrawn=st.booleans(),
)
def test_timeliness_of_any_row_is_the_same_in_sql_and_fold(
    connection: Connection,
    *,
    due: object,
    done_on: object,
    today: object,
    near: int | None,
    firm: bool,
    withdrawn: bool,
) -> None:
    if isinstance(due, date) and near is not None:
        today = due + timedelta(days=near)
    values = {
        "due_on": str(due) if due else None,
        "done_on": str(done_on) if done_on else None,
        "done": done_on is not None,
        "withdrawn": withdrawn,
    }
    savepoint = connection.begin_nested()
    connection.execute(update(COMMITMENT).where(C.key == 1).values(due_firm=int(firm), **values))
    told = connection.execute(select(timeliness_sql(str(today))).where(C.key == 1)).scalar_one()
    (row,) = list_pages.rows(connection, [1], str(today))
    savepoint.rollback()
    expected = timeliness(firm=firm, today=str(today), **values)  # type: ignore[arg-type]
    assert told == row.timeliness == expected
