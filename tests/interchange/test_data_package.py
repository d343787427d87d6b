"""Data packages: the shipped register comes back the same, what cannot be carried is named, and readers get only theirs."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import MAX_TEXT
from accordtrack.dataset.folder_files import PACKAGED, TABLES
from accordtrack.dataset.package_tables import NOT_CARRIED, specs
from accordtrack.documents import render_annexes
from accordtrack.ledger.authority import rule_on_entry
from accordtrack.ledger.context import Context
from accordtrack.ledger.statements import StatusReport
from accordtrack.projection import facts
from accordtrack.projection.audience import audience_of
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.service import Desk
from accordtrack.text import reminder
from accordtrack.text.withheld import half_status
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    Amend,
    AskAnswer,
    ReportStatus,
    TakePosition,
    WithdrawPosition,
)
from accordtrack.vocabulary import Handling, Responsible
from folders import change, make_folder
from registers import TODAY, accept_everything, small_desk
from shipped_scores import shipped_register

pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    folder = tmp_path_factory.mktemp("shipped")
    held = service.open_register(shipped_register(folder), today=TODAY)
    report = held.export_data(folder / "package")
    assert (report.left, report.withheld) == ((), 0)
    return held, folder / "package"


def digest(held: Desk) -> str:
    return held.verify().state_digest


def rows(package: Path, table: str) -> list[dict[str, str]]:
    with (package / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def register_from_package(package: Path, folder: Path) -> Desk:
    return service.create_register(
        folder / "again.db", data=package, keys=own_key_folder(folder / "again.db"), today=TODAY
    )


@pytest.mark.scale
def test_shipped_register_round_trips_with_the_same_state(shipped: tuple[Desk, Path], tmp_path: Path) -> None:
    held, package = shipped
    made = register_from_package(package, tmp_path)
    assert digest(made) == digest(held)
    assert json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["accordtrack"][
        "state_digest"
    ] == digest(held)
    assert made.info().records == held.info().records == len(rows(package, "commitments"))


@pytest.mark.scale
def test_package_is_valid_for_frictionless(shipped: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    _held, package = shipped
    monkeypatch.chdir(package)
    found = Package("datapackage.json")
    report = found.validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    tables = {resource.name for resource in found.resources if resource.path and not resource.path.startswith("panel/")}
    assert tables == {*specs(), NOT_CARRIED}
    told: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert told["licenses"][0]["name"] == "Apache-2.0"
    assert len(told["sources"]) == len(rows(package, "sources"))
    assert all("$schema" in resource["schema"] for resource in told["resources"])
    files = {f"panel/{row['file_name']}" for row in rows(package, "panel_releases")}
    assert {resource["path"] for resource in told["resources"]} == {*PACKAGED, *TABLES, *files}


def test_same_register_gives_the_same_bytes(
    shipped: tuple[Desk, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, package = shipped
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    held.export_data(tmp_path / "a.zip")
    monkeypatch.chdir(tmp_path)
    held.export_data(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()
        }


def register_with_statements(tmp_path: Path) -> Desk:
    """A register in which desks said all sorts of things, openly and not."""
    held = small_desk(tmp_path)
    say: dict[str, Any] = {
        "commitment": "FW-US-01",
        "said_on": "2024-05-05",
        "effective_on": "2024-05-05",
        "handling": "TLP:CLEAR",
    }
    held.write(ReportStatus(status="limited", note="Planted open", sources=("JS-2021",), override="As agreed.", **say))
    held.write(ReportStatus(status="substantial", note="Planted RED", **{**say, "handling": "TLP:RED"}))
    held.write(AddNote(commitment="FW-US-01", text="Planted AMBER", handling="TLP:AMBER"))
    held.write(AddNote(commitment="FW-US-01", text="Planted note", handling="TLP:CLEAR"))
    held.write(
        AddEvidence(
            evidence=("https://example.org/acta",), title="Acta", sources=("JS-2021",), override="As agreed.", **say
        )
    )
    held.write(Amend(record="FW-US-01", fields={"due_on": "2030-01-31"}, reason="Moved openly", handling="TLP:CLEAR"))
    held.write(Amend(record="FW-US-01", fields={"title.en": "Planted title"}, reason="Moved", handling="TLP:AMBER"))
    accept_everything(held.path)
    held.write(AskAnswer(commitment="FW-US-01", handling="TLP:CLEAR"))
    held.write(
        AddRecord(
            kind="source",
            fields={"id": "S-1", "publisher": "P", "title": "=T", "url": "https://example.org/s", "copy": "press"},
        )
    )
    other = service.open_register(held.path, desk="mx-1", today=TODAY)
    other.write(TakePosition(target="FW-US-01", stance="dispute", reason="Planted answer", handling="TLP:CLEAR"))
    other.write(WithdrawPosition(target="FW-US-01", reason="Settled", handling="TLP:CLEAR"))
    return held


def test_package_carries_desk_entries_and_lists_what_it_cannot_carry(tmp_path: Path) -> None:
    held = register_with_statements(tmp_path)
    report = held.export_data(tmp_path / "package")
    left = {(item.kind, item.problem.message) for item in report.left}
    assert {kind for kind, _why in left} >= {
        "status.report",
        "note.add",
        "evidence.add",
        "commitment.amend",
        "source.add",
        "position.take",
        "position.withdraw",
    }
    told = rows(tmp_path / "package", NOT_CARRIED)
    assert len(told) == len(report.left) == report.tables[NOT_CARRIED]
    record = next(row for row in rows(tmp_path / "package", "commitments") if row["id"] == "FW-US-01")
    assert (record["due_on"], record["due_basis"], record["first_due_on"]) == ("2030-01-31", "amended", "2023-12-31")
    assert record["title_en"] == "Trace the guns"
    statements = rows(tmp_path / "package", "statements")
    assert any("Planted open" in row["text_en"] for row in statements)
    assert not any("Planted answer" in row["text_en"] for row in statements), "it was withdrawn"
    assert rows(tmp_path / "package", "sources")[-1]["title"] == "=T", "a package is lossless"
    made = register_from_package(tmp_path / "package", tmp_path)
    assert digest(made) != digest(held)
    assert made.verify(deep=True).is_sound


SAID: dict[str, Any] = {
    "said_on": "2024-05-05",
    "effective_on": "2024-05-05",
    "handling": "TLP:CLEAR",
    "sources": ("JS-2021",),
    "override": "As agreed.",
    "note": "Done",
}


@pytest.mark.parametrize(("seat", "author", "other"), [("us-1", "US", "MX"), ("mx-1", "MX", "US")])
def test_joint_text_that_waits_is_carried_as_its_authors_word_alone(
    tmp_path: Path, seat: str, author: str, other: str
) -> None:
    held = small_desk(tmp_path, seat)
    said = {**SAID, "handling": "TLP:GREEN"}
    said_for_both = held.write(ReportStatus(commitment="FW-JT-01", status="completed", speaker="JOINT", **said))
    held.write(ReportStatus(commitment="FW-JT-01", status="completed", speaker="JOINT", half=other, **said))
    report = held.export_data(tmp_path / "package", audience="parties")
    own = [row for row in rows(tmp_path / "package", "statements") if row["provenance"] == "own"]
    assert [(row["speaker"], row["half"], row["id"]) for row in own] == [(author, author, said_for_both.ids[0])]
    assert "It waits for a side and is not in force" in {item.problem.message for item in report.left}

    def halves(desk: Desk) -> dict[str, tuple[str | None, str]]:
        return {
            one.side: (one.claim.status if one.claim else None, one.standing)
            for one in desk.commitment("FW-JT-01").halves
        }

    made = halves(register_from_package(tmp_path / "package", tmp_path))
    assert made == halves(held)
    assert made[author] == ("completed", "unanswered")


ANSWERED = """\
- id: sent-us-2024
  commitment: FW-MX-01
  speaker: US
  speaker_body: ATF
  kind: position
  stance: dispute
  about: sent-mx-2024
  effective_on: '2024-03-01'
  said_on: '2024-03-01'
  text: {en: Few were sent., es: Pocas se enviaron.}
  sources: [ATF-2023]
- id: sent-mx-2024
  commitment: FW-MX-01
  speaker: MX
  speaker_body: SSPC
  kind: status
  status: substantial
  basis: stated
  grade: documented
  effective_on: '2024-03-01'
  said_on: '2024-03-01'
  sources: [SSPC-2024]
"""


@pytest.mark.parametrize(
    ("seat", "speaker", "answer"), [("us-1", "MX", "traced-mx-2024"), ("mx-1", "US", "sent-us-2024")]
)
def test_withdrawal_that_waits_takes_no_answer_out_of_a_package(
    tmp_path: Path, seat: str, speaker: str, answer: str
) -> None:
    data = make_folder(tmp_path / "data")
    change(data, "statements.yaml", "- id: traced-gao-2022", f"{ANSWERED}- id: traced-gao-2022")
    path = tmp_path / "register.db"
    keys = own_key_folder(path)
    service.create_register(path, data=data, desk="us-1", seats=("mx-1",), keys=keys, today=TODAY)
    held = service.open_register(path, desk=seat, today=TODAY)
    held.write(WithdrawPosition(target=answer, speaker=speaker, reason="x", sources=("JS-2021",), handling="TLP:CLEAR"))
    report = held.export_data(tmp_path / "package")
    assert answer in {row["id"] for row in rows(tmp_path / "package", "statements")}
    assert "position.take" not in {item.kind for item in report.left}


def said_of(desk: Desk, name: str) -> dict[str, str | None]:
    """The status of each half of a commitment."""
    return {one.side: one.claim.status if one.claim else None for one in desk.commitment(name).halves}


@pytest.mark.parametrize(
    ("seat", "name", "speaker"),
    [
        ("us-1", "FW-US-01", "US"),
        ("mx-1", "FW-MX-01", "MX"),
        ("us-1", "FW-JT-01", "JOINT"),
        ("mx-1", "FW-JT-01", "JOINT"),
    ],
)
def test_withdrawal_that_waits_is_not_in_a_package(tmp_path: Path, seat: str, name: str, speaker: str) -> None:
    held = small_desk(tmp_path, seat)
    said = {**SAID, "handling": "TLP:GREEN" if speaker == "JOINT" else "TLP:CLEAR", "speaker": speaker}
    held.write(ReportStatus(commitment=name, status="limited", **said))
    accept_everything(held.path, by={"us-1": "mx-1", "mx-1": "us-1"}[seat])
    withdrawn = held.write(ReportStatus(commitment=name, status="withdrawn", **{**said, "said_on": "2024-06-01"}))
    for audience in ("public", "parties"):
        report = held.export_data(tmp_path / audience, audience=audience)
        assert withdrawn.ids[0] not in {row["id"] for row in rows(tmp_path / audience, "statements")}
        if speaker != "JOINT" or audience == "parties":
            left = {item.id: item.problem.message for item in report.left}
            assert left[withdrawn.ids[0]] == "It waits for a side and is not in force"
    made = said_of(register_from_package(tmp_path / "parties", tmp_path), name)
    assert set(made.values()) == {"limited"}
    accept_everything(held.path, by={"us-1": "mx-1", "mx-1": "us-1"}[seat])
    held.export_data(tmp_path / "agreed", audience="parties")
    assert withdrawn.ids[0] in {row["id"] for row in rows(tmp_path / "agreed", "statements")}


AT = TwoDates(TODAY, TODAY)


def scored(desk: Desk, audience: str | None, name: str) -> list[tuple[Any, ...]]:
    """What the leaves of a commitment earn, and their flags."""
    with desk._db.reading() as connection:
        readers = audience_of(connection, audience, None, AT) if audience else None
        found = facts.read(connection, AT, readers)
    leaves = score(build_inputs(found, AT, standard_method()), standard_method()).leaves_of_commitment(name)
    return [(one.delivery.score, one.delivery.lo, one.delivery.hi, one.result.flags) for one in leaves]


@pytest.mark.parametrize(("seat", "name"), [("us-1", "FW-US-01"), ("mx-1", "FW-MX-01")])
def test_status_with_a_later_one_that_is_not_public_counts_in_no_register_made_from_a_package(
    tmp_path: Path, seat: str, name: str
) -> None:
    held, side = small_desk(tmp_path, seat), seat[:2].upper()
    public = held.write(ReportStatus(commitment=name, status="completed", **SAID))
    held.write(ReportStatus(commitment=name, status="reversed", **{**SAID, "handling": "TLP:AMBER"}))
    for audience, marked in (("public", f'["{side}"]'), ("parties", "")):
        held.export_data(tmp_path / audience, audience=audience)
        told = {row["id"]: row["superseded"] for row in rows(tmp_path / audience, "statements")}
        assert told[public.ids[0]] == marked
    made = register_from_package(tmp_path / "public", tmp_path)
    assert said_of(made, name) == {side: None}
    assert scored(made, None, name) == scored(made, "public", name) == scored(held, "public", name)
    assert scored(made, None, name)[0][:3] == (0.0, 0.0, 100.0)
    card = made.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en"))
    assert "completed, stated, 2024-05-05; a later statement is not public" in render_annexes(card, "md").decode()
    (half,) = made.commitment(name).halves
    assert half.last_public is not None
    assert half.last_public.id == public.ids[0]
    assert half_status(half).line() == "● completed, stated, 2024-05-05; a later statement is not public"
    assert "a later statement is not public" in reminder.text(made.build_reminder([name]))
    made.export_data(tmp_path / "again")
    again = {row["id"]: row["superseded"] for row in rows(tmp_path / "again", "statements")}
    assert again[public.ids[0]] == f'["{side}"]', "a package of that register says it too"


@pytest.mark.parametrize(("seat", "side", "other"), [("us-1", "US", "MX"), ("mx-1", "MX", "US")])
def test_joint_status_counts_for_the_half_without_a_later_statement(
    tmp_path: Path, seat: str, side: str, other: str
) -> None:
    held, joint = small_desk(tmp_path, seat), {**SAID, "handling": "TLP:GREEN"}
    held.write(ReportStatus(commitment="FW-JT-01", status="completed", speaker="JOINT", **joint))
    accept_everything(held.path, by={"us-1": "mx-1", "mx-1": "us-1"}[seat])
    held.write(ReportStatus(commitment="FW-JT-01", status="limited", **{**SAID, "handling": "TLP:RED"}))
    held.export_data(tmp_path / "package", audience="parties")
    made = register_from_package(tmp_path / "package", tmp_path)
    assert said_of(made, "FW-JT-01") == {side: None, other: "completed"}


@pytest.mark.parametrize("side", ["US", "MX"])
def test_desk_of_a_side_cannot_say_that_a_later_statement_is_not_public(side: str) -> None:
    """Its statement would leave every count without being restricted. Only a data folder says so."""
    given = {"id": "S-1", "commitment": "C", "speaker": side, "status": "reversed", "basis": "stated"}
    body = StatusReport.model_validate(
        {**given, "effective_on": "2024-05-05", "said_on": "2024-05-05", "superseded": [side]}
    )
    context = Context(responsible=Responsible(side))
    arguments = ("status.report", body, Handling.CLEAR, context)
    assert rule_on_entry(side, f"{side.lower()}-1", *arguments).problem is not None


@pytest.mark.parametrize(
    ("audience", "side", "withheld"), [("public", None, 7), ("parties", None, 1), ("side", "US", 1)]
)
def test_package_and_history_hold_nothing_that_the_audience_may_not_read(
    tmp_path: Path, audience: str, side: str | None, withheld: int
) -> None:
    held = register_with_statements(tmp_path)
    report = held.export_data(tmp_path / "p.zip", audience=audience, side=side)
    entries, left = held.readable_history(audience, side)
    assert report.withheld == left == withheld
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        words = b"".join(archive.read(name) for name in archive.namelist()).decode()
    words += repr(entries)
    assert "Planted RED" not in words
    assert "Planted open" in words
    assert ("Planted AMBER" in words) is (audience != "public")
    assert ("Planted title" in words) is (audience != "public")


def test_existing_files_are_kept(tmp_path: Path) -> None:
    held = small_desk(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "p.zip").write_text("x", encoding="utf-8")
    for name, force, words in (
        ("mine", False, "The folder is not empty"),
        ("mine", True, "The folder holds something else"),
        ("file", True, "is not a folder"),
        ("p.zip", False, "A file already exists"),
        ("no/where", False, "Cannot write to the folder"),
        ("no/where.zip", False, "cannot be written"),
    ):
        with pytest.raises(Refused, match=words):
            held.export_data(tmp_path / name, force=force)
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "x"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".part", ".old"))]
    held.export_data(tmp_path / "package")
    (tmp_path / "package" / "extra.csv").write_text("x", encoding="utf-8")
    held.export_data(tmp_path / "package", force=True)
    assert {path.name for path in (tmp_path / "package").iterdir()} == {*PACKAGED, *TABLES, "datapackage.json"}
    held.export_data(tmp_path / "p.zip", force=True)
    assert zipfile.is_zipfile(tmp_path / "p.zip")


@pytest.mark.parametrize("force", [False, True])
def test_link_to_a_folder_is_never_replaced(tmp_path: Path, *, force: bool) -> None:
    desk, real, link = small_desk(tmp_path), tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    with pytest.raises(Refused, match="is a link"):
        desk.export_data(link, force=force)
    assert link.is_symlink()
    assert list(real.iterdir()) == []
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".link")]


def test_disk_error_leaves_the_earlier_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = small_desk(tmp_path)
    held.export_data(tmp_path / "package")
    before = {path.name: path.read_bytes() for path in (tmp_path / "package").iterdir()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="Cannot write to the folder"):
        held.export_data(tmp_path / "package", force=True)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in (tmp_path / "package").iterdir()} == before
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".part", ".old"))]


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("commitments", "FW-US-01,", "FW-US-01,x,", "The row has"),
        ("commitments", "verifiable,", "verifiabel,", "Unknown column"),
        ("commitments", ",true,", ",yes,", "Write true or false."),
        ("commitments", '"[""DOJ""]"', "DOJ", "Write a list"),
        ("commitments", "FW-A1.1", "FW-A9.9", "FW-A9.9"),
        ("indicators", ",550,", ",many,", "Write a whole number."),
        ("conflict_claims", "cf-traced", "cf-other", "cf-other"),
        ("sources", "id,", "", "missing"),
    ],
)
def test_faulty_package_is_refused_with_the_file(tmp_path: Path, table: str, old: str, new: str, words: str) -> None:
    small_desk(tmp_path).export_data(tmp_path / "package")
    path = tmp_path / "package" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = service.check_data(tmp_path / "package").problems
    said = [f"{item.place} {item.message} {item.advice} {item.values}" for item in found]
    assert any(words in line and f"{table}.csv" in line for line in said), said


def test_package_with_wrong_files_is_checked_as_a_data_folder(tmp_path: Path) -> None:
    small_desk(tmp_path).export_data(tmp_path / "package")
    assert service.check_data(tmp_path / "package").problems == ()
    (tmp_path / "package" / "other.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "package" / "bodies.csv").unlink()
    words = [item.message for item in service.check_data(tmp_path / "package").problems]
    assert "Files with this name are not read" in words
    assert "The file is missing" in words


def test_history_reveals_nothing_of_unreadable_entries(tmp_path: Path) -> None:
    held = register_with_statements(tmp_path)
    entries, left = held.readable_history("public")
    known = {entry.id for entry in entries}
    assert len(entries) + left == held.version()
    assert all(entry.by == "" for entry in entries)
    assert all(set(entry.names) <= known for entry in entries)
    assert {entry.title.en for entry in entries if entry.ref == "FW-US-01" and entry.title} == {"Trace the guns"}
    assert "Planted title" not in repr(entries)


@pytest.mark.parametrize(("seat", "record"), [("mx-1", "FW-US-01"), ("us-1", "FW-MX-01")])
def test_a_note_of_the_other_side_comes_back_with_the_desk_that_wrote_it(
    tmp_path: Path, seat: str, record: str
) -> None:
    held = small_desk(tmp_path, seat)
    words = "Both governments agree that it was not kept."
    held.write(Amend(record=record, fields={"note": words}, reason="Planted", handling="TLP:CLEAR"))
    report = held.export_data(tmp_path / "package")
    (row,) = (row for row in rows(tmp_path / "package", "commitments") if row["id"] == record)
    assert (row["note_en"], row["note_es"]) == (f"{words} ({seat})", f"{words} ({seat})")
    (left,) = (one for one in report.left if one.kind == "commitment.amend")
    assert left.problem.values["fields"] == [("field", "note")]
    note = register_from_package(tmp_path / "package", tmp_path).commitment(record).note
    assert note is not None
    assert note.en == f"{words} ({seat})"


def test_a_note_as_long_as_a_text_can_be_does_not_take_its_commitment_out_of_the_package(tmp_path: Path) -> None:
    held = small_desk(tmp_path, "mx-1")
    held.write(Amend(record="FW-US-01", fields={"note": "x" * MAX_TEXT}, reason="Planted", handling="TLP:CLEAR"))
    held.export_data(tmp_path / "package")
    (row,) = (row for row in rows(tmp_path / "package", "commitments") if row["id"] == "FW-US-01")
    assert len(row["note_en"]) == MAX_TEXT
    assert row["note_en"].endswith("x (mx-1)")
