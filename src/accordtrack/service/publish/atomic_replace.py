"""Writes a site to a temporary folder and renames it into place: one builder at a time, no partial results."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.exports.atomic_folder import exchanged, unwritable
from accordtrack.service.publish.file_lock import lock
from accordtrack.site import manifest
from accordtrack.site.manifest import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PART, _OLD, _LOCK = ".part", ".old", "lock"
_MAKING = ".site-being-written"
"""Marks an unfinished folder as one of ours."""
_LONGEST = 60
_FLUSHES = 16
_BOTH = 2
"""Number of hard links of a file that only the old and the new site share."""
_PATIENCE = 10.0
"""Seconds that a second builder waits for the first."""


def _prefix(place: Path) -> str:
    """Return the prefix of temporary names beside ``place``: its own name, shortened if long."""
    if len(os.fsencode(place.name)) <= _LONGEST:
        return f".{place.name}."
    return f".{place.name[:12]}-{sha256(os.fsencode(place.name)).hexdigest()[:12]}."


@contextmanager
def build_lock(place: Path) -> Iterator[None]:
    """Hold the build lock of ``place``; a second builder waits for the first and is refused after a timeout.

    It is an operating system lock on a file beside ``place``, released when the process ends.
    """
    file = place.with_name(f"{_prefix(place)}{_LOCK}")
    try:
        held = _locked(file)
    except OSError as error:
        raise Refused(_in_the_way(file) if os.path.lexists(file) else unwritable(place)) from error
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        os.close(held)


def _locked(file: Path) -> int:
    begun = time.monotonic()
    while True:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(file.lstat().st_mode):  # opening a pipe would block
                raise Refused(_in_the_way(file))
        held = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        if lock(held):
            with suppress(OSError):
                if os.path.samestat(os.fstat(held), file.stat()):  # otherwise the holder deleted the file
                    return held
        os.close(held)
        if time.monotonic() - begun > _PATIENCE:
            advice = "Wait until it is done, then ask again."
            raise Refused(Problem("Another process builds this site and holds {x}", advice, values={"x": file}))
        time.sleep(0.05)


def _in_the_way(file: Path) -> Problem:
    """Return the problem for what is in the place of the lock file."""
    values = {"x": file}
    advice = "The lock of the site is to be there. Take it away, or choose another place."
    if file.is_symlink():
        return Problem("{x} is a link", advice, values=values)
    if not file.is_file():
        return Problem("{x} is no file", advice, values=values)
    advice = "Somebody else began to build this site. Take the file away when nobody builds it any more."
    return Problem("The lock of the site cannot be opened: {x}", advice, values=values)


def recover(place: Path) -> bool:
    """Restore the site that a killed process moved aside, and delete its temporary folders.

    Returns whether a site was restored. Call it only under ``alone``.
    """
    prefix, back = _prefix(place), False
    try:
        beside = [one for one in place.parent.iterdir() if one.name.startswith(prefix) and _is_ours(one)]
        for one in beside:
            if one.name.endswith(_OLD) and _has_manifest(one) and not os.path.lexists(place):
                one.rename(place)
                back = True
            elif one.name.endswith((_OLD, _PART)):
                _remove(one)
    except OSError as error:
        raise Refused(unwritable(place)) from error
    return back


def _is_ours(folder: Path) -> bool:
    """Whether this user created a temporary folder: it has the unfinished mark or a manifest, or is empty."""
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or not _by_this_user(told):
        return False
    return (folder / _MAKING).is_file() or _has_manifest(folder) or not any(folder.iterdir())


def _by_this_user(told: os.stat_result) -> bool:
    return sys.platform == "win32" or told.st_uid == os.geteuid()


def _has_manifest(folder: Path) -> bool:
    try:
        manifest.parse((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return False
    return True


def _remove(folder: Path) -> None:
    """Delete a folder of ours; the file that identifies it goes last, in case the process is killed."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name in {NAME, _MAKING}):
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)
    folder.rmdir()


class NewSite:
    """A new site while it is written. ``old`` is the folder of the existing site, whose unchanged files are reused."""

    def __init__(self, folder: Path, old: Path | None) -> None:
        self._folder, self._old = folder, old
        self.written = self.kept = 0
        self.files: dict[str, manifest.File] = {}
        self._names: set[str] = set()
        self._new: list[Path] = []
        (folder / _MAKING).write_bytes(b"")

    def put(self, path: str, raw: bytes) -> None:
        """Write a file. Refuses a duplicate path, ignoring case; raises ``ValueError`` for a path outside the site."""
        place = self._free(path)
        place.write_bytes(raw)
        self._new.append(place)
        self._count(path, raw)
        self.written += 1

    def keep(self, path: str, raw: bytes) -> None:
        """Reuse the file of the old site with these bytes: as a hard link, or as a copy with its date.

        It is linked only if nobody else holds a link to it, because another holder could change the new site.
        """
        if self._old is None:
            raise ValueError(path)
        place, there = self._free(path), self._old / path
        if not _linked(there, place, raw):
            told = there.lstat()
            place.write_bytes(raw)
            os.utime(place, ns=(told.st_atime_ns, told.st_mtime_ns))
            self._new.append(place)
        self._count(path, raw)
        self.kept += 1

    def finish(self, told: manifest.Manifest) -> None:
        """Write the manifest, the last file, and flush all written files to disk."""
        place = self._free(NAME)
        place.write_bytes(manifest.as_bytes(told))
        with ThreadPoolExecutor(_FLUSHES) as pool:  # flushing many files in parallel takes the time of a few
            for _ in pool.map(_flush, [*self._new, place]):
                pass
        (self._folder / _MAKING).unlink()

    def _free(self, path: str) -> Path:
        steps = path.split("/")
        if not all(steps) or any(step in {".", ".."} or "\\" in step for step in steps):
            raise ValueError(path)
        if path.casefold() in self._names:
            advice = "Two records have codes that differ in the case of letters alone. Change one of the two."
            raise Refused(Problem("Two files of the site would have one name: {x}", advice, values={"x": path}))
        self._names.add(path.casefold())
        place = self._folder.joinpath(*steps)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _count(self, path: str, raw: bytes) -> None:
        self.files[path] = manifest.File(sha256(raw).hexdigest(), len(raw))


def _linked(there: Path, place: Path, raw: bytes) -> bool:
    """Whether ``place`` could be linked to the file ``there``, with content ``raw``, this user's, and no third link."""
    try:
        os.link(there, place, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    told = place.lstat()  # checked under its new name, so that it cannot be exchanged in between
    alone_ = (
        stat.S_ISREG(told.st_mode)
        and told.st_nlink == _BOTH
        and _by_this_user(told)
        and not told.st_mode & stat.S_IWOTH
    )
    if alone_ and place.read_bytes() == raw:
        return True
    place.unlink()
    return False


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


@contextmanager
def aside(place: Path, held: manifest.Manifest | None) -> Iterator[NewSite]:
    """Provide a temporary folder beside ``place``, renamed into place at the end; on failure, the old site stays.

    ``held`` is the manifest of the existing site, or None if there is none.
    """
    problem = unwritable(place)
    try:
        with signals.temporary_folder(place.parent, _prefix(place), _PART) as folder:
            yield NewSite(folder, place if held is not None else None)
            folder.chmod(0o755)
            _name(folder, place, held)
    except OSError as error:
        raise Refused(problem) from error


def _name(folder: Path, place: Path, held: manifest.Manifest | None) -> None:
    """Rename the folder into place. An existing site is moved aside first and restored on failure."""
    if held is None:
        if os.path.lexists(place):
            place.rmdir()  # fails if it is not empty
        folder.rename(place)
        return
    if manifest.parse((place / NAME).read_bytes()) != held:
        raise Refused(Problem("Somebody else wrote this site meanwhile: {x}", "Ask again.", values={"x": place}))
    old = folder.with_name(f"{folder.name}{_OLD}")
    with exchanged(folder, place, old), suppress(OSError):
        _remove(old)
