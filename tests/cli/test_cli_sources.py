"""A source names who produced a figure that another body published, and the place in the text, wherever it is cited."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli_runner import Run
from registers import accept_everything

SOURCE = (
    "id=CDC-1",
    "publisher=Filter",
    "producer=CDC/NCHS",
    "title=Deaths by drug",
    "locator=table 2",
    "url=https://example.org/cdc",
    "copy=aggregator",
    "date=2026-05-01",
)
CREDIT = {"en": "CDC/NCHS, read in Filter", "es": "CDC/NCHS, leído en Filter"}
DAY = {"en": "May 1, 2026", "es": "1 may 2026"}


@pytest.fixture
def cited(run: Run, register: Path) -> str:
    """The id of a commitment of the small register that cites such a source."""
    assert register.is_file()
    assert run("add", "source", *SOURCE).status == 0
    done = run("amend", "FW-US-01", "sources=CDC-1", "--reason", "The figures.", "--handling", "TLP:CLEAR")
    assert done.status == 0, done.err
    accept_everything(register)
    return "FW-US-01"


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_credit_the_producer_first(run: Run, cited: str, language: str) -> None:
    page = " ".join(run("show", cited, "--lang", language).out.split())
    assert f"{CREDIT[language]}, table 2, {DAY[language]}" in page
    assert CREDIT[language] in " ".join(run("remind", cited, "--lang", language).out.split())


def test_json_has_producer_and_locator(run: Run, cited: str) -> None:
    source = next(one for one in json.loads(run("show", cited, "--format", "json").out)["commitment"]["cited_sources"])
    assert (source["publisher"], source["producer"], source["locator"]) == ("Filter", "CDC/NCHS", "table 2")


def test_documents_and_exports_have_producer_and_locator(run: Run, cited: str, tmp_path: Path) -> None:
    for name in ("card.md", "card.json", "iati.xml", "package"):
        verb = ("export", "iati") if name == "iati.xml" else ("export", "data") if name == "package" else ("scorecard",)
        done = run(*verb, str(tmp_path / name))
        assert done.status == 0, done.err
    assert run("site", str(tmp_path / "site"), "--without-downloads").status == 0
    for path in ("card-annexes.md", "card.json", "iati.xml", f"site/en/commitments/{cited}.html"):
        words = (tmp_path / path).read_text(encoding="utf-8")
        assert "CDC/NCHS" in words, path
        assert "table 2" in words, path
    rows = list(csv.DictReader((tmp_path / "package" / "sources.csv").open(encoding="utf-8")))
    assert [(row["producer"], row["locator"]) for row in rows if row["id"] == "CDC-1"] == [("CDC/NCHS", "table 2")]


def test_data_package_keeps_producer_and_locator(run: Run, cited: str, tmp_path: Path) -> None:
    assert cited
    assert run("export", "data", str(tmp_path / "package")).status == 0
    again = tmp_path / "again.db"
    assert run("init", "--db", str(again), "--data", str(tmp_path / "package")).status == 0
    assert "CDC/NCHS" in run("show", "FW-US-01", "--db", str(again)).out


def test_entry_without_producer_and_locator_keeps_its_bytes(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("add", "source", *(one for one in SOURCE if not one.startswith(("producer", "locator")))).status == 0
    entry = json.loads(run("history", "--kind", "source.add", "--limit", "1", "--format", "json").out)["rows"][0]
    assert {"producer", "locator"} & entry["body"].keys() == set()
    assert "Nothing is wrong." in run("verify", "--deep").out
