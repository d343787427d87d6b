"""Text about the aftermath of an event: a sequence, never a cause (method, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.scoring.aftermath import IMPROVED_HELD, NO_BASELINE, NOT_MEASURED, UNCHANGED, WORSENED_HELD
from accordtrack.text import release_dates as words
from accordtrack.text.numbers import format_amount, unchanged_margin
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.aftermath import After, Window


def caution() -> str:
    """Return the caution that is always printed."""
    return tr("This is a sequence; it does not show a cause.")


def legend() -> str:
    """Return the meaning of the mark behind a value."""
    return tr("* preliminary")


def releases(after: After) -> str:
    """Return the release dates and sources of the values."""
    return words.sources(row for point in (*after.before, *after.after) for row in point.rows)


def windows(span: Window) -> str:
    """Return the two windows."""
    return tr("before: {since} to {day}; after: {day} to {until}", since=span.since, day=span.day, until=span.until)


def line(after: After) -> str:
    """Return the means before and after, the word, and in how many of k periods the change has held so far."""
    word = label("aftermath", after.word)
    if after.word == NOT_MEASURED and not after.before:
        last = after.last_measured
        values = {"word": word, "date": last}
        return (
            tr(
                "{word}: no period wholly inside the windows; the last known period of any of its series ends {date}",
                **values,
            )
            if last
            else word
        )
    if after.word == NOT_MEASURED:
        before = _mean(after.mean_before, len(after.before))
        return tr("{before} → {word}: no period wholly inside the window after", before=before, word=word)
    text = f"{_mean(after.mean_before, len(after.before))} → {_mean(after.mean_after, len(after.after))}: {word}"
    if after.word == NO_BASELINE:
        return tr("{told} (three periods before it are needed)", told=text)
    if after.word == UNCHANGED:
        return "; ".join((text, unchanged_margin(after.gauge)))
    persistence = tr("held in {n} of {k} periods so far", n=after.held, k=after.k)
    return f"{text}; {persistence}"


def finding(after: After) -> str:
    """Return the word for a title. A title never says that a change held while fewer than k periods are known."""
    if after.word not in {IMPROVED_HELD, WORSENED_HELD} or len(after.after) >= after.k:
        return label("aftermath", after.word)
    values = {"n": after.held, "k": after.k}
    if after.word == IMPROVED_HELD:
        return tr("improved; whether it holds is not known yet ({n} of {k} periods)", **values)
    return tr("worsened; whether it holds is not known yet ({n} of {k} periods)", **values)


def _mean(value: float | None, count: int) -> str:
    if value is None:
        return tr("no period")
    return trn("{value} ({n} period)", "{value} ({n} periods)", count, value=format_amount(value))
