"""Reopening of a dialog whose text a program left unsaved when it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.service.unsaved_text import discard
from accordtrack.tui import answering, text_styles
from accordtrack.tui.dialogs.action_dialogs import create_dialog
from accordtrack.tui.dialogs.add import KINDS, AddDialog
from accordtrack.tui.dialogs.answer_pending import ConcurPending, DisputePending
from accordtrack.tui.dialogs.answer_value import ConcurValue, DisputeValue
from accordtrack.tui.dialogs.base import Question
from accordtrack.tui.dialogs.chain import ChainDialog
from accordtrack.tui.dialogs.clear_draft import ClearDialog
from accordtrack.tui.dialogs.expected_result import ExpectDialog
from accordtrack.tui.dialogs.settle import SettleDialog
from accordtrack.tui.dialogs.target import TargetDialog
from accordtrack.tui.dialogs.wait_all import WaitAllDialog
from accordtrack.tui.subject import Answered, Subject
from accordtrack.tui.tabs import targets
from accordtrack.tui.typeahead import now
from accordtrack.types.intents import AddEvidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from textual.content import Content
    from textual.widgets import Button

    from accordtrack.ledger.targets import ExpectedResult
    from accordtrack.service import Desk, DraftView
    from accordtrack.service.unsaved_text import Unsaved
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.dialogs.form import Form
    from accordtrack.types import ConflictView
    from accordtrack.types.pending import PendingEntry

CLAIMS = frozenset({"status", "evidence", "concur", "dispute", "not_agreed", "ask", "note", "amend", "measure"})
"""The names of the dialogs about a commitment, which are the names of their actions."""
METHOD_FORMS: Mapping[str, Callable[[Subject], Form]] = {"target": TargetDialog, "chain": ChainDialog}
VALUE_ANSWERS = {"concur_value": ConcurValue, "dispute_value": DisputeValue}
PENDING_ANSWERS = {"concur_pending": ConcurPending, "dispute_pending": DisputePending}
MOST = 300
"""Maximum number of characters of the text that the offer shows."""


@dataclass(frozen=True, slots=True)
class Found:
    """The current state of what a dialog is about."""

    subjects: tuple[Subject, ...] = ()
    answered: Answered | None = None
    draft: DraftView | None = None
    conflict: ConflictView | None = None
    pending: tuple[PendingEntry, ...] = ()
    expected: ExpectedResult | None = None
    """The earlier definition of an expected result, if there is one."""


@dataclass(frozen=True, slots=True)
class Left:
    """Text left by a program that has ended, its file, and what its dialog is about, or why it cannot be opened."""

    file: Path
    words: Unsaved
    found: Found
    problem: Problem | None = None


def read_left_text(desk: Desk, file: Path, words: Unsaved) -> Left:
    """Return the text left in ``file`` and what its dialog is about. Runs in a thread."""
    try:
        return Left(file, words, find_dialog_content(desk, words))
    except Refused as why:
        return Left(file, words, Found(), why.problems[0])


def find_dialog_content(desk: Desk, words: Unsaved) -> Found:
    """Return what the dialog of ``words`` is about. Runs in a thread.

    Raises:
        Refused: When it is no longer in the register.
    """
    missing = Refused(Problem("What the dialog was about is no longer in the register"))
    draft = next((one for one in desk.drafts() if one.id == words.draft), None) if words.draft is not None else None
    name = words.subjects[0] if words.subjects else None
    if words.dialog in {"add", "wait_all"}:
        return Found()
    if name is None and words.dialog == "expect":
        return Found()
    if name is None:
        raise missing
    if words.dialog == "expect":
        return Found(expected=targets.shown_definition(desk.scores(), name))
    if words.dialog == "settle":
        return Found(conflict=_find_conflict(desk, name, missing))
    answered = _find_answered(desk, words)
    if words.dialog in PENDING_ANSWERS:
        return Found(pending=_find_pending(desk, words.subjects, missing))
    if words.dialog in {*VALUE_ANSWERS, "target"}:
        indicator = desk.indicator(name)
        if indicator is None or (answered is None and words.dialog != "target"):
            raise missing
        return Found((Subject(name, indicator.title.text, ""),), answered)
    if words.dialog == "clear" and (draft is None or draft.intent is None):
        raise missing
    return Found(tuple(Subject.from_row(desk.commitment(one).row) for one in words.subjects), answered, draft)


def _find_conflict(desk: Desk, name: str, missing: Refused) -> ConflictView:
    conflict = next((one for one in desk.conflicts() if one.id == name), None)
    if conflict is None:
        raise missing
    return conflict


def _find_answered(desk: Desk, words: Unsaved) -> Answered | None:
    if words.entry is None:
        return None
    entry = desk.entry(words.entry)
    return Answered(entry.hash, words.half, answering.describe_entry(entry))


def _find_pending(desk: Desk, hashes: tuple[str, ...], missing: Refused) -> tuple[PendingEntry, ...]:
    """Return the entries that still wait. Raise ``missing`` if none does."""
    found = tuple(entry for act in desk.pending() for entry in act.entries if entry.hash in hashes)
    if not found:
        raise missing
    return found


def create_form(words: Unsaved, found: Found) -> Form | None:
    """Create the empty dialog that the text was typed in, or return None if there is no such dialog."""
    match words.dialog:
        case "add":
            return AddDialog(words.kind) if words.kind in KINDS else None
        case "wait_all":
            return WaitAllDialog()
        case "expect":
            return ExpectDialog(found.expected)
        case name if name in METHOD_FORMS:
            return METHOD_FORMS[name](found.subjects[0])
        case "settle" if found.conflict is not None:
            return SettleDialog(found.conflict)
        case "clear" if found.draft is not None:
            asks = not isinstance(found.draft.intent, AddEvidence)
            return ClearDialog(found.subjects[0], found.draft, asks=asks)
        case name if name in PENDING_ANSWERS:
            return PENDING_ANSWERS[name](found.pending)
        case name if name in VALUE_ANSWERS:
            return VALUE_ANSWERS[name](found.subjects, found.answered)
        case name if name in CLAIMS and found.subjects:
            return cast("Form", create_dialog(name, found.subjects, found.answered, found.draft))
    return None


class Offer(Question[str]):
    """A question that returns the id of the pressed button, or None if the user leaves it."""

    def on_mount(self) -> None:
        self._shown_at = now()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ignore a key typed before the question was shown."""
        event.stop()
        if not self.accord.type_ahead.key_typed_before(self._shown_at):
            self.dismiss(event.button.id)


def offer_unsaved_text(app: AccordApp, there: Left) -> None:
    """Show the unsaved text and ask whether to open, keep, or discard it; nothing is deleted without an answer."""
    session = app.session
    form = create_form(there.words, there.found) if there.problem is None else None
    if session is None:
        return

    def handle_choice(name: str | None) -> None:
        if name == "open" and form is not None:
            form.set_text_to_restore(there.words.fields, there.file)
            app.push_screen(form)
        elif name == "discard":
            app.questions.ask(
                "words brought back", lambda: discard(there.file), lambda _nothing: None, app.show_refusal
            )
            app.show_message(tr("The text was discarded"))
        elif form is not None:
            session.left[form.form_identity] = there.words.fields
            session.cut_off = form.form_identity, there.file
            app.show_message(tr("The text is kept; ^y in the same dialog brings it back"))

    buttons = {
        "later": gettext_lazy("Not now"),
        "open": gettext_lazy("Open it again"),
        "discard": gettext_lazy("Discard"),
    }
    if form is None:
        del buttons["open"]
    app.push_screen(Offer(gettext_lazy("unsaved words"), _offer_body(there, form), buttons), handle_choice)


def _offer_body(there: Left, form: Form | None) -> Content:
    """Return the explanation, the dialog's name and subject, and the text."""
    day, time = _local_day_and_time(there.words.at)
    sentence = tr("The program ended on {day} at {time} before this text was saved:", day=day, time=time)
    lines = [text_styles.words(sentence)]
    if form is not None:
        about = form.heading()
        name = text_styles.words(tr(form.title_words), text_styles.STRONG)
        lines.append(text_styles.join(name, about, by="  ") if about else name)
    elif there.problem is not None:
        lines.append(text_styles.words(explain(there.problem), text_styles.WARN))
    typed = max((sanitize_line(value) for value in there.words.fields.values()), key=len, default="")
    return text_styles.join(*lines, text_styles.muted(text_styles.cut(typed, MOST)), by="\n")


def _local_day_and_time(at: str) -> tuple[str, str]:
    """Return the local day and time at which text was kept."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at[:10], at[11:16]
    return moment.date().isoformat(), f"{moment:%H:%M}"
