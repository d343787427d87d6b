"""A register of the small folder with three desks, made once and copied for every test; and the program run in-process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.__main__ import main
from accordtrack.cli import app
from cli_runner import UNSET, Made, Ran, Run, at_home
from folders import make_folder
from shipped_scores import set_targets, shipped_register


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The small register: desks us-1, mx-1 and obs-1, each with its key."""
    from accordtrack import service  # noqa: PLC0415

    home = tmp_path_factory.mktemp("home")
    folder = make_folder(tmp_path_factory.mktemp("small"))
    register = home / "made" / "register.db"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in at_home(home).items():
            patch.setenv(name, value)
        service.create_register(register, data=folder, desk="us-1", name="First desk", seats=("mx-1", "obs-1"))
        yield Made(register, home, folder)


@pytest.fixture(autouse=True, scope="session")
def _commands_made_once() -> Iterator[None]:
    """Reuse the commands in all tests; Typer builds them for each call, since a process calls once."""
    make = app.build_command
    kept: dict[tuple[str | None, str], object] = {}

    def application(verb: str | None = None) -> object:
        key = (verb, i18n.language())
        if key not in kept:
            kept[key] = make(verb)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "build_command", application)
        yield


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped register, only to be read."""
    return shipped_register(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def targeted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two working targets."""
    path = shipped_register(tmp_path_factory.mktemp("targeted"))
    set_targets(path)
    return path


@pytest.fixture
def home(made: Made, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a user who has the keys of the small register."""
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    for name, value in at_home(made.home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ACCORDTRACK_DB", raising=False)
    return made.home


@pytest.fixture
def register(made: Made, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "register.db"
    shutil.copyfile(made.register, copy)
    monkeypatch.setenv("ACCORDTRACK_DB", str(copy))
    assert os.environ["XDG_DATA_HOME"].startswith(str(home))
    return copy


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert home.is_dir()

    def go(*words: str) -> Ran:
        capsys.readouterr()
        status = main(list(words))
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return go
