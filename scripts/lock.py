"""Resolve the newest allowed versions and write them to ``requirements.lock`` and ``pyproject.toml``.

``requirements.lock`` holds every pin with its hashes. ``[tool.uv] constraint-dependencies`` holds the same pins,
because ``uv run`` reads those. ``uv.lock`` contains download addresses and is not committed. A test checks that the two
agree.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXPORT = ["export", "--all-groups", "--no-emit-project", "--no-annotate", "--no-header", "--format", "requirements.txt"]
PIN = re.compile(r"^([A-Za-z0-9._-]+==[^\s;\\]+)", re.MULTILINE)
TABLE = re.compile(r"constraint-dependencies = \[.*?\n\]\n", re.DOTALL)


def uv(*words: str) -> str:
    """Run uv and return its output."""
    done = subprocess.run([sys.executable, "-m", "uv", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def main() -> None:
    """Resolve without the old pins, export, and write both files."""
    project = ROOT / "pyproject.toml"
    words = project.read_text(encoding="utf-8")
    project.write_text(TABLE.sub("constraint-dependencies = [\n]\n", words), encoding="utf-8")
    uv("lock", "--upgrade")
    pins = uv(*EXPORT)
    (ROOT / "requirements.lock").write_text(pins, encoding="utf-8")
    lines = "".join(f'  "{pin}",\n' for pin in sorted(set(PIN.findall(pins)), key=str.lower))
    project.write_text(TABLE.sub(f"constraint-dependencies = [\n{lines}]\n", words), encoding="utf-8")
    uv("lock")
    print(f"{lines.count(chr(10))} pins")


if __name__ == "__main__":
    main()
