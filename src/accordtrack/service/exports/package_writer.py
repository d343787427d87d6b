"""Writes the files of a data package: first to a temporary folder, flushed to disk, then renamed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from accordtrack.core import capabilities, signals
from accordtrack.core.problems import Problem, Refused
from accordtrack.dataset.panel_files import FOLDER
from accordtrack.interchange.data_package import DESCRIPTOR, build_zip
from accordtrack.service.exports.atomic_folder import exchange_folders, unwritable_problem
from accordtrack.service.exports.output_file import check_free as free_file
from accordtrack.service.exports.output_file import save_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def check_free(out: Path, *, force: bool) -> None:
    """Refuse a folder that is not empty without ``force``, and anything but a data package; in a browser any target."""
    capabilities.refuse_files()
    if _is_file(out):
        free_file(out, replace=force, how="--force")
        return
    values = {"x": out}
    if out.is_symlink():
        raise Refused(Problem("{x} is a link", "Name the folder itself.", values=values))
    if not out.exists():
        return
    if not out.is_dir():
        raise Refused(Problem("{x} is not a folder", "Name a folder, or a file that ends in .zip.", values=values))
    try:
        lines = sorted(entry.name for entry in out.iterdir())
    except OSError as error:
        raise Refused(Problem("The folder cannot be read: {x}", "Check its permissions.", values=values)) from error
    if lines and not force:
        raise Refused(Problem("The folder is not empty: {x}", "Choose another name, or use --force.", values=values))
    others = [out / name for name in lines if name != DESCRIPTOR and not _is_content(out / name)]
    if lines and (others or DESCRIPTOR not in lines):
        advice = "Only a data package can be replaced. Choose another name."
        values = {"x": others[0] if others else out}
        raise Refused(Problem("The folder holds something else: {x}", advice, values=values))


def save(out: Path, files: Mapping[str, bytes], *, force: bool) -> int:
    """Write the files and return their total size in bytes. On failure, the previous content is still there."""
    if _is_file(out):
        return save_bytes(out, build_zip(files), replace=force)
    problem = unwritable_problem(out)
    try:
        with signals.temporary_folder(out.absolute().parent, f".{out.name[:40]}.", ".part") as aside:
            for name, raw in files.items():
                (aside / name).parent.mkdir(exist_ok=True)
                with (aside / name).open("wb") as opened:
                    opened.write(raw)
                    opened.flush()
                    os.fsync(opened.fileno())
            aside.chmod(0o755)
            _rename_into_place(aside, out, force=force)
    except OSError as error:
        raise Refused(problem) from error
    return sum(map(len, files.values()))


def _rename_into_place(aside: Path, out: Path, *, force: bool) -> None:
    """Rename the folder into place. A previous package is moved aside first and restored on failure."""
    if not out.exists():
        aside.rename(out)
        return
    check_free(out, force=force)
    old = aside.with_name(f"{aside.name}.old")
    with exchange_folders(aside, out, old):
        shutil.rmtree(old, ignore_errors=True)


def _is_content(path: Path) -> bool:
    """Whether a path can be part of a package: a table, or the folder of row files."""
    if path.name == FOLDER and path.is_dir() and not path.is_symlink():
        return all(map(_is_table, path.iterdir()))
    return _is_table(path)


def _is_table(path: Path) -> bool:
    return path.suffix == ".csv" and path.is_file() and not path.is_symlink()


def _is_file(out: Path) -> bool:
    return out.suffix.lower() == ".zip"
