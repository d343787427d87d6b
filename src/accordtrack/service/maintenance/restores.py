"""Restores a backup and opens a new desk in it on request, all of it or nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from accordtrack.core.paths import evidence_folder
from accordtrack.service.maintenance import backups, creation

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.types import VerifyReport


def restore(file: Path, path: Path, feed: str | None = None) -> VerifyReport:
    """Restore ``file`` at ``path`` and open the desk ``feed`` there, if given. A refusal leaves nothing behind."""
    if feed is None:
        return backups.restore(file, path)
    creation.refuse_names(file, feed)
    store = evidence_folder(path)
    store_existed = store.exists()
    report = backups.restore(file, path)
    try:
        creation.open_desk(path, feed)
    except BaseException:
        path.unlink(missing_ok=True)
        if not store_existed:
            shutil.rmtree(store, ignore_errors=True)
        raise
    return report
