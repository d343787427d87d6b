"""Installer of the peer programs that the benchmarks compare with."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = ("sqlite-utils==4.2.1", "visidata==3.4", "harlequin==2.17.0")


def install(folder: Path) -> Path:
    """Return the folder of the installed programs, creating the virtual environment if it is missing."""
    home = folder / "peers"
    if not home.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *PROGRAMS], check=True)
    return home / "bin"
