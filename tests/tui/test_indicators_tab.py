"""The Indicators tab: the values of each series, and those of a side about its own country beside them."""

from __future__ import annotations

from pathlib import Path

from accordtrack.i18n import using_language
from accordtrack.service import Desk
from accordtrack.tui.tabs import indicators
from accordtrack.types.intents import Measure
from registers import small_desk


def lines(desk: Desk, language: str) -> list[str]:
    with using_language(language):
        return [block.body.plain for block in indicators.blocks(desk.commitment("FW-US-01"))]


def test_own_value_of_a_side_stands_after_the_others_and_is_not_counted(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "mx-1")
    before = lines(desk, "en")
    period = "2025-01-01..2025-12-31"
    desk.write(Measure(indicator="guns-traced", value="70", period=period, series="year-atf", source="SSPC-2024"))
    (added,) = [line for line in lines(desk, "en") if line not in before]
    assert "Mexico's own value, not confirmed by the United States; not counted" in added
    assert "70 percent" in added
    assert any("valor propio de México" in line for line in lines(desk, "es"))


def test_derived_value_says_that_it_is_not_counted(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "mx-1")
    value = Measure(
        indicator="guns-traced",
        value="41",
        period="2025-01-01..2025-12-31",
        series="year-atf",
        source="SSPC-2024",
        qualifier="derived",
        note="45.5 less 4.5 points.",
    )
    desk.write(value)
    (added,) = [line for line in lines(desk, "en") if "derived 41 percent" in line]
    assert "from a difference, not counted" in added
    assert any("derivado 41" in line and "por diferencia, no se cuenta" in line for line in lines(desk, "es"))
