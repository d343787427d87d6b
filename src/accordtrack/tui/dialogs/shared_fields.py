"""Fields shared by several dialogs: speaker, half, date, handling mark, grade, sources, and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core import capabilities
from accordtrack.core.safe_text import format_size
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.fields import ChoiceField, TextField, split_commas
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.vocabulary import Grade, Ground, Handling
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content

    from accordtrack.service.evidence.inspection import EvidenceCheck
    from accordtrack.tui.session import Session

NONE_WORDS = frozenset({"none", "ninguno", "ninguna"})
"""Words that the user can type in the evidence field to say there is none."""


def speaker_field(session: Session | None) -> ChoiceField:
    """Return the speaker field, with the desk's own side first; any other speaker makes the entry attributed."""
    own = session.side if session is not None else None
    speakers = [*i18n.sides(), "JOINT", "OBS"]
    if own is not None:
        speakers.sort(key=lambda speaker: speaker != own)
    options = [(speaker, label("side", speaker)) for speaker in speakers]
    return ChoiceField("speaker", gettext_lazy("said by"), options)


def half_field(*, own: bool = True) -> ChoiceField:
    """Return the field for the half of a joint commitment.

    The default is the speaker's own half, or the other side's half for an answer.
    """
    usual = tr("the speaker's own") if own else tr("the other side's")
    options = [("", usual), *((side, label("side", side)) for side in i18n.sides())]
    return ChoiceField("half", gettext_lazy("government"), options)


def handling_field() -> ChoiceField:
    """Return the field for the handling mark; the default comes from the settings."""
    return ChoiceField(
        "handling", gettext_lazy("handling"), [("", tr("as usual")), *((mark.value, mark.value) for mark in Handling)]
    )


def grade_field() -> ChoiceField:
    """Return the field for the grade of the evidence; the default is the grade from the evidence check."""
    return ChoiceField(
        "grade",
        gettext_lazy("grade"),
        [("", tr("as checked")), *((grade.value, label("grade", grade.value)) for grade in Grade)],
    )


def ground_options(grounds: Iterable[Ground], *, attributed: bool) -> list[tuple[str, str]]:
    """Return the grounds to choose from; ``not_ours`` only for a statement ``attributed`` to the user's side."""
    offered = [one for one in grounds if one is not Ground.NOT_OURS or attributed]
    return [("", tr("not named")), *((one.value, label("ground", one.value)) for one in offered)]


def date_field(name: str, words: str, session: Session | None) -> TextField:
    """Return a date field; today is the example and the default."""
    return TextField(name, words, example=session.desk.today if session is not None else "", usual=True)


def source_field() -> FindField:
    """Return the field for sources, found by words of their titles."""
    return FindField("sources", gettext_lazy("sources"), "source", several=True)


def evidence_field() -> TextField:
    """Return the evidence field for paths or addresses; in a browser, for addresses only."""
    example = tr("path or address, commas for more, ^r the last one")
    if capabilities.serves_browser():
        example = tr("web address, commas for more, ^r the last one")
    return TextField("evidence", gettext_lazy("evidence"), example=example)


def is_none(text: str) -> bool:
    """Whether the text says that there is no evidence."""
    return text.strip().casefold() in NONE_WORDS


def parse_evidence(text: str) -> tuple[str, ...]:
    """Return the typed paths and addresses, or nothing if the text is a word for none."""
    return () if is_none(text) else split_commas(text)


def format_evidence(evidence: Sequence[str], *, none: bool = False) -> str:
    """Return evidence as text to type in the evidence field."""
    return tr("none") if none and not evidence else ", ".join(evidence)


def evidence_check_text(checks: Sequence[EvidenceCheck]) -> Content:
    """Return the result of checking the typed evidence: ``✓ 212 kB · documented``, or the problem."""
    lines: list[Content] = []
    for check in checks:
        if check.problem is not None:
            lines.append(text_styles.warning(explain(check.problem)))
            continue
        grade = label("grade", check.grade)
        if check.kind == "url":
            text = text_styles.dot().join((tr("web address, well formed"), grade))
        else:
            text = text_styles.dot().join((check.name, format_size(check.size or 0), grade))
        lines.append(
            text_styles.join(
                text_styles.words(f"{text_styles.mark_or_ascii('✓', 'ok')} ", text_styles.GOOD), text_styles.muted(text)
            )
        )
    return text_styles.join(*lines, by="\n")
