"""The verb scorecard: a file by its ending, over no other, and the check of one that was sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack.documents import FORMATS
from cli_runner import Run


@pytest.mark.sweep
@pytest.mark.parametrize("form", list(FORMATS))
def test_file_ending_sets_the_format_and_an_existing_file_is_kept(
    run: Run, tmp_path: Path, register: Path, form: str
) -> None:
    assert register.is_file()
    out = tmp_path / f"card.{form}"
    done = run("scorecard", str(out))
    assert (done.status, done.err) == (0, "")
    before = out.read_bytes()
    assert len(before) > 400
    again = run("scorecard", str(out))
    assert again.status == 1
    assert "--force replaces it" in again.err
    assert out.read_bytes() == before
    assert run("scorecard", str(out), "--force", "--audience", "parties").status == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".card")] == []


def test_check_compares_a_scorecard_with_the_register(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    out = tmp_path / "card.json"
    run("scorecard", str(out), "--since", "2025-01-01")
    same = run("scorecard", "--check", str(out))
    assert (same.status, same.out.splitlines()) == (
        0,
        [
            "The same: the register says what this scorecard says.",
            "The register continues from the checkpoint of this scorecard.",
        ],
    )
    told = json.loads(out.read_text(encoding="utf-8"))
    told["data"]["overall"]["n"] += 1
    out.write_text(json.dumps(told), encoding="utf-8")
    other = run("scorecard", "--check", str(out))
    assert other.status == 1
    assert "data.overall.n: file says" in other.out
    machine = json.loads(run("scorecard", "--check", str(out), "--format", "json").out)
    assert (machine["same"], [row["place"] for row in machine["differences"]]) == (False, ["data.overall.n"])


def test_check_reports_a_rewritten_log(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    out = tmp_path / "card.json"
    run("scorecard", str(out))
    told = json.loads(out.read_text(encoding="utf-8"))
    told["checkpoint"]["feeds"][0]["entries"] += 7
    out.write_text(json.dumps(told), encoding="utf-8")
    other = run("scorecard", "--check", str(out))
    assert other.status == 1
    assert other.out == "The same: the register says what this scorecard says.\n"
    assert "The register was cut, or a copy of it continued" in other.err
    machine = json.loads(run("scorecard", "--check", str(out), "--format", "json").out)
    assert (machine["same"], machine["extends"], len(machine["problems"])) == (True, False, 1)


def test_check_fails_after_the_register_changes(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    out = tmp_path / "card.json"
    run("scorecard", str(out), "--audience", "parties")
    assert run("update", "FW-MX-01", "substantial", "--desk", "mx-1", "--note", "Half of it.").status == 0
    assert run("scorecard", "--check", str(out)).status == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("card",), "does not indicate a format"),
        (("card.doc",), "docx"),
        (("card.xlsx", "--brief"), "No brief is available as xlsx"),
        (("card.html", "--audience", "press"), "did you mean parties?"),
        (("card.html", "--audience", "side"), "Which side is it for?"),
        (("nowhere/card.html",), "cannot be written"),
        ((), "Name the file to write"),
        (("--check", "nowhere.json"), "cannot be read as a scorecard"),
        (("card.json", "--check", "card.json"), "--check writes no file"),
        (("card.html", "--since", "soon"), "soon"),
    ],
)
def test_refused_scorecard_leaves_no_file(
    run: Run, tmp_path: Path, register: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    assert register.is_file()
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    done = run("scorecard", *words)
    assert done.status in {1, 2}
    assert said in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "nonsense", '{"type": "scorecard"}', '{"type": "scorecard", "asked": {}}', "[" * 100_000]
)
def test_check_refuses_a_file_that_is_no_scorecard(run: Run, tmp_path: Path, register: Path, text: str) -> None:
    assert register.is_file()
    odd = tmp_path / "odd.json"
    odd.write_text(text, encoding="utf-8")
    done = run("scorecard", "--check", str(odd))
    assert done.status == 1
    assert "scorecard" in done.err


def test_a_document_and_its_annexes_are_two_files_and_neither_is_overwritten(
    run: Run, tmp_path: Path, register: Path
) -> None:
    assert register.is_file()
    done = run("scorecard", str(tmp_path / "card.md"))
    assert done.status == 0
    assert {path.name for path in tmp_path.glob("card*")} == {"card.md", "card-annexes.md"}
    assert done.out.count("Written:") == 2
    (tmp_path / "card.md").unlink()
    again = run("scorecard", str(tmp_path / "card.md"))
    assert again.status == 1
    assert "card-annexes.md" in again.err
    assert not (tmp_path / "card.md").exists()


def test_a_filter_makes_a_scorecard_of_what_it_finds(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    out = tmp_path / "card.json"
    assert run("scorecard", str(out), "theme:firearms", "side:US").status == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["asked"]["part"] == "theme:firearms side:US"
    assert told["headline"][0][0].startswith("This document covers only Firearms, side:US: 1 of ")
    assert run("scorecard", "--check", str(out)).status == 0
    refused = run("scorecard", str(tmp_path / "none.md"), "waits:US")
    assert refused.status == 2
    assert "waits cannot limit a scorecard" in refused.err
    assert not (tmp_path / "none.md").exists()


def test_tarjeta_is_in_spanish_whatever_the_language(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    assert run("scorecard", str(tmp_path / "nota.md"), "--tarjeta", "--lang", "en").status == 0
    assert "## Planteamientos" in (tmp_path / "nota.md").read_text(encoding="utf-8")
    both = run("scorecard", str(tmp_path / "two.md"), "--tarjeta", "--brief")
    assert (both.status, (tmp_path / "two.md").exists()) == (2, False)


def test_a_saved_filter_makes_a_scorecard_and_more_words_narrow_it(run: Run, tmp_path: Path, register: Path) -> None:
    assert register.is_file()
    save = ("list", "--save-as", "guns of ours")
    assert run(*save, "theme:health").status == 0
    assert "or replace it" in run(*save, "theme:firearms").err
    assert run(*save, "theme:firearms", "--replace").status == 0
    out = tmp_path / "card.json"
    assert run("scorecard", str(out), "side:US", "--saved", "guns of ours").status == 0
    assert json.loads(out.read_text(encoding="utf-8"))["asked"]["part"] == "theme:firearms side:US"
    unknown = run("scorecard", str(tmp_path / "none.md"), "--saved", "guns")
    assert (unknown.status, (tmp_path / "none.md").exists()) == (2, False)


def test_publisher_is_named_at_the_end_of_each_document_and_in_the_check(
    run: Run, tmp_path: Path, register: Path
) -> None:
    assert register.is_file()
    publisher = ("--publisher", "Instituto de las Fronteras")
    assert run("scorecard", str(tmp_path / "card.md"), *publisher).status == 0
    assert run("scorecard", str(tmp_path / "brief.md"), "--brief", *publisher).status == 0
    for name in ("card.md", "card-annexes.md", "brief.md"):
        end = (tmp_path / name).read_text(encoding="utf-8").rstrip().splitlines()[-1]
        assert end.startswith("Published by Instituto de las Fronteras. Maintained by"), name
    out = tmp_path / "card.json"
    assert run("scorecard", str(out), *publisher).status == 0
    assert run("scorecard", "--check", str(out)).status == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["asked"]["publisher"] == "Instituto de las Fronteras"
    refused = run("scorecard", str(tmp_path / "none.md"), "--publisher", "two\nlines")
    assert (refused.status, (tmp_path / "none.md").exists()) == (1, False)
    assert "The name of the publisher cannot be shown" in refused.err
