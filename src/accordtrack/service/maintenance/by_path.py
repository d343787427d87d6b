"""Operations on a register by its path, without a session: it need not be intact enough to be opened.

Each function imports its module on first use, so that none waits for the imports of another.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from accordtrack.core.paths import evidence_folder, refuse_special_file, refuse_unreadable_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.core.problems import Problem
    from accordtrack.service.signing_keys.known_desks import ChangedKey
    from accordtrack.types import (
        DeskKey,
        Disclosure,
        DisclosureImport,
        HealthCheck,
        Line,
        Plan,
        Rekeyed,
        RepairReport,
        RestoredFile,
        SavedEvidence,
        StoreCleanup,
        VerifyReport,
        WriteResult,
    )

    Progress = Callable[[int, int], None] | None


def update_register(path: Path) -> Line | None:
    """Migrate a register of an older version; return what was done, or None if nothing was to be done."""
    refuse_special_file(path)
    from accordtrack.service.maintenance import updates  # noqa: PLC0415

    return updates.migrate_path(path)


def verify_register(
    path: Path, *, deep: bool = False, progress: Progress = None, reading: Progress = None
) -> VerifyReport:
    """Verify a register without opening a session or writing; it may be too damaged to be opened."""
    refuse_special_file(path)
    from accordtrack.service.maintenance import backups  # noqa: PLC0415

    return backups.verify(path, deep=deep, progress=progress, reading=reading)


def verify_since(path: Path, checkpoint: Path, *, progress: Progress = None) -> VerifyReport:
    """Check that a register extends a signed checkpoint, and verify every entry since."""
    refuse_special_file(path)
    refuse_unreadable_file(checkpoint)
    from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

    return checkpoints.verify(path, checkpoint, progress)


def mistyped_problem(path: Path) -> Problem | None:
    """Return a problem if the log holds values of a wrong type, so that no query of it can be trusted."""
    refuse_special_file(path)
    from accordtrack.store import database_errors, integrity_checks  # noqa: PLC0415
    from accordtrack.store.database import Database  # noqa: PLC0415

    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            return (
                database_errors.damaged_problem(str(path)) if integrity_checks.has_mistyped_values(connection) else None
            )


def examine(path: Path) -> tuple[HealthCheck, ...]:
    """Return the health checks of a register and its machine (``doctor``); nothing is changed."""
    refuse_special_file(path)
    from accordtrack.service.maintenance import health  # noqa: PLC0415

    return health.examine(path)


def keys(path: Path) -> tuple[DeskKey, ...]:
    """Return the key of each desk of a register, and whether it is on this machine."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.keys_of_desks(path)


def unread_key_problems(path: Path, desk_keys: Sequence[DeskKey]) -> tuple[Problem, ...]:
    """Return the problems of the keys among ``desk_keys`` that this user cannot read or look for."""
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.unread_key_problems(path, desk_keys)


def refuse_desk(path: Path, feed: str, name: str) -> None:
    """Refuse invalid names of a new desk. The register is not changed, whatever its version."""
    refuse_special_file(path)
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    creation.refuse_names(path, feed, name)


def key(path: Path, desk: str | None) -> DeskKey:
    """Return the key of ``desk``, or of the default desk."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.key_of_desk(path, desk)


def accept_desk(path: Path, feed: str) -> ChangedKey | None:
    """Accept the current key of a desk in place of the one that this user saw first; None if it is not another."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import desk_files, known_desks  # noqa: PLC0415
    from accordtrack.store import desk_keys  # noqa: PLC0415
    from accordtrack.store.database import Database  # noqa: PLC0415

    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            desks = desk_keys.desks_by_feed(connection)
            desk_files.choose_desk(feed, path, desks)
            return known_desks.accept(connection, feed, desks[feed])


def change_key_passphrase(path: Path, desk: str | None, ask: Callable[[], str | None]) -> DeskKey:
    """Change the passphrase of a desk's key to the result of ``ask``, where None means no passphrase."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.change_key_passphrase(path, desk, ask)


def desk_beside(path: Path, feed: str) -> str | None:
    """Return a desk of the other side whose key is on this computer, like the key of ``desk``; None if there is none."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.desk_beside(path, feed)


def admits_folder(path: Path, feed: str) -> bool | None:
    """Return whether the side of a desk admitted the whole data folder; None for an observer's desk."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.admits_folder(path, feed)


def close_desk(path: Path, desk: str | None, reason: str | None) -> WriteResult:
    """Close a desk, so that nothing can be written there."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import desk_acts  # noqa: PLC0415

    return desk_acts.close_desk(path, desk, reason)


def admit_observer(
    path: Path, desk: str | None, feed: str, admitted_for: str, *, until: int | None = None, reason: str | None = None
) -> WriteResult:
    """Admit the feed of an observer for the side of a desk, or end that with the last entry that counts, ``until``."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import desk_acts  # noqa: PLC0415

    return desk_acts.admit_observer(path, desk, feed, admitted_for, until=until, reason=reason)


def review_all(path: Path, desk: str | None, reason: str | None) -> WriteResult:
    """Make all entries wait that the desks of a side had seen but not accepted."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import desk_acts  # noqa: PLC0415

    return desk_acts.review_all(path, desk, reason)


def plan_review(path: Path, desk: str | None) -> Plan:
    """Return what ``review_all`` would write and how much would wait. Nothing is written."""
    refuse_special_file(path)
    from accordtrack.service.signing_keys import desk_acts  # noqa: PLC0415

    return desk_acts.plan_review(path, desk)


def rotate_key(
    path: Path,
    desk: str | None,
    reason: str,
    ask: Callable[[bool], str | None],
    notify: Callable[[Line], None] | None = None,
    *,
    keep: bool = False,
) -> Rekeyed:
    """Replace the key of a desk; its file is deleted, or renamed with ``keep``.

    ``ask`` returns the new passphrase; its argument says whether the old key had one. ``notify`` is called with a line if
    the register had to be migrated.
    """
    refuse_special_file(path)
    from accordtrack.service.signing_keys import rotation  # noqa: PLC0415

    return rotation.rotate(path, desk, reason, ask, notify, keep=keep)


def repair(path: Path, out: Path, *, progress: Progress = None) -> RepairReport:
    """Copy every valid entry of a damaged register into a new one; the damaged one is not changed."""
    refuse_special_file(path)
    from accordtrack.service.maintenance import repairs  # noqa: PLC0415

    return repairs.repair(path, out, progress)


def restore_evidence(path: Path, refs: Sequence[str], *, progress: Progress = None) -> tuple[RestoredFile, ...]:
    """Put back evidence files that the log names by SHA-256."""
    refuse_special_file(path)
    from accordtrack.service.evidence import store_repair  # noqa: PLC0415

    return store_repair.restore_files(path, refs, progress)


def save_evidence(path: Path, digest: str, folder: Path, *, progress: Progress = None) -> SavedEvidence:
    """Write a stored evidence file to ``folder``, named by its SHA-256."""
    refuse_special_file(path)
    from accordtrack.service.evidence import evidence_export  # noqa: PLC0415

    return evidence_export.save(path, digest, folder, progress)


def disclose(
    path: Path, out: Path, names: Sequence[str], *, force: bool = False, progress: Progress = None
) -> Disclosure:
    """Write the bodies and files of entries to a disclosure file, for holders of a copy without them."""
    refuse_special_file(path)
    from accordtrack.service.sharing import disclosure_export  # noqa: PLC0415

    return disclosure_export.disclose(path, out, names, force=force, progress=progress)


def import_disclosure(path: Path, disclosure: Path, *, progress: Progress = None) -> DisclosureImport:
    """Import a disclosure into a copy that lacks its content; refuses content that does not match what was signed."""
    refuse_special_file(path)
    refuse_unreadable_file(disclosure)
    from accordtrack.service.sharing import disclosure_import  # noqa: PLC0415

    return disclosure_import.import_disclosure(path, disclosure, progress)


def tidy_evidence(path: Path, *, dry_run: bool = False) -> StoreCleanup:
    """Remove the files of the evidence store that belong to no entry."""
    refuse_special_file(path)
    from accordtrack.service.evidence import store_repair  # noqa: PLC0415

    return store_repair.tidy(path, dry_run=dry_run)


def restore(file: Path, path: Path, *, desk: str | None = None) -> VerifyReport:
    """Restore a verified backup to a path that does not exist, for reading; ``desk`` opens a new desk for writing.

    A refusal leaves nothing behind.
    """
    refuse_special_file(file)
    from accordtrack.service.maintenance import backups, creation  # noqa: PLC0415

    if desk is None:
        return backups.restore(file, path)
    creation.refuse_names(file, desk)
    store = evidence_folder(path)
    store_existed = store.exists()
    report = backups.restore(file, path)
    try:
        creation.open_desk(path, desk)
    except BaseException:
        path.unlink(missing_ok=True)
        if not store_existed:
            shutil.rmtree(store, ignore_errors=True)
        raise
    return report
