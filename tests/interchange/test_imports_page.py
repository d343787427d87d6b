"""The page on imports lists every column of every table, in both languages, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from accordtrack.interchange.columns import FORMS, ImportTable

PAGE = Path(__file__).parents[2] / "docs" / "imports.md"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_imports_page_lists_every_column(form: ImportTable) -> None:
    text = PAGE.read_text(encoding="utf-8")
    part = text.partition(f"## {form.en} · {form.es}\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+?) \| (yes )?\|", part, re.MULTILINE)
    assert [(name, es, needed == "yes ") for name, es, _holds, needed in listed] == [
        (column.name, column.es, column.required) for column in form.columns
    ]
    for (_name, _es, holds, _needed), column in zip(listed, form.columns, strict=True):
        assert column.words is None or re.findall(r"`([^`]+)`", holds) == [word.value for word in column.words]
