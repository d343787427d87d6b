"""What this user wrote last at a place: the SHA-256 of the manifest, where whoever can write into a site alone cannot change it.

It lies in the user's data folder and in no register: a register may come from somebody else, and would vouch for a site of theirs.
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


def known(place: Path, held: manifest.Manifest) -> bool:
    """Whether ``held``, and the manifest that lies at ``place``, are what this user wrote there last. False where nothing tells."""
    raw = manifest.as_bytes(held)
    digest = sha256(raw).hexdigest()
    try:
        return _file(place).read_text(encoding="ascii") == digest == digest_of(place / manifest.NAME, len(raw))
    except (OSError, ValueError):
        return False


def keep(place: Path, told: manifest.Manifest) -> None:
    """Note what was written. Where the data folder cannot be written nothing is noted, and the next build is made anew."""
    file = _file(place)
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with signals.file(file) as part:
            part.write_text(sha256(manifest.as_bytes(told)).hexdigest(), encoding="ascii")
            part.replace(file)


def _file(place: Path) -> Path:
    real = place.parent.resolve() / place.name
    return paths.site_notes() / sha256(os.fsencode(real)).hexdigest()
