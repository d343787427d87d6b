"""Public keys for which anybody can sign: points of small order, and feeds that are signed by nobody under them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from accordtrack.ledger.entry import kid_of
from accordtrack.ledger.key_files import SigningKey, new_key
from accordtrack.store import log
from accordtrack.store.database import Database
from feeds import feed_of

LENGTH = 3
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group of good keys: the s of a signature is a number below it."""
_PRIME = 2**255 - 19
_EIGHTH = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL = (0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH)
_POINTS = tuple(
    (number + (sign << 255)).to_bytes(32, "little")
    for held in _SMALL
    for number in (held, held + _PRIME)
    if number < 2**255
    for sign in (0, 1)
)
"""Every way to write the eight points of small order, the odd ones too."""


class Anybody(SigningKey):
    """A key that needs no secret: with s = 0, one of the eight points is the R of nearly any message."""

    def sign(self, message: bytes) -> bytes:
        """A signature that the library takes."""
        return forged(self.public, message) or bytes(64)


def forged(public: str, message: bytes) -> bytes | None:
    """A signature of ``message`` that a library takes as that of the key, made without any secret; None when it takes none."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    for point in _POINTS:
        signature = point + bytes(32)
        try:
            key.verify(signature, message)
        except InvalidSignature:
            continue
        return signature
    return None


WEAK = tuple(point.hex() for point in _POINTS if forged(point.hex(), b"words"))


def planted(register: Path, public: str) -> Path:
    """The register with a desk us-9 of that key, which said ``LENGTH`` things."""
    entries = feed_of(LENGTH, Anybody(new_key().private, public, kid_of(public)), "us-9")
    with closing(Database(register)) as database, database.writing() as connection:
        log.append(connection, entries)
    return register
