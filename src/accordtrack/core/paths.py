"""Where things live: the register's default place, settings, keys, the log file, the shipped data."""

from __future__ import annotations

import os
import stat
from errno import ELOOP
from pathlib import Path

from accordtrack.core.problems import Problem, Refused

APP = "accordtrack"


def config_file() -> Path:
    """``settings.toml`` in the user's configuration folder."""
    from platformdirs import user_config_path  # noqa: PLC0415 - if it is missing, the program can still say so

    return user_config_path(APP) / "settings.toml"


def _data_folder() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - as above

    return user_data_path(APP)


def default_register() -> Path:
    """ACCORDTRACK_DB, else ``register.db`` in the user's data folder."""
    named = os.environ.get("ACCORDTRACK_DB")
    return Path(named) if named else _data_folder() / "register.db"


def key_folder() -> Path:
    """Where desk keys are kept: ``keys`` in the user's data folder."""
    return _data_folder() / "keys"


def site_notes() -> Path:
    """Where it is noted which sites this user wrote: ``sites`` in the user's data folder."""
    return _data_folder() / "sites"


def unsaved_words() -> Path:
    """Where words lie that were typed into a dialog and not saved yet: ``words`` in the user's data folder."""
    return _data_folder() / "words"


def log_file() -> Path:
    """Where the program writes what went wrong, since the terminal belongs to the screen."""
    from platformdirs import user_log_path  # noqa: PLC0415 - as above

    return user_log_path(APP) / "accordtrack.log"


def shipped_data() -> Path:
    """The folder of the shipped register: inside the wheel, or beside the source."""
    inside = Path(__file__).parents[1] / "data" / "us-mexico-security"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "data" / "us-mexico-security"


def method_page(language: str) -> Path:
    """The page on how the score is made: inside the wheel, or beside the source."""
    name = "method.es.md" if language == "es" else "method.md"
    inside = Path(__file__).parents[1] / "docs" / name
    return inside if inside.is_file() else Path(__file__).parents[3] / "docs" / name


def expanded(path: str) -> Path:
    """``path`` with a leading ``~`` as the home folder it names; of a user that there is not, it stays as it was typed."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def refuse_odd(register: Path) -> None:
    """Refuse what would make a reader wait for ever, or go in circles: a pipe, a device, links that lead to themselves."""
    try:
        mode = register.stat().st_mode
    except OSError as error:
        if error.errno == ELOOP:
            values = {"x": register}
            raise Refused(Problem("The link leads to itself: {x}", "Name the register file.", values=values)) from error
        return
    except ValueError as error:  # a NUL in it
        raise Refused(Problem("{x} is no file", "Name the register file.", values={"x": register})) from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise Refused(Problem("{x} is no file", "Name the register file.", values={"x": register}))


def refuse_no_file(path: Path) -> None:
    """Refuse what cannot be read as a file that somebody handed over: nothing, a folder, a pipe, a device, links in a circle."""
    values = {"x": path}
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise Refused(Problem("File not found: {x}", "Check the path.", values=values)) from error
    if stat.S_ISDIR(mode):
        raise Refused(Problem("{x} is a folder", "Name a file in it.", values=values))
    if not stat.S_ISREG(mode):
        advice = "It is a pipe or a device. Save what it gives to a file, and name that."
        raise Refused(Problem("{x} is no file", advice, values=values))


def evidence_folder(register: Path) -> Path:
    """The evidence store of a register, beside it."""
    return _beside(register, ".evidence")


def own_key_folder(register: Path) -> Path:
    """Keys that belong to one register file only, as a kept demo has them."""
    return _beside(register, ".keys")


def _beside(register: Path, ending: str) -> Path:
    """What belongs to a register lies beside the file itself, by whatever link it is opened."""
    place = register.resolve() if register.is_symlink() and register.exists() else register
    return place.with_name(place.name + ending)
