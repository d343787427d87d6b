"""The program run for a test: the home folder of its user, and what a command gave."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

XDG = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
UNSET = ("NO_COLOR", "FORCE_COLOR", "ACCORDTRACK_DEBUG", "ACCORDTRACK_PASSPHRASE", "LC_ALL", "LC_MESSAGES")


@dataclass(frozen=True, slots=True)
class Made:
    """A register and the home folder in which its keys lie."""

    register: Path
    home: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str


def at_home(home: Path) -> dict[str, str]:
    places = {name: str(home / name.lower()) for name in XDG}
    return {**places, "COLUMNS": "80", "LINES": "24", "LANG": "C.UTF-8", "ACCORDTRACK_LANG": "en", "TERM": "xterm"}


Run = Callable[..., Ran]


def read_json(run: Run, *words: str) -> Any:  # noqa: ANN401
    ran = run(*words, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def assert_refused(run: Run, folder: Path, ending: str, words: tuple[str, ...], status: int, said: str) -> None:
    """What ``words`` ask in ``folder`` is refused in words, with nothing written and nothing there changed."""
    there = folder / f"there.{ending}"
    there.write_text("mine", encoding="utf-8")
    (folder / f"folder.{ending}").mkdir()
    before = sorted(path.name for path in folder.iterdir())
    done = run(*words)
    assert (done.status, done.out) == (status, "")
    assert said in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    assert sorted(path.name for path in folder.iterdir()) == before
    assert there.read_text(encoding="utf-8") == "mine"
