"""Converts typed field values into the structure that a record's model expects.

``title.en=…`` sets one language, ``title=…`` both. Lists are separated by commas, yes and no mean true and false, and
an empty value or ``none`` clears a field.
"""

from __future__ import annotations

import types
from enum import EnumType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import field_spelling
from accordtrack.ledger.fields import LocalText, Record, problems_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

B = TypeVar("B", bound=Record)
_TRUE, _FALSE = {"yes", "true", "si", "1"}, {"no", "false", "0"}
_COPIES = {"text": "title", "first_due_on": "due_on"}
"""Fields that repeat another one unless they are given."""
_NONE = {"", "none", "null", "ninguno", "ninguna"}


def parse_fields(model: type[Record], fields: Mapping[str, object]) -> dict[str, Any]:
    """Return ``fields`` as nested plain values for ``model``. Refuses an unknown field and suggests the nearest."""
    names = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
    found: dict[str, Any] = {}
    for path, value in sorted(fields.items(), key=lambda field: "." in field[0]):  # a whole field first, then its parts
        head, *rest = path.split(".")
        if head not in names:
            raise Refused(_unknown_field_problem(path, head, names))
        if not rest:
            found[head] = _parse_value(names[head], _refuse_word_for_fields(head, names[head], value))
        else:
            inner = _model_of(names[head])
            if inner is None or rest[0] not in inner.model_fields or len(rest) > 1:
                raise Refused(
                    _unknown_field_problem(
                        path, path, [f"{head}.{name}" for name in inner.model_fields] if inner else [head]
                    )
                )
            part = found.setdefault(head, {})
            if not isinstance(part, dict):
                raise Refused(
                    Problem('The field "{field}" is given twice', "Give it once.", values={"field": path}, usage=True)
                )
            part[rest[0]] = _parse_value(inner.model_fields[rest[0]].annotation, value)
    return found


class TypedFields(NamedTuple):
    """The fields of a record as they are typed: ``needed``, ``optional``, and ``from_file`` with their structure."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    from_file: tuple[str, ...]


def typed_fields(model: type[Record], supplied: Container[str] = ()) -> TypedFields:
    """Return the fields of a model as they are typed: ``baseline.value``. The program gives ``supplied`` ones if needed."""
    needed: list[str] = []
    optional: list[str] = []
    from_file: list[str] = []
    for name, info in model.model_fields.items():
        typed = info.alias or name
        inner = _model_of(info.annotation)
        if _is_list_of_records(info.annotation):
            from_file.append(f"{typed}{'' if info.is_required() else '?'}: [{_shape(info.annotation)}]")
            continue
        parts = () if inner is None or inner is LocalText else inner.model_fields
        paths = [f"{typed}.{part}" for part in parts] or [typed]
        (needed if info.is_required() and typed not in supplied else optional).extend(paths)
    return TypedFields(tuple(needed), tuple(optional), tuple(from_file))


def _is_list_of_records(annotation: object) -> bool:
    lists = [kind for kind in _alternatives(annotation) if get_origin(kind) is tuple]
    return any(_model_of(part) is not None for kind in lists for part in get_args(kind) if part is not Ellipsis)


def _shape(annotation: object) -> str:
    """Return the fields of each record in a list, as a file writes them; those that may be omitted end with ``?``."""
    inner = next(
        found
        for kind in _alternatives(annotation)
        for part in get_args(kind)
        if part is not Ellipsis and (found := _model_of(part)) is not None
    )
    parts = (
        f"{info.alias or name}{'' if info.is_required() else '?'}"
        + (
            ": {en, es}"
            if LocalText in _alternatives(info.annotation)
            else ": [ID]"
            if _is_list(info.annotation)
            else ""
        )
        for name, info in inner.model_fields.items()
    )
    return f"{{{', '.join(parts)}}}"


def _is_list(annotation: object) -> bool:
    return any(get_origin(kind) is tuple for kind in _alternatives(annotation))


def _refuse_word_for_fields(name: str, annotation: object, value: object) -> object:
    """Return the value. Refuse a word where a field has named fields, with their names."""
    if not isinstance(value, str) or safe_text.casefold_plain(value.strip()) in _NONE:
        return value
    values: dict[str, object] = {"field": name, "value": safe_text.shorten(safe_text.sanitize_line(value), 60)}
    if _is_list_of_records(annotation):
        advice = "Give it in a file: --from FILE.yaml."
        raise Refused(Problem('The field "{field}" cannot be "{value}"', advice, name, values, usage=True))
    inner = _model_of(annotation)
    if inner is not None and inner is not LocalText:
        values["fields"] = [field_spelling(f"{name}.{part}") for part in inner.model_fields]
        advice = "Give its fields by name: {fields}."
        raise Refused(Problem('The field "{field}" cannot be "{value}"', advice, name, values, usage=True))
    return value


def _unknown_field_problem(path: str, word: str, names: Iterable[str]) -> Problem:
    listed = list(names)
    likely = next((name for name in listed if word in name.split("_")), None) or safe_text.nearest(word, listed)
    values = {
        "field": safe_text.sanitize_line(path),
        "y": likely and field_spelling(likely),
        "known": [field_spelling(name) for name in listed],
    }
    if likely:
        return Problem('Unknown field "{field}"; did you mean {y}?', values=values, usage=True)
    return Problem('Unknown field "{field}"', "Known are: {known}.", values=values, usage=True)


def _alternatives(annotation: Any) -> list[Any]:  # noqa: ANN401
    """Return the types that an annotation allows, without None and without ``Annotated``."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return [found for part in get_args(annotation) for found in _alternatives(part)]
    metadata = getattr(annotation, "__metadata__", None)
    if metadata is not None:
        return _alternatives(get_args(annotation)[0])
    return [] if annotation is type(None) else [annotation]


def _model_of(annotation: Any) -> type[Record] | None:  # noqa: ANN401
    for kind in _alternatives(annotation):
        if isinstance(kind, type) and issubclass(kind, Record):
            return kind
    return None


def _parse_value(annotation: Any, value: object) -> Any:  # noqa: ANN401
    """Convert one value: text is parsed by the field's type, anything else is left to the model."""
    if not isinstance(value, str):
        return value
    kinds = _alternatives(annotation)
    plain = safe_text.casefold_plain(value.strip())
    if plain and kinds == [annotation] and isinstance(annotation, EnumType):
        return value  # The model names the words that it accepts; *none* may be one of them.
    if plain in _NONE:
        return [] if _is_list(annotation) else None
    if _is_list(annotation):
        return [part.strip() for part in value.split(",") if part.strip()]
    if LocalText in kinds:
        return {"en": value, "es": value}
    if bool in kinds and plain in _TRUE | _FALSE:
        return plain in _TRUE
    if int in kinds and value.isascii() and plain.isdigit():
        return int(plain)
    return value


def validate_record(model: type[B], values: Mapping[str, Any]) -> B:
    """Return the record made of ``values``. Raise ``Refused`` with every fault at its field."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        found = list(problems_of(error))
        faulty = {path[0] for path, _problem in found if path}
        raise Refused(
            *(problem for path, problem in found if not (path and _is_copy_of_faulty(str(path[0]), values, faulty)))
        ) from error


def _is_copy_of_faulty(name: str, values: Mapping[str, Any], faulty: Container[str | int]) -> bool:
    """Whether a field only repeats one that has the same fault, so that the fault is reported once."""
    original = _COPIES.get(name)
    return original is not None and original in faulty and values.get(name) in (None, values.get(original))
