"""The files of one scorecard: the document that was named, and those that it names on its last page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.documents import files_beside, render, render_annexes, render_note
from accordtrack.i18n import tr, using_language

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard


class Kind(StrEnum):
    """Which document of a scorecard is wanted."""

    WHOLE = "whole"
    BRIEF = "brief"
    NOTE = "note"


def names(name: str, kind: str, *, paged: bool) -> tuple[str, ...]:
    """Return the names of all files, that of the document first. Only ``paged`` scorecards have annexes apart."""
    if kind != Kind.WHOLE or not paged:
        return (name,)
    return (name, *(other for other, _holds in files_beside(name, _form(name))))


def made(card: Scorecard, name: str, kind: str) -> list[tuple[str, bytes]]:
    """Return the name and content of each file. Raise ``Refused`` for a document that the card or format does not have."""
    form = _form(name)
    if kind == Kind.NOTE:
        return [(name, render_note(card, form))]
    if kind == Kind.BRIEF or not card.pages:
        return [(name, render(card, form, brief=kind == Kind.BRIEF))]
    beside = files_beside(name, form)
    with using_language(card.language):
        told = [(other, tr(holds)) for other, holds in beside]
    others = [
        (other, render_annexes(card, form) if _form(other) == form else render(card, _form(other)))
        for other, _ in beside
    ]
    return [(name, render(card, form, files=told)), *others]


def _form(name: str) -> str:
    return name.rpartition(".")[2].lower()
