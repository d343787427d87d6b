"""Progress dialog for Monte Carlo draws; escape cancels them at once and discards all results."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.strips import progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.uncertainty_results import Uncertain

REPAINT_SECONDS = 0.1


class Cancelled(Exception):  # noqa: N818
    """Raised inside the draws after the user has left the dialog."""


class DrawsDialog(Dialog["Mapping[str, Uncertain | None]"]):
    """Runs the draws for every printed number; returns the results by number, or None when canceled."""

    stack = "drawing"
    BINDINGS = keys.bindings("drawing")
    title_words = gettext_lazy("how far the numbers could move")

    def __init__(self, scores: ScoreAccess, score: Score, draws: int) -> None:
        super().__init__()
        self._held, self._found, self._draws = scores, score, draws
        self._left = Event()
        self.done = self.total = 0
        """Step counts, written by the drawing thread and read at every repaint."""

    def compose_body(self) -> ComposeResult:
        """Yield the widget for the number of completed steps and the bar."""
        yield Static(id="drawing", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_progress()
        self.set_interval(REPAINT_SECONDS, self._show_progress)
        self.ask("draws", lambda _desk: self._run_draws(), self._return_results, self._show_refusal)

    def on_unmount(self) -> None:
        """Stop the thread at its next step, whether the dialog or the program was closed."""
        self._left.set()

    def action_leave(self) -> None:
        self._left.set()
        super().action_leave()

    def _run_draws(self) -> Mapping[str, Uncertain | None] | None:
        numbers = ("delivery", "attainment") if self._found.overall.printable else ("delivery",)
        results: dict[str, Uncertain | None] = {"attainment": None}
        try:
            for place, number in enumerate(numbers):
                results[number] = self._held.estimate_uncertainty(
                    self._found, number=number, draws=self._draws, progress=self._progress_callback(place, len(numbers))
                )
        except Cancelled:
            return None
        return {number: results[number] for number in ("delivery", "attainment")}

    def _progress_callback(self, place: int, numbers: int) -> Callable[[int, int], None]:
        def step(done: int, total: int) -> None:
            if self._left.is_set() or self.accord.leaving.is_set():
                raise Cancelled
            self.done, self.total = place * total + done, numbers * total

        return step

    def _return_results(self, results: Mapping[str, Uncertain | None] | None) -> None:
        self.dismiss(results)

    def _show_refusal(self, why: Refused) -> None:
        self.accord.show_refusal(why)
        self.dismiss(None)

    def _show_progress(self) -> None:
        bar = progress_bar(self.done, self.total, self.query_one("#drawing").size.width)
        self.query_one("#drawing", Static).update(
            text_styles.join(text_styles.words(self._progress_message()), bar, by="\n")
        )

    def _progress_message(self) -> str:
        """Return the progress message; it counts no steps before the first and after the last one."""
        draws = f"{self._draws:,}"
        if not self.total:
            return tr("{draws} draws", draws=draws)
        if self.done == self.total:
            return tr("{draws} draws, adding up", draws=draws)
        return tr("{draws} draws, step {done} of {total}", draws=draws, done=self.done, total=self.total)
