"""Verifies the evidence store: reads each file completely and counts files that no entry names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy
from accordtrack.service.evidence import evidence_store, inspection
from accordtrack.types import EvidenceReport, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.service.evidence.evidence_store import NamedFile

    Progress = Callable[[int, int], None] | None

PRESENT, MISSING, ALTERED, UNREADABLE, LEFT_OUT = "present", "missing", "altered", "unreadable", "left out"
_MESSAGES = {
    MISSING: gettext_lazy("The evidence file of {id} is missing: {name}, given for {commitment} on {on}"),
    ALTERED: gettext_lazy("The evidence file of {id} was altered: {name}, given for {commitment} on {on}"),
    UNREADABLE: gettext_lazy("The evidence file of {id} cannot be read: {name}, given for {commitment} on {on}"),
}
_CHANGED = gettext_lazy(
    "The evidence file of {id} was altered, last on {changed}: {name}, given for {commitment} on {on}"
)
_ADVICE = gettext_lazy("Put back a copy with the SHA-256 {digest}: accordtrack evidence put-back PATH")
_DAY = 10


@dataclass(frozen=True, slots=True)
class StoreReport:
    """The state of the files that the log names: counts, and a finding for each entry whose file is not intact."""

    report: EvidenceReport
    findings: tuple[Finding, ...]


def check_files(
    register: Path, files: Sequence[NamedFile], *, lacking: frozenset[str] = frozenset(), progress: Progress = None
) -> StoreReport:
    """Read and check every file; a copy for others may be ``lacking`` the files with these digests."""
    wanted = evidence_store.files_by_digest(register, files)
    total, done = sum(file.size for file in wanted.values()), 0
    states: dict[str, str] = {}

    def report_progress(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, total)

    for digest, file in wanted.items():
        states[digest] = check_file(register, file, report_progress)
        if states[digest] == MISSING and digest in lacking:
            states[digest] = LEFT_OUT
    store_report = build_store_report(files, states, register)
    unnamed, unfinished = evidence_store.stray_files(register, wanted)
    return replace(store_report, report=replace(store_report.report, unnamed=len(unnamed), unfinished=len(unfinished)))


def check_file(register: Path, file: NamedFile, tell: Callable[[int], None] = lambda _count: None) -> str:
    """Read a file and return the state in which it was found. ``tell`` is called with the length of each chunk."""
    path = evidence_store.path_of(register, file.digest, file.name)
    size = evidence_store.size_of(path)
    if size is None:
        return MISSING
    if size != file.size:
        return ALTERED
    digest = hashlib.sha256()
    try:
        for chunk in inspection.read_chunks(path, file.size):
            digest.update(chunk)
            tell(len(chunk))
    except Refused:
        return UNREADABLE
    return PRESENT if digest.hexdigest() == file.digest else ALTERED


def build_store_report(
    files: Iterable[NamedFile], states: Mapping[str, str], register: Path | None = None
) -> StoreReport:
    """Convert the states of files, by digest, into counts and findings."""
    counts = dict.fromkeys((PRESENT, MISSING, ALTERED, UNREADABLE, LEFT_OUT), 0)
    for state in states.values():
        counts[state] += 1
    report = EvidenceReport(
        present=counts[PRESENT],
        missing=counts[MISSING],
        altered=counts[ALTERED] + counts[UNREADABLE],
        withheld=counts[LEFT_OUT],
    )
    odd = (file for file in files if states[file.digest] in _MESSAGES)
    return StoreReport(report, tuple(_finding(file, states[file.digest], register) for file in odd))


def _finding(file: NamedFile, state: str, register: Path | None) -> Finding:
    values = {
        "id": file.entry,
        "name": sanitize_line(file.name),
        "commitment": file.commitment,
        "on": file.at[:_DAY],
        "digest": file.digest,
    }
    if (
        state == ALTERED
        and register is not None
        and (changed := _changed_on(evidence_store.stored_path(register, file.digest)))
    ):
        return Finding(file.entry, _CHANGED, _ADVICE, {**values, "changed": changed})
    return Finding(file.entry, _MESSAGES[state], _ADVICE, values)


def _changed_on(path: Path) -> str:
    """Return the day on which a file was last written, from its file system, or an empty string if unknown."""
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC).date().isoformat()
    except (OSError, ValueError, OverflowError):
        return ""
