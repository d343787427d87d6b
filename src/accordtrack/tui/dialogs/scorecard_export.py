"""Dialog that writes a scorecard: audience, form, language, length, and file, with a preview of the headline."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core import capabilities
from accordtrack.documents import FORMATS
from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.service import check_free, save_bytes
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.shown_content import register_arguments
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

    def compose_body(self) -> ComposeResult:
        """Yield the choices, the file, the command, and the headline."""
        audiences = [("public", label("audience", "public")), ("parties", label("audience", "parties"))]
        if self._side is not None:
            audiences.append(("side", label("side", self._side)))
        yield ChoiceField("form", gettext_lazy("form"), [(form, form.upper()) for form in FORMATS])
        yield ChoiceField("audience", gettext_lazy("who reads it"), audiences)
        yield ChoiceField(
            "length",
            gettext_lazy("length"),
            [("whole", tr("the whole")), ("brief", tr("one page")), ("note", "tarjeta informativa")],
        )
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
        self._update_details()

    @property
    def scorecard_request(self) -> ScorecardRequest:
        """The requested scorecard."""
        from accordtrack.scorecard.request import ScorecardRequest  # noqa: PLC0415

        audience = self.field_value("audience")
        side = self._side if audience == "side" else None
        language = "es" if self.field_value("length") == "note" else self.field_value("language")
        return ScorecardRequest(self._today, self._today, audience, language, side)

    def command(self, register: Path) -> str:
        """Return the equivalent command."""
        request = self.scorecard_request
        words = [
            "accordtrack",
            *register_arguments(register),
            "scorecard",
            capabilities.display_path(self.file or "OUT"),
        ]
        words += ["--lang", request.language, "--audience", request.audience]
        words += ["--side", request.side] if request.side is not None else []
        words += {"brief": ["--brief"], "note": ["--tarjeta"]}.get(self.field_value("length"), [])
        return shlex.join(words)

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        changed = event.field.field
        if changed == "form":
            self._match_suffix(FORMATS)
        self._update_details(again=changed in {"audience", "language"})

    def _update_details(self, *, again: bool = True) -> None:
        session = self.session
        if session is None:
            return
        self._set_problem("")
        self._show_text("#command", self.command(session.desk.path))
        if again:
            self.query_one("#plan", Static).update(text_styles.words(tr("loading"), text_styles.MUTED))
            self._show_preview()

    def _show_preview(self) -> None:
        request = self.scorecard_request
        self.ask(
            "headline", lambda desk: desk.scorecard(request, appended=False), self._show_headline, self._show_refusal
        )

    def _show_headline(self, card: Scorecard) -> None:
        from accordtrack.documents.sentences import plain_text  # noqa: PLC0415

        words = " ".join(plain_text(sentence) for sentence in card.headline)
        self.query_one("#plan", Static).update(
            text_styles.join(*text_styles.words(words).wrap(self._preview_width)[:LINES], by="\n")
        )
        withheld = trn("{n} entry is not in it", "{n} entries are not in it", card.withheld)
        self.query_one("#audience", Static).update(
            text_styles.words(withheld, text_styles.WARN if card.withheld else text_styles.GOOD)
        )

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        request, kind, command = self.scorecard_request, self.field_value("length"), self.command(desk.path)
        self._save_in_thread(
            file,
            lambda: _write_scorecard(desk, request, file, kind=kind, replace=replace),
            command,
            tr("making the scorecard"),
        )


def _write_scorecard(desk: Desk, request: ScorecardRequest, file: Path, *, kind: str, replace: bool) -> int:
    """Build the scorecard, write it with the files that it names, and return their size in bytes. Runs in a thread."""
    from accordtrack.documents import APPENDED, files, format_of  # noqa: PLC0415

    format_of(file)
    paths = [file.with_name(name) for name in files.names(file.name, kind, paged=True)]
    for one in paths:
        check_free(one, replace=replace, how="^o")
    card = desk.scorecard(request, appended=any(format_of(one) in APPENDED for one in paths))
    size = 0
    for name, raw in files.made(card, file.name, kind):
        size += save_bytes(file.with_name(name), raw, replace=replace, how="^o")
        desk.note_export("scorecard", file.with_name(name), request.audience, request.side)
    return size
