"""Settings of the person at the desk: a TOML file in the user's configuration folder, or ACCORDTRACK_* variables.

Where things live is here too: the register's default place, keys, the log file, the shipped data.
"""

from __future__ import annotations

import getpass
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from platformdirs import user_config_path, user_data_path, user_log_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from accordtrack.problems import Problem, Refused
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable

APP = "accordtrack"
MEGABYTE = 1_000_000


def config_file() -> Path:
    """``settings.toml`` in the user's configuration folder."""
    return user_config_path(APP) / "settings.toml"


def default_register() -> Path:
    """ACCORDTRACK_DB, else ``register.db`` in the user's data folder."""
    named = os.environ.get("ACCORDTRACK_DB")
    return Path(named) if named else user_data_path(APP) / "register.db"


def key_folder() -> Path:
    """Where desk keys are kept: ``keys`` in the user's data folder."""
    return user_data_path(APP) / "keys"


def log_file() -> Path:
    """Where the program writes what went wrong, since the terminal belongs to the screen."""
    return user_log_path(APP) / "accordtrack.log"


def shipped_data() -> Path:
    """The folder of the shipped register: inside the wheel, or beside the source."""
    inside = Path(__file__).parent / "data" / "us-mexico-security"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "data" / "us-mexico-security"


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


class Settings(BaseSettings):
    """``name`` signs entries as ``by``; ``evidence_limit_mb`` bounds a file; ``official_handling`` marks a side's word."""

    model_config = SettingsConfigDict(env_prefix="ACCORDTRACK_", extra="forbid", frozen=True)

    name: str = Field(default_factory=_user_name)
    language: Literal["en", "es"] | None = None
    evidence_limit_mb: int = Field(default=50, ge=1, le=10_000)
    official_handling: Handling = Handling.AMBER

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before the file; no dotenv and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    @property
    def evidence_limit(self) -> int:
        """Largest evidence file, in bytes."""
        return self.evidence_limit_mb * MEGABYTE


@cache
def settings() -> Settings:
    """The settings in force. Refuses a file with an unknown name or a wrong value, and says which."""
    return _read(Settings)


def _read(make: Callable[[], Settings]) -> Settings:
    try:
        return make()
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            Problem("The settings are not TOML: {why}", "Correct the file.", str(config_file()), {"why": str(error)})
        ) from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        values = {"name": ".".join(map(str, fault["loc"])), "why": fault["msg"]}
        raise Refused(
            Problem("The setting {name} is wrong: {why}", "Correct it.", str(config_file()), values)
        ) from error
