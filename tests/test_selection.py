"""How many examples a property tries, a number fixed when its module is imported; which tests of a sweep are a sample."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import settings

import selection

UNNAMED, FEWER, MORE = settings(), selection.examples(8), selection.examples(300)


def test_full_run_tries_more_examples_than_a_plain_run(pytestconfig: pytest.Config) -> None:
    found = [one.max_examples for one in (UNNAMED, FEWER, MORE)]
    few, many = selection.FEW, selection.MANY
    assert found == ([many, 8, 300] if selection.is_full(pytestconfig) else [few, 8, few])
    assert [selection.limit_examples(number, "left-out") for number in (8, 300)] == [8, selection.SOME]


def cases(**values: Sequence[int]) -> list[dict[str, int]]:
    return [dict(zip(values, one, strict=True)) for one in product(*values.values())]


def test_sample_has_each_value_of_named_parameters_and_the_first_case() -> None:
    every = cases(size=range(3), language=range(2))
    found = [every[place] for place in selection.sample(every, {"size", "language"})]
    assert found == [{"size": 0, "language": 0}, {"size": 1, "language": 1}, {"size": 2, "language": 0}]


@pytest.mark.parametrize("words", [1, 2, 13])
def test_sample_has_each_combination_of_other_parameters_and_named_values_take_turns(words: int) -> None:
    every = cases(words=range(words), form=range(2), language=range(2))
    found = [every[place] for place in selection.sample(every, {"language"})]
    assert [(one["words"], one["form"]) for one in found] == list(product(range(words), range(2)))
    assert [one["language"] for one in found].count(1) == words


def test_sample_without_named_parameters_is_every_case() -> None:
    assert selection.sample(cases(words=range(4)), ()) == [0, 1, 2, 3]
