"""Labels of the counts of commitments: full, and short for column titles."""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "count": {
        "owed": "still owed",
        "done": "completed",
        "overdue": "overdue",
        "past_horizon": "past the stated horizon",
        "due_soon": "due in 30 days",
        "asked": "still owed, asked, no answer yet",
        "unanswered": "still owed, no public answer found",
        "unreported": "still owed, unreported",
        "disputed": "still owed, disputed",
        "missed": "the report due was not found",
    },
    "short count": {
        "owed": "still owed",
        "done": "done",
        "overdue": "overdue",
        "past_horizon": "past hor.",
        "due_soon": "due in 30 d",
        "asked": "asked",
        "unanswered": "no answer",
        "unreported": "unrep.",
        "disputed": "disputed",
        "missed": "no report",
    },
}
