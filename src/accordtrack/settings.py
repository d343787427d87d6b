"""Settings of the person at the desk: a TOML file in the user's configuration folder, or ACCORDTRACK_* variables."""

from __future__ import annotations

import getpass
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from accordtrack.places import config_file
from accordtrack.problems import Problem, Refused
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1_000_000


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
