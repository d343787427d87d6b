"""Paths of the default register, settings, keys, log file and shipped data; checks of paths given by users."""

from __future__ import annotations

import os
import stat
from errno import ELOOP
from pathlib import Path

from accordtrack.core.problems import Problem, Refused

APP = "accordtrack"


def config_file() -> Path:
    """Return the path of ``settings.toml`` in the user's configuration folder."""
    from platformdirs import user_config_path  # noqa: PLC0415 - late, so that its absence can be reported

    return user_config_path(APP) / "settings.toml"


def _data_folder() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - as above

    return user_data_path(APP)


def default_register() -> Path:
    """Return ACCORDTRACK_DB, or else ``register.db`` in the user's data folder."""
    text = os.environ.get("ACCORDTRACK_DB")
    return Path(text) if text else _data_folder() / "register.db"


def key_folder() -> Path:
    """Return the folder of desk keys: ``keys`` in the user's data folder."""
    return _data_folder() / "keys"


def known_desks_file() -> Path:
    """Return the file of desks that this user has seen: ``known_desks`` in the user's data folder."""
    return _data_folder() / "known_desks"


def site_notes_folder() -> Path:
    """Return the folder that records which sites this user wrote: ``sites`` in the user's data folder."""
    return _data_folder() / "sites"


def unsaved_text_folder() -> Path:
    """Return the folder of unsaved text typed into dialogs: ``words`` in the user's data folder."""
    return _data_folder() / "words"


def log_file() -> Path:
    """Return the path of the log file. The program logs errors there because the screens occupy the terminal."""
    from platformdirs import user_log_path  # noqa: PLC0415 - as above

    return user_log_path(APP) / "accordtrack.log"


def shipped_data() -> Path:
    """Return the folder of the shipped register: inside the wheel, or beside the source."""
    inside = Path(__file__).parents[1] / "data" / "us-mexico-security"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "data" / "us-mexico-security"


def method_page(language: str) -> Path:
    """Return the path of the page about the scoring method: inside the wheel, or beside the source."""
    name = "method.es.md" if language == "es" else "method.md"
    inside = Path(__file__).parents[1] / "docs" / name
    return inside if inside.is_file() else Path(__file__).parents[3] / "docs" / name


def expand_user(path: str) -> Path:
    """Expand a leading ``~`` in ``path``. Leave the path unchanged if it names an unknown user."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def refuse_special_file(register: Path) -> None:
    """Refuse a register path that would block a reader or loop: a pipe, a device, or a link to itself."""
    try:
        mode = register.stat().st_mode
    except OSError as error:
        if error.errno == ELOOP:
            values = {"x": register}
            raise Refused(
                Problem("The link points to itself: {x}", "Name the register file.", values=values)
            ) from error
        return
    except ValueError as error:  # the path holds a NUL
        raise Refused(Problem("{x} is not a file", "Name the register file.", values={"x": register})) from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise Refused(Problem("{x} is not a file", "Name the register file.", values={"x": register}))


def refuse_unreadable_file(path: Path) -> None:
    """Refuse a path that cannot be read as a file: missing, a folder, a pipe, a device, or a circular link."""
    values = {"x": path}
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise Refused(Problem("File not found: {x}", "Check the path.", values=values)) from error
    if stat.S_ISDIR(mode):
        raise Refused(Problem("{x} is a folder", "Name a file in it.", values=values))
    if not stat.S_ISREG(mode):
        advice = "It is a pipe or a device. Save what it writes to a file, and name that file."
        raise Refused(Problem("{x} is not a file", advice, values=values))


def evidence_folder(register: Path) -> Path:
    """Return the evidence store of a register, which is beside it."""
    return _sibling_path(register, ".evidence")


def own_key_folder(register: Path) -> Path:
    """Return the folder of keys that belong to one register file only, such as a kept demo."""
    return _sibling_path(register, ".keys")


def checkpoint_folder(register: Path) -> Path:
    """Return the folder of the daily checkpoints of a register, which is beside it."""
    return _sibling_path(register, ".checkpoints")


def _sibling_path(register: Path, ending: str) -> Path:
    """Return a path beside the register file itself, even if the register is opened through a link."""
    place = register.resolve() if register.is_symlink() and register.exists() else register
    return place.with_name(place.name + ending)
