"""The Score tab and the first table: the reader's own country first, no label and no name of a theme cut."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui.tabs import commitment_score, scores
from accordtrack.wording import label
from shipped_scores import shipped_desk

SIDE_ORDER = {"en": ["US", "MX"], "es": ["MX", "US"]}


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    spoken: str = request.param
    return spoken


def test_halves_follow_the_side_order_of_the_language(language: str) -> None:
    with i18n.using_language(language):
        found = [block.body.plain for block in commitment_score.blocks(shipped_desk().scores(), "BF21-1.3-A")]
        heads = [found.index(label("side", side)) for side in SIDE_ORDER[language]]
        assert heads == sorted(heads)


def test_sum_labels_are_not_cut(language: str) -> None:
    with i18n.using_language(language):
        blocks = commitment_score.blocks(shipped_desk().scores(), "BF21-1.3-A")
        labelled = [block for block in blocks if block.label is not None and block.label.plain.strip()]
        assert tr("progress toward agreed targets") in {
            block.label.plain for block in labelled if block.label is not None
        }
        assert all(block.label is not None and block.label.cell_length < block.indent for block in labelled)


def test_uncertainty_theme_names_are_not_cut(language: str) -> None:
    with i18n.using_language(language):
        held = shipped_desk().scores()
        drawn = {"delivery": held.estimate_uncertainty(held.by_theme, number="delivery", draws=20)}
        blocks = [block for block in scores.uncertainty_blocks(held, drawn, 20) if block.label is not None]
        assert all(block.label.cell_length < block.indent for block in blocks if block.label.plain)


@pytest.mark.sweep
@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_theme_names_are_not_cut_at_any_width(language: str, width: int) -> None:
    with i18n.using_language(language):
        held = shipped_desk().scores()
        lines = [one.body.plain for one in scores.blocks(held, held.by_theme, set(), width) if one.key]
        assert len(lines) > len(held.by_theme.groups)
        assert not any("…" in line for line in lines[: len(held.by_theme.groups) + 1])
