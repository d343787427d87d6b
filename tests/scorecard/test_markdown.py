"""Markdown, read back by a CommonMark parser with tables: the same words, and nothing but the marks of the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import render
from accordtrack.documents.markdown import escape_line, escape_text
from accordtrack.documents.model import Scorecard
from scorecard.office import FORMULAS, ILLEGAL, SHOWN, elsewhere, hard
from scorecard.samples import HOSTILE, sample

TRICKS = (
    "# no heading",
    "- no item",
    "12. no item",
    "1) no item",
    "    no code",
    "= no\n=====",
    "a\n---\nb",
    "> no quote",
    "```\nno fence",
    "[no](https://example.org) ![picture](x) [ref]: y",
    "https://example.org www.example.org a@example.org",
    "&lt; &amp; &#35;",
    "*a* _b_ ~~c~~ `d` | e \\| f \\",
    "<b>x</b> <!-- y --> <https://example.org>",
    "* * *",
    "Setext\n===",
    "| a | b |\n|---|---|\n| 1 | 2 |",
)


def tokens(words: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found: list[Token] = []
    for token in parser.parse(words):
        found += token.children if token.type == "inline" and token.children is not None else [token]
    return found


def markdown(card: Scorecard, *, brief: bool = False) -> str:
    return render(card, "md", brief=brief).decode()


def cells(words: str) -> list[str]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table"])
    held = parser.parse(words)
    return [
        "".join(child.content for child in held[at + 1].children or () if child.type == "text")
        for at, token in enumerate(held)
        if token.type in {"td_open", "th_open"}
    ]


@pytest.mark.parametrize("words", [*TRICKS, HOSTILE, *FORMULAS])
def test_special_characters_in_text_stay_text(words: str) -> None:
    found = tokens(escape_text(words))
    assert {token.type for token in found} <= {"paragraph_open", "text", "hardbreak", "paragraph_close", "text_special"}
    read = "".join("\n" if token.type == "hardbreak" else token.content for token in found)
    assert read == sanitize(words).strip()
    assert [token.type for token in found].count("paragraph_open") == 1


@pytest.mark.parametrize("words", [*TRICKS, HOSTILE, *FORMULAS])
def test_special_characters_stay_inside_their_cell(words: str) -> None:
    assert cells(f"| head |\n| --- |\n| x{escape_line(words)} |")[1:] == [
        f"x{sanitize(' '.join(words.split(chr(10)))).strip()}"
    ]


def test_table_cells_are_kept_and_every_row_has_an_anchor() -> None:
    found = markdown(hard())
    held = cells(found)
    assert held[:4] == ["theme", "halves", "delivery (face)", "standing"]
    assert held[4:8] == ["Whole", "147", "(27, face 48)", "disputed 1"]
    assert held.count(SHOWN) == 2
    for words in FORMULAS:
        assert held.count(sanitize(words).strip()) == 2
    assert '| <a id="theme-arms"></a>Firearms |' in found
    assert ILLEGAL not in found


def test_counts_link_to_their_lists() -> None:
    found = markdown(sample())
    assert found.count("[2](#list-owed)") == 2
    assert '<a id="list-owed"></a>**Commitments (2)**: BF-1, BF-2' in found
    assert [token.attrs["href"] for token in tokens(found) if token.type == "link_open"] == ["#list-owed"] * 2


def test_only_anchors_and_line_breaks_are_html_tags() -> None:
    tags = {token.content.split('"')[0] for token in tokens(markdown(hard())) if token.type.startswith("html")}
    assert tags <= {"<a id=", "</a>", "<br>"}


def test_brief_has_sentences_under_headings() -> None:
    assert markdown(sample(), brief=True).split("\n\n")[4:] == [
        "## Moved",
        "- Seizures of firearms rose from 2021 to 2025 (SESNSP).",
        "## Next",
        "- 2026-12-31: 2 dates fall due.\n",
    ]


@pytest.mark.process
def test_same_card_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    assert elsewhere("md", tmp_path) == render(hard(), "md")
