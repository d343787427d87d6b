"""What changed since a date: the register's own comparison, what only became known, and the method's share apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.documents.model import Table
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import changes
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.types.intents import SettleConflict, TakePosition
from items import Told
from registers import TODAY, accept_everything, small_desk
from scorecard_factory import HIDDEN, WORDS, anchors, column, held, items, made, scored, shape, sizes, table, texts
from shipped_scores import shipped_desk

SINCE = "2025-01-31"
EARLY, LATE = "2024-01-31", "2024-12-31"


@pytest.mark.parametrize("since", [SINCE, "2023-12-31", "2026-05-31"])
def test_change_counts_equal_those_of_the_register_diff(since: str) -> None:
    desk = shipped_desk()
    of = held(desk, TODAY, since)
    found = desk.diff(TwoDates(since, since), TwoDates(TODAY, TODAY))
    counts = dict(found.counts)
    _section, lists = made(changes.section, of)
    said = sizes(lists)
    assert said["changes"] == found.total
    assert said["changed"] == found.commitments
    assert said["changed-status"] == counts.get("status", 0) + counts.get("withdrawn", 0)
    named = ("restated", "standing", "added", "due", "timeliness", "evidence", "expired")
    for kind in named:
        assert said[f"changed-{kind}"] == counts.get(kind, 0)
    assert sum(said[f"changed-{part}"] for part in ("status", *named, "others")) == found.total


def test_every_change_is_a_row_with_before_and_after() -> None:
    section, lists = made(changes.section, held(shipped_desk(), TODAY, SINCE))
    names = ("said", "dates", "evidence", "record", "other")
    rows = [row for name in names for row in table(section, f"changes-{name}").rows]
    assert len(rows) == sizes(lists)["changes"]
    assert len(set(anchors(section))) == len(list(anchors(section)))
    statuses = [row for row in rows if row.cells[2].value == "status"]
    new = {row.cells[0].value for row in table(section, "changes-record").rows if row.cells[2].value == "added"}
    assert new
    assert all((row.cells[3].text == "— (new)") == (row.cells[0].value in new) for row in rows)
    assert all(
        ("assessed by this tracker" in row.cells[4].text) != row.cells[4].text.endswith("stated") for row in statuses
    )


def test_spanish_section_has_the_same_shape_and_counts() -> None:
    of = held(shipped_desk(), TODAY, SINCE)
    (english, one), (spanish, two) = made(changes.section, of), made(changes.section, of, "es")
    assert shape(english) == shape(spanish)
    assert sizes(one) == sizes(two)


def test_opened_and_settled_disputes_and_conflicts_are_reported(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    desk.write(SettleConflict(conflict="cf-traced", claim=1, source="ATF-2023", reason="One table."))
    accept_everything(desk.path)
    desk.write(TakePosition(target="traced-mx-2024", stance="concur", said_on="2026-10-01", effective_on="2026-10-01"))
    section, lists = made(changes.section, held(desk, TODAY, "2026-06-30"))
    found = sizes(lists)
    assert (found["threads-opened"], found["threads-newly-settled"]) == (0, 1)
    assert (found["conflicts-found"], found["conflicts-ended"]) == (0, 1)
    (row,) = table(section, "changes-threads").rows
    assert row.cells[-2].value == "open"
    assert row.cells[-1].text.startswith("Settled on 2026-10-01: the United States agrees")


def test_changes_known_later_and_changes_by_date_are_counted_apart() -> None:
    told = Told("US", id="A-1", due_on="2024-06-30", due_basis="text", first_due_on="2024-06-30")
    told.status("US", "limited", "2023-06-30", said_on="2024-06-01")
    late = Told("US", id="A-2")
    proof = late.status("US", "limited", "2023-06-30")
    late.evidence("US", "verified", supports=[proof], expires_on="2024-06-30", on="2023-07-01")
    early = Told("US", id="A-1", due_on="2024-06-30", due_basis="text", first_due_on="2024-06-30")
    now = scored([told.state(LATE), late.state(LATE)], LATE)
    then = scored([early.state(EARLY), late.state(EARLY)], EARLY)
    _section, lists = made(changes.section, ScorecardData(now, then))
    assert [(one.code, one.words) for one in items(lists, "changes-known-later")] == [
        ("A-1", "Title: status, United States")
    ]
    assert sizes(lists)["changed-expired"] == 1
    assert {one.code for one in items(lists, "changes-by-date")} == {"A-1", "A-2"}


def test_effect_of_a_method_change_is_shown_apart() -> None:
    of = held(shipped_desk(), TODAY, SINCE)
    section, _lists = made(changes.section, of)
    assert any("none of the difference comes from it" in words for words in texts(section))
    shown = table(section, "changes-method")
    assert [one.key for one in shown.columns] == [
        "theme",
        *("delivery_then", "spoken_then", "delivery_now", "spoken_now"),
    ]
    now = of.score.overall.delivery
    assert now is not None
    assert column(shown, "delivery_now")[0].value == now.displayed_score
    assert of.since is not None
    credence = replace(of.scores.method.credence, claimed=0.5)
    method = replace(of.scores.method, method="AT-2.0.0", credence=credence)
    facts = of.facts
    newer = ScoreAccess(facts, method, build_inputs(facts, of.at, method), None)
    section, _lists = made(changes.section, ScorecardData(newer, of.since))
    shown = table(section, "changes-method")
    first, middle, last = (column(shown, f"delivery_{name}")[0].value for name in ("then", "between", "now"))
    assert isinstance(first, float)
    assert isinstance(middle, float)
    assert isinstance(last, float)
    assert middle > first  # the new method credits claims more, on the same facts


def test_hostile_text_stays_text() -> None:
    told, before = Told("US", id="A-1", title=WORDS), Told("US", id="A-1")
    told.status("US", "limited", "2024-02-01")
    told.said("note.add", {"commitment": "A-1", "text": WORDS["en"], "said_on": "2024-02-02"}, feed="us-1")
    section, lists = made(
        changes.section, ScorecardData(scored([told.state(LATE)], LATE), scored([before.state(EARLY)], EARLY))
    )
    words = "\n".join([*texts(section), *(item.words for one in lists.all_lists for item in one.items)])
    assert "<script>" in words
    assert not any(sign in words for sign in HIDDEN)


def test_section_without_an_earlier_date_raises() -> None:
    with pytest.raises(ValueError, match="Held"):
        made(changes.section, held(shipped_desk(), TODAY))


def test_new_request_and_old_target_are_not_reported_as_new_ones() -> None:
    """The target of 2022, which a source of 2025 tells of, is no change since June 2025."""
    section, _lists = made(changes.section, held(shipped_desk(), TODAY, "2025-06-01"))
    tables = [block for block in section.blocks if isinstance(block, Table)]
    rows = {row.anchor: [cell.text for cell in row.cells] for block in tables for row in block.rows}
    assert rows["change-ASK-MX-03-added"][2] == "+ new in the register"
    assert not [anchor for anchor in rows if "-target-" in anchor]
