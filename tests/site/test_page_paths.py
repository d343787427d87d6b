"""Names of the site's files: the code itself where that is a name anywhere, and never another record's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.documents.model import Family
from accordtrack.site.page_paths import Index, file_name, record_path, relative_address

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", fullmatch=True)
CODES = st.text(min_size=1, max_size=120) | IDS


@given(CODES)
def test_file_name_is_valid_on_every_system(code: str) -> None:
    name = file_name(code)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._~-]*\.html", name)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert len(name) < 120


@given(IDS, st.sampled_from(["commitment", "body", "theme", "event"]))
def test_codes_that_differ_only_in_letter_case_have_different_pages(code: str, family: Family) -> None:
    """A desk of a side may add a commitment or a body under such a code alone; that stops no site."""
    codes = {code, code.lower(), code.upper(), code.swapcase()}
    assert len({record_path(family, one).casefold() for one in codes}) == len(codes)


@given(CODES, CODES)
def test_different_codes_have_different_file_names(one: str, other: str) -> None:
    if one != other:
        assert file_name(one) != file_name(other)


@pytest.mark.parametrize("code", ["CON", "con.x", "lpt1", "aux", "a/../b", "..", "a.", "a b"])
def test_code_that_is_not_a_valid_file_name_gets_a_digest(code: str) -> None:
    assert re.search(r"~[0-9a-f]{12}\.html$", file_name(code))


@pytest.mark.parametrize("code", ["BF-US-01", "BF21-1.3-A", "atf", "x_1"])
def test_plain_code_is_its_own_file_name(code: str) -> None:
    assert file_name(code) == f"{code}.html"


def test_relative_address_leads_from_folder_to_folder() -> None:
    assert relative_address("commitments/X.html", "themes/firearms.html") == "../themes/firearms.html"
    assert relative_address("index.html", "lists.html") == "lists.html"


def test_index_finds_only_records_with_a_page() -> None:
    index = Index(
        {
            "commitment": frozenset({"A"}),
            "theme": frozenset({"t"}),
            "body": frozenset(),
            "event": frozenset(),
        }
    )
    assert index.find_page("A") == "commitments/A.html"
    assert index.page_path("theme", "t") == "themes/t.html"
    assert index.page_path("body", "t") is None
    assert index.find_page("missing") is None
