"""A browser of the system for tests that look at a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from programs import without_faketime

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # reporting what passes takes a third of the time
}
"""Rules of axe-core that hold for every page: WCAG 2.2 AA and best practice."""
SHORTENED = """for (const part of ['tbody tr', 'main li', '.glossary > div', '.lists > .list'])
    document.querySelectorAll(`${part}:nth-child(n+9)`).forEach(one => one.remove())"""
"""Rows of long lists are made alike: a browser needs a minute to judge thousands of them."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser for a module. Skips the tests if there is none, but fails under CI."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("no Chromium found; on Debian or Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(QUIET), env={**without_faketime()})
        yield started
        started.close()
