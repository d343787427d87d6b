"""Values of verify: feeds, findings and the whole report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.entries import Line


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One line of verify: a feed's size, head and key."""

    feed: str
    side: str
    entries: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verify found wrong: ``message`` and ``advice`` are templates of the catalogue."""

    place: str
    message: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """Where a feed stood: its number of entries and the hash of the last."""

    feed: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where the log stood when ``desk`` signed it. ``public_key`` is hexadecimal; ``feeds`` stand in order of their names."""

    desk: str
    public_key: str
    state_digest: str
    feeds: tuple[FeedHead, ...]


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    """A checkpoint that was written: the note, its signature beside it, and how others check them without this program."""

    path: str
    signature: str
    desk: str
    state_digest: str
    feeds: tuple[FeedHead, ...]
    allowed_signer: str
    command: str


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """Files in the evidence store, each counted once whatever number of entries names it.

    ``withheld`` are not in a copy for others; ``unnamed`` belong to no entry; ``unfinished`` were left by a process that
    was stopped before they were whole.
    """

    present: int
    missing: int
    altered: int
    withheld: int
    unnamed: int = 0
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class PutBack:
    """A file that was put back into the store for ``entries``; ``was_there``: a whole one stood there already."""

    path: str
    digest: str
    entries: tuple[str, ...]
    was_there: bool


@dataclass(frozen=True, slots=True)
class SavedEvidence:
    """A kept file of ``bytes`` that was written to ``path``, and the entries that name it."""

    path: str
    digest: str
    bytes: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tidied:
    """Files of the store that belong to no entry: how many, of how many bytes, and whether they were ``removed``.

    ``kept`` could not be told from evidence whose body is not here, and stay.
    """

    files: int
    bytes: int
    kept: int
    removed: bool


@dataclass(frozen=True, slots=True)
class DisclosedEntry:
    """An entry whose body is in a disclosure: what it is, about which record, and how it is marked."""

    id: str
    kind: str
    ref: str
    handling: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure that was written: its entries, how many files of evidence, and its bytes."""

    path: str
    entries: tuple[DisclosedEntry, ...]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in of a disclosure, and what was here already. ``withheld`` bodies are still not here."""

    bodies: int
    bodies_known: int
    files: int
    files_known: int
    withheld: int


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What verify saw. ``present``, ``withheld`` and ``wrong`` count bodies; ``since`` is where it began to read.

    ``file_version`` is what the file says, 0 where it cannot be read; ``outdated``: an older one than this program writes.
    ``evidence`` is None where the store was not looked at.
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

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing that doctor looked at: ``state`` is ok, note (worth knowing) or must (to be done)."""

    name: str
    state: str
    said: Line
    advice: Line | None = None


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What repair saved: ``entries`` stand in the new register at ``path``, ``bodies_lost`` of them without their words.

    ``findings`` name each entry that was left out, and what verify still finds in the new register.
    """

    path: str
    entries: int
    bodies_lost: int
    state_digest: str
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was lost."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class DeskKey:
    """The key of a desk: ``kid`` is its short name, ``public_key`` hexadecimal, ``ssh`` the same as OpenSSH writes it.

    ``path`` is the file of the private key, None when it is not on this machine, as ``passphrase`` is then. ``closed`` says
    that the desk does not go on in this file. ``unread`` is the file that cannot be read, or the folder that cannot be entered
    and may hold it, or what stands in its place and is no file: ``stands`` says what, ``pipe``, ``folder``, ``device``,
    ``socket``, or ``link`` to nowhere.
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
    """A desk that goes on with a new key. The old file was at ``before`` and is at ``old`` now, None when it was destroyed."""

    key: DeskKey
    before: str
    old: str | None
