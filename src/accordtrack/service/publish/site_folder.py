"""Checks the target folder of a site: whether it holds an unchanged site of the same register and part."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import gettext_lazy, localize
from accordtrack.service.exports.atomic_folder import unwritable_problem
from accordtrack.site import manifest
from accordtrack.site.manifest import MOST_BYTES, NAME, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

_HISTORY = ".git"
_FORCE = gettext_lazy("Choose another name, or use --force, which replaces the whole folder.")


def normalize_place(out: Path) -> Path:
    """Return the normalized path of the site. Refuses a symlink, a file, an invalid name and a missing parent.

    In a browser every path is refused without looking at it.
    """
    capabilities.refuse_files()
    values = {"x": out}
    try:
        place = Path(os.path.abspath(out))  # noqa: PTH100 - resolve would follow a link
        if not place.name or "\0" in place.name:
            raise Refused(Problem("{x} is not a valid folder name", "Name a new folder.", values=values))
        if place.is_symlink():
            raise Refused(Problem("{x} is a link", "Name the folder itself.", values=values))
        if place.exists() and not place.is_dir():
            raise Refused(Problem("{x} is not a folder", "Choose another name.", values=values))
        if not place.parent.is_dir():
            values = {"x": place.parent}
            raise Refused(Problem("There is no folder {x}", "Create it first, or choose another place.", values=values))
    except (OSError, ValueError) as error:
        raise Refused(unwritable_problem(out)) from error
    return place


def find_site(place: Path, wanted: Manifest | None, *, force: bool) -> Manifest | None:
    """Return the manifest of the existing site, or None; checks that every file is unchanged unless ``force``.

    Refuses what must not be replaced. With ``wanted`` None, makes only the checks that do not need the register.
    """
    try:
        existing = _manifest(place)
    except OSError as error:
        values = {"x": place}
        raise Refused(Problem("The folder cannot be read: {x}", "Check its permissions.", values=values)) from error
    if existing is None:
        return None
    if os.path.lexists(place / _HISTORY):
        advice = "Write the site elsewhere, and copy its files over."
        raise Refused(Problem("{x} contains a git history, which would be lost", advice, values={"x": place}))
    if wanted is not None and not force:
        _refuse_other(place, existing, wanted)
        _refuse_changed(place, existing)
    return existing


def _manifest(place: Path) -> Manifest | None:
    if not os.path.lexists(place):
        return None
    names = sorted(one.name for one in place.iterdir())
    if not names:
        return None
    advice = "Only an accordtrack site can be replaced. Choose another name."
    if NAME not in names:
        raise Refused(Problem("The folder holds something else: {x}", advice, values={"x": place / names[0]}))
    file = place / NAME
    file_status = file.lstat()
    if stat.S_ISREG(file_status.st_mode) and file_status.st_size <= MOST_BYTES:
        try:
            return manifest.parse(file.read_bytes())
        except ValueError:
            pass
    raise Refused(Problem("{x} is not a site manifest", advice, values={"x": file}))


def _refuse_other(place: Path, existing: Manifest, wanted: Manifest) -> None:
    values: dict[str, object] = {"x": place, "title": shorten(sanitize_line(localize(existing.register.title)), 80)}
    if existing.register.accord != wanted.register.accord or existing.register.first != wanted.register.first:
        raise Refused(Problem("{x} holds the site of another register: {title}", _FORCE, values=values))
    if not existing.same_question(wanted):
        lines = ("--place", existing.part.place), ("--theme", existing.part.theme), ("--body", existing.part.body)
        values["asked"] = " ".join(f"{name} {sanitize_line(code)}" for name, code in lines if code)
        if values["asked"]:
            raise Refused(Problem("{x} holds the site of another part: {asked}", _FORCE, values=values))
        raise Refused(Problem("{x} holds the site of the whole register", _FORCE, values=values))


def _refuse_changed(place: Path, existing: Manifest) -> None:
    """Refuse a site whose files are not those that were written, naming the first difference."""
    left = dict(existing.files)
    try:
        for path, file in walk_files(place):
            if path == NAME:
                continue
            manifest_file = left.pop(path, None)
            if manifest_file is None:
                advice = "Keep it elsewhere, or use --force, which replaces the whole folder."
                raise Refused(
                    Problem("The folder holds a file that is not part of the site: {x}", advice, values={"x": file})
                )
            if digest_of(file, manifest_file.size) != manifest_file.sha256:
                raise Refused(Problem("A file of the site was changed: {x}", _FORCE, values={"x": file}))
    except OSError as error:
        values = {"x": place}
        raise Refused(Problem("The folder cannot be read: {x}", "Check its permissions.", values=values)) from error
    if left:
        raise Refused(Problem("A file of the site is missing: {x}", _FORCE, values={"x": place / min(left)}))


def digest_of(file: Path, size: int) -> str | None:
    """Return the SHA-256 of a regular file of that size, or None for anything else."""
    try:
        file_status = file.lstat()
        if stat.S_ISREG(file_status.st_mode) and file_status.st_size == size:
            return sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        pass
    return None


def has_no_symlinks(place: Path, path: str) -> bool:
    """Whether no folder on the way to ``path`` is a symlink."""
    way = place
    for step in path.split("/")[:-1]:
        way = way / step
        if way.is_symlink():
            return False
    return True


def walk_files(place: Path) -> Iterator[tuple[str, Path]]:
    """Yield path (with slashes) and location of every file below, and of empty folders. Symlinks are not followed."""
    waiting = [(place, "")]
    while waiting:
        folder, above = waiting.pop()
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda one: one.name)
        if above and not entries:
            yield above.rstrip("/"), folder
        for one in entries:
            if one.is_dir(follow_symlinks=False):
                waiting.append((Path(one.path), f"{above}{one.name}/"))
            else:
                yield f"{above}{one.name}", Path(one.path)
