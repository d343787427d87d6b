"""Papers show the text of cells and notes for people: dates in words, and no mark alone at the start of a line."""

from __future__ import annotations

from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.documents.sentences import for_people, table_for_people


def test_cells_and_notes_have_dates_in_words_and_titles_and_codes_stay() -> None:
    columns = (Column("code", "code", holds="codes"), Column("due", "due"), Column("title", "title", holds="title"))
    row = Row("a", (Cell("2024-05"), Cell("2023-12-31 (day set here)", "2023-12-31"), Cell("Report of 2023-12-31")))
    found = table_for_people(Table("t", "T", columns, (row,), ("The search did not go past 2026-05-31.",)))
    (told,) = found.rows
    assert [cell.text for cell in told.cells] == ["2024-05", "Dec 31, 2023 (day set here)", "Report of 2023-12-31"]
    assert told.cells[1].value == "2023-12-31"
    assert found.notes == ("The search did not go past May 31, 2026.",)


def test_the_mark_of_a_conflict_stays_with_its_number() -> None:
    assert for_people(("Deaths fell to 79,384 (2024) ◊.",)) == ("Deaths fell to 79,384 (2024)\u00a0◊.",)
