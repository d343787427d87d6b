"""The lines of several plans in one preview: those of the first, and how each other plan departs from it."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.tui.dialogs.write_preview import preview_text
from accordtrack.types import Line, Plan

VOICE = Line("Official, signed by {desk}", {"desk": "us-1"})
FORCE, WITH, STAYS = (
    Line("It comes into force"),
    Line("It comes into force with {id}, which waits", {"id": "FW-1"}),
    Line("It stays out of force"),
)


def preview(*lines: tuple[Line, ...]) -> list[str]:
    plans = [Plan(VOICE, found, 1) for found in lines]
    return preview_text(plans, [f"FW-{n}" for n in range(1, len(plans) + 1)]).plain.splitlines()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "For FW-2: It comes into force with FW-1, which waits"),
        ("es", "Para FW-2: Entra en vigor junto con FW-1, que está en espera"),
    ],
)
def test_another_plan_is_a_sentence_about_its_record(language: str, said: str) -> None:
    with i18n.using_language(language):
        assert preview((FORCE,), (WITH,))[0] == said


def test_several_plans_that_differ_alike_are_one_line() -> None:
    assert preview((FORCE,), (STAYS,), (STAYS,))[0] == "For FW-2, FW-3 (2 rows): It stays out of force"


def test_a_plan_with_fewer_lines_says_so() -> None:
    assert preview((FORCE, STAYS), (FORCE,))[0] == "For FW-2: only part of this"
