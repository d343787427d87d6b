"""What is done to a register by its path, while nobody sits down at it: it need not be sound enough to be opened.

Each asks its own room, which is imported when it is asked: the keys wait for no repair, nor a restore for the health.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from accordtrack.core.paths import refuse_no_file, refuse_odd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.core.problems import Problem
    from accordtrack.types import (
        DeskKey,
        Disclosure,
        HealthCheck,
        Line,
        PutBack,
        Rekeyed,
        RepairReport,
        SavedEvidence,
        TakenIn,
        Tidied,
        VerifyReport,
    )

    Progress = Callable[[int, int], None] | None


def update_register(path: Path) -> Line | None:
    """Bring a register of an older version of the file up to date; what was done, None where nothing was to be done."""
    refuse_odd(path)
    from accordtrack.service.maintenance import updates  # noqa: PLC0415

    return updates.of_path(path)


def verify_register(
    path: Path, *, deep: bool = False, progress: Progress = None, reading: Progress = None
) -> VerifyReport:
    """Check a register that need not be sound enough to be opened at a desk; nobody sits down, nothing is written."""
    refuse_odd(path)
    from accordtrack.service.maintenance import backups  # noqa: PLC0415

    return backups.verify(path, deep=deep, progress=progress, reading=reading)


def verify_since(path: Path, checkpoint: Path, *, progress: Progress = None) -> VerifyReport:
    """Check that a register goes on from a signed checkpoint, and every entry that came since."""
    refuse_odd(path)
    refuse_no_file(checkpoint)
    from accordtrack.service.maintenance import checkpoints  # noqa: PLC0415

    return checkpoints.verify(path, checkpoint, progress)


def mistyped(path: Path) -> Problem | None:
    """What to say where the log holds other kinds of values than it should: no question to it need have an answer."""
    refuse_odd(path)
    from accordtrack.store import database_errors, integrity_checks  # noqa: PLC0415
    from accordtrack.store.database import Database  # noqa: PLC0415

    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            return database_errors.damaged(str(path)) if integrity_checks.mistyped(connection) else None


def examine(path: Path) -> tuple[HealthCheck, ...]:
    """What doctor says of a register and of the machine that keeps it; nothing is changed."""
    refuse_odd(path)
    from accordtrack.service.maintenance import health  # noqa: PLC0415

    return health.examine(path)


def keys(path: Path) -> tuple[DeskKey, ...]:
    """The key of each desk of a register, and whether it is on this machine."""
    refuse_odd(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.listed(path)


def unread_keys(path: Path, found: Sequence[DeskKey]) -> tuple[Problem, ...]:
    """What is to be said of the keys among ``found`` that cannot be read, or looked for, by this user."""
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.unread(path, found)


def refuse_desk(path: Path, feed: str, name: str) -> None:
    """Refuse names that no new desk can have in a register; nothing of it is changed, whatever its version."""
    refuse_odd(path)
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    creation.refuse_names(path, feed, name)


def key(path: Path, desk: str | None) -> DeskKey:
    """The key of ``desk``, by default of the one at which one would sit."""
    refuse_odd(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.of(path, desk)


def cover_key(path: Path, desk: str | None, ask: Callable[[], str | None]) -> DeskKey:
    """Put the key of a desk under another passphrase: what ``ask`` gives, None for no passphrase."""
    refuse_odd(path)
    from accordtrack.service.signing_keys import keyring  # noqa: PLC0415

    return keyring.cover(path, desk, ask)


def rotate_key(
    path: Path,
    desk: str | None,
    reason: str,
    ask: Callable[[bool], str | None],
    told: Callable[[Line], None] | None = None,
    *,
    destroy: bool = False,
) -> Rekeyed:
    """Give a desk a new key; ``ask`` gives its passphrase, told whether the old key had one. The old one is put aside.

    ``told`` is given the line of a register that was brought up to date for it.
    """
    refuse_odd(path)
    from accordtrack.service.signing_keys import rotation  # noqa: PLC0415

    return rotation.rotate(path, desk, reason, ask, told, destroy=destroy)


def repair(path: Path, out: Path, *, progress: Progress = None) -> RepairReport:
    """Put every entry of a damaged register that verifies into a new one; the damaged one is not touched."""
    refuse_odd(path)
    from accordtrack.service.maintenance import repairs  # noqa: PLC0415

    return repairs.repair(path, out, progress)


def put_back(path: Path, refs: Sequence[str], *, progress: Progress = None) -> tuple[PutBack, ...]:
    """Put files back into the evidence store that the log names by their SHA-256."""
    refuse_odd(path)
    from accordtrack.service.evidence import store_repair  # noqa: PLC0415

    return store_repair.put_back(path, refs, progress)


def save_evidence(path: Path, digest: str, folder: Path, *, progress: Progress = None) -> SavedEvidence:
    """Write a kept file of evidence to ``folder``, under its own SHA-256."""
    refuse_odd(path)
    from accordtrack.service.evidence import evidence_export  # noqa: PLC0415

    return evidence_export.save(path, digest, folder, progress)


def disclose(
    path: Path, out: Path, names: Sequence[str], *, force: bool = False, progress: Progress = None
) -> Disclosure:
    """Write the bodies and files of entries to a file, for whoever holds a copy that lacks them."""
    refuse_odd(path)
    from accordtrack.service.sharing import disclosure_export  # noqa: PLC0415

    return disclosure_export.disclose(path, out, names, force=force, progress=progress)


def take_disclosed(path: Path, disclosure: Path, *, progress: Progress = None) -> TakenIn:
    """Take what is disclosed into a copy that lacks it; refused where it is not what was signed."""
    refuse_odd(path)
    refuse_no_file(disclosure)
    from accordtrack.service.sharing import disclosure_import  # noqa: PLC0415

    return disclosure_import.take(path, disclosure, progress)


def tidy_evidence(path: Path, *, dry_run: bool = False) -> Tidied:
    """Remove the files of the evidence store that belong to no entry."""
    refuse_odd(path)
    from accordtrack.service.evidence import store_repair  # noqa: PLC0415

    return store_repair.tidy(path, dry_run=dry_run)


def restore(file: Path, path: Path, *, desk: str | None = None) -> VerifyReport:
    """Put a verified backup where no register is. It can be read; ``desk`` opens a new desk in it, to write at."""
    refuse_odd(file)
    from accordtrack.service.maintenance import restores  # noqa: PLC0415

    return restores.restore(file, path, desk)
