"""The vectors of the method as inputs of the core."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.values import Indicator, Leaf, Node, Record
from accordtrack.vocabulary import Grade, Level, Speaker

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "scoring" / "scoring.json").read_text(encoding="utf-8"))
AT = TwoDates(VECTORS["as_of"], VECTORS["as_of"])
GRADES = dict(zip(("E1", "E2", "E3", "E4"), Grade, strict=True))


def record(told: dict[str, Any], place: int) -> Record:
    return Record(
        party=Speaker.OBS if told.get("party", "IND") == "IND" else Speaker(told["party"]),
        period=told["period"],
        published=told.get("published", told["period"]),
        grade=GRADES[told.get("grade", "E4")],
        value=told.get("value"),
        numerator=told.get("num"),
        denominator=told.get("den"),
        rejects=told.get("rejects", False),
        id=f"m{place}",
    )


def indicator(told: dict[str, Any]) -> Indicator:
    return Indicator(
        told["id"],
        Level(told["level"]),
        told.get("baseline"),
        told.get("target"),
        told.get("t0", "2025-01-01"),
        told.get("t1", "2027-01-01"),
        tuple(record(one, place) for place, one in enumerate(told["ms"])),
        weight=told.get("weight", 1),
        direction=told.get("direction"),
        span=told.get("span"),
        ratio=told.get("ratio", False),
        step=told.get("freq", 3),
        hold=told.get("hold", 1),
        max_age=told.get("max_age", 550),
    )


def leaf(told: dict[str, Any]) -> Leaf:
    share = {"US": 1.0, "MX": 0.0, "JOINT": 0.5}[told["side"]]
    return Leaf(told["id"], share, 1 - share, tuple(indicator(one) for one in told["inds"]), start=told.get("start"))


def tree() -> Node:
    told = VECTORS["tree"]
    weights = {one["id"]: one.get("weight", 1) for one in told["commitments"]}
    goals = []
    for goal, names in told["goals"].items():
        area = Node(names[0][0], 1, tuple(Node(name, weights[name], leaf=name) for name in names))
        goals.append(Node(goal, 1, (area,)))
    return Node("F", 1, tuple(goals))
