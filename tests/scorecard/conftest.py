"""Scorecards are made in a language that is named; what is read beside them is English."""

from __future__ import annotations

import pytest

from accordtrack import i18n


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.use("en")
