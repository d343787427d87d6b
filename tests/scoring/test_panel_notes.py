"""Sentences about panel data: whose cells, how many are named, and which are missing; in both languages, without a cause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack import i18n
from accordtrack.ledger.kinds import PANEL_RELEASE, PANEL_SERIES, POSITION_TAKE, release_id
from accordtrack.projection.facts import PanelRecords
from accordtrack.text import panel_notes
from shipped_scores import shipped_desk

SERIES = PANEL_SERIES.decode_values(
    {
        "id": "homicides",
        "title": {"en": "victims of homicide", "es": "víctimas de homicidio"},
        "publisher": "SSPC",
        "registry": "A registry",
        "measure": "count",
        "period": "month",
        "direction": "decrease",
    }
)
RELEASE = PANEL_RELEASE.decode_values(
    {
        "series": "homicides",
        "released_on": "2025-03-20",
        "class": "revised",
        "source": "SSPC-2024",
        "rows": 1,
        "first": "2025-01-01",
        "last": "2025-01-31",
        "file": {"digest": "0" * 64, "size": 1, "name": "one.csv"},
    }
)


def disputed(*cells: dict[str, str], speaker: str = "MX") -> PanelRecords:
    answer = POSITION_TAKE.decode_values(
        {
            "id": "mx-1-1",
            "answers": "0" * 64,
            "speaker": speaker,
            "stance": "dispute",
            "effective_on": "2025-04-01",
            "said_on": "2025-04-01",
            "cells": list(cells),
        }
    )
    return PanelRecords({"homicides": SERIES}, (RELEASE,), disputes={release_id(RELEASE): (answer,)})


@pytest.mark.parametrize(
    ("language", "side", "said"),
    [
        ("en", "MX", "Mexico disputes one cell of the release of 2025-03-20 (victims of homicide): Sinaloa 2025-01."),
        ("es", "US", "Estados Unidos discrepa de una celda de la publicación del 2025-03-20 (víctimas de homicidio):"),
    ],
)
def test_dispute_names_side_release_and_cell(language: str, side: str, said: str) -> None:
    with i18n.using_language(language):
        (note,) = panel_notes.dispute_notes(disputed({"place": "MX-SIN", "period": "2025-01"}, speaker=side), RELEASE)
    assert note.startswith(said)


def test_long_list_of_cells_is_cut_and_counted() -> None:
    many = [{"place": "MX-SIN", "period": f"{year}-01", "value": "7"} for year in range(2001, 2001 + 14)]
    (note,) = panel_notes.dispute_notes(disputed(*many), RELEASE)
    assert note.startswith("Mexico disputes 14 cells")
    assert note.endswith("Sinaloa 2012-01 (proposes 7); 2 more.")


def test_hostile_place_is_shown_as_text() -> None:
    (note,) = panel_notes.dispute_notes(disputed({"place": "<b>\u202eMX", "period": "2025-01"}), RELEASE)
    assert "\u202e" not in note


def test_cells_that_are_missing_are_told_for_the_place_of_the_event() -> None:
    scores = shipped_desk().scores()
    study = scores.event_study("ev-zambada-2024")
    assert panel_notes.event_notes(scores, study) == []
    unequal = (("MX-SIN", "2024-09-01"), ("MX-JAL", "2024-09-01"))
    scores.__dict__["outcomes"] = tuple(
        replace(one, unequal=unequal) for one in scores.outcomes if one.name == "homicide"
    )
    assert panel_notes.event_notes(scores, study) == [
        "Missing, as two releases of one day give different values: victims of intentional homicide, 2024-09-01."
    ]
