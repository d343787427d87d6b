"""Dialog that writes a scorecard: what it covers, audience, form, language, length, and file, with its headline."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core import capabilities, safe_text
from accordtrack.documents import FORMATS
from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.service import check_free, save_bytes
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.shown_content import Shows, register_arguments
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused
    from accordtrack.documents.model import Scorecard
    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp
    from accordtrack.types import SavedFilter

LONGEST = 40
"""Maximum length of a filter in a choice or a sentence, in characters."""
LINES = 6
"""Maximum lines of the headline shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a scorecard can cover: the commitments of a filter. ``arguments`` name it on the command line."""

    label: str
    filter: str | None
    arguments: tuple[str, ...]


def open_scorecard_dialog(app: AccordApp) -> None:
    """Open the dialog with what the screen shows, the whole register and the saved filters."""
    screen, session = app.screen, app.session
    if session is None or not isinstance(screen, DeskScreen):
        return
    portions = screen.screen_content().portions if isinstance(screen, Shows) else ()
    shown = [Part(one.label, one.filter, ("--", one.filter)) for one in portions if one.filter]
    side = session.side if session.side in {"US", "MX"} else None
    today = session.desk.today

    def open_dialog(saved: Sequence[SavedFilter]) -> None:
        named = [Part(one.name, one.words, ("--saved", one.name)) for one in saved if one.sound and one.words]
        parts = (*shown, Part(tr("the whole register"), None, ()), *named)
        app.push_screen(ScorecardExportDialog(Path.cwd(), today, side, parts))

    screen.ask("saved", lambda desk: desk.preferences.filters(), open_dialog, opens=True)


class ScorecardExportDialog(SavingDialog):
    """A scorecard of a part of the register or of the whole, as of today."""

    AUTO_FOCUS = "#field-what Choice"
    title_words = gettext_lazy("a scorecard to send")

    def __init__(self, folder: Path, today: str, side: str | None, parts: Sequence[Part]) -> None:
        super().__init__(folder)
        self._today, self._side, self._parts = today, side, parts
        self._card: Scorecard | None = None
        """The scorecard whose headline is shown."""

    def compose_body(self) -> ComposeResult:
        """Yield the choices, the file, the command, and the headline."""
        audiences = [("public", label("audience", "public")), ("parties", label("audience", "parties"))]
        if self._side is not None:
            audiences.append(("side", label("side", self._side)))
        labels = [(str(place), safe_text.shorten(one.label, LONGEST)) for place, one in enumerate(self._parts)]
        yield ChoiceField("what", gettext_lazy("what"), labels)
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
        yield Static("", id="covered", markup=False)
        yield Static("", id="audience", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("headline"))
        self._update_details()

    @property
    def part(self) -> Part:
        """What the scorecard is to cover."""
        return self._parts[int(self.field_value("what") or 0)]

    @property
    def scorecard_request(self) -> ScorecardRequest:
        """The requested scorecard."""
        from accordtrack.scorecard.request import ScorecardRequest  # noqa: PLC0415

        audience = self.field_value("audience")
        side = self._side if audience == "side" else None
        language = "es" if self.field_value("length") == "note" else self.field_value("language")
        return ScorecardRequest(self._today, self._today, audience, language, side, part=self.part.filter)

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
        return shlex.join([*words, *self.part.arguments])

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        changed = event.field.field
        if changed == "form":
            self._match_suffix(FORMATS)
        self._update_details(again=changed in {"what", "audience", "language"})

    def _update_details(self, *, again: bool = True) -> None:
        session = self.session
        if session is None:
            return
        self._set_problem("")
        self._show_text("#command", self.command(session.desk.path))
        if again:
            self._card = None
            self._show_text("#audience", "")
            self._show_text("#plan", tr("loading"))
            self._show_preview()
        self._show_covered()

    def _show_preview(self) -> None:
        request = self.scorecard_request
        self.ask(
            "headline",
            lambda desk: desk.scorecard(request, appended=False),
            self._show_headline,
            self._show_preview_refusal,
        )

    def _show_preview_refusal(self, why: Refused) -> None:
        self._show_text("#plan", "")
        self._show_refusal(why)

    def _show_covered(self) -> None:
        """Show in one sentence how many commitments the scorecard covers, and where it goes."""
        card, words = self._card, self.part.filter
        text = ""
        if card is not None and self.file is not None and self._barred is None:
            n, every = card.covered
            values = {"n": n, "all": every, "file": capabilities.display_path(self.file)}
            if words is None:
                text = tr("The scorecard covers all {all} commitments and is saved as {file}.", **values)
            else:
                values["filter"] = safe_text.shorten(safe_text.sanitize_line(words), LONGEST)
                text = tr("The scorecard covers {n} of {all} commitments ({filter}) and is saved as {file}.", **values)
        self.query_one("#covered", Static).update(text_styles.words(text))

    def _show_headline(self, card: Scorecard) -> None:
        from accordtrack.documents.sentences import plain_text  # noqa: PLC0415

        words = " ".join(plain_text(sentence) for sentence in card.headline)
        self.query_one("#plan", Static).update(
            text_styles.join(*text_styles.words(words).wrap(self._preview_width)[:LINES], by="\n")
        )
        withheld = trn("{n} entry is not in it", "{n} entries are not in it", card.withheld) if card.withheld else ""
        self.query_one("#audience", Static).update(text_styles.words(withheld, text_styles.WARN))
        self._card = card
        self._show_covered()

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
