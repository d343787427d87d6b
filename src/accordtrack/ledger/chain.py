"""The chain of a feed: each entry names the hash of the one before, and its key is opened by the first.

``Checker`` walks one feed entry by entry and says what does not hold, with place and advice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.ledger.entry import (
    Entry,
    NotCanonical,
    body_hash,
    entry_hash,
    kid_of,
    parse,
    read_envelope,
    signed_bytes,
)
from accordtrack.ledger.keys import signature_holds
from accordtrack.views import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_ADVICE = "Entries before it can be trusted. Restore a backup, or ask the other side for its copy."


@dataclass(slots=True)
class Checker:
    """State of a walk along one feed, which starts at seq 1.

    ``deep`` checks every signature; otherwise only ``last_signature`` at the end does.
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

    def _say(self, message: str, advice: str = _ADVICE, **values: object) -> None:
        self.findings.append(Finding(f"{self.feed}-{self.seq}", message, advice, values))

    def take(self, entry: Entry) -> None:
        """Check the next entry of the feed."""
        self.seq += 1
        envelope = entry.envelope
        try:
            if read_envelope(entry.raw) != envelope:
                self._say("The columns differ from what was signed")
        except NotCanonical as error:
            self._say("The signed bytes are damaged: {why}", why=str(error))
        if entry_hash(entry.raw) != entry.hash:
            self._say("The hash differs from the entry")
        if envelope.feed != self.feed or envelope.seq != self.seq:
            self._say("Entry {n} of the feed is missing or out of order", n=self.seq)
            self.seq = envelope.seq
        if envelope.prev != self.head:
            self._say("The chain is broken: the entry before it is not the one it names")
        if envelope.lc <= self.lc:
            self._say("The order number (lc) does not grow")
        self.head, self.lc, self.last = entry.hash, envelope.lc, entry
        self._body(entry)
        if self.seq == 1:
            self._open(entry)
        if envelope.kid != kid_of(self.public or "00"):
            self._say("The entry is signed by a key that this feed did not open")
        if self.deep:
            self._signature(entry)

    def _body(self, entry: Entry) -> None:
        if entry.body_raw is None or entry.salt is None:
            self.withheld += 1
            return
        self.present += 1
        try:
            parse(entry.body_raw)
            sound = body_hash(entry.salt, entry.body_raw) == entry.envelope.body_hash
        except NotCanonical:
            sound = False
        if not sound:
            self.present -= 1
            self.wrong += 1
            self._say("The body differs from what was signed")

    def _open(self, entry: Entry) -> None:
        body: Mapping[str, object] = {}
        try:
            body = parse(entry.body_raw) if entry.body_raw else {}
        except NotCanonical:
            body = {}
        public = str(body.get("public_key", ""))
        if entry.envelope.kind != "desk.open" or not _PUBLIC_KEY.fullmatch(public):
            self._say("The feed does not begin by opening a desk")
            return
        self.public, self.side = public, str(body.get("side", ""))

    def _signature(self, entry: Entry) -> None:
        self.signatures += 1
        if not (self.public and signature_holds(self.public, entry.sig, signed_bytes(entry.raw))):
            self._say("The signature does not hold")

    def last_signature(self) -> None:
        """Check the signature of the last entry, unless every one was checked on the way."""
        if self.last is not None and not self.deep:
            self._signature(self.last)
