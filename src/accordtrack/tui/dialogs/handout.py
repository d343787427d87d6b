"""Dialog that writes a calendar, an IATI file, or the public site, with its audience, extent, and target path."""

from __future__ import annotations

import re
import shlex
from threading import Event
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core import safe_text
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.desk_requests import Stopped
from accordtrack.tui.dialogs.base import SHORT, TINY
from accordtrack.tui.dialogs.save_file import SavingDialog
from accordtrack.tui.exports import Calendar, Handed, Iati, Reader, Site, Wanted
from accordtrack.tui.shown_content import register_arguments
from accordtrack.tui.strips import progress_bar
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from accordtrack.service import Desk
    from accordtrack.site.subset_choice import SitePart
    from accordtrack.tui.session import Session

REPAINT_SECONDS = 0.1
CALENDAR, IATI, SITE = "calendar", "iati", "site"
FIELDS = {
    CALENDAR: ("audience", "language", "dates"),
    IATI: ("audience", "reporter", "name", "type"),
    SITE: ("part", "downloads", "publisher", "contact"),
}
"""The fields of each kind of output, in addition to the kind and the target path."""
_OPTION = re.compile(
    r"(?<![\w./-])--(force|all|without-downloads|reporting-org|reporting-type|publisher|contact)(?![\w./-])"
)


class HandOutDialog(SavingDialog):
    """The hand-out dialog.

    ``line`` is the filter in force. A partial site is offered when the filter selects exactly one theme or state.
    """

    AUTO_FOCUS = "#field-what Choice"
    title_words = gettext_lazy("calendar, IATI file or public site")

    def __init__(self, folder: Path, session: Session, line: str) -> None:
        super().__init__(folder)
        self._today, self._side, self._line = session.desk.today, session.side, line
        self._part: SitePart | None = None
        self._what = CALENDAR
        self._names = {
            CALENDAR: f"accordtrack-calendar-{self._today}.ics",
            IATI: f"accordtrack-iati-{self._today}.xml",
            SITE: "accordtrack-site",
        }
        self._stop = Event()
        self._handed: Handed | None = None
        self.done = self.total = 0
        """Page counts, written by the thread that builds the site and read at every repaint."""

    def compose_body(self) -> ComposeResult:
        """Yield the kind, the fields of all kinds, the target path, the command, and the description of the output."""
        audiences = [(name, label("audience", name)) for name in ("public", "parties")]
        if self._side is not None:
            audiences.append(("side", label("side", self._side)))
        mine = i18n.language()
        kinds = [
            (CALENDAR, tr("dates as a calendar")),
            (IATI, tr("commitments and indicators as IATI 2.03")),
            (SITE, tr("the public site")),
        ]
        with VerticalScroll(id="fields", can_focus=False):
            yield ChoiceField("what", gettext_lazy("what"), kinds)
            yield ChoiceField("audience", gettext_lazy("who reads it"), audiences)
            yield ChoiceField(
                "language", gettext_lazy("language"), sorted(i18n.NAMES.items(), key=lambda one: one[0] != mine)
            )
            yield ChoiceField(
                "dates", gettext_lazy("dates"), [("agreed", tr("agreed only")), ("all", tr("all, marked as such"))]
            )
            yield TextField(
                "reporter", gettext_lazy("who reports"), example=tr("its registered identifier, such as XM-DAC-41114")
            )
            yield TextField("name", gettext_lazy("its name"), example=tr("may stay empty"))
            yield TextField("type", gettext_lazy("its type"), example=tr("an IATI code: 10 is a government"))
            yield ChoiceField("part", gettext_lazy("of what"), [("whole", tr("the whole register"))])
            files = [("with", tr("with download files, which take longer")), ("without", tr("pages alone"))]
            yield ChoiceField("downloads", gettext_lazy("holds"), files)
            yield TextField("publisher", gettext_lazy("publisher"), example=tr("who is responsible for it; optional"))
            yield TextField("contact", gettext_lazy("corrections"), example=tr("an email or web address; optional"))
            yield TextField("file", gettext_lazy("file"), value=self._names[CALENDAR])
        yield Static("", id="door-problem", markup=False)
        yield Static("", id="command", markup=False)
        yield Static("", id="plan", markup=False)

    def on_mount(self) -> None:
        self.query_one("#plan").border_title = text_styles.words(tr("what it will contain"))
        self.set_interval(REPAINT_SECONDS, self._show_progress)
        self._update_details()
        if self._line:
            self.ask("part", lambda desk: desk.find_site_part(self._line), self._offer_part, fills=self)

    def adapt_layout(self, height: int) -> None:
        """Make the fields scroll when they do not fit, and keep the plan and the footer visible."""
        self.limit_height("#fields", height - (6 if height < TINY else 16 if height < SHORT else 20))

    def _offer_part(self, part: SitePart | None) -> None:
        """Offer the partial site that matches the filter, or say why there is none."""
        field = self.query_one("#field-part", ChoiceField)
        if part is None:
            field.show_hint(
                text_styles.muted(tr("the filter is not exactly one area or one state: no part of the site"))
            )
            return
        self._part = part
        field.set_options([("part", tr("only {x}", x=self._line)), ("whole", tr("the whole register"))])
        self._update_details()

    @property
    def requested_export(self) -> Wanted:
        """The requested output."""
        audience = self.field_value("audience")
        reader = Reader(audience, self._side if audience == "side" else None)
        match self._what:
            case "calendar":
                return Calendar(reader, self.field_value("language"), self.field_value("dates") == "all")
            case "iati":
                names = (self.field_value(name) or None for name in ("reporter", "name", "type"))
                return Iati(reader, TwoDates(self._today, self._today), *names)
            case _:
                part = self._part if self.field_value("part") == "part" else None
                downloads = part is None and self.field_value("downloads") == "with"
                publisher, contact = (self.field_value(name) or None for name in ("publisher", "contact"))
                return Site(part, downloads, publisher, contact)

    def command(self, register: Path) -> str:
        """Return the equivalent command."""
        verb, *rest = self.requested_export.command_words(self.file or self._folder)
        return shlex.join(["accordtrack", *register_arguments(register), verb, *rest])

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if event.field.field == "what":
            self._switch_kind(self.field_value("what"))
        self._update_details()

    def _switch_kind(self, what: str) -> None:
        """Switch to another kind and its file name, and keep the file name typed for the previous kind."""
        field = self.query_one("#field-file", TextField)
        self._names[self._what] = field.value
        self._what = what
        field.set_value(self._names[what])
        field.set_label(gettext_lazy("folder") if what == SITE else gettext_lazy("file"))
        self.nameless = gettext_lazy("Name the folder to write") if what == SITE else SavingDialog.nameless

    def _update_details(self) -> None:
        """Show the fields of the chosen kind, the command, and the description of the output."""
        session = self.session
        if session is None or self._saving:
            return
        whole = self.field_value("part") == "whole"
        for name in {name for names in FIELDS.values() for name in names}:
            shown = name in FIELDS[self._what] and (name != "downloads" or whole)
            self.query_one(f"#field-{name}", Field).show(shown=shown)
        self._set_problem("")
        self._show_text("#command", self.command(session.desk.path))
        self._show_preview()

    def _show_preview(self) -> None:
        self._show_text("#plan", self._describe_output())

    def _describe_output(self) -> str:
        match self._what:
            case "calendar":
                first = tr(
                    "Agreed deadlines, the next reports under review rules and upcoming meetings, as all-day events."
                )
                more = tr("Also periods of a text and dates supplied by this tracker, marked as such.")
                return f"{first} {more}" if self.field_value("dates") == "all" else first
            case "iati":
                return tr(
                    "Commitments as activities, indicators with baseline, target and actual "
                    "value. The file is checked against the schema before it is written. Without an "
                    "identifier, it says that the reporting organization is not registered."
                )
            case _:
                return tr(
                    (
                        "A folder of pages in English and Spanish, with only what is marked TLP:CLEAR, updated "
                        "{day}. It gets its name once all of it is written; only an accordtrack site is "
                        "replaced."
                    ),
                    day=self._today,
                )

    # Writing

    def _write(self, desk: Desk, file: Path, *, replace: bool) -> None:
        if self.accord.questions.is_busy("store"):
            self._set_problem(tr("Still saving; try again in a moment"))
            return
        wanted, stop, leaving = self.requested_export, self._stop, self.accord.leaving
        self.done = self.total = 0
        wanted.prepare()

        def step(done: int, total: int) -> None:
            if stop.is_set() or leaving.is_set():
                raise Stopped
            self.done, self.total = done, total

        def question() -> int:
            try:
                self._handed = wanted.write(desk, file, step, replace=replace)
            except Stopped:
                raise Refused(Problem("Writing the site was stopped; nothing was kept")) from None
            return self._handed.size

        self._save_in_thread(file, question, self.command(desk.path), self._progress_message())
        self._set_fields_disabled(still=True)

    def _set_fields_disabled(self, *, still: bool) -> None:
        """Enable or disable all fields, so that they cannot change while the output is written."""
        for field in self.query(Field):
            field.disabled = still

    def _show_refusal(self, why: Refused) -> None:
        super()._show_refusal(why)
        self._set_fields_disabled(still=False)
        self.query_one("#field-file Input").focus()

    def _progress_message(self) -> str:
        """Return the progress message; only pages are counted, not the steps before and after them."""
        if self._what != SITE:
            return tr("writing; it continues if you leave")
        if not self.total:
            return tr("gathering what anyone may read; esc stops it")
        values = {"done": f"{self.done:,}", "total": f"{self.total:,}"}
        wanted = self.requested_export
        if isinstance(wanted, Site) and wanted.downloads and self.done + len(i18n.LANGUAGES) >= self.total:
            return tr("{done} of {total} pages; making the download files; esc stops it", **values)
        return tr("{done} of {total} pages; esc stops it", **values)

    def _show_progress(self) -> None:
        if self._saving and self._what == SITE:
            plan = self.query_one("#plan", Static)
            bar = progress_bar(self.done, self.total, max(plan.content_size.width, 1))
            plan.update(text_styles.join(text_styles.muted(self._progress_message()), bar, by="\n"))

    def _report_written(self, file: Path, size: int) -> None:
        handed = self._handed
        if handed is None:
            return
        first, left = tr("Written: {x}, {size}.", x=file, size=safe_text.format_size(size)), handed.left()
        if left and self.is_running:
            self.accord.show_message(first)
            self.accord.call_later(self._show_left_out, handed)
        else:
            self.accord.show_message("\n".join([first, *handed.told(), *left[:1]]))

    def _show_left_out(self, handed: Handed) -> None:
        """Show the data that the file does not hold on a reading screen."""
        from accordtrack.tui.screens.reader import ReadingScreen  # noqa: PLC0415

        def page() -> list[Block]:
            return [Block(text_styles.paragraph(line)) for line in (*handed.told(), *handed.left())]

        self.accord.push_screen(ReadingScreen(gettext_lazy("what the file does not contain"), page))

    def _set_problem(self, text: str) -> None:
        """Show a problem, replacing command-line options in the advice with the keys and fields of this dialog."""
        super()._set_problem(_OPTION.sub(lambda found: self._option_label(found[1]), text))

    def _option_label(self, option: str) -> str:
        match option:
            case "force":
                return self.accord.shortcut_for("replace")
            case "all":
                return f'"{tr("all, marked as such")}"'
            case "without-downloads":
                return f'"{tr("pages alone")}"'
            case "reporting-org":
                return f'"{tr("who reports")}"'
            case "publisher":
                return f'"{tr("publisher")}"'
            case "contact":
                return f'"{tr("corrections")}"'
            case _:
                return f'"{tr("its type")}"'

    def action_leave(self) -> None:
        self._stop.set()
        super().action_leave()
