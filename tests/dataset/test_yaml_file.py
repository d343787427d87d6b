"""Strict YAML 1.2: what plain scalars mean, what is refused, and where a value stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from accordtrack.core.problems import fill
from accordtrack.dataset.yaml_file import read_yaml

PLAIN_SCALARS = {
    "": None,
    "~": None,
    "null": None,
    "NULL": None,
    "nUll": "nUll",
    "true": True,
    "False": False,
    "TRUE": True,
    "NO": "NO",
    "no": "no",
    "yes": "yes",
    "on": "on",
    "Off": "Off",
    "y": "y",
    "0": 0,
    "-12": -12,
    "+7": 7,
    "007": 7,
    "0o17": 15,
    "017": 17,
    "0x1F": 31,
    "0b11": "0b11",
    "1_000": "1_000",
    "1,000": "1,000",
    "12:30": "12:30",
    "12:30:45": "12:30:45",
    "2021-01-01": "2021-01-01",
    "2021-01": "2021-01",
    "2021-01-01T10:00:00Z": "2021-01-01T10:00:00Z",
    "1.50": Decimal("1.50"),
    ".5": Decimal("0.5"),
    "5.": Decimal(5),
    "-0.0": Decimal("-0.0"),
    "1e3": Decimal("1e3"),
    "1E-3": Decimal("0.001"),
    "1e": "1e",
    "1.2.3": "1.2.3",
    ".": ".",
    "-x": "-x",
    "=": "=",
    "MX-SIN": "MX-SIN",
}


@pytest.mark.parametrize(("written", "meant"), PLAIN_SCALARS.items())
def test_plain_scalars_follow_the_core_schema(written: str, meant: object) -> None:
    located = read_yaml(f"value: {written}\n")
    assert located.faults == ()
    value = located.data["value"]
    assert (type(value), str(value)) == (type(meant), str(meant))


@pytest.mark.parametrize("style", ["'{}'", '"{}"', "|-\n  {}", ">-\n  {}"])
@pytest.mark.parametrize("written", ["NO", "1", "1.5", "null", "true", "~", "0x1F"])
def test_quoted_scalars_are_text(style: str, written: str) -> None:
    assert read_yaml("value: " + style.format(written)).data == {"value": written}


def test_infinity_and_not_a_number_are_decimals() -> None:
    low, high, none = read_yaml("[-.inf, .INF, .nan]").data
    assert (low, high, none.is_nan()) == (Decimal("-Infinity"), Decimal("Infinity"), True)


def test_decimals_keep_their_digits() -> None:
    assert str(read_yaml("0.10").data) == "0.10"
    assert str(read_yaml("12345678901234567.123456789").data) == "12345678901234567.123456789"


def test_empty_file_holds_nothing() -> None:
    for words in ("", "\n", "# only a comment\n", "---\n"):
        located = read_yaml(words)
        assert (located.data, located.faults, located.whole) == (None, (), True)


def test_every_path_has_its_line() -> None:
    located = read_yaml("""\
# a comment

- id: A
  title:
    en: One
    es:
      Uno
  lead: {US: X,
    MX: Y}
- id: B
  words: |
    several
    lines
  sources:
    - S1

    - S2
""")
    lines = {
        (): 3,
        (0,): 3,
        (0, "id"): 3,
        (0, "title"): 4,
        (0, "title", "es"): 6,
        (0, "lead", "US"): 8,
        (0, "lead", "MX"): 9,
        (1,): 10,
        (1, "words"): 11,
        (1, "sources", 0): 15,
        (1, "sources", 1): 17,
        (1, "sources", 9): 14,
        (1, "absent"): 10,
        (0, "title", "fr", "x"): 4,
        (7,): 3,
    }
    assert {path: located.line(path) for path in lines} == lines


REFUSED_YAML = [
    ("a: 1\nb: 2\na: 3", 3, 'The field "a" appears twice', "Line 1 has it too; keep one."),
    ("- {x: 1, x: 1}", 1, 'The field "x" appears twice', "Line 1 has it too; keep one."),
    ("a: &x 1", 1, 'The anchor "x" is not supported', "Remove it."),
    ("a: &x [1]\nb: *x", 2, 'The alias "x" is not supported', "Write the value out."),
    ("*x : 1", 1, 'The alias "x" is not supported', "Write the value out."),
    ("a: 1\nb: *nowhere", 2, 'The alias "nowhere" is not supported', "Write the value out."),
    ("b: 1\na:\n  <<: {c: 1}", 3, "Merge keys are not supported", "Write the fields out."),
    ("a: !!str 1", 1, 'The tag "tag:yaml.org,2002:str" is not supported', "Remove it."),
    ("a: !mine {b: 1}", 1, 'The tag "!mine" is not supported', "Remove it."),
    ("a: ! 1", 1, 'The tag "!" is not supported', "Remove it."),
    ("a: 0\n1: x", 2, '"1" cannot be a key', "Write a word of at most 80 characters, in quotation marks if"),
    ("null: x", 1, '"null" cannot be a key', "Write a word"),
    ("true: x", 1, '"true" cannot be a key', "Write a word"),
    ('"": x', 1, '"" cannot be a key', "Write a word"),
    ('"a\\eb": x', 1, '"a␛b" cannot be a key', "Write a word"),
    ("x" * 81 + ": 1", 1, "cannot be a key", "at most 80 characters"),
    ("a: 1\n? [b]\n: c", 2, "A key must be a word", "Write a word and a colon."),
    ("a: 1\n? {b: 1}\n: c", 2, "A key must be a word", "Write a word and a colon."),
    ("a: 1\n---\nb: 2", 2, "A second document begins here", "Keep one document in a file."),
    ("%YAML 1.1\n---\na: NO", 1, "The file asks for another version of YAML", "Remove the line with %YAML."),
    ("[" * 33 + "]" * 33, 1, "Values are nested more than 32 levels deep", "Flatten them."),
    ("a: 1e999999999", 1, "The number is too long", "Give at most 40 digits."),
    ("a: 1e-" + "9" * 5000, 1, "The number is too long", "Give at most 40 digits."),
    ("a: " + "9" * 5000, 1, "The number is too long", "Give at most 40 digits."),
    ("a: " + "x" * 20_001, 1, "The text has 20001 characters; the limit is 20000", "Shorten it"),
    ('x: 1\na: "open\nb: 2\n', 2, "A quotation mark is not closed", "Close it."),
    ("x: 1\na: [1,\nb: 2\n", 2, "A bracket is not closed", "Close it"),
    ("x: 1\na: one: two", 2, "A colon is not allowed here", "Put the text in quotation marks"),
    ("x: 1\n\ta: 1", 2, "The indentation contains a tab", "Indent with blanks."),
    ("a: @x", 1, "A value cannot begin with this character", "Put it in quotation marks"),
    ("- a\nb: 1", 2, "The indentation, a hyphen or a colon is wrong", "Make the line like its neighbors."),
    ('a: "C:\\qx"', 1, "A backslash in quotation marks", "Write it twice"),
    ("a: 1\n...\nb: 2", 3, "The document ends before this line", "Make the line like its neighbors."),
    ("%FOO\n---\na: 1", 1, "This is not YAML", "Make the line like its neighbors."),
]


@pytest.mark.parametrize(
    ("words", "line", "message", "advice"), REFUSED_YAML, ids=[repr(case[0])[:30] for case in REFUSED_YAML]
)
def test_refused_yaml_is_reported_with_its_line(words: str, line: int, message: str, advice: str) -> None:
    found = [
        (at, fill(fault.message, fault.values), fill(fault.advice, fault.values))
        for at, fault in read_yaml(words).faults
    ]
    assert any(at == line and message in said and advice in told for at, said, told in found), found


def test_all_faults_of_a_file_are_reported_and_sound_values_are_read() -> None:
    located = read_yaml("a: &x 1\nb: *x\nc: 1\nc: {d: *x}\ne: !t z\nf: ok\n")
    assert [line for line, _problem in located.faults] == [1, 2, 4, 4, 5]
    assert located.whole
    assert located.data == {"a": 1, "b": None, "c": 1, "e": "z", "f": "ok"}


@pytest.mark.scale
def test_too_many_values_are_not_read() -> None:
    located = read_yaml("- [" + "1," * 500_000 + "]")
    assert not located.whole
    assert [fill(fault.message, fault.values) for _line, fault in located.faults] == [
        "The file holds more than 500000 values"
    ]


def test_thirty_two_levels_are_read() -> None:
    assert read_yaml("[" * 32 + "]" * 32).faults == ()


def test_very_deep_nesting_is_refused_quickly() -> None:
    for words in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000):
        assert not read_yaml(words).whole


def test_pure_python_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "\n".join(f"- {written}" for written in PLAIN_SCALARS)
    by_c = read_yaml(words).data
    cases = [case for case in REFUSED_YAML if not case[0].startswith("%FOO")]
    refused_by_c = [read_yaml(case[0]).faults for case in cases]
    monkeypatch.setattr("accordtrack.dataset.yaml_file.YAML", lambda typ, pure: YAML(typ=typ, pure=not pure))
    assert read_yaml(words).data == by_c
    assert [bool(read_yaml(case[0]).faults) for case in cases] == [bool(faults) for faults in refused_by_c]
