"""Repairs the evidence store: puts back lost files by digest and removes files that no entry names."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.evidence import evidence_store
from accordtrack.service.evidence.ingest import EvidenceIngest
from accordtrack.store.database import Database
from accordtrack.types import RestoredFile, StoreCleanup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None] | None

_BODILESS = "SELECT COUNT(*) FROM entry WHERE kind = 'evidence.add' AND id NOT IN (SELECT entry_id FROM entry_body)"


def restore_evidence(register: Path, refs: Sequence[str], *, progress: Progress = None) -> tuple[RestoredFile, ...]:
    """Store files that the log names by SHA-256, whatever their current names; all of them or none."""
    refuse_special_file(register)
    with closing(Database(register)) as database:
        database.check()
        with database.reading() as connection:
            entries: dict[str, list[str]] = {}
            for file in evidence_store.named_files(connection):
                entries.setdefault(file.digest, []).append(file.entry)
    with EvidenceIngest(register, evidence_store.NO_LIMIT, progress) as taking:
        taking.read_files(refs)
        looked = {ref: taking.inspect_evidence(ref) for ref in refs}
        unknown = [ref for ref, check in looked.items() if check.digest not in entries]
        if unknown:
            advice = "It is another file, or another version of it: its SHA-256 is {digest}."
            raise Refused(*(_unknown_file_problem(ref, looked[ref].digest or "", advice) for ref in unknown))
        there = {ingested.digest for ingested in taking.place_files(taking.paths_with_digests())}
        taking.keep_files()
    return tuple(_restored_file(ref, str(found.digest), entries, there) for ref, found in looked.items())


def _unknown_file_problem(ref: str, digest: str, advice: str) -> Problem:
    if not digest:
        return Problem("{x} is a web address", "Name the file.", values={"x": ref}, usage=True)
    return Problem("No entry of this register names the file {x}", advice, values={"x": ref, "digest": digest})


def _restored_file(ref: str, digest: str, entries: dict[str, list[str]], there: set[str]) -> RestoredFile:
    return RestoredFile(ref, digest, tuple(entries[digest]), was_there=digest in there)


def tidy_evidence(register: Path, *, dry_run: bool = False) -> StoreCleanup:
    """Remove files that no entry names and incomplete files, under the lock, so that none of them is being copied in.

    If the bodies of some evidence entries are absent, their files cannot be told from unnamed ones, and only incomplete
    files are removed.
    """
    refuse_special_file(register)
    with closing(Database(register)) as database:
        database.check()
        with database.writing() as connection:
            blind = int(connection.exec_driver_sql(_BODILESS).scalar_one())
            unnamed, unfinished = evidence_store.stray_files(
                register, (file.digest for file in evidence_store.named_files(connection))
            )
            found = [*(unnamed if not blind else ()), *unfinished]
            sizes = sum(max(evidence_store.size_of(path) or 0, 0) for path in found)
            if not dry_run:
                _remove(found)
    return StoreCleanup(len(found), sizes, kept=len(unnamed) if blind else 0, removed=not dry_run)


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            problem = Problem("The file cannot be removed: {x}", "Check its permissions.", values={"x": path})
            raise Refused(problem) from error


def find_intact_file(register: Path, digest: str) -> Path:
    """Return the stored file with that digest, after reading all of it. Refuses a missing or altered one."""
    path = evidence_store.stored_path(register, digest)
    if evidence_store.holds_intact_file(register, digest):
        return path
    advice = "Put back a copy with the SHA-256 {digest}: accordtrack evidence put-back PATH"
    values = {"digest": digest, "x": path}
    if evidence_store.size_of(path) is None:
        raise Refused(Problem("The file is not in the evidence store: {x}", advice, values=values))
    raise Refused(Problem("The file in the evidence store was altered: {x}", advice, values=values))


def count_stray_files(connection: Connection, register: Path) -> int:
    """Return the number of files in the store that no entry names or that are incomplete."""
    unnamed, unfinished = evidence_store.stray_files(
        register, (file.digest for file in evidence_store.named_files(connection))
    )
    return len(unnamed) + len(unfinished)
