"""Golden registers: what each version of the file looked like, copied before anybody opens it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from accordtrack.core.paths import evidence_folder

FOLDER = Path(__file__).parent / "golden"
GOLDEN = tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
OLDEST = GOLDEN[0]


def register_of(name: str) -> Path:
    """The golden itself, which nobody opens."""
    return FOLDER / name / "register.db"


def facts_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name / "golden.json").read_text(encoding="utf-8"))
    return found


def scorecards_of(name: str) -> list[dict[str, Any]]:
    """Scorecards by AT-1.0.0 that earlier programs made: what was asked for, and the data."""
    found: list[dict[str, Any]] = json.loads((FOLDER / name / "scorecards.json").read_text(encoding="utf-8"))
    return found


def as_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def copied(name: str, folder: Path, file: str = "register.db") -> Path:
    path, source = folder / file, register_of(name)
    shutil.copyfile(source, path)
    path.chmod(0o600)
    shutil.copytree(evidence_folder(source), evidence_folder(path))
    return path
