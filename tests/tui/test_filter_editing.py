"""Values put into a filter and taken out of it, in both languages."""

from __future__ import annotations

import pytest

from accordtrack.service import filter_words
from accordtrack.tui.filter_editing import Editor

ENGLISH, SPANISH = Editor(*filter_words()), Editor(*filter_words(), spanish=True)


@pytest.mark.parametrize(
    ("text", "field", "value", "after"),
    [
        ("", "side", "US", "side:US"),
        ("guns", "side", "US", "guns side:US"),
        ("side:US", "side", "MX", "side:US,MX"),
        ("side:US,MX", "side", "US", "side:MX"),
        ("side:US guns", "side", "US", "guns"),
        ("-theme:health", "theme", "health", "-theme:health theme:health"),
        ("due:<2026-12", "due", "overdue", "due:<2026-12 due:overdue"),
        ("parte:eeuu", "side", "US", ""),
        ("parte:mexico", "side", "US", "parte:mexico,US"),
        ('"side:US" x', "side", "US", '"side:US" x side:US'),
        ("status:Not-Started", "status", "not_started", ""),
        ("status:limited", "status", "completed", "status:limited status:completed"),
        ("status:limited status:completed", "status", "completed", "status:limited"),
        ("status:limited,completed x", "status", "completed", "status:limited x"),
    ],
)
def test_toggle_adds_or_removes_a_value(text: str, field: str, value: str, after: str) -> None:
    assert ENGLISH.toggle(text, field, value) == after


def test_spanish_editor_writes_spanish_terms() -> None:
    assert SPANISH.toggle("", "status", "limited") == "situacion:limitado"
    assert SPANISH.toggle("situacion:limitado", "status", "limited") == ""
    assert SPANISH.toggle("side:US", "side", "MX") == "side:US,mexico"


def test_selected_values_are_read_from_the_filter() -> None:
    assert ENGLISH.selected_values("side:US situacion:limitado,completed -theme:health x") == {
        "side": frozenset({"US"}),
        "status": frozenset({"limited", "completed"}),
    }


def test_incomplete_term_is_found_with_its_completions() -> None:
    assert ENGLISH.find_incomplete_term("guns stat") == ("", ("status:",))
    assert SPANISH.find_incomplete_term("situ") == ("", ("situacion:",))
    begun = ENGLISH.find_incomplete_term("-status:")
    assert begun is not None
    assert begun[0] == "status"
    assert "limited" in begun[1]
    assert ENGLISH.find_incomplete_term("status:x") is None
    assert ENGLISH.find_incomplete_term("status ") is None
    assert ENGLISH.find_incomplete_term("") is None
