"""Folders in which every job of ``jobs.py`` can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs import prepare


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("pristine"))
