"""Hash chain of a feed: checks of one entry (``find_faults``) and of a whole feed (``Checker``).

Each entry holds the hash of the previous one. The first entry gives the public key of the feed; a ``desk.rekey`` entry
gives the next key.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
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
from accordtrack.ledger.key_files import signature_holds
from accordtrack.types import Finding
from accordtrack.vocabulary import Handling, is_feed_of_side

if TYPE_CHECKING:
    from collections.abc import Mapping

_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_ADVICE = "Entries before it can be trusted. Restore a backup, or ask the other side for its copy."


Fault = tuple[str, dict[str, object]]
"""A fault of an entry: a message of the catalog and its values."""

NO_BODY = gettext_lazy("The body is missing")
WRONG_BODY = gettext_lazy("The body differs from what was signed")
OTHER_KEY = gettext_lazy("The entry is signed with a key that was not this desk's at the time")


def find_faults(entry: Entry, public: str | None = None) -> list[Fault]:
    """Return the faults of a single entry. Check the signature too if the public key is given."""
    found: list[Fault] = []
    try:
        if not _columns_match_signed(entry) and read_envelope(entry.raw) != entry.envelope:
            found.append((gettext_lazy("The columns differ from what was signed"), {}))
    except NotCanonical as error:
        found.append((gettext_lazy("The signed bytes are damaged: {why}"), {"why": str(error)}))
    if not isinstance(entry.raw, bytes) or entry_hash(entry.raw) != entry.hash:
        found.append((gettext_lazy("The hash does not match the entry"), {}))
    if is_withheld(entry):
        pass
    elif entry.body_raw is None or entry.salt is None:
        found.append((NO_BODY, {}))
    elif not _body_matches_hash(entry.salt, entry.body_raw, entry.envelope.body_hash):
        found.append((WRONG_BODY, {}))
    if public is not None and not is_signed_by(entry, public):
        found.append((gettext_lazy("The signature is not valid"), {}))
    return found


def is_withheld(entry: Entry) -> bool:
    """Whether the body is absent and the handling mark allows that. Nothing else in the log depends on the body."""
    return entry.body_raw is None and entry.salt is None and may_be_withheld(entry)


def may_be_withheld(entry: Entry) -> bool:
    """Whether a copy may leave out the body: true unless the entry is marked TLP:CLEAR."""
    return entry.envelope.handling != Handling.CLEAR


def _columns_match_signed(entry: Entry) -> bool:
    """Whether the columns serialize to exactly the signed bytes. Faster than parsing the bytes."""
    try:
        return canonical(entry.envelope.values()) == entry.raw
    except NotCanonical:
        return False


def _body_matches_hash(salt: bytes, raw: bytes, digest: str) -> bool:
    try:
        parse(raw)
        return isinstance(salt, bytes) and body_hash(salt, raw) == digest
    except NotCanonical:
        return False


def is_signed_by(entry: Entry, public: str) -> bool:
    """Whether the signature of the entry was made with the key ``public``."""
    whole = isinstance(entry.raw, bytes) and isinstance(entry.sig, bytes)
    return whole and bool(public) and signature_holds(public, entry.sig, signed_bytes(entry.raw))


def opened_desk(entry: Entry) -> tuple[str, str]:
    """Return the public key and the side of the desk that the entry opens, or two empty strings if it opens none.

    The name of the feed begins with the code of its side: ``us-9`` opens no desk of Mexico.
    """
    body: Mapping[str, object] = {}
    with suppress(NotCanonical):
        body = parse(entry.body_raw) if entry.body_raw else {}
    public = str(body.get("public_key", ""))
    side = str(body.get("side", ""))
    if entry.envelope.kind != "desk.open" or not _PUBLIC_KEY.fullmatch(public):
        return "", ""
    return (public, side) if is_feed_of_side(entry.envelope.feed, side) else ("", "")


def next_key(entry: Entry) -> str | None:
    """Return the public key that signs the feed from the next entry on.

    Return an empty string if a ``desk.rekey`` entry names no valid key, and None for any other kind.
    """
    envelope = entry.envelope
    if envelope.kind != "desk.rekey":
        return None
    body: Mapping[str, object] = {}
    with suppress(NotCanonical):
        body = parse(entry.body_raw) if entry.body_raw else {}
    public = str(body.get("public_key", ""))
    return public if envelope.ref == envelope.feed and _PUBLIC_KEY.fullmatch(public) else ""


def _integer_or_default(value: object, otherwise: int) -> int:
    """Return the value of an integer column, or ``otherwise`` if the column holds another type."""
    return value if isinstance(value, int) else otherwise


@dataclass(slots=True)
class Checker:
    """Walks one feed from seq 1 and collects findings, each with a place and advice.

    With ``deep``, every signature is checked. Otherwise only the last signature of each key is.
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

    def _add_finding(self, message: str, **values: object) -> None:
        self.findings.append(Finding(f"{self.feed}-{self.seq}", message, _ADVICE, values))

    def check_entry(self, entry: Entry) -> None:
        """Check the next entry of the feed."""
        self.seq += 1
        envelope = entry.envelope
        if envelope.feed != self.feed or envelope.seq != self.seq:
            self._add_finding("Entry {n} of the feed is missing or out of order", n=self.seq)
        self.seq, lc = _integer_or_default(envelope.seq, self.seq), _integer_or_default(envelope.lc, 0)
        found = find_faults(entry)
        for message, values in found:
            self._add_finding(message, **values)
        self._count({message for message, _values in found}, entry)
        if envelope.prev != self.head:
            self._add_finding("The chain is broken: the entry before it is not the one it names")
        if lc <= self.lc:
            self._add_finding("The order number (lc) does not increase")
        self.head, self.lc, self.last = entry.hash, lc, entry
        if self.seq == 1:
            self._check_opening(entry)
        if envelope.kid != kid_of(self.public or "00"):
            self._add_finding(OTHER_KEY)
        handed = next_key(entry) if self.seq > 1 else None
        if self.deep or handed is not None:
            self._check_signature(entry)
        if handed is not None:
            self._hand_over(handed)

    def _count(self, found: set[str], entry: Entry) -> None:
        """Count the body as present, withheld (its mark allows that) or wrong."""
        if is_withheld(entry):
            self.withheld += 1
        elif found & {NO_BODY, WRONG_BODY}:
            self.wrong += 1
        else:
            self.present += 1

    def _check_opening(self, entry: Entry) -> None:
        public, side = opened_desk(entry)
        if not public:
            self._add_finding("The feed does not begin by opening a desk")
            return
        self.public, self.side = public, side

    def _hand_over(self, public: str) -> None:
        if not public:
            self._add_finding("The entry does not name the key that continues the feed")
            return
        self.public = public

    def _check_signature(self, entry: Entry) -> None:
        self.signatures += 1
        if not is_signed_by(entry, self.public):
            self._add_finding("The signature is not valid")

    def check_last_signature(self) -> None:
        """Check the signature of the last entry, unless ``check_entry`` already did."""
        if self.last is not None and not self.deep and next_key(self.last) is None:
            self._check_signature(self.last)
