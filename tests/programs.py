"""Programs of the system that some tests need: elsewhere they are skipped, where everything is checked they must be there."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "soffice": "libreoffice-writer libreoffice-calc",
    "chromium": "chromium",
    "sha256sum": "coreutils",
    "ssh-keygen": "openssh-client",
    "openssl": "openssl",
}
"""Their packages on Debian."""


def without_faketime() -> dict[str, str]:
    """The environment without libfaketime, under which Chromium hangs, and which opens a file in place of a closed stream."""
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}


def needed(name: str) -> str:
    """The path of a program. Without it, skips, or fails if ``CI`` is set, and says how to install it."""
    found = shutil.which(name)
    if found is None:
        said = f"{name} is missing: apt-get install {PACKAGES[name]}"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found
