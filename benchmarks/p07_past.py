"""P7 and P8: the register as of a date and the changes in a month, compared with a subquery and a fold of the log.

A list in id order is computed page by page. Facet counts need every row, so they build the full state as of the date:
the benchmark times that first question on a fresh session, then repeats it per page and as a whole. A diff is compared
with building the two states it lies between. The last month of the register has many entries; the month five years back
has few.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.store.database import Database
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAGE, _ALL, _DIFF = 0.005, 0.3, 0.2
NEAR, FAR, END = "2026-10-25", "2021-10-25", "2026-11-25"
_MONTHS = {"the last month": (NEAR, END), "a month five years ago": (FAR, "2021-11-25")}
_SAID = """(SELECT json_extract(CAST(b.raw AS TEXT), '$.status') FROM record r JOIN entry_body b ON b.entry_id = r.entry_id
WHERE r.ref = c.id AND r.family = 'status' AND r.speaker IN ('{side}', 'JOINT') AND r.refused = 0
AND r.retracted_by IS NULL AND r.effective_on <= :day AND r.known_on <= :day
ORDER BY r.official DESC, r.effective_on DESC, r.known_on DESC, r.entry_id DESC LIMIT 1)"""
_CORRELATED = (
    f"SELECT c.id, {_SAID.format(side='US')}, {_SAID.format(side='MX')} "  # noqa: S608  (two words of our own)
    "FROM commitment c WHERE c.agreed_on <= :day ORDER BY c.id_sort, c.key"
)


def measure(register: Path, *, folds: bool, rounds: int = 5) -> list[Row]:
    """Measure both jobs on one register.

    With ``folds``, also compare with a fold of every entry, which takes minutes on a large register.
    """
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        (entries,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    size = f"{entries:,} entries"
    rows = [
        row
        for day in (NEAR, FAR)
        for row in (*_glances(register, day, size, rounds), *_past(register, day, size, rounds))
    ]
    changed = [row for name, (a, b) in _MONTHS.items() for row in _diff(register, name, a, b, size)]
    if not folds:
        return [*rows, *changed]
    taken = medians({"fold": partial(_fold, register)}, rounds=1, warm=0)["fold"]
    rows.append(Row("P7", f"peer: every entry folded as of {NEAR}, {size}", taken))
    ratio = changed[0].seconds / (2 * taken)
    full = Row("P8", f"the same, {size}", changed[0].seconds, "two folds of every entry", ratio, "0.2x", ratio <= _DIFF)
    return [*rows, changed[0], full, *changed[1:]]


def _glances(register: Path, day: str, size: str, rounds: int) -> list[Row]:
    """Measure lists in id order: the first page on a fresh session, then following pages, each a new one."""
    at = TwoDates(day, day)

    def first() -> None:
        service.open_register(register, desk="us-1", today=END).page("", limit=50, at=at)

    held = service.open_register(register, desk="us-1", today=END)
    ends = [held.page("", limit=50, at=at).after]

    def further() -> None:
        ends.append(held.page("", limit=50, after=ends[-1], at=at).after)

    cases: dict[str, Callable[[], object]] = {
        "first": first,
        "page": further,
        "all": partial(held.listing, "", at=at),
        "subquery": partial(_subquery, register, day),
    }
    found = medians(cases, rounds=rounds)
    peer, told = found["subquery"], "correlated subquery"
    first_, every = found["first"] / peer, found["all"] / peer
    return [
        Row("P7", f"as of {day}, first page by id, {size}", found["first"], told, first_, "0.3x", first_ <= _ALL),
        Row("P7", f"as of {day}, the page after it", found["page"], "", None, "5 ms", found["page"] <= _PAGE),
        Row("P7", f"as of {day}, all keys by id", found["all"], told, every, "0.3x", every <= _ALL),
    ]


def _past(register: Path, day: str, size: str, rounds: int) -> list[Row]:
    at = TwoDates(day, day)
    held = service.open_register(register, desk="us-1", today=END)
    cases: dict[str, Callable[[], object]] = {
        "page": partial(held.page, "", limit=50, at=at),
        "all": partial(held.listing, "", at=at),
        "facets": partial(held.facets, "", at=at),
        "subquery": partial(_subquery, register, day),
    }
    once: dict[str, Callable[[], object]] = {"first": partial(held.facets, "", at=at)}
    found = {**medians(once, rounds=1, warm=0), **medians(cases, rounds=rounds)}
    peer, told = found["subquery"], "correlated subquery"
    first, every = found["first"] / peer, found["all"] / peer
    return [
        Row("P7", f"as of {day}, first counts, {size}", found["first"], told, first, "0.3x", first <= _ALL),
        Row("P7", f"as of {day}, a page after that", found["page"], "", None, "5 ms", found["page"] <= _PAGE),
        Row("P7", f"as of {day}, all keys after that", found["all"], told, every, "0.3x", every <= _ALL),
        Row("P7", f"as of {day}, facets after that", found["facets"], told, found["facets"] / peer),
        Row("P7", f"peer: correlated subquery, two halves, {day}", peer),
    ]


def _subquery(register: Path, day: str) -> None:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    connection.execute(_CORRELATED, {"day": day}).fetchall()
    connection.close()


def _fold(register: Path) -> None:
    with Database(register).reading() as connection:
        facts.read(connection, TwoDates(NEAR, NEAR))


def _diff(register: Path, name: str, first: str, second: str, size: str) -> list[Row]:
    """Measure a month's changes, compared with building the two states as of its ends from scratch."""
    a, b = TwoDates(first, first), TwoDates(second, second)

    def pasts() -> None:
        fresh = service.open_register(register, desk="us-1", today=END)
        for at in (a, b):
            fresh.facets("", at=at)

    def month() -> None:
        service.open_register(register, desk="us-1", today=END).diff(a, b)

    found = medians({"diff": month, "pasts": pasts}, rounds=1, warm=0)
    ratio = found["diff"] / found["pasts"]
    return [Row("P8", f"what changed in {name}, {size}", found["diff"], "two pasts", ratio, "0.2x", ratio <= _DIFF)]
