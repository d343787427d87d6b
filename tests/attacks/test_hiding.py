"""Hiding one's own items improves no count: conflicts stay, and what is hidden is not assessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.projection.facts import Facts
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import Cell, roll_up
from accordtrack.scoring.values import Node
from accordtrack.service import open_register
from accordtrack.types.intents import AddRecord, Amend, ReportStatus
from all_outputs import every_output, holding
from registers import NEW, TODAY, accept_everything, small_register

AT = TwoDates(TODAY, TODAY)
AMBER = "TLP:AMBER"
HIDDEN = "FW-US-77"
SUBJECTS: dict[str, dict[str, list[str]]] = {
    "cf-hidden": {"commitments": [HIDDEN]},
    "cf-other": {"commitments": [HIDDEN, "FW-MX-01"]},
    "cf-figure": {"commitments": [HIDDEN], "indicators": ["seized"]},
}


def conflict(name: str, about: dict[str, list[str]]) -> AddRecord:
    claims = [
        {"speaker": side, "said_on": "2024-03-01", "text": {"en": side, "es": side}, "sources": ["ATF-2023"]}
        for side in ("US", "MX")
    ]
    fields = {"title": name, "themes": "firearms", "about": about, "claims": claims}
    return AddRecord(kind="conflict", fields={"id": name, "may_explain": "m", "would_settle": "w", **fields})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = small_register(tmp_path)
    us = open_register(made, desk="us-1", today=TODAY)
    indicator: dict[str, Any] = {
        "id": "seized",
        "title": "Seized",
        "definition": "d",
        "unit": "u",
        "level": "output",
        "direction": "increase",
        "theme": "firearms",
        "side": "US",
        "publisher": "ATF",
        "periodicity": "year",
    }
    us.write(AddRecord(kind="indicator", fields=indicator))
    us.write(AddRecord(kind="commitment", fields={**NEW, "id": HIDDEN}))
    accept_everything(made)
    for name, about in SUBJECTS.items():
        us.write(conflict(name, about))
    accept_everything(made)
    return made


def public(path: Path, rules: int = 2) -> Facts:
    with open_register(path, desk="us-1", today=TODAY)._db.reading() as connection:
        return facts.read(connection, AT, audience_of(connection, "public", None, AT, rules=rules), rules=rules)


def test_a_conflict_leaves_the_outputs_only_with_everything_that_it_is_about(path: Path, tmp_path: Path) -> None:
    before = public(path)
    assert before.conflicts.keys() >= SUBJECTS.keys()
    us = open_register(path, desk="us-1", today=TODAY)
    us.write(Amend(record=HIDDEN, fields={"handling": AMBER}, reason="Hide.", handling=AMBER))
    after = public(path)
    assert before.conflicts.keys() - after.conflicts.keys() == {"cf-hidden"}
    assert HIDDEN not in repr(after)
    outputs = every_output(us, tmp_path / "out")
    assert holding(outputs, HIDDEN, "cf-hidden") == []
    assert {"card.en", "history.csv"} <= set(holding(outputs, "cf-other")) & set(holding(outputs, "cf-figure"))
    assert public(path, rules=1).conflicts.keys() >= {"cf-hidden", "cf-other"}


@pytest.mark.parametrize("earlier", [None, 80.0, 0.0])
def test_what_is_hidden_is_not_assessed_and_makes_no_bracketed_number_plain(earlier: float | None) -> None:
    def cell(score: float | None, *, withheld: bool = False) -> Cell:
        return Cell(score, score, 100.0 if withheld else score, score, 1.0, withheld=withheld)

    leaves = tuple(Node(name, 1.0, leaf=name) for name in ("a", "b", "c", "d"))
    tree = Node("all", 1.0, (Node("theme", 1.0, leaves),))
    method = standard_method()
    shown = {"a": cell(60.0), "b": cell(None), "c": cell(None), "d": cell(earlier)}
    before = roll_up(tree, shown, method)
    after = roll_up(tree, {**shown, "c": cell(0.0, withheld=True), "d": cell(0.0, withheld=True)}, method)
    assert before is not None
    assert after is not None
    assert (after.assessed, after.score) == (0.25, None)
    assert after.assessed <= before.assessed
    assert (after.displayed_score or 0.0) <= (before.displayed_score or 0.0)
    assert (after.low_bound, after.high_bound) == (15.0, 90.0)


METHOD = standard_method()
VALUES = st.none() | st.floats(0, 100)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Node, dict[str, Cell], frozenset[str]]:
    """A tree of themes or of groups of themes, its leaves, some of them withheld, and which leaves a side then withholds."""
    cells: dict[str, Cell] = {}

    def leaf() -> Node:
        score, name = draw(VALUES), f"leaf-{len(cells)}"
        cells[name] = Cell(score, score, score, score, 1.0)
        if draw(st.integers(0, 5)) == 0:
            cells[name] = hidden(cells[name])
        return Node(name, draw(WEIGHTS), leaf=name)

    def node(name: str, depth: int) -> Node:
        inside = draw(st.integers(1, 4))
        children = tuple(leaf() if depth == 0 else node(f"{name}.{at}", depth - 1) for at in range(inside))
        return Node(name, draw(WEIGHTS), children)

    tree = node("all", draw(st.integers(1, 2)))
    return tree, cells, frozenset(draw(st.sets(st.sampled_from(sorted(cells)))))


WEIGHTS = st.sampled_from([1.0, 2.0, 5.0, 20.0])


def hidden(cell: Cell) -> Cell:
    return replace(cell, score=0.0, lo=0.0, hi=100.0, face=0.0, withheld=True)


@given(trees())
def test_hiding_raises_no_number_and_prints_no_bracketed_one_plainly(
    made: tuple[Node, dict[str, Cell], frozenset[str]],
) -> None:
    tree, cells, names = made
    before = roll_up(tree, cells, METHOD)
    after = roll_up(tree, {name: hidden(one) if name in names else one for name, one in cells.items()}, METHOD)
    assert before is not None
    assert after is not None
    assert after.score is None or (before.score is not None and after.score <= before.score + 1e-9)
    assert (after.displayed_score or 0.0) <= (before.displayed_score or 0.0) + 1e-9
    assert after.balanced_score is None or after.balanced_score <= (before.balanced_score or 0.0) + 1e-9
    pairs = [(after.weights[name], cells[name]) for name in after.weights if name not in names]
    found = sum(weight * (cell.score or 0.0) for weight, cell in pairs)
    assert found == pytest.approx(after.displayed_score or 0.0), "the contributions add up to the score"


@pytest.mark.parametrize(("others", "whole"), [(10.0, 10.0), (60.0, 46.0)])
def test_a_theme_of_valued_and_hidden_leaves_counts_in_the_whole_only_if_that_lowers_it(
    others: float, whole: float
) -> None:
    """A side that reports on one commitment of a theme cannot hide the rest to have that one count."""

    def of(score: float | None) -> Cell:
        return Cell(score, score, score, score, 1.0)

    inside = tuple(Node(name, 1.0, leaf=name) for name in ("a", "b", "c"))
    tree = Node("all", 1.0, (Node("theme", 1.0, inside), Node("other", 2.0, (Node("d", 1.0, leaf="d"),))))
    shown = {"a": of(54.0), "b": of(None), "c": of(None), "d": of(others)}
    before = roll_up(tree, shown, METHOD)
    after = roll_up(tree, {**shown, "b": hidden(of(None)), "c": hidden(of(None))}, METHOD)
    assert before is not None
    assert after is not None
    assert before.score == others
    assert after.score == pytest.approx(whole)
    assert [child.score for child in after.children] == [None, others]


def test_what_is_hidden_stays_overdue_by_a_date_that_was_public(path: Path, tmp_path: Path) -> None:
    us = open_register(path, desk="us-1", today=TODAY)
    us.write(AddRecord(kind="commitment", fields={**NEW, "id": "FW-US-78", "due_on": "2025-12-31"}))
    us.write(AddRecord(kind="commitment", fields={**NEW, "id": "FW-US-79", "due_on": "2025-12-31", "handling": AMBER}))
    accept_everything(path)

    def said() -> tuple[int, int]:
        hidden = public(path).hidden
        return sum(one.overdue for one in hidden), sum(one.due_hidden for one in hidden)

    assert said() == (0, 1)
    us.write(Amend(record="FW-US-78", fields={"handling": AMBER}, reason="Hide.", handling=AMBER))
    assert said() == (1, 1)
    proof = ("https://example.org/done",)
    us.write(ReportStatus(commitment="FW-US-78", status="completed", note="Done.", evidence=proof, handling=AMBER))
    assert said() == (1, 1), "what is completed in secret is not known to the readers"
    outputs = every_output(us, tmp_path / "out")
    counting = {"annexes.en.md", "annexes.en.html", "site/en/bodies.html"}
    assert counting <= set(holding(outputs, "1 more commitment is overdue and not public: its date was public before."))
    assert counting <= set(holding(outputs, "Of 1 more commitment the deadline is not public"))
