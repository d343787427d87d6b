"""Outputs of a register in which something waits: numbers in one table, counts only for the public, and who wrote what."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.documents import render, render_annexes
from accordtrack.documents.model import Facts, Scorecard, Table
from accordtrack.interchange import history_file
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import Desk
from accordtrack.text.calendar_names import dates_in_words
from accordtrack.types import IatiRequest
from accordtrack.types.intents import AddRecord, Amend, ReportStatus, TakePosition
from accordtrack.vocabulary import Side
from folders import make_folder
from registers import NEW, TODAY, accept, small_register

PLANTED = "Zqwaitszq"
SAID: dict[str, Any] = {
    "effective_on": "2025-03-01",
    "said_on": "2025-03-01",
    "handling": "TLP:CLEAR",
    "sources": ("JS-2021",),
    "override": "The text was read out again.",
}
FORMATS = ("html", "md", "json", "xlsx", "docx")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which us-1 reported in Mexico's name and proposed a commitment, both for everybody to read."""
    path = small_register(tmp_path)
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        desk.write(
            ReportStatus(commitment="FW-MX-01", status="completed", speaker="MX", no_evidence=True, note="x", **SAID)
        )
        desk.write(AddRecord(kind="commitment", fields={**NEW, "title": PLANTED, "handling": "TLP:CLEAR"}))
    return path


def opened(register: Path, seat: str = "us-1") -> Desk:
    return service.open_register(register, desk=seat, today=TODAY)


def request(language: str = "en", audience: str = "public", **more: Any) -> ScorecardRequest:  # noqa: ANN401
    return ScorecardRequest(TODAY, TODAY, audience, language, **more)


def numbers(card: Scorecard) -> dict[str, tuple[object, ...]]:
    """The three values of each row of the table."""
    section = next(one for one in card.sections if one.id == "three-numbers")
    table = next(block for block in section.blocks if isinstance(block, Table))
    return {str(row.cells[0].value): tuple(cell.value for cell in row.cells[1:]) for row in table.rows}


def text_of(card: Scorecard) -> str:
    return " ".join(render_annexes(card, "md").decode().split())


def test_table_shows_what_would_be_with_everything_that_waits(register: Path) -> None:
    with closing(opened(register)) as desk:
        before = desk.scores(TwoDates(TODAY, TODAY)).by_theme.sides[Side.MX].delivery
        found = numbers(desk.scorecard(request()))
    in_force, accepted, everything = found["delivery-MX"]
    assert before is not None
    assert in_force == before.displayed_score
    assert accepted == in_force
    assert isinstance(everything, float)
    assert everything != in_force
    assert list(found)[:3] == ["delivery-US", "delivery-MX", "trend-all"]


def test_accepted_change_is_in_all_three_numbers(register: Path) -> None:
    with closing(opened(register)) as desk:
        waiting = desk.pending("MX")
        everything = numbers(desk.scorecard(request()))["delivery-MX"][2]
    accept(register, *(entry.hash for act in waiting for entry in act.entries))
    with closing(opened(register)) as desk:
        assert numbers(desk.scorecard(request()))["delivery-MX"] == (everything,) * 3
        assert "Nothing waits for either side." in text_of(desk.scorecard(request()))


def test_sentence_gives_the_count_and_the_day_since_which_it_waits(register: Path) -> None:
    with closing(opened(register)) as desk:
        english, spanish = (text_of(desk.scorecard(request(language))) for language in ("en", "es"))
        at = desk.pending("MX")[0].at[:10]
    assert f"2 changes wait for Mexico; the oldest since {at}." in english
    assert f"2 cambios están en espera de México; el más antiguo, desde el {at}." in spanish
    assert "1 statement in another's name was recorded by the United States." in english
    assert "Estados Unidos registró 1 declaración en nombre de otros." in spanish


def test_what_a_side_disputed_no_longer_counts_as_waiting(register: Path) -> None:
    with closing(opened(register)) as desk:
        entries = {entry.about: entry.hash for act in desk.pending("MX") for entry in act.entries}
    with closing(opened(register, "mx-1")) as desk:
        desk.write(
            TakePosition(
                target=entries["FW-MX-01"], stance="dispute", ground="not_ours", reason="No.", handling="TLP:CLEAR"
            )
        )
        assert "1 change waits for Mexico" in text_of(desk.scorecard(request()))


def test_audience_gets_the_counts_of_what_it_may_read(register: Path) -> None:
    with closing(opened(register)) as desk:
        desk.write(AddRecord(kind="commitment", fields={**NEW, "id": "FW-US-03", "handling": "TLP:AMBER"}))
        assert "2 changes wait for Mexico" in text_of(desk.scorecard(request()))
        assert "3 changes wait for Mexico" in text_of(desk.scorecard(request(audience="parties")))


def test_earlier_known_date_counts_only_what_waited_then(register: Path) -> None:
    with closing(opened(register)) as desk:
        card = desk.scorecard(replace(request(), as_of="2025-02-28", known_on="2025-02-28"))
    assert "1 change waits for Mexico" in text_of(card)


def test_rules_1_have_no_table_no_notes_and_no_column(register: Path) -> None:
    with closing(opened(register)) as desk:
        old, new = (desk.scorecard(replace(request(), rules=rules)) for rules in (1, 2))
        assert "rules" not in old.asked
        assert not desk.scorecard_differences(json.loads(render(old, "json")))
        assert not desk.scorecard_differences(json.loads(render(new, "json")))
    assert {one.id for one in new.sections} - {one.id for one in old.sections} == {"three-numbers"}
    history = {card.asked.get("rules", 1): card.appendices[-1] for card in (old, new)}
    assert [column.key for column in history[2].columns if column not in history[1].columns] == ["provenance"]
    assert "another's name" not in text_of(old)
    assert "another's name" in text_of(new)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_for_the_public_names_what_waits(register: Path, form: str) -> None:
    with closing(opened(register)) as desk:
        card = desk.scorecard(request())
        assert PLANTED not in json.dumps(service_json(card))
        assert PLANTED.encode() not in render(card, form)


def service_json(card: Scorecard) -> Any:  # noqa: ANN401
    return json.loads(render(card, "json"))


def test_exports_for_the_public_give_only_counts(register: Path, tmp_path: Path) -> None:
    at = TwoDates(TODAY, TODAY)
    with closing(opened(register)) as desk:
        since = desk.pending("MX")[0].at[:10]
        desk.export_data(tmp_path / "data")
        desk.export_calendar(tmp_path / "days.ics")
        desk.export_iati(tmp_path / "aid.xml", IatiRequest(at, "public"))
        desk.build_site(tmp_path / "site", downloads=False)
        entries, _withheld = desk.readable_history()
        (tmp_path / "log.csv").write_bytes(history_file.as_csv(entries))
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "register.db" not in str(path)]
    assert len(files) > 40
    assert [path.name for path in files if PLANTED.encode() in path.read_bytes()] == []
    assert [path.name for path in files if b"FW-US-02" in path.read_bytes()] == []
    sentence = f"2 changes wait for Mexico; the oldest since {since}."
    told = (
        (tmp_path / "days.ics").read_text(encoding="utf-8").replace("\n ", "").replace("\\;", ";").replace("\\,", ",")
    )
    assert sentence in told
    for name in ("aid.xml", "site/en/index.html", "site/en/build.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        shown = sentence if name == "aid.xml" else dates_in_words(sentence)
        assert shown in re.sub("</?time[^>]*>", "", page), name
    about = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))["accordtrack"]
    assert about["waits"] == [{"side": "MX", "changes": 2, "since": since}]
    assert about["recorded_for_others"] == {"US": 1}


def test_statement_table_has_the_provenance_and_no_statement_that_waits(register: Path, tmp_path: Path) -> None:
    def rows(name: str) -> dict[str, str]:
        with closing(opened(register)) as desk:
            desk.export_data(tmp_path / name)
        table = csv.DictReader(io.StringIO((tmp_path / name / "statements.csv").read_text(encoding="utf-8")))
        return {row["id"]: row["provenance"] for row in table}

    before = rows("before")
    assert set(before.values()) == {"third_party"}
    with closing(opened(register)) as desk:
        reported = next(entry for act in desk.pending("MX") for entry in act.entries if entry.about == "FW-MX-01")
    accept(register, reported.hash)
    after = rows("after")
    assert {name: after[name] for name in after if name not in before and after[name] != "own"} == {
        reported.id: "counterpart"
    }
    made = service.create_register(
        tmp_path / "again.db", data=tmp_path / "after", keys=own_key_folder(tmp_path / "again.db"), today=TODAY
    )
    assert made is not None


def test_history_says_who_wrote_an_entry_and_what_it_waits_for(register: Path) -> None:
    with closing(opened(register)) as desk:
        entries, _left = desk.readable_history("parties")
    rows = list(csv.DictReader(io.StringIO(history_file.as_csv(entries).decode())))
    found = {(row["kind"], row["ref"]): (row["provenance"], row["waits"]) for row in rows if row["feed"] == "us-1"}
    assert found["status.report", "FW-MX-01"] == ("counterpart", "MX")
    assert found["commitment.add", "FW-US-02"] == ("own", "MX")
    assert {row["provenance"] for row in rows if row["feed"] == "obs-0"} == {"third_party"}


def test_own_withdrawal_and_new_date_are_shown_to_the_public(register: Path) -> None:
    with closing(opened(register)) as desk:
        desk.write(ReportStatus(commitment="FW-US-01", status="withdrawn", note="x", handling="TLP:CLEAR"))
        desk.write(Amend(record="FW-US-01", fields={"due_on": "2031-01-01"}, reason="x", handling="TLP:CLEAR"))
        entries, _left = desk.readable_history()
    assert {"status.report", "commitment.amend"} <= {one.kind for one in entries if one.feed == "us-1" and one.waits}


@pytest.mark.parametrize(("handling", "told"), [("TLP:CLEAR", ("MX",)), ("TLP:AMBER", ())])
def test_public_learns_of_a_dispute_only_if_it_may_read_it(
    register: Path, handling: str, told: tuple[str, ...]
) -> None:
    with closing(opened(register)) as desk:
        withdrawn = desk.write(ReportStatus(commitment="FW-US-01", status="withdrawn", note="x", handling="TLP:CLEAR"))
    with closing(opened(register, "mx-1")) as desk:
        answer = TakePosition(target=withdrawn.ids[0], stance="dispute", reason="No.", handling=handling)
        desk.write(answer)
        entries, _left = desk.readable_history()
    assert [one.disputed_by for one in entries if one.hash in withdrawn.hashes] == [told]


def test_public_does_not_learn_what_an_answer_answers_if_it_may_not_read_that(register: Path) -> None:
    with closing(opened(register)) as desk:
        changed = desk.write(Amend(record="FW-US-01", fields={"weight": "3"}, reason="x", handling="TLP:AMBER"))
    with closing(opened(register, "mx-1")) as desk:
        answer = TakePosition(target=changed.ids[0], stance="dispute", reason="No.", handling="TLP:CLEAR")
        desk.write(answer)
        entries, _left = desk.readable_history()
    assert [one.answered for one in entries if one.kind == "position.take" and one.feed == "mx-1"] == [None]


def notes(card: Scorecard) -> tuple[str, ...]:
    """What the method section says of the desks."""
    blocks = [one for section in card.sections for one in section.blocks if isinstance(one, Facts)]
    return next((lines for block in blocks for name, lines in block.pairs if name == "desks and authorship"), ())


def test_one_side_alone_and_keys_on_one_computer_are_noted_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    keys = own_key_folder(path)
    data = make_folder(tmp_path / "data")
    service.create_register(path, data=data, desk="us-1", keys=keys, today=TODAY)
    alone = "Only the United States has an open desk in this register."
    with closing(opened(path)) as desk:
        assert notes(desk.scorecard(request())) == (alone,)
        assert desk.desk_summary().alone == "US"
    with closing(service.open_desk(path, "mx-1", keys=keys, today=TODAY)) as desk:
        beside = "mx-1 was opened on the computer that holds us-1's key."
        assert notes(desk.scorecard(request())) == (beside,)
        assert desk.desk_summary().alone is None
    report = service.verify_register(path)
    assert [(one.desk, one.other) for one in report.desks.beside] == [("mx-1", "us-1")]
    checks = [one.said.template for one in service.examine(path) if one.name == "desks"]
    assert len(checks) == 1
