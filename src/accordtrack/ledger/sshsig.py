"""File signatures in OpenSSH format, which ``ssh-keygen -Y verify`` checks without this program.

The format is SSHSIG version 1 (OpenSSH's PROTOCOL.sshsig) with an Ed25519 key. The signed data includes a namespace, so
that a signature made for one purpose is not valid for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from accordtrack.ledger.key_files import signature_holds

if TYPE_CHECKING:
    from accordtrack.ledger.key_files import SigningKey

_MAGIC, _VERSION, _KIND, _HASH = b"SSHSIG", (1).to_bytes(4, "big"), b"ssh-ed25519", b"sha512"
_BEGIN, _END, _WIDTH = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", 70
_PUBLIC_BYTES, _SIGNATURE_BYTES, _LONGEST = 32, 64, 4096


def public_line(public: str) -> str:
    """Return a public key, given in hexadecimal, in OpenSSH format: ``ssh-ed25519 AAAA…``."""
    return f"{_KIND.decode()} {base64.b64encode(_public_blob(public)).decode()}"


def public_of(line: str) -> str | None:
    """Return the public key in such a line in hexadecimal; None if the line holds none."""
    try:
        public = base64.b64decode(line.partition(" ")[2], validate=True)[-_PUBLIC_BYTES:].hex()
    except (binascii.Error, ValueError):
        return None
    return public if len(public) == 2 * _PUBLIC_BYTES and public_line(public) == line else None


def sign(key: SigningKey, namespace: str, message: bytes) -> str:
    """Return the armored signature of ``message``, to be stored in a separate file."""
    signature = _ssh_string(_KIND) + _ssh_string(key.sign(_signed_data(namespace, message)))
    blob = _head(key.public, namespace) + _ssh_string(signature)
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return "\n".join((_BEGIN, *lines, _END, ""))


def is_valid(public: str, namespace: str, message: bytes, armoured: str) -> bool:
    """Whether ``armoured`` is the signature of ``message`` for ``namespace`` by the key ``public`` (hexadecimal)."""
    lines = armoured.split()
    text = "".join(lines)
    begin, end = "".join(_BEGIN.split()), "".join(_END.split())
    if len(text) > _LONGEST or not (text.startswith(begin) and text.endswith(end)):
        return False
    try:
        blob = base64.b64decode(text[len(begin) : -len(end)], validate=True)
    except (binascii.Error, ValueError):
        return False
    start = (
        _head(public, namespace)
        + _ssh_string(_ssh_string(_KIND) + _ssh_string(bytes(_SIGNATURE_BYTES)))[:-_SIGNATURE_BYTES]
    )
    raw, signature = blob[:-_SIGNATURE_BYTES], blob[-_SIGNATURE_BYTES:]
    return raw == start and signature_holds(public, signature, _signed_data(namespace, message))


def _ssh_string(content: bytes) -> bytes:
    """Return an SSH string: four bytes of length, then the content."""
    return len(content).to_bytes(4, "big") + content


def _public_blob(public: str) -> bytes:
    return _ssh_string(_KIND) + _ssh_string(bytes.fromhex(public))


def _head(public: str, namespace: str) -> bytes:
    """Return everything in a signature blob before the signature itself."""
    raw = _ssh_string(namespace.encode()) + _ssh_string(b"") + _ssh_string(_HASH)
    return _MAGIC + _VERSION + _ssh_string(_public_blob(public)) + raw


def _signed_data(namespace: str, message: bytes) -> bytes:
    """Return the bytes that are signed: the digest of the message with its namespace."""
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _ssh_string(namespace.encode()) + _ssh_string(b"") + _ssh_string(_HASH) + _ssh_string(digest)
