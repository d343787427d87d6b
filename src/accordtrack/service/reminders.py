"""Builds the reminder text for some commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused
from accordtrack.text import reminder as reminder_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.service.session import Desk
    from accordtrack.text.reminder import Reminder

MOST = 200
"""Maximum number of commitments in one reminder."""


def build_reminder(desk: Desk, identifiers: Sequence[str]) -> Reminder:
    """Return the reminder of some commitments in the current language. Refuses unknown ids and more than ``MOST``."""
    wanted = tuple(dict.fromkeys(identifiers))
    if len(wanted) > MOST:
        raise Refused(Problem("A reminder holds at most {n} commitments", "Choose fewer.", values={"n": MOST}))
    views = [desk.commitment(name) for name in wanted]
    return reminder_text.build_reminder(views, desk.today, i18n.localize(desk.info().title), desk.draft_counts())
