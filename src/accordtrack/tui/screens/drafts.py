"""Drafts screen: edit a draft again, write it to the log, or discard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service import draft_text
from accordtrack.tui import answering, keys, text_styles
from accordtrack.tui.record_view_keys import PageMovement
from accordtrack.tui.screens.register_follower import RefreshesWithRegister
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
        self.leaf.show([Block(text_styles.words(tr("loading"), text_styles.MUTED))])
        self.reload()

    @property
    def leaf(self) -> PageView:
        """The page."""
        return self.query_one("#leaf", PageView)

    def reload(self) -> None:
        """Reload the drafts and keep the cursor on its draft."""
        self.tell_headline()
        self.ask("drafts", lambda desk: desk.drafts(), self._seen, fills=self)

    def _seen(self, found: tuple[DraftView, ...]) -> None:
        self.drafts = found
        self.leaf.show(page.blocks(found), keep=True)
        hidden = ("take_up", "clear", "discard") if not found else ()
        self.query_one(KeyFooter).hide(*hidden)

    @property
    def chosen(self) -> DraftView | None:
        """The draft under the cursor."""
        return next((draft for draft in self.drafts or () if str(draft.id) == self.leaf.chosen), None)

    def _usable(self) -> DraftView | None:
        draft = self.chosen
        if draft is None:
            self.accord.say(tr("No draft is chosen"), "warning")
        elif draft.intent is None:
            self.accord.say(tr("This draft is damaged; it can only be discarded"), "warning")
        else:
            return draft
        return None

    # Actions

    def action_take_up(self) -> None:
        """Open the dialog in which the draft was written, filled with its contents."""
        draft = self._usable()
        if draft is None or draft.commitment is None:
            return
        name, intent = draft.commitment, draft.intent

        def question(desk: Desk) -> tuple[Subject, Answered | None]:
            subject = Subject.of(desk.commitment(name).row)
            if not isinstance(intent, TakePosition):
                return subject, None
            entry = desk.entry(intent.target)
            about = answering.about_entry(entry)
            return subject, Answered(entry.hash, intent.half, about)

        def opened(found: tuple[Subject, Answered | None]) -> None:
            from accordtrack.tui.dialogs.dispatch import dialog  # noqa: PLC0415

            action = {"AddEvidence": "evidence"}.get(type(intent).__name__, "status")
            if isinstance(intent, TakePosition):
                action = intent.stance
            self.app.push_screen(dialog(action, (found[0],), found[1], draft))

        self.ask("take up", question, opened, opens=True)

    def action_clear(self) -> None:
        """Open the dialog that asks for office and reference, previews the entries and then writes them."""
        draft = self._usable()
        if draft is None or draft.commitment is None:
            return
        name = draft.commitment

        def opened(subject: Subject) -> None:
            from accordtrack.tui.dialogs.clear_draft import ClearDialog  # noqa: PLC0415

            self.app.push_screen(ClearDialog(subject, draft, asks=not isinstance(draft.intent, AddEvidence)))

        self.ask("clear", lambda desk: Subject.of(desk.commitment(name).row), opened, opens=True)

    def action_discard(self) -> None:
        """Discard the draft after a confirmation."""
        draft = self.chosen
        if draft is None:
            self.accord.say(tr("No draft is chosen"), "warning")
            return
        number = draft.id
        from accordtrack.tui.dialogs.base import Confirm  # noqa: PLC0415

        body = text_styles.joined(
            text_styles.words(tr("Draft {n} goes and cannot be brought back. Nothing is written.", n=number)),
            text_styles.joined(
                text_styles.words(draft.commitment or "", text_styles.STRONG),
                text_styles.words(label("entry kind", draft_text.kind(draft))),
                text_styles.words(draft_text.words(draft) or "", text_styles.MUTED),
                by="  ",
            ),
            by="\n",
        )

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual gives it so
            if yes:
                self.accord.carry_out(discard, gone, self.accord.complain)

        def discard(desk: Desk) -> WriteResult:
            desk.discard_draft(number)
            return WriteResult("", (), (), (), ())

        def gone(_done: WriteResult) -> None:
            self.accord.say(tr("Draft {n} was discarded", n=number))

        self.app.push_screen(Confirm(gettext_lazy("discard a draft"), body, gettext_lazy("Discard")), answered)

    def action_back(self) -> None:
        self.dismiss()

    # Changes elsewhere

    def relabel(self) -> None:
        """Update every text to the current language."""
        if self.drafts is not None:
            self._seen(self.drafts)
        super().relabel()
