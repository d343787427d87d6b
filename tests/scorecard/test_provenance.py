"""The method block: from what, as of when, for whom, and how to check it; never by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack import __version__
from accordtrack.documents.model import Facts, Paragraph
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import using_language
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import provenance
from accordtrack.scoring.inputs import Choice
from accordtrack.scoring.score_access import ScoreAccess
from scorecard.sections import shipped

CHECKPOINT = {
    "state_digest": "ab" * 32,
    "feeds": [
        {"feed": "compiler", "entries": 1899, "head": "cd" * 32},
        {"feed": "us-1", "entries": 1, "head": "ef" * 32},
    ],
}


def facts(
    held: ScorecardData, audience: str = "public", withheld: int = 0, language: str = "en"
) -> list[tuple[str, ...]]:
    with using_language(language):
        made = provenance.section(held, audience, withheld, CHECKPOINT)
    block = made.blocks[0]
    assert isinstance(block, Facts)
    return [(name, *lines) for name, lines in block.pairs]


def test_block_names_everything_the_numbers_depend_on() -> None:
    held = shipped()
    told = {name: lines for name, *lines in facts(held)}
    assert told["accord"] == ["U.S.-Mexico security cooperation (us-mexico-security)"]
    assert told["updated"] == told["data available as of"] == ["2026-11-25"]
    assert told["statements searched to"] == ["2026-05-31, 178 days before"]
    assert told["method"] == ["AT-1.0.0"]
    assert told["parameters"] == [f"SHA-256 {held.scores.method.sha256}"]
    assert told["inputs"][0] == f"SHA-256 {held.scores.inputs.sha256}"
    assert told["digest of the register"] == ["ab" * 32]
    assert told["feeds and heads"] == [
        f"us-1: 1 entry, head {'ef' * 32}",
        f"compiler: 1899 entries, head {'cd' * 32}",
    ]
    assert told["program"] == [f"accordtrack {__version__}"]


@pytest.mark.parametrize(
    ("audience", "marks"),
    [
        ("public", "public: what carries TLP:CLEAR and no legal marking"),
        ("parties", "the two sides: what carries at most TLP:AMBER"),
        ("side", "one side: what carries at most TLP:AMBER, and its own TLP:AMBER+STRICT"),
    ],
)
def test_withheld_entries_are_shown_only_as_a_count(audience: str, marks: str) -> None:
    for count, words in (
        (0, "0 entries that are not public were left out."),
        (1, "1 entry that is not public was left out."),
    ):
        told = {name: lines for name, *lines in facts(shipped(), audience, count)}
        assert told["audience"] == [marks, words]


def test_section_says_how_to_check_but_not_who_made_it() -> None:
    with using_language("en"):
        made = provenance.section(shipped(), "public", 0, CHECKPOINT)
    told = "\n".join(plain_text(block.sentence) for block in made.blocks if isinstance(block, Paragraph))
    assert "accordtrack scorecard --check FILE.json" in told
    assert "accordtrack verify" in told
    assert not {"made by", "author", "desk"} & {name for name, *_lines in facts(shipped())}


def test_nonstandard_choices_and_methods_are_named() -> None:
    held = shipped()
    chosen = replace(held.scores.inputs, choice=Choice(all_targets=True, all_texts=True), facts_until=None)
    own = replace(held.scores.method, method="own", own=True)
    told = {
        name: lines for name, *lines in facts(ScorecardData(ScoreAccess(held.facts, own, chosen, base="2018-12-31")))
    }
    assert told["inputs"][1:] == [
        "agreed targets, and unilateral and working ones",
        "texts of both sides, and of one side for the other",
    ]
    assert told["method"] == ["own", "a custom method, not the standard one"]
    assert told["changes since"] == ["2018-12-31"]
    assert told["statements searched to"] == ["not stated"]


def test_spanish_has_the_same_lines() -> None:
    english, spanish = facts(shipped(), withheld=3), facts(shipped(), withheld=3, language="es")
    assert [len(line) for line in english] == [len(line) for line in spanish]
    assert "México-Estados Unidos" in spanish[0][1]
