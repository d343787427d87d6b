"""Sites of registers in tests: built, and looked at as a folder of files."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from accordtrack import service as door
from accordtrack.types import SiteWritten
from registers import TODAY


def build(register: Path, out: Path, day: str = TODAY, **words: Any) -> SiteWritten:  # noqa: ANN401
    return door.open_register(register, today=day).build_site(out, **words)


def told(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "site.json").read_bytes())
    return found


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def pages(out: Path) -> dict[str, str]:
    return {path: raw.decode() for path, raw in files(out).items() if path.endswith(".html")}


def assert_whole(out: Path) -> None:
    """Every file is that of the manifest, and no other is there."""
    found = files(out)
    found.pop("site.json")
    assert {path: {"sha256": sha256(raw).hexdigest(), "bytes": len(raw)} for path, raw in found.items()} == told(out)[
        "files"
    ]


def beside(out: Path) -> list[str]:
    """What is left in the folder around it from building it."""
    return sorted(one.name for one in out.parent.iterdir() if one.name.startswith("."))
