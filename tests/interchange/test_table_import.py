"""Tables taken in through the door of every other entry: tried first, whole or not at all, and the second time nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core import settings
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, using_language
from accordtrack.ledger.kinds import MEASUREMENT as MEASURED
from accordtrack.projection import record_lookup
from accordtrack.types import ImportReport
from interchange.tables import COMMITMENT, EVIDENCE, MEASUREMENT, ROWS, STATUS, table, taken
from registers import accept_everything, small_desk
from workbooks import workbook


def refusal_rows(report: ImportReport) -> list[tuple[int, str, str, str]]:
    with using_language("en"):
        return [(item.row, item.column, item.value, explain(item.problem)) for item in report.refusals]


@pytest.mark.parametrize("kind", ROWS)
def test_row_of_each_table_is_tried_written_and_recognized(tmp_path: Path, kind: str) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", ROWS[kind])
    tried = taken(desk, path, dry_run=True)
    assert [(row.kind, row.row, row.state) for row in tried.rows] == [(kind, 2, "added")]
    assert tried.act == ""
    written = taken(desk, path)
    assert written.count("added") == len(written.ids) == 1
    again = taken(desk, path)
    assert (again.count("unchanged"), again.entries, again.act) == (1, 0, "")
    assert desk.verify(deep=True).is_sound


def test_all_rows_are_one_act_that_undo_takes_back(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    rows: dict[str, list[list[Any]]] = {
        "Statuses": [list(STATUS), list(STATUS.values()), ["FW-JT-01", "limited", "2025-02-02", "Counting."]],
        "Compromisos": [list(COMMITMENT), list(COMMITMENT.values())],
        "Mediciones": [
            ["indicador", "serie", "periodo desde", "periodo hasta", "valor", "publicado el", "fuente"],
            ["guns-traced", "year-atf", date(2024, 1, 1), date(2024, 12, 31), 51.5, date(2025, 5, 31), "ATF-2023"],
        ],
    }
    path = workbook(tmp_path / "all.xlsx", rows)
    report = taken(desk, path)
    assert [row.kind for row in report.rows] == ["commitments", "measurements", "statuses", "statuses"]
    assert {entry.act for entry in desk.history(limit=4).entries} == {report.act}
    assert desk.commitment("FW-JT-01").row.halves[0].status == "limited"
    assert taken(desk, path).count("unchanged") == 4
    assert len(desk.last_act()) == 4


def test_one_refused_row_keeps_out_all_rows(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    (tmp_path / "acta.pdf").write_bytes(b"signed")
    good = {**EVIDENCE, "url": "", "file": "acta.pdf"}
    path = table(
        tmp_path / "t.csv", good, {**EVIDENCE, "said_on": "05/01/2024"}, {**EVIDENCE, "commitment": "FW-US-99"}
    )
    report = taken(desk, path)
    assert [row.state for row in report.rows] == ["added", "refused", "refused"]
    assert [(row, column, value) for row, column, value, _words in refusal_rows(report)] == [
        (3, "said_on", "05/01/2024"),
        (4, "commitment", "FW-US-99"),
    ]
    assert not list(tmp_path.glob("*.evidence/*/*")), "no file is kept for a row that is not written"
    assert taken(desk, table(tmp_path / "t.csv", good)).count("added") == 1
    assert len(list(tmp_path.glob("*.evidence/*/*"))) == 1


@pytest.mark.parametrize(
    ("kind", "change", "column", "words"),
    [
        ("statuses", {"status": "nearly"}, "status", "Unknown status"),
        ("statuses", {"status": ""}, "status", "The cell is empty"),
        ("statuses", {"said_on": "2999-01-01"}, "said_on", "is in the future"),
        ("statuses", {"status": "reversed", "note": ""}, "", "A reason is required"),
        ("statuses", {"sources": "NOPE"}, "sources", 'No source "NOPE"'),
        ("statuses", {"body": "NOPE"}, "body", 'No body "NOPE"'),
        ("statuses", {"half": "MX"}, "", "is not responsible for any part of this commitment"),
        ("statuses", {"speaker": "MX"}, "", ""),
        ("statuses", {"handling": "TLP:PINK"}, "handling", "Unknown"),
        ("statuses", {"evidence": "../acta.pdf"}, "", "is outside the table's folder"),
        ("evidence", {"url": ""}, "", "an address or a file"),
        ("evidence", {"url": "acta"}, "url", "is not a web address"),
        ("evidence", {"url": "", "file": "/etc/passwd"}, "file", "is outside the table's folder"),
        ("evidence", {"url": "", "file": "register.db.keys/us-1.pem"}, "file", "belongs to the register itself"),
        ("evidence", {"url": "", "file": "register.db"}, "file", "belongs to the register itself"),
        ("evidence", {"url": "", "file": "nothing.pdf"}, "", "File not found"),
        ("evidence", {"supports": "st-nope"}, "supports", "No statement st-nope"),
        ("measurements", {"value": "1,234"}, "value", "may mean two numbers"),
        ("measurements", {"value": ""}, "", "A value is missing"),
        ("measurements", {"indicator": "guns-tracd"}, "indicator", "did you mean guns-traced"),
        ("measurements", {"period_end": "2023-01-01"}, "", "ends before it starts"),
        ("commitments", {"id": "fw-us-01"}, "", "already"),
        ("commitments", {"id": "has space"}, "id", "cannot be an id"),
        ("commitments", {"framework": "NOPE"}, "framework", 'No framework "NOPE"'),
        ("commitments", {"share_us": "0.5"}, "", "Only a joint commitment can have shares"),
        ("commitments", {"sources": ""}, "sources", "The cell is empty"),
    ],
)
def test_refusal_names_its_cell_and_gives_advice(
    tmp_path: Path, kind: str, change: dict[str, str], column: str, words: str
) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", {**ROWS[kind], **change})
    report = taken(desk, path, kind)
    assert [row.state for row in report.rows] == ["refused"]
    found = refusal_rows(report)
    assert found
    assert found[0][0] == 2
    assert not column or found[0][1] == column, found
    assert words in found[0][3]
    with using_language("es"):
        assert all(explain(item.problem) for item in report.refusals)


def test_row_that_differs_from_the_register_is_refused_by_field(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    for kind, change in (
        ("statuses", {"basis": "reading"}),
        ("evidence", {"grade": "documented"}),
        ("measurements", {"value": "99"}),
        ("commitments", {"title_en": "Another title"}),
    ):
        assert taken(desk, table(tmp_path / "a.csv", ROWS[kind])).count("added") == 1
        report = taken(desk, table(tmp_path / "b.csv", {**ROWS[kind], **change}), kind)
        assert [(row.state) for row in report.rows] == ["refused"]
        assert "is already recorded with a different value for: " in refusal_rows(report)[0][3]
        assert refusal_rows(report)[0][1] == next(iter(change)), kind


def states(report: ImportReport) -> list[str]:
    return [row.state for row in report.rows]


def test_rows_of_a_table_are_in_order(tmp_path: Path) -> None:
    """A status that returns to an earlier one on the same day is written; the same file again writes nothing."""
    desk = small_desk(tmp_path)
    back = {**STATUS, "status": "not_started", "note": "Stopped."}
    path = table(tmp_path / "a.csv", STATUS, back, STATUS)
    assert states(taken(desk, path)) == ["added"] * 3
    assert desk.commitment("FW-US-01").row.halves[0].status == "limited"
    assert states(taken(desk, path)) == ["unchanged"] * 3
    longer = table(tmp_path / "b.csv", STATUS, back, STATUS, STATUS, back)
    assert states(taken(desk, longer)) == [*["unchanged"] * 4, "added"]
    assert desk.commitment("FW-US-01").row.halves[0].status == "not_started"
    assert states(taken(desk, path)) == ["unchanged"] * 3, "an earlier file again says nothing new"
    between = table(tmp_path / "c.csv", STATUS, {**back, "said_on": "2024-05-04"}, back)
    assert states(taken(desk, between)) == ["unchanged", "added", "unchanged"], (
        "rows of other days are not in its order"
    )


def test_same_status_with_another_note_is_a_further_statement(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    taken(desk, table(tmp_path / "a.csv", STATUS))
    path = table(tmp_path / "b.csv", STATUS, {**STATUS, "note": "Two offices of five."})
    assert states(taken(desk, path)) == ["unchanged", "added"]
    assert states(taken(desk, path)) == ["unchanged", "unchanged"]


@pytest.mark.parametrize("kind", ["statuses", "evidence"])
def test_row_that_waits_for_the_other_side_is_recognized(tmp_path: Path, kind: str) -> None:
    desk = small_desk(tmp_path)
    row = {**ROWS[kind], "speaker": "MX", "commitment": "FW-MX-01", "sources": "JS-2021"}
    path = table(tmp_path / "a.csv", row)
    assert states(taken(desk, path)) == ["added"]
    assert desk.pending("MX")
    assert states(taken(desk, path)) == ["unchanged"]


def test_amended_commitment_matches_its_first_and_its_current_values(tmp_path: Path) -> None:
    from accordtrack.types.intents import Amend  # noqa: PLC0415

    desk = small_desk(tmp_path)
    first = table(tmp_path / "a.csv", {**COMMITMENT, "due_on": "2026-01-01"})
    taken(desk, first)
    assert taken(desk, first).count("unchanged") == 1, "also while it waits for the other side"
    accept_everything(desk.path)
    desk.write(Amend(record="FW-US-07", fields={"due_on": "2027-01-01"}, reason="Later."))
    accept_everything(desk.path)
    assert taken(desk, first).count("unchanged") == 1
    second = table(tmp_path / "b.csv", {**COMMITMENT, "due_on": "2027-01-01"})
    assert taken(desk, second).count("unchanged") == 1


def test_observer_desk_must_name_the_speaker(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "obs-1")
    report = taken(desk, table(tmp_path / "t.csv", STATUS))
    assert "Whose words are these?" in refusal_rows(report)[0][3]
    named = {**STATUS, "speaker": "Estados Unidos", "sources": "JS-2021"}
    assert taken(desk, table(tmp_path / "t.csv", named)).count("added") == 1
    assert desk.history("FW-US-01", limit=1).entries[0].official is False


def test_uncleared_statement_is_refused_when_clearance_is_required(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = small_desk(tmp_path)
    monkeypatch.setenv("ACCORDTRACK_CLEARANCE", "required")
    settings.settings.cache_clear()
    try:
        report = taken(desk, table(tmp_path / "t.csv", STATUS))
        assert "An office must clear these words first" in refusal_rows(report)[0][3]
        cleared = {**STATUS, "cleared_by": "Office", "clearance_ref": "7"}
        assert taken(desk, table(tmp_path / "t.csv", cleared)).count("added") == 1
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()


def test_duplicate_row_is_written_once(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    report = taken(desk, table(tmp_path / "t.csv", MEASUREMENT, MEASUREMENT))
    assert [row.state for row in report.rows] == ["added", "unchanged"]


def test_numerator_and_denominator_may_replace_the_value(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    parts = {**MEASUREMENT, "value": "", "numerator": "60", "denominator": "120", "qualifier": "about"}
    assert taken(desk, table(tmp_path / "t.csv", parts)).count("added") == 1
    with desk._db.reading() as connection:
        name = "guns-traced|year-atf|2024-01-01|2024-12-31|US|2025-05-31|ATF-2023"
        (held,) = record_lookup.records(connection, MEASURED, [name], proposed=True).values()
    assert (held.value, held.numerator, held.denominator, held.qualifier) == (None, "60", "120", "about")


def test_import_without_a_key_is_refused(tmp_path: Path) -> None:
    from accordtrack import service as front  # noqa: PLC0415
    from registers import TODAY, small_register  # noqa: PLC0415

    path = small_register(tmp_path)
    for key in (tmp_path / "register.db.keys").iterdir():
        key.unlink()
    desk = front.open_register(path, today=TODAY)
    with pytest.raises(Refused, match="No key of this register"):
        desk.import_table(table(tmp_path / "t.csv", STATUS))
