"""Scorecard renderers, selected by file extension; only the module of the requested format is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused, unknown_word_problem

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.documents.model import Scorecard

FORMATS = {"pdf": "pdf", "html": "html", "docx": "docx", "xlsx": "xlsx", "md": "markdown", "json": "json_file"}
"""File extensions and their renderer modules in this package, in the order in which users see them."""
BRIEF = ("pdf", "html", "docx", "md")
"""Formats that support the one-page brief."""
APPENDED = ("xlsx", "json")
"""Formats that include the appendices."""


def format_of(path: Path) -> str:
    """Return the format for the extension of ``path``. Raise ``Refused`` for a missing or unknown extension."""
    ending = path.suffix.lower().removeprefix(".")
    if not ending:
        advice = "End it with one of: {forms}."
        raise Refused(
            Problem("{x} does not indicate a format", advice, values={"x": path.name, "forms": ", ".join(FORMATS)})
        )
    if ending not in FORMATS:
        raise Refused(unknown_word_problem(("field", "form"), ending, tuple(FORMATS)))
    return ending


def render(card: Scorecard, form: str, *, brief: bool = False) -> bytes:
    """Return ``card`` as ``form``, equal bytes for equal cards. Raise ``Refused`` for a brief in other formats."""
    if brief and form not in BRIEF:
        values = {"form": form, "forms": ", ".join(BRIEF)}
        raise Refused(Problem("No brief is available as {form}", "Choose one of: {forms}.", values=values, usage=True))
    renderer = import_module(f"{__name__}.{FORMATS[form]}").render
    with i18n.using_language(card.language):
        return bytes(renderer(card, brief=brief) if form in BRIEF else renderer(card))
