"""Undo of the user's last act: at once if it is recent and on screen, otherwise after confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, line_text, tr
from accordtrack.text.calendar_names import short_dates
from accordtrack.tui import text_styles
from accordtrack.tui.desk_requests import hold_all_keys
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.screens.commitment_actions import RecordScreen
from accordtrack.types.intents import Undo
from accordtrack.wording import entry_kind

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.tui.app import AccordApp
    from accordtrack.types import EntryView, WriteResult

SHOWN = 100
"""Maximum number of entries shown before an act is retracted; an import is one act with thousands of entries."""
MOST = 6
"""Maximum number of entries named after an act was retracted; the remaining ones are counted."""


def undo_last_act(app: AccordApp) -> None:
    """Retract the user's last act, asking first if it is from an earlier run or about another record."""
    session = app.session
    if session is None:
        return

    def retract_or_ask(entries: tuple[EntryView, ...]) -> None:
        if not entries:
            app.show_message(tr("You have nothing to undo"))
            return
        act = entries[0].act
        recent = act in session.acts
        if recent and _is_on_screen(app, entries):
            _retract(app, act)
            return
        why = (
            tr("Your last act was about something other than the current row. Undoing it writes a retraction of:")
            if recent
            else tr("Your last act is from an earlier run. Undoing it writes a retraction of:")
        )
        more = [text_styles.muted(tr("and {n} more", n=len(entries) - SHOWN))] if len(entries) > SHOWN else []
        body = text_styles.join(text_styles.words(why), *(_line(entry) for entry in entries[:SHOWN]), *more, by="\n")
        app.push_screen(
            Confirm(gettext_lazy("undo"), body, gettext_lazy("Take it back")),
            lambda yes: _retract(app, act) if yes else app.show_message(tr("Nothing was written")),
        )

    app.questions.ask("undo", session.desk.last_act, retract_or_ask, app.show_refusal, hold_all_keys(app))


def _is_on_screen(app: AccordApp, entries: tuple[EntryView, ...]) -> bool:
    """Whether the act is about a record on screen, or the screen shows no record."""
    screen = app.screen
    here = {subject.id for subject in screen.subjects()} if isinstance(screen, RecordScreen) else set()
    return not here or any(entry.ref in here for entry in entries)


def _line(entry: EntryView) -> Content:
    title = i18n.localize(entry.title)
    return text_styles.join(
        text_styles.words("− ", text_styles.WARN),
        text_styles.words(entry_kind(entry), text_styles.STRONG),
        text_styles.words(entry.ref),
        text_styles.words(text_styles.cut(title, 60)),
        text_styles.muted(short_dates(entry.at)),
        by=" ",
    )


def _retract(app: AccordApp, act: str) -> None:
    def report_retracted(done: WriteResult) -> None:
        lines = [line_text(line) for line in done.lines]
        more = [tr("and {n} more", n=len(lines) - MOST)] if len(lines) > MOST else []
        app.show_message("\n".join((tr("Taken back"), *lines[:MOST], *more)))

    app.write_intents([Undo(act=act)], report_retracted, app.show_refusal)
