"""What each type of field takes, how it writes it, and in which words it refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from accordtrack.core.safe_text import MAX_TEXT
from accordtrack.i18n import explain
from accordtrack.ledger.fields import (
    MAX_LINE,
    Day,
    Digest,
    FileName,
    Id,
    Line,
    LocalText,
    Number,
    PartialDay,
    Place,
    Record,
    Recurrence,
    Url,
    Words,
    problems_of,
)
from accordtrack.vocabulary import Grade

ACCEPTED_VALUES: list[tuple[Any, Any, str]] = [
    (Words, "Words.", "Words."),
    (Words, "One line,\nand another.", "One line,\nand another."),
    (Words, "x" * MAX_TEXT, "x" * MAX_TEXT),
    (Line, "México", "México"),
    (Line, "x" * MAX_LINE, "x" * MAX_LINE),
    (Id, "A", "A"),
    (Id, "9.a_b-C", "9.a_b-C"),
    (Id, "x" * 80, "x" * 80),
    (Place, "MX", "MX"),
    (Place, "US-TX", "US-TX"),
    (Place, "MX-SIN", "MX-SIN"),
    (Day, "2024-02-29", "2024-02-29"),
    (PartialDay, "2024-02-29", "2024-02-29"),
    (PartialDay, "2024-02", "2024-02"),
    (PartialDay, "2024", "2024"),
    (PartialDay, 2024, "2024"),
    (Number, "41.5", "41.5"),
    (Number, 41, "41"),
    (Number, Decimal("41.50"), "41.5"),
    (Number, Decimal("1e5"), "100000"),
    (Number, "100", "100"),
    (Number, "-007.10", "-7.1"),
    (Number, "0.00", "0"),
    (Number, "-0.0", "0"),
    (Number, "123456789012345678.123456789012", "123456789012345678.123456789012"),
    (Url, "https://example.org/x", "https://example.org/x"),
    (Digest, "0123456789abcdef" * 4, "0123456789abcdef" * 4),
    (Recurrence, "RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY"),
    (FileName, "minutes 2024.pdf", "minutes 2024.pdf"),
    (FileName, "...", "..."),
]


@pytest.mark.parametrize(("kind", "given", "kept"), ACCEPTED_VALUES)
def test_accepted_value_is_normalized(kind: Any, given: object, kept: str) -> None:  # noqa: ANN401 - a type
    assert TypeAdapter(kind).validate_python(given) == kept


EMPTY = "The text is empty. Write the words, or leave the field out."
HIDDEN = "The text holds the character U+202E, which cannot be shown. Remove it."
LONG = "The text has {n} characters; the limit is {limit}. Shorten it, or give the document as evidence."
NO_ID = '"{x}" cannot be an id. Use up to 80 letters, digits, periods and hyphens, without accents.'
NO_PLACE = '"{x}" is not a place. Write a country or state as ISO 3166: US-TX, MX-SIN.'
NO_DATE = '"{x}" is not a date. Write it as 2026-01-31.'
NO_NUMBER = '"{x}" is not a number. Write digits with a decimal point: 41.5'
NEEDS_NUMBER = "A number is needed here. Write digits with a decimal point: 41.5"
NO_DIGEST = "The digest is not a SHA-256 in hexadecimal. Give 64 digits of 0-9 and a-f."
NO_NAME = '"{x}" cannot be the name of a file. Give the name without folders.'
NO_RULE = '"{x}" is not a recurrence rule. Write it as in RFC 5545: RRULE:FREQ=YEARLY'
ONE_LINE = "The text must fit on one line. Remove the line breaks."
NO_TEXT = 'The field "" cannot be "{x}". Write text; put digits in quotation marks.'

REFUSED_VALUES: list[tuple[Any, Any, str]] = [
    (Words, "", EMPTY),
    (Words, " \n", EMPTY),
    (Words, "a\u202eb", HIDDEN),
    (Words, "x" * (MAX_TEXT + 1), LONG.format(n=20001, limit=20000)),
    (Line, "", EMPTY),
    (Line, "a\u202eb", HIDDEN),
    (Line, "one\ntwo", ONE_LINE),
    (Line, "x" * (MAX_LINE + 1), LONG.format(n=2001, limit=2000)),
    *((Id, x, NO_ID.format(x=x)) for x in ("", "-a", ".a", "a b", "a/b", "ñ", "a\n", "x" * 81)),
    *((Place, x, NO_PLACE.format(x=x)) for x in ("", "M", "MEX", "mx", "MX-", "MX-SINA", "MX-sin", "MX-SIN\n")),
    *((Day, x, NO_DATE.format(x=x)) for x in ("", "2023-02-29", "2024-02", "2024", "20240229")),
    (Day, 2024, NO_TEXT.format(x=2024)),
    *((PartialDay, x, NO_DATE.format(x=x)) for x in ("", "2024-13", "24", "2023-02-29")),
    (PartialDay, 24, NO_DATE.format(x=24)),
    (PartialDay, True, NO_TEXT.format(x=True)),
    (PartialDay, None, 'The field "" is missing. Add it.'),
    *((Number, x, NO_NUMBER.format(x=x)) for x in ("", "x", "1e5", "1,5", "+1", ".5", "5.", "1.2.3", "NaN", "1" * 19)),
    (Number, "0." + "1" * 13, NO_NUMBER.format(x="0." + "1" * 13)),
    (Number, Decimal("NaN"), NO_NUMBER.format(x="NaN")),
    (Number, Decimal("Infinity"), NO_NUMBER.format(x="Infinity")),
    (Number, "1\n", NO_NUMBER.format(x="1⏎")),
    (Number, True, NEEDS_NUMBER),
    (Number, 41.5, NEEDS_NUMBER),
    (Number, None, NEEDS_NUMBER),
    (Url, "ftp://example.org", '"ftp://example.org" is not a web address. It begins with https:// and names a host.'),
    *((Digest, x, NO_DIGEST) for x in ("", "0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n")),
    (Recurrence, "yearly", NO_RULE.format(x="yearly")),
    (Recurrence, "FREQ=YEARLY\n", ONE_LINE),
    *((FileName, x, NO_NAME.format(x=x)) for x in (".", "..", "a/b", "a\\b", "/a")),
    (FileName, "a\nb", ONE_LINE),
]


def refusals(kind: Any, given: object) -> dict[str, str]:  # noqa: ANN401 - a type
    """Each fault by its place: message and advice, filled."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(given)
    found = {}
    for path, problem in problems_of(caught.value):
        assert problem.place == ".".join(map(str, path))
        found[problem.place] = explain(replace(problem, place=""))
    return found


@pytest.mark.parametrize(("kind", "given", "told"), REFUSED_VALUES)
def test_refused_value_has_its_message(kind: Any, given: object, told: str) -> None:  # noqa: ANN401 - a type
    assert refusals(kind, given) == {"": told}


class Sample(Record):
    title: LocalText
    grade: Grade = Grade.CLAIMED
    word: Literal["act", "series"] = "act"
    ids: tuple[Id, ...] = ()
    more: list[Id] = Field(default_factory=list)
    names: dict[str, str] = Field(default_factory=dict)
    name: Line = "x"
    weight: int = 1
    size: Annotated[int, Field(ge=0)] = 0
    flag: bool = True


TITLE = {"en": "Title", "es": "Título"}
FAULTY_BODIES: list[tuple[Any, dict[str, str]]] = [
    (5, {"": 'The field "" cannot be "5". Write named fields in it.'}),
    ({}, {"title": 'The field "title" is missing. Add it.'}),
    ({"title": None}, {"title": 'The field "title" is missing. Add it.'}),
    ({"title": {"en": "Title"}}, {"title.es": 'The field "title.es" is missing. Add it.'}),
    ({"title": "Title"}, {"title": 'The field "title" cannot be "Title". Write named fields in it.'}),
    ({"colour": 1}, {"colour": 'Unknown field "colour". Remove it, or correct its name.'}),
    ({"grade": "claimd"}, {"grade": 'Unknown grade "claimd"; did you mean claimed?'}),
    ({"grade": "verifed"}, {"grade": 'Unknown grade "verifed"; did you mean verified?'}),
    (
        {"grade": "good"},
        {"grade": 'Unknown grade "good". Use one of: claimed, documented, corroborated, verified.'},
    ),
    ({"grade": 5}, {"grade": 'Unknown grade "5". Use one of: claimed, documented, corroborated, verified.'}),
    ({"word": "sries"}, {"word": 'Unknown word "sries"; did you mean series?'}),
    ({"word": "z"}, {"word": 'Unknown word "z". Use one of: act, series.'}),
    ({"ids": 5}, {"ids": 'The field "ids" cannot be "5". Write a list.'}),
    ({"more": 5}, {"more": 'The field "more" cannot be "5". Write a list.'}),
    ({"names": 5}, {"names": 'The field "names" cannot be "5". Write named fields in it.'}),
    ({"name": 5}, {"name": 'The field "name" cannot be "5". Write text; put digits in quotation marks.'}),
    ({"weight": "x"}, {"weight": 'The field "weight" cannot be "x". Write a whole number.'}),
    ({"flag": []}, {"flag": 'The field "flag" cannot be "[]". Write true or false.'}),
    ({"weight": 1.5}, {"weight": 'The field "weight" cannot be "1.5". Write a whole number.'}),
    ({"size": -1}, {"size": 'The field "size" cannot be "-1". Write 0 or more.'}),
    ({"ids": ["A", "ñ"], "name": ""}, {"ids.1": NO_ID.format(x="ñ"), "name": EMPTY}),
    (
        {"weight": "\u202e" + "y" * 80},
        {"weight": f'The field "weight" cannot be "<U+202E>{"y" * 51}…". Write a whole number.'},
    ),
]


@pytest.mark.parametrize(("given", "told"), FAULTY_BODIES, ids=[str(line[0])[:30] for line in FAULTY_BODIES])
def test_every_fault_of_a_body_is_reported_with_its_place(given: Any, told: dict[str, str]) -> None:  # noqa: ANN401
    body = {"title": TITLE, **given} if isinstance(given, dict) and given else given
    assert refusals(Sample, body) == told
