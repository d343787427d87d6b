"""Whether an entry can be read at all: the model of its kind admits its body, and its envelope says what the body says.

Anybody with a key can sign anything. What is not admitted counts for nothing, like what authority refuses.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import TypeAdapter, ValidationError

from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.fields import Record

_HANDLINGS = frozenset(Handling)
_NEVER_AMENDED = frozenset({"id", "code", "first_due_on"})


def admissible(kind: str, ref: str, handling: str, body: Mapping[str, Any]) -> bool:
    """Whether an entry of a known kind can be taken: its body written in full, its mark and its ``ref`` as they must be."""
    known = KINDS[kind]
    try:
        full = canonical_body(known.model.model_validate(body)) == body
    except (ValidationError, ValueError, TypeError, RecursionError):
        return False
    if not full or handling not in _HANDLINGS:
        return False
    about = known.about or (known.key if kind != "desk.open" else None)
    if about is not None and about(body) != ref:
        return False
    family, _, act = kind.partition(".")
    return act != "amend" or _amendable(KINDS[f"{family}.add"].model, body["fields"])


def _amendable(model: type[Record], fields: Mapping[str, Any]) -> bool:
    """Whether each changed field is one of the record's, and its value whole and valid."""
    try:
        return not _NEVER_AMENDED & fields.keys() and all(
            _field(model, name).dump_python(_field(model, name).validate_python(value), mode="json") == value
            for name, value in fields.items()
        )
    except (ValidationError, ValueError, TypeError, KeyError, RecursionError):
        return False


@cache
def _field(model: type[Record], name: str) -> TypeAdapter[Any]:
    """What reads and writes one field of a record."""
    info = model.model_fields[name]
    kind: Any = info.annotation
    return TypeAdapter(Annotated[(kind, *info.metadata)] if info.metadata else kind)
