"""The table of an indicator's values says below it what a value that is not exact rests on."""

from __future__ import annotations

import pytest

from accordtrack.documents.model import Table
from accordtrack.i18n import using_language
from accordtrack.site.sections import value_table
from card_factory import held
from site_factory import of_held


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "2024: Computed by this register: 22.2 less the published fall of 35.6 percent."),
        ("es", "2024: Calculado aquí: 22.2 menos la baja publicada de 35.6 %."),
    ],
)
def test_computed_value_is_marked_as_computed(language: str, note: str) -> None:
    with using_language(language):
        site = of_held(held(), language=language)
        gauge = site.held.scores.inputs.gauges["us-synthetic-opioid-rate"]
        (folded,) = value_table.collapsible_table(site, gauge, "year")
    (table,) = folded.blocks
    assert isinstance(table, Table)
    assert note in table.notes
    assert len(table.notes) == sum(1 for row in gauge.rows if row.qualifier != "exact")
