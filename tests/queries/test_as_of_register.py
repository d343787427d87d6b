"""The register as of two dates is what a reader of that day would have listed, with what was known by then."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service as door
from accordtrack.core.dates import TwoDates, last_day
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, Amend, AskAnswer, Measure, ReportStatus, Retract, TakePosition
from registers import TODAY, concur, small_register
from tampering import ask

DAYS = (
    "2020-01-01",
    "2021-10-07",
    "2021-10-08",
    "2023-10-04",
    "2023-10-05",
    "2024-03-01",
    "2024-06-01",
    "2025-02-01",
    "2026-11-25",
)
PAIRS = [TwoDates(as_of, known_on) for as_of in DAYS for known_on in DAYS]
ALWAYS = ""
KNOWN_FROM: dict[str, tuple[str, str]] = {
    "status.report": ("effective_on", "said_on"),
    "evidence.add": ("effective_on", "said_on"),
    "position.take": ("effective_on", "said_on"),
    "commitment.add": ("agreed_on", "agreed_on"),
    "framework.add": ("agreed_on", "agreed_on"),
    "measurement.add": ("period_end", "published_on"),
    "event.record": ("date", "date"),
    "commitment.amend": ("said_on", "said_on"),
    "answer.ask": ("said_on", "said_on"),
    "note.add": ("said_on", "said_on"),
    "position.withdraw": ("said_on", "said_on"),
    "conflict.settle": ("said_on", "said_on"),
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a past: words that hold from earlier than they were said, and some taken back."""
    path = small_register(tmp_path_factory.mktemp("asof"))
    us, mx = (door.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    early: dict[str, Any] = {"effective_on": "2023-01-01", "said_on": "2024-06-01"}
    us.write(ReportStatus(commitment="FW-JT-01", status="limited", **early))
    mx.write(TakePosition(target="FW-JT-01", stance="concur", effective_on="2024-06-01", said_on="2024-06-01"))
    late: dict[str, Any] = {"effective_on": "2025-01-31", "said_on": "2025-02-01"}
    us.write(ReportStatus(commitment="FW-JT-01", status="substantial", **late))
    wrong = mx.write(
        ReportStatus(commitment="FW-MX-01", status="completed", evidence=("https://example.org/x",), note="x", **early)
    )
    mx.write(Retract(entry=wrong.hashes[-1], reason="Wrong."))
    mx.write(ReportStatus(commitment="FW-MX-01", status="limited", note="x", **late))
    mx.write(AskAnswer(commitment="FW-MX-01", asked_on="2025-02-01"))
    us.write(AddEvidence(commitment="FW-JT-01", evidence=("https://example.org/d",), **late))
    late_by_a_year = Amend(record="FW-US-01", fields={"due_on": "2025-06-30"}, reason="Late.", said_on="2024-06-01")
    concur(mx, us.write(late_by_a_year), "2024-06-01")
    us.write(
        Measure(
            indicator="guns-traced",
            value="55",
            period="2024-01-01..2024-12-31",
            series="year-atf",
            source="ATF-2023",
            published_on="2025-02-01",
        )
    )
    return path


@pytest.fixture(scope="module")
def desk(register: Path) -> Desk:
    return door.open_register(register, desk="us-1", today=TODAY)


def known_entries(register: Path, at: TwoDates) -> list[dict[str, Any]]:
    """Entries that were effective and known by then and that stand today, oldest first; read straight from the file."""
    rows = ask(
        register,
        "SELECT e.hash, e.kind, e.feed, e.seq, e.lc, b.raw FROM entry e JOIN entry_body b ON b.entry_id = e.id ORDER BY e.lc",
    )
    found = []
    gone = set()
    for digest, kind, feed, seq, lc, raw in rows:
        body = json.loads(raw)
        if kind == "entry.retract":
            gone.add(body["target"])
            continue
        effective, said = KNOWN_FROM.get(str(kind), (ALWAYS, ALWAYS))
        if (body[effective] if effective else "") <= at.as_of and (body[said] if said else "") <= at.known_on:
            found.append({"hash": digest, "kind": kind, "feed": feed, "seq": seq, "lc": lc, "body": body})
    return [entry for entry in found if entry["hash"] not in gone]


def latest_statement(entries: list[dict[str, Any]], speakers: set[str], side: str) -> dict[str, Any] | None:
    """The word of ``speakers`` on a half, by the rule of the design: official, effective, said, clock."""

    def own(entry: dict[str, Any]) -> bool:
        return bool(entry["feed"].startswith(entry["body"]["speaker"].lower()))

    mine = [entry for entry in entries if entry["body"]["speaker"] in speakers and side in entry["halves"]]
    return max(
        mine,
        key=lambda entry: (own(entry), entry["body"]["effective_on"], entry["body"]["said_on"], entry["lc"]),
        default=None,
    )


def expected_statuses(register: Path, at: TwoDates) -> dict[str, dict[str, str | None]]:
    """Status of each half of each commitment that was promised by then."""
    entries = known_entries(register, at)
    owed = {
        entry["body"]["id"]: entry["body"]["responsible_side"] for entry in entries if entry["kind"] == "commitment.add"
    }
    said = defaultdict(list)
    for entry in entries:
        if entry["kind"] == "status.report":
            body = entry["body"]
            responsible = owed.get(body["commitment"], "")
            both = ("US", "MX") if responsible == "JOINT" else (responsible,)
            named = body["half"] or (body["speaker"] if body["speaker"] in both else None)
            entry["halves"] = (named,) if named else both
            said[body["commitment"]].append(entry)
    found: dict[str, dict[str, str | None]] = {}
    for name, responsible in owed.items():
        sides = ("US", "MX") if responsible == "JOINT" else (responsible,)
        claims = {side: latest_statement(said[name], {side, "JOINT"}, side) for side in sides}
        found[name] = {side: claim["body"]["status"] if claim else None for side, claim in claims.items()}
    return found


@pytest.mark.parametrize("at", PAIRS, ids=lambda at: f"{at.as_of}/{at.known_on}")
def test_list_as_of_two_dates_shows_what_was_known_then(register: Path, desk: Desk, at: TwoDates) -> None:
    listing = desk.listing("", at=at)
    rows = desk.rows(list(listing.keys), at=at)
    assert {row.id: {half.side: half.status for half in row.halves} for row in rows} == expected_statuses(register, at)
    for row in rows:
        view = desk.commitment(row.id, at=at)
        assert view.row == row
        assert all(said.effective_on <= at.as_of and said.said_on <= at.known_on for said in view.statements)
        assert all(value.period_end <= at.as_of for found in view.indicators for value in found.measurements)
        assert all(value.published_on <= at.known_on for found in view.indicators for value in found.measurements)


def test_filters_and_counts_use_the_as_of_date(desk: Desk) -> None:
    then = TwoDates("2024-06-01", "2024-06-01")
    assert desk.listing("status:limited", at=then).total == 1
    assert desk.listing("status:substantial", at=then).total == 1
    assert desk.listing("standing:asked", at=then).total == 0
    assert desk.listing("standing:asked").total == 1
    (status,) = (facet for facet in desk.facets("", at=then) if facet.field == "status")
    assert dict(status.counts) == {"unreported": 1, "limited": 1, "substantial": 1}
    assert [page.id for page in desk.page("", at=then).rows] == ["FW-JT-01", "FW-MX-01", "FW-US-01"]
    owed = {row.code: row for row in desk.responsibility_rows("side", at=then)}
    assert (owed["US"].owed, owed["MX"].owed) == (2, 2)


def test_deadlines_are_counted_from_the_as_of_date(desk: Desk) -> None:
    def due(day: str) -> tuple[str | None, str, int | None]:
        row = desk.commitment("FW-US-01", at=TwoDates(day, day)).row
        return row.due_on, row.timeliness, row.days

    assert due("2023-12-31") == ("2023-12-31", "due_soon", 0)
    assert due("2024-05-31") == ("2023-12-31", "overdue", -152)
    assert due("2024-06-01") == ("2025-06-30", "upcoming", 394)
    assert due("2025-07-01") == ("2025-06-30", "overdue", -1)


def test_commitments_agreed_later_are_hidden(desk: Desk) -> None:
    before = TwoDates("2021-10-07", "2026-11-25")
    assert desk.listing("", at=before).total == 0
    with pytest.raises(Refused, match="No commitment FW-US-01"):
        desk.commitment("FW-US-01", at=before)


def test_conflicts_appear_from_the_date_of_their_second_claim(desk: Desk) -> None:
    second = max(last_day("2023-05"), "2024-03-01")
    assert [found.id for found in desk.conflicts(at=TwoDates(second, second))] == ["cf-traced"]
    assert desk.conflicts(at=TwoDates("2024-02-29", "2024-02-29")) == ()
    assert desk.conflicts(at=TwoDates("2026-01-01", "2024-02-29")) == ()


def test_list_as_of_today_equals_the_current_list(desk: Desk) -> None:
    now = TwoDates(TODAY, TODAY)
    assert desk.rows(list(desk.listing("", at=now).keys), at=now) == desk.rows(list(desk.listing("").keys))
