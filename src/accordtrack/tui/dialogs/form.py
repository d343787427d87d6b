"""Base class of forms that write entries: fields, attribution, and a live plan of what will be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import format_size, nearest
from accordtrack.i18n import line_text, tr, trn
from accordtrack.service.commands.attribution import recorded_line
from accordtrack.text import field_values
from accordtrack.text import pending as pending_text
from accordtrack.tui import keys, strips, text_styles
from accordtrack.tui.dialogs import write_preview
from accordtrack.tui.dialogs.base import SHORT, TINY
from accordtrack.tui.dialogs.unsaved_text import UnsavedTextForm
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from accordtrack.service import Desk
    from accordtrack.tui.session import About
    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.find_field import FindField
    from accordtrack.types import Line, Plan, SearchHit, WriteResult
    from accordtrack.types.intents import Intent

HITS, KNOWN = 6, 10_000
"""Maximum number of records listed, and maximum number searched for the nearest code."""

SAVING = ("save", "keep_draft", "last_evidence")
"""Actions that the footer omits when nothing can be saved."""
USUAL_PLAN, LONGEST_PLAN = 5, 8
"""Lines of the plan for which a low terminal has room, and the most for which the fields make room."""
LARGE, BAR = 8_000_000, 40
"""Minimum bytes of evidence for showing a progress bar, and the width of the bar in cells."""


class Form(UnsavedTextForm):
    """A form with a live plan; subclasses define the fields and build the intents from them."""

    stack = "form"
    most_planned: int | None = None
    """Maximum number of intents that are planned while the form is filled in."""
    beside = 0
    """Lines of a temporary panel between the fields and the plan."""
    recorded = False
    """Whether the entry is recorded as the statement of no side, so that its attribution is known without a plan."""
    AUTO_FOCUS = "Input"
    BINDINGS = keys.bindings("form")

    def __init__(self, subjects: Sequence[Subject] = ()) -> None:
        super().__init__()
        self.subjects = tuple(subjects)
        self._saving = False
        self._kept = False
        """Whether the problem shown comes from a refused save; it then stays until a field changes."""

    @property
    def read_only_reason(self) -> str:
        """A message why nothing can be saved here, or an empty string."""
        why = self.session.info.read_only if self.session is not None else None
        return tr("{why}: nothing can be saved here", why=tr(why)) if why else ""

    @property
    def subject(self) -> Subject:
        """The first commitment, usually the only one."""
        return self.subjects[0]

    @property
    def form_identity(self) -> About:
        return (*super().form_identity, *self.record_ids())

    def record_ids(self) -> tuple[str, ...]:
        """Return the ids of the commitments."""
        return tuple(subject.id for subject in self.subjects)

    # Overridden by subclasses

    def fields(self) -> ComposeResult:
        """Yield the fields in order."""
        yield from ()

    def intents(self) -> Sequence[Intent]:
        """Return the intents to write, one per commitment, or nothing while a required field is empty.

        Raises:
            Refused: When the fields contradict each other in a way that the service cannot detect.
        """
        return ()

    def placeholder_intent(self) -> Intent | None:
        """Return an intent whose plan shows the attribution before any field is filled in, or None."""
        return None

    def missing_message(self) -> str:
        """Return a message that says what is still missing."""
        return ""

    def heading(self) -> Content:
        """Return the heading with the commitment that the form is about."""
        if not self.subjects:
            return text_styles.BLANK
        line = text_styles.code_and_title(self.subject.id, self.subject.local_title)
        if len(self.subjects) > 1:
            more = tr("and {n} more", n=len(self.subjects) - 1)
            line = text_styles.join(line, text_styles.words(more, "$accent"), by="  ")
        return line

    # Layout

    def compose(self) -> ComposeResult:
        if self.read_only_reason:
            self.without = (*self.without, *SAVING)
        yield from super().compose()

    def compose_body(self) -> ComposeResult:
        """Yield the attribution, the commitment, the fields, and the plan."""
        yield Static("", id="voice", markup=False)
        if self.subjects:
            yield Static(self.heading(), id="about", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            yield from self.fields()
        yield Static("", id="left", markup=False)
        yield Static("", id="overtaken", markup=False)
        yield Static("", id="form-problem", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("what will be written"))
        self.record_initial_values()
        self.update_restore_hint()
        self.restore_left_text()
        self.request_plan()
        if self.read_only_reason:
            self._set_attribution_text("")
        self.request_attribution()

    def request_attribution(self) -> None:
        """Request the attribution: in whose name the entry will stand."""
        probe = self.placeholder_intent()
        if self.recorded:
            self.show_known_attribution(recorded_line)
        elif probe is not None:
            self.ask("voice", lambda desk: desk.plan(probe), self._show_probed_attribution, lambda _why: None)

    def show_known_attribution(self, line: Callable[[str], Line]) -> None:
        """Show an attribution that is known without a plan, from the feed of the user's desk."""
        seat = self.session.info.seat if self.session is not None else None
        if seat is not None:
            self.show_attribution(line(seat.feed))

    def adapt_layout(self, height: int) -> None:
        """Make the fields scroll when they do not fit, and keep the attribution, the plan, and the footer visible."""
        rest = 9 if height < TINY else 13 if height < SHORT else 17
        self.limit_height("#fields", height - rest - self.beside)
        if TINY <= height < SHORT:  # The width of the plan is known only after the layout.
            self.call_after_refresh(self._make_room_for_plan, height - rest - self.beside)

    def _make_room_for_plan(self, lines: int) -> None:
        """Take the lines that the plan needs beyond its usual height from those of the fields."""
        plan = self.query_one("#plan", Static)
        needed = plan.get_content_height(plan.size, self.app.size, plan.size.width)
        self.limit_height("#fields", lines - min(max(needed - USUAL_PLAN, 0), LONGEST_PLAN - USUAL_PLAN))

    def field_value(self, name: str) -> str:
        """Return the value of a field, or an empty string when it is hidden or not part of this form."""
        return next((field.value for field in self.query(f"#field-{name}").results(Field) if field.display), "")

    def field_value_or_none(self, name: str) -> str | None:
        """Return the value of a field, or None when it is empty and the service chooses a default."""
        return self.field_value(name) or None

    def set_field_text(self, name: str, text: str) -> None:
        """Set the text of an input field."""
        self.query_one(f"#field-{name}", TextField).set_value(text)

    def focus_field(self, name: str) -> None:
        """Focus a field immediately, so that it receives the next key."""
        field = self.query_one(f"#field-{name}", Field)
        self.set_focus(field.query("Input, Choice").first(Widget))

    # Plan

    def request_plan(self) -> None:
        """Request the plan of what would be written now."""
        try:
            intents = self.intents()
        except Refused as refused:
            self._show_refusal(refused)
            return
        if not intents:
            self.questions.drop_answer("plan")
            self.show_missing()
            return
        planned = intents[: self.most_planned]
        names = [subject.id for subject in self.subjects] if len(planned) > 1 else []
        self.ask(
            "plan", lambda desk: write_preview.plan_intents(desk, planned, names), self._show_plan, self._show_refusal
        )

    def show_missing(self) -> None:
        """Show in place of the plan what is still missing."""
        if not self._kept:
            self.set_problem("")
        text = tr("nothing, as things stand") if self.read_only_reason else self.missing_message()
        self.query_one("#plan", Static).update(text_styles.muted(text))

    def _show_probed_attribution(self, plan: Plan) -> None:
        """Show the attribution of the entry on the first record, naming the record when there are several."""
        self._set_attribution_text(
            line_text(plan.voice) + (f"{text_styles.dot()}{self.subjects[0].id}" if len(self.subjects) > 1 else "")
        )
        self._show_default_handling(plan)

    def _show_default_handling(self, plan: Plan) -> None:
        """Show the default handling mark from the plan, unless one is chosen."""
        mark = next((line.values["handling"] for line in plan.lines if "handling" in line.values), None)
        for field in self.query("#field-handling").results(ChoiceField):
            if mark and not field.value:
                field.rename_option("", tr("{mark} (usual)", mark=mark), short=str(mark))

    def show_attribution(self, voice: Line) -> None:
        """Show the attribution."""
        self._set_attribution_text(line_text(voice))

    def _set_attribution_text(self, text: str) -> None:
        line = self.query_one("#voice", Static)
        barred = self.read_only_reason
        line.update(text_styles.warning(barred) if barred else text_styles.words(text, text_styles.STRONG))
        line.display = True

    def _show_plan(self, plans: Sequence[Plan]) -> None:
        if not self._kept:
            self.set_problem("")
        self._set_attribution_text(write_preview.attribution_text(plans))
        self._show_default_handling(plans[0])
        rest = 0 if self.most_planned is None else max(len(self.subjects) - self.most_planned, 0)
        names = [subject.id for subject in self.subjects]
        self.query_one("#plan", Static).update(write_preview.preview_text(plans, names, unplanned=rest))
        self.adapt_layout(self.app.size.height)

    def _show_refusal(self, why: Refused) -> None:
        self._saving = self._kept = False
        self.set_problem("\n".join(field_values.explain_problem(problem) for problem in why.problems[:2]))
        self.query_one("#plan", Static).update(text_styles.muted(tr("nothing, as things stand")))

    def set_problem(self, text: str) -> None:
        """Show a problem, or hide the line when ``text`` is empty."""
        line = self.query_one("#form-problem", Static)
        line.update(
            text_styles.paragraph(f"{text_styles.mark_or_ascii('▲', '!')} {text}", text_styles.WARN) if text else ""
        )
        line.display = bool(text)

    def explain_not_saved(self, text: str) -> None:
        """Show why nothing is saved yet; the message stays until a field changes."""
        self.set_problem(text)
        self._kept = True

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._kept = False
        self.handle_field_change(event.field)
        self.schedule_keep()
        self.request_plan()

    def handle_field_change(self, field: Field) -> None:
        """Handle a changed field; subclasses may show or hide others."""

    def on_find_field_sought(self, event: FindField.Sought) -> None:
        event.stop()
        field = event.field

        def question(desk: Desk) -> tuple[tuple[SearchHit, ...], str]:
            hits = desk.find(event.kind, event.words, HITS)
            return hits, "" if hits else nearest(
                event.words, [hit.id for hit in desk.find(event.kind, "", KNOWN)]
            ) or ""

        self.ask(f"find-{field.field}", question, lambda found: field.show_hits(*found), fills=self)

    # Saving

    def on_field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.action_save()

    def prepare_save(self) -> tuple[Intent, ...]:
        """Return the intents to save now; none during another save or while something is missing, which is shown."""
        if self._saving:
            return ()
        try:
            intents = tuple(self.intents())
        except Refused as refused:
            self._show_refusal(refused)
            return ()
        if not intents:
            self.explain_not_saved(self.missing_message())
        self._saving = bool(intents)
        return intents

    def action_save(self) -> None:
        intents = self.prepare_save()
        if intents:
            self.send(intents)

    def send(self, intents: Sequence[Intent]) -> None:
        """Write the intents in a thread."""
        self.accord.write_intents(intents, self.handle_saved, self.handle_not_saved, reading=self.show_reading_progress)

    def show_reading_progress(self, done: int, total: int) -> None:
        """Show the progress of storing a large evidence file in place of the plan."""
        if not self.is_running or not self._saving or total < LARGE:
            return
        text = tr("Adding evidence: {done} of {total}", done=format_size(done), total=format_size(total))
        bar = strips.progress_bar(done, total, min(max(self.query_one("#plan").size.width - 2, 1), BAR))
        self.query_one("#plan", Static).update(text_styles.join(text_styles.words(text), bar, by="\n"))

    def handle_not_saved(self, why: Refused) -> None:
        if not self.is_running:  # Left while saving: still report the refusal.
            self.accord.show_refusal(why)
            return
        self._show_refusal(why)
        self._kept = True
        self.reload_after_refusal(why)

    def reload_after_refusal(self, why: Refused) -> None:
        """Handle a refused save; subclasses reload what they are about."""

    def handle_saved(self, done: WriteResult) -> None:
        """Report that the entries were written or kept as drafts, then close."""
        if done.drafts:
            count = len(done.drafts)
            self.accord.show_message(trn("Kept as a draft; W shows it", "Kept as {n} drafts; W shows them", count))
        else:
            several = len(done.refs) > 1
            saved = (
                tr("Saved: {n} entries; u undoes all of it", n=len(done.hashes)) if several else tr("Saved; u undoes")
            )
            self.accord.show_message("\n".join((saved, *pending_text.waiting_lines(done.lines))))
        self.drop_kept_text()
        self.dismiss(None)

    def action_next_field(self) -> None:
        self.focus_next("Input, Choice, StatusPicker")

    def action_previous_field(self) -> None:
        self.focus_previous("Input, Choice, StatusPicker")

    def action_last_evidence(self) -> None:
        session = self.session
        domquery = self.query("#field-evidence")
        if session is None or not domquery:
            return
        if not session.evidence:
            self.accord.show_message(tr("No evidence has been given yet in this session"))
            return
        self.set_field_text("evidence", ", ".join(session.evidence))
