"""Indicators screen, with tabs for a card per theme, activity and indicators, events, targets, and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from accordtrack.core.dates import add_months
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.scoring.uncertainty_results import DRAWS
from accordtrack.text.card_rows import counts_with_rows
from accordtrack.tui import keys, text_styles
from accordtrack.tui.main_screens import PENDING, REGISTER
from accordtrack.tui.screens.entry import EntryInFull
from accordtrack.tui.screens.screen_sizes import FitsTerminal
from accordtrack.tui.screens.tabbed_screen import UnderTabs
from accordtrack.tui.shown_content import Portion, ScreenContent, page_portion
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import contrast, scores, theme_cards
from accordtrack.tui.tabs import events as event_tab
from accordtrack.tui.tabs import targets as target_tab
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.uncertainty_results import Uncertain
    from accordtrack.service import Desk
    from accordtrack.tui.screens.pending import PendingScreen
    from accordtrack.tui.widgets.record_view import Block
    from accordtrack.types import ScoreChanges

TABS = (
    gettext_lazy("Indicators"),
    gettext_lazy("Activity and indicators"),
    gettext_lazy("Events"),
    gettext_lazy("Targets"),
    gettext_lazy("Scores"),
)
CARDS, CONTRAST, EVENTS, TARGETS, SCORES = range(len(TABS))
NOT_IN_FOOTER = {
    CARDS: ("group", "draws", "score_changes", "propose_target", "expect_result", "answer"),
    CONTRAST: ("group", "draws", "expect_result", "answer"),
    EVENTS: ("group", "draws", "propose_target", "answer"),
    TARGETS: ("group", "draws", "score_changes"),
    SCORES: ("propose_target", "expect_result", "answer"),
}
"""The actions that the footer omits on a tab, since they concern the others."""
GROUPS = ("theme", "framework", "side", "body")


def card_of(key: str) -> str | None:
    """Return the id of the card, commitment or half that an item of the page belongs to; None for the whole."""
    kind, _, name = key.partition(":")
    card = name.rpartition(":")[2] if kind == scores.FACT else name
    return None if card == "whole" or kind not in {"card", "facts", scores.FACT, "leaf", theme_cards.CARD} else card


class ScorecardScreen(UnderTabs, FitsTerminal, EntryInFull):
    """What changed in each theme, with the scores on their own tab. Enter opens what is behind."""

    stack = "scorecard"
    AUTO_FOCUS = "#leaf"
    BINDINGS = keys.bindings("scorecard")

    def __init__(self) -> None:
        super().__init__()
        self.held: ScoreAccess | None = None
        self.score: Score | None = None
        self.by = GROUPS[0]
        self.opened: set[str] = set()
        """Cards that show their details. The overall card of the scores always does."""
        self.base: str | None = None
        """Base date from which changes count; None for each theme's agreement."""
        self.draws = DRAWS
        self.event: str | None = None
        """The event whose comparison is shown."""

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("indicators"))
        yield Static(id="summary", markup=False)
        yield TabBar(TABS, id="tabs")
        yield PageView(id="leaf")
        yield KeyFooter("scorecard")

    def on_mount(self) -> None:
        self.query_one("#summary", Static).update(text_styles.muted(tr("Scoring")))
        self.reload()

    def reload(self) -> None:
        """Recompute the scores and keep the cursor's place."""
        self.update_headline()
        by, base = self.by, self.base

        def question(desk: Desk) -> tuple[ScoreAccess, Score]:
            score_access = desk.scores(base=base)
            return score_access, score_access.by_group(by)

        self.ask("score", question, self._show_scores, fills=self)

    def _show_scores(self, found: tuple[ScoreAccess, Score]) -> None:
        first = self.held is None
        self.held, self.score = found
        self._draw_tab(keep=not first)

    def _draw_tab(self, *, keep: bool = False) -> None:
        score_access, score = self.held, self.score
        if score_access is None or score is None:
            return
        by = score.by if self.tabs.chosen == SCORES else None
        self.query_one("#summary", Static).update(
            text_styles.clip(scores.summary(score_access, by), self.line_width(4))
        )
        self.page_view.show(self._blocks(score_access, score), keep=keep)
        self.query_one(KeyFooter).hide_actions(*NOT_IN_FOOTER[self.tabs.chosen])

    def _blocks(self, score_access: ScoreAccess, score: Score) -> list[Block]:
        match self.tabs.chosen:
            case 1:
                return contrast.blocks(score_access, score.by)
            case 2:
                return event_tab.blocks(score_access, self.event)
            case 3:
                return target_tab.blocks(score_access)
            case 4:
                return scores.blocks(score_access, score, self.opened, self.app.size.width)
            case _:
                return theme_cards.blocks(score_access, self.opened, self.app.size.width - scores.EDGE)

    def switch_to_tab(self, tab: int) -> None:
        self.tabs.chosen = tab % len(TABS)
        self._draw_tab()
        self.page_view.focus()

    def on_resize(self) -> None:
        self._draw_tab(keep=True)

    # Actions

    def action_open_item(self) -> None:
        """Open what is behind the selected item: an answer in full, rows, a commitment, measurements, or an event."""
        key, score_access = self.page_view.chosen, self.held
        if key is None or score_access is None:
            return
        kind, _, name = key.partition(":")
        match kind:
            case "card" if key == scores.WHOLE:
                self.page_view.choose(scores.FACTS)
            case "facts":
                self.page_view.choose(scores.WHOLE)
            case "card" | theme_cards.CARD:
                self.opened ^= {key}
                self._draw_tab(keep=True)
            case scores.FACT:
                fact, _, card = name.partition(":")
                self._show_rows(fact, card)
            case "leaf":
                self._open_commitment(name.partition("#")[0])
            case target_tab.OPERATION:
                self._show_operation(name)
            case "event":
                self.event = None if self.event == name else name
                self._draw_tab(keep=True)
            case _:
                self._show_measurements(name)

    def _open_commitment(self, name: str) -> None:
        from accordtrack.tui.screens.commitment import SCORE, CommitmentScreen  # noqa: PLC0415

        def open_screen(subject: Subject) -> None:
            self.app.push_screen(CommitmentScreen(subject, tab=SCORE))

        self.ask("open", lambda desk: Subject.from_row(desk.commitment(name).row), open_screen, opens=True)

    def _show_rows(self, fact: str, card: str) -> None:
        """Show the rows behind each number of a fact."""
        from accordtrack.tui.screens.reader import ReadingScreen  # noqa: PLC0415

        score_access, score = self.held, self.score
        if score_access is None or score is None:
            return
        node = next((one for one in score.groups if one.id == card), score.overall)
        self.app.push_screen(
            ReadingScreen(
                gettext_lazy("the rows behind"), lambda: scores.rows(score_access, counts_with_rows(fact, score, node))
            )
        )

    def _show_measurements(self, name: str) -> None:
        score_access = self.held
        if score_access is None:
            return
        from accordtrack.tui.screens.measurements import show_measurements  # noqa: PLC0415

        show_measurements(self, score_access, name)

    def _show_operation(self, name: str) -> None:
        """Show in full the definition of an operation that the tab lists."""
        readings = self.held.expected_results if self.held is not None else ()
        entry = next((one.shown.id for one in readings if one.operation == name), "")
        self.ask("open", lambda desk: desk.entry(entry), self.show_in_full, opens=True)

    def action_propose_target(self) -> None:
        """Open the worksheet of the chosen indicator, from which a target is proposed."""
        kind, _, item = (self.page_view.chosen or "").partition(":")
        name = item.rpartition("/")[2]
        if self.held is None or kind not in {target_tab.TARGET, "series"}:
            self.accord.show_message(tr("Choose an indicator under Targets first"))
            return
        from accordtrack.tui.dialogs.target import TargetDialog  # noqa: PLC0415

        self.app.push_screen(TargetDialog(Subject(name, self.held.title_of("indicator", name), "")))

    def action_expect_result(self) -> None:
        """Open the form for an expected result, filled in with the operation under the cursor, if any."""
        kind, _, name = (self.page_view.chosen or "").partition(":")
        if self.held is None:
            return
        from accordtrack.tui.dialogs.expected_result import ExpectDialog  # noqa: PLC0415

        chosen = kind == target_tab.OPERATION
        self.app.push_screen(ExpectDialog(target_tab.shown_definition(self.held, name) if chosen else None))

    def action_answer(self) -> None:
        """Open the screen of what waits at the proposal under the cursor, to answer it there."""
        side = self.own_side
        waits = target_tab.waiting_proposal(self.held, self.page_view.chosen, side) if self.held is not None else None
        if waits is None:
            self.accord.show_message(tr("No proposal here waits for your side"))
            return
        self.accord.show_main_screen(PENDING)
        cast("PendingScreen", self.accord.mains[PENDING]).show_entry(waits)

    def action_scores(self) -> None:
        """Show the scores, or the cards again."""
        self.switch_to_tab(CARDS if self.tabs.chosen == SCORES else SCORES)

    def action_group(self) -> None:
        """Switch to the next grouping of cards: theme, framework, side or body."""
        self.by = GROUPS[(GROUPS.index(self.by) + 1) % len(GROUPS)]
        self.opened = set()
        self.switch_to_tab(SCORES)
        self.reload()

    def action_draws(self) -> None:
        """Show the uncertainty of delivery and attainment, drawn in a thread that escape cancels."""
        score_access, score, draws = self.held, self.score, self.draws
        if score_access is None or score is None:
            return
        from accordtrack.tui.dialogs.uncertainty import DrawsDialog  # noqa: PLC0415
        from accordtrack.tui.screens.reader import ReadingScreen  # noqa: PLC0415

        def show_result(results: Mapping[str, Uncertain | None] | None) -> None:
            if results is not None:
                self.app.push_screen(
                    ReadingScreen(
                        gettext_lazy("how far the numbers could move"),
                        lambda: scores.uncertainty_blocks(score_access, results, draws),
                    )
                )

        self.app.push_screen(DrawsDialog(score_access, score, draws), show_result)

    def action_score_changes(self) -> None:
        """Show why the numbers of the selected card, commitment or half changed in the last year."""
        key, session = self.page_view.chosen, self.session
        if self.held is None or session is None:
            return
        from accordtrack.tui.screens.score_changes import ScoreChangesScreen  # noqa: PLC0415

        name = card_of(key or scores.WHOLE)
        until = session.desk.today
        since = add_months(until, -12)

        def open_screen(changes: ScoreChanges) -> None:
            self.app.push_screen(ScoreChangesScreen(changes, name))

        self.ask("score-changes", lambda desk: desk.score_changes(name, since, until), open_screen, opens=True)

    def action_base(self, years: int) -> None:
        """Move the base date a year earlier or later; 0 resets it to each theme's agreement."""
        score_access = self.held
        if score_access is None:
            return
        first = min((one.agreed_on for one in score_access.inputs.owed), default=score_access.inputs.at.as_of)
        moved = None if not years else add_months(self.base or first, 12 * years)
        if moved is None or moved <= score_access.inputs.at.as_of:
            self.base = moved
            self.reload()

    def action_copy(self) -> None:
        """Copy the page as it is read."""
        self.accord.copy_text(self.page_view.text)

    def screen_content(self) -> ScreenContent:
        """Return the tab as a command, and as it is read."""
        base = ("--base", self.base) if self.base is not None else ()
        match self.tabs.chosen:
            case 1:
                portion = Portion(tr("activity and indicators"), ("contrast", *base))
            case 2:
                portion = Portion(tr("before and after an event"), ("events", *((self.event,) if self.event else ())))
            case 3:
                portion = Portion(tr("targets and expected changes"), ("targets", "list"))
            case 4:
                portion = Portion(tr("the scores"), ("score", "--by", self.by, *base))
            case _:
                portion = Portion(tr("the answer"), ("answer",))
        return ScreenContent("scorecard", (portion, page_portion(self.page_view)))

    def action_back(self) -> None:
        self.accord.show_main_screen(REGISTER)

    def relabel(self) -> None:
        """Update every text to the current language."""
        self._draw_tab(keep=True)
        super().relabel()
