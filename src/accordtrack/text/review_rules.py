"""Text about review rules: when the next report is due, and whether the last one was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import ReviewView


def lines(review: ReviewView) -> list[str]:
    """Return the next report, the last one, and the rule as it is in the text."""
    if not review.readable:
        return [tr("the rule cannot be read as dates: {rule}", rule=review.rule)]
    phrases = [
        tr("next report due {date}", date=review.next_on) if review.next_on else tr("no further report is due"),
    ]
    if review.last_on:
        values = {"date": review.last_on, "start": review.since}
        if review.missed:
            text = _sides_text(review.missed)
            phrases.append(
                tr(
                    "for the report due {date}, no timely statement by {sides} found since {start}",
                    sides=text,
                    **values,
                )
            )
        else:
            phrases.append(tr("for the report due {date}, a statement was found", **values))
    return [*phrases, tr("rule: {rule}", rule=review.rule)]


def _sides_text(missed: tuple[str, ...]) -> str:
    """Return one side or both, in the order of the language's alternat."""
    names = [label("the side", side) for side in sides(missed)]
    return names[0] if len(names) == 1 else tr("{first} and {second}", first=names[0], second=names[1])
