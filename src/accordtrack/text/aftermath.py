"""Text about the aftermath of an event: a sequence, never a cause (method, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.scoring.aftermath import IMPROVED_HELD, NO_BASELINE, NOT_MEASURED, UNCHANGED, WORSENED_HELD
from accordtrack.text import release_dates as words
from accordtrack.text.numbers import amount, margin
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.aftermath import After, Window


def caution() -> str:
    """Return the caution that is always printed."""
    return tr("This is a sequence; it does not show a cause.")


def legend() -> str:
    """Return the meaning of the mark behind a value."""
    return tr("* preliminary")


def releases(found: After) -> str:
    """Return the release dates and sources of the values."""
    return words.sources(row for point in (*found.before, *found.after) for row in point.rows)


def windows(span: Window) -> str:
    """Return the two windows."""
    return tr("before: {since} to {day}; after: {day} to {until}", since=span.since, day=span.day, until=span.until)


def line(found: After) -> str:
    """Return the means before and after, the word, and in how many of k periods the change has held so far."""
    word = label("aftermath", found.word)
    if found.word == NOT_MEASURED and not found.before:
        last = found.last_measured
        values = {"word": word, "date": last}
        return (
            tr(
                "{word}: no period wholly inside the windows; the last period known of any of its series ends {date}",
                **values,
            )
            if last
            else word
        )
    if found.word == NOT_MEASURED:
        before = _mean(found.mean_before, len(found.before))
        return tr("{before} → {word}: no period wholly inside the window after", before=before, word=word)
    told = f"{_mean(found.mean_before, len(found.before))} → {_mean(found.mean_after, len(found.after))}: {word}"
    if found.word == NO_BASELINE:
        return tr("{told} (three periods before it are needed)", told=told)
    if found.word == UNCHANGED:
        return "; ".join((told, margin(found.gauge)))
    held = tr("held in {n} of {k} periods so far", n=found.held, k=found.k)
    return f"{told}; {held}"


def finding(found: After) -> str:
    """Return the word for a title. A title never says that a change held while fewer than k periods are known."""
    if found.word not in {IMPROVED_HELD, WORSENED_HELD} or len(found.after) >= found.k:
        return label("aftermath", found.word)
    values = {"n": found.held, "k": found.k}
    if found.word == IMPROVED_HELD:
        return tr("improved; whether it holds is not known yet ({n} of {k} periods)", **values)
    return tr("worsened; whether it holds is not known yet ({n} of {k} periods)", **values)


def _mean(value: float | None, count: int) -> str:
    if value is None:
        return tr("no period")
    return trn("{value} ({n} period)", "{value} ({n} periods)", count, value=amount(value))
