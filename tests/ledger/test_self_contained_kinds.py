"""Kinds whose bodies name no other entry are judged by the commitment alone: no model of theirs lets one be named."""

from __future__ import annotations

import pytest

from accordtrack.ledger import context
from accordtrack.ledger.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(context.SELF_CONTAINED_KINDS))
def test_self_contained_kinds_name_no_other_entry(kind: str) -> None:
    fields = KINDS[kind].model.model_fields
    texts = [name for name in context._NAMING if name in fields and "Target" not in str(fields[name].annotation)]
    assert texts == []
    assert "speaker_body" not in fields


@pytest.mark.parametrize("kind", sorted(context.KINDS_WITHOUT_COMMITMENT))
def test_kinds_without_commitment_have_no_commitment_fields(kind: str) -> None:
    assert kind in context.SELF_CONTAINED_KINDS
    assert not {"commitment", "responsible_side", "handling"} & KINDS[kind].model.model_fields.keys()
