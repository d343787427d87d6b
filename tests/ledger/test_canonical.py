"""Canonical JSON: one spelling for each value, and nothing else is read."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordtrack.ledger.entry import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, NotCanonical, canonical, parse
from accordtrack.vocabulary import Status

if TYPE_CHECKING:
    from random import Random


def nested(depth: int) -> object:
    """A list of lists, ``depth`` deep."""
    value: object = 0
    for _ in range(depth):
        value = [value]
    return value


WRITTEN: dict[str, tuple[object, bytes]] = {
    "order of keys": ({"b": 1, "a": 2, "B": 3}, b'{"B":3,"a":2,"b":1}'),
    "no blanks": ({"a": [1, {"b": None}]}, b'{"a":[1,{"b":null}]}'),
    "booleans are no integers": ({"a": True, "b": False, "c": 1}, b'{"a":true,"b":false,"c":1}'),
    "text stays UTF-8": ({"a": "México ≈ 😀"}, '{"a":"México ≈ 😀"}'.encode()),
    "controls are escaped": ({"a": '\x00\x1f\n\t"\\\x7f/'}, b'{"a":"\\u0000\\u001f\\n\\t\\"\\\\\x7f/"}'),
    "combining marks stay as they are": ({"a": "e\u0301"}, '{"a":"e\u0301"}'.encode()),
    "greatest integer": ({"a": MAX_INTEGER, "b": -MAX_INTEGER}, b'{"a":9007199254740991,"b":-9007199254740991}'),
    "a word of the vocabulary is its text": ({"a": Status.LIMITED}, b'{"a":"limited"}'),
    "a tuple is a list": ({"a": (1, 2)}, b'{"a":[1,2]}'),
    "deepest": ({"a": nested(MAX_DEPTH - 1)}, b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"0" + b"]" * (MAX_DEPTH - 1) + b"}"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_one_spelling(name: str) -> None:
    value, expected = WRITTEN[name]
    assert canonical(value) == expected
    assert canonical(parse(expected)) == expected


UNWRITABLE: dict[str, tuple[object, str]] = {
    "float": ({"a": 1.5}, "float"),
    "whole float": ({"a": 1.0}, "float"),
    "not a number": ({"a": float("nan")}, "float"),
    "2^53": ({"a": 2**53}, "2^53"),
    "-2^53": ({"a": -(2**53)}, "2^53"),
    "deeper": ({"a": nested(MAX_DEPTH)}, "nested deeper"),
    "key with accent": ({"á": 1}, "ASCII"),
    "key of another type": ({1: 1}, "ASCII"),
    "bytes": ({"a": b"x"}, "bytes"),
    "set": ({"a": {1}}, "set"),
    "lone surrogate": ({"a": "\ud800"}, "surrogate"),
    "lone surrogate as key": ({"\udfff": 1}, "ASCII"),
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_what_has_no_spelling_is_not_written(name: str) -> None:
    value, why = UNWRITABLE[name]
    with pytest.raises(NotCanonical, match=why.replace("^", r"\^")):
        canonical(value)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "a key twice": (b'{"a":1,"a":1}', "a key twice"),
    "a key twice by an escape": (b'{"a":1,"\\u0061":2}', "a key twice"),
    "a key twice, deep": (b'{"a":[{"b":1,"b":2}]}', "a key twice"),
    "float": (b'{"a":1.5}', "no integer"),
    "exponent": (b'{"a":1e3}', "no integer"),
    "NaN": (b'{"a":NaN}', "no integer"),
    "Infinity": (b'{"a":Infinity}', "no integer"),
    "-Infinity": (b'{"a":-Infinity}', "no integer"),
    "2^53": (b'{"a":9007199254740992}', "2^53"),
    "minus zero": (b'{"a":-0}', "canonical form"),
    "leading zero": (b'{"a":01}', "not JSON"),
    "plus": (b'{"a":+1}', "not JSON"),
    "thousands of digits": (b'{"a":' + b"9" * 5000 + b"}", "not JSON"),
    "blank before": (b' {"a":1}', "canonical form"),
    "blank after": (b'{"a":1} ', "canonical form"),
    "line after": (b'{"a":1}\n', "canonical form"),
    "blank within": (b'{"a": 1}', "canonical form"),
    "other order of keys": (b'{"b":1,"a":1}', "canonical form"),
    "escaped letter": (b'{"a":"\\u0041"}', "canonical form"),
    "escaped slash": (b'{"a":"\\/"}', "canonical form"),
    "escape in upper case": (b'{"a":"\\u001F"}', "canonical form"),
    "key with accent": ('{"á":1}'.encode(), "ASCII"),
    "half a surrogate pair": (b'{"a":"\\ud800"}', "surrogate"),
    "surrogate in UTF-8": (b'{"a":"\xed\xa0\x80"}', "not UTF-8"),
    "Latin-1": (b'{"a":"M\xe9xico"}', "not UTF-8"),
    "UTF-16": ('{"a":1}'.encode("utf-16"), "not UTF-8"),
    "byte order mark": (b'\xef\xbb\xbf{"a":1}', "not JSON"),
    "NUL after": (b'{"a":1}\x00', "not JSON"),
    "control in a text": (b'{"a":"\x01"}', "not JSON"),
    "comment": (b'{"a":1}//', "not JSON"),
    "comma at the end": (b'{"a":1,}', "not JSON"),
    "single quotes": (b"{'a':1}", "not JSON"),
    "two maps": (b'{"a":1}{"a":1}', "not JSON"),
    "nothing": (b"", "not JSON"),
    "a list": (b"[1]", "not a map"),
    "a number": (b"1", "not a map"),
    "null": (b"null", "not a map"),
    "too deep": (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "nested deeper"),
    "far too deep": (b'{"a":' + b"[" * 200_000, "nested too deeply"),
    "too long": (b'{"a":"' + b"x" * MAX_BYTES + b'"}', "longer than"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_read(name: str) -> None:
    raw, why = UNREADABLE[name]
    with pytest.raises(NotCanonical, match=why.replace("^", r"\^")):
        parse(raw)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=8,
)
MAPS = st.dictionaries(st.text(st.characters(max_codepoint=127)), VALUES, max_size=5)


@settings(max_examples=60)
@given(MAPS)
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    raw = canonical(value)
    found = parse(raw)
    assert found == value
    assert canonical(found) == raw
    assert json.loads(raw) == value, "any JSON reader understands it"


@settings(max_examples=30)
@given(MAPS, st.randoms(use_true_random=False))
def test_the_order_of_keys_in_hand_does_not_matter(value: dict[str, Any], random: Random) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@given(
    st.binary(max_size=60)
    | MAPS.map(canonical).flatmap(lambda raw: st.integers(0, len(raw) - 1).map(lambda at: raw[:at] + raw[at + 1 :]))
)
def test_only_its_own_spelling_is_read(raw: bytes) -> None:
    try:
        value = parse(raw)
    except NotCanonical:
        return
    assert canonical(value) == raw


def test_one_known_digest() -> None:
    raw = canonical({"speaker": "MX", "text": {"en": "Half.", "es": "La mitad."}, "sources": ["JS-2021"], "half": None})
    assert raw == b'{"half":null,"sources":["JS-2021"],"speaker":"MX","text":{"en":"Half.","es":"La mitad."}}'
    assert hashlib.sha256(raw).hexdigest() == "c472b6699522e752b4031e2a37580d53a5d94df1d54f003bee1c8ab6c24ce25b"
