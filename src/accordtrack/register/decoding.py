"""JSON of entries that were held against what was signed: as ``json.loads`` reads it, and quicker where there is much of it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """A decoder that gives the same twice as quickly, and keeps a key once for all bodies; it is slow to import."""
    from pydantic_core import from_json  # noqa: PLC0415

    def decoded(raw: bytes) -> Any:  # noqa: ANN401
        try:
            return from_json(raw, cache_strings="keys")
        except ValueError:  # half a surrogate pair, deep nesting: what it refuses and the other takes
            return plainly(raw)

    return decoded
