"""Print what each attack of ``tests/attempts.py`` moves without dual control (rules 1) and with it (rules 2).

``PYTHONPATH=tests .venv/bin/python scripts/attacks.py`` writes a Markdown table. The attacker is the desk us-1 on the
symmetric register; the same holds with the sides exchanged. Own statements may move own numbers under both rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordtrack.projection.dual_control import FIRST_RULES, FIRST_RULES_WITH_WAITING
from attempts import ATTEMPTS, Attacker, Attempt
from memory_register import MemoryReader
from register_picture import NUMBERS, Picture, Place, moved, picture
from symmetric_register import symmetric_register

SIDE = "US"
CARDS = ("symmetric", "of US", "of MX")


def changes(one: Attempt, rules: int, before: Picture) -> Mapping[Place, tuple[Any, Any]]:
    """Return what an attack moved, except the attacker's own records and the sources."""
    attacker = Attacker(symmetric_register(), SIDE)
    one.act(attacker)
    found = moved(before, picture(MemoryReader(attacker.log, rules=rules)))
    return {place: pair for place, pair in found.items() if place[0] != SIDE and not place[1].startswith("source")}


def summary(found: Mapping[Place, tuple[Any, Any]]) -> str:
    """Return the numbers of the whole and of the two cards that moved, and how many other things did."""
    numbers = [
        f"{name} {_first(before)} → {_first(after)}"
        for (_owner, name), (before, after) in found.items()
        if name.startswith(NUMBERS) and name.endswith(CARDS) and _first(before) != _first(after)
    ]
    others = sum(not name.startswith(NUMBERS) for _owner, name in found)
    return "; ".join([*numbers, *([f"records: {others}"] if others else [])]) or "nothing"


def _first(value: Any) -> str:  # noqa: ANN401
    number = value[0] if value else None
    return "n/a" if number is None else f"{number:.1f}"


def main() -> None:
    """Print the table and, above it, how many attacks moved something."""
    both = (FIRST_RULES, FIRST_RULES_WITH_WAITING)
    before = {rules: picture(MemoryReader(symmetric_register(), rules=rules)) for rules in both}
    rows = [(one.name, *(summary(changes(one, rules, before[rules])) for rules in both)) for one in ATTEMPTS]
    counts = [sum(row[place] != "nothing" for row in rows) for place in (1, 2)]
    print(f"{len(rows)} attacks; {counts[0]} moved something under rules 1, {counts[1]} under rules 2.\n")
    print("| attack | rules 1 | rules 2 |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
