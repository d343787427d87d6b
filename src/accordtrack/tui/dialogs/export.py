"""Dialog that exports the visible content: part, form, file, audience, and a preview of the first lines."""

from __future__ import annotations

import io
from threading import Event
from typing import TYPE_CHECKING, TextIO, cast

from textual.widgets import Static

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service import save
from accordtrack.tui import text_styles
from accordtrack.tui.desk_requests import Stopped
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.shown_content import DATA, PAGE, command_line, command_words
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.content import Content

    from accordtrack.service import Desk
    from accordtrack.tui import Exporter
    from accordtrack.tui.shown_content import Portion, ScreenContent

FORMS = frozenset({*DATA, *PAGE})
LINES, ROWS = 6, 3
"""Lines of the preview, and rows requested for it."""


class ExportDialog(SavingDialog):
    """The export dialog; also shows the equivalent command."""

    AUTO_FOCUS = "#field-what Choice"
    title_words = gettext_lazy("export what is shown")

    def __init__(self, seen: ScreenContent, folder: Path, today: str) -> None:
        super().__init__(folder)
        self._seen, self._today = seen, today
        self._stop = Event()

    def compose_body(self) -> ComposeResult:
        """Yield the choices of part and form, the file, the audience, the command, and the preview."""
        portions = [(str(number), portion.label) for number, portion in enumerate(self._seen.portions)]
        form = self._seen.portions[0].forms[0]
        yield ChoiceField("what", gettext_lazy("what"), portions)
        yield ChoiceField("form", gettext_lazy("form"), [(name, name) for name in self._seen.portions[0].forms])
        yield TextField("file", gettext_lazy("file"), value=f"accordtrack-{self._seen.name}-{self._today}.{form}")
        yield Static("", id="door-problem", markup=False)
        yield Static("", id="audience", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("first lines"))
        self._update_details()

    @property
    def portion(self) -> Portion:
        """The chosen part of the visible content."""
        return self._seen.portions[int(self.field_value("what") or 0)]

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if event.field.field == "what":
            forms = self.portion.forms
            if self.field_value("form") not in forms:
                self.query_one("#field-form", ChoiceField).set_options([(form, form) for form in forms])
        if event.field.field in {"what", "form"}:
            self._match_suffix(FORMS)
        self._update_details(again=event.field.field != "file")

    def _update_details(self, *, again: bool = True) -> None:
        """Show the command, and request the preview and the handling marks."""
        portion, form, session = self.portion, self.field_value("form"), self.session
        if session is None:
            return
        self._set_problem("")
        text = tr("on screen only: no command produces it")
        if portion.command and self.file is not None:
            text = command_line(portion, form, session.desk.path, self.file)
        self._show_text("#command", text)
        if again:
            self._show_text("#plan", tr("loading"))
            self._request_first_lines(self._show_preview_refusal)
            self.ask("marks", lambda desk: desk.handling_marks(portion.keys), self._show_audience)

    def _request_first_lines(self, refused: Callable[[Refused], None]) -> None:
        """Request the first lines from the same writer that fills the file."""
        export, portion, form = self.accord.own.export, self.portion, self.field_value("form")
        self.ask(
            "first", lambda desk: _read_first_lines(export, desk.path, portion, form), self._show_first_lines, refused
        )

    def _show_first_lines(self, words: str) -> None:
        lines = [text_styles.words(text_styles.cut(line, self._preview_width)) for line in words.split("\n")[:LINES]]
        self.query_one("#plan", Static).update(text_styles.join(*lines, by="\n"))

    def _show_audience(self, marks: tuple[str, ...]) -> None:
        self.query_one("#audience", Static).update(audience_text(marks))

    def _show_preview_refusal(self, why: Refused) -> None:
        self._show_text("#plan", tr("There are no first lines to show"))
        self._show_refusal(why)

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        portion, form = self.portion, self.field_value("form")
        export, stop, register = self.accord.own.export, self._stop, desk.path

        def question() -> int:
            try:
                return save(
                    file,
                    lambda out: _write_portion(export, register, portion, form, cast("TextIO", _Stoppable(out, stop))),
                    replace=replace,
                )
            except Stopped:
                raise Refused(Problem("The export was stopped; no file was written")) from None

        command = command_line(portion, form, register, file) if portion.command else ""
        self._save_in_thread(file, question, command, tr("writing; esc stops it"))

    def _show_preview(self) -> None:
        self._request_first_lines(lambda _why: None)

    def action_leave(self) -> None:
        self._stop.set()
        super().action_leave()


def audience_text(marks: tuple[str, ...]) -> Content:
    """Return a message that says who may read content with these handling marks."""
    if not marks or marks[-1] == Handling.CLEAR:
        return text_styles.words(tr("All of it is TLP:CLEAR: anyone may read it."), text_styles.GOOD)
    mark = marks[-1]
    if Handling(mark).rank <= Handling.AMBER.rank:
        return text_styles.words(
            tr("It rests on statements up to {mark}: for the two sides, not for the public.", mark=mark),
            text_styles.WARN,
        )
    return text_styles.words(
        tr("It rests on statements up to {mark}: it stays with this side.", mark=mark), text_styles.BAD
    )


def _write_portion(export: Exporter | None, register: Path, portion: Portion, form: str, out: TextIO) -> None:
    if portion.page is not None:
        out.write(portion.page(form))
    elif export is not None:
        export(register, command_words(portion), form, out)


def _read_first_lines(export: Exporter | None, register: Path, portion: Portion, form: str) -> str:
    """Return the first lines. Runs in a thread."""
    if portion.page is not None:
        return portion.page(form)
    out = io.StringIO()
    if export is not None:
        export(register, command_words(portion, first=ROWS), form, out)
    return out.getvalue()


class _Stoppable:
    """A stream that raises ``Stopped`` after the dialog was left."""

    def __init__(self, out: TextIO, stop: Event) -> None:
        self._out, self._stop = out, stop

    def write(self, words: str) -> int:
        """Write, or raise ``Stopped``."""
        if self._stop.is_set():
            raise Stopped
        return self._out.write(words)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write line by line."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._out, name)
