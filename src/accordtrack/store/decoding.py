"""Decode the JSON of entries, and compare columns and bodies with what was signed. Optimized for large logs."""

from __future__ import annotations

import json
from contextlib import suppress
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.entry import body_hash
from accordtrack.ledger.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.ledger.fields import Record

    Decoder = Callable[[bytes], Any]

_DECODER = json.JSONDecoder()


def parse_canonical_json(raw: bytes) -> Any:  # noqa: ANN401
    """Return the same as ``json.loads``, but faster for canonical bytes: no detection of encoding or blanks."""
    with suppress(ValueError, AttributeError):
        value, end = _DECODER.raw_decode(words := raw.decode())
        if end == len(words):
            return value
    return json.loads(raw)


def fast_decoder() -> Decoder:
    """Return a decoder with the same results that is faster and shares repeated strings, but slow to import."""
    from pydantic_core import from_json  # noqa: PLC0415

    def decode(raw: bytes) -> Any:  # noqa: ANN401
        try:
            return from_json(raw, cache_strings="all")
        except ValueError:  # half a surrogate pair or deep nesting, which only the slower decoder accepts
            return parse_canonical_json(raw)

    return decode


_SIGNED = itemgetter("feed", "seq", "lc", "by", "act", "at", "kind", "ref", "handling", "body_hash")


def check_columns(values: tuple[Any, ...], envelope: bytes, decoded: Decoder) -> tuple[Any, ...]:
    """Return the columns as they were signed. Raise ``Refused`` if they differ, since states are computed from them."""
    with suppress(ValueError, TypeError, LookupError, RecursionError):
        signed = _SIGNED(decoded(envelope))
        if signed == values:
            return tuple(signed)
    raise _difference_refusal("The columns differ from what was signed", values[:2])


def signed_body(
    raw: bytes,
    salt: bytes,
    digest: str,
    place: tuple[str, int],
    decoded: Decoder = parse_canonical_json,
) -> dict[str, Any]:
    """Return the values of the body of an entry, given its feed and seq as ``place``.

    Raise ``Refused`` if it is not what was signed: no state may be computed from it, and nothing appended to it.
    """
    _check_body(raw, salt, digest, place)
    body = decoded(raw)
    return body if isinstance(body, dict) else dict(body)


def admitted_record(kind: str, raw: bytes, salt: bytes, digest: str, place: tuple[str, int]) -> Record:
    """Return the record of an admitted entry. Raise ``Refused`` if the body is not what was signed, or invalid."""
    _check_body(raw, salt, digest, place)
    try:
        record: Record = KINDS[kind].decode(raw)
    except ValueError as error:
        advice = "Run accordtrack verify --deep, and restore a backup."
        problem = Problem("The register cannot read an entry that it admitted", advice, f"{place[0]}-{place[1]}")
        raise Refused(problem) from error
    return record


def _check_body(raw: bytes, salt: bytes, digest: str, place: tuple[str, int]) -> None:
    if not isinstance(raw, bytes) or not isinstance(salt, bytes) or body_hash(salt, raw) != digest:
        raise _difference_refusal("The body differs from what was signed", place)


def _difference_refusal(message: str, place: tuple[str, int]) -> Refused:
    feed, seq = place
    return Refused(Problem(message, "Run accordtrack verify --deep, and restore a backup.", f"{feed}-{seq}"))
