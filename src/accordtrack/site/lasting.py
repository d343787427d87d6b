"""Which pages say the same from one day to the next: a page keeps the day for which it was written until its words change.

A page that was written anew each day would send the whole site to every mirror, and tell every reader of ``Last-Modified`` that
something happened. Below the words of each page stands for which day they were written, and the page of the build, which is
written anew each time, says that every other page says the same on the day of the build.
"""

from __future__ import annotations

import re

_SUBTITLE = re.compile(rb'<p class="subtitle">.*?</p>', re.DOTALL)
_FOOTER = re.compile(rb"<footer>.*</footer>", re.DOTALL)
_DAY = re.compile(rb"<time>(\d{4}-\d\d-\d\d)</time>")


def same_but_for_the_day(old: bytes, new: bytes) -> bool:
    """Whether two pages by the same program differ in nothing but the day and the digest in the frame around their words."""
    held, made = _parted(old), _parted(new)
    if held is None or made is None:
        return old == new
    (before, under, words, day), (now_before, now_under, now_words, now) = held, made
    return before == now_before and words == now_words and under.replace(day, now) == now_under


def _parted(page: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    """What stands before the subtitle, the subtitle, what stands behind it up to the footer, and the day in the footer.

    Markup of a page is ours alone, so that neither can be written by a record; None for a file that has no such frame.
    """
    footer = _FOOTER.search(page)
    day = _DAY.search(footer[0]) if footer else None
    if footer is None or day is None:
        return None
    words = page[: footer.start()]
    under = _SUBTITLE.search(words)
    if under is None:
        return words, b"", b"", day[1]
    return words[: under.start()], under[0], words[under.end() :], day[1]
