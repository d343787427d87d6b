"""Names of the site's files: the code itself where that is a name anywhere, and never another record's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.site.page_paths import Index, file_name, relative

CODES = st.text(min_size=1, max_size=120) | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", fullmatch=True)


@given(CODES)
def test_a_name_is_one_everywhere(code: str) -> None:
    name = file_name(code)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\.html", name)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert len(name) < 120


@given(CODES, CODES)
def test_no_two_codes_share_a_name(one: str, other: str) -> None:
    if one != other:
        assert file_name(one) != file_name(other)


@pytest.mark.parametrize("code", ["CON", "con.x", "lpt1", "aux", "a/../b", "..", "a.", "a b"])
def test_what_is_no_name_gets_a_digest(code: str) -> None:
    assert re.search(r"-[0-9a-f]{12}\.html$", file_name(code))


@pytest.mark.parametrize("code", ["BF-US-01", "BF21-1.3-A", "atf", "x_1"])
def test_a_plain_code_is_its_own_name(code: str) -> None:
    assert file_name(code) == f"{code}.html"


def test_addresses_lead_from_folder_to_folder() -> None:
    assert relative("commitments/X.html", "themes/firearms.html") == "../themes/firearms.html"
    assert relative("index.html", "lists.html") == "lists.html"


def test_only_records_that_have_a_page_are_found() -> None:
    index = Index(
        {
            "commitment": frozenset({"A"}),
            "theme": frozenset({"T"}),
            "body": frozenset(),
            "event": frozenset(),
        }
    )
    assert index.find("A") == "commitments/A.html"
    assert index.of("theme", "T") == "themes/T.html"
    assert index.of("body", "T") is None
    assert index.find("missing") is None
