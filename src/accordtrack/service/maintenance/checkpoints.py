"""Checkpoints: a signed note of the state of the log, and the check that a register still extends it."""

from __future__ import annotations

import shlex
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.paths import refuse_special_file, refuse_unreadable_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger import note, sshsig
from accordtrack.ledger.entry import MAX_INTEGER, NotCanonical
from accordtrack.service.exports import output_file
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import desk_files
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
_NOT_VALID = gettext_lazy("The signature of the checkpoint is not valid")
_NOT_VALID_ADVICE = gettext_lazy("Use the note as it was made, with its own .sig file; this one proves nothing.")
_NOTE_ADVICE = gettext_lazy("Name the note that accordtrack checkpoint wrote, with its .sig file beside it.")


def write(database: Database, path: Path, feed: str | None, out: Path, *, force: bool) -> CheckpointFile:
    """Write the checkpoint note and its signature by the desk ``feed``. Refuses existing files, unless ``force``."""
    feed, beside = refuse(database, path, feed, out, force=force), _signature_path(out)
    with database.reading() as connection:
        public = desk_keys.desks_by_feed(connection)[feed].public_key
        stands = _current_checkpoint(connection, feed, public)
    key = desk_files.load_desk_key(path, feed, public)
    raw = _note_bytes(stands)
    signature_existed = beside.exists()
    output_file.save_bytes(beside, sshsig.sign(key, note.NAMESPACE, raw).encode(), replace=force)
    try:
        output_file.save_bytes(out, raw, replace=force)
    except BaseException:
        if not signature_existed:
            beside.unlink(missing_ok=True)
        raise
    signer = f'{feed} namespaces="{note.NAMESPACE}" {sshsig.public_line(public)}'
    return CheckpointFile(
        str(out), str(beside), feed, stands.state_digest, stands.feeds, signer, _verify_command(feed, out)
    )


def refuse(database: Database, path: Path, feed: str | None, out: Path, *, force: bool) -> str:
    """Refuse a desk that cannot sign and a path that cannot be written; return the desk."""
    if feed is None:
        with database.reading() as connection:
            if restored_desks.closed_desks(connection):
                raise Refused(restored_desks.closed_desk_problem(path))
        advice = "Bring back the key of a desk, or open a new desk."
        raise Refused(desk_files.no_key_problem(path, advice))
    output_file.check_free(out, replace=force, how="--force")
    output_file.check_free(_signature_path(out), replace=force, how="--force")
    return feed


def _signature_path(file: Path) -> Path:
    """Return the path of the signature of a note."""
    return file.with_name(file.name + _SIGNATURE)


def _current_checkpoint(connection: Connection, feed: str, public: str) -> Checkpoint:
    found = checkpoints.checkpoint(connection)
    return Checkpoint(feed, public, found["state_digest"], tuple(FeedHead(**head) for head in found["feeds"]))


def _note_bytes(stands: Checkpoint) -> bytes:
    try:
        return note.write(stands)
    except NotCanonical as error:
        advice = "Run accordtrack verify --deep."
        raise Refused(Problem("The register has a feed that no desk can have", advice)) from error


def _verify_command(feed: str, out: Path) -> str:
    """Return the ``ssh-keygen`` command that checks the signature; ``allowed_signers`` must hold the desk's line."""
    words = ("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", feed, "-n", note.NAMESPACE)
    return f"{shlex.join((*words, '-s', str(_signature_path(out))))} < {shlex.quote(str(out))}"


def verify_since(path: Path, file: Path, *, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Verify the signature of a note, that the register extends it, and every entry since."""
    refuse_special_file(path)
    refuse_unreadable_file(file)
    check_file(path)
    raw, armoured = _read_small_file(file, note.LONGEST), _read_signature(file)
    since = _parse_note(file, raw)
    with closing(Database(path)) as database, database.reading() as connection:
        report = checkpoint_check.verify(connection, since, progress)
    if sshsig.is_valid(since.public_key, note.NAMESPACE, raw, armoured):
        return report
    finding = Finding(str(file), _NOT_VALID, _NOT_VALID_ADVICE)
    return replace(report, findings=(finding, *report.findings))


def read_note(file: Path) -> Checkpoint:
    """Return the checkpoint in a note. Raise ``Refused`` if a signature is beside it that is not valid.

    A note without one is read too: where it is used, the log must have had its heads together.
    """
    raw = _read_small_file(file, note.LONGEST)
    found = _parse_note(file, raw)
    if _signature_path(file).exists() and not sshsig.is_valid(
        found.public_key, note.NAMESPACE, raw, _read_signature(file)
    ):
        raise Refused(Problem(_NOT_VALID, _NOT_VALID_ADVICE, str(file)))
    return found


def _read_signature(file: Path) -> str:
    return _read_small_file(_signature_path(file), note.LONGEST).decode(errors="replace")


def _read_small_file(file: Path, limit: int) -> bytes:
    try:
        if not file.is_file() or file.stat().st_size > limit:
            raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file}))
        return file.read_bytes()
    except OSError as error:
        raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file})) from error


def _parse_note(file: Path, raw: bytes) -> Checkpoint:
    try:
        return note.read(raw)
    except NotCanonical as error:
        raise Refused(Problem(_NO_NOTE, _NOTE_ADVICE, values={"x": file})) from error


def find_divergences(database: Database, scorecard: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings where the register does not extend the checkpoint of a scorecard; empty if it does."""
    feeds = feed_heads(scorecard)
    if not feeds:
        advice = "Ask for the file as accordtrack wrote it."
        return (Finding("checkpoint", "The scorecard names no readable checkpoint", advice),)
    with database.reading() as connection:
        return tuple(checkpoints.find_divergences(connection, feeds))


def feed_heads(scorecard: Mapping[str, Any]) -> list[FeedHead]:
    """Return the feed heads in a scorecard read from a file, or an empty list if any is invalid."""
    checkpoint = scorecard.get("checkpoint")
    listed = checkpoint.get("feeds") if isinstance(checkpoint, dict) else None
    feed_heads = []
    for item in listed if isinstance(listed, list) else ():
        feed, entries, head = (item.get(name) if isinstance(item, dict) else None for name in _HEAD)
        if not isinstance(feed, str) or not isinstance(head, str) or type(entries) is not int:
            return []
        if not 0 < entries <= MAX_INTEGER:
            return []
        feed_heads.append(FeedHead(feed, entries, head))
    return feed_heads
