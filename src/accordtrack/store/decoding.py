"""Columns and bodies of entries held against what was signed, and their JSON: quickly where there is much of it."""

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


def plainly(raw: bytes) -> Any:  # noqa: ANN401
    """What ``json.loads`` gives: canonical bytes, as nearly all are, without its looking for encodings and blanks."""
    with suppress(ValueError, AttributeError):
        value, end = _DECODER.raw_decode(words := raw.decode())
        if end == len(words):
            return value
    return json.loads(raw)


def quick() -> Decoder:
    """A decoder that gives the same more quickly, and keeps a key or word once for all bodies; it is slow to import."""
    from pydantic_core import from_json  # noqa: PLC0415

    def decoded(raw: bytes) -> Any:  # noqa: ANN401
        try:
            return from_json(raw, cache_strings="all")
        except ValueError:  # half a surrogate pair, deep nesting: what it refuses and the other takes
            return plainly(raw)

    return decoded


_SIGNED = itemgetter("feed", "seq", "lc", "by", "kind", "ref", "handling", "body_hash")


def check_columns(values: tuple[Any, ...], envelope: bytes, decoded: Decoder) -> tuple[Any, ...]:
    """Refuse columns that differ from what was signed: a state is made of them. Gives them as they were signed."""
    with suppress(ValueError, TypeError, LookupError, RecursionError):
        signed = _SIGNED(decoded(envelope))
        if signed == values:
            return tuple(signed)
    raise _differs("The columns differ from what was signed", values[:2])


def as_signed(
    raw: bytes,
    salt: bytes,
    digest: str,
    place: tuple[str, int],
    decoded: Decoder = plainly,
) -> dict[str, Any]:
    """The values of the body of the entry of that feed and number.

    Refuses one that is not what was signed: no state is made of it, and nothing written on it.
    """
    _check_body(raw, salt, digest, place)
    body = decoded(raw)
    return body if isinstance(body, dict) else dict(body)


def admitted(kind: str, raw: bytes, salt: bytes, digest: str, place: tuple[str, int]) -> Record:
    """The record of an admitted entry. Refuses a body that is not what was signed, or that no model of the kind takes."""
    _check_body(raw, salt, digest, place)
    try:
        found: Record = KINDS[kind].decode(raw)
    except ValueError as error:
        advice = "Run accordtrack verify --deep, and restore a backup."
        problem = Problem("The register cannot read an entry that it admitted", advice, f"{place[0]}-{place[1]}")
        raise Refused(problem) from error
    return found


def _check_body(raw: bytes, salt: bytes, digest: str, place: tuple[str, int]) -> None:
    if not isinstance(raw, bytes) or not isinstance(salt, bytes) or body_hash(salt, raw) != digest:
        raise _differs("The body differs from what was signed", place)


def _differs(message: str, place: tuple[str, int]) -> Refused:
    feed, seq = place
    return Refused(Problem(message, "Run accordtrack verify --deep, and restore a backup.", f"{feed}-{seq}"))
