"""Values of the log and of writing: entries as history shows them, plans and what was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class EntryView:
    """One signed entry of the log, as history shows it.

    ``signature``: ``valid`` (checked now), ``invalid``, ``unknown_key``.
    ``body`` is None when it was withheld. ``known`` is False for a kind newer than this program.
    """

    hash: str
    id: str
    feed: str
    seq: int
    lc: int
    at: str
    by: str
    act: str
    kind: str
    ref: str
    handling: str
    body: Mapping[str, Any] | None
    known: bool
    speaker: str | None
    official: bool
    refused: bool
    """It counts for nothing: authority or the model of its kind does not admit it. Its ``body`` is None for the latter."""
    effective_on: str | None
    known_on: str | None
    signature: str
    retracted_by: str | None
    """Id of the retraction, when it was taken back."""
    withheld: bool
    """Its body is not in this copy, or it gives evidence that its desk withholds: no address or file of it is shown."""
    names: tuple[str, ...]
    """Ids of the statements that it replaced, or of the entry that it takes back or answers."""
    title: Text | None
    """Title of the commitment or record it is about."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries newest first; ``after`` is the cursor of the next page, or None."""

    entries: tuple[EntryView, ...]
    after: str | None
    replaced: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By the hash of each amendment of the page the earlier values of the fields that it names, as far as they are known."""


@dataclass(frozen=True, slots=True)
class HistoryAsked:
    """Which entries are asked for, in the words of the log; ``words`` are those of a code or a title."""

    speaker: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words of what will be or was written: an English template with its values.

    A value that is a pair (group, word) is a word of the vocabulary, put into the reader's language when shown.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an intent would write: in whose name, its lines in words, and how many entries.

    ``waits``: nothing is written until an office clears it; it would be kept as a draft.
    """

    voice: Line
    lines: tuple[Line, ...]
    entries: int
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: ids and hashes of the entries, their act, and the same words as the plan's."""

    act: str
    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    refs: tuple[str, ...]
    """Commitments touched, for repainting their rows."""
    lines: tuple[Line, ...]
    drafts: tuple[int, ...] = ()
    """Numbers of the drafts that were kept instead: then nothing else was written."""
    voice: Line | None = None
    """In whose name the words of one intent stand."""
