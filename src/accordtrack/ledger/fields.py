"""Field types of entry bodies: displayable text, ids, dates, decimals and addresses.

Each validator raises a ``PydanticCustomError`` of type ``accordtrack``. Its context holds an English template, the
advice and the values, from which ``problems_of`` makes a ``Problem`` with a place.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError, SchemaValidator

from accordtrack.core import dates, safe_text
from accordtrack.core.addresses import url_problem
from accordtrack.core.problems import Problem
from accordtrack.i18n import gettext_lazy, sides, term_spelling
from accordtrack.labels.fields import GROUPS
from accordtrack.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")
_EXACT = Context(prec=30)  # the most digits a decimal may have; the default context rounds to 28
_DIGEST = re.compile(r"[0-9a-f]{64}")
MAX_LINE = 2000
_TYPES = {
    "bool": gettext_lazy("Write true or false."),
    "int": gettext_lazy("Write a whole number."),
}
"""Advice for values that pydantic rejects because of their type."""


def field_error(message: str, advice: str, **values: object) -> PydanticCustomError:
    """Return a field error for pydantic with an English message, its advice and the values of both."""
    return PydanticCustomError("accordtrack", "{message}", {"message": message, "advice": advice, "values": values})


def _words(value: str) -> str:
    if not safe_text.has_visible_text(value):
        raise field_error("The text is empty", "Write the words, or leave the field out.")
    if found := safe_text.forbidden_character(value):
        raise field_error(
            "The text holds the character {character}, which cannot be shown", "Remove it.", character=found
        )
    if len(value) > safe_text.MAX_TEXT:
        raise field_error(
            "The text has {n} characters; the limit is {limit}",
            "Shorten it, or give the document as evidence.",
            n=len(value),
            limit=safe_text.MAX_TEXT,
        )
    return value


def _line(value: str) -> str:
    _words(value)
    if "\n" in value:
        raise field_error("The text must fit on one line", "Remove the line breaks.")
    if len(value) > MAX_LINE:
        raise field_error(
            "The text has {n} characters; the limit is {limit}",
            "Shorten it, or give the document as evidence.",
            n=len(value),
            limit=MAX_LINE,
        )
    return value


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise field_error(
            '"{value}" cannot be an id',
            "Use up to 80 letters, digits, periods and hyphens, without accents.",
            value=value,
        )
    return value


def _place(value: str) -> str:
    if not _PLACE.fullmatch(value):
        raise field_error(
            '"{value}" is not a place', "Write a country or state as ISO 3166: US-TX, MX-SIN.", value=value
        )
    return value


def _date(value: object) -> object:
    if isinstance(value, str) and not dates.is_date(value):
        raise _not_a_date(value)
    return value


def _partial(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and not dates.is_partial_date(value):
        raise _not_a_date(value)
    return value


def _not_a_date(value: str) -> PydanticCustomError:
    problem = dates.date_problem(value)
    return field_error(problem.message, problem.advice, **problem.values)


def _decimal(value: object) -> object:
    """Convert a number from a file, or typed digits, to canonical decimal text: no exponent, no trailing zeros."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise field_error("A number is needed here", "Write digits with a decimal point: 41.5")
    raw = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not _DECIMAL.fullmatch(raw):
        raise field_error(
            '"{value}" is not a number', "Write digits with a decimal point: 41.5", value=safe_text.sanitize_line(raw)
        )
    plain = format(Decimal(raw).normalize(_EXACT), "f")
    return "0" if plain == "-0" else plain


def _digest(value: str) -> str:
    if not _DIGEST.fullmatch(value):
        raise field_error("The digest is not a SHA-256 in hexadecimal", "Give 64 digits of 0-9 and a-f.")
    return value


def _url(value: str) -> str:
    if problem := url_problem(value):
        raise field_error(problem.message, problem.advice, **problem.values)
    return value


def _rule(value: str) -> str:
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (few commitments have a rule)

    try:
        rrulestr(value)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise field_error(
            '"{value}" is not a recurrence rule', "Write it as in RFC 5545: RRULE:FREQ=YEARLY", value=value
        ) from error
    return value


def _name(value: str) -> str:
    if "/" in value or "\\" in value or value in {".", ".."}:
        raise field_error('"{value}" cannot be the name of a file', "Give the name without folders.", value=value)
    return value


Words = Annotated[str, AfterValidator(_words)]
Line = Annotated[str, AfterValidator(_line)]
Id = Annotated[str, AfterValidator(_id)]
Place = Annotated[str, AfterValidator(_place)]
Day = Annotated[str, BeforeValidator(_date), Field(json_schema_extra={"format": "date"})]
PartialDay = Annotated[str, BeforeValidator(_partial)]
Number = Annotated[str, BeforeValidator(_decimal)]
Url = Annotated[str, AfterValidator(_url), Field(json_schema_extra={"format": "uri"})]
Digest = Annotated[str, AfterValidator(_digest)]
Recurrence = Annotated[str, AfterValidator(_line), AfterValidator(_rule)]
FileName = Annotated[str, AfterValidator(_line), AfterValidator(_name)]


class Record(BaseModel):
    """Base class of every body: frozen, no unknown fields, no coercion."""

    added_later: ClassVar[frozenset[str]] = frozenset()
    """Fields that entries of earlier versions lack. An entry that was written without one stays as it was signed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)


@cache
def decoder(model: type[Record]) -> SchemaValidator:
    """Return a validator that builds records of ``model`` from already admitted values. It only converts types.

    It is the schema of the model without the functions that check field contents, which take most of the time.
    """
    model.model_rebuild()
    # pydantic would otherwise use the complete validators of nested models, which check contents
    return SchemaValidator(_without_functions(model.__pydantic_core_schema__), _use_prebuilt=False)


def _without_functions(schema: Any) -> Any:  # noqa: ANN401
    if isinstance(schema, dict):
        if schema.get("type") in {"function-after", "function-before"}:
            return _without_functions(schema["schema"])
        return {name: _without_functions(value) for name, value in schema.items()}
    if isinstance(schema, list | tuple):
        return type(schema)(map(_without_functions, schema))
    return schema


class LocalText(Record):
    """The same text in English and in Spanish."""

    en: Words
    es: Words

    @property
    def both_languages(self) -> tuple[str, str]:
        """The English text, then the Spanish text."""
        return self.en, self.es

    @property
    def text(self) -> Text:
        """The text as a value for screens, commands and documents."""
        return Text(self.en, self.es)


def problems_of(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    """Yield each validation error as its path inside the body and a ``Problem``."""
    for item in error.errors(include_url=False):
        yield tuple(item["loc"]), _problem(dict(item))


def _problem(item: dict[str, Any]) -> Problem:
    """Convert a pydantic error to a ``Problem`` with a message of this program."""
    context = item.get("ctx", {})
    where = ".".join(str(part) for part in item["loc"])
    field = str(item["loc"][-1]) if item["loc"] else ""
    text = safe_text.shorten(safe_text.sanitize_line(item["input"]), 60)
    match item["type"]:
        case "accordtrack":
            return Problem(context["message"], context["advice"], where, context["values"])
        case kind if kind == "missing" or item["input"] is None:
            return Problem('The field "{field}" is missing', "Add it.", where, {"field": where})
        case "extra_forbidden":
            return Problem('Unknown field "{field}"', "Remove it, or correct its name.", where, {"field": where})
        case "enum" | "literal_error":
            expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            likely = safe_text.nearest(str(item["input"]), expected, alike=0.7)
            group = "event kind" if field == "kind" and "meeting" in expected else GROUPS.get(field, "")
            values: dict[str, object] = {"field": where, "value": text}
            if likely:
                values |= {"likely": term_spelling(group, likely)}
                return Problem('Unknown {field} "{value}"; did you mean {likely}?', "", where, values)
            values |= {"expected": [term_spelling(group, word) for word in sides(expected)]}
            return Problem('Unknown {field} "{value}"', "Use one of: {expected}.", where, values)
        case "tuple_type" | "list_type":
            values = {"field": where, "value": text}
            return Problem('The field "{field}" cannot be "{value}"', "Write a list.", where, values)
        case "string_type":
            values = {"field": where, "value": text}
            return Problem(
                'The field "{field}" cannot be "{value}"', "Write text; put digits in quotation marks.", where, values
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            values = {"field": where, "value": text}
            return Problem('The field "{field}" cannot be "{value}"', "Write named fields in it.", where, values)
        case "greater_than_equal":
            values = {"field": where, "value": text, "least": context["ge"]}
            return Problem('The field "{field}" cannot be "{value}"', "Write {least} or more.", where, values)
        case kind:
            advice = _TYPES.get(kind.partition("_")[0], "Correct it.")
            return Problem('The field "{field}" cannot be "{value}"', advice, where, {"field": where, "value": text})
