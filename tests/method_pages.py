"""The pages of the method in both languages, cut into sections, code blocks, prose and table rows."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "method.md", "es": DOCS / "method.es.md"}
NUMBER = re.compile(r"(?<![\w.#-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")


def text(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


def section(language: str, number: int) -> str:
    parts = re.split(r"^## (\d+)\. ", text(language), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[str(number)]


def blocks(told: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```$", told, flags=re.MULTILINE | re.DOTALL)


def prose(told: str) -> str:
    return re.sub(r"^```\n.*?^```$", "", told, flags=re.MULTILINE | re.DOTALL)


def rows(told: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in told.splitlines() if line[:1] == "|"]
