"""Words and forms that no generated sentence about the parties has, in either language: no verdict, no cause, no ranking."""

from __future__ import annotations

import re
from functools import cache

import pytest

import messages
from accordtrack.documents.sentences import plain_text
from card_factory import SAID, held, made, silenced, whole, without_readings, words

FORBIDDEN_IN_HEADLINE_AND_BRIEF = {
    "en": (
        *("success", "victor", "fail", "refus", "silent", "silence", "crackdown", "kingpin", "historic", "record-"),
        *("record high", "record low", "record number", "thanks to", "led to", "as a result", "because of"),
        *("ahead", "better", "worse than", "ranking", "ranked", "leads", "lags", "lagging", "good faith"),
        *("reported", "has not", "have not", "blame", "only just", "merely", "impressive", "significant", "dramatic"),
    ),
    "es": (
        *("éxito", "logro", "victoria", "fracas", "incumpl", "se niega", "se niegan", "guarda silencio", "mano dura"),
        *("capo", "histórico", "histórica", "récord", "gracias a", "condujo a", "condujeron a", "como resultado de"),
        *("reclamo", "calificación", "estatus", "reportad", "no ha ", "no han ", "mejor que", "peor que", "culpa"),
        *("adelante de", "a la cabeza", "rezagad", "brecha", "asimetría", "no existe", "americano", "lado mexicano"),
    ),
}
"""Of headline and brief. In the rest of the document a limit is named to be denied: "not who is to blame"."""
FORBIDDEN_EVERYWHERE = {
    "en": (
        *(
            "success",
            "victor",
            "failed",
            "refuses",
            "silent",
            "crackdown",
            "kingpin",
            "historic",
            "thanks to",
            "led to",
        ),
        *("as a result", "has not reported", "is ahead", "is behind", "ranking", "record high", "record number"),
    ),
    "es": (
        *("éxito", "logro", "victoria", "fracaso", "fracasó", "incumplió", "se niega", "guarda silencio", "mano dura"),
        *("histórico", "récord", "gracias a", "condujo a", "como resultado de", "brecha", "reclamo"),
    ),
}
LANGUAGES = ("en", "es")


def find_forbidden(text: str, forbidden: tuple[str, ...]) -> list[str]:
    """Forbidden words that begin a word of the text."""
    return [word for word in forbidden if re.search(rf"(?<!\w){re.escape(word)}", text.lower())]


@cache
def generated_text(language: str) -> str:
    """Headline and brief of a register whose every word was replaced: what is left the program wrote."""
    return made(held(silenced), language, withheld=3).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_and_brief_have_no_forbidden_word(language: str) -> None:
    text = generated_text(language)
    assert SAID in text
    assert find_forbidden(text, FORBIDDEN_IN_HEADLINE_AND_BRIEF[language]) == []
    assert (
        find_forbidden(made(held(silenced, without_readings), language).text, FORBIDDEN_IN_HEADLINE_AND_BRIEF[language])
        == []
    )
    assert "!" not in text


def test_search_finds_forbidden_words() -> None:
    assert find_forbidden("Mexico is ahead; it has not reported.", FORBIDDEN_IN_HEADLINE_AND_BRIEF["en"]) == [
        "ahead",
        "reported",
        "has not",
    ]
    assert find_forbidden("Fue un éxito histórico.", FORBIDDEN_IN_HEADLINE_AND_BRIEF["es"]) == ["éxito", "histórico"]


@pytest.mark.sweep
@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_have_no_forbidden_word(language: str) -> None:
    told = list(words(whole(held(silenced), language)))
    assert len(told) > 1000
    assert {(word, text) for text in told for word in find_forbidden(text, FORBIDDEN_EVERYWHERE[language])} == set()


def test_scorecard_messages_have_no_forbidden_word() -> None:
    """Also those that the shipped register does not call for."""
    for message in messages.updated():
        places = [str(place) for place, _line in message.locations]
        if message.id and any("scorecard/" in place for place in places):
            originals = [message.id] if isinstance(message.id, str) else list(message.id)
            spanish = [message.string] if isinstance(message.string, str) else list(message.string or ())
            for language, texts in (("en", originals), ("es", spanish)):
                for text in texts:
                    assert find_forbidden(re.sub(r"\{\w+\}", "", text), FORBIDDEN_EVERYWHERE[language]) == [], text


def test_headline_and_brief_have_no_score_and_no_abbreviation() -> None:
    """Neither points nor the codes of sides, bodies and standings; the names of files are no words about the parties."""
    text = generated_text("en").replace("JSON", "").replace("FILE.json", "")
    assert not re.findall(r"\b[A-Z]{2,}\b", text)
    assert not re.findall(r"\bscore [0-9]|\bpoints\b|\bgap\b", text.lower())


def test_headline_is_in_the_past_tense() -> None:
    text = " ".join(map(plain_text, made(held(silenced)).headline))
    assert not re.findall(r"\b(?:is|are|has|have|will|does|do)\b", text)
    assert "This tracker found" in text
