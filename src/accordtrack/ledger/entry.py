"""Log entries: a signed envelope and a detached, salted body, both in canonical JSON.

Canonical JSON is RFC 8785 restricted to strings, integers below 2^53, booleans, null, lists and maps with ASCII keys.
Strict parsing accepts only bytes that serialize back to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from accordtrack.ledger.key_files import SigningKey

VERSION = 2
"""Version of the envelopes that this program writes. It also reads version 1, which has no ``heads``."""
MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
MAX_BYTES = 4_000_000
_ENTRY_DOMAIN = b"accordtrack-entry-v1\n"
_BODY_DOMAIN = b"accordtrack-body-v1\n"
_SALT_BYTES = 16
_KID_LENGTH = 16
_PLAIN = frozenset({str, bool, type(None)})
_FAR_KEY = re.compile(rb'"[^"\x80-\xff]*[\x80-\xff][^"]*":')
"""A non-ASCII key in canonical bytes that hold no backslash, so that each quotation mark begins or ends a string."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class NotCanonical(ValueError):  # noqa: N818
    """Bytes or a value without a canonical form. The message names the rule that is broken."""


def canonical(value: object) -> bytes:
    """Return ``value`` as canonical JSON in UTF-8. Raise ``NotCanonical`` if it has no canonical form."""
    _check(value, MAX_DEPTH)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds half a surrogate pair") from error


def _check(value: object, depth: int) -> None:
    if depth < 0:
        raise NotCanonical(f"nested deeper than {MAX_DEPTH}")
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > MAX_INTEGER:
                raise NotCanonical("an integer of 2^53 or above")
        case list() | tuple():
            _check_inside(value, depth)
        case dict():
            if not _has_ascii_keys(value):
                raise NotCanonical("a key that is no ASCII text")
            _check_inside(value.values(), depth)
        case _:
            raise NotCanonical(f"a value of type {type(value).__name__}")


def _has_ascii_keys(keys: Iterable[Any]) -> bool:
    try:
        return all(map(str.isascii, keys))
    except TypeError:
        return False


def _check_inside(values: Iterable[object], depth: int) -> None:
    for item in values:
        if type(item) not in _PLAIN or not depth:  # most values are strings: avoid a call for each
            _check(item, depth - 1)


def _is_flat(raw: bytes) -> bool:
    """Whether canonical bytes pass a quick check: at most ``MAX_DEPTH`` maps and lists, and only ASCII keys."""
    shallow = raw.count(b"{") + raw.count(b"[") <= MAX_DEPTH
    return shallow and (raw.isascii() or (b"\\" not in raw and not _FAR_KEY.search(raw)))


def parse(raw: bytes) -> dict[str, Any]:
    """Return the map in ``raw``. Raise ``NotCanonical`` for other bytes, such as duplicate keys, floats or deep nesting."""
    if not isinstance(raw, bytes):  # SQLite returns whatever type was stored
        raise NotCanonical("not bytes")
    if len(raw) > MAX_BYTES:
        raise NotCanonical(f"longer than {MAX_BYTES} bytes")
    value = _parse_fast(raw)
    return _parse_strictly(raw) if value is None else value


def _parse_fast(raw: bytes) -> dict[str, Any] | None:
    """Return the map if it serializes back to exactly ``raw``, else None.

    Bytes with duplicate keys or unusual text do not. This takes half the time of checking each key while parsing;
    ``_parse_strictly`` names the fault.
    """
    try:
        value, _end = _DECODER.raw_decode(raw.decode())
        if not isinstance(value, dict) or _ENCODER.encode(value).encode() != raw:
            return None
        if not _is_flat(raw):
            _check(value, MAX_DEPTH)
    except (ValueError, RecursionError):
        return None
    return value


def _parse_strictly(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_refuse_duplicate_keys,
            parse_float=_refuse_float,
            parse_constant=_refuse_float,
        )
    except NotCanonical:
        raise
    except (UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical("not UTF-8, or nested too deeply") from error
    except ValueError as error:  # not JSON, or an integer with more digits than Python converts
        raise NotCanonical("not JSON") from error
    if not isinstance(value, dict):
        raise NotCanonical("not a map")
    if canonical(value) != raw:
        raise NotCanonical("not written in the canonical form")
    return value


def _refuse_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key twice")
    return found


def _refuse_float(_text: str) -> float:
    raise NotCanonical("a number that is no integer")


def _parse_small_integer(digits: str) -> int:
    value = int(digits)
    if abs(value) > MAX_INTEGER:
        raise NotCanonical
    return value


_DECODER = json.JSONDecoder(parse_float=_refuse_float, parse_int=_parse_small_integer, parse_constant=_refuse_float)


Heads = tuple[tuple[str, int, str], ...]
"""Last entries of feeds, as (feed, seq, hash), sorted by feed."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The signed part of an entry. ``prev`` is None in a feed's first entry; ``at`` is a claim and orders nothing.

    ``heads`` are the last entries of all other feeds that the desk had seen. Only the first entry of an act states them;
    they hold for the feed until the next entry that does.
    """

    v: int
    feed: str
    seq: int
    prev: str | None
    lc: int
    at: str
    kid: str
    by: str
    act: str
    kind: str
    ref: str
    handling: str
    body_hash: str
    heads: Heads | None = None

    @property
    def id(self) -> str:
        """The id ``<feed>-<seq>``, used for what an entry records when its body gives no id."""
        return f"{self.feed}-{self.seq}"

    def values(self) -> dict[str, Any]:
        """Return the signed fields by name. ``asdict`` copies each value deeply and is ten times slower."""
        found = dict(zip(COLUMNS, _VALUES(self), strict=True))
        if isinstance(self.v, int) and self.v >= FIRST_WITH_HEADS:  # a damaged column may hold any type
            heads = self.heads
            found["heads"] = None if heads is None else {feed: [seq, digest] for feed, seq, digest in heads}
        return found


FIRST_WITH_HEADS = 2
"""The first version of the envelope that has ``heads``."""
COLUMNS = tuple(name for name in Envelope.__dataclass_fields__ if name != "heads")
"""Fields of an envelope that the table has as columns; the heads are only in the signed bytes."""
_VALUES = attrgetter(*COLUMNS)
_FIELDS = {name: (int if name in {"v", "seq", "lc"} else str) for name in COLUMNS}
_NO_HEADS = b'"heads":null'


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log: the envelope with its exact bytes, its hash and signature, and the body.

    ``salt`` and ``body_raw`` are None when the body is withheld.
    """

    envelope: Envelope
    raw: bytes
    hash: str
    sig: bytes
    salt: bytes | None
    body_raw: bytes | None

    def without_body(self) -> Entry:
        """Return the entry without its body. It still verifies."""
        return replace(self, salt=None, body_raw=None)

    @property
    def body(self) -> dict[str, Any] | None:
        """Return the values of the body; None if it is withheld or does not hold a JSON object."""
        if self.body_raw is None:
            return None
        try:
            found = json.loads(self.body_raw)
        except (ValueError, TypeError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def entry_hash(raw: bytes) -> str:
    """Return the SHA-256 of the domain line and the envelope bytes, in hexadecimal."""
    return hashlib.sha256(_ENTRY_DOMAIN + raw).hexdigest()


def body_hash(salt: bytes, body: bytes) -> str:
    """Return the SHA-256 of the domain line, the salt and the canonical body, in hexadecimal."""
    return hashlib.sha256(_BODY_DOMAIN + salt + body).hexdigest()


@lru_cache(maxsize=64)
def kid_of(public: str) -> str:
    """Return the key id of a public key given in hexadecimal: the first 16 digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:_KID_LENGTH]


def signed_bytes(raw: bytes) -> bytes:
    """Return the bytes that a signature covers: the same as those under the entry hash."""
    return _ENTRY_DOMAIN + raw


def read_envelope(raw: bytes) -> Envelope:
    """Return the envelope in ``raw``. Raise ``NotCanonical`` if its fields or their types differ from ``Envelope``."""
    values = parse(raw)
    newer = type(values.get("v")) is int and values["v"] >= FIRST_WITH_HEADS
    if set(values) != {*_FIELDS, *(["heads"] if newer else [])}:
        raise NotCanonical("an envelope with other fields")
    for name, kind in _FIELDS.items():
        value = values[name]
        if name == "prev" and value is None:
            continue
        if not isinstance(value, kind) or isinstance(value, bool):
            raise NotCanonical(f"{name} of another type")
    return Envelope(**(values | {"heads": _heads_from_json(values.get("heads"))}))


def read_heads(raw: bytes) -> Heads | None:
    """Return the heads that an envelope states. Raise ``NotCanonical`` if they cannot be read.

    This does not check the form of the envelope: comparing the signed bytes with the columns does, and takes less time.
    """
    if not isinstance(raw, bytes) or b'"heads"' not in raw or _NO_HEADS in raw:
        return None
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    return _heads_from_json(values.get("heads") if isinstance(values, dict) else None)


def _heads_from_json(values: object) -> Heads | None:
    if values is None:
        return None
    heads: list[tuple[str, int, str]] = []
    for feed, head in values.items() if isinstance(values, dict) else [("", None)]:
        match head:
            case [int(seq), str(digest)] if seq > 0 and not isinstance(seq, bool):
                heads.append((feed, seq, digest))
            case _:
                raise NotCanonical("heads of another type")
    return tuple(sorted(heads))


def seal(
    body: Mapping[str, Any],
    *,
    key: SigningKey,
    feed: str,
    seq: int,
    prev: str | None,
    lc: int,
    at: str,
    by: str,
    act: str,
    kind: str,
    ref: str,
    handling: str,
    heads: Heads | None = None,
    salt: Callable[[int], bytes] = secrets.token_bytes,
) -> Entry:
    """Return a new entry: salt and hash the body, then write and sign the envelope.

    ``heads`` are the last entries of the other feeds, given for the first entry of an act.
    """
    fresh = salt(_SALT_BYTES)
    body_raw = canonical(dict(body))
    digest = body_hash(fresh, body_raw)
    envelope = Envelope(VERSION, feed, seq, prev, lc, at, key.kid, by, act, kind, ref, handling, digest, heads)
    raw = canonical(envelope.values())
    return Entry(envelope, raw, entry_hash(raw), key.sign(signed_bytes(raw)), fresh, body_raw)
