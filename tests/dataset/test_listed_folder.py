"""The program lists the edition of the data folder that it ships, so that its records are in force at once."""

from __future__ import annotations

import pytest

from accordtrack.core.paths import shipped_data
from accordtrack.dataset.data_folder import Dataset, read_folder
from accordtrack.ledger import kinds
from accordtrack.projection.log_desks import LISTED_FOLDERS


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return read_folder(shipped_data())


def test_shipped_folder_is_listed(shipped: Dataset) -> None:
    """A changed folder needs its new digest in ``LISTED_FOLDERS``."""
    assert shipped.digest in LISTED_FOLDERS


def test_source_of_the_tariff_is_as_late_as_its_start(shipped: Dataset) -> None:
    entries = shipped.entries
    dates = {entry.body.id: entry.body.date for entry in entries if entry.kind == kinds.SOURCE.name}  # type: ignore[attr-defined]
    (row,) = (entry.body for entry in entries if getattr(entry.body, "id", None) == "tariff-us-2025-03")
    assert max(dates[name] for name in row.sources) >= row.effective_on  # type: ignore[attr-defined]
