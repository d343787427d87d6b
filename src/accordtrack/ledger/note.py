"""Checkpoint notes: the text, signed by a desk, that states where a log stands. See ``docs/keeping.md``.

Reading is strict: a note that is accepted serializes back to the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.ledger.entry import MAX_INTEGER, NotCanonical
from accordtrack.ledger.sshsig import public_line, public_of
from accordtrack.types import Checkpoint, FeedHead

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE = "accordtrack-checkpoint"
"""Namespace of the signature of a note."""
LONGEST = 200_000
"""Largest note, in bytes. A note of a thousand feeds has half that size."""

_TITLE = "accordtrack checkpoint v1"
_DESK = re.compile(r"desk ((?:us|mx|obs)-[0-9]{1,3})")
_KEY = re.compile(r"key (ssh-ed25519 [A-Za-z0-9+/=]+)")
_STATE = re.compile(r"state ([0-9a-f]{64}|-)")
_FEED = re.compile(r"feed ((?:us|mx|obs)-[0-9]{1,3}) ([1-9][0-9]{0,15}) ([0-9a-f]{64})")


def write(stands: Checkpoint) -> bytes:
    """Return the note in UTF-8. Raise ``NotCanonical`` if a name or number of the log has no valid form in a note."""
    lines = [
        _TITLE,
        f"desk {stands.desk}",
        f"key {public_line(stands.public_key)}",
        f"state {stands.state_digest or '-'}",
        *(f"feed {feed_head.feed} {feed_head.entries} {feed_head.head}" for feed_head in stands.feeds),
    ]
    raw = "".join(f"{line}\n" for line in lines).encode(errors="replace")
    if read(raw) != stands:
        raise NotCanonical("a feed of another name")
    return raw


def read(raw: bytes) -> Checkpoint:
    """Return the checkpoint in a note, without checking its signature. Raise ``NotCanonical`` if it is not a note."""
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError as error:
        raise NotCanonical("not UTF-8") from error
    if len(raw) > LONGEST or len(lines) < 5 or lines[0] != _TITLE or lines[-1]:  # noqa: PLR2004 - title, desk, key, state, end
        raise NotCanonical("no note of a checkpoint")
    desk, key, state = (_match_line(rule, line) for rule, line in zip((_DESK, _KEY, _STATE), lines[1:4], strict=True))
    found = [_match_line(_FEED, line) for line in lines[4:-1]]
    feeds = tuple(FeedHead(name, int(entries), head) for name, entries, head in found)
    _check_feeds(feeds)
    public = public_of(key[0])
    if public is None:
        raise NotCanonical("no Ed25519 key")
    return Checkpoint(desk[0], public, state[0].removeprefix("-"), feeds)


def _check_feeds(feeds: Sequence[FeedHead]) -> None:
    names = [feed_head.feed for feed_head in feeds]
    if names != sorted(set(names)) or any(head.entries > MAX_INTEGER for head in feeds):
        raise NotCanonical("feeds that do not stand once each, in order")


def _match_line(rule: re.Pattern[str], line: str) -> tuple[str, ...]:
    found = rule.fullmatch(line)
    if found is None:
        raise NotCanonical("a line that stands in no note")
    return found.groups()
