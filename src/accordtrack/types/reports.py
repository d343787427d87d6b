"""Results of verification, checkpoints, evidence checks, disclosures, health checks, repair and key changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.types.effects import NO_DESK_NOTES, DeskSummary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.entries import Line


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One feed in the verification report: its size, head and key."""

    feed: str
    side: str
    entries: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found by verification; ``message`` and ``advice`` are templates of the translation catalog."""

    place: str
    message: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """The position of a feed: its number of entries and the hash of the last one."""

    feed: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The position of the log when ``desk`` signed it; ``public_key`` is hexadecimal, ``feeds`` are sorted by name."""

    desk: str
    public_key: str
    state_digest: str
    feeds: tuple[FeedHead, ...]


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    """A checkpoint that was written: its file, its signature file, and how to check them without this program."""

    path: str
    signature: str
    desk: str
    state_digest: str
    feeds: tuple[FeedHead, ...]
    allowed_signer: str
    command: str


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """The files of the evidence store, each counted once even if several entries name it.

    ``withheld`` files are not in a copy for others. ``unnamed`` files belong to no entry. ``unfinished`` files were
    left by a process that was stopped while writing.
    """

    present: int
    missing: int
    altered: int
    withheld: int
    unnamed: int = 0
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class RestoredFile:
    """A file put back into the store for ``entries``; ``was_there`` if the store already had an intact copy."""

    path: str
    digest: str
    entries: tuple[str, ...]
    was_there: bool


@dataclass(frozen=True, slots=True)
class SavedEvidence:
    """An evidence file of ``bytes`` bytes, saved to ``path``, and the entries that name it."""

    path: str
    digest: str
    bytes: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreCleanup:
    """Files in the store that belong to no entry: their number and size, and whether they were ``removed``.

    ``kept`` files stay, because they could be evidence whose body is not in this copy.
    """

    files: int
    bytes: int
    kept: int
    removed: bool


@dataclass(frozen=True, slots=True)
class DisclosedEntry:
    """An entry whose body is in a disclosure: its kind, its record and its handling mark."""

    id: str
    kind: str
    ref: str
    handling: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure that was written: its entries, the number of evidence files, and its size in bytes."""

    path: str
    entries: tuple[DisclosedEntry, ...]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class DisclosureImport:
    """The result of reading a disclosure: added, already here, and ``withheld``, the bodies that are missing."""

    bodies: int
    bodies_known: int
    files: int
    files_known: int
    withheld: int


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The result of verification. ``present``, ``withheld`` and ``wrong`` count bodies; ``since`` is where it started.

    ``file_version`` is the version that the file states, or 0 if it cannot be read; ``outdated`` if it is older than
    the version that this program writes. ``evidence`` is None if the store was not checked.
    """

    feeds: tuple[FeedReport, ...]
    findings: tuple[Finding, ...]
    entries: int
    signatures: int
    present: int
    withheld: int
    wrong: int
    state_digest: str
    deep: bool
    file_version: int
    outdated: bool
    since: Checkpoint | None = None
    evidence: EvidenceReport | None = None
    desks: DeskSummary = NO_DESK_NOTES

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check of ``doctor``; ``state`` is ok, note (worth knowing) or must (action needed)."""

    name: str
    state: str
    said: Line
    advice: Line | None = None


@dataclass(frozen=True, slots=True)
class RepairReport:
    """The result of a repair: a new register at ``path``, where ``bodies_lost`` of its ``entries`` lack their bodies.

    ``findings`` lists each entry left out, and what verification still finds in the new register.
    """

    path: str
    entries: int
    bodies_lost: int
    state_digest: str
    findings: tuple[Finding, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing was lost."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class DeskKey:
    """The key of a desk; ``kid`` is its short name, ``public_key`` is hexadecimal, ``ssh`` is in OpenSSH format.

    ``path`` is the private key file; it and ``passphrase`` are None if the key is not on this machine. ``closed`` if
    the desk does not continue in this register file. ``unread`` is a file that cannot be read, a folder that cannot be
    opened and may contain the file, or something in its place that is not a file; in the last case ``stands`` is its
    type: ``pipe``, ``folder``, ``device``, ``socket``, or ``link`` for a broken link.
    """

    desk: str
    side: str
    name: str
    kid: str
    public_key: str
    ssh: str
    closed: bool
    path: str | None
    passphrase: bool | None
    unread: str | None = None
    stands: str | None = None


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A desk with a new key. The old key file moved from ``before`` to ``old``, None if it was deleted."""

    key: DeskKey
    before: str
    old: str | None
