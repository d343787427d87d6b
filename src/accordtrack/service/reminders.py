"""What a reminder is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused
from accordtrack.text.reminder import Reminder, reminder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.service.session import Desk

MOST = 200
"""Commitments of one reminder."""


def remind(desk: Desk, identifiers: Sequence[str]) -> Reminder:
    """The reminder of some commitments in the language in force. Refuses an unknown id, and more than can be read."""
    wanted = tuple(dict.fromkeys(identifiers))
    if len(wanted) > MOST:
        raise Refused(Problem("A reminder holds {n} commitments at most", "Choose fewer.", values={"n": MOST}))
    views = [desk.commitment(name) for name in wanted]
    return reminder(views, desk.today, i18n.local(desk.info().title), desk.drafted())
