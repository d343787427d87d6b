"""The page on the shipped register gives the figures that the register has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from accordtrack.register.dataset import read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[2] / "data"
RESULTS = {"outcome", "impact"}

Bodies = dict[str, list["Mapping[str, Any]"]]


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join((DATA / "README.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    found: Bodies = {}
    for entry in read_folder(DATA / "us-mexico-security").entries:
        found.setdefault(entry.kind, []).append(entry.body)
    return found


def test_counts_are_those_of_the_folder(page: str) -> None:
    counts = read_folder(DATA / "us-mexico-security").counts
    by_side = counts["by_side"]
    assert isinstance(by_side, dict)
    rows = {
        "measures of one side": counts["commitments"],
        "in the strict sense": counts["of_kind_commitment"],
        "by the United States · by Mexico": f"{by_side['JOINT']} · {by_side['US']} · {by_side['MX']}",
        "frameworks they stand in": counts["frameworks"],
        "statuses · answers · evidence": f"{counts['statuses']} · {counts['positions']} · {counts['evidence']}",
        "| indicators": counts["indicators"],
        "targets that somebody set": counts["targets"],
        "| measurements": counts["measurements"],
        "between commitments and indicators": counts["links"],
        "| events": counts["events"],
        "conflicts of figures or words": counts["conflicts"],
        "| bodies": counts["bodies"],
        "| sources": counts["sources"],
    }
    assert [row for row, count in rows.items() if f"{row} | {count} |" not in page] == []
    assert f"{counts['stated']} of the {counts['statuses']} statuses are `stated`" in page


def test_copies_are_those_of_the_sources(page: str, bodies: Bodies) -> None:
    copies = Counter(source["copy"] for source in bodies["source.add"])
    assert [copy for copy, count in copies.items() if f"| {copy} | {count} |" not in page] == []
    official = sum(copies[copy] for copy in ("official", "archived_official", "joint_text"))
    assert f"Only {official} of the {copies.total()} are official" in page
    confirm = sum(measurement["confirm"] for measurement in bodies["measurement.add"])
    assert f"There are {confirm} of them." in page


def test_whom_the_results_are_about(page: str, bodies: Bodies) -> None:
    about = Counter(one["side"] for one in bodies["indicator.add"] if one["level"] in RESULTS)
    said = (
        f"of the {about.total()} indicators of results, {about['MX']} are about Mexico, {about['US']} about the United"
    )
    assert said in page
    assert f"{about['JOINT']} about both" in page
    themes = {one["theme"] for one in bodies["indicator.add"] if one["level"] in RESULTS and one["side"] == "US"}
    assert not themes & {"justice", "violence", "governance"}


def test_what_a_weak_copy_says_is_never_counted(bodies: Bodies) -> None:
    weak = {one["id"] for one in bodies["source.add"] if one["copy"] in {"aggregator", "partisan"}}
    from_weak = [one for one in bodies["measurement.add"] if one["source"] in weak]
    assert from_weak
    assert all(one["confirm"] and one["grade"] == "claimed" for one in from_weak)


def test_who_set_the_targets_and_which_texts_are_joint(page: str, bodies: Bodies) -> None:
    assert {one["target"]["set_by"] for one in bodies["indicator.add"] if one["target"]} == {"US"}
    joint = sum(one["text_basis"] == "joint_text" for one in bodies["commitment.add"])
    assert f"{joint} of the {len(bodies['commitment.add'])} texts are joint ones" in page
