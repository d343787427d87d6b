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
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.questions import Stopped
from accordtrack.tui.shown_content import DATA, PAGE, command_line, words_of
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
    title_words = gettext_lazy("export what is seen")

    def __init__(self, seen: ScreenContent, folder: Path, today: str) -> None:
        super().__init__(folder)
        self._seen, self._today = seen, today
        self._stop = Event()

    def inside(self) -> ComposeResult:
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
        self._told()

    @property
    def portion(self) -> Portion:
        """The chosen part of the visible content."""
        return self._seen.portions[int(self.value("what") or 0)]

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if event.field.field == "what":
            forms = self.portion.forms
            if self.value("form") not in forms:
                self.query_one("#field-form", ChoiceField).offer([(form, form) for form in forms])
        if event.field.field in {"what", "form"}:
            self._suffix(FORMS)
        self._told(again=event.field.field != "file")

    def _told(self, *, again: bool = True) -> None:
        """Show the command, and request the preview and the handling marks."""
        portion, form, session = self.portion, self.value("form"), self.session
        if session is None:
            return
        self._problem("")
        said = tr("only on the screen: no command gives it")
        if portion.command and self.file is not None:
            said = command_line(portion, form, session.desk.path, self.file)
        self._show("#command", said)
        if again:
            self._show("#plan", tr("loading"))
            self._ask_first(self._not_shown)
            self.ask("marks", lambda desk: desk.marks(portion.keys), self._marked)

    def _ask_first(self, refused: Callable[[Refused], None]) -> None:
        """Request the first lines from the same writer that fills the file."""
        export, portion, form = self.accord.own.export, self.portion, self.value("form")
        self.ask("first", lambda desk: _first(export, desk.path, portion, form), self._shown, refused)

    def _shown(self, words: str) -> None:
        lines = [text_styles.words(text_styles.cut(line, self._across)) for line in words.split("\n")[:LINES]]
        self.query_one("#plan", Static).update(text_styles.joined(*lines, by="\n"))

    def _marked(self, marks: tuple[str, ...]) -> None:
        self.query_one("#audience", Static).update(audience(marks))

    def _not_shown(self, why: Refused) -> None:
        self._show("#plan", tr("There are no first lines to show"))
        self._refused(why)

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        portion, form = self.portion, self.value("form")
        export, stop, register = self.accord.own.export, self._stop, desk.path

        def question() -> int:
            try:
                return save(
                    file, lambda out: _fill(export, register, portion, form, _until(out, stop)), replace=replace
                )
            except Stopped:
                raise Refused(Problem("The export was stopped; no file was written")) from None

        command = command_line(portion, form, register, file) if portion.command else ""
        self._store(file, question, command, tr("writing; esc stops it"))

    def _preview(self) -> None:
        self._ask_first(lambda _why: None)

    def action_leave(self) -> None:
        self._stop.set()
        super().action_leave()


def audience(marks: tuple[str, ...]) -> Content:
    """Return a message that says who may read content with these handling marks."""
    if not marks or marks[-1] == Handling.CLEAR:
        return text_styles.words(tr("All of it is TLP:CLEAR: anybody may read it."), text_styles.GOOD)
    mark = marks[-1]
    if Handling(mark).rank <= Handling.AMBER.rank:
        return text_styles.words(
            tr("It rests on words up to {mark}: for the two sides, not for the public.", mark=mark), text_styles.WARN
        )
    return text_styles.words(tr("It rests on words up to {mark}: it stays with this side.", mark=mark), text_styles.BAD)


def _fill(export: Exporter | None, register: Path, portion: Portion, form: str, out: TextIO) -> None:
    if portion.page is not None:
        out.write(portion.page(form))
    elif export is not None:
        export(register, words_of(portion), form, out)


def _first(export: Exporter | None, register: Path, portion: Portion, form: str) -> str:
    """Return the first lines. Runs in a thread."""
    if portion.page is not None:
        return portion.page(form)
    out = io.StringIO()
    if export is not None:
        export(register, words_of(portion, first=ROWS), form, out)
    return out.getvalue()


def _until(out: TextIO, stop: Event) -> TextIO:
    return cast("TextIO", _Stoppable(out, stop))


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
