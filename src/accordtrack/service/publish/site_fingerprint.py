"""Stores the digest of the site that this user last wrote, so that a site changed by somebody else is detected.

It is stored in the user's data folder, where a person with access to the site alone cannot change it. It is not stored
in the register: a register may come from somebody else and would vouch for that person's site.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from accordtrack.core import paths, signals
from accordtrack.service.publish.site_folder import digest_of
from accordtrack.site import manifest

if TYPE_CHECKING:
    from pathlib import Path


def is_last_written(place: Path, site_manifest: manifest.Manifest) -> bool:
    """Whether the manifest at ``place`` is what this user last wrote there. False if unknown."""
    raw = manifest.as_bytes(site_manifest)
    digest = sha256(raw).hexdigest()
    try:
        return _file(place).read_text(encoding="ascii") == digest == digest_of(place / manifest.NAME, len(raw))
    except (OSError, ValueError):
        return False


def save_fingerprint(place: Path, site_manifest: manifest.Manifest) -> None:
    """Store the digest of what was written. If the data folder is not writable, the next build starts from scratch."""
    file = _file(place)
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with signals.temporary_file(file) as part:
            part.write_text(sha256(manifest.as_bytes(site_manifest)).hexdigest(), encoding="ascii")
            part.replace(file)


def _file(place: Path) -> Path:
    real = place.parent.resolve() / place.name
    return paths.site_notes_folder() / sha256(os.fsencode(real)).hexdigest()
