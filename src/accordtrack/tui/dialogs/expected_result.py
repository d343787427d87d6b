"""Dialog that proposes the expected change after an activity, before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.ledger.targets import WINDOWS
from accordtrack.service.target_proposals import expected_result
from accordtrack.tui.dialogs.slot_form import Slot, SlotForm
from accordtrack.tui.subject import Subject
from accordtrack.vocabulary import Bound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.ledger.targets import ExpectedResult
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types.intents import Intent

_BOUNDS = tuple(one.value for one in Bound)
SLOTS = (
    Slot("operation", gettext_lazy("code of the operation"), needed=True, example="op-north"),
    Slot("title.en", gettext_lazy("title (English)"), needed=True),
    Slot("title.es", gettext_lazy("title (Spanish)"), needed=True),
    Slot("place", gettext_lazy("place"), needed=True, example="MX-SIN"),
    Slot("starts_on", gettext_lazy("starts on"), needed=True, example="2027-03-01"),
    Slot("window", gettext_lazy("months after the start"), "window", tuple(map(str, WINDOWS)), needed=True),
    Slot("series", gettext_lazy("indicator: series"), finds="panel_series", needed=True),
    Slot("bound", gettext_lazy("indicator: must be"), "bound", _BOUNDS, needed=True),
    Slot("rate_ratio", gettext_lazy("times the rate before"), needed=True, example="0.8"),
    Slot("guard.series", gettext_lazy("read beside: series"), finds="panel_series", needed=True),
    Slot("guard.bound", gettext_lazy("read beside: must be"), "bound", _BOUNDS, needed=True),
    Slot("guard.rate_ratio", gettext_lazy("times its rate before"), needed=True, example="1"),
    Slot("reason", gettext_lazy("reason")),
)


class ExpectDialog(SlotForm):
    """The dialog of the ``e`` key on the scorecard, filled in with an earlier definition if there is one."""

    dialog = "expect"
    title_words = gettext_lazy("expected change after an activity")

    def __init__(self, earlier: ExpectedResult | None = None) -> None:
        super().__init__([Subject(earlier.operation, earlier.title.text, "")] if earlier is not None else ())
        self._earlier = earlier
        self._scores: ScoreAccess | None = None

    def slots(self) -> Sequence[Slot]:
        """Return the operation, the outcome with its bound, and the guard with its own."""
        return SLOTS

    def first_values(self) -> Mapping[str, str]:
        """Return the values of the earlier definition."""
        one = self._earlier
        if one is None:
            return {}
        return {
            "operation": one.operation,
            "title.en": one.title.en,
            "title.es": one.title.es,
            "place": one.place,
            "starts_on": one.starts_on,
            "window": str(one.window),
            "series": one.series,
            "bound": one.bound.value,
            "rate_ratio": one.rate_ratio,
            "guard.series": one.guard.series,
            "guard.bound": one.guard.bound.value,
            "guard.rate_ratio": one.guard.rate_ratio,
        }

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the scores again, which know the last definition."""
        self.ask("scores", lambda desk: desk.scores(), self._receive_scores)

    def others_wrote(self) -> None:
        """Read again: the other side may have answered or proposed meanwhile."""
        self.reload()

    def _receive_scores(self, scores: ScoreAccess) -> None:
        self._scores = scores
        self.request_plan()

    def intents(self) -> Sequence[Intent]:
        """Return one proposal, or nothing while a field is empty.

        Raises:
            Refused: When the panel could never give the result.
        """
        if self._scores is None or self.empty_slots():
            return ()
        value = self.typed_values()
        english, spanish, reason = (value.pop(name, None) for name in ("title.en", "title.es", "reason"))
        fields: dict[str, Any] = {name: text for name, text in value.items() if "." not in name}
        fields |= {
            "title": {"en": english or spanish, "es": spanish or english},
            "window": int(value["window"]),
            "guard": {name: value[f"guard.{name}"] for name in ("series", "bound", "rate_ratio")},
        }
        return [expected_result(self._scores, fields, reason)]

    def missing_message(self) -> str:
        """Return a message that lists the fields that are still empty."""
        return super().missing_message() if self.empty_slots() else tr("Scoring")
