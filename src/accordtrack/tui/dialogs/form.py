"""A form about one commitment: fields, in whose name it will stand, and what will be written before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import nearest, size
from accordtrack.i18n import say, tr, trn
from accordtrack.text import field_values
from accordtrack.tui import drawing, keys, text_styles
from accordtrack.tui.dialogs import write_preview
from accordtrack.tui.dialogs.base import SHORT, TINY
from accordtrack.tui.dialogs.kept_text import LeftWords
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from accordtrack.service import Desk
    from accordtrack.tui.session import About
    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.find_field import FindField
    from accordtrack.types import Done, Line, Plan, SearchHit
    from accordtrack.types.intents import Intent

HITS, KNOWN = 6, 10_000
"""Most records that are listed, and among which the nearest code is looked for."""

SAVING = ("save", "keep_draft", "last_evidence")
"""Actions that the last line leaves out where nothing can be saved."""
LARGE, BAR = 8_000_000, 40
"""Bytes of evidence from which a bar is worth its place, and its cells."""


class Form(LeftWords):
    """Fields and a live plan. A subclass names its fields and makes the intent of them."""

    stack = "form"
    beside = 0
    """Lines of what stands between fields and plan for a while."""
    AUTO_FOCUS = "Input"
    BINDINGS = keys.bindings("form")

    def __init__(self, subjects: Sequence[Subject] = ()) -> None:
        super().__init__()
        self.subjects = tuple(subjects)
        self._saving = False
        self._kept = False
        """Whether the problem shown is of a refused save: it stays until something is changed."""

    @property
    def read_only(self) -> str:
        """Why nothing can be saved here, in words; empty where it can."""
        why = self.session.info.read_only if self.session is not None else None
        return tr("{why}: nothing can be saved here", why=tr(why)) if why else ""

    @property
    def subject(self) -> Subject:
        """The first, mostly the only commitment."""
        return self.subjects[0]

    @property
    def about(self) -> About:
        return (*super().about, *self.named())

    def named(self) -> tuple[str, ...]:
        """The commitments."""
        return tuple(subject.id for subject in self.subjects)

    # What a subclass says

    def fields(self) -> ComposeResult:
        """The fields, in order."""
        yield from ()

    def intents(self) -> Sequence[Intent]:
        """What the fields ask to write, one for each commitment; none while something is still missing.

        Raises:
            Refused: when the fields contradict each other in a way that the desk cannot know.
        """
        return ()

    def probe(self) -> Intent | None:
        """An intent whose plan says in whose name the words will stand, before anything was filled in."""
        return None

    def missing(self) -> str:
        """What is still missing, in words."""
        return ""

    def head(self) -> Content:
        """The commitment that the form is about."""
        if not self.subjects:
            return text_styles.BLANK
        line = text_styles.joined(
            text_styles.words(self.subject.id, text_styles.HEADING),
            text_styles.words(self.subject.words, text_styles.TITLE),
            by="  ",
        )
        if len(self.subjects) > 1:
            more = tr("and {n} more", n=len(self.subjects) - 1)
            line = text_styles.joined(line, text_styles.words(more, "$accent"), by="  ")
        return line

    # The frame

    def compose(self) -> ComposeResult:
        if self.read_only:
            self.without = (*self.without, *SAVING)
        yield from super().compose()

    def inside(self) -> ComposeResult:
        """Voice, commitment, fields, plan."""
        yield Static("", id="voice", markup=False)
        if self.subjects:
            yield Static(self.head(), id="about", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            yield from self.fields()
        yield from self.left_line()
        yield Static("", id="overtaken", markup=False)
        yield Static("", id="form-problem", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("what will be written"))
        self.untouched()
        self.offer()
        self.put_brought()
        self.replan()
        if self.read_only:
            self._voice("")
        self.ask_voice()

    def ask_voice(self) -> None:
        """Ask in whose name the words will stand."""
        probe = self.probe()
        if probe is not None:
            self.ask("voice", lambda desk: desk.plan(probe), self._probed, lambda _why: None)

    def told_by(self, line: Callable[[str], Line]) -> None:
        """Say what is known without a plan: the line of the user's desk."""
        seat = self.session.info.seat if self.session is not None else None
        if seat is not None:
            self.voiced(line(seat.feed))

    def fold(self, height: int) -> None:
        """Fields scroll where they do not fit; voice, plan and keys stay."""
        rest = 9 if height < TINY else 13 if height < SHORT else 17
        self.limit("#fields", height - rest - self.beside)

    def field(self, name: str) -> str:
        """The value of a field; empty when it is hidden."""
        field = self.query_one(f"#field-{name}", Field)
        return field.value if field.display else ""

    def given(self, name: str) -> str | None:
        """The value of a field, None when it is empty and the desk shall choose."""
        return self.field(name) or None

    def put(self, name: str, text: str) -> None:
        """Write a value into a field to type in."""
        self.query_one(f"#field-{name}", TextField).put(text)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field, now: the next key is for it."""
        field = self.query_one(f"#field-{name}", Field)
        self.set_focus(field.query("Input, Choice").first(Widget))

    # The plan

    def replan(self) -> None:
        """Ask the desk what would be written now."""
        try:
            intents = self.intents()
        except Refused as refused:
            self._refused(refused)
            return
        if not intents:
            self.questions.forget("plan")
            self._idle()
            return
        names = [subject.id for subject in self.subjects] if len(intents) > 1 else []
        self.ask("plan", lambda desk: write_preview.of(desk, intents, names), self._planned, self._refused)

    def _idle(self) -> None:
        if not self._kept:
            self.problem("")
        said = tr("nothing, as things stand") if self.read_only else self.missing()
        self._write("#plan", text_styles.words(said, text_styles.MUTED))

    def _probed(self, plan: Plan) -> None:
        """In whose name the words about the first record would stand; of several, it is named."""
        self._voice(say(plan.voice) + (f"{text_styles.dot()}{self.subjects[0].id}" if len(self.subjects) > 1 else ""))
        self._marked(plan)

    def _marked(self, plan: Plan) -> None:
        """Say how far the words go when nothing is chosen, now that the desk has told."""
        mark = next((line.values["handling"] for line in plan.lines if "handling" in line.values), None)
        for field in self.query("#field-handling").results(ChoiceField):
            if mark and not field.value:
                field.rename("", tr("{mark} (usual)", mark=mark), short=str(mark))

    def voiced(self, voice: Line) -> None:
        """Say in whose name the words will stand."""
        self._voice(say(voice))

    def _voice(self, said: str) -> None:
        line = self.query_one("#voice", Static)
        barred = self.read_only
        line.update(
            text_styles.words(f"{text_styles.sign('▲', '!')} {barred}", text_styles.WARN)
            if barred
            else text_styles.words(said, text_styles.STRONG)
        )
        line.display = True

    def _planned(self, found: Sequence[Plan]) -> None:
        if not self._kept:
            self.problem("")
        self._voice(write_preview.voice(found))
        self._marked(found[0])
        self._write("#plan", write_preview.words(found, [subject.id for subject in self.subjects]))

    def _refused(self, why: Refused) -> None:
        self._saving = self._kept = False
        self.problem("\n".join(field_values.explained(problem) for problem in why.problems[:2]))
        self._write("#plan", text_styles.words(tr("nothing, as things stand"), text_styles.MUTED))

    def _write(self, place: str, words: Content) -> None:
        self.query_one(place, Static).update(words)

    def problem(self, said: str) -> None:
        """Show what stands in the way, or nothing."""
        line = self.query_one("#form-problem", Static)
        line.update(text_styles.paragraph(f"{text_styles.sign('▲', '!')} {said}", text_styles.WARN) if said else "")
        line.display = bool(said)

    def not_yet(self, said: str) -> None:
        """Say why nothing is saved yet; a plan that comes later does not take it away, a field that changes does."""
        self.problem(said)
        self._kept = True

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._kept = False
        self.changed(event.field)
        self.keep_words()
        self.replan()

    def changed(self, field: Field) -> None:
        """A field changed; a subclass may show or hide others."""

    def on_find_field_sought(self, event: FindField.Sought) -> None:
        event.stop()
        field = event.field

        def question(desk: Desk) -> tuple[tuple[SearchHit, ...], str]:
            hits = desk.find(event.kind, event.words, HITS)
            return hits, "" if hits else nearest(
                event.words, [hit.id for hit in desk.find(event.kind, "", KNOWN)]
            ) or ""

        self.ask(f"find-{field.field}", question, lambda found: field.found(*found), fills=self)

    # Saving

    def on_field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.action_save()

    def complete(self) -> tuple[Intent, ...]:
        """The intents to be saved now; none while others are being saved, or where something is missing, which is said."""
        if self._saving:
            return ()
        try:
            intents = tuple(self.intents())
        except Refused as refused:
            self._refused(refused)
            return ()
        if not intents:
            self.not_yet(self.missing())
        self._saving = bool(intents)
        return intents

    def action_save(self) -> None:
        intents = self.complete()
        if intents:
            self.send(intents)

    def send(self, intents: Sequence[Intent]) -> None:
        """Hand the intents to the desk, to be written in a thread."""
        self.accord.write_all(intents, self.saved, self.not_saved, reading=self.reading)

    def reading(self, done: int, total: int) -> None:
        """A large file of evidence is on its way into the store: say how far it is, where the plan stood."""
        if not self.is_running or not self._saving or total < LARGE:
            return
        told = tr("Taking evidence: {done} of {total}", done=size(done), total=size(total))
        bar = drawing.progress(done, total, min(max(self.query_one("#plan").size.width - 2, 1), BAR))
        self._write("#plan", text_styles.joined(text_styles.words(told), bar, by="\n"))

    def not_saved(self, why: Refused) -> None:
        if not self.is_running:  # left while it was saving: the refusal must still be heard
            self.accord.complain(why)
            return
        self._refused(why)
        self._kept = True
        self.look_again(why)

    def look_again(self, why: Refused) -> None:
        """A save was refused: a subclass reads again what it is about."""

    def saved(self, done: Done) -> None:
        """It is written, or waits as a draft: say so and close."""
        if done.drafts:
            count = len(done.drafts)
            self.accord.say(trn("Kept as a draft; W shows it", "Kept as {n} drafts; W shows them", count))
        elif len(done.refs) == 1:
            self.accord.say(tr("Saved; u undoes"))
        else:
            self.accord.say(tr("Saved for {n} commitments; u undoes all of it", n=len(done.refs)))
        self.forget()
        self.dismiss(None)

    def action_next_field(self) -> None:
        self.focus_next("Input, Choice, StatusPicker")

    def action_previous_field(self) -> None:
        self.focus_previous("Input, Choice, StatusPicker")

    def action_last_evidence(self) -> None:
        session = self.session
        found = self.query("#field-evidence")
        if session is None or not found:
            return
        if not session.evidence:
            self.accord.say(tr("No evidence was given yet in this sitting"))
            return
        self.put("evidence", ", ".join(session.evidence))
