"""Dates and answers pending: the counts of the register's own list, the rule for overdue, and whose text a date is in."""

from __future__ import annotations

from pathlib import Path

from accordtrack.ledger.kinds import BODY
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import pending
from accordtrack.types.intents import AskAnswer, ReportStatus
from items import Told
from registers import TODAY, small_desk
from scorecard_factory import (
    HIDDEN,
    HOSTILE,
    WORDS,
    anchors,
    column,
    held,
    items,
    made,
    scored,
    shape,
    sizes,
    table,
    texts,
)
from shipped_scores import shipped_desk

COUNTS = ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered")
DAY = "2024-06-30"


def test_every_body_has_the_counts_of_the_register() -> None:
    section, lists = made(pending.section, held(shipped_desk(), TODAY))
    shown = table(section, "pending-bodies")
    rows = {(row.cells[0].value, row.cells[1].value): row for row in shown.rows}
    listed = shipped_desk().responsibility_rows()
    places = [one.key for one in shown.columns]
    assert {(row.code, row.side) for row in listed} == set(rows)
    for one in listed:
        cells = rows[one.code, one.side].cells
        assert {name: cells[places.index(name)].value for name in COUNTS} == {
            name: getattr(one, name) for name in COUNTS
        }
        for name in COUNTS:
            cell = cells[places.index(name)]
            assert cell.listing is not None
            assert sizes(lists)[cell.listing] == cell.value


def test_table_by_body_notes_how_many_bodies_were_inferred() -> None:
    desk = shipped_desk()
    notes = table(made(pending.section, held(desk, TODAY))[0], "pending-bodies").notes
    chosen, every = desk.listing("kind:commitment inferred:lead").total, desk.listing("kind:commitment").total
    assert any(
        note.startswith(f"For {chosen} of the {every} commitments, the text does not name the body") for note in notes
    )


def test_counts_in_sentences_equal_the_register_filters() -> None:
    desk = shipped_desk()
    found = sizes(made(pending.section, held(desk, TODAY))[1])
    assert found["pending-overdue"] == desk.listing("kind:commitment due:overdue").total
    assert found["pending-asked"] == desk.listing("standing:asked").total
    assert found["pending-in-force"] + found["pending-ended"] + found["pending-unstated"] == found["pending-owed"]
    assert found["pending-owed"] > 100


def test_overdue_and_past_horizon_commitments_are_still_owed() -> None:
    lists = made(pending.section, held(shipped_desk(), TODAY))[1]
    codes = {one.id.removeprefix("pending-"): {item.code for item in one.items} for one in lists.all_lists}
    assert codes["overdue"]
    assert codes["past-horizon"]
    assert codes["owed"] >= codes["overdue"] | codes["past-horizon"] | codes["due-soon"]


def test_overdue_lists_only_dates_from_texts_and_whose_text(tmp_path: Path) -> None:
    section, lists = made(pending.section, held(shipped_desk(), TODAY))
    overdue = table(section, "pending-overdue")
    assert {cell.value for cell in column(overdue, "basis")} <= {"text", "amended"}
    assert {cell.value for cell in column(table(section, "pending-past-horizon"), "basis")} <= {"horizon", "inferred"}
    alone = {item.code for item in items(lists, "pending-overdue-alone")}
    said = {row.cells[0].text: row.cells[-2].text for row in overdue.rows}
    assert {code for code, words in said.items() if "U.S. text" in words or "Mexican text" in words} == alone
    small, _lists = made(pending.section, held(small_desk(tmp_path), TODAY))
    assert [cell.text for cell in column(table(small, "pending-overdue"), "due_on")] == ["2023-12-31"]


def test_tables_of_past_dates_note_when_the_search_ended() -> None:
    section, _lists = made(pending.section, held(shipped_desk(), TODAY))
    told = "The search did not go past 2026-05-31."
    assert all(told in table(section, f"pending-{name}").notes for name in ("overdue", "past-horizon"))
    assert told not in table(section, "pending-to-come").notes
    early, _lists = made(pending.section, held(shipped_desk(), "2026-05-31"))
    assert told not in table(early, "pending-overdue").notes


def test_asked_table_shows_who_asked_whom_and_when(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Half is done.", said_on="2026-10-01"))
    desk.write(AskAnswer(commitment="FW-US-01", asked_on=TODAY, channel="note"))
    section, lists = made(pending.section, held(desk, "2026-12-25"))
    (row,) = table(section, "pending-asked").rows
    assert [cell.text for cell in row.cells][2:] == [
        "Mexico",
        "United States",
        "United States, 2026-10-01: ◔ limited, stated",
        TODAY,
        "note",
        "30",
    ]
    assert sizes(lists)["pending-asked"] == 1
    assert [cell.value for cell in column(table(section, "pending-bodies"), "asked_days") if cell.value] == [30]


def test_first_and_proposed_deadlines_are_shown_beside_the_current_one() -> None:
    moved = Told("US", id="A-1", due_on="2024-01-31", due_basis="text", first_due_on="2024-01-31")
    moved.agree("US", on="2024-02-01", due_on="2024-03-31")
    waiting = Told("JOINT", id="A-2", due_on="2024-05-31", due_basis="text", first_due_on="2024-05-31")
    waiting.amend("US", on="2024-02-01", due_on="2025-05-31")
    of = scored([moved.state(DAY), waiting.state(DAY)], DAY)
    section, _lists = made(pending.section, ScorecardData(of))
    overdue = table(section, "pending-overdue")
    assert [cell.text for cell in column(overdue, "first_due_on")] == ["2024-01-31", "2024-05-31"]
    first, second = (cell.text for cell in column(overdue, "due_on"))
    assert first == "2024-03-31"
    assert second == "2024-05-31 (proposed, not yet agreed: 2025-05-31)"
    (proposed,) = table(section, "pending-proposed").rows
    assert [cell.text for cell in proposed.cells][-2:] == ["2024-05-31", "2025-05-31"]


def test_spanish_has_the_same_rows_with_mexico_first() -> None:
    of = held(shipped_desk(), TODAY)
    (english, one), (spanish, two) = made(pending.section, of), made(pending.section, of, "es")
    assert shape(english) == shape(spanish)
    assert sizes(one) == sizes(two)
    assert column(table(english, "pending-bodies"), "side")[0].value == "US"
    assert column(table(spanish, "pending-bodies"), "side")[0].value == "MX"
    keys = [one.key for one in table(spanish, "pending-overdue").columns]
    assert keys.index("status_mx") < keys.index("status_us")
    assert len(set(anchors(english))) == len(list(anchors(english)))


def test_hostile_text_stays_text() -> None:
    told = Told("US", id="A-1", title=WORDS, due_on="2024-01-31", due_basis="text", lead={"US": HOSTILE, "MX": None})
    claim = told.status("US", "limited", "2024-02-01")
    told.ask(claim, "MX", "2024-03-01")
    body = BODY.decode_values({"code": HOSTILE, "name": WORDS, "side": "US", "branch": "executive"})
    section, lists = made(pending.section, ScorecardData(scored([told.state(DAY)], DAY, bodies={HOSTILE: body})))
    words = "\n".join([*texts(section), *(one.title + item.words for one in lists.all_lists for item in one.items)])
    assert "2024-03-01" in words
    assert "<script>" in words
    assert not any(sign in words for sign in HIDDEN)
    assert all(" " not in anchor and "<" not in anchor for anchor in anchors(section))
