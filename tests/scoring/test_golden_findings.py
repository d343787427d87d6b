"""The answer on a frozen copy of the shipped data, word for word in both languages.

``findings_data.tar.xz`` holds the data folder. ``--snapshot-update`` writes the answer again.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from accordtrack import service
from accordtrack.i18n import LANGUAGES, using_language
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.text import findings as words
from shared import once
from shipped_scores import TODAY

DATA = Path(__file__).with_name("findings_data.tar.xz")


def _make(folder: Path) -> None:
    with tarfile.open(DATA) as archive:
        archive.extractall(folder / "data", filter="data")
    service.create_register(folder / "register.db", desk="us-1", data=folder / "data", today=TODAY)


def frozen() -> ScoreAccess:
    return service.open_register(once("findings", _make) / "register.db", desk="us-1", today=TODAY).scores(None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_is_word_for_word_the_golden_one(language: str, snapshot: SnapshotAssertion) -> None:
    scores = frozen()
    with using_language(language):
        told = {"short": words.in_short(scores, scores.finding), "whole": words.about_whole(scores, scores.finding)}
        told |= {one.paths.id: words.about_theme(scores, one) for one in scores.finding.themes}
    assert told == snapshot
