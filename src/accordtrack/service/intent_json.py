"""Serializes intents to canonical JSON and parses them strictly; the storage format of drafts.

Parsing accepts exactly the fields of an intent with their types and refuses anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from accordtrack.ledger.entry import NotCanonical, canonical, parse
from accordtrack.types.intents import AddEvidence, AdoptReading, ReportStatus, TakePosition
from accordtrack.vocabulary import Seat

if TYPE_CHECKING:
    from collections.abc import Mapping

Draftable = ReportStatus | AdoptReading | AddEvidence | TakePosition
KINDS: dict[str, type[Draftable]] = {
    "report_status": ReportStatus,
    "adopt_reading": AdoptReading,
    "add_evidence": AddEvidence,
    "take_position": TakePosition,
}
"""Intents that can be saved as drafts, by their name in the file."""

_VERSION = 1
_PARTS = frozenset({"v", "kind", "about", "desk", "side", "files", "intent"})
_DIGEST_LENGTH = 64
_ADDED_LATER = frozenset({"override", "as_data", "cells"})
"""Fields that drafts of earlier versions lack."""


class Unreadable(ValueError):  # noqa: N818
    """Raised for text that is not a valid draft."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """The content of a draft: intent, commitment, desk and side that saved it, and the digest of each file by path."""

    intent: Draftable
    about: str | None
    desk: str
    side: str
    files: Mapping[str, str]


def dumps(waiting: StoredDraft) -> str:
    """Return ``waiting`` as canonical JSON."""
    name = next(name for name, kind in KINDS.items() if kind is type(waiting.intent))
    values = {item.name: getattr(waiting.intent, item.name) for item in fields(waiting.intent)}
    return canonical(
        {
            "v": _VERSION,
            "kind": name,
            "about": waiting.about,
            "desk": waiting.desk,
            "side": waiting.side,
            "files": [[path, digest] for path, digest in waiting.files.items()],
            "intent": {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()},
        }
    ).decode()


def loads(text: str) -> StoredDraft:
    """Parse what ``dumps`` wrote. Raise ``Unreadable`` for anything else."""
    try:
        whole = parse(text.encode())
    except (NotCanonical, UnicodeEncodeError) as error:
        raise Unreadable("not canonical JSON") from error
    if set(whole) != _PARTS or whole["v"] != _VERSION or whole["v"] is True:
        raise Unreadable("not of this version")
    kind = KINDS.get(whole["kind"]) if isinstance(whole["kind"], str) else None
    if kind is None or not isinstance(whole["desk"], str) or whole["side"] not in list(Seat):
        raise Unreadable("of an unknown kind or desk")
    about = whole["about"]
    if about is not None and not isinstance(about, str):
        raise Unreadable("about no commitment")
    return StoredDraft(
        _parse_intent(kind, whole["intent"]), about, whole["desk"], whole["side"], _files(whole["files"])
    )


def _files(found: Any) -> dict[str, str]:  # noqa: ANN401
    if not isinstance(found, list):
        raise Unreadable("files")
    files: dict[str, str] = {}
    for pair in found:
        match pair:
            case [str() as path, str() as digest] if len(digest) == _DIGEST_LENGTH and path not in files:
                files[path] = digest
            case _:
                raise Unreadable("files")
    return files


def _parse_intent(kind: type[Draftable], raw_values: Any) -> Draftable:  # noqa: ANN401
    types = _types(kind)
    if not isinstance(raw_values, dict) or not _has_fields(raw_values, types):
        raise Unreadable("other fields than those of its intent")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in raw_values.items()
    }
    for name, value in values.items():
        if not any(_is_of_type(value, wanted) for wanted in types[name]):
            raise Unreadable(f"a value of another type: {name}")
    return kind(**values)


def _has_fields(raw_values: Mapping[str, Any], types: Mapping[str, Any]) -> bool:
    """Whether a draft has exactly the fields of its intent. Those that were added later may be missing."""
    return raw_values.keys() <= types.keys() and types.keys() - raw_values.keys() <= _ADDED_LATER


def _types(kind: type[Draftable]) -> dict[str, tuple[Any, ...]]:
    """Return the types that each field of an intent allows."""
    hints = get_type_hints(kind)
    return {
        item.name: (hints[item.name],) if get_origin(hints[item.name]) is tuple else _union_members(hints[item.name])
        for item in fields(kind)
    }


def _union_members(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return get_args(hint) or (hint,)


def _is_of_type(value: object, wanted: Any) -> bool:  # noqa: ANN401
    if get_origin(wanted) is tuple:
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return type(value) is wanted
