"""A review rule is a rule of recurrence as RFC 5545 writes it."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from accordtrack.ledger.fields import Recurrence, problems_of

RULE: TypeAdapter[str] = TypeAdapter(Recurrence)


@pytest.mark.parametrize("rule", ["RRULE:FREQ=YEARLY", "RRULE:FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1", "FREQ=WEEKLY"])
def test_rules_are_kept_as_written(rule: str) -> None:
    assert RULE.validate_python(rule) == rule


@pytest.mark.parametrize("rule", ["every year", "RRULE:FREQ=SOMETIMES", "FREQ=", "RRULE:FREQ=YEARLY;INTERVAL=x", "P1Y"])
def test_invalid_rule_is_refused_with_advice(rule: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RULE.validate_python(rule)
    ((_path, problem),) = problems_of(caught.value)
    assert problem.message == '"{value}" is not a recurrence rule'
    assert "RFC 5545" in problem.advice
