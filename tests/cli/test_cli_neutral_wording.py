"""No sentence of a score, a contrast or a study of an event praises, blames, ranks or names a cause; quoted words are theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import pytest

from accordtrack.core.safe_text import sanitize_line
from accordtrack.dataset.data_folder import read_folder
from accordtrack.ledger.kinds import canonical_body
from accordtrack.service import shipped_data
from cli_runner import Run
from selection import is_sampled
from shipped_scores import AT
from target_register import sign_targets, target_register

JUDGMENTAL_WORDS = {
    "en": r"\bsuccess|\bvictor(?:y|ies)\b|\bfail(?:ed|s|ure)?\b|\brefus|\bsilen(?:t|ce)\b|\bcrackdown|\bkingpin"
    r"|\bhistoric\b|\brecord (?:high|low|level|number)s?\b|\bthanks to\b|\bled to\b|\bas a result\b|\bbecause of\b"
    r"|\bcaused? by\b|\bdue to\b|\bahead\b|\bbehind\b|\bbetter\b|\bbest\b|\bworst\b|\bhas not\b|\bwinn?(?:er|ing)\b|!",
    "es": r"éxito|\blogros?\b|victoria|fracas|incumpl|se niega|guarda silencio|mano dura|\bcapo\b|histórico|récord"
    r"|gracias a\b|condujo a\b|como resultado de\b|debido a\b|causad[oa] por|\bmejor(?:es)?\b|\bpeor(?:es)?\b"
    r"|\batrasad|\badelantad|\ba la zaga\b|ganador|!|¡",
}
PLANNED_DISTANCE = {"en": r"planned \S+, \S+ behind", "es": r"previsto[^;\n]*"}
"""Distance to what was planned, of no party (method, section 3.9)."""


@pytest.fixture(scope="module")
def quoted() -> dict[str, list[str]]:
    """Every text and id of the register, the longest first."""
    found: dict[str, set[str]] = {"en": set(), "es": set()}
    for entry in read_folder(shipped_data()).entries:
        for language, words in _texts(canonical_body(entry.body)):
            found[language].add(sanitize_line(words))
    return {language: sorted(words, key=len, reverse=True) for language, words in found.items()}


def _texts(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield from ((language, value) for language in JUDGMENTAL_WORDS)
    elif isinstance(value, dict) and set(value) == {"en", "es"}:
        yield from value.items()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)


def page_without_quotes(run: Run, quoted: dict[str, list[str]], language: str, *words: str) -> str:
    """The page without text quoted from the register."""
    ran = run(*words, *AT, "--lang", language, "--plain")
    assert (ran.status, ran.err) == (0, "")
    page = ran.out
    for text in quoted[language]:
        if len(text) > 3 and text in page:
            page = page.replace(text, "…")
    return page


T = TypeVar("T")


def sampled(config: pytest.Config, every: Iterable[T], language: str) -> list[T]:
    """In a sample, every second, and the others in the other language; else all."""
    return list(every)[list(JUDGMENTAL_WORDS).index(language) :: 2] if is_sampled(config) else list(every)


def assert_plain(page: str, language: str, where: object) -> None:
    found = re.search(JUDGMENTAL_WORDS[language], page, flags=re.IGNORECASE)
    assert found is None, f"{where}: {page[max(0, found.start() - 60) : found.end() + 60]!r}"


@pytest.mark.scale
@pytest.mark.sweep
@pytest.mark.parametrize("language", JUDGMENTAL_WORDS)
def test_scores_use_no_judgmental_words(
    run: Run, targeted: Path, quoted: dict[str, list[str]], language: str, pytestconfig: pytest.Config
) -> None:
    options: tuple[tuple[str, ...], ...] = ((), ("--targets", "all", "--texts", "all"))
    options += (("--uncertainty", "--draws", "10", "--shares"),)
    for group, more in sampled(pytestconfig, product(("theme", "framework", "side", "body"), options), language):
        words = ("score", "--by", group, *more, "--db", str(targeted))
        assert_plain(page_without_quotes(run, quoted, language, *words), language, words)


@pytest.mark.parametrize("language", JUDGMENTAL_WORDS)
def test_targets_use_no_judgmental_words(run: Run, tmp_path: Path, language: str) -> None:
    register = target_register(tmp_path)
    sign_targets(register)
    sheet = tmp_path / "sheet.md"
    where = ("--db", str(register), "--lang", language)
    for words in (("targets",), ("targets", "worksheet", "guns-traced")):
        assert_plain(run(*words, *where, "--plain").out, language, words)
    assert run("targets", "worksheet", "guns-traced", str(sheet), *where).status == 0
    assert_plain(sheet.read_text(encoding="utf-8"), language, "document")


@pytest.mark.scale
@pytest.mark.sweep
@pytest.mark.parametrize("language", JUDGMENTAL_WORDS)
def test_contrasts_use_no_judgmental_words(
    run: Run, targeted: Path, quoted: dict[str, list[str]], language: str, pytestconfig: pytest.Config
) -> None:
    found = json.loads(run("contrast", "--db", str(targeted), "--format", "json").out)["contrasts"]
    codes = (None, "US", "MX", "BF21-1.3-A", *(one["id"] for one in found))
    for code in sampled(pytestconfig, codes, language):
        words = ("contrast", *([code] if code else []), "--db", str(targeted))
        assert_plain(page_without_quotes(run, quoted, language, *words), language, words)


@pytest.mark.scale
@pytest.mark.parametrize("language", JUDGMENTAL_WORDS)
def test_event_studies_use_no_judgmental_words(
    run: Run, targeted: Path, quoted: dict[str, list[str]], language: str, pytestconfig: pytest.Config
) -> None:
    rows = json.loads(run("events", "--db", str(targeted), "--format", "json").out)["rows"]
    assert len(rows) > 15
    for event in sampled(pytestconfig, (None, *(row["id"] for row in rows)), language):
        words = ("events", *([event] if event else []), "--db", str(targeted))
        page = page_without_quotes(run, quoted, language, *words)
        assert_plain(page, language, words)
        if event and language == "en":
            assert "does not show a cause." in page


@pytest.mark.scale
@pytest.mark.parametrize("language", JUDGMENTAL_WORDS)
def test_score_explanations_use_no_judgmental_words(
    run: Run, targeted: Path, quoted: dict[str, list[str]], language: str, pytestconfig: pytest.Config
) -> None:
    every = ("--targets", "all", "--texts", "all", "--db", str(targeted))
    names = {one["id"] for one in json.loads(run("score", *every, *AT, "--format", "json").out)["commitments"]}
    for name in ("BF21-1.3-A", *sampled(pytestconfig, sorted(names)[::4], language)):
        page = page_without_quotes(run, quoted, language, "score", "--explain", name, *every)
        assert_plain(re.sub(PLANNED_DISTANCE[language], "…", page), language, name)


def test_word_check_detects_judgmental_words() -> None:
    for language, words in (("en", "The United States is ahead"), ("es", "México incumplió")):
        with pytest.raises(AssertionError, match="here"):
            assert_plain(words, language, "here")
