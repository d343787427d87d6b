"""The PDF of the shipped register in both languages: what holds of a sample holds of the real thing."""

from __future__ import annotations

from collections import Counter
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pdfua
import pikepdf
import pytest

from accordtrack.scorecard.asked import Asked
from accordtrack.scorecard.pdf import render
from accordtrack.scorecard.value import Chart, Scorecard, Table
from scorecard import pdftext
from shippedscores import TODAY, shipped_desk

if TYPE_CHECKING:
    from pathlib import Path

both = pytest.mark.parametrize("language", ["en", "es"])


@cache
def card(language: str) -> Scorecard:
    return shipped_desk().scorecard(Asked(TODAY, TODAY, "public", language, since="2026-01-01"))


@cache
def made(language: str) -> bytes:
    return render(card(language))


@both
def test_no_rule_of_the_checker_finds_anything(language: str, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    file.write_bytes(made(language))
    assert [finding.to_dict() for finding in pdfua.validate(str(file)).findings] == []


@both
def test_every_table_has_its_header_cells_and_every_chart_its_words(language: str) -> None:
    blocks = [block for section in card(language).sections for block in section.blocks]
    with pikepdf.open(BytesIO(made(language))) as document:
        elements = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
        found = Counter(str(element.S) for element in elements)
        alts = sorted(str(element.Alt) for element in elements if element.S == "/Figure")
    assert found["/TH"] == sum(len(block.columns) for block in blocks if isinstance(block, Table))
    assert alts == sorted(block.alt for block in blocks if isinstance(block, Chart))


@both
def test_every_list_that_a_sentence_opens_is_there(language: str) -> None:
    with pikepdf.open(BytesIO(made(language))) as document:
        targets = {str(name) for name in list(document.Root.Names.Dests.Names)[::2]}
        opened = {str(note.Dest) for page in document.pages for note in page.get("/Annots", []) if "/Dest" in note}
    lists = {name for name in opened if name.startswith("list-")}
    assert len(lists) > 100
    assert lists <= targets


@both
def test_the_brief_is_one_page(language: str) -> None:
    assert len(pdftext.pages(render(card(language), brief=True))) == 1


@both
def test_the_same_bytes_twice(language: str) -> None:
    assert render(card(language)) == made(language)
