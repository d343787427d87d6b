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
from accordtrack.service.exports.atomic_folder import exchange_folders, unwritable_problem
from accordtrack.service.publish.file_lock import try_lock
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
        descriptor = _open_locked(file)
    except OSError as error:
        raise Refused(_lock_file_problem(file) if os.path.lexists(file) else unwritable_problem(place)) from error
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        os.close(descriptor)


def _open_locked(file: Path) -> int:
    begun = time.monotonic()
    while True:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(file.lstat().st_mode):  # opening a pipe would block
                raise Refused(_lock_file_problem(file))
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        if try_lock(descriptor):
            with suppress(OSError):
                if os.path.samestat(os.fstat(descriptor), file.stat()):  # otherwise the holder deleted the file
                    return descriptor
        os.close(descriptor)
        if time.monotonic() - begun > _PATIENCE:
            advice = "Wait until it is done, then try again."
            raise Refused(Problem("Another process is building this site and holds {x}", advice, values={"x": file}))
        time.sleep(0.05)


def _lock_file_problem(file: Path) -> Problem:
    """Return the problem for what is in the place of the lock file."""
    values = {"x": file}
    advice = "The site's lock file belongs there. Remove what is there, or choose another place."
    if file.is_symlink():
        return Problem("{x} is a link", advice, values=values)
    if not file.is_file():
        return Problem("{x} is not a file", advice, values=values)
    advice = "Someone else began building this site. Remove the file once nobody is building it."
    return Problem("The site's lock file cannot be opened: {x}", advice, values=values)


def recover(place: Path) -> bool:
    """Restore a site that a killed process moved aside, and delete its temporary folders.

    Return whether a site was restored. Call this only inside ``build_lock``.
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
        raise Refused(unwritable_problem(place)) from error
    return back


def _is_ours(folder: Path) -> bool:
    """Whether this user created a temporary folder: it has the unfinished mark or a manifest, or is empty."""
    file_status = folder.lstat()
    if not stat.S_ISDIR(file_status.st_mode) or not _is_by_this_user(file_status):
        return False
    return (folder / _MAKING).is_file() or _has_manifest(folder) or not any(folder.iterdir())


def _is_by_this_user(file_status: os.stat_result) -> bool:
    return sys.platform == "win32" or file_status.st_uid == os.geteuid()


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

    def write_file(self, path: str, raw: bytes) -> None:
        """Write a file. Refuses a duplicate path, ignoring case; raises ``ValueError`` for a path outside the site."""
        place = self._reserve_path(path)
        place.write_bytes(raw)
        self._new.append(place)
        self._record_file(path, raw)
        self.written += 1

    def reuse_file(self, path: str, raw: bytes) -> None:
        """Reuse the file of the old site with these bytes: as a hard link, or as a copy with its date.

        It is linked only if nobody else holds a link to it, because another holder could change the new site.
        """
        if self._old is None:
            raise ValueError(path)
        place, there = self._reserve_path(path), self._old / path
        if not _link_unchanged(there, place, raw):
            file_status = there.lstat()
            place.write_bytes(raw)
            os.utime(place, ns=(file_status.st_atime_ns, file_status.st_mtime_ns))
            self._new.append(place)
        self._record_file(path, raw)
        self.kept += 1

    def finish(self, site_manifest: manifest.Manifest) -> None:
        """Write the manifest, the last file, and flush all written files to disk."""
        place = self._reserve_path(NAME)
        place.write_bytes(manifest.as_bytes(site_manifest))
        with ThreadPoolExecutor(_FLUSHES) as pool:  # flushing many files in parallel takes the time of a few
            for _ in pool.map(_flush, [*self._new, place]):
                pass
        (self._folder / _MAKING).unlink()

    def _reserve_path(self, path: str) -> Path:
        steps = path.split("/")
        if not all(steps) or any(step in {".", ".."} or "\\" in step for step in steps):
            raise ValueError(path)
        if path.casefold() in self._names:
            advice = "Two records have codes that differ only in letter case. Change one of them."
            raise Refused(Problem("Two files of the site would have the same name: {x}", advice, values={"x": path}))
        self._names.add(path.casefold())
        place = self._folder.joinpath(*steps)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _record_file(self, path: str, raw: bytes) -> None:
        self.files[path] = manifest.File(sha256(raw).hexdigest(), len(raw))


def _link_unchanged(there: Path, place: Path, raw: bytes) -> bool:
    """Whether ``place`` could be linked to the file ``there``, with content ``raw``, this user's, and no third link."""
    try:
        os.link(there, place, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    file_status = place.lstat()  # checked under its new name, so that it cannot be exchanged in between
    alone_ = (
        stat.S_ISREG(file_status.st_mode)
        and file_status.st_nlink == _BOTH
        and _is_by_this_user(file_status)
        and not file_status.st_mode & stat.S_IWOTH
    )
    if alone_ and place.read_bytes() == raw:
        return True
    place.unlink()
    return False


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


@contextmanager
def replacement_site(place: Path, existing: manifest.Manifest | None) -> Iterator[NewSite]:
    """Provide a temporary folder beside ``place``, renamed into place at the end; on failure, the old site stays.

    ``existing`` is the manifest of the site that is there, or None.
    """
    problem = unwritable_problem(place)
    try:
        with signals.temporary_folder(place.parent, _prefix(place), _PART) as folder:
            yield NewSite(folder, place if existing is not None else None)
            folder.chmod(0o755)
            _rename_into_place(folder, place, existing)
    except OSError as error:
        raise Refused(problem) from error


def _rename_into_place(folder: Path, place: Path, existing: manifest.Manifest | None) -> None:
    """Rename the folder into place. An existing site is moved aside first and restored on failure."""
    if existing is None:
        if os.path.lexists(place):
            place.rmdir()  # fails if it is not empty
        folder.rename(place)
        return
    if manifest.parse((place / NAME).read_bytes()) != existing:
        raise Refused(Problem("Someone else wrote this site in the meantime: {x}", "Ask again.", values={"x": place}))
    old = folder.with_name(f"{folder.name}{_OLD}")
    with exchange_folders(folder, place, old), suppress(OSError):
        _remove(old)
