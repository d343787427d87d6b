"""Threads about values and indicators: answers that hang from no commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from accordtrack.register import lookup, turns
from accordtrack.register.answers import Answers
from accordtrack.register.columns import ENTRY, RECORD
from accordtrack.register.lookup import words
from accordtrack.register.projection import World, standing_items
from accordtrack.register.threadwords import in_order, word
from accordtrack.views import DisputeView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.fold import Item

_ABOUT = {"measurement.add": "value", "indicator.add": "indicator", "indicator.amend": "indicator"}
_STRENGTHS = ("direct", "contributory", "context")
R, E = RECORD, ENTRY


def threads(connection: Connection, world: World, at: TwoDates | None, today: str) -> list[DisputeView]:
    """Every thread about a value or an indicator in which somebody disputes."""
    stand = (R.c.refused == 0, R.c.retracted_by.is_(None))
    refs = connection.execute(select(R.c.ref).where(R.c.family == "position", R.c.ref == R.c.rid, *stand)).scalars()
    taken = [item for ref in refs for item in standing_items(list(world.items(ref)), world, at)]
    if not taken:
        return []
    gone = [item for one in taken for item in standing_items(list(world.items(one.hash)), world, at)]
    wanted = sorted({str(item.body["answers"]) for item in taken})
    about = connection.execute(select(E.c.ref).where(E.c.hash.in_(wanted)).distinct()).scalars()
    begun = [
        item
        for ref in about
        for item in standing_items(list(world.items(ref)), world, at)
        if item.kind in _ABOUT and item.hash in wanted
    ]
    answers = Answers([*begun, *taken, *gone])
    by_root: dict[str, list[Item]] = {}
    for position in answers.positions:
        by_root.setdefault(answers.chain(position)[-1].hash, []).append(position)
    named = _Named(connection, begun, at)
    found = (_thread(answers, root, by_root[root.hash], named, today) for root in begun if root.hash in by_root)
    return [thread for thread in found if thread is not None]


class _Named:
    """Indicators with their titles and the commitment that each is linked to most closely."""

    def __init__(self, connection: Connection, roots: Iterable[Item], at: TwoDates | None) -> None:
        ids = {item.ref for item in roots if item.kind in _ABOUT}
        self.bodies: Mapping[str, Mapping[str, Any]] = lookup.records(connection, "indicator", ids, at) if ids else {}
        links = lookup.records(connection, "link").values() if ids else ()
        ranked = sorted(links, key=lambda link: (_STRENGTHS.index(link["strength"]), link["commitment"]))
        self.linked: dict[str, list[str]] = {}
        for link in ranked:
            if link["indicator"] in ids:
                self.linked.setdefault(link["indicator"], []).append(link["commitment"])


def _thread(answers: Answers, root: Item, positions: Sequence[Item], named: _Named, today: str) -> DisputeView | None:
    about = _ABOUT.get(root.kind)
    body = named.bodies.get(root.ref)
    told = [
        word(
            position,
            "answer",
            depth=len(answers.chain(position)) - 1,
            counts=answers.holds(position),
            withdrawn=answers.withdrawn(position),
        )
        for position in positions
    ]
    disputed = [one.said_on for one in told if one.contests and not one.withdrawn]
    if about is None or body is None or not disputed:
        return None
    begin = word(root, "value" if about == "value" else "change", before=body)
    ordered = [begin, *in_order(told)]
    return DisputeView(
        id=f"{root.ref}#{root.feed}-{root.seq}",
        about=about,
        commitment=next(iter(named.linked.get(root.ref, ())), None),
        indicator=root.ref,
        title=words(body["title"]),
        unit=words(body["unit"]),
        responsible=None,
        half=None,
        standing=None,
        words=tuple(ordered),
        observers=(),
        **turns.dated(turns.outcome(ordered), min(disputed), today),
    )
