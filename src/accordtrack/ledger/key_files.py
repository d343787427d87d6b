"""Desk keys: Ed25519 private keys, one file per desk, readable only by their owner.

A key file is PKCS#8 PEM with mode 0600 in the user's data folder. It is never part of the register or a backup.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from accordtrack.core import signals
from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.entry import kid_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_MODE = 0o600
_LONGEST = 64_000
"""Largest key file read, in bytes. A real one has 100 to 300."""
_LONGEST_PASSPHRASE = 1023
"""Longest passphrase that the cryptography library accepts, in bytes."""
_SHORTEST_PASSPHRASE = 12
"""Shortest new passphrase, in characters."""
_COVERED = b"ENCRYPTED"
_PRIME = 2**255 - 19
_OF_EIGHT = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL = frozenset({0, 1, _PRIME - 1, _OF_EIGHT, _PRIME - _OF_EIGHT})
"""The y coordinates of the eight points of small order. Anybody can forge signatures for such a key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its key id ``kid``: the first 16 hexadecimal digits of the public key's SHA-256."""

    private: Ed25519PrivateKey
    public: str
    kid: str

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the Ed25519 signature."""
        return self.private.sign(message)


def new_key() -> SigningKey:
    """Return a new key. Nothing is written to disk."""
    return _build_key(Ed25519PrivateKey.generate())


def _build_key(private: Ed25519PrivateKey) -> SigningKey:
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return SigningKey(private, public, kid_of(public))


@lru_cache(maxsize=64)
def _public(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def signature_holds(public: str, signature: bytes, message: bytes) -> bool:
    """Whether the key ``public`` (hexadecimal) made ``signature`` for ``message``. Always false for a weak key."""
    try:
        _public(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return not is_weak(public)


@lru_cache(maxsize=64)
def is_weak(public: str) -> bool:
    """Whether a public key (hexadecimal) is a point of small order or is not encoded canonically."""
    y = int.from_bytes(bytes.fromhex(public), "little") % 2**255
    return y >= _PRIME or y in _SMALL


def save_key(key: SigningKey, path: Path, passphrase: str | None = None) -> None:
    """Write ``key`` to a new file of mode 0600 and flush it to disk. Raise ``Refused`` if the file exists."""
    pem = _new_pem(key, passphrase)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    except FileExistsError as error:
        raise Refused(
            Problem(
                "A key file already exists: {x}", "Move it away first; a key is never replaced.", values={"x": path}
            )
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _flush_key_folder(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _flush_key_folder(path: Path) -> None:
    """Flush the folder of a key, so that no entry signed with the key outlives the key file after a power failure."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _new_pem(key: SigningKey, passphrase: str | None) -> bytes:
    """Return the content of a key file with a new passphrase or none. Raise ``Refused`` if it is too short or too long."""
    words = _bytes(normalize("NFC", passphrase)) if passphrase else b""
    if words and len(normalize("NFC", passphrase or "")) < _SHORTEST_PASSPHRASE:
        raise Refused(
            Problem(
                "The passphrase has fewer than {n} characters",
                "Choose a longer one: four or five unrelated words are easy to remember and hard to guess.",
                values={"n": _SHORTEST_PASSPHRASE},
            )
        )
    if len(words) > _LONGEST_PASSPHRASE:
        values = {"n": _LONGEST_PASSPHRASE}
        raise Refused(Problem("The passphrase is longer than {n} bytes", "Choose a shorter one.", values=values))
    return _pem(key, words)


def _pem(key: SigningKey, passphrase: bytes) -> bytes:
    if not passphrase:
        return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    from accordtrack.ledger.key_encryption import encrypted_pem  # noqa: PLC0415  (slow to import, rarely needed)

    return encrypted_pem(key.private, passphrase)


def change_passphrase(key: SigningKey, path: Path, passphrase: str | None) -> None:
    """Rewrite the key file ``path`` with another passphrase or none. A complete file exists at all times."""
    _replace_file(key, path, _new_pem(key, passphrase), lambda: passphrase or "")


def _replace_file(key: SigningKey, path: Path, pem: bytes, ask: Callable[[], str]) -> None:
    with signals.temporary_file(path, path.name, "") as temporary:
        with temporary.open("wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        if load_key(temporary, ask).public != key.public:  # check before replacing
            raise OSError(EIO, "read back otherwise")
        temporary.replace(path)
        with suppress(OSError):  # either way, one of the two complete files remains
            _flush_key_folder(path)


def _bytes(passphrase: str) -> bytes:
    """Return the bytes of a typed passphrase, or of one from the environment, which may not be valid text."""
    return passphrase.encode(errors="surrogateescape")


def _passphrase_forms(passphrase: str) -> list[bytes]:
    """Return the passphrase as typed, then in the Unicode forms in which another machine may have encoded it."""
    return list(dict.fromkeys(map(_bytes, (passphrase, normalize("NFC", passphrase), normalize("NFD", passphrase)))))


def load_key(path: Path, ask: Callable[[], str] | None = None) -> SigningKey:
    """Return the key in ``path``. ``ask`` returns the passphrase, if one is needed. Raise ``Refused`` with advice.

    A file whose encryption is weaker than that of new files is encrypted again with the same passphrase.
    """
    try:
        file_status = path.stat()
        if not stat.S_ISREG(file_status.st_mode):  # reading a pipe could block forever
            raise Refused(not_regular_file_problem(path))
        if os.name == "posix" and stat.S_IMODE(file_status.st_mode) & 0o077:
            raise Refused(
                Problem("The key can be read by others; protect it with {cmd}", values={"cmd": f"chmod 600 {path}"})
            )
        pem = _read_key_file(path)
    except FileNotFoundError as error:
        raise Refused(
            Problem("The key file is missing: {x}", "Bring it back, or read without writing.", values={"x": path})
        ) from error
    except OSError as error:
        raise Refused(unreadable_key_problem(path)) from error
    if _COVERED not in pem:
        return _decode(pem, path, None)
    if ask is None:
        advice = "Set ACCORDTRACK_PASSPHRASE, or use a terminal."
        raise Refused(Problem("The key has a passphrase: {x}", advice, values={"x": path}))
    passphrase = ask()
    key = _decode(pem, path, passphrase)
    _strengthen_encryption(key, path, pem, passphrase)
    return key


def _strengthen_encryption(key: SigningKey, path: Path, pem: bytes, passphrase: str) -> None:
    """Encrypt an earlier file as new files are encrypted. A file that cannot be written stays as it is."""
    from accordtrack.ledger.key_encryption import is_weakly_encrypted  # noqa: PLC0415  (slow to import, rarely needed)

    if is_weakly_encrypted(pem):
        with suppress(OSError, Refused):
            _replace_file(key, path.resolve(), _pem(key, _bytes(normalize("NFC", passphrase))), lambda: passphrase)


def unreadable_key_problem(path: Path) -> Problem:
    """Return the problem for a key file that this user may not read."""
    return Problem("The key file cannot be read: {x}", "Check who owns it.", values={"x": path})


def not_regular_file_problem(path: Path) -> Problem:
    """Return the problem for a path that should be a key file but is not a regular file."""
    return Problem("{x} is not a regular file", "Bring back the right file.", values={"x": path})


def has_passphrase(path: Path) -> bool:
    """Whether the key in ``path`` has a passphrase. Raise ``OSError`` if it cannot be read."""
    return _COVERED in _read_key_file(path)


def _read_key_file(path: Path) -> bytes:
    """Return the contents of a key file, up to ``_LONGEST`` bytes of any other file. Raise ``OSError``."""
    with path.open("rb") as file:
        return file.read(_LONGEST)


def _decode(pem: bytes, path: Path, passphrase: str | None) -> SigningKey:
    forms = None if passphrase is None else _passphrase_forms(passphrase)
    private = _decrypt_key(pem, forms or [None])
    if private is None and forms is not None:
        raise Refused(Problem("The passphrase does not open the key {x}", "Try again.", values={"x": path}))
    if private is None:
        raise Refused(Problem("The key file is damaged: {x}", "Bring back a copy of it.", values={"x": path}))
    if not isinstance(private, Ed25519PrivateKey):
        raise Refused(Problem("No Ed25519 key in the key file: {x}", "Bring back the right file.", values={"x": path}))
    return _build_key(private)


def _decrypt_key(pem: bytes, forms: Sequence[bytes | None]) -> PrivateKeyTypes | None:
    """Return the key that the first fitting passphrase of ``forms`` opens; None if none does."""
    for form in forms:
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            return load_pem_private_key(pem, form)
    return None
