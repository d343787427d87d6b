"""Write docs/glossary.md and docs/glossary.es.md: every term of the glossary with its meaning, in each language."""

from __future__ import annotations

from pathlib import Path

from accordtrack import i18n
from accordtrack.text import glossary

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "glossary.md", "es": DOCS / "glossary.es.md"}
HEADS = {
    "en": """# Glossary

What each word means wherever the program uses it: on screens, in commands, in documents and on the site. The second column
gives the word of the Spanish edition. The last one gives the section of the [method](method.md) that rests on it.

`python scripts/glossarypage.py` makes this page from `src/accordtrack/text/glossary.py`; a test holds it equal.

| word | en español | meaning | method |
| --- | --- | --- | --- |
""",
    "es": """# Glosario

Qué significa cada palabra dondequiera que el programa la usa: en pantallas, comandos, documentos y el sitio. La segunda
columna da la palabra de la edición en inglés. La última indica la sección del [método](method.es.md) que se apoya en ella.

`python scripts/glossarypage.py` genera esta página a partir de `src/accordtrack/text/glossary.py`; una prueba verifica que
coincidan.

| palabra | in English | significado | método |
| --- | --- | --- | --- |
""",
}


def page(language: str) -> str:
    """Return the page in ``language``, sorted by its words."""
    with i18n.using_language("es" if language == "en" else "en"):
        other = {term.anchor: term.name for term in glossary.terms()}
    with i18n.using_language(language):
        terms = glossary.terms()
    rows = [f"| {term.name} | {other[term.anchor]} | {term.told} | {term.section} |" for term in terms]
    return HEADS[language] + "\n".join(rows) + "\n"


def main() -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
