"""The same register gives the same bytes in every form: in another run, another folder, another time zone, another locale."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from accordtrack.documents import BRIEF, FORMATS
from registers import TODAY, small_register

pytestmark = pytest.mark.process

ENVIRONMENTS = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)


def scorecard_digest(register: Path, folder: Path, place: dict[str, str], form: str, *more: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"card.{form}"
    words = [
        "--db",
        str(register),
        "scorecard",
        str(out),
        "--as-of",
        TODAY,
        "--known-on",
        TODAY,
        "--since",
        "2025-01-01",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "accordtrack", *words, *more],
        cwd=folder,
        env={**os.environ, **place, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return hashlib.sha256(out.read_bytes()).hexdigest()


@pytest.mark.parametrize("form", list(FORMATS))
def test_runs_in_different_environments_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    register = small_register(tmp_path)
    more = [("--lang", "es")] + ([("--brief",)] if form in BRIEF else [])
    for number, words in enumerate(more):
        digests = {
            scorecard_digest(register, tmp_path / f"{number}-{place['PYTHONHASHSEED']}", place, form, *words)
            for place in ENVIRONMENTS
        }
        assert len(digests) == 1, words
