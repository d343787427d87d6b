"""Grades under dual control: what a desk, an observer and the data folder can make of a claim."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState
from accordtrack.projection.grades import Cited, CitedSource, days_too_old
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.store.items import Item
from items import Told

OTHER = {"US": "MX", "MX": "US"}
DAY = "2024-06-30"
SOURCES = {
    "off": CitedSource("official", "2024-07-01", "Department"),
    "old": CitedSource("official", "2024-05-01", "Department"),
    "eve": CitedSource("official", "2024-06-29", "Department"),
    "undated": CitedSource("official", None, "Department"),
    "press": CitedSource("press", "2024-07-02", "Reuters"),
    "press2": CitedSource("press", "2024-07", "El Universal"),
    "same": CitedSource("research", "2024-08-01", "reuters"),
    "owner": CitedSource("press", "2024-07-03", "Owner Body"),
    "aggregator": CitedSource("aggregator", "2024-07-03", "Digest"),
    "partisan": CitedSource("partisan", "2024-07-03", "Party"),
}
NAMES = {"US": frozenset({"owner body"}), "MX": frozenset({"owner body"})}
"""The names of each side's bodies, which every entry had seen."""
FILE = {"digest": "0" * 64, "size": 1, "name": "a.pdf"}


class Case(Told):
    """A commitment with a claim of its owner; entries can cite sources and files."""

    def changed(self, item: Item[Any], **fields: object) -> Item[Any]:
        self.items[-1] = item.with_body(item.body.model_copy(update=fields))
        return self.items[-1]

    def claim(
        self,
        owner: str,
        status: str = "completed",
        *,
        sources: tuple[str, ...] = (),
        grade: str = "claimed",
        official: bool = True,
    ) -> Item[Any]:
        return self.changed(self.status(owner, status, DAY, grade=grade, official=official), sources=sources)

    def document(
        self,
        speaker: str,
        claim: Item[Any],
        *,
        feed: str | None = None,
        grade: str = "documented",
        sources: tuple[str, ...] = (),
        file: bool = False,
        body: str | None = None,
    ) -> Item[Any]:
        item = self.evidence(speaker, grade, supports=[claim], on="2024-07-10")
        fields = {**item.body.model_dump(by_alias=True, mode="json"), "sources": list(sources), "speaker_body": body}
        fields |= {"file": FILE if file else None}
        if feed is not None:
            self.items.pop()
            self.seqs[item.feed] -= 1
            fields["id"] = f"{feed}-{self.seqs.get(feed, 0) + 1}"
            return self.said("evidence.add", fields, feed=feed, official=False)
        record = type(item.body).model_validate(fields)
        self.items[-1] = item.with_body(record)
        return self.items[-1]

    def half(self, *, rules: int = 2) -> HalfState:
        from accordtrack.projection.fold import fold  # noqa: PLC0415
        from accordtrack.store.items import without_retracted  # noqa: PLC0415

        state = fold(without_retracted(self.judged(rules)), rules=rules, cited=cited(self))
        assert state is not None
        return state.halves[0]


def cited(told: Told) -> Cited:
    """What the entries of a case cite."""
    return Cited(SOURCES, frozenset({"AUDITOR"}), {item.hash: NAMES for item in told.items})


@pytest.fixture(params=["US", "MX"])
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("sources", "grade"),
    [
        ((), "claimed"),
        (("off",), "documented"),
        (("off", "press", "press2"), "documented"),
        (("press", "press2"), "claimed"),
        (("old",), "claimed"),
        (("eve",), "documented"),
        (("undated",), "claimed"),
        (("aggregator", "partisan"), "claimed"),
        (("unknown",), "claimed"),
    ],
)
def test_side_s_own_statement_is_documented_by_an_official_copy_alone(
    owner: str, sources: tuple[str, ...], grade: str
) -> None:
    told = Case(owner)
    told.claim(owner, sources=sources)
    assert told.half().grade == grade
    assert told.half(rules=1).grade == "claimed"


@pytest.mark.parametrize(
    ("how", "grade"),
    [
        ({}, "claimed"),  # a bare address
        ({"file": True}, "documented"),
        ({"sources": ("off",)}, "documented"),
        ({"sources": ("press",)}, "claimed"),
        ({"sources": ("old",)}, "claimed"),
        ({"file": True, "grade": "claimed"}, "claimed"),
    ],
)
def test_side_s_own_evidence(owner: str, how: dict[str, Any], grade: str) -> None:
    told = Case(owner)
    told.document(owner, told.claim(owner), **how)
    assert told.half().grade == grade


@pytest.mark.parametrize("speaker", ["OBS", "other"])
def test_what_a_side_records_for_others_raises_nothing_until_it_is_accepted(owner: str, speaker: str) -> None:
    told = Case(owner)
    said_by = OTHER[owner] if speaker == "other" else speaker
    claim = told.claim(owner)
    evidence = told.document(
        said_by, claim, feed=f"{owner.lower()}-1", grade="verified", sources=("off", "press"), body="AUDITOR"
    )
    assert told.half().grade == "claimed"
    told.position(OTHER[owner], evidence, on="2024-07-11")
    assert told.half().grade == "corroborated"


def test_counterpart_s_own_evidence_corroborates_once_the_owner_accepts_it(owner: str) -> None:
    told = Case(owner)
    evidence = told.document(OTHER[owner], told.claim(owner), file=True)
    assert told.half().grade == "claimed"
    told.position(owner, evidence, on="2024-07-11")
    assert told.half().grade == "corroborated"


@pytest.mark.parametrize(
    ("how", "grade"),
    [
        ({"grade": "verified", "sources": ("off",), "body": "AUDITOR"}, "verified"),
        ({"grade": "verified", "sources": ("off",), "body": "PRESS"}, "documented"),
        ({"grade": "verified", "sources": ("off", "press"), "body": "PRESS"}, "corroborated"),
        ({"grade": "verified", "body": "AUDITOR"}, "claimed"),
        ({"grade": "verified", "file": True, "body": "AUDITOR"}, "documented"),
        ({"grade": "verified", "sources": ("old",), "body": "AUDITOR"}, "claimed"),
        ({"grade": "corroborated", "sources": ("press", "press2")}, "corroborated"),
        ({"grade": "corroborated", "sources": ("press", "same")}, "documented"),
        ({"grade": "corroborated", "sources": ("press", "owner")}, "documented"),
        ({"grade": "corroborated", "sources": ("press", "aggregator")}, "documented"),
        ({"grade": "documented", "sources": ("press", "press2")}, "documented"),
    ],
)
def test_admitted_observer_s_evidence(owner: str, how: dict[str, Any], grade: str) -> None:
    told = Case(owner)
    told.document("OBS", told.claim(owner), feed="obs-1", **how)
    assert told.half().grade == grade


def test_entries_of_the_data_folder_keep_their_grades(owner: str) -> None:
    told = Case(owner)
    claim = told.claim(owner, official=False, grade="documented")
    assert told.half().grade == "documented"
    told.document("OBS", claim, feed="obs-0", grade="verified")
    assert told.half().grade == "verified"


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ((), 0),
        (("2024-06-30",), 0),
        (("2024-06",), 0),
        (("2024",), 0),
        ((None,), 0),
        (("2024-06-29",), 1),
        (("2024-05",), 30),
        (("2024-05", "2024-06-28"), 2),
        (("2023", None), 0),
    ],
)
def test_a_month_or_a_year_counts_from_its_last_day(dates: tuple[str | None, ...], days: int) -> None:
    assert days_too_old([CitedSource("official", date, "x") for date in dates], DAY) == days


def _flags(told: Case, *, rules: int = 2) -> tuple[str, ...]:
    from accordtrack.projection.fold import fold  # noqa: PLC0415

    state = fold(told.judged(rules), DAY, rules=rules, cited=cited(told))
    assert state is not None
    at = TwoDates("2026-01-01", "2026-01-01")
    facts = Facts(None, {"FW-01": state}, {}, {}, (), {}, {}, {}, {}, {}, rules=rules)
    (owed,) = build_inputs(facts, at, standard_method()).owed
    return tuple(owed.leaf.indicators[0].marks)


def test_completed_without_evidence_is_flagged(owner: str) -> None:
    told = Case(owner)
    claim = told.claim(owner)
    assert "NO_EVIDENCE" in _flags(told)
    assert "NO_EVIDENCE" not in _flags(told, rules=1)
    told.document(owner, claim)
    assert "NO_EVIDENCE" not in _flags(told)
    begun = Case(owner)
    begun.claim(owner, "limited")
    assert "NO_EVIDENCE" not in _flags(begun)


@pytest.mark.parametrize(
    ("sources", "flagged"), [(("old",), True), (("eve",), True), (("eve", "off"), False), (("undated",), False)]
)
def test_statement_is_flagged_if_everything_it_cites_is_older(
    *, owner: str, sources: tuple[str, ...], flagged: bool
) -> None:
    told = Case(owner)
    told.claim(owner, sources=sources)
    assert ("SOURCE_OLDER" in _flags(told)) is flagged
    assert "SOURCE_OLDER" not in _flags(told, rules=1)
