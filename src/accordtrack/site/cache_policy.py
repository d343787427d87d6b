"""Which pages say the same from one day to the next: a page keeps the day for which it was written until its words change.

A page that was written anew each day would send the whole site to every mirror, and tell every reader of ``Last-Modified`` that
something happened. Below the words of each page stands for which day they were written, and the page of the build, which is
written anew each time, says that every other page says the same on the day of the build.
"""

from __future__ import annotations

import re

from accordtrack.site.page_paths import SHOWN

_SUBTITLE = re.compile(rb'<p class="subtitle">.*?</p>', re.DOTALL)
_DIGEST = re.compile(rb"<code>([0-9a-f]{64})</code>")
_DAY = re.compile(rb"<time>(\d{4}-\d\d-\d\d)</time>")


def same_but_for_the_day(old: bytes, new: bytes) -> bool:
    """Whether two pages by the same program differ in nothing but the day and the digest in the frame around their words."""
    held, made = _parted(old), _parted(new)
    if old == new:
        return True
    if held is None or made is None:
        return False
    (before, under, words, footer), (now_before, now_under, now_words, now_footer) = held, made
    frame, now_frame = _frame(footer), _frame(now_footer)
    if before != now_before or words != now_words or frame is None or now_frame is None:
        return False
    (day, digest), (now, now_digest) = frame, now_frame
    footer = footer.replace(day, now).replace(digest, now_digest).replace(digest[:SHOWN], now_digest[:SHOWN])
    return under.replace(day, now) == now_under and footer == now_footer


def _parted(page: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    """What stands before the subtitle, the subtitle, what stands behind it up to the footer, and the footer to the end of the file.

    Markup of a page is ours alone, so that neither can be written by a record; None for a file that has no such frame.
    """
    words, mark, footer = page.partition(b"<footer>")
    if not mark:
        return None
    under = _SUBTITLE.search(words)
    if under is None:
        return words, b"", b"", footer
    return words[: under.start()], under[0], words[under.end() :], footer


def _frame(footer: bytes) -> tuple[bytes, bytes] | None:
    """The day and the digest in a footer; None where it has none, as that of a page that bears no day."""
    day, digest = _DAY.search(footer), _DIGEST.search(footer)
    return None if day is None or digest is None else (day[1], digest[1])
