"""Checkpoints: a signed note of the state of the log, and the check that a register still extends it."""

from __future__ import annotations

import shlex
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger import note, sshsig
from accordtrack.ledger.entry import MAX_INTEGER, NotCanonical
from accordtrack.service.exports import text_file
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import seats
from accordtrack.store import desk_keys
from accordtrack.store.database import Database
from accordtrack.store.file_check import check_file
from accordtrack.types import Checkpoint, CheckpointFile, FeedHead, Finding, VerifyReport
from accordtrack.verification import checkpoint_check, checkpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

_SIGNATURE = ".sig"
_HEAD = ("feed", "entries", "head")
_NO_NOTE = gettext_lazy("{x} cannot be read as a checkpoint")
_NOTE_ADVICE = gettext_lazy("Name the note that accordtrack checkpoint wrote, with its .sig file beside it.")


def write(database: Database, path: Path, feed: str | None, out: Path, *, force: bool) -> CheckpointFile:
    """Write the checkpoint note and its signature by the desk ``feed``. Refuses existing files, unless ``force``."""
    feed, beside = refuse(database, path, feed, out, force=force), _beside(out)
    with database.reading() as connection:
        public = desk_keys.desks_by_feed(connection)[feed]["public_key"]
        stands = _stands(connection, feed, public)
    key = seats.load(path, feed, public)
    raw = _written(stands)
    kept = beside.exists()
    text_file.save_bytes(beside, sshsig.sign(key, note.NAMESPACE, raw).encode(), replace=force)
    try:
        text_file.save_bytes(out, raw, replace=force)
    except BaseException:
        if not kept:
            beside.unlink(missing_ok=True)
        raise
    signer = f'{feed} namespaces="{note.NAMESPACE}" {sshsig.public_line(public)}'
    return CheckpointFile(str(out), str(beside), feed, stands.state_digest, stands.feeds, signer, _command(feed, out))


def refuse(database: Database, path: Path, feed: str | None, out: Path, *, force: bool) -> str:
    """Refuse a desk that cannot sign and a path that cannot be written; return the desk."""
    if feed is None:
        with database.reading() as connection:
            if restored_desks.closed(connection):
                raise Refused(restored_desks.problem(path))
        advice = "Bring back the key of a desk, or open a new desk."
        raise Refused(seats.no_key(path, advice))
    text_file.free(out, replace=force, how="--force")
    text_file.free(_beside(out), replace=force, how="--force")
    return feed


def _beside(file: Path) -> Path:
    """Return the path of the signature of a note."""
    return file.with_name(file.name + _SIGNATURE)


def _stands(connection: Connection, feed: str, public: str) -> Checkpoint:
    found = checkpoints.checkpoint(connection)
    return Checkpoint(feed, public, found["state_digest"], tuple(FeedHead(**held) for held in found["feeds"]))


def _written(stands: Checkpoint) -> bytes:
    try:
        return note.write(stands)
    except NotCanonical as error:
        advice = "Run accordtrack verify --deep."
        raise Refused(Problem("The register has a feed that no desk can have", advice)) from error


def _command(feed: str, out: Path) -> str:
    """Return the ``ssh-keygen`` command that checks the signature; ``allowed_signers`` must hold the desk's line."""
    words = ("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", feed, "-n", note.NAMESPACE)
    return f"{shlex.join((*words, '-s', str(_beside(out))))} < {shlex.quote(str(out))}"


def verify(path: Path, file: Path, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Verify the signature of a note, that the register extends it, and every entry since."""
    check_file(path)
    raw, armoured = _read(file, note.LONGEST), _read(_beside(file), note.LONGEST).decode(errors="replace")
    since = _parsed(file, raw)
    with closing(Database(path)) as database, database.reading() as connection:
        report = checkpoint_check.verify(connection, since, progress)
    if sshsig.holds(since.public_key, note.NAMESPACE, raw, armoured):
        return report
    advice = "Take the note as it was made, with its own .sig file; this one proves nothing."
    found = Finding(str(file), "The signature of the checkpoint does not hold", advice)
    return replace(report, findings=(found, *report.findings))


def _read(file: Path, limit: int) -> bytes:
    try:
        if not file.is_file() or file.stat().st_size > limit:
            raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file}))
        return file.read_bytes()
    except OSError as error:
        raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file})) from error


def _parsed(file: Path, raw: bytes) -> Checkpoint:
    try:
        return note.read(raw)
    except NotCanonical as error:
        raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file})) from error


def broken(database: Database, told: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings where the register does not extend the checkpoint of a scorecard; empty if it does."""
    feeds = _named(told.get("checkpoint"))
    if not feeds:
        advice = "Ask for the file as accordtrack wrote it."
        return (Finding("checkpoint", "The scorecard names no checkpoint that can be read", advice),)
    with database.reading() as connection:
        return tuple(checkpoints.broken(connection, feeds))


def _named(told: object) -> list[FeedHead]:
    """Return the feed heads in a scorecard, or an empty list if any is invalid."""
    listed = told.get("feeds") if isinstance(told, dict) else None
    found = []
    for held in listed if isinstance(listed, list) else ():
        feed, entries, head = (held.get(name) if isinstance(held, dict) else None for name in _HEAD)
        if not isinstance(feed, str) or not isinstance(head, str) or type(entries) is not int:
            return []
        if not 0 < entries <= MAX_INTEGER:
            return []
        found.append(FeedHead(feed, entries, head))
    return found
