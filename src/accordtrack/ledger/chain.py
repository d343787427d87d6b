"""The chain of a feed: each entry names the hash of the one before; the first gives the key, a ``desk.rekey`` the next one.

``faults`` looks at one entry alone, ``Checker`` walks one feed entry by entry and says what does not hold, with place and advice.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.i18n import later
from accordtrack.ledger.entry import (
    Entry,
    NotCanonical,
    body_hash,
    canonical,
    entry_hash,
    kid_of,
    parse,
    read_envelope,
    signed_bytes,
)
from accordtrack.ledger.keys import signature_holds
from accordtrack.types import Finding
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping

_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_ADVICE = "Entries before it can be trusted. Restore a backup, or ask the other side for its copy."


Fault = tuple[str, dict[str, object]]
"""What is wrong with an entry: a message of the catalogue and its values."""

NO_BODY = later("The body is missing")
WRONG_BODY = later("The body differs from what was signed")
OTHER_KEY = later("The entry is signed by a key that was not this desk's then")


def faults(entry: Entry, public: str | None = None) -> list[Fault]:
    """What does not hold of an entry looked at alone; its signature too, when the public key is given."""
    found: list[Fault] = []
    try:
        if not _as_signed(entry) and read_envelope(entry.raw) != entry.envelope:
            found.append((later("The columns differ from what was signed"), {}))
    except NotCanonical as error:
        found.append((later("The signed bytes are damaged: {why}"), {"why": str(error)}))
    if not isinstance(entry.raw, bytes) or entry_hash(entry.raw) != entry.hash:
        found.append((later("The hash differs from the entry"), {}))
    if withheld(entry):
        pass
    elif entry.body_raw is None or entry.salt is None:
        found.append((NO_BODY, {}))
    elif not _body_holds(entry.salt, entry.body_raw, entry.envelope.body_hash):
        found.append((WRONG_BODY, {}))
    if public is not None and not signed_by(entry, public):
        found.append((later("The signature does not hold"), {}))
    return found


def withheld(entry: Entry) -> bool:
    """Whether the body is not here and its mark lets it be left out: nothing else of the log depends on it."""
    return entry.body_raw is None and entry.salt is None and may_be_withheld(entry)


def may_be_withheld(entry: Entry) -> bool:
    """Whether a body may be left out of a copy: not where all may read it."""
    return entry.envelope.handling != Handling.CLEAR


def _as_signed(entry: Entry) -> bool:
    """Whether the columns write to the very bytes that were signed: quicker than to read these."""
    try:
        return canonical(entry.envelope.values()) == entry.raw
    except NotCanonical:
        return False


def _body_holds(salt: bytes, raw: bytes, digest: str) -> bool:
    try:
        parse(raw)
        return isinstance(salt, bytes) and body_hash(salt, raw) == digest
    except NotCanonical:
        return False


def signed_by(entry: Entry, public: str) -> bool:
    """Whether the entry's signature is that of the key."""
    whole = isinstance(entry.raw, bytes) and isinstance(entry.sig, bytes)
    return whole and bool(public) and signature_holds(public, entry.sig, signed_bytes(entry.raw))


def opens(entry: Entry) -> tuple[str, str]:
    """The public key and the side of the desk that an entry opens; both empty when it opens none."""
    body: Mapping[str, object] = {}
    with suppress(NotCanonical):
        body = parse(entry.body_raw) if entry.body_raw else {}
    public = str(body.get("public_key", ""))
    if entry.envelope.kind != "desk.open" or not _PUBLIC_KEY.fullmatch(public):
        return "", ""
    return public, str(body.get("side", ""))


def hands_over(entry: Entry) -> str | None:
    """The public key that signs a feed after an entry; empty when the entry names none, None for any other entry."""
    envelope = entry.envelope
    if envelope.kind != "desk.rekey":
        return None
    body: Mapping[str, object] = {}
    with suppress(NotCanonical):
        body = parse(entry.body_raw) if entry.body_raw else {}
    public = str(body.get("public_key", ""))
    return public if envelope.ref == envelope.feed and _PUBLIC_KEY.fullmatch(public) else ""


def _number(held: object, otherwise: int) -> int:
    """What a column of numbers holds; ``otherwise`` where somebody put something else there."""
    return held if isinstance(held, int) else otherwise


@dataclass(slots=True)
class Checker:
    """State of a walk along one feed, which starts at seq 1.

    ``deep`` checks every signature; otherwise only the last one of each key is checked.
    """

    feed: str
    deep: bool = False
    seq: int = 0
    head: str | None = None
    lc: int = 0
    public: str = ""
    side: str = ""
    signatures: int = 0
    present: int = 0
    withheld: int = 0
    wrong: int = 0
    last: Entry | None = None
    findings: list[Finding] = field(default_factory=list)

    def _say(self, message: str, **values: object) -> None:
        self.findings.append(Finding(f"{self.feed}-{self.seq}", message, _ADVICE, values))

    def take(self, entry: Entry) -> None:
        """Check the next entry of the feed."""
        self.seq += 1
        envelope = entry.envelope
        if envelope.feed != self.feed or envelope.seq != self.seq:
            self._say("Entry {n} of the feed is missing or out of order", n=self.seq)
        self.seq, lc = _number(envelope.seq, self.seq), _number(envelope.lc, 0)
        found = faults(entry)
        for message, values in found:
            self._say(message, **values)
        self._count({message for message, _values in found}, entry)
        if envelope.prev != self.head:
            self._say("The chain is broken: the entry before it is not the one it names")
        if lc <= self.lc:
            self._say("The order number (lc) does not grow")
        self.head, self.lc, self.last = entry.hash, lc, entry
        if self.seq == 1:
            self._open(entry)
        if envelope.kid != kid_of(self.public or "00"):
            self._say(OTHER_KEY)
        handed = hands_over(entry) if self.seq > 1 else None
        if self.deep or handed is not None:
            self._signature(entry)
        if handed is not None:
            self._hand_over(handed)

    def _count(self, found: set[str], entry: Entry) -> None:
        """A body is present, wrong, or not here: withheld when its mark allows that, else wrong as well."""
        if withheld(entry):
            self.withheld += 1
        elif found & {NO_BODY, WRONG_BODY}:
            self.wrong += 1
        else:
            self.present += 1

    def _open(self, entry: Entry) -> None:
        public, side = opens(entry)
        if not public:
            self._say("The feed does not begin by opening a desk")
            return
        self.public, self.side = public, side

    def _hand_over(self, public: str) -> None:
        if not public:
            self._say("The entry names no key with which the feed goes on")
            return
        self.public = public

    def _signature(self, entry: Entry) -> None:
        self.signatures += 1
        if not signed_by(entry, self.public):
            self._say("The signature does not hold")

    def last_signature(self) -> None:
        """Check the signature of the last entry, unless it was checked on the way."""
        if self.last is not None and not self.deep and hands_over(self.last) is None:
            self._signature(self.last)
