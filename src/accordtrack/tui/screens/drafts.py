"""Drafts screen: edit a draft again, write it to the log, or discard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service import draft_text
from accordtrack.tui import answering, keys, text_styles
from accordtrack.tui.page_movement import PageMovement
from accordtrack.tui.screens.register_updates import RefreshesWithRegister
from accordtrack.tui.subject import Answered, Subject
from accordtrack.tui.tabs import drafts as page
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import Block, PageView
from accordtrack.types import WriteResult
from accordtrack.types.intents import AddEvidence, TakePosition
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from accordtrack.service import Desk, DraftView


class DraftsScreen(PageMovement, RefreshesWithRegister, Screen[None]):
    """Drafts that this side keeps on this machine."""

    stack = "drafts"
    AUTO_FOCUS = "#leaf"
    BINDINGS = keys.bindings("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.drafts: tuple[DraftView, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("drafts"))
        yield PageView(id="leaf")
        yield KeyFooter("drafts")

    def on_mount(self) -> None:
        self.page_view.show([Block(text_styles.muted(tr("loading")))])
        self.reload()

    @property
    def page_view(self) -> PageView:
        """The page."""
        return self.query_one("#leaf", PageView)

    def reload(self) -> None:
        """Reload the drafts and keep the cursor on its draft."""
        self.update_headline()
        self.ask("drafts", lambda desk: desk.drafts(), self._show_drafts, fills=self)

    def _show_drafts(self, drafts: tuple[DraftView, ...]) -> None:
        self.drafts = drafts
        self.page_view.show(page.blocks(drafts), keep=True)
        hidden = ("take_up", "clear", "discard") if not drafts else ()
        self.query_one(KeyFooter).hide_actions(*hidden)

    @property
    def chosen_draft(self) -> DraftView | None:
        """The draft under the cursor."""
        return next((draft for draft in self.drafts or () if str(draft.id) == self.page_view.chosen), None)

    def _usable_draft(self) -> DraftView | None:
        draft = self.chosen_draft
        if draft is None:
            self.accord.show_message(tr("No draft is chosen"), "warning")
        elif draft.intent is None:
            self.accord.show_message(tr("This draft is damaged; it can only be discarded"), "warning")
        else:
            return draft
        return None

    # Actions

    def action_take_up(self) -> None:
        """Open the dialog in which the draft was written, filled with its contents."""
        draft = self._usable_draft()
        if draft is None or draft.commitment is None:
            return
        name, intent = draft.commitment, draft.intent

        def question(desk: Desk) -> tuple[Subject, Answered | None]:
            subject = Subject.from_row(desk.commitment(name).row)
            if not isinstance(intent, TakePosition):
                return subject, None
            entry = desk.entry(intent.target)
            about = answering.describe_entry(entry)
            return subject, Answered(entry.hash, intent.half, about)

        def open_dialog(found: tuple[Subject, Answered | None]) -> None:
            from accordtrack.tui.dialogs.action_dialogs import create_dialog  # noqa: PLC0415

            action = {"AddEvidence": "evidence"}.get(type(intent).__name__, "status")
            if isinstance(intent, TakePosition):
                action = intent.stance
            self.app.push_screen(create_dialog(action, (found[0],), found[1], draft))

        self.ask("take up", question, open_dialog, opens=True)

    def action_clear(self) -> None:
        """Open the dialog that asks for office and reference, previews the entries and then writes them."""
        draft = self._usable_draft()
        if draft is None or draft.commitment is None:
            return
        name = draft.commitment

        def open_dialog(subject: Subject) -> None:
            from accordtrack.tui.dialogs.clear_draft import ClearDialog  # noqa: PLC0415

            self.app.push_screen(ClearDialog(subject, draft, asks=not isinstance(draft.intent, AddEvidence)))

        self.ask("clear", lambda desk: Subject.from_row(desk.commitment(name).row), open_dialog, opens=True)

    def action_discard(self) -> None:
        """Discard the draft after a confirmation."""
        draft = self.chosen_draft
        if draft is None:
            self.accord.show_message(tr("No draft is chosen"), "warning")
            return
        number = draft.id
        from accordtrack.tui.dialogs.base import Confirm  # noqa: PLC0415

        body = text_styles.join(
            text_styles.words(tr("Draft {n} will be discarded and cannot be recovered. Nothing is written.", n=number)),
            text_styles.join(
                text_styles.words(draft.commitment or "", text_styles.STRONG),
                text_styles.words(label("entry kind", draft_text.kind(draft))),
                text_styles.muted(draft_text.note_or_reason(draft) or ""),
                by="  ",
            ),
            by="\n",
        )

        def discard_if_confirmed(yes: bool | None) -> None:  # noqa: FBT001 - Textual gives it so
            if yes:
                self.accord.run_write(discard, report_discarded, self.accord.show_refusal)

        def discard(desk: Desk) -> WriteResult:
            desk.discard_draft(number)
            return WriteResult("", (), (), (), ())

        def report_discarded(_done: WriteResult) -> None:
            self.accord.show_message(tr("Draft {n} was discarded", n=number))

        self.app.push_screen(
            Confirm(gettext_lazy("discard a draft"), body, gettext_lazy("Discard")), discard_if_confirmed
        )

    def action_back(self) -> None:
        self.dismiss()

    # Changes elsewhere

    def relabel(self) -> None:
        """Update every text to the current language."""
        if self.drafts is not None:
            self._show_drafts(self.drafts)
        super().relabel()
