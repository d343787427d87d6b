"""The real register for the benchmarks, created in a folder with its keys beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import service

if TYPE_CHECKING:
    from pathlib import Path


def real_register(folder: Path) -> Path:
    """Create the shipped register with desks us-1, mx-1, and obs-1, and return its path."""
    service.create_demo(folder, keep=folder / "register.db")
    return folder / "register.db"
