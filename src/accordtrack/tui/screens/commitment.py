"""Screen of one commitment, with tabs for facts, statements, evidence, indicators, history, sources and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr, trn
from accordtrack.text import provenance
from accordtrack.tui import answering, cell_text, keys, text_styles
from accordtrack.tui.screens.commitment_actions import RecordScreen
from accordtrack.tui.screens.entry import EntryInFull
from accordtrack.tui.screens.tabbed_screen import UnderTabs
from accordtrack.tui.shown_content import Portion, ScreenContent, page_portion
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import commitment_score, evidence, facts, history, indicators, results, sources, statements
from accordtrack.tui.widgets.attention_line import ROOMY
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.tui.subject import Answered
    from accordtrack.tui.widgets.record_view import Block
    from accordtrack.types import (
        CommitmentView,
        EntryView,
        EvidenceView,
        HistoryPage,
        PositionView,
        RegisterRow,
        StatementView,
    )

TABS = (
    gettext_lazy("Facts"),
    gettext_lazy("Statements"),
    gettext_lazy("Evidence"),
    gettext_lazy("Indicators"),
    gettext_lazy("History"),
    gettext_lazy("Sources"),
    gettext_lazy("Score"),
)
FACTS, STATEMENTS, EVIDENCE, INDICATORS, HISTORY, SOURCES, SCORE = range(len(TABS))


class CommitmentScreen(UnderTabs, EntryInFull, RecordScreen):
    """Everything known about one commitment."""

    stack = "commitment"
    AUTO_FOCUS = "#leaf"
    BINDINGS = keys.bindings("commitment")

    def __init__(self, subject: Subject, *, tab: int = FACTS) -> None:
        super().__init__()
        self.subject = subject
        self.scores: ScoreAccess | None = None
        """Loaded when the score tab is first shown, or the indicators of a commitment with a results chain."""
        self._first = tab
        self.view: CommitmentView | None = None
        self.entries: list[EntryView] = []
        self._entries_read = False
        self._replaced: dict[str, Mapping[str, object]] = {}
        """Earlier values, by the hash of each loaded amendment."""
        self._after: str | None = None

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("commitment"))
        yield Static(id="name", markup=False)
        yield Static(id="summary", markup=False)
        yield TabBar(TABS, id="tabs")
        yield PageView(id="leaf")
        yield KeyFooter("commitment", hidden=("inspect",))

    def on_mount(self) -> None:
        self._show_heading()
        self.tabs.chosen = self._first
        self.reload()

    def subjects(self) -> tuple[Subject, ...]:
        """Return this commitment."""
        return (self.subject,)

    def answer_target(self) -> Answered | None:
        """Return the item under the cursor for ``c`` and ``d`` to answer, or None if no other side said it."""
        session, chosen = self.session, self.page_view.chosen
        if session is None or self.view is None or chosen is None:
            return None
        if self.tabs.chosen == HISTORY:
            entry = next((entry for entry in self.entries if entry.hash == chosen), None)
            return answering.target_for_entry(entry, session.info) if entry is not None else None
        if self.tabs.chosen not in {STATEMENTS, EVIDENCE}:
            return None
        items: tuple[StatementView | PositionView | EvidenceView, ...] = self.view.evidence
        if self.tabs.chosen == STATEMENTS:
            items = (*self.view.statements, *self.view.waiting, *self.view.positions)
        item = next((item for item in items if item.id == chosen), None)
        return answering.target_for_item(item, session.info) if item is not None else None

    def reload(self) -> None:
        """Reload the commitment and its history, and keep the cursor's place."""
        self.update_headline()
        wanted = self.subject.id
        self.ask("view", lambda desk: desk.commitment(wanted), self._show_view, fills=self)
        self.ask("history", lambda desk: desk.history(wanted), self._show_history, fills=self)
        self.scores = None
        self._load_scores()

    def _load_scores(self) -> None:
        results_shown = self.tabs.chosen == INDICATORS and self.view is not None and self.view.has_results
        if (self.tabs.chosen == SCORE or results_shown) and self.scores is None:
            self.ask("scores", lambda desk: desk.scores(), self._show_scores, fills=self)

    def _show_scores(self, scores: ScoreAccess) -> None:
        self.scores = scores
        self._draw_tab(keep=True)

    def _show_view(self, view: CommitmentView) -> None:
        first = self.view is None
        self.view = view
        self.subject = Subject.from_row(view.row)
        self._show_heading()
        self._load_scores()
        self._draw_tab(keep=not first)

    def _show_history(self, page: HistoryPage) -> None:
        self._entries_read = True
        self.entries, self._after, self._replaced = list(page.entries), page.after, dict(page.replaced)
        self._draw_tab(keep=True)

    def _append_history(self, page: HistoryPage) -> None:
        self.entries += page.entries
        self._after = page.after
        self._replaced |= page.replaced
        self._draw_tab(keep=True)

    def _show_heading(self) -> None:
        width = self.line_width(4)
        title = text_styles.code_and_title(self.subject.id, self.subject.local_title)
        self.query_one("#name", Static).update(text_styles.clip(title, width))
        if self.view is None:
            self.query_one("#summary", Static).update(
                text_styles.muted(cell_text.responsibility_sentence(self.subject.responsible))
            )
            return
        row = self.view.row
        timeliness = cell_text.timeliness(self.view.due)
        content = text_styles.join(
            cell_text.status_cell(row), text_styles.words(self._withdrawal_waits, text_styles.WARN), by=", "
        )
        standing = text_styles.join(
            cell_text.dispute_flag(row.standing),
            text_styles.words(
                i18n.term_label("standing" if self.app.size.width >= ROOMY else "short standing", row.standing),
                cell_text.STANDING_STYLE.get(row.standing, text_styles.MUTED),
            ),
            by=" ",
        )
        parts = [
            text_styles.join(text_styles.muted(tr("due")), timeliness, by=" ") if timeliness else text_styles.BLANK,
            content,
            text_styles.BLANK if self._says_that_it_has_none(row) else standing,
            text_styles.muted(cell_text.responsibility_sentence(row.responsible)),
        ]
        drafts = self.session.drafted.get(row.id, 0) if self.session is not None else 0
        if drafts:
            waiting = trn("{n} draft: W", "{n} drafts: W", drafts)
            parts.insert(
                0, text_styles.join(cell_text.draft_mark(), text_styles.words(waiting, text_styles.NOTE), by=" ")
            )
        self.query_one("#summary", Static).update(text_styles.clip(text_styles.join(*parts, by="   "), width))

    @staticmethod
    def _says_that_it_has_none(row: RegisterRow) -> bool:
        """Whether the status alone says that there is no statement, which the answer would repeat."""
        return row.standing == "unreported" and len(row.halves) == 1 and not row.halves[0].observed

    @property
    def _withdrawal_waits(self) -> str:
        """The side that a withdrawal waits for, in words."""
        claims = [half.claim for half in self.view.halves if half.claim is not None] if self.view is not None else []
        return next((provenance.waits_for(claim.waits, claim.disputed_by) for claim in claims if claim.waits), "")

    def _draw_tab(self, *, keep: bool = False) -> None:
        view = self.view
        if view is None:
            self.page_view.show(())
            return
        self.tabs.set_counts(
            (
                None,
                statements.count(view),
                evidence.count(view),
                len(view.indicators),
                None,
                len(view.sources),
                None,
            )
        )
        self.page_view.show(self._blocks(view), keep=keep)
        own = self.own_side
        hidden = [] if self.tabs.chosen == HISTORY else ["inspect"]
        # on these tabs an answer refers to the item under the cursor
        if self.tabs.chosen not in {STATEMENTS, EVIDENCE, HISTORY}:
            hidden += answering.stances_without_claim(view, own)
        self.query_one(KeyFooter).hide_actions(*hidden)

    def _blocks(self, view: CommitmentView) -> list[Block]:
        copy_for = self.session.info.copy_for if self.session is not None else None
        match self.tabs.chosen:
            case 1:
                return statements.blocks(view, copy_for)
            case 2:
                return evidence.blocks(view, copy_for)
            case 3:
                return [*results.blocks(view, self.scores), *indicators.blocks(view)]
            case 4:
                entries, more = self.entries if self._entries_read else None, self._after is not None
                return history.blocks(entries, more=more, replaced=self._replaced, copy_for=copy_for)
            case 5:
                return sources.blocks(view)
            case 6:
                return commitment_score.blocks(self.scores, view.row.id)
            case _:
                return facts.blocks(view)

    def switch_to_tab(self, tab: int) -> None:
        self.tabs.chosen = tab % len(TABS)
        self._load_scores()
        self._draw_tab()
        self.page_view.focus()

    def on_resize(self) -> None:
        self._show_heading()

    # Actions

    def action_back(self) -> None:
        self.dismiss()

    def action_inspect(self) -> None:
        """Inspect the chosen item.

        Show an entry in full, load more of the history on its last line, or show the measurements of a series.
        """
        chosen = self.page_view.chosen
        if self.tabs.chosen == SCORE and self.scores is not None and chosen is not None:
            from accordtrack.tui.screens.measurements import show_measurements  # noqa: PLC0415

            show_measurements(self, self.scores, chosen)
            return
        if self.tabs.chosen != HISTORY or chosen is None:
            self.accord.show_message(tr("Choose an entry under History first"))
            return
        if self.page_view.chosen == history.MORE:
            after, wanted = self._after, self.subject.id
            self.ask("history", lambda desk: desk.history(wanted, after=after), self._append_history, fills=self)
            return
        self.show_in_full(next(entry for entry in self.entries if entry.hash == self.page_view.chosen))

    def action_set_chain(self) -> None:
        """Open the form of the results chain, filled in with the chain in force: the agreed one before that of one side."""
        subject = self.subject

        def open_form(scores: ScoreAccess) -> None:
            from accordtrack.tui.dialogs.chain import ChainDialog  # noqa: PLC0415

            self.app.push_screen(ChainDialog(subject, results.chain_in_force(scores, subject.id)))

        self.ask("chain", lambda desk: self.scores or desk.scores(), open_form, opens=True)

    def action_add_evaluation(self) -> None:
        """Open the form for a published evaluation of this commitment."""
        from accordtrack.tui.dialogs.add import AddDialog  # noqa: PLC0415

        self.app.push_screen(AddDialog("evaluation", {"about.commitments": self.subject.id}))

    def handle_main_request(self, main: str) -> bool:
        """Go to the history of this commitment instead of the whole register."""
        if main == "history":
            self.action_history()
        return main == "history"

    def action_copy(self) -> None:
        text = self.page_view.chosen if self.tabs.chosen == HISTORY and self.page_view.chosen else self.subject.id
        self.accord.copy_text(text)

    def screen_content(self) -> ScreenContent:
        """Return the commitment, its history or its score as a command, and the tab as it is read."""
        name, tab = self.subject.id, self.tabs.chosen
        whole = Portion(tr("the commitment"), ("show", name), keys=self._keys)
        if tab == HISTORY:
            whole = Portion(tr("its history"), ("history", name), long=True, keys=self._keys)
        elif tab == SCORE:
            whole = Portion(tr("its score as sums"), ("score", "--explain", name), keys=self._keys)
        return ScreenContent(name.lower(), (whole, page_portion(self.page_view)))

    @property
    def _keys(self) -> tuple[int, ...] | None:
        return (self.view.row.key,) if self.view is not None else None

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload after a write to this commitment."""
        if self.subject.id in refs:
            self.reload()

    def relabel(self) -> None:
        """Update every text to the current language."""
        self._show_heading()
        self._draw_tab(keep=True)
        super().relabel()
