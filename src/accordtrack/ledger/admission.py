"""Check whether an entry is well formed: its body fits the model of its kind, and its envelope agrees with its body.

Anybody with a key can sign any bytes. An entry that is not admitted has no effect, like an entry that the rules of
authority refuse.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import TypeAdapter, ValidationError

from accordtrack.ledger.amended_parts import merged
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.fields import Record

_HANDLINGS = frozenset(Handling)
_SHOWN_WASHED = frozenset(
    {"The text holds the character {character}, which cannot be shown", "The text must fit on one line"}
)
_NEVER_AMENDED = frozenset({"id", "first_due_on"})


def admitted_record(kind: str, ref: str, handling: str, body: Mapping[str, Any]) -> Record | None:
    """Return the record of an entry of a known kind; None unless its body is canonical and its mark and ``ref`` fit."""
    known = KINDS[kind]
    if not _is_lossless(known.model, body) or handling not in _HANDLINGS:
        return None
    record: Record = known.decode_values(body)
    about = known.about or known.key
    if about is not None and about(record) != ref:
        return None
    family, _, act = kind.partition(".")
    whole = act != "amend" or _is_amendable(KINDS[f"{family}.add"].model, body["fields"])
    return record if whole else None


def _is_amendable(model: type[Record], fields: Mapping[str, Any]) -> bool:
    """Whether every changed field exists in the record, may be amended, and has a complete and valid value.

    A text may be in one language.
    """
    whole = {name: merged(None, value) for name, value in fields.items()}
    names = model.model_fields.keys() - _NEVER_AMENDED
    return whole.keys() <= names and all(_is_lossless(_field(model, name), value) for name, value in whole.items())


@cache
def _field(model: type[Record], name: str) -> TypeAdapter[Any]:
    """Return the adapter that validates and serializes one field of a record."""
    info = model.model_fields[name]
    kind: Any = info.annotation
    return TypeAdapter(Annotated[(kind, *info.metadata)] if info.metadata else kind)


def _is_lossless(model: type[Record] | TypeAdapter[Any], value: Any) -> bool:  # noqa: ANN401
    """Whether the model accepts ``value`` and serializes it back unchanged, with no field missing.

    Line breaks and characters that cannot be displayed do not count as faults here. They are removed on display, and
    the list of such characters may differ between versions of the program; a state must not depend on that list.
    """
    try:
        return _serializes_back(model, value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        if not all(item.get("ctx", {}).get("message") in _SHOWN_WASHED for item in found):
            return False
        plain = [value]
        for item in found:
            plain = _with_placeholder(plain, (0, *item["loc"]))
        try:
            return _serializes_back(model, plain[0])
        except (ValueError, TypeError, RecursionError):
            return False
    except (ValueError, TypeError, RecursionError):
        return False


def _serializes_back(model: type[Record] | TypeAdapter[Any], value: Any) -> bool:  # noqa: ANN401
    if isinstance(model, TypeAdapter):
        return bool(model.dump_python(model.validate_python(value), mode="json") == value)
    return bool(canonical_body(model.model_validate(value)) == value)


def _with_placeholder(value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
    """Return ``value`` with a placeholder text at ``path``."""
    if not path:
        return "words"
    if isinstance(value, list) and isinstance(path[0], int):
        return [_with_placeholder(item, path[1:]) if index == path[0] else item for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _with_placeholder(item, path[1:]) if name == path[0] else item for name, item in value.items()}
    return value
