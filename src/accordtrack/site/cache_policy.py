"""Decide whether a page is unchanged since the last build, so that the old file with its date can be kept.

If every page were rewritten daily, mirrors would transfer the whole site and ``Last-Modified`` would report changes
that did not happen. So a page is rewritten only when its content changes, and its footer gives the day it was written
for. The page about the build is always rewritten and says that all other pages are current on its day.
"""

from __future__ import annotations

import re

from accordtrack.site.page_paths import SHOWN

_SUBTITLE = re.compile(rb'<p class="subtitle">.*?</p>', re.DOTALL)
_DIGEST = re.compile(rb"<code>([0-9a-f]{64})</code>")
_DAY = re.compile(rb'<time datetime="(\d{4}-\d\d-\d\d)">[^<]*</time>')

_EDITION = re.compile(rb'<g class="edition">.*?</g>|"dc:issued": "[^"]*"', re.DOTALL)
"""The edition in the image of a chart and in the description of its data. Text in such files cannot contain it."""


def same_except_day(old: bytes, new: bytes) -> bool:
    """Whether two pages by the same program differ only in the day and the digest in the frame around the content.

    The files of charts may differ in their edition.
    """
    old_parts, new_parts = _split_page(old), _split_page(new)
    if old == new:
        return True
    if old_parts is None or new_parts is None:
        return _EDITION.sub(b"", old) == _EDITION.sub(b"", new)
    (before, under, words, footer), (now_before, now_under, now_words, now_footer) = old_parts, new_parts
    frame, now_frame = _day_and_digest(footer), _day_and_digest(now_footer)
    if before != now_before or words != now_words or frame is None or now_frame is None:
        return False
    (day, digest), (now, now_digest) = frame, now_frame
    footer = footer.replace(digest, now_digest).replace(digest[:SHOWN], now_digest[:SHOWN])
    return all(
        _without_day(old_part, day) == _without_day(new_part, now)
        for old_part, new_part in ((under, now_under), (footer, now_footer))
    )


def _without_day(part: bytes, day: bytes) -> bytes:
    """Return a part of the frame without its own day, which it gives in words and for programs."""
    return _DAY.sub(lambda found: b"" if found[1] == day else found[0], part).replace(day, b"")


def _split_page(page: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    """Return the page before the subtitle, the subtitle, the content up to the footer, and the footer with the rest.

    The split is safe because records cannot contain markup. Return None for a file without such a frame.
    """
    words, mark, footer = page.partition(b"<footer>")
    if not mark:
        return None
    under = _SUBTITLE.search(words)
    if under is None:
        return words, b"", b"", footer
    return words[: under.start()], under[0], words[under.end() :], footer


def _day_and_digest(footer: bytes) -> tuple[bytes, bytes] | None:
    """Return the day and the digest of a footer, or None if it has none, as on a page without a date."""
    day, digest = _DAY.search(footer), _DIGEST.search(footer)
    return None if day is None or digest is None else (day[1], digest[1])
