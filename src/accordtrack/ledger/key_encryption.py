"""Encryption of a private key with a passphrase, as PKCS#8 (RFC 5958) with PBES2 (RFC 8018).

The cryptography library writes PKCS#8 with 2,048 rounds of PBKDF2 and has no option for more, so the structure is built
here. OpenSSL and the library read it.
"""

from __future__ import annotations

import os
from base64 import encodebytes
from binascii import Error, a2b_base64
from typing import TYPE_CHECKING

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ObjectIdentifier

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROUNDS = 600_000
"""Rounds of PBKDF2-HMAC-SHA256 (OWASP Password Storage Cheat Sheet)."""
_SALT_BYTES, _KEY_BYTES, _BLOCK_BYTES = 16, 32, 16
_PBES2 = ObjectIdentifier("1.2.840.113549.1.5.13")
_PBKDF2 = ObjectIdentifier("1.2.840.113549.1.5.12")
_HMAC_SHA256 = ObjectIdentifier("1.2.840.113549.2.9")
_AES_256_CBC = ObjectIdentifier("2.16.840.1.101.3.4.1.42")
_BEGIN, _END = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n", b"-----END ENCRYPTED PRIVATE KEY-----\n"


@asn1.sequence
class _Prf:
    oid: ObjectIdentifier
    parameters: asn1.Null


@asn1.sequence
class _Pbkdf2Parameters:
    salt: bytes
    rounds: int
    prf: _Prf


@asn1.sequence
class _KeyDerivation:
    oid: ObjectIdentifier
    parameters: _Pbkdf2Parameters


@asn1.sequence
class _Encryption:
    oid: ObjectIdentifier
    iv: bytes


@asn1.sequence
class _Pbes2Parameters:
    derivation: _KeyDerivation
    encryption: _Encryption


@asn1.sequence
class _Scheme:
    oid: ObjectIdentifier
    parameters: _Pbes2Parameters


@asn1.sequence
class _EncryptedPrivateKeyInfo:
    scheme: _Scheme
    data: bytes


def encrypted_pem(private: Ed25519PrivateKey, passphrase: bytes) -> bytes:
    """Return the key in PEM, encrypted with AES-256 under a key derived from the passphrase."""
    salt, iv = os.urandom(_SALT_BYTES), os.urandom(_BLOCK_BYTES)
    secret = PBKDF2HMAC(hashes.SHA256(), _KEY_BYTES, salt, ROUNDS).derive(passphrase)
    padder = padding.PKCS7(_BLOCK_BYTES * 8).padder()
    plain = padder.update(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())) + padder.finalize()
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(iv)).encryptor()
    derivation = _KeyDerivation(
        oid=_PBKDF2,
        parameters=_Pbkdf2Parameters(salt=salt, rounds=ROUNDS, prf=_Prf(oid=_HMAC_SHA256, parameters=asn1.Null())),
    )
    parameters = _Pbes2Parameters(derivation=derivation, encryption=_Encryption(oid=_AES_256_CBC, iv=iv))
    info = _EncryptedPrivateKeyInfo(
        scheme=_Scheme(oid=_PBES2, parameters=parameters), data=encryptor.update(plain) + encryptor.finalize()
    )
    return _BEGIN + encodebytes(asn1.encode_der(info)) + _END


def is_weakly_encrypted(pem: bytes) -> bool:
    """Whether an encrypted key in PEM uses PBKDF2 with fewer rounds than new files do."""
    try:
        der = a2b_base64(pem.replace(_BEGIN, b"").replace(_END, b""))
        info = asn1.decode_der(_EncryptedPrivateKeyInfo, der)
    except (ValueError, Error):  # another derivation, such as scrypt
        return False
    return info.scheme.parameters.derivation.parameters.rounds < ROUNDS
