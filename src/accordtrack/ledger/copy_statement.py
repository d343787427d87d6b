"""The signed statement that a register is a copy for others: who may read it, which desk made it, and what it leaves out.

A copy may lack the bodies and files that its readers may not see. Without such a statement, what is missing was removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.entry import NotCanonical, canonical, parse
from accordtrack.ledger.key_files import signature_holds

if TYPE_CHECKING:
    from accordtrack.ledger.entry import Heads
    from accordtrack.ledger.key_files import SigningKey

_DOMAIN = b"accordtrack-copy-v1\n"


@dataclass(frozen=True, slots=True)
class CopyStatement:
    """What a desk signed: the audience, the last entries in the copy, and what was left out.

    ``entries`` are the ids of entries whose bodies were left out, ``files`` the digests of files.
    """

    audience: str
    side: str | None
    desk: str
    public_key: str
    heads: Heads
    entries: tuple[str, ...]
    files: tuple[str, ...]

    def values(self) -> dict[str, Any]:
        """Return the signed fields by name."""
        heads = {feed: [seq, digest] for feed, seq, digest in self.heads}
        return {
            "audience": self.audience,
            "side": self.side,
            "desk": self.desk,
            "public_key": self.public_key,
            "heads": heads,
            "entries": list(self.entries),
            "files": list(self.files),
        }


def sign(key: SigningKey, statement: CopyStatement) -> tuple[bytes, bytes]:
    """Return the canonical bytes of the statement and their signature."""
    raw = canonical(statement.values())
    return raw, key.sign(_DOMAIN + raw)


def read(raw: bytes, signature: bytes) -> CopyStatement | None:
    """Return the statement, or None if it is malformed or the key that it names did not sign it."""
    try:
        values = parse(raw)
        heads = tuple((str(feed), int(seq), str(digest)) for feed, (seq, digest) in sorted(values["heads"].items()))
        side = values["side"]
        statement = CopyStatement(
            audience=str(values["audience"]),
            side=None if side is None else str(side),
            desk=str(values["desk"]),
            public_key=str(values["public_key"]),
            heads=heads,
            entries=tuple(map(str, values["entries"])),
            files=tuple(map(str, values["files"])),
        )
        whole = canonical(statement.values()) == raw
        return statement if whole and signature_holds(statement.public_key, signature, _DOMAIN + raw) else None
    except (NotCanonical, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
