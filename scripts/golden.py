"""Create a golden register: one written by this version, against which all later versions are tested.

``PYTHONPATH=tests python scripts/golden.py tests/golden/schema-N`` writes ``register.db``, its evidence, and
``golden.json`` with the expected facts, and ``scorecards.json``. ``tests/golden/README.md`` says when to create one. The keys are discarded.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack import __version__, service
from accordtrack.core.paths import checkpoint_folder, evidence_folder
from accordtrack.documents import json_file
from accordtrack.ledger.kinds import KINDS
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.scorecard.request import FIRST_METHOD, ScorecardRequest
from accordtrack.service.signing_keys import desk_acts
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import intents
from folders import FILES, PANEL, RESULTS, make_folder
from goldens import as_bytes

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.types import VerifyReport

TODAY = "2026-11-25"
SEATS = ("us-1", "mx-1", "obs-1", "us-2", "mx-2")
MONTHS = tuple(f"{year}-{month:02}" for year in (2022, 2023, 2024, 2025) for month in (3, 6, 9, 12))
WAYS = ("not_started", "limited", "limited", "substantial")
TABLES = ("record", "commitment", "tag", "draft", "saved_filter", "session")


class Seats:
    """Open sessions with the desks of one register."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at: dict[str, Desk] = {}

    def __getitem__(self, feed: str) -> Desk:
        if feed not in self._at:
            self._at[feed] = service.open_register(self.path, desk=feed, today=TODAY)
        return self._at[feed]


def records(at: Seats) -> None:
    """Add one of every kind of record that a desk can add."""
    us, mx, obs = at["us-1"], at["mx-1"], at["obs-1"]
    obs.write(
        intents.AddRecord(
            kind="source",
            fields={
                "id": "OBS-2025",
                "publisher": "An institute",
                "title": "Yearly review",
                "date": "2025",
                "url": "https://example.org/review",
                "copy": "research",
            },
        )
    )
    name = {"en": "Institute", "es": "Instituto"}
    obs.write(
        intents.AddRecord(kind="body", fields={"code": "INST", "name": name, "side": "OBS", "branch": "independent"})
    )
    us.write(
        intents.AddRecord(
            kind="framework",
            fields={"id": "SW", "title": "Second plan", "agreed_on": "2025-09-03", "sources": "JS-2021"},
        )
    )
    concur(at)
    us.write(
        intents.AddRecord(kind="goal", fields={"id": "SW-G1", "framework": "SW", "number": "1", "title": "Less money"})
    )
    us.write(
        intents.AddRecord(kind="area", fields={"id": "SW-A1", "goal": "SW-G1", "number": "1.1", "title": "Accounts"})
    )
    for number in range(1, 7):
        side, seat = (("US", us), ("MX", mx), ("JOINT", us))[number % 3]
        seat.write(
            intents.AddRecord(
                kind="commitment",
                fields={
                    "framework": "SW",
                    "area": "SW-A1",
                    "title": f"Task {number} of the plan",
                    "text": f"Task {number} is done — “in full”, señaló.",
                    "responsible_side": side,
                    "agreed_on": "2025-09-03",
                    "due_on": f"2026-{number:02}-28",
                    "level": "output",
                    "theme": "finance",
                    "verifiable": "yes",
                    "verifiable_why": "It can be counted.",
                    "sources": "JS-2021",
                },
            )
        )
    us.write(
        intents.AddRecord(
            kind="indicator",
            fields={
                "id": "accounts-frozen",
                "title": "Accounts frozen",
                "definition": "Accounts frozen in a year.",
                "unit": "accounts",
                "level": "output",
                "direction": "increase",
                "theme": "finance",
                "side": "US",
                "publisher": "DOJ",
                "periodicity": "year",
                "links": [
                    {"commitment": "FW-JT-01", "strength": "contributory", "rationale": {"en": "Part.", "es": "Parte."}}
                ],
            },
        )
    )
    us.write(
        intents.AddRecord(
            kind="event",
            fields={"id": "ev-2025", "date": "2025-09-03", "kind": "agreement", "title": "Plan", "sources": "JS-2021"},
        )
    )
    claim = {"said_on": "2025", "sources": ["OBS-2025"]}
    mx.write(
        intents.AddRecord(
            kind="conflict",
            fields={
                "id": "cf-2025",
                "title": {"en": "Two counts", "es": "Dos cuentas"},
                "themes": ["firearms"],
                "about": {"indicators": ["guns-seized"], "commitments": [], "events": []},
                "claims": [
                    {**claim, "speaker": "US", "speaker_body": "ATF", "text": {"en": "Ten.", "es": "Diez."}},
                    {**claim, "speaker": "MX", "speaker_body": "SSPC", "text": {"en": "Nine.", "es": "Nueve."}},
                ],
                "may_explain": {"en": "Other days.", "es": "Otros días."},
                "would_settle": {"en": "One list.", "es": "Una lista."},
            },
        )
    )


def concur(at: Seats) -> None:
    """Let each side accept everything that waits for it, but for what was written last."""
    for side, feed in (("US", "us-1"), ("MX", "mx-1")):
        acts = at[feed].pending(side)
        answers = [intents.TakePosition(target=entry.hash, stance="concur") for act in acts for entry in act.entries]
        if answers:
            at[feed].write(*answers)


def proposals(at: Seats) -> None:
    """Propose what both sides sign: a target of an indicator, and the expected result of an operation."""
    target = {
        "indicator": "guns-traced",
        "series": "homicides",
        "place": "MX-SIN",
        "released_on": "2025-03-20",
        "source": "SSPC-2024",
        "baseline": "31.4",
        "baseline_from": "2024-01-01",
        "baseline_to": "2024-12-31",
        "mean_before": "17.2",
        "span": "14.5",
        "scenarios": [
            {"scenario": "hold", "level_ratio": "1", "changes": 0},
            {"scenario": "places_better", "changes": 4},
        ],
        "level_ratio": "0.8",
        "by": "2027-12-31",
        "sources": ["JS-2021"],
    }
    expected = {
        "operation": "op-north",
        "title": {"en": "North", "es": "Norte"},
        "place": "MX-SIN",
        "series": "homicides",
        "window": 6,
        "bound": "at_most",
        "rate_ratio": "0.8",
        "guard": {"series": "homicides", "bound": "at_least", "rate_ratio": "0.1"},
        "starts_on": "2027-03-01",
    }
    at["us-1"].write(intents.Propose(kind="target.propose", fields=target, reason="A fifth less."))
    at["mx-1"].write(intents.Propose(kind="result.expect", fields=expected))


def words(at: Seats) -> None:
    """Add statements of both sides over four years: statuses, answers, notes, measurements."""
    us, mx, obs = at["us-1"], at["mx-1"], at["obs-1"]
    for number, month in enumerate(MONTHS):
        day = f"{month}-15"
        for seat, commitment in ((us, "FW-US-01"), (mx, "FW-MX-01"), (us, "FW-JT-01"), (mx, "FW-JT-01")):
            status = WAYS[number * len(WAYS) // len(MONTHS)]
            seat.write(
                intents.ReportStatus(
                    commitment=commitment, status=status, note=f"As of {month}.", effective_on=day, said_on=day
                )
            )
        if number % 2:
            mx.write(intents.TakePosition(target="FW-US-01", stance="concur", said_on=day, effective_on=day))
            reason = "Too little."
            us.write(
                intents.TakePosition(
                    target="FW-MX-01",
                    stance="dispute",
                    reason=reason,
                    ground="not_enough",
                    said_on=day,
                    effective_on=day,
                )
            )
        else:
            obs.write(
                intents.AddNote(commitment="FW-JT-01", text=f"Read in {month}.\nTwo lines; ñ, ü, 😀.", said_on=day)
            )
    for year in ("2021", "2022", "2023", "2024"):
        period, on = f"{year}-01-01..{year}-12-31", f"{int(year) + 1}-05-31"
        obs.write(
            intents.Measure(indicator="guns-seized", value=f"{year}.50", period=period, series="y", source="OBS-2025")
        )
        us.write(intents.Measure(indicator="accounts-frozen", value="7", period=period, series="y", source="ATF-2023"))
        mx.write(
            intents.Measure(
                indicator="guns-seized", value=None, numerator="3", denominator="4", period=period, series="share",
                source="SSPC-2024", published_on=on,
            )
        )  # fmt: skip


def turns(at: Seats, file: Path) -> None:
    """Add rarer entries: evidence with a file, requests for answers, amendments, settlements, retractions, drafts."""
    us, mx, obs = at["us-1"], at["mx-1"], at["obs-1"]
    us.write(intents.AddEvidence(commitment="FW-US-01", evidence=(str(file),), title="Tables"))
    us.write(intents.AddEvidence(commitment="FW-JT-01", evidence=("https://example.org/report",)))
    given = mx.write(intents.AddEvidence(commitment="FW-MX-01", evidence=("https://example.org/acta",)))
    mx.write(intents.WithholdEvidence(evidence=given.hashes[0], reason="En reserva.", authority="FGR"))
    us.write(intents.AskAnswer(commitment="FW-JT-01", asked_on="2026-10-01", channel="diplomatic note"))
    mx.write(intents.WithdrawPosition(target="FW-US-01", reason="Too early."))
    us.write(intents.Amend(record="FW-US-01", fields={"due_on": "2027-03-31"}, reason="The system is late."))
    mx.write(intents.Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="Budget.", said_on="2026-11-10"))
    us.write(
        intents.Amend(record="FW", fields={"title.en": "The first framework"}, reason="Clearer.", sources=("JS-2021",))
    )
    obs.write(
        intents.Amend(
            record="guns-traced",
            fields={"target.value": "90", "target.by": "2027-12-31", "target.set_by": "working"},
            reason="A path to work with.",
        )
    )
    mx.write(intents.SettleConflict(conflict="cf-traced", claim=1, source="ATF-2023", reason="The final table."))
    wrong = at["us-2"].write(intents.AddNote(commitment="FW-US-01", text="On the wrong line."))
    at["us-2"].write(intents.Retract(entry=wrong.hashes[0], reason="Wrong commitment."))
    at["mx-2"].write(intents.AddNote(commitment="FW-MX-01", text="Between us.", handling="TLP:AMBER"))
    at["mx-2"].write(intents.AddNote(commitment="FW-MX-01", text="Not to be said."))
    at["mx-2"].write(intents.Undo())
    us.save_drafts(intents.ReportStatus(commitment="FW-US-01", status="substantial", note="Waits for the office."))
    mx.save_drafts(intents.TakePosition(target="FW-US-01", stance="dispute", reason="Espera la autorización."))
    us.preferences.save_filter("What we owe", "owes:US due:overdue")
    us.preferences.save_filter("Armas", "theme:firearms -status:completed")


def delivery(desk: Desk, rules: int) -> dict[str, float | None]:
    """Return the delivery score of the register with its interval and its face value, to six decimals."""
    scores = desk.scores(rules=rules)
    whole = scores.as_json(scores.by_theme)["overall"]["delivery"]
    return {name: None if whole[name] is None else round(whole[name], 6) for name in ("score", "lo", "hi", "face")}


def scorecards(desk: Desk) -> list[dict[str, Any]]:
    """Return a scorecard by AT-1.0.0 under each rules of effect: what was asked for, and its data."""
    asked = (
        ScorecardRequest(TODAY, TODAY, "public", "en", rules=one, method=FIRST_METHOD) for one in (FIRST_RULES, RULES)
    )
    cards = (json_file.as_json(desk.scorecard(one)) for one in asked)
    return [{"asked": one["asked"], "data": one["data"]} for one in cards]


def facts(path: Path, report: VerifyReport, desk: Desk) -> dict[str, Any]:
    """Return the facts about a register that a later version must reproduce."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        kinds = dict(connection.execute("SELECT kind, COUNT(*) FROM entry GROUP BY kind ORDER BY kind"))
        rows = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in TABLES}  # noqa: S608
        drafts = connection.execute("SELECT id, made_on, intent FROM draft ORDER BY id").fetchall()
        filters = connection.execute("SELECT name, words FROM saved_filter ORDER BY name").fetchall()
    store = evidence_folder(path)
    return {
        "program": __version__,
        "schema": SCHEMA_VERSION,
        "state_digest": report.state_digest,
        "entries": report.entries,
        "feeds": [{"feed": one.feed, "entries": one.entries, "head": one.head} for one in report.feeds],
        "kinds": kinds,
        "rows": rows,
        "drafts": drafts,
        "filters": filters,
        "evidence": {file.name: file.stat().st_size for file in sorted(store.rglob("*")) if file.is_file()},
        "delivery": delivery(desk, FIRST_RULES),
        "rules": {str(RULES): state(path, report, desk)},
    }


def state(path: Path, report: VerifyReport, desk: Desk) -> dict[str, Any]:
    """Return the state under the rules of effect in force: its digest, its score, and how many entries wait for each side."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        waits = connection.execute("SELECT waits, COUNT(*) FROM acceptance WHERE waits != '' GROUP BY waits").fetchall()
    return {
        "state_digest": report.state_digest,
        "commitments": desk.listing("").total,
        "delivery": delivery(desk, RULES),
        "waits": dict(waits),
    }


def make(folder: Path) -> dict[str, Any]:
    """Create the register in ``folder``, which must not exist, and return its facts."""
    folder.mkdir(parents=True)
    path = folder / "register.db"
    with tempfile.TemporaryDirectory() as place:
        os.environ["ACCORDTRACK_NAME"] = "A desk"
        own = path.with_name(f"{path.name}.keys")
        service.create_register(
            path,
            data=make_folder(Path(place, "data"), {**FILES, **PANEL, **RESULTS}),
            desk=SEATS[0],
            seats=SEATS[1:],
            keys=own,
            today=TODAY,
        )
        try:
            file = Path(place, "tables.csv")
            file.write_text("year,guns\n2024,1203\n" * 40, encoding="utf-8")
            at = Seats(path)
            records(at)
            proposals(at)
            concur(at)
            words(at)
            turns(at, file)
            service.rotate_key(path, "mx-2", "Its holder left.", lambda _covered: None)
            Seats(path)["mx-2"].write(intents.AddNote(commitment="FW-MX-01", text="By the new key."))
            desk_acts.admit_observer(path, "us-1", "obs-1", "scope", until=None, reason="It keeps the register.")
            desk_acts.review_all(path, "mx-1", "Se revisará todo.")
            desk_acts.close_desk(path, "us-2", "Its office was closed.")
            report = at["us-1"].verify(deep=True)
        finally:
            shutil.rmtree(own)
            shutil.rmtree(checkpoint_folder(path))
    if not report.is_sound:
        sys.exit(f"it does not verify: {report.findings}")
    desk = service.open_register(path, today=TODAY)
    found = facts(path, report, desk)
    if missing := KINDS.keys() - found["kinds"].keys():
        sys.exit(f"no entry of {sorted(missing)}")
    (folder / "golden.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "scorecards.json").write_bytes(as_bytes(scorecards(desk)))
    return found


def main() -> None:
    """Create a golden register in the folder given on the command line."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("python scripts/golden.py FOLDER")
    found = make(Path(sys.argv[1]))
    print(f"{found['entries']} entries, schema {found['schema']}, state {found['state_digest']}")


if __name__ == "__main__":
    main()
