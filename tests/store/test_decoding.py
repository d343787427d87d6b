"""Both decoders of entries give what ``json.loads`` gives, of canonical bytes and of any others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.ledger.entry import MAX_INTEGER, canonical
from accordtrack.store import decoding

_WHOLE = st.integers(-MAX_INTEGER, MAX_INTEGER)
_WORDS = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.none() | st.booleans() | _WHOLE | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_", max_size=4), inner, max_size=4),
    max_leaves=20,
)
_UNUSUAL_JSON = (
    b'{"a":"\\ud800"}',
    b'{"a":1,"a":2}',
    b'\xef\xbb\xbf{"a":1}',
    b' {"a":1} ',
    b'{"a":1}}',
    b'{"a":01}',
    b'{"a":"\x01"}',
    b'["\xff"]',
    b'{"a":1.50,"b":1e400,"c":-0}',
    b'{"a":123456789012345678901234567890}',
    b"[" * 250 + b"]" * 250,
    b"",
)


def decode(decoder: Callable[[bytes], Any], raw: bytes) -> Any:  # noqa: ANN401
    try:
        return decoder(raw)
    except ValueError:
        return ValueError


@given(st.dictionaries(st.text("abc_", max_size=4), _VALUES, max_size=6))
def test_decoders_return_the_value_of_canonical_bytes(value: dict[str, Any]) -> None:
    raw = canonical(value)
    assert decoding.parse_canonical_json(raw) == decoding.fast_decoder()(raw) == json.loads(raw) == value


@given(st.binary(max_size=30) | st.text('{}[]":,01.eE-+ntfalse \\u', max_size=30).map(str.encode))
def test_decoders_agree_with_json_loads_on_any_bytes(raw: bytes) -> None:
    assert (
        repr(decode(decoding.fast_decoder(), raw))
        == repr(decode(decoding.parse_canonical_json, raw))
        == repr(decode(json.loads, raw))
    )


@pytest.mark.parametrize("raw", _UNUSUAL_JSON)
def test_decoders_agree_with_json_loads_on_unusual_bytes(raw: bytes) -> None:
    assert (
        repr(decode(decoding.fast_decoder(), raw))
        == repr(decode(decoding.parse_canonical_json, raw))
        == repr(decode(json.loads, raw))
    )
