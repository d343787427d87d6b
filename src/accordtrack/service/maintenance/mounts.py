"""Detects whether a path is on a network drive, as far as the system tells."""

from __future__ import annotations

import os
import re
from pathlib import Path

_TABLE = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs"),
        *("9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.s3fs"),
    }
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def read_mount_table() -> str | None:
    """Return the mount table of Linux, or None on other systems."""
    try:
        return _TABLE.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def network_drive_type(path: Path, listed: str | None) -> str | None:
    """Return the type of network drive that holds the absolute ``path``; empty for a local disk, None if unknown."""
    if os.name == "nt":
        return "UNC" if path.drive.startswith("\\\\") else None
    if listed is None:
        return None
    best, kind = -1, None
    for line in listed.splitlines():
        words = line.split(" ")
        if len(words) < 3:  # noqa: PLR2004 - what, where, of which kind
            continue
        where = Path(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), words[1]))
        if path.is_relative_to(where) and len(where.parts) >= best:  # of two mounts in one place, the later is on top
            best, kind = len(where.parts), words[2]
    return None if kind is None else kind if kind in _NETWORK else ""
