"""Canonical JSON: one spelling for each value, and nothing else is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.ledger import entry
from accordtrack.ledger.entry import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, NotCanonical, canonical, parse
from accordtrack.statuses import Status
from selection import examples


def nested(depth: int, value: object = 0) -> object:
    for _ in range(depth):
        value = [value]
    return value


CANONICAL_EXAMPLES: dict[str, tuple[object, bytes]] = {
    "order of keys": ({"b": 1, "a": 2, "B": 3}, b'{"B":3,"a":2,"b":1}'),
    "no blanks": ({"a": [1, {"b": None}]}, b'{"a":[1,{"b":null}]}'),
    "booleans are no integers": ({"a": True, "b": False, "c": 1}, b'{"a":true,"b":false,"c":1}'),
    "text stays UTF-8": ({"a": "México ≈ 😀"}, '{"a":"México ≈ 😀"}'.encode()),
    "controls are escaped": ({"a": '\x00\x1f\n\t"\\\x7f/'}, b'{"a":"\\u0000\\u001f\\n\\t\\"\\\\\x7f/"}'),
    "words that look like a key": ({"a": 'é":', "b": ["é", {"c": "ñ"}]}, '{"a":"é\\":","b":["é",{"c":"ñ"}]}'.encode()),
    "many lists, none of them deep": ({"a": ["é", *[[]] * 40]}, '{"a":["é"'.encode() + b",[]" * 40 + b"]}"),
    "combining marks stay as they are": ({"a": "e\u0301"}, '{"a":"e\u0301"}'.encode()),
    "greatest integer": ({"a": MAX_INTEGER, "b": -MAX_INTEGER}, b'{"a":9007199254740991,"b":-9007199254740991}'),
    "a word of the vocabulary is its text": ({"a": Status.LIMITED}, b'{"a":"limited"}'),
    "a tuple is a list": ({"a": (1, 2)}, b'{"a":[1,2]}'),
    "longest": ({"a": "x" * (MAX_BYTES - 8)}, b'{"a":"' + b"x" * (MAX_BYTES - 8) + b'"}'),
    "deepest": ({"a": nested(MAX_DEPTH - 1)}, b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"0" + b"]" * (MAX_DEPTH - 1) + b"}"),
}


@pytest.mark.parametrize("name", CANONICAL_EXAMPLES)
def test_value_has_one_canonical_form(name: str) -> None:
    value, expected = CANONICAL_EXAMPLES[name]
    assert canonical(value) == expected
    assert canonical(parse(expected)) == expected


@pytest.mark.parametrize("name", CANONICAL_EXAMPLES)
def test_canonical_bytes_are_read_by_the_fast_parser(name: str) -> None:
    raw = CANONICAL_EXAMPLES[name][1]
    assert entry._parse_fast(raw) == json.loads(raw)
    assert entry._is_flat(raw) is (name not in {"many lists, none of them deep", "words that look like a key"})


TOO_DEEP = "nested deeper than 32"
UNREAD = "not UTF-8, or nested too deeply"
UNWRITABLE: dict[str, tuple[object, str]] = {
    "float": ({"a": 1.5}, "a value of type float"),
    "whole float": ({"a": 1.0}, "a value of type float"),
    "not a number": ({"a": float("nan")}, "a value of type float"),
    "2^53": ({"a": 2**53}, "an integer of 2^53 or above"),
    "-2^53": ({"a": -(2**53)}, "an integer of 2^53 or above"),
    "deeper": ({"a": nested(MAX_DEPTH)}, TOO_DEEP),
    "words deeper": ({"a": nested(MAX_DEPTH, "word")}, TOO_DEEP),
    "key with accent": ({"á": 1}, "a key that is no ASCII text"),
    "key of another type": ({1: 1}, "a key that is no ASCII text"),
    "bytes": ({"a": b"x"}, "a value of type bytes"),
    "set": ({"a": {1}}, "a value of type set"),
    "lone surrogate": ({"a": "\ud800"}, "a text holds half a surrogate pair"),
    "lone surrogate as key": ({"\udfff": 1}, "a key that is no ASCII text"),
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_value_without_a_canonical_form_is_not_written(name: str) -> None:
    value, why = UNWRITABLE[name]
    with pytest.raises(NotCanonical) as caught:
        canonical(value)
    assert str(caught.value) == why


UNREADABLE: dict[str, tuple[Any, str]] = {
    "text out of a database": ('{"a":1}', "not bytes"),
    "a key twice": (b'{"a":1,"a":1}', "a key twice"),
    "a key twice by an escape": (b'{"a":1,"\\u0061":2}', "a key twice"),
    "a key twice, deep": (b'{"a":[{"b":1,"b":2}]}', "a key twice"),
    "float": (b'{"a":1.5}', "a number that is no integer"),
    "exponent": (b'{"a":1e3}', "a number that is no integer"),
    "NaN": (b'{"a":NaN}', "a number that is no integer"),
    "Infinity": (b'{"a":Infinity}', "a number that is no integer"),
    "-Infinity": (b'{"a":-Infinity}', "a number that is no integer"),
    "2^53": (b'{"a":9007199254740992}', "an integer of 2^53 or above"),
    "minus zero": (b'{"a":-0}', "not written in the canonical form"),
    "leading zero": (b'{"a":01}', "not JSON"),
    "plus": (b'{"a":+1}', "not JSON"),
    "thousands of digits": (b'{"a":' + b"9" * 5000 + b"}", "not JSON"),
    "blank before": (b' {"a":1}', "not written in the canonical form"),
    "blank after": (b'{"a":1} ', "not written in the canonical form"),
    "line after": (b'{"a":1}\n', "not written in the canonical form"),
    "blank within": (b'{"a": 1}', "not written in the canonical form"),
    "other order of keys": (b'{"b":1,"a":1}', "not written in the canonical form"),
    "escaped letter": (b'{"a":"\\u0041"}', "not written in the canonical form"),
    "escaped slash": (b'{"a":"\\/"}', "not written in the canonical form"),
    "escape in upper case": (b'{"a":"\\u001F"}', "not written in the canonical form"),
    "key with accent": ('{"á":1}'.encode(), "a key that is no ASCII text"),
    "key with accent, deep": ('{"a":[{"b":"é","xñ":"é"}]}'.encode(), "a key that is no ASCII text"),
    "key with accent and a quotation mark": ('{"é\\"a":1}'.encode(), "a key that is no ASCII text"),
    "key with accent behind a quotation mark": ('{"a":"\\"","é":1}'.encode(), "a key that is no ASCII text"),
    "2^53, deep": (b'{"a":[{"b":-9007199254740992}]}', "an integer of 2^53 or above"),
    "half a surrogate pair": (b'{"a":"\\ud800"}', "a text holds half a surrogate pair"),
    "surrogate in UTF-8": (b'{"a":"\xed\xa0\x80"}', UNREAD),
    "Latin-1": (b'{"a":"M\xe9xico"}', UNREAD),
    "UTF-16": ('{"a":1}'.encode("utf-16"), UNREAD),
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
    "too deep": (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", TOO_DEEP),
    "one list too deep": (b'{"a":' + b"[" * MAX_DEPTH + b"0" + b"]" * MAX_DEPTH + b"}", TOO_DEEP),
    "words too deep": (b'{"a":' + b"[" * MAX_DEPTH + b'""' + b"]" * MAX_DEPTH + b"}", TOO_DEEP),
    "one map too deep": (b'{"a":' * (MAX_DEPTH + 1) + b"0" + b"}" * (MAX_DEPTH + 1), TOO_DEEP),
    "far too deep": (b'{"a":' + b"[" * 200_000, UNREAD),
    "too long": (b'{"a":"' + b"x" * MAX_BYTES + b'"}', "longer than 4000000 bytes"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_non_canonical_bytes_are_not_read(name: str) -> None:
    raw, why = UNREADABLE[name]
    with pytest.raises(NotCanonical) as caught:
        parse(raw)
    assert str(caught.value) == why


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=8,
)
MAPS = st.dictionaries(st.text(st.characters(max_codepoint=127)), VALUES, max_size=5)


@examples(60)
@given(MAPS)
def test_written_value_is_read_back(value: dict[str, Any]) -> None:
    raw = canonical(value)
    found = parse(raw)
    assert found == value
    assert canonical(found) == raw
    assert json.loads(raw) == value, "any JSON reader understands it"
    assert raw == rfc8785.dumps(value), "the JSON Canonicalization Scheme writes the same bytes"


@examples(30)
@given(MAPS, st.randoms(use_true_random=False))
def test_key_order_of_the_input_does_not_matter(value: dict[str, Any], random: Random) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@given(
    st.binary(max_size=60)
    | MAPS.map(canonical).flatmap(lambda raw: st.integers(0, len(raw) - 1).map(lambda at: raw[:at] + raw[at + 1 :]))
)
def test_only_canonical_bytes_are_read(raw: bytes) -> None:
    try:
        value = parse(raw)
    except NotCanonical:
        return
    assert canonical(value) == raw


class Facts(tuple[tuple[str, Any], ...]):
    """A map with its keys as they are given, one of them twice perhaps."""

    __slots__ = ()


def PAIRS(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:  # noqa: N802  (a strategy, as its neighbours)
    return st.lists(st.tuples(st.sampled_from("ab") | st.text(max_size=3), inner), max_size=4).map(Facts)


def to_json(value: object) -> str:
    """JSON without blanks, keys in the order in which they stand."""
    if isinstance(value, Facts):
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{to_json(one)}" for key, one in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(to_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def verdict(read: Callable[[bytes], object], raw: bytes) -> object:
    try:
        return repr(read(raw))
    except NotCanonical as error:
        return str(error)


LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | PAIRS(inner)
)
"""JSON as anybody might write it: floats, great numbers, any key, any key twice."""


@given(PAIRS(LOOSE))
@examples(300)
def test_fast_parser_agrees_with_the_strict_parser(value: Facts) -> None:
    raw = to_json(value).encode(errors="surrogatepass")
    assert verdict(parse, raw) == verdict(entry._parse_strictly, raw)


def test_known_value_has_the_known_digest() -> None:
    raw = canonical({"speaker": "MX", "text": {"en": "Half.", "es": "La mitad."}, "sources": ["JS-2021"], "half": None})
    assert raw == b'{"half":null,"sources":["JS-2021"],"speaker":"MX","text":{"en":"Half.","es":"La mitad."}}'
    assert hashlib.sha256(raw).hexdigest() == "c472b6699522e752b4031e2a37580d53a5d94df1d54f003bee1c8ab6c24ce25b"
