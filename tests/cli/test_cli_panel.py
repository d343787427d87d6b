"""The verbs ``panel``: the answer first, a release added from a file, and cells that a side disputes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from cli_runner import Run
from folders import FILES, PANEL, change, make_folder
from registers import TODAY
from shipped_scores import shipped_register

RELEASE = "homicides|2025-03-20|SSPC-2024"
ADD = (
    *("panel", "add", "--series", "homicides", "--released-on", "2025-04-20", "--class", "revised"),
    *("--source", "SSPC-2024"),
)


@pytest.fixture
def register(tmp_path: Path, home: Path) -> Path:
    assert home.is_dir()
    path = tmp_path / "own.db"
    data = make_folder(tmp_path / "data", {**FILES, **PANEL})
    service.create_register(
        path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY
    ).close()
    return path


def test_shipped_series_are_listed_with_the_answer_first(run: Run, tmp_path: Path) -> None:
    made = ("--db", str(shipped_register(tmp_path)))
    page = run("panel", *made).out
    assert page.startswith("50 series with 215 releases are held; the newest is of Sep 30, 2026")
    assert run("panel", *made, "--lang", "es").out.startswith("Hay 50 series con 215 publicaciones; la más reciente es")
    rows = json.loads(run("panel", *made, "--format", "json").out)["rows"]
    (homicides,) = (row for row in rows if row["id"] == "sesnsp-victims-homicidio-doloso")
    assert (homicides["newest"], homicides["releases"], homicides["copy"]) == ("2025-07-20", 18, "mirror")


def test_register_without_a_panel_says_so(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    made = ("--db", str(tmp_path / "bare.db"))
    assert run("init", "--data", str(make_folder(tmp_path / "data")), *made).status == 0
    assert run("panel", *made).out.startswith("No release of panel data is held here.")


def test_release_is_previewed_then_written_and_waits(run: Run, register: Path, tmp_path: Path) -> None:
    made = ("--db", str(register))
    file = tmp_path / "new.csv"
    file.write_text("place,period_start,period_end,value\nMX-SIN,2025-01-01,2025-01-31,72\n", encoding="utf-8")
    preview = run(*ADD, str(file), *made, "--dry-run")
    assert preview.status == 0
    told = " ".join(preview.out.split())
    assert "replaces MX-SIN, 2025-01-01: 70 becomes 72 (release of 2025-03-20, SSPC-2024)" in told
    assert "Waits for Mexico." in told
    assert "Nothing was written." in told
    assert run("panel", "show", "homicides", *made).out.startswith("victims of homicide: 1 release")
    done = json.loads(run(*ADD, str(file), *made, "--format", "json").out)
    assert run("panel", "show", "homicides", *made).out.startswith("victims of homicide: 1 release")
    assert run("concur", done["hashes"][0], "--desk", "mx-1", *made).status == 0
    assert "2 releases, the newest of 2025-04-20." in " ".join(run("panel", "show", "homicides", *made).out.split())


def test_series_without_a_release_says_how_many_wait(run: Run, tmp_path: Path, home: Path) -> None:
    path, file = tmp_path / "own.db", tmp_path / "new.csv"
    files = {name: text for name, text in PANEL.items() if name != "panel/one.csv"}
    files["panel/releases.csv"] = "".join(
        line for line in files["panel/releases.csv"].splitlines(keepends=True) if not line.startswith("homicides")
    )
    data = make_folder(tmp_path / "data", {**FILES, **files})
    service.create_register(
        path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY
    ).close()
    shown = ("panel", "show", "homicides", "--db", str(path))
    assert run(*shown).out.startswith("victims of homicide: no release yet; 0 releases wait.")
    file.write_text("place,period_start,period_end,value\nMX-SIN,2025-01-01,2025-01-31,72\n", encoding="utf-8")
    assert run(*ADD, str(file), "--db", str(path), "--desk", "us-1").status == 0
    assert run(*shown).out.startswith("victims of homicide: no release yet; 1 release waits.")
    spanish = run(*shown, "--lang", "es").out
    assert spanish.startswith("víctimas de homicidio: aún sin publicación; 1 publicación en espera.")
    assert home.is_dir()


def test_plan_of_accepting_a_release_shows_the_cells_that_it_changes(run: Run, register: Path, tmp_path: Path) -> None:
    made = ("--db", str(register))
    file = tmp_path / "new.csv"
    file.write_text("place,period_start,period_end,value\nMX-SIN,2025-01-01,2025-01-31,9999\n", encoding="utf-8")
    assert run(*ADD, str(file), *made, "--desk", "us-1").status == 0
    plan = " ".join(run("concur", "us-1-2", *made, "--desk", "mx-1", "--dry-run").out.split())
    assert "becomes 9999 (release of" in plan
    other = tmp_path / "true.csv"
    other.write_text(file.read_text(encoding="utf-8").replace("9999", "70"), encoding="utf-8")
    added = run(*ADD, str(other), *made, "--desk", "mx-1")
    assert (added.status, added.err) == (0, ""), (
        "what waits in the name of a source keeps nobody from adding its release"
    )


def test_list_of_what_waits_shows_the_cells_of_a_release(run: Run, register: Path, tmp_path: Path) -> None:
    made = ("--db", str(register))
    file = tmp_path / "new.csv"
    rows = ("MX-SIN,2025-01-01,2025-01-31,9999", "MX-SIN,2025-03-01,2025-03-31,5")
    file.write_text("\n".join(("place,period_start,period_end,value", *rows, "")), encoding="utf-8")
    assert run(*ADD, str(file), *made, "--desk", "us-1").status == 0
    listed = " ".join(run("pending", *made, "--desk", "mx-1").out.split())
    assert "replaces MX-SIN, Jan 1, 2025: 70 becomes 9999 (release of Mar 20, 2025, SSPC-2024)" in listed
    assert "new MX-SIN, Mar 1, 2025: 5" in listed
    (act,) = json.loads(run("pending", *made, "--desk", "mx-1", "--format", "json").out)["rows"]
    assert act["entries"][0]["cells"][0]["es"].startswith("reemplaza   MX-SIN, 2025-01-01: 70 pasa a 9999")
    assert run("concur", "--filter", "homicides", *made, "--desk", "mx-1", "--dry-run").out.count("becomes 9999") == 1


def test_faulty_file_is_refused_with_its_lines(run: Run, register: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    rows = ("MX-SIN,2025-01-01,2025-01-31,-7", "Sinaloa,2025-01-01,2025-01-31,7")
    file.write_text("\n".join(["place,period_start,period_end,value", *rows, ""]), encoding="utf-8")
    ran = run(*ADD, str(file), "--db", str(register))
    assert ran.status == 1
    assert "new.csv:2" in ran.err
    assert 'new.csv:3: Unknown place "Sinaloa"' in " ".join(ran.err.split())


def test_disputed_cells_are_told_wherever_the_release_is_shown(run: Run, register: Path) -> None:
    made = ("--db", str(register))
    cells = ("--cell", "MX-SIN:2025-01=72", "--cell", "MX-JAL:2025-01")
    ran = run("dispute", RELEASE, "--desk", "mx-1", "--reason", "Late.", *cells, *made)
    assert ran.status == 0, ran.err
    told = (
        "Mexico disputes 2 cells of the release of 2025-03-20 (victims of homicide): Sinaloa 2025-01 (proposes 72); "
        "Jalisco 2025-01."
    )
    for words in (("panel",), ("panel", "show", "homicides")):
        assert told in " ".join(run(*words, *made).out.split())
    assert "México discrepa de 2 celdas" in " ".join(run("panel", *made, "--lang", "es").out.split())


def test_event_tells_disputed_cells_of_the_releases_behind_it(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    folder, registered = make_folder(tmp_path / "data", {**FILES, **PANEL}), "sesnsp-victims-homicidio-doloso"
    for name, old in (("series.yaml", "id: homicides"), ("releases.csv", "homicides,")):
        change(folder, f"panel/{name}", old, old.replace("homicides", registered))
    event = (
        "- id: ev-takedown\n  date: '2023-06-15'\n  kind: takedown\n  title: {en: An arrest, es: Una detención}\n"
        "  themes: [firearms]\n  place: MX-SIN\n  sources: [SSPC-2024]\n"
    )
    change(folder, "events.yaml", "- id: ev-meeting", f"{event}- id: ev-meeting")
    path = tmp_path / "after.db"
    made = ("--db", str(path))
    service.create_register(
        path, data=folder, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY
    ).close()
    release = f"{registered}|2025-03-20|SSPC-2024"
    ran = run("dispute", release, "--desk", "mx-1", "--reason", "Late.", "--cell", "MX-SIN:2025-01", *made)
    assert ran.status == 0, ran.err
    page = " ".join(run("events", "ev-takedown", *made).out.split())
    assert "Mexico disputes one cell of the release of Mar 20, 2025" in page
    assert "Method AT-2.0.0 of comparisons before and after an event" in page
    (cell,) = json.loads(run("events", "ev-takedown", *made, "--format", "json").out)["disputed"]
    assert (cell["release"], cell["speaker"], cell["place"]) == (release, "MX", "MX-SIN")
    assert "Method AT-2.0.0" in run("events", *made).out
