"""Every status is declared once and can be told from every other."""

from __future__ import annotations

import pytest

from accordtrack.statuses import BY_RANK, DEFINITIONS, Status


def test_each_status_has_one_definition() -> None:
    assert [one.status for one in DEFINITIONS] == list(Status)


@pytest.mark.parametrize("name", ["label", "meaning", "letter", "mark"])
def test_status_labels_and_marks_are_unique(name: str) -> None:
    values = [getattr(one, name) for one in DEFINITIONS]
    assert len(set(values)) == len(values)


def test_ranks_have_no_gap() -> None:
    assert [status.rank for status in BY_RANK] == list(range(len(Status)))
