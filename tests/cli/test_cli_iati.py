"""The verb export iati: what it says in both languages, its exit status, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack.interchange.iati import elements
from cli_runner import Run, assert_refused


@pytest.mark.parametrize("language", ["en", "es"])
def test_file_is_written_and_what_does_not_fit_is_listed(
    run: Run, register: Path, tmp_path: Path, language: str
) -> None:
    assert register.is_file()
    out = tmp_path / "out.xml"
    done = run("export", "iati", str(out), "--lang", language)
    assert (done.status, done.err) == (0, "")
    assert elements.schema_errors(out.read_bytes()) == ()
    assert "UNREGISTERED-accordtrack" in done.out
    assert "FW-US-01" in done.out
    assert "cf-traced" in done.out
    first = out.read_bytes()
    again = run("export", "iati", str(out))
    assert again.status == 1
    assert "--force" in again.err
    assert out.read_bytes() == first
    assert run("export", "iati", str(out), "--force", "--lang", "es").status == 0
    assert out.read_bytes() == first, "the file is the same in whatever language it was asked for"


def test_json_and_csv_list_everything_that_was_left_out(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    out = tmp_path / "out.xml"
    words = ("export", "iati", str(out), "--force", "--as-of", "2025-01-01", "--known-on", "2025-02")
    told = json.loads(run(*words, "--format", "json").out)
    counts = {name: told[name] for name in ("activities", "commitments", "indicators", "results", "values")}
    assert counts == {"activities": 4, "commitments": 2, "indicators": 2, "results": 2, "values": 1}
    assert (told["as_of"], told["known_on"], told["audience"]) == ("2025-01-01", "2025-02-28", "public")
    assert (told["reporting_org"], told["registered"]) == ("UNREGISTERED-accordtrack", False)
    assert told["bytes"] == out.stat().st_size
    assert told["withheld"] > 0
    rows = run(*words, "--format", "csv").out.splitlines()
    assert rows[0] == "id,kind,record,reason_en,reason_es"
    assert len(rows) - 1 == len(told["not_carried"]) > 10
    shown = run(*words, "--plain").out
    assert shown.startswith("Written, and valid under the schema: ")
    assert f"{len(told['not_carried'])} items with no place in IATI:" in shown


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("out.xml", "--audience", "press"), 2, "Unknown --audience"),
        (("out.xml", "--audience", "side"), 2, "Which side is it for?"),
        (("out.json",), 2, "Name a file that ends in .xml."),
        (("out",), 2, "Name a file that ends in .xml."),
        (("there.xml",), 1, "A file already exists"),
        (("folder.xml",), 1, "is a folder"),
        (("no/where.xml",), 1, "cannot be written"),
        (("out.xml", "--as-of", "1999"), 1, "no commitment that these readers may read"),
        (("out.xml", "--as-of", "05/01/2026"), 2, "2026-01-05"),
        (("out.xml", "--reporting-org", ""), 2, "cannot be an organization identifier"),
        (("out.xml", "--reporting-org", "XM/DAC-1"), 2, "cannot be an organization identifier"),
        (("out.xml", "--reporting-org", "XM-DAC 1"), 2, "cannot be an organization identifier"),
        (("out.xml", "--reporting-org", f"A-{'1' * 120}"), 2, "cannot be an organization identifier"),
        (("out.xml", "--reporting-org", "A-\x1b[2J"), 2, "cannot be an organization identifier"),
        (("out.xml", "--reporting-org", "A-1", "--reporting-type", "12"), 2, "Unknown --reporting-type"),
        (("out.xml", "--reporting-org", "A-1", "--reporting-name", "a\nb"), 2, "name of the reporting organization"),
        (("out.xml", "--reporting-name", "An office"), 2, "Also give --reporting-org"),
    ],
)
def test_refused_export_leaves_no_file(
    run: Run,
    register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    assert register.is_file()
    monkeypatch.chdir(tmp_path)
    assert_refused(run, tmp_path, "xml", ("export", "iati", *words), status, said)


def test_reporting_organization_is_the_one_given(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    out = tmp_path / "out.xml"
    named = ("--reporting-org", "XM-DAC-41114", "--reporting-name", "An office <&>", "--reporting-type", "40")
    done = run("export", "iati", str(out), *named)
    assert done.status == 0
    assert "UNREGISTERED" not in done.out
    words = out.read_text(encoding="utf-8")
    assert '<reporting-org ref="XM-DAC-41114" type="40" secondary-reporter="true">' in words
    assert "An office &lt;&amp;&gt;" in words
    assert "UNREGISTERED" not in words
