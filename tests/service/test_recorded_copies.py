"""Late entries, numbers as recorded by a day or a checkpoint, and what explains that a scorecard differs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core import dates
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.documents import json_file, render, render_annexes
from accordtrack.ledger import log_prefix
from accordtrack.ledger.entry import Envelope
from accordtrack.ledger.late_entries import NEVER, is_late
from accordtrack.ledger.log_prefix import RecordedBy
from accordtrack.scorecard.request import ScorecardRequest, from_json
from accordtrack.service import Desk
from accordtrack.service.maintenance.recorded_copy import as_recorded
from accordtrack.types import FeedHead, WriteResult
from accordtrack.types.intents import Amend, Measure, ReportStatus, Retract, TakePosition
from registers import TODAY, small_register

NOW = TwoDates("2027-12-31", "2027-12-31")


class Desks:
    """Both sides' desks at a register, each writing on a day of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.path, self._patch = small_register(folder), patch

    def at(self, feed: str, day: str = TODAY) -> Desk:
        year, month, date = map(int, day.split("-"))
        self._patch.setattr(dates, "current_time", lambda: datetime(year, month, date, 12, tzinfo=UTC))
        return service.open_register(self.path, desk=feed, today=day)

    def write(self, feed: str, day: str, *intents: Any) -> WriteResult:  # noqa: ANN401
        with closing(self.at(feed, day)) as desk:
            return desk.write(*intents)


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    return Desks(tmp_path, monkeypatch)


def report(status: str, on: str, commitment: str = "FW-US-01") -> ReportStatus:
    return ReportStatus(commitment=commitment, status=status, note="x", said_on=on, effective_on=on)


def delivery(desk: Desk, recorded_by: RecordedBy | None = None) -> float | None:
    node = desk.scores(NOW, recorded_by=recorded_by).by_theme.overall.delivery
    return node.displayed_score if node else None


def heads(desk: Desk) -> RecordedBy:
    with desk._db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT feed, MAX(seq), hash FROM entry GROUP BY feed ORDER BY feed").all()
    return RecordedBy(None, tuple(FeedHead(feed, seq, digest) for feed, seq, digest in rows))


# Late entries


@pytest.mark.parametrize(
    ("seat", "at", "said_on", "began", "late"),
    [
        ("US", "2026-03-04T00:00:00Z", "2026-02-01", "2025-01-01", True),
        ("US", "2026-03-03T23:59:59Z", "2026-02-01", "2025-01-01", False),
        ("MX", "2026-03-04T00:00:00Z", "2026-02-01", "2026-02-01", True),
        ("MX", "2026-03-04T00:00:00Z", "2026-02-01", "2026-02-02", False),
        ("OBS", "2026-03-04T00:00:00Z", "2026-02-01", "2025-01-01", False),
        ("US", "2026-03-04T00:00:00Z", "2026-02-01", NEVER, False),
        ("US", "soon", "2026-02-01", "2025-01-01", False),
        ("US", "2026-03-04T00:00:00Z", None, "2025-01-01", False),
        ("US", "2026-03-04T00:00:00Z", "2026-02", "2025-01-01", False),
    ],
)
def test_late_entry_is_recorded_more_than_30_days_later_in_a_register_of_that_day(
    seat: str, at: str, said_on: str | None, began: str, *, late: bool
) -> None:
    assert is_late(seat, at, said_on, began) is late


def test_late_entries_are_flagged_in_every_list_and_counted_on_cards(desks: Desks) -> None:
    desks.write("us-1", "2026-12-20", report("limited", "2026-12-01"))
    desks.write("us-1", "2027-03-01", report("substantial", "2026-12-02"))
    desk = desks.at("us-1", "2027-03-02")
    view = desk.commitment("FW-US-01")
    assert [one.late for one in view.statements if one.feed == "us-1"] == [True, False]
    assert [one.late for one in desk.history("FW-US-01").entries if one.feed == "us-1"] == [True, False]
    folder = [one for one in desk.history("FW-US-01").entries if one.feed == "obs-0"]
    assert {one.compiled_on for one in folder} == {desk.info().facts_until}
    assert not any(one.late for one in folder)
    score = desk.scores(NOW).by_theme
    assert (score.overall.late, {one.id: one.late for one in score.groups}["firearms"]) == (1, 1)
    assert desk.scores(NOW).as_json(score)["overall"]["late_entries"] == 1
    card = desk.scorecard(ScorecardRequest("2027-03-02", "2027-03-02", "parties", "es"))
    assert "asientos tardíos" in render_annexes(card, "md").decode()
    first = desk.scorecard(ScorecardRequest("2027-03-02", "2027-03-02", "parties", "en", rules=1))
    assert "late_entries" not in first.data["overall"]
    assert "late entries" not in render_annexes(first, "md").decode()


# As recorded


def envelope(feed: str, seq: int, at: str, **heads: int) -> Envelope:
    """An entry recorded on a day, whose desk had seen these entries."""
    seen = tuple((name.replace("_", "-"), last, "0" * 64) for name, last in heads.items())
    rest = {"kid": "0" * 16, "by": "x", "act": "0", "kind": "note.add", "ref": "x", "handling": "TLP:CLEAR"}
    return Envelope(v=2, feed=feed, seq=seq, prev=None, lc=seq, at=f"{at}T00:00:00Z", **rest, body_hash="", heads=seen)


def test_a_day_takes_each_feed_up_to_the_first_entry_recorded_later() -> None:
    told = [envelope("us-1", 1, "2026-01-01"), envelope("us-1", 2, "2026-05-01"), envelope("us-1", 3, "2026-01-02")]
    told += [envelope("us-1", 4, "2026-02-01"), envelope("mx-1", 1, "2026-03-01")]
    assert RecordedBy("2026-01-31").last_entries(told) == {"us-1": 1}, "whatever a later entry says of its day"
    assert RecordedBy("2026-01-31").last_entries(told, to_last=True) == {"us-1": 3}, "as under rules 1"
    assert RecordedBy("2025-12-31").last_entries(told) == {}
    assert RecordedBy(None, (FeedHead("mx-1", 1, "0" * 64),)).last_entries(told) == {"mx-1": 1}


def test_an_entry_that_had_seen_what_was_recorded_later_was_recorded_later() -> None:
    told = [envelope("us-1", 1, "2026-01-01"), envelope("us-1", 2, "2026-05-01")]
    told += [envelope("us-2", 1, "2026-01-02", us_1=2), envelope("mx-1", 1, "2026-01-03", us_1=1)]
    told += [envelope("mx-1", 2, "2026-01-03", us_1=1, us_2=1)]
    assert RecordedBy("2026-01-31").last_entries(told) == {"us-1": 1, "mx-1": 1}


@pytest.mark.parametrize(
    "value",
    [
        {"day": "2026-13-01", "heads": []},
        {"day": None, "heads": []},
        {"day": "2026-01-01", "heads": [{"feed": "us-1", "entries": 1, "head": "0"}]},
        {"day": None, "heads": [{"feed": "us-1", "entries": True, "head": "0"}]},
        {"day": None, "heads": [{"feed": "us-1", "entries": 0, "head": "0"}]},
        {"day": None, "heads": [{"feed": "us-1", "entries": 1}]},
        {"day": None, "heads": ["us-1"]},
        {"day": "2026-01-01", "heads": [], "more": 1},
        "2026-01-01",
        7,
    ],
)
def test_invalid_prefix_in_a_file_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no "):
        log_prefix.from_json(value)
    asked = {**ScorecardRequest(TODAY, TODAY, "public", "en").as_json(), "recorded_by": value}
    with pytest.raises(Refused):
        from_json(asked)


def test_prefix_sees_no_later_entry(desks: Desks, tmp_path: Path) -> None:
    """Neither a later statement, nor a later concurrence with what was waiting, nor a later retraction."""
    said = desks.write("us-1", "2026-11-26", report("limited", "2026-11-26"))
    asked = desks.write(
        "us-1", "2026-11-27", Amend(record="FW-US-01", fields={"verifiable": "false"}, reason="x", said_on="2026-11-27")
    )
    desk = desks.at("us-1", "2026-11-28")
    before, exact = delivery(desk), heads(desk)
    desk.write_checkpoint(tmp_path / "note")
    desks.write("mx-1", "2027-01-10", TakePosition(target=asked.hashes[0], stance="concur", said_on="2026-11-28"))
    desks.write("us-1", "2027-01-11", Retract(entry=said.hashes[0], reason="x"), report("reversed", "2026-11-27"))
    desk = desks.at("us-1", "2027-02-01")
    assert delivery(desk) != before
    named = desk.parse_recorded_by(str(tmp_path / "note"))
    assert named == exact
    for recorded_by in (exact, RecordedBy("2026-12-31"), desk.parse_recorded_by("2026-12")):
        assert delivery(desk, recorded_by) == before
        with as_recorded(desk._db, recorded_by) as copy:
            waits = copy.exec_driver_sql("SELECT waits, accepted FROM acceptance").all()
            assert waits == [("MX", None)]
            last = copy.exec_driver_sql("SELECT MAX(at) FROM entry").scalar_one()
            assert last < "2026-11-28"
    assert delivery(desk, RecordedBy("2027-12-31")) == delivery(desk)


def test_scorecard_as_recorded_says_so_and_can_be_checked(desks: Desks) -> None:
    desks.write("us-1", "2026-11-26", report("limited", "2026-11-26"))
    desk = desks.at("us-1", "2026-11-28")
    exact = heads(desk)
    desks.write("us-1", "2027-01-11", report("reversed", "2026-11-27"))
    desk = desks.at("us-1", "2027-02-01")
    for recorded_by, words in ((exact, "a checkpoint of"), (RecordedBy("2026-12-31"), "2026-12-31, by the clocks of")):
        request = ScorecardRequest("2027-02-01", "2027-02-01", "public", "en", recorded_by=recorded_by)
        card = desk.scorecard(request)
        assert words in card.subtitle
        assert words in render_annexes(card, "md").decode()
        saved = json.loads(render(card, "json"))
        assert from_json(saved["asked"]) == request
        assert desk.scorecard_differences(saved) == []
        assert desk.find_divergences(saved) == ()
    whole = ScorecardRequest("2027-02-01", "2027-02-01", "public", "en")
    assert "recorded_by" not in whole.as_json()


def test_checkpoint_of_another_log_and_a_day_before_the_register_are_refused(desks: Desks) -> None:
    desk = desks.at("us-1")
    found = heads(desk).heads
    other = RecordedBy(None, (*found[:-1], FeedHead(found[-1].feed, found[-1].entries, "0" * 64)))
    with pytest.raises(Refused, match="not the one in the checkpoint"):
        delivery(desk, other)
    with pytest.raises(Refused, match="Nothing was recorded up to 2001-12-31"):
        delivery(desk, desk.parse_recorded_by("2001"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-13", "is not a date"),
        ("05/01/2026", "Ambiguous date"),
        ("no/such/note", "cannot be read as a checkpoint"),
        ("\x1b[31m\u202enote", "cannot be read as a checkpoint"),
    ],
)
def test_what_names_neither_a_date_nor_a_checkpoint_is_refused(desks: Desks, value: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        desks.at("us-1").parse_recorded_by(value)


# Causes of differences


def saved_card(desk: Desk, day: str = "2027-06-30") -> dict[str, Any]:
    card = desk.scorecard(ScorecardRequest(day, day, "parties", "en"))
    found: dict[str, Any] = json.loads(render(card, "json"))
    return found


def causes(desk: Desk, saved: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    places = [place for place, _told, _now in desk.scorecard_differences(saved)]
    return dict(zip(places, desk.scorecard_causes(saved, places), strict=True))


def test_check_names_the_class_of_each_cause(desks: Desks) -> None:
    saved = saved_card(desks.at("us-1", "2026-11-26"))
    assert causes(desks.at("us-1", "2026-11-26"), saved) == {}
    desks.write("us-1", "2026-11-27", report("reversed", "2026-11-27"))
    found = causes(desks.at("us-1", "2026-11-28"), saved)
    assert {one for one in found.values() if one} == {("statement",)}
    assert found["data.overall.delivery.assessed_score"] == ("statement",)
    measured = desks.write(
        "us-1",
        "2026-11-28",
        Measure(
            indicator="guns-traced",
            value="80",
            period="2025-01-01..2025-12-31",
            series="year-atf",
            source="ATF-2023",
            published_on="2026-11-20",
        ),
    )
    desks.write("mx-1", "2026-11-29", TakePosition(target=measured.hashes[0], stance="concur", said_on="2026-11-29"))
    desks.write("us-1", "2027-03-01", report("limited", "2026-11-28"))
    found = causes(desks.at("us-1", "2027-03-02"), saved)
    assert found["data.overall.delivery.assessed_score"] == ("statement", "late_entry")
    assert any("measurement" in one or "statement" in one for place, one in found.items() if "attainment" in place)
    assert all(found.values()), [place for place, one in found.items() if not one]


def test_check_tells_a_method_from_what_no_entry_explains(desks: Desks) -> None:
    desk = desks.at("us-1", "2026-11-26")
    saved = saved_card(desk)
    saved["data"]["overall"]["n"] = 99
    assert causes(desk, saved) == {"data.overall.n": ()}
    saved["data"]["parameters_sha256"] = "0" * 64
    assert set(causes(desk, saved).values()) == {("method",)}
    del saved["data"]["parameters_sha256"]
    saved["data"]["parameters_sha256"] = json_file.as_json(
        desk.scorecard(ScorecardRequest("2027-06-30", "2027-06-30", "parties", "en"))
    )["data"]["parameters_sha256"]
    saved["version"] = "0.0.1"
    assert causes(desk, saved) == {"data.overall.n": ("rules",)}


def test_nothing_is_classified_for_a_scorecard_of_another_log(desks: Desks) -> None:
    desk = desks.at("us-1", "2026-11-26")
    saved = saved_card(desk)
    saved["checkpoint"]["feeds"][0]["head"] = "0" * 64
    saved["data"]["overall"]["n"] = 99
    assert causes(desk, saved) == {"data.overall.n": ()}


# The section


def test_scorecard_with_since_says_why_numbers_changed(desks: Desks) -> None:
    desks.write("us-1", "2026-11-26", report("reversed", "2026-11-26"))
    desk = desks.at("us-1", "2026-11-28")

    def sections(**asked: Any) -> dict[str, Any]:  # noqa: ANN401
        request = ScorecardRequest(**{"as_of": "2026-11-28", "known_on": "2026-11-28", "audience": "parties"} | asked)
        return {one.id: one for one in desk.scorecard(request).sections}

    found = sections(language="en", since="2023-12-31")["score-changes"]
    assert found.title == "Why the numbers changed"
    assert sections(language="es", since="2023-12-31")["score-changes"].title == "Por qué cambiaron los números"
    text = str(found)
    assert "us-1 (United States)" in text
    assert "root" not in text, "a document names no author"
    assert "score-changes" not in sections(language="en")
    assert "score-changes" not in sections(language="en", since="2023-12-31", rules=1)
    assert "score-changes" not in sections(language="en", since="2023-12-31", known_on="2026-11-27")


def test_scorecard_for_the_public_attributes_nothing_to_an_entry_that_it_may_not_read(desks: Desks) -> None:
    said = report("reversed", "2026-11-26")
    hidden = ReportStatus(**{name: getattr(said, name) for name in said.__slots__} | {"handling": "TLP:AMBER"})
    result = desks.write("us-1", "2026-11-26", hidden)
    desk = desks.at("us-1", "2026-11-28")
    asked: dict[str, Any] = {"as_of": "2026-11-28", "known_on": "2026-11-28", "language": "en", "since": "2023-12-31"}
    for audience, readable in (("public", False), ("parties", True)):
        card = desk.scorecard(ScorecardRequest(audience=audience, **asked))
        moved = next(one for one in card.sections if one.id == "score-changes")
        with closing(sqlite3.connect(desks.path)) as connection:
            (digest,) = connection.execute("SELECT hash FROM entry WHERE hash = ?", result.hashes).fetchone()
        assert (digest[:16] in str(moved)) is readable
        assert ("1 commitment whose latest statement is not public" in str(moved)) is not readable
