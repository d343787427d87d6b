"""Dialog that writes a scorecard: audience, form, language, length, and file, with a preview of the headline."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core import capabilities
from accordtrack.documents import FORMATS
from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.service import save_bytes
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.shown_content import at_register
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.wording import label

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from accordtrack.documents.model import Scorecard
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.service import Desk

LINES = 6
"""Maximum lines of the headline shown."""


class ScorecardExportDialog(SavingDialog):
    """A scorecard of the whole register, as of today."""

    AUTO_FOCUS = "#field-form Choice"
    title_words = gettext_lazy("a scorecard to send")

    def __init__(self, folder: Path, today: str, side: str | None) -> None:
        super().__init__(folder)
        self._today, self._side = today, side

    def inside(self) -> ComposeResult:
        """Yield the choices, the file, the command, and the headline."""
        audiences = [("public", label("audience", "public")), ("parties", label("audience", "parties"))]
        if self._side is not None:
            audiences.append(("side", label("side", self._side)))
        yield ChoiceField("form", gettext_lazy("form"), [(form, form.upper()) for form in FORMATS])
        yield ChoiceField("audience", gettext_lazy("who reads it"), audiences)
        yield ChoiceField("length", gettext_lazy("length"), [("whole", tr("the whole")), ("brief", tr("one page"))])
        mine = i18n.language()
        yield ChoiceField(
            "language", gettext_lazy("language"), sorted(i18n.NAMES.items(), key=lambda one: one[0] != mine)
        )
        yield TextField(
            "file", gettext_lazy("file"), value=f"accordtrack-scorecard-{self._today}.{next(iter(FORMATS))}"
        )
        yield Static("", id="door-problem", markup=False)
        yield Static("", id="audience", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("headline"))
        self._told()

    @property
    def asked(self) -> ScorecardRequest:
        """The requested scorecard."""
        from accordtrack.scorecard.request import ScorecardRequest  # noqa: PLC0415

        audience = self.value("audience")
        side = self._side if audience == "side" else None
        return ScorecardRequest(self._today, self._today, audience, self.value("language"), side)

    def command(self, register: Path) -> str:
        """Return the equivalent command."""
        asked = self.asked
        words = ["accordtrack", *at_register(register), "scorecard", capabilities.shown(self.file or "OUT")]
        words += ["--lang", asked.language, "--audience", asked.audience]
        words += ["--side", asked.side] if asked.side is not None else []
        words += ["--brief"] if self.value("length") == "brief" else []
        return shlex.join(words)

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        changed = event.field.field
        if changed == "form":
            self._suffix(FORMATS)
        self._told(again=changed in {"audience", "language"})

    def _told(self, *, again: bool = True) -> None:
        session = self.session
        if session is None:
            return
        self._problem("")
        self._show("#command", self.command(session.desk.path))
        if again:
            self.query_one("#plan", Static).update(text_styles.words(tr("loading"), text_styles.MUTED))
            self._preview()

    def _preview(self) -> None:
        asked = self.asked
        self.ask("headline", lambda desk: desk.scorecard(asked, appended=False), self._shown, self._refused)

    def _shown(self, card: Scorecard) -> None:
        from accordtrack.documents.counted_sentences import plain_text  # noqa: PLC0415

        words = " ".join(plain_text(sentence) for sentence in card.headline)
        self.query_one("#plan", Static).update(
            text_styles.joined(*text_styles.words(words).wrap(self._across)[:LINES], by="\n")
        )
        withheld = trn("{n} entry is withheld from it", "{n} entries are withheld from it", card.withheld)
        self.query_one("#audience", Static).update(
            text_styles.words(withheld, text_styles.WARN if card.withheld else text_styles.GOOD)
        )

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        asked, brief, command = self.asked, self.value("length") == "brief", self.command(desk.path)
        self._store(
            file, lambda: _made(desk, asked, file, brief=brief, replace=replace), command, tr("making the scorecard")
        )


def _made(desk: Desk, asked: ScorecardRequest, file: Path, *, brief: bool, replace: bool) -> int:
    """Build the scorecard, write it, and return its size in bytes. Runs in a thread."""
    from accordtrack.documents import APPENDED, format_of, render  # noqa: PLC0415

    form = format_of(file)
    made = render(desk.scorecard(asked, appended=form in APPENDED), form, brief=brief)
    return save_bytes(file, made, replace=replace, how="^o")
