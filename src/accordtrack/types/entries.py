"""Log entries as history shows them, plans of intents, and results of writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.vocabulary import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """The author of an entry, and the sides that it waits for."""

    provenance: str = Provenance.OWN
    """Who wrote it, compared with whose statement it is."""
    waits: tuple[str, ...] = ()
    """The sides that have not accepted it."""
    disputed_by: tuple[str, ...] = ()
    """Those of them that disputed it, so that it waits for them no longer and is not in force."""
    accepted: bool = False
    """Whether the other side concurred with it."""


@dataclass(frozen=True, slots=True)
class AnsweredEntry:
    """The kind of the entry that an answer answers and, of an amendment, the fields that it changes."""

    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryView(Authorship):
    """One signed entry of the log, as history shows it.

    ``signature`` is ``valid`` (checked now), ``invalid`` or ``unknown_key``. ``body`` is None if it was withheld.
    ``known`` is False for a kind that this version of the program does not know.
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
    """Whether authority or the model of its kind rejects it, so that it has no effect.

    In the second case, ``body`` is None.
    """
    effective_on: str | None
    known_on: str | None
    signature: str
    retracted_by: str | None
    """ID of the retraction, if the entry was retracted."""
    withheld: bool
    """Whether its body is not in this copy, or it is evidence that its desk withholds.

    In both cases, no address or file is shown.
    """
    names: tuple[str, ...]
    """IDs of the statements that it replaced, or of the entry that it retracts or answers."""
    title: Text | None
    """Title of the commitment or record that it is about."""
    late: bool = False
    """Whether it is a late entry: a side's desk recorded it more than 30 days after it was said."""
    compiled_on: str | None = None
    """For an entry of a loaded data folder that was known on that day, the day up to which the folder was compiled."""
    answered: AnsweredEntry | None = None
    """What it answers, if it is an answer and this copy has that entry."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, newest first; ``after`` is the cursor of the next page, or None."""

    entries: tuple[EntryView, ...]
    after: str | None
    replaced: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Earlier values of the amended fields, as far as known, by the hash of each amendment on the page."""


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """A history query; ``words`` are searched in codes and titles, the other fields use the terms of the log.

    ``changed`` is ``>412-us-1``: entries after number 412, without those of desk us-1.
    """

    speaker: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    changed: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text about what will be or was written: an English template with its values.

    A value that is a pair (group, word) is a vocabulary term, translated when displayed.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an intent would write: on whose behalf, in which lines, and as how many entries.

    If ``waits``, an office must clear it first, and it would be kept as a draft.
    """

    voice: Line
    lines: tuple[Line, ...]
    entries: int
    waits: bool = False


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The result of a write: IDs and hashes of the entries, their act, and the lines of the plan."""

    act: str
    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    refs: tuple[str, ...]
    """The commitments affected, whose rows must be redrawn."""
    lines: tuple[Line, ...]
    drafts: tuple[int, ...] = ()
    """Numbers of the drafts kept instead of entries; if any, nothing else was written."""
    voice: Line | None = None
    """On whose behalf a single intent was written."""
    handling: str = ""
    """The mark of the last entry of a single intent."""
