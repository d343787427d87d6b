"""The forms of a scorecard by the ending of a file: only the renderer asked for is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.documents.model import Scorecard

FORMS = {"pdf": "pdf", "html": "html", "docx": "docx", "xlsx": "xlsx", "md": "markdown", "json": "json_file"}
"""Endings and their modules of this package, in the order in which they are offered."""
BRIEF = ("pdf", "html", "docx", "md")
"""Forms in which the one-page brief can be had."""
APPENDED = ("xlsx", "json")
"""Forms that have room for the appendices."""


def form_of(path: Path) -> str:
    """The form that a file name asks for. Refuses an ending that is none."""
    ending = path.suffix.lower().removeprefix(".")
    if not ending:
        advice = "End it with one of: {forms}."
        raise Refused(
            Problem("{x} does not say in which form", advice, values={"x": path.name, "forms": ", ".join(FORMS)})
        )
    if ending not in FORMS:
        raise Refused(unknown(("field", "form"), ending, tuple(FORMS)))
    return ending


def render(card: Scorecard, form: str, *, brief: bool = False) -> bytes:
    """The bytes of ``card`` in ``form``; the same value gives the same bytes."""
    if brief and form not in BRIEF:
        values = {"form": form, "forms": ", ".join(BRIEF)}
        raise Refused(Problem("There is no brief as {form}", "Choose one of: {forms}.", values=values, usage=True))
    renderer = import_module(f"{__name__}.{FORMS[form]}").render
    with i18n.speaking(card.language):
        return bytes(renderer(card, brief=brief) if form in BRIEF else renderer(card))
