"""The verbs import and export: what they say in both languages, their exit status, and what they leave alone."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from accordtrack.interchange.columns import FORMS, normalize_heading
from accordtrack.interchange.table_files import read_tables
from cli_runner import Run

GOOD_LINES = ["compromiso,situación,declarado_el,nota", "FW-US-01,avance limitado,2024-05-05,Begun."]
WRONG_LINES = [*GOOD_LINES, "FW-US-01,limited,05/01/2026,Nota"]


def table(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(path)


def test_table_is_previewed_imported_recognized_and_undone(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    file = table(tmp_path / "t.csv", GOOD_LINES)
    tried = run("import", file, "--dry-run")
    assert (tried.status, tried.err) == (0, "")
    assert "1 row to add, 0 unchanged, 0 refused." in tried.out
    assert "Nothing was written." in tried.out
    written = run("import", file)
    assert written.status == 0
    assert "Written: 1 entry." in written.out
    assert "0 rows to add, 1 unchanged, 0 refused." in run("import", file).out
    assert run("undo").status == 0
    assert "1 row to add" in run("import", file, "--dry-run").out


def test_what_holds_for_all_rows_is_said_once(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    file = table(tmp_path / "t.csv", [*GOOD_LINES, "FW-US-01,avance limitado,2024-06-05,Going on."])
    assert run("import", file, "--dry-run").out.count("Provenance: United States") == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_refused_row_names_its_cell_and_nothing_is_written(
    run: Run, register: Path, tmp_path: Path, language: str
) -> None:
    before = register.read_bytes()
    done = run("import", table(tmp_path / "t.csv", WRONG_LINES), "--lang", language)
    assert done.status == 1
    said = " ".join(done.out.split())
    assert re.search(r"3,? .{0,12}declarado_el, .05/01/2026.", said)
    assert "2026-01-05" in said
    assert "2026-05-01" in said
    assert register.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "es"])
def test_template_has_every_column_choice_lists_and_no_rows(
    run: Run, register: Path, tmp_path: Path, language: str
) -> None:
    assert register.is_file()
    out = tmp_path / "t.xlsx"
    assert run("import", "--template", str(out), "--lang", language).status == 0
    found = {one.name: one for one in read_tables(out) if one.headings}
    assert [*found] == [form.es if language == "es" else form.en for form in FORMS.values()]
    for form in FORMS.values():
        headings = found[form.es if language == "es" else form.en].headings
        assert [form.column(heading) for heading in headings] == list(form.columns)
        assert [normalize_heading(heading) for heading in headings] == [
            column.headings()[language == "es"] for column in form.columns
        ]
    book = CalamineWorkbook.from_path(out)
    lists = [value for row in book.get_sheet_by_index(5).to_python() for value in row]
    assert {"FW-US-01", "JS-2021", "ATF", "guns-traced"} <= set(lists)
    assert len(book.get_sheet_by_index(0).to_python()) > sum(len(form.columns) for form in FORMS.values())
    tried = run("import", str(out), "--dry-run", "--format", "json")
    assert (tried.status, json.loads(tried.out)["rows"]) == (0, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the file to import"),
        (("nowhere.csv",), "File not found"),
        (("t.csv", "--template", "x.csv"), "imports no file"),
        (("--template", "x.csv"), "A CSV file holds one table"),
        (("--template", "x.txt"), "neither CSV nor XLSX"),
        (("--template", "x.csv", "--kind", "status"), "Unknown --kind"),
        (("--template", "no/where.xlsx"), "cannot be written"),
        (("--template", "there.csv", "--kind", "statuses"), "A file already exists"),
    ],
)
def test_refused_import_leaves_no_file(
    run: Run, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    assert register.is_file()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = run("import", *words)
    assert done.status in {1, 2}
    assert said in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("language", ["en", "es"])
def test_data_package_lists_what_it_leaves_out_and_makes_a_register(
    run: Run, register: Path, tmp_path: Path, language: str
) -> None:
    assert register.is_file()
    run("note", "FW-US-01", "A note.", "--handling", "TLP:CLEAR")
    out = tmp_path / "package"
    done = run("export", "data", str(out), "--lang", language)
    assert (done.status, done.err) == (0, "")
    assert {"en": "(note)", "es": "(nota)"}[language] in done.out
    assert str(out.name) in done.out
    assert run("data", "check", str(out)).status == 0
    assert run("export", "data", str(out)).status == 1
    assert run("export", "data", str(out), "--force").status == 0
    assert run("init", "--data", str(out), "--db", str(tmp_path / "new.db")).status == 0


def test_exported_history_matches_the_printed_history(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    out = tmp_path / "h.csv"
    assert run("export", "history", str(out), "--audience", "side", "--side", "US").status == 0
    with out.open(encoding="utf-8", newline="") as opened:
        told = list(csv.DictReader(opened))
    printed = [json.loads(line)["row"] for line in run("history", "--format", "ndjson").out.splitlines()]
    assert [row["id"] for row in told] == [row["id"] for row in printed]
    lines = tmp_path / "h.ndjson"
    assert run("export", "history", str(lines)).status == 0
    assert all(json.loads(line)["row"]["handling"] == "TLP:CLEAR" for line in lines.read_text("utf-8").splitlines())
    assert "does not indicate a format" in run("export", "history", str(tmp_path / "h.txt")).err
    assert "A file already exists" in run("export", "history", str(out)).err
    assert run("export", "history", str(out), "--audience", "press", "--force").status == 2


def test_a_package_separates_what_it_has_no_place_for_from_what_is_withheld(
    run: Run, register: Path, tmp_path: Path
) -> None:
    assert register.is_file()
    for mark in ("TLP:CLEAR", "TLP:AMBER"):
        place = f"places={'US-CA' if mark == 'TLP:CLEAR' else 'US-AZ'}"
        assert run("amend", "FW-US-01", place, "--reason", "Where.", "--handling", mark).status == 0
    said = " ".join(run("export", "data", str(tmp_path / "package")).out.split())
    assert "1 item that these readers may read was changed or not included, for the reason given." in said
    assert "4 entries that are not public are left out." in said  # Three of the folder, and the amendment.


def test_row_of_a_completed_status_without_evidence_says_so(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    file = table(tmp_path / "t.csv", [*GOOD_LINES, "FW-US-01,cumplido,2024-06-05,Done."])
    said = run("import", file, "--dry-run").out
    assert "Row 3: flagged and counted as statement only: completed without evidence" in said


def test_row_that_starts_a_series_says_so(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    rows = [f"guns-traced,{name},2025-01-01,2025-12-31,33,ATF-2023,2026-05-01" for name in ("year-atf", "brandnew")]
    file = table(tmp_path / "m.csv", ["indicator,series,period_start,period_end,value,source,published_on", *rows])
    said = run("import", file, "--dry-run").out
    assert "Row 3: starts a new series: brandnew" in said
    assert "Row 2" not in said
    assert "Fila 3: inicia una serie nueva: brandnew" in run("import", file, "--dry-run", "--lang", "es").out
