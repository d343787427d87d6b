"""Washing: whatever cannot be seen is shown, inputs refuse it, and pictures and accents keep what makes them up."""

from __future__ import annotations

import re
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from accordtrack.core import dates, safe_text
from accordtrack.core.problems import Refused
from accordtrack.ledger.fields import Number, Words
from accordtrack.service.signing_keys import desk_files

INVISIBLE_CODES = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200F, 0x202E, 0x2060, 0x2062, 0x206A, 0x2800),
    *(0x3164, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xE000, 0xD800, 0x1D173, 0xE0001, 0xE0041),
    *(0xE0100, 0xE01EF, 0xF0000),
)
VISIBLE_TEXT = (
    "México",
    "e\u0301",
    "❤\ufe0f",
    "👩\u200d👩\u200d👧",
    "👩🏽\u200d🚀",
    "1\ufe0f\u20e3",
    "हिन्दी",
    "한국어",
    "עברית",
    "Việt",
    "a—b… «c»",
)


@pytest.mark.parametrize("code", INVISIBLE_CODES)
def test_invisible_characters_are_shown_as_codes_and_refused(code: int) -> None:
    words = f"a{chr(code)}b"
    assert safe_text.sanitize(words) == f"a<U+{code:04X}>b"
    assert safe_text.forbidden_character(words) == f"U+{code:04X}"
    assert safe_text.without_forbidden_characters(words) == "ab"
    assert not safe_text.has_visible_text(chr(code) * 3)


@pytest.mark.parametrize("words", VISIBLE_TEXT)
def test_accents_and_emoji_are_kept(words: str) -> None:
    assert safe_text.sanitize_line(words) == words
    assert safe_text.forbidden_character(words) is None
    assert safe_text.without_forbidden_characters(words) == words
    assert safe_text.has_visible_text(words)


def test_every_unicode_control_character_is_replaced() -> None:
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Co", "Cs", "Zl", "Zp"} and character != "\n":
            assert character not in safe_text.sanitize(f"a{character}"), hex(code)


def test_fast_path_matches_the_full_check(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = [chr(code) for code in range(0x110000) if safe_text._USUAL.fullmatch(chr(code))]
    held = [words for one in usual for words in (one, f"a{one}b", one * 5)]
    short = [
        (
            safe_text.forbidden_character(words),
            safe_text.forbidden_character(words, lines=False),
            safe_text.has_visible_text(words),
        )
        for words in held
    ]
    monkeypatch.setattr(safe_text, "_USUAL", re.compile("(?!)"))
    assert [
        (
            safe_text.forbidden_character(words),
            safe_text.forbidden_character(words, lines=False),
            safe_text.has_visible_text(words),
        )
        for words in held
    ] == short
    assert len(usual) > 500


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0e38", "\u0591", "\u1ab0"])
def test_combining_marks_are_cut_after_the_fourth(mark: str) -> None:
    words = "a" + mark * 300 + "b"
    assert safe_text.sanitize(words) == f"a{mark * 4}<U+{ord(mark):04X}…>b"
    assert safe_text.forbidden_character(words) == f"U+{ord(mark):04X}"
    assert safe_text.without_forbidden_characters(words) == f"a{mark * 4}b"


def test_newlines_are_allowed_only_in_multiline_text() -> None:
    assert (
        safe_text.forbidden_character("a\nb"),
        safe_text.forbidden_character("a\nb\x1b", lines=False),
        safe_text.forbidden_character("\x1b\n", lines=False),
    ) == (
        None,
        "U+000A",
        "U+001B",
    )
    assert (
        safe_text.sanitize("a\nb"),
        safe_text.sanitize_line("á\nb"),
        safe_text.without_forbidden_characters("a\nb"),
    ) == (
        "a\nb",
        "á⏎b",
        "ab",
    )


@pytest.mark.parametrize(
    "words", ["", "  ", "\u00a0\u3000", "\u200b", "\u2800\u2800", "\u3164", "\u0301", "\u200d\ufe0f"]
)
def test_invisible_text_counts_as_empty(words: str) -> None:
    with pytest.raises(ValidationError, match="The text is empty"):
        TypeAdapter(Words).validate_python(words)


@pytest.mark.parametrize("words", ["٣", "１２", "²", "1٣", "-٣", "1_000", "१"])
def test_numbers_require_ascii_digits(words: str) -> None:
    with pytest.raises(ValidationError, match="is not a number"):
        TypeAdapter(Number).validate_python(words)


@pytest.mark.parametrize(
    "name", ["us-１", "us-²", "us-٣", "us-0", "us-01", "us-1000", "us-", "us-1 ", "us-1\n", "US-1", "zz-1"]
)
def test_lookalike_desk_names_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="cannot be the name of a desk"):
        desk_files.side_of(name)
    assert [desk_files.side_of(sound) for sound in ("us-1", "mx-20", "obs-999")] == ["US", "MX", "OBS"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("05/01/2026", "Ambiguous date 05/01/2026: write 2026-01-05 or 2026-05-01"),
        ("5.1.26", "Ambiguous date 5.1.26: write 2026-01-05 or 2026-05-01"),
        ("31/12/2026", '"31/12/2026" is not a date: write 2026-12-31'),
        ("12/31/2026", '"12/31/2026" is not a date: write 2026-12-31'),
        ("05/05/2026", '"05/05/2026" is not a date: write 2026-05-05'),
        ("31/31/2026", '"31/31/2026" is not a date'),
        ("٢٠٢٦-٠١-٠٥", '"٢٠٢٦-٠١-٠٥" is not a date'),
    ],
)
def test_date_errors_suggest_each_possible_date(words: str, says: str) -> None:
    assert str(Refused(dates.date_problem(words))) == says


def test_to_ascii_returns_only_ascii() -> None:
    assert safe_text.to_ascii("México, ñandú: “así” — ‘1’…") == "Mexico, nandu: \"asi\" - '1'..."
    assert safe_text.to_ascii("◔≈ ● ⚑") == "l~ c D", "the letters of marks"
    assert safe_text.to_ascii("漢\u00a0½ ␛[ ⏎ ≈ →") == "\\u6f22 1/2 ^[[ \\n ~ ->"
    assert all(safe_text.to_ascii(chr(code)).isascii() for code in range(0x80, 0x3000))
