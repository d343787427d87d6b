"""Scorecard renderers, selected by file extension; only the module of the requested format is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.documents import parts
from accordtrack.i18n import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.documents.model import BriefPart, Scorecard

FORMATS = {
    "pdf": "pdf",
    "html": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "md": "markdown",
    "json": "json_file",
    "csv": "csv_file",
}
"""File extensions and their renderer modules in this package, in the order in which users see them."""
BRIEF = ("pdf", "html", "docx", "md")
"""Formats that have a one-page brief, and annexes in a file of their own."""
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


def files_beside(name: str, form: str) -> tuple[parts.File, ...]:
    """Return the files that a document names, and what each holds, to be translated: annexes, and of a web page its data.

    ``card.pdf`` has ``card-annexes.pdf`` beside it.
    """
    stem = name[: -len(form) - 1]
    annexes = ((f"{stem}-annexes{name[len(stem) :]}", gettext_lazy("Annexes")),) if form in BRIEF else ()
    if form != "html":
        return annexes
    return (
        *annexes,
        (f"{stem}.json", gettext_lazy("All numbers and lists, for programs")),
        (f"{stem}.csv", gettext_lazy("All commitments as a table")),
    )


def render(card: Scorecard, form: str, *, brief: bool = False, files: Sequence[parts.File] = ()) -> bytes:
    """Return ``card`` as ``form``, equal bytes for equal cards; its annexes are a document of their own.

    ``files`` are beside it, and named in it. Raise ``Refused`` for a brief in other formats, or without an answer.
    """
    if brief:
        _refuse_without(card.brief, form)
    with i18n.using_language(card.language):
        if brief:
            return _written(parts.brief(card), form, brief=True)
        return _written(parts.main_document(card, files) if form in BRIEF else card, form)


def render_annexes(card: Scorecard, form: str) -> bytes:
    """Return the annexes as ``form``, one of ``BRIEF``."""
    with i18n.using_language(card.language):
        return _written(parts.annexes(card), form)


def render_note(card: Scorecard, form: str) -> bytes:
    """Return the ``tarjeta informativa``. Raise ``Refused`` in other formats than those of a brief."""
    _refuse_without(card.note, form)
    return _written(parts.note(card), form, brief=True)


def _refuse_without(found: Sequence[BriefPart], form: str) -> None:
    if form not in BRIEF:
        values = {"form": form, "forms": ", ".join(BRIEF)}
        raise Refused(Problem("No brief is available as {form}", "Choose one of: {forms}.", values=values, usage=True))
    if not found:
        advice = "Leave out --method AT-1.0.0, which does not say what changed."
        raise Refused(Problem("This scorecard has no brief", advice, usage=True))


def _written(card: Scorecard, form: str, *, brief: bool = False) -> bytes:
    renderer = import_module(f"{__name__}.{FORMATS[form]}").render
    with i18n.using_language(card.language):
        return bytes(renderer(card, brief=brief) if form in BRIEF else renderer(card))
