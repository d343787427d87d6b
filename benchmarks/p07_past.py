"""P7 and P8: the register as of a date, and what changed in a month, beside a correlated subquery and a fold of the log.

A past is asked for once by a desk that has never been asked, which makes it, and then again by page and as a whole.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import desk
from accordtrack.dates import TwoDates
from accordtrack.register import facts
from accordtrack.register.database import Database
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAGE, _ALL, _DIFF = 0.005, 0.3, 0.2
NEAR, FAR, END = "2026-10-25", "2021-10-25", "2026-11-25"
_SAID = """(SELECT json_extract(CAST(b.raw AS TEXT), '$.status') FROM record r JOIN entry_body b ON b.entry_id = r.entry_id
WHERE r.ref = c.id AND r.family = 'status' AND r.speaker IN ('{side}', 'JOINT') AND r.refused = 0
AND r.retracted_by IS NULL AND r.effective_on <= :day AND r.known_on <= :day
ORDER BY r.official DESC, r.effective_on DESC, r.known_on DESC, r.entry_id DESC LIMIT 1)"""
_CORRELATED = (
    f"SELECT c.id, {_SAID.format(side='US')}, {_SAID.format(side='MX')} "  # noqa: S608  (two words of our own)
    "FROM commitment c WHERE c.agreed_on <= :day ORDER BY c.id_sort, c.key"
)


def measure(register: Path, *, folds: bool, rounds: int = 5) -> list[Row]:
    """Both jobs on one register; ``folds``: beside a fold of every entry too, which takes minutes on a large one."""
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        (entries,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    size = f"{entries:,} entries"
    rows = [row for day in (NEAR, FAR) for row in _past(register, day, size, rounds)]
    changed = _diff(register, size)
    if not folds:
        return [*rows, *changed]
    taken = medians({"fold": partial(_fold, register)}, rounds=1, warm=0)["fold"]
    rows.append(Row("P7", f"peer: every entry folded as of {NEAR}, {size}", taken))
    ratio = changed[0].seconds / (2 * taken)
    full = Row("P8", f"the same, {size}", changed[0].seconds, "two folds of every entry", ratio, "0.2x", ratio <= _DIFF)
    return [*rows, *changed, full]


def _past(register: Path, day: str, size: str, rounds: int) -> list[Row]:
    at = TwoDates(day, day)
    held = desk.open_register(register, desk="us-1", today=END)
    cases: dict[str, Callable[[], object]] = {
        "page": partial(held.page, "", limit=50, at=at),
        "all": partial(held.listing, "", at=at),
        "facets": partial(held.facets, "", at=at),
        "subquery": partial(_subquery, register, day),
    }
    once: dict[str, Callable[[], object]] = {"first": partial(held.page, "", limit=50, at=at)}
    found = {**medians(once, rounds=1, warm=0), **medians(cases, rounds=rounds)}
    peer, told = found["subquery"], "correlated subquery"
    first, every = found["first"] / peer, found["all"] / peer
    return [
        Row("P7", f"as of {day}, first question, {size}", found["first"], told, first, "0.3x", first <= _ALL),
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


def _diff(register: Path, size: str) -> list[Row]:
    """A month's changes, beside the two pasts that they lie between, each asked for the first time."""
    a, b = TwoDates(NEAR, NEAR), TwoDates(END, END)

    def pasts() -> None:
        fresh = desk.open_register(register, desk="us-1", today=END)
        for at in (a, b):
            fresh.listing("", at=at)

    def month() -> None:
        desk.open_register(register, desk="us-1", today=END).diff(a, b)

    found = medians({"diff": month, "pasts": pasts}, rounds=1, warm=0)
    ratio = found["diff"] / found["pasts"]
    return [Row("P8", f"what changed in a month, {size}", found["diff"], "two pasts", ratio, "0.2x", ratio <= _DIFF)]
