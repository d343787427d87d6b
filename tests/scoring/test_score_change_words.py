"""Words about why numbers changed: an attainment is shown where a score shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.text import score_changes as words
from accordtrack.types import MovingEntry, Points, ScoreChange, ScoreChanges, ThreeNumbers
from accordtrack.vocabulary import Side
from registers import TODAY
from shipped_scores import shipped_desk


def entry(points: Points) -> MovingEntry:
    return MovingEntry(
        "e-1", "h", "status.report", "FW-1", None, None, "", "statement", late=False, proposal=None, points=points
    )


def change(points: Points, *entries: MovingEntry) -> ScoreChange:
    by = "us-1" if entries else None
    kind = "statement" if entries else "time"
    return ScoreChange("2025-01-01", by, by, by, "US", "own", (kind,), points, entries)


BOTH, ATTAINED = Points(1.0, 0.0, 0.5), Points(0.0, 0.0, 0.5)
CHANGES = ScoreChanges(
    *("accord", "", None, "2024-12-31", "2025-12-31"),
    ThreeNumbers(10.0, None, 2.0),
    ThreeNumbers(11.0, None, 3.5),
    (change(BOTH, entry(BOTH)), change(ATTAINED, entry(ATTAINED)), change(ATTAINED)),
    printable=True,
)


def test_printable_attainment_is_shown_with_every_change() -> None:
    assert words.as_printed(CHANGES) == CHANGES
    assert words.difference(CHANGES)[1] == "progress toward agreed targets: 2.0 before, 3.5 after, +1.50"
    assert "passage of time" in words.summary(CHANGES)
    with using_language("es"):
        assert "paso del tiempo" in words.summary(CHANGES)


def test_attainment_that_a_score_does_not_show_is_in_no_line_and_in_no_sum() -> None:
    shown = words.as_printed(replace(CHANGES, printable=False))
    assert [one.points for one in shown.changes] == [Points(1.0)]
    assert [one.points for one in shown.changes[0].entries] == [Points(1.0)]
    assert words.difference(shown) == [
        "actions done: 10.0 before, 11.0 after, +1.00",
        "progress toward agreed targets: not yet measurable beyond arrests and seizures",
    ]
    assert words.summary(shown) == "1 entry changed a number."


@pytest.mark.parametrize("name", [None, "US", "firearms"])
def test_changes_show_the_attainment_on_the_days_on_which_a_score_does(name: str | None) -> None:
    desk, days = shipped_desk(), ("2024-12-31", TODAY)
    scores = [desk.scores(TwoDates(day, day)).by_theme for day in days]
    nodes = [
        one.overall
        if name is None
        else one.sides[Side(name)]
        if name in {*Side}
        else next(card for card in one.groups if card.id == name)
        for one in scores
    ]
    expected = all(node.printable for node in nodes)
    assert desk.score_changes(name, *days).printable is expected
