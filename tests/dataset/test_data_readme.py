"""The page on the shipped register gives the figures that the register has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TypeVar

import pytest

from accordtrack.dataset.data_folder import DataEntry, read_folder
from accordtrack.ledger import kinds
from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import Kind
from accordtrack.vocabulary import Copy, Grade, Level, Qualifier, Responsible, TargetSetBy, TextBasis, Theme

DATA = Path(__file__).parents[2] / "data"
RESULTS = {Level.OUTCOME, Level.IMPACT}
R = TypeVar("R", bound="Record")


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join((DATA / "README.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def entries() -> tuple[DataEntry, ...]:
    return read_folder(DATA / "us-mexico-security").entries


def of(entries: tuple[DataEntry, ...], kind: Kind[R]) -> list[R]:
    return [entry.body for entry in entries if isinstance(entry.body, kind.model)]


def test_counts_match_the_folder(page: str) -> None:
    counts = read_folder(DATA / "us-mexico-security").counts
    by_side = counts["by_side"]
    assert isinstance(by_side, dict)
    rows = {
        "measures of one side": counts["commitments"],
        "in the strict sense": counts["of_kind_commitment"],
        "both sides · the United States · Mexico": f"{by_side['JOINT']} · {by_side['US']} · {by_side['MX']}",
        "| frameworks": counts["frameworks"],
        "statuses · answers · evidence": f"{counts['statuses']} · {counts['positions']} · {counts['evidence']}",
        "| indicators": counts["indicators"],
        "targets that somebody set": counts["targets"],
        "| measurements": counts["measurements"],
        "series · releases · values": "{panel_series} · {panel_releases} · {panel_rows:,}".format_map(counts),
        "between commitments and indicators": counts["links"],
        "| events": counts["events"],
        "conflicts of figures or words": counts["conflicts"],
        "published evaluations · results chains": "{evaluations} · {chains}".format_map(counts),
        "| bodies": counts["bodies"],
        "| sources": counts["sources"],
    }
    assert [row for row, count in rows.items() if f"{row} | {count} |" not in page] == []
    assert f"{counts['stated']} of the {counts['statuses']} statuses are `stated`" in page


def test_copy_counts_match_the_sources(page: str, entries: tuple[DataEntry, ...]) -> None:
    copies = Counter(source.copy_ for source in of(entries, kinds.SOURCE))
    assert [copy for copy, count in copies.items() if f"| {copy} | {count} |" not in page] == []
    official = sum(copies[copy] for copy in (Copy.OFFICIAL, Copy.ARCHIVED_OFFICIAL, Copy.JOINT_TEXT))
    assert f"Only {official} of the {copies.total()} are official" in page
    confirm = sum(measurement.confirm for measurement in of(entries, kinds.MEASUREMENT))
    assert f"There are {confirm} of them." in page
    producers = sum(source.producer is not None for source in of(entries, kinds.SOURCE))
    assert f"{producers} of the {copies.total()} sources have one." in page


def test_derived_values_are_those_of_the_page(page: str, entries: tuple[DataEntry, ...]) -> None:
    derived = [one for one in of(entries, kinds.MEASUREMENT) if one.qualifier is Qualifier.DERIVED]
    assert [(one.indicator, one.period_end) for one in derived] == [("mx-general-impunity-me", "2021-12-31")]
    assert "There is one: general impunity in 2021." in page


def test_texts_of_the_framework_of_2021_count_as_the_page_says(page: str, entries: tuple[DataEntry, ...]) -> None:
    texts = Counter(one.text_basis for one in of(entries, kinds.COMMITMENT) if one.id.startswith("BF21-"))
    assert texts == {TextBasis.US_TEXT: 19, TextBasis.BOTH_READOUTS: 5}
    assert "19 of the 24 aims in the U.S. fact sheet count as a U.S. text" in page


def test_result_indicator_counts_by_side_match_the_records(page: str, entries: tuple[DataEntry, ...]) -> None:
    about = Counter(one.side for one in of(entries, kinds.INDICATOR) if one.level in RESULTS)
    said = f"of the {about.total()} indicators of results, {about[Responsible.MX]} are about Mexico, {about[Responsible.US]} about the United"
    assert said in page
    assert f"{about[Responsible.JOINT]} about both" in page
    american = [one for one in of(entries, kinds.INDICATOR) if one.level in RESULTS and one.side is Responsible.US]
    assert not {one.theme for one in american} & {Theme.JUSTICE, Theme.VIOLENCE, Theme.GOVERNANCE}


def test_values_from_weak_copies_are_never_counted(entries: tuple[DataEntry, ...]) -> None:
    weak = {one.id for one in of(entries, kinds.SOURCE) if one.copy_ in {Copy.AGGREGATOR, Copy.PARTISAN}}
    from_weak = [one for one in of(entries, kinds.MEASUREMENT) if one.source in weak]
    assert from_weak
    assert all(one.confirm and one.grade is Grade.CLAIMED for one in from_weak)


def test_target_setters_and_joint_text_count_match_the_records(page: str, entries: tuple[DataEntry, ...]) -> None:
    assert {one.target.set_by for one in of(entries, kinds.INDICATOR) if one.target} == {TargetSetBy.US}
    texts = [one.text_basis for one in of(entries, kinds.COMMITMENT)]
    assert f"{texts.count(TextBasis.JOINT_TEXT)} of the {len(texts)} texts are joint." in page


def test_panel_releases_copied_by_hand_are_never_compared(page: str, entries: tuple[DataEntry, ...]) -> None:
    press = {one.id for one in of(entries, kinds.SOURCE) if one.copy_ is Copy.PRESS}
    releases = of(entries, kinds.PANEL_RELEASE)
    by_hand = [one for one in releases if one.source in press]
    assert by_hand
    assert all(one.confirm for one in by_hand)
    victims = [one for one in releases if one.series == "sesnsp-victims-homicidio-doloso"]
    assert f"{len(victims)} releases, August 2023 to July 2025" in page
    assert {one.rest_from for one in victims} == {None, "2025-07-20"}
