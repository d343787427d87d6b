"""Evidence at desks: completed needs it, and a source cannot support what happened after its date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, AddRecord, ReportStatus
from registers import TODAY, small_register

SOURCES = {
    "OLD": ("official", "2026-01-05"),
    "EVE": ("official", "2026-02-27"),
    "MONTH": ("official", "2026-03"),
    "UNDATED": ("official", None),
    "PAPER": ("press", "2026-03-02"),
}
OWNED = {"us-1": "FW-US-01", "mx-1": "FW-MX-01"}
DAY = "2026-03-01"


@pytest.fixture(params=["us-1", "mx-1"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with closing(service.open_register(small_register(tmp_path), desk=request.param, today=TODAY)) as found:
        for name, (copy, date) in SOURCES.items():
            fields = {"id": name, "publisher": "Department", "title": name, "url": f"https://example.org/{name}"}
            found.write(AddRecord(kind="source", fields={**fields, "copy": copy, **({"date": date} if date else {})}))
        yield found


def owned(desk: Desk) -> str:
    """The commitment that the side of the desk owes."""
    return OWNED[str(desk.seat)]


def report(desk: Desk, status: str = "completed", **how: Any) -> ReportStatus:  # noqa: ANN401
    return ReportStatus(commitment=owned(desk), status=status, effective_on=DAY, said_on="2026-03-02", **how)


def grade(desk: Desk) -> str | None:
    (half,) = desk.commitment(owned(desk)).row.halves
    return half.grade


@pytest.mark.parametrize("how", [{}, {"no_evidence": True, "note": "None is needed."}, {"sources": ("PAPER",)}])
def test_completed_without_evidence_is_refused(desk: Desk, how: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        desk.plan(report(desk, **how))
    assert refused.value.problems[0].message == "Completed needs evidence"


def test_completed_with_an_official_source_is_documented(desk: Desk) -> None:
    desk.write(report(desk, sources=("MONTH",)))
    assert grade(desk) == "documented"


def test_completed_with_a_file_is_documented(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "act.txt").write_text("The act.", encoding="utf-8")
    desk.write(report(desk, evidence=(str(tmp_path / "act.txt"),)))
    assert grade(desk) == "documented"


def test_bare_address_is_claimed(desk: Desk) -> None:
    desk.write(report(desk, evidence=("https://example.org/act",)))
    assert grade(desk) == "claimed"
    assert [one.grade for one in desk.commitment(owned(desk)).evidence if one.url == "https://example.org/act"] == [
        "claimed"
    ]


@pytest.mark.parametrize("sources", [("OLD",), ("OLD", "EVE")])
def test_older_source_is_refused_with_both_dates(desk: Desk, sources: tuple[str, ...]) -> None:
    if "EVE" in sources:
        plan = desk.plan(report(desk, sources=sources))
        assert any(line.template.startswith("flagged:") for line in plan.lines)
        return
    with pytest.raises(Refused) as refused:
        desk.plan(report(desk, sources=sources))
    assert refused.value.problems[0].values == {"date": "2026-01-05", "day": DAY}


@pytest.mark.parametrize("sources", [("UNDATED",), ("MONTH",), ("MONTH", "OLD")])
def test_source_that_may_be_late_enough_is_taken(desk: Desk, sources: tuple[str, ...]) -> None:
    plan = desk.plan(report(desk, sources=sources))
    assert not any(line.template.startswith("flagged") for line in plan.lines)


def test_override_records_it_as_claimed_with_the_reason(desk: Desk) -> None:
    desk.write(report(desk, sources=("OLD",), note="Done.", override="The date is that of the draft."))
    view = desk.commitment(owned(desk))
    (half,) = view.halves
    claim = half.claim
    assert claim is not None
    assert claim.text is not None
    assert claim.text.en == "Done.\nThe date is that of the draft."
    assert grade(desk) == "claimed"


def test_override_without_an_older_source_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.plan(report(desk, sources=("MONTH",), override="For no reason."))


def test_evidence_cannot_rest_on_a_source_older_than_the_claim(desk: Desk) -> None:
    """Also where the evidence gives itself an older date."""
    desk.write(report(desk, "substantial"))
    evidence = {"commitment": owned(desk), "evidence": ("https://example.org/a",), "effective_on": "2026-01-01"}
    with pytest.raises(Refused) as refused:
        desk.plan(AddEvidence(**evidence, said_on="2026-03-05", sources=("OLD",)))  # type: ignore[arg-type]
    assert refused.value.problems[0].values == {"date": "2026-01-05", "day": DAY}
    desk.write(AddEvidence(**evidence, said_on="2026-03-05", sources=("OLD",), override="It says when."))  # type: ignore[arg-type]
    assert grade(desk) == "claimed"
    desk.write(AddEvidence(**evidence, said_on="2026-03-05", sources=("MONTH",)))  # type: ignore[arg-type]
    assert grade(desk) == "documented"


def test_row_of_a_table_without_evidence_is_taken_as_claimed_and_flagged(desk: Desk) -> None:
    plan = desk.plan(report(desk, as_data=True))
    assert any("completed without evidence" in line.template for line in plan.lines)
    desk.write(report(desk, as_data=True))
    assert grade(desk) == "claimed"
    desk.write(report(desk, as_data=True, sources=("OLD",)))
    assert grade(desk) == "claimed"
