"""No text for people uses a word that blames, praises, claims a cause or belongs to the program's inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import messages

ROOT = Path(__file__).parents[1]

ENGLISH = (
    r"hal(f|ves)",
    r"291",
    r"reads? as",
    r"face",
    r"ow(e|es|ed|ing)",
    r"horizons?",
    r"standings?",
    r"seats?",
    r"as known on",
    r"known on",
    r"as of",
    r"facts (until|through)",
    r"unreported",
    r"unmeasured",
    r"not compared",
    r"not measured",
    r"too few to say",
    r"beyond (operational )?outputs",
    r"results? trend",
    r"delivery",
    r"attainment",
    r"promis\w+",
    r"in (its|their|the) own words",
    r"word only",
    r"compilers?",
    r"inferred",
    r"withheld",
    r"text basis",
    r"aftermath",
    r"guards?",
    r"discount\w*",
    r"takedowns?",
    r"success\w*",
    r"significant\w*",
    r"caus(ed|es|ing)",
    r"thanks to",
    r"led to",
    r"(effect|impact) of",
    r"nobody measures",
)
IN_MESSAGES = (r"outputs?", r"outcomes?")
"""Terms of aid. In the pages, which also speak of programs and of votes, they keep their everyday meaning."""
SPANISH = (
    r"mitad(es)?",
    r"interpretad[oa]s?",
    r"interpretación",
    r"datos insuficientes",
    r"reclamos?",
    r"resultados?",
    r"terminad[oa]s?",
    r"sobresal\w+",
    r"valorad[oa]s?",
    r"acciones operativas",
    r"aspectos? medidos?",
    r"efectos?",
    r"productos? operativos?",
    r"en parte (mejor|peor)",
    r"mejoró",
    r"empeoró",
    r"sin medición",
    r"eventos?",
    r"hechos hasta",
    r"con corte al",
    r"horizonte",
    r"(con|en|según) sus (propias )?palabras",
    r"quien compila",
    r"añadid[oa]s?",
    r"escribe como",
    r"promes\w+",
    r"prometi\w+",
    r"solo declarado",
    r"descuentos?",
    r"inferid[oa]s?",
    r"huecos?",
    r"éxitos?",
    r"logros?",
    r"gracias a",
    r"provoc(ó|aron)",
    r"caus(ó|aron)",
    r"homicidios por día",
    r"según lo conocido",
)
ALLOWED = {
    "en": (
        (r"data available as of", "the words for a second date"),
        (r"cannot be read as", "a file that the program cannot read"),
        (r"is read as an? (escape character|number|date)", "what YAML makes of characters"),
        (r"--half\b|--standing\b", "the name of an option"),
        (r'"owed"|accordtrack owed|/owed\b', "the name of a command"),
        (r"status, standing, due", "the columns that --sort names"),
        (r"half a (year|page)", "a length"),
        (r"TLP:\w+", "the name of a mark"),
    ),
    "es": (
        (r"cadenas? de resultados", "the name of the chain in the budget rules of both countries"),
        (r"con resultado favorable", "the name of an indicator of INEGI"),
        (r"sin efecto|surt\w+ efecto", "words of law for what is in force"),
        (r"media página", "a length"),
        (r"eventos de todo el día", "the name of an entry in a calendar program"),
    ),
}
"""Fixed names that contain such a word, with the reason."""


def forbidden_words(words: str, language: str, more: tuple[str, ...] = ()) -> list[str]:
    """Return the banned words of a text, and those of ``more``, apart from placeholders and fixed names."""
    left = re.sub(r"\{[a-z_]+\}", "", words)
    for name, _reason in ALLOWED[language]:
        left = re.sub(name, "", left, flags=re.IGNORECASE)
    banned = ENGLISH if language == "en" else SPANISH
    return [found[0] for word in (*banned, *more) for found in re.finditer(rf"\b(?:{word})\b", left, re.IGNORECASE)]


def test_messages_use_no_banned_word() -> None:
    catalogue = messages.updated()
    wrong = []
    for (context, text), files in sorted(messages.messages().items(), key=str):
        english = (text,) if isinstance(text, str) else text
        found = catalogue.get(english[0], context)
        assert found is not None
        translated = [found.string] if isinstance(found.string, str) else list(found.string or ())
        told = [(word, one) for one in english for word in forbidden_words(one, "en", IN_MESSAGES)]
        told += [(word, one) for one in translated for word in forbidden_words(one, "es")]
        wrong += [(*pair, sorted(files)) for pair in told]
    assert wrong == []


PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if not page.name.startswith(("method", "json", "keys"))),
]
"""Every page but the method, which defines its formulas; the reference of JSON, whose keys keep their names; and the keys,\nwhich are words of the terminal."""
_CODE = re.compile(r"```.*?```|``[^`]*``|`[^`]*`|\]\([^)]*\)", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_use_no_banned_word(page: Path) -> None:
    language = "es" if page.name.endswith(".es.md") else "en"
    prose = _CODE.sub("", page.read_text(encoding="utf-8"))
    assert [(word, line) for line in prose.splitlines() for word in forbidden_words(line, language)] == []
