"""Many rows in one act: what holds for all of them is asked once, and what one says the next one finds."""

from __future__ import annotations

from pathlib import Path

from accordtrack.core.paths import evidence_folder
from accordtrack.types.intents import ReportStatus
from interchange.tables import EVIDENCE, MEASUREMENT, STATUS, table, taken
from recorded_queries import recorded_queries
from registers import small_desk


def values(count: int) -> list[dict[str, str]]:
    years = range(1900, 1900 + count)
    return [{**MEASUREMENT, "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"} for year in years]


def queries_of_import(tmp_path: Path, count: int) -> list[str]:
    (tmp_path / str(count)).mkdir()
    desk = small_desk(tmp_path / str(count))
    with recorded_queries() as seen:
        assert taken(desk, table(tmp_path / "t.csv", *values(count))).entries == count
    assert desk.verify(deep=True).is_sound
    return [statement for statement, _values in seen]


def test_many_rows_run_as_many_queries_as_few(tmp_path: Path) -> None:
    few, many = queries_of_import(tmp_path, 20), queries_of_import(tmp_path, 40)
    for found in (few, many):
        assert sum(statement.startswith("DELETE FROM record") for statement in found) == 1
        assert sum("INSERT INTO entry " in statement for statement in found) == 1
    assert len(many) == len(few)


def test_statements_of_one_act_share_their_queries(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    codes = [row.id for row in desk.page("owes:US", limit=50).rows]
    assert len(codes) > 1
    with recorded_queries(begins=True) as seen:
        done = desk.write(*(ReportStatus(commitment=code, status="limited", note="Begun.") for code in codes))
    assert len(done.hashes) == len(codes)
    once = ("SELECT COALESCE(MAX(lc)", "SELECT (SELECT MAX(entry_id) FROM record)", "BEGIN IMMEDIATE")
    assert [sum(statement.startswith(words) for statement, _values in seen) for words in once] == [1, 1, 1]
    assert desk.verify(deep=True).is_sound


def test_row_recognizes_an_equal_row_before_it(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    same = taken(desk, table(tmp_path / "same.csv", MEASUREMENT, *values(2), MEASUREMENT))
    assert [row.state for row in same.rows] == ["added", "added", "added", "unchanged"]
    again = [{**row, "series": "year-other"} for row in (*values(2), MEASUREMENT)]
    other = taken(desk, table(tmp_path / "other.csv", *again, {**again[0], "value": "9"}))
    assert [row.state for row in other.rows] == ["added", "added", "added", "refused"]
    assert [item.row for item in other.refusals] == [5]
    assert desk.verify(deep=True).is_sound


def test_refused_last_row_keeps_out_every_entry_and_file(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    (tmp_path / "minutes.txt").write_text("Read and agreed.", encoding="utf-8")
    file = {**EVIDENCE, "url": "", "file": "minutes.txt"}
    before = desk.history(limit=1).entries
    report = taken(desk, table(tmp_path / "t.csv", file, {**file, "title": "Others", "said_on": "2999-01-01"}))
    assert [row.state for row in report.rows] == ["added", "refused"]
    assert desk.history(limit=1).entries == before
    assert not list(evidence_folder(desk.path).glob("**/*"))
    assert taken(desk, table(tmp_path / "t.csv", file)).entries == 1
    assert len([path for path in evidence_folder(desk.path).glob("**/*") if path.is_file()]) == 1


def test_statement_sees_earlier_statements_of_the_same_table(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    later = {**STATUS, "status": "not_started", "said_on": "2024-06-06", "note": "Stopped."}
    report = taken(desk, table(tmp_path / "t.csv", STATUS, later, STATUS))
    assert [row.state for row in report.rows] == ["added", "added", "unchanged"]
    assert desk.commitment("FW-US-01").row.halves[0].status == "not_started"
