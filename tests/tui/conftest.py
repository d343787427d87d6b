"""Desks for the screens, a copy of the small register for each test, and a folder to work in."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.service import Desk
from registers import small_desk


@pytest.fixture
def us(tmp_path: Path) -> Desk:
    return small_desk(tmp_path, "us-1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, where a file without a folder goes and is looked for."""
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def mx(tmp_path: Path) -> Desk:
    return small_desk(tmp_path, "mx-1")


@pytest.fixture
def observer(tmp_path: Path) -> Desk:
    return small_desk(tmp_path, "obs-1")
