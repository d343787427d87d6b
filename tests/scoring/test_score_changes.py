"""Why numbers changed: whatever was recorded, the points add up to the difference, and each is attributed to its act."""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types import Points, ScoreChanges
from accordtrack.types.intents import AddEvidence, Amend, Measure, ReportStatus, TakePosition
from folders import change, make_folder
from random_register import ACTS, register
from registers import TODAY, accept, small_desk
from selection import examples
from shipped_scores import shipped_desk

NUMBERS = ("delivery", "trend", "attainment")
DAYS = ("2020-01-01", "2023-12-31", "2024-03-15", "2024-03-16", "2024-07-04", "2024-07-05", "2025-02-01", TODAY)
CARDS = (None, "firearms", "US", "MX", "FW", "ATF", "FW-US-01", "FW-JT-01", "FW-JT-01#MX")
MEASURED = st.fixed_dictionaries(
    {
        "feed": st.sampled_from(("us-1", "mx-1")),
        "party": st.sampled_from(("US", "MX", "OBS")),
        "year": st.sampled_from(("2021", "2022", "2023", "2024")),
        "value": st.sampled_from(("41", "55", "70", "90")),
        "published_on": st.sampled_from(("2023-06-01", "2024-03-15", "2024-03-16", "2025-02-01")),
        "answered_on": st.sampled_from((None, "2024-03-16", "2025-02-01")),
        "stance": st.sampled_from(("concur", "dispute")),
    }
)
AMENDED = st.fixed_dictionaries(
    {
        "record": st.sampled_from(("FW-US-01", "FW-MX-01", "FW-JT-01", "guns-traced")),
        "fields": st.sampled_from(
            (
                {"agreed_on": "2024-03-16"},
                {"weight": "3"},
                {"theme": "health"},
                {"max_age_days": "400"},
                {"verifiable": "false"},
                {"verifiable": "true"},
                {"share_us": "0.2"},
            )
        ),
        "said_on": st.sampled_from(("2023-12-31", "2024-03-15")),
        "accepted_on": st.sampled_from((None, "2024-03-16", "2025-02-01")),
    }
)


def plain_numbers(desk: Desk, day: str, name: str | None) -> tuple[float, ...]:
    """The numbers of a card by an ordinary score, 0 for those that it does not have."""
    scores = desk.scores(TwoDates(day, day))
    if name is not None and name.startswith("FW-"):
        found = [one for one in scores.by_theme.commitments if name in {one.owed.commitment, one.owed.leaf.id}]
        cells = [(one.owed.weight, one.delivery.score, one.result.score) for one in found if one.result.in_scope]
        return _mean([(weight, value) for weight, value, _a in cells]), 0.0, _mean([(w, a) for w, _v, a in cells])
    by = {None: "theme", "firearms": "theme", "US": "side", "MX": "side", "FW": "framework", "ATF": "body"}[name]
    score = scores.by_group(by)
    node = score.overall if name is None else next((one for one in score.groups if one.id == name), None)
    if node is None:
        return 0.0, 0.0, 0.0
    delivery, attainment = (one and one.displayed_score for one in (node.delivery, node.attainment))
    return delivery or 0.0, (node.trend.score if node.trend else None) or 0.0, attainment or 0.0


def _mean(values: list[tuple[float, float | None]]) -> float:
    kept = [(weight, value) for weight, value in values if value is not None and weight > 0]
    total = math.fsum(weight for weight, _value in kept)
    return math.fsum(weight * value for weight, value in kept) / total if total else 0.0


def summed(changes: ScoreChanges) -> Points:
    total = Points()
    for one in changes.changes:
        total = total.plus(one.points)
    return total


def check_sums(desk: Desk, name: str | None, since: str, until: str) -> ScoreChanges:
    changes = desk.score_changes(name, since, until)
    total = summed(changes)
    before, after = plain_numbers(desk, since, name), plain_numbers(desk, until, name)
    for place, number in enumerate(NUMBERS):
        assert (getattr(changes.first, number) or 0.0) == pytest.approx(before[place], abs=1e-9), (name, number)
        assert (getattr(changes.last, number) or 0.0) == pytest.approx(after[place], abs=1e-9), (name, number)
        assert getattr(total, number) == pytest.approx(after[place] - before[place], abs=1e-9), (name, number)
    for one in changes.changes:
        assert since < one.day <= until
        if one.entries:
            parts = [entry.points.delivery for entry in one.entries]
            assert math.fsum(parts) == pytest.approx(one.points.delivery, abs=1e-12)
    return changes


def measure_and_amend(path: Path, measured: list[dict[str, Any]], amended: list[dict[str, Any]]) -> None:
    desks = {feed: service.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1")}
    for one in measured:
        other = "mx-1" if one["feed"] == "us-1" else "us-1"
        with suppress(Refused):
            found = desks[one["feed"]].write(
                Measure(
                    indicator="guns-traced",
                    value=one["value"],
                    period=f"{one['year']}-01-01..{one['year']}-12-31",
                    series="year-atf",
                    source="ATF-2023",
                    party=one["party"],
                    published_on=one["published_on"],
                )
            )
            answer(desks[other], found.hashes[0], one["answered_on"], one["stance"])
    for one in amended:
        with suppress(Refused):
            found = desks["us-1"].write(
                Amend(record=one["record"], fields=one["fields"], reason="x", said_on=one["said_on"])
            )
            answer(desks["mx-1"], found.hashes[0], one["accepted_on"], "concur")


def answer(desk: Desk, digest: str, day: str | None, stance: str) -> None:
    if day is not None:
        reason = None if stance == "concur" else "No."
        desk.write(TakePosition(target=digest, stance=stance, reason=reason, said_on=day, effective_on=day))


@examples(6)
@given(
    acts=ACTS,
    measured=st.lists(MEASURED, max_size=4),
    amended=st.lists(AMENDED, max_size=3),
    days=st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted),
    cards=st.lists(st.sampled_from(CARDS), min_size=3, max_size=3),
)
def test_points_add_up_to_the_difference_of_any_register(
    acts: list[dict[str, Any]],
    measured: list[dict[str, Any]],
    amended: list[dict[str, Any]],
    days: list[str],
    cards: list[str | None],
) -> None:
    with TemporaryDirectory() as folder:
        path = register(acts, Path(folder))
        measure_and_amend(path, measured, amended)
        with closing(service.open_register(path, today=TODAY)) as desk:
            for name in cards:
                with suppress(Refused):  # a card that a register does not have
                    check_sums(desk, name, *days)


def test_points_of_the_shipped_history_add_up_and_take_little_time() -> None:
    desk = shipped_desk()
    began = time.process_time()
    changes = desk.score_changes(None, "1999-12-31", TODAY)
    assert time.process_time() - began < 5
    assert len(changes.changes) > 50
    total, last = summed(changes), changes.last
    assert total.delivery == pytest.approx(last.delivery, abs=1e-9)
    assert total.trend == pytest.approx(last.trend, abs=1e-9)
    assert total.attainment == pytest.approx(last.attainment, abs=1e-9)
    overall = desk.scores(TwoDates(TODAY, TODAY)).by_theme.overall
    assert overall.delivery is not None
    assert overall.trend is not None
    assert last.delivery == overall.delivery.displayed_score
    assert last.trend == overall.trend.score
    assert all(len(one.entries) == 1 for one in changes.changes if one.feed == "obs-0"), "singly"
    order = [(one.day, one.entries[0].known_on or "") for one in changes.changes if one.entries]
    assert [day for day, _known in order] == sorted(day for day, _known in order)


def test_entry_that_waited_moves_numbers_when_it_is_accepted(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    proposal = desk.write(Amend(record="FW-US-01", fields={"verifiable": "false"}, reason="x", said_on="2025-01-10"))
    assert desk.score_changes("firearms", "2024-12-31", TODAY).changes == (), "it waits"
    path = tmp_path / "register.db"
    with closing(service.open_register(path, desk="mx-1", today=TODAY)) as mexico:
        mexico.write(TakePosition(target=proposal.hashes[0], stance="concur", said_on="2025-03-01"))
    changes = check_sums(desk, "firearms", "2024-12-31", TODAY)
    (moved,) = changes.changes
    (entry,) = moved.entries
    assert (moved.day, moved.feed, moved.seat, moved.provenance) == ("2025-03-01", "mx-1", "MX", "own")
    assert (entry.proposal, entry.change_class, entry.known_on) == (proposal.ids[0], "scope", "2025-03-01")
    assert (entry.kind, entry.ref) == ("commitment.amend", "FW-US-01")
    assert not entry.late, "the register did not exist when it was given"


def test_what_only_time_did_is_a_row_of_its_day(tmp_path: Path) -> None:
    """The value of 2022 becomes too old, and evidence of Mexico's expires."""
    small_desk(tmp_path).close()
    with closing(service.open_register(tmp_path / "register.db", desk="mx-1", today=TODAY)) as desk:
        dates: dict[str, Any] = {"said_on": "2026-10-20", "effective_on": "2026-10-20"}
        file = tmp_path / "acta.txt"
        file.write_text("Acta.", encoding="utf-8")
        proof = (str(file),)
        desk.write(ReportStatus(commitment="FW-MX-01", status="limited", note="x", **dates))
        desk.write(
            AddEvidence(commitment="FW-MX-01", evidence=proof, grade="documented", expires_on="2026-11-10", **dates)
        )
        changes = check_sums(desk, "firearms", "2024-03-01", TODAY)
        passed = [one for one in changes.changes if one.act is None]
        assert [one.day for one in passed] == ["2024-07-04", "2026-11-11"]
        assert all(one.classes == ("time",) and not one.entries for one in passed)
        assert passed[0].points.attainment < 0 == passed[0].points.delivery
        assert passed[1].points.delivery < 0


def test_entries_of_an_act_are_grouped_and_those_without_effect_left_out(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    dates: dict[str, Any] = {"said_on": "2026-11-20", "effective_on": "2026-11-20"}
    desk.write(
        ReportStatus(commitment="FW-US-01", status="limited", note="x", **dates),
        ReportStatus(commitment="FW-JT-01", status="limited", half="US", note="x", **dates),
        Measure(
            indicator="guns-traced",
            value="80",
            period="2025-01-01..2025-12-31",
            series="year-atf",
            source="ATF-2023",
            published_on="2026-11-20",
        ),
    )
    changes = check_sums(desk, "firearms", "2026-11-19", TODAY)
    (act,) = changes.changes
    assert [entry.change_class for entry in act.entries] == ["statement"], "the others wait or do not count"
    assert (act.feed, act.provenance, act.classes, act.late_count) == ("us-1", "own", ("statement",), 0)
    assert desk.score_changes("firearms", TODAY, TODAY).changes == ()


def test_values_of_a_folder_published_on_one_day_move_numbers_one_after_the_other(tmp_path: Path) -> None:
    data = make_folder(tmp_path / "data")
    row = "guns-traced,year-atf,2022-01-01,2022-12-31,45.50,about,,,US,documented,2023-05-31,month,final,,ATF-2023,,"
    earlier = row.replace("2022", "2021").replace("45.50", "60")
    change(data, "measurements.csv", row, f"{earlier}\n{row}")
    path = tmp_path / "register.db"
    with closing(service.create_register(path, data=data, keys=own_key_folder(path), today=TODAY)) as desk:
        changes = check_sums(desk, "FW-US-01", "2023-05-30", "2023-05-31")
        both = [(one.entries[0].known_on, one.points.attainment, len(one.entries)) for one in changes.changes]
        assert [known for known, _points, _entries in both] == ["2023-05-31", "2023-05-31"]
        assert both[0][1] > 0 > both[1][1], "60 percent of 2021 first, then 45.5 of 2022"
        assert {one.provenance for one in changes.changes} == {"third_party"}


def test_unknown_card_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    with pytest.raises(Refused, match="did you mean firearms"):
        desk.score_changes("firearm", "2024-01-01", TODAY)


def test_accepting_everything_late_leaves_nothing_unexplained(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    found = [
        desk.write(Amend(record="FW-JT-01", fields=fields, reason="x", said_on="2024-05-01"))
        for fields in ({"weight": "4"}, {"share_us": "0.9"}, {"theme": "health"}, {"agreed_on": "2025-06-01"})
    ]
    accept(tmp_path / "register.db", *(one.hashes[0] for one in found))
    with closing(sqlite3.connect(tmp_path / "register.db")) as connection:
        (waiting,) = connection.execute("SELECT COUNT(*) FROM acceptance WHERE waits <> ''").fetchone()
    assert waiting == 0
    for name in ("firearms", None, "FW-JT-01"):
        check_sums(desk, name, "2024-01-01", TODAY)
