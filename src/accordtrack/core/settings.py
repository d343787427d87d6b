"""User settings, read from ACCORDTRACK_* variables and a TOML file in the user's configuration folder."""

from __future__ import annotations

import getpass
import os
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from accordtrack.core import safe_text
from accordtrack.core.paths import config_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.settings_file import read_settings_file
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1_000_000
LONGEST_NAME = 120
_PREFIX = "ACCORDTRACK_"


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


class Settings(BaseSettings):
    """The settings of a person or an office.

    ``name`` is recorded in entries as ``by``. ``evidence_limit_mb`` limits the size of a file. ``official_handling`` is
    the handling mark of a side's official entries. With ``clearance = "required"``, a side's statuses and answers wait
    as drafts until an office clears them.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    name: str = Field(default_factory=_user_name, validate_default=True)
    language: Literal["en", "es"] | None = None
    evidence_limit_mb: int = Field(default=50, ge=1, le=10_000)
    official_handling: Handling = Handling.AMBER
    keys: dict[str, Any] = Field(default_factory=dict)
    """The user's own key bindings: names of actions, or of places with tables of them. The screens validate them."""
    clearance: Literal["required", "none"] = "none"

    @field_validator("name", mode="before")
    @classmethod
    def _check_name(cls, value: object) -> object:
        """Check the name that is signed with every entry: one line, displayable, not too long."""
        problem = _name_problem(value) if isinstance(value, str) else None
        if problem is not None:
            raise PydanticCustomError("accordtrack", "{problem}", {"problem": problem})
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read environment variables before the file; use no dotenv file and no secrets folder."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, read_settings_file())

    @property
    def evidence_limit(self) -> int:
        """The largest size of an evidence file, in bytes."""
        return self.evidence_limit_mb * MEGABYTE


def _name_problem(name: str) -> Problem | None:
    advice = "Set another one in ACCORDTRACK_NAME, or as name in the settings."
    if len(name) > LONGEST_NAME:
        values = {"n": len(name), "limit": LONGEST_NAME}
        return Problem("The name that signs entries has {n} characters; the limit is {limit}", advice, values=values)
    if found := safe_text.forbidden_character(name, lines=False):
        details = {"character": found}
        return Problem(
            "The name that signs entries contains the character {character}, which cannot be shown",
            advice,
            values=details,
        )
    if not safe_text.has_visible_text(name):
        return Problem("The name that signs entries is empty", advice)
    return None


@cache
def settings() -> Settings:
    """Return the settings in force. Raise ``Refused`` for an unknown name or a wrong value."""
    return _build_settings(Settings)


def _build_settings(make: Callable[[], Settings]) -> Settings:
    file = str(config_file())
    try:
        return make()
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise Refused(_setting_problem(".".join(map(str, fault["loc"])), dict(fault), file)) from error


def _setting_problem(name: str, fault: dict[str, Any], file: str) -> Problem:
    """Return the problem for a wrong setting, placed at its environment variable or else at the file."""
    variable = f"{_PREFIX}{name}".upper()
    env_name = next((text for text in os.environ if text.upper() == variable), None)
    if fault["type"] == "accordtrack":
        problem: Problem = fault["ctx"]["problem"]
        return problem.with_place(env_name or (file if config_file().is_file() else ""))
    values = {"name": name, "why": fault["msg"]}
    return Problem("The setting {name} is wrong: {why}", "Correct it.", env_name or file, values)
