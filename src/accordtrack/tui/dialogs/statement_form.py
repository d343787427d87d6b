"""What dialogs about somebody's words share: the speaker, the half, evidence checked while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from textual.containers import Horizontal

from accordtrack.i18n import later, tr
from accordtrack.service.commands.attribution import attributed_line
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import SeenForm
from accordtrack.tui.widgets.fields import Field, TextField, parts
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.types import Done

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Desk, Draftable, DraftView
    from accordtrack.tui.dialogs.kept_text import Particulars
    from accordtrack.tui.subject import Subject
    from accordtrack.types.intents import Intent

ATTRIBUTED = ("said_on", "body", "sources")
"""Fields that only the words of somebody else need."""
LONGEST = 8
"""Most pieces of evidence that are checked while typing."""


class Voiced(TypedDict):
    """The fields that a ``Voice`` takes from a form."""

    speaker: str | None
    body: str | None
    said_on: str | None
    effective_on: str | None
    sources: tuple[str, ...]
    handling: str | None


class ClaimForm(SeenForm):
    """A form about somebody's words on a commitment."""

    stack = "claim"
    BINDINGS = keys.bindings("claim")
    own_half = True
    """Whether the words are about the speaker's own half when none is chosen; else about the other side's."""

    halves = True
    """Whether a joint commitment's half is asked for."""

    def __init__(self, subjects: Sequence[Subject], draft: DraftView | None = None) -> None:
        super().__init__(subjects)
        self.draft = draft
        """The draft that was taken up again: it goes, or is replaced, when this is saved."""

    def on_mount(self) -> None:
        self._voice_changed()
        if self.draft is not None and self.draft.intent is not None:
            self.fill(self.draft.intent)
            self.untouched()
            self.call_after_refresh(self.replan)

    def fill(self, intent: Draftable) -> None:
        """Put the words of a draft into the fields; a subclass fills its own."""
        given = {
            "speaker": getattr(intent, "speaker", None),
            "half": intent.half,
            "effective_on": intent.effective_on,
            "said_on": intent.said_on,
            "body": intent.body,
            "sources": ", ".join(intent.sources),
            "handling": intent.handling,
        }
        for name, value in given.items():
            self.set_field(name, value)
        self._voice_changed()

    def put_values(self, values: Mapping[str, str]) -> None:
        """Another speaker may need a source."""
        super().put_values(values)
        self._voice_changed()

    def set_field(self, name: str, value: str | None) -> None:
        """Put a value into a field of this form, if it has one of that name."""
        for field in self.query(f"#field-{name}").results(Field):
            field.put(value or "")

    def send(self, intents: Sequence[Intent]) -> None:
        """Write; the draft that was taken up goes with it."""
        self.accord.write_all(intents, self.saved, self.not_saved, draft=self._number, reading=self.reading)

    def particulars(self) -> Particulars:
        """The draft."""
        return {"draft": self._number}

    @property
    def _number(self) -> int | None:
        return self.draft.id if self.draft is not None else None

    def action_keep_draft(self) -> None:
        """Keep the words on this machine, unsigned; nothing is written."""
        intents = self.complete()
        if not intents:
            return
        number = self._number

        def keep(desk: Desk) -> Done:
            return Done("", (), (), (), (), desk.keep_draft(*intents, draft=number))

        self.accord.carry_out(keep, self.saved, self.not_saved)

    def voice_fields(self) -> ComposeResult:
        """Who says it, of which half, on what source."""
        with Horizontal(classes="pair"):
            yield shared_fields.speaker_field(self.session)
            if self.halves and any(subject.responsible == "JOINT" for subject in self.subjects):
                yield shared_fields.half_field(own=self.own_half)
        with Horizontal(classes="pair"):
            yield shared_fields.date_field("said_on", later("said on"), self.session)
            yield FindField("body", later("body"), "body", example=tr("its lead, if it speaks for it"))
        yield shared_fields.source_field()

    @property
    def speaker(self) -> str | None:
        """The chosen speaker."""
        return self.given("speaker")

    @property
    def sources(self) -> tuple[str, ...]:
        """The cited sources, none when the field is not shown."""
        return parts(self.field("sources"))

    @property
    def voice(self) -> Voiced:
        """Who says it, when and on what source, as every intent about words takes it."""
        return {
            "speaker": self.speaker,
            "body": self.given("body"),
            "said_on": self.given("said_on"),
            "effective_on": self.given("effective_on"),
            "sources": self.sources,
            "handling": self.given("handling"),
        }

    @property
    def attributed(self) -> bool:
        """Whether the words are not those of the desk's own side."""
        own = self.session.side if self.session is not None else None
        return own is None or self.speaker != own

    def half_of(self, subject: Subject) -> str | None:
        """The chosen half, for a joint commitment only."""
        return self.given("half") if subject.responsible == "JOINT" and self.query("#field-half") else None

    def changed(self, field: Field) -> None:
        """Another speaker may need a source."""
        if field.field == "speaker":
            self._voice_changed()

    def _voice_changed(self) -> None:
        attributed = self.attributed
        self.ask_voice()
        for name in ATTRIBUTED:
            self.query_one(f"#field-{name}", Field).show(shown=attributed)
        if attributed:
            self.query_one("#field-sources", Field).hint(
                text_styles.words(tr("Recorded as attributed; a source is required"), text_styles.MUTED)
            )

    def ask_voice(self) -> None:
        """Words of somebody else are said to be so at once: nothing can be planned before their source is named."""
        seat = self.session.info.seat if self.session is not None else None
        if self.attributed and self.speaker and seat is not None:
            self.questions.forget("voice")
            self.voiced(attributed_line(self.speaker, seat.feed))
        else:
            super().ask_voice()

    def check_evidence(self, typed: str) -> None:
        """Look at what is typed: does the file exist, how large, is the address well formed, what grade."""
        field = self.query_one("#field-evidence", TextField)
        wanted = shared_fields.given_evidence(typed)[:LONGEST]
        if not wanted:
            self.questions.forget("evidence")
            field.hint(
                text_styles.words(tr("none: say why in the note"), text_styles.MUTED)
                if shared_fields.is_none(typed)
                else None
            )
            return
        self.ask(
            "evidence",
            lambda desk: [desk.check_evidence(ref) for ref in wanted],
            lambda checks: field.hint(shared_fields.verdict(checks)),
        )

    def pasted(self, text: str) -> None:
        """A paste that no field took is evidence: a path or an address."""
        for field in self.query("#field-evidence").results(TextField):
            field.input.take(text)

    def remember(self, evidence: tuple[str, ...]) -> None:
        """Keep evidence for ``^r``."""
        if evidence and self.session is not None:
            self.session.evidence = evidence
