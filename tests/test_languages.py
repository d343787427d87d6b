"""What each language says: nothing English is left in Spanish output, and each language names its own country first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

import messages
import outputs
from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.i18n import NAMES
from accordtrack.labels import LABELS
from accordtrack.queries import filter_parser
from cli_runner import UNSET, at_home
from scorecard.pages import Page
from shipped_scores import TODAY, shipped_desk

pytestmark = pytest.mark.scale

WORD = r"[A-Za-z'’-]+"
SPANISH_TOO = {"base", "series", "US", "MX", "us", "mx"}
"""Names of fields that are Spanish words, or codes of countries."""
FIELDS = (set(LABELS["field"]) | set(filter_parser.FIELDS)) - SPANISH_TOO
FLAGS = set(LABELS["flag"])
OTHERS = {*LABELS["desk name"].values(), *(name for name in LABELS["series"] if "-" in name)} - {"Unidad de México"}
"""Names of desks that the program gives, and codes of series."""


LANGUAGES = ("en", "es")
NAMES_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"own": ("United States", "US", "us"), "other": ("Mexico", "MX", "mx")},
    "es": {
        "own": ("México", "MX", "mexico", "mx"),
        "other": ("Estados Unidos", "Estados_Unidos", "EE. UU.", "US", "eeuu", "us"),
    },
}
"""What a reader's own country and the other one are called, in words, in codes and as they are typed."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped register with its three desks, at the home of a user who has their keys."""
    folder = tmp_path_factory.mktemp("languages")
    with pytest.MonkeyPatch.context() as patch:
        for name in UNSET:
            patch.delenv(name, raising=False)
        for name, value in {**at_home(folder), "COLUMNS": "2000"}.items():
            patch.setenv(name, value)
        path = folder / "register.db"
        service.create_register(path, desk="us-1", seats=("mx-1", "obs-1"), keys=own_key_folder(path), today=TODAY)
        patch.setenv("ACCORDTRACK_DB", str(path))
        yield path


@pytest.fixture(scope="module")
def pages(register: Path) -> Mapping[str, Mapping[str, str]]:
    """Pages of the site by language."""
    assert register.is_file()
    return {language: outputs.pages(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def told(register: Path, pages: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The fixed set of outputs in Spanish, a line a piece, without what has no translation."""
    found = {**outputs.commands("es"), **outputs.documents("es", register.parent)}
    found |= {name: outputs.spoken(page, "es") for name, page in pages["es"].items()}
    return {name: "\n".join(_own(words)) for name, words in found.items()}


def _own(words: str) -> Iterator[str]:
    """Lines without addresses and commands; those that quote the other language are left out."""
    quoted = re.compile(rf"\((?:en|{NAMES['en']})\)\s*$")
    for line in dict.fromkeys(words.splitlines()):
        if not quoted.search(line):
            kept = re.sub(r"https?\S+|accordtrack(?: [\w-]+)+", " ", line)
            yield _titles().sub(" ", kept)


@cache
def _titles() -> re.Pattern[str]:
    facts = shipped_desk().scores(TwoDates(TODAY, TODAY)).facts
    found = {words for source in facts.sources.values() for words in (source.title, source.publisher)}
    found |= {body.publisher for body in facts.indicators.values()}
    return re.compile("|".join(re.escape(title) for title in sorted(found, key=len, reverse=True) if " " in title))


def _phrases() -> dict[str, list[str]]:
    """Runs of two English words and more of every message, by their first two; those that are Spanish too are left out."""
    catalogue = [message for message in messages.updated() if message.id]
    spanish = " ".join(words for message in catalogue for words in _texts(message.string))
    found: dict[str, list[str]] = {}
    for message in catalogue:
        for words in _texts(message.id):
            for part in re.split(r"\{[^{}]*\}", words):
                for phrase in re.findall(rf"{WORD}(?: {WORD})+", part):
                    if phrase not in spanish:
                        found.setdefault(" ".join(phrase.split()[:2]), []).append(phrase)
    return found


def _texts(words: Any) -> tuple[str, ...]:  # noqa: ANN401
    return (words,) if isinstance(words, str) else tuple(words)


def test_spanish_output_contains_no_english_message(told: Mapping[str, str]) -> None:
    phrases = _phrases()
    assert len(phrases) > 1000
    found = {
        (name, phrase)
        for name, words in told.items()
        for pair in set(re.findall(rf"(?=(?<![\w'’-])({WORD} {WORD}))", words))
        for phrase in phrases.get(pair, ())
        if re.search(rf"(?<![\w'’-]){re.escape(phrase)}(?![\w'’-])", words)
    }
    assert found == set()


def test_spanish_output_shows_field_names_only_beside_spanish_labels(told: Mapping[str, str]) -> None:
    names = re.compile(r"(?<![-\w./|#«=])[A-Za-z_]+(?:\.[A-Za-z]+)?(?![\w)=|/«»]|[:.-]\w| \()")
    found = {(name, word) for name, words in told.items() for word in set(names.findall(words)) & FIELDS}
    assert found == set()


def test_spanish_output_contains_no_flag_code(told: Mapping[str, str]) -> None:
    codes = re.compile(r"(?<!\w)[A-Z]+(?:_[A-Z]+)*(?!\w)")
    assert {(name, word) for name, words in told.items() for word in set(codes.findall(words)) & FLAGS} == set()


def test_spanish_output_contains_no_english_series_or_desk_name(told: Mapping[str, str]) -> None:
    """An id of a value, in which the code of its series stands between bars, is no name of it."""
    within = {(name, word) for name, words in told.items() for word in OTHERS if word in words}
    found = {(name, word) for name, word in within if re.search(rf"(?<![\w|-]){re.escape(word)}(?![\w|-])", told[name])}
    assert found == set()


PARTS = re.compile(r"\s{2,}|[;,|:]\s|\s·\s?|[()]")
"""What parts the cells of a table, the items of a list and the facts of a line."""


def country(cell: str, language: str) -> str:
    """``own`` or ``other`` where a cell names a country and nothing else but a number or a mark."""
    for whose, names in NAMES_OF[language].items():
        named = "|".join(map(re.escape, names))
        if re.fullmatch(rf"\W*(?:(?:de|a|of|by|about|solo|the) )*(?:{named})(?: \S{{1,6}})?\W*", cell.strip()):
            return whose
    return ""


def country_runs(cells: Iterable[str], language: str) -> list[list[str]]:
    """Whose the cells are that name a country, those that follow each other together; runs of one country are left out."""
    named = groupby((country(cell, language) for cell in cells), key=bool)
    return [run for is_named, found in named if is_named and len(set(run := list(found))) > 1]


def own_first(cells: Iterable[str], language: str) -> bool:
    """Whether the reader's own country stands first wherever both are named side by side."""
    return all(run[0] == "own" for run in country_runs(cells, language))


def lines_about_each_country(words: str, language: str) -> Mapping[str, list[str]]:
    """Whose the lines are, in order, that say the same of both countries; of numbers and hashes they may differ."""
    found: dict[str, list[str]] = {}
    for line in words.splitlines():
        same, about = line, set()
        for whose, names in NAMES_OF[language].items():
            named = "|".join(map(re.escape, names))
            same, count = re.subn(rf"(?<![\w-])(?:{named})(?!\w)", "…", same)
            about |= {whose} if count else set()
        if len(about) == 1:
            found.setdefault(re.sub(r"\S*\d\S*|\W+", " ", same), []).extend(about)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_country_is_first_in_command_output(register: Path, language: str) -> None:
    assert register.is_file()
    said = outputs.sides(language)
    wrong, seen = set(), set()
    for name, words in said.items():
        found = [(line, run) for line in words.splitlines() for run in country_runs(PARTS.split(line), language)]
        found += [
            (line, whose) for line, whose in lines_about_each_country(words, language).items() if len(set(whose)) > 1
        ]
        seen |= {name} if found else set()
        wrong |= {(name, line) for line, whose in found if whose[0] == "other"}
    assert wrong == set()
    assert len(seen) > len(said) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_country_is_first_in_documents(register: Path, language: str) -> None:
    said = outputs.documents(language, register.parent)
    assert {
        (name, line) for name in said for line in said[name].splitlines() if not own_first(PARTS.split(line), language)
    } == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_country_is_first_on_site_pages(pages: Mapping[str, Mapping[str, str]], language: str) -> None:
    wrong = set()
    for name, page in pages[language].items():
        root = Page(page).root
        for kind, part in (("tr", "th"), ("dl", "dt"), ("select", "option"), ("thead", "th")):
            for whole in root.every(kind):
                if not own_first([one.words for one in whole.every(part)], language):
                    wrong.add((name, whole.words[:100]))
        for table in root.every("tbody"):
            heads = [row.children[0].words for row in table.every("tr") if row.children]
            if all(country(head, language) for head in heads[:2]) and not own_first(heads, language):
                wrong.add((name, heads[0]))
    assert wrong == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_choice_page_starts_with_the_build_language(
    pages: Mapping[str, Mapping[str, str]], language: str
) -> None:
    door = Page(pages[language]["door"]).root
    assert door.every("html")[0].get("lang") == language
    assert [one.get("lang") for one in door.every("section")] == [
        language,
        *(one for one in LANGUAGES if one != language),
    ]
