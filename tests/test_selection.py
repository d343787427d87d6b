"""How many examples a property tries; the number is fixed when its module is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings

import selection

if TYPE_CHECKING:
    import pytest

UNNAMED, FEWER, MORE = settings(), selection.examples(8), selection.examples(300)


def test_full_run_tries_more_examples_than_a_plain_run(pytestconfig: pytest.Config) -> None:
    found = [one.max_examples for one in (UNNAMED, FEWER, MORE)]
    few, many = selection.FEW, selection.MANY
    assert found == ([many, 8, 300] if selection.is_full(pytestconfig) else [few, 8, few])
