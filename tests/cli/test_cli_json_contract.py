"""What the verbs print for programs is what ``docs/json.md`` promises: every key, no other, each of its kind."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import contract
from accordtrack import service
from accordtrack.__main__ import main
from accordtrack.cli.app import FAMILIES
from accordtrack.core import settings
from accordtrack.core.paths import key_folder
from cli_runner import UNSET, Ran, at_home
from folders import change, make_folder
from registers import accept
from selection import is_sampled
from shipped_scores import set_targets, shipped_register
from target_register import sign_targets, target_register
from workbooks import workbook

LANGUAGES = ("en", "es")
FORMS = ("json", "ndjson", "csv")
OBSERVED = """\
- id: seen-gao-2022
  commitment: FW-US-01
  speaker: OBS
  speaker_body: GAO
  kind: status
  status: limited
  basis: reading
  grade: documented
  effective_on: '2022-06-30'
  said_on: '2022-06-30'
  text: {en: Few guns are traced., es: Se rastrean pocas armas.}
  sources: [JS-2021]
"""
"""What an auditor saw before the side that owes it stated anything."""
SOURCE = ("id=S-1", "publisher=P", "title=T", "url=https://example.org/s", "copy=press")
NEW_COMMITMENT = (
    *("add", "commitment", "id=FW-US-02", "framework=FW", "title.en=Count the guns", "title.es=Contar las armas"),
    *("text=Count them.", "responsible_side=US", "agreed_on=2025-01-01", "level=output", "theme=firearms"),
    *(
        "verifiable=yes",
        "verifiable_why=They can be counted.",
        "verification=By a table.",
        "note=New.",
        "sources=S-2",
    ),
    *("review_rule=FREQ=YEARLY", "lead.US=ATF", "supporting=DOJ", "wording.us=Counted.", "wording.mx=Contadas."),
)
VALUE = ("measure", "guns-traced", "51.5", "--period", "2024-01-01..2024-12-31", "--series", "year-atf")
MEASURED = "guns-traced|year-atf|2022-01-01|2022-12-31|US|2023-05-31|ATF-2023"
ACTS: tuple[tuple[str, ...], ...] = (
    ("update", "FW-US-01", "limited", "--note", "Fewer.", "--evidence", "PAPER", "--evidence", "https://example.org/x"),
    ("evidence", "add", "FW-US-01", "https://example.org/y", "--issuer", "GAO", "--expires-on", "2030-01-01"),
    ("concur", "FW-US-01", "--desk", "mx-1"),
    ("withdraw", "FW-US-01", "--desk", "mx-1"),
    ("dispute", "FW-US-01", "--desk", "mx-1", "--reason", "No.", "--ground", "not_done", "--proposes", "not_started"),
    ("update", "FW-JT-01", "limited", "--note", "Some."),
    ("dispute", "FW-JT-01", "--half", "US", "--desk", "mx-1", "--reason", "None."),
    ("amend", "FW-JT-01", "due_on=2027-01-01", "title.en=Publish all", "--reason", "Moved."),
    ("amend", "FW-US-01", "due_on=2024-12-31", "--reason", "Moved."),
    ("amend", "guns-traced", "caveats=A share of few.", "--reason", "Said.", "--source", "ATF-2023"),
    ("update", "FW-MX-01", "limited", "--desk", "mx-1", "--note", "Begun."),
    ("update", "FW-MX-01", "not_started", "--note", "Not seen."),
    ("add", "source", "id=S-2", *SOURCE[1:], "producer=A mission", "locator=page 3"),
    NEW_COMMITMENT,
    ("update", "FW-US-02", "limited", "--note", "Begun."),
    ("ask", "FW-US-02"),
    ("note", "FW-US-01", "two", "words"),
    ("add", "source", *SOURCE),
    ("undo",),
    ("target", "guns-seized", "90", "--by", "2030", "--reason", "Tried.", "--baseline", "9", "--baseline-on", "2021"),
    ("retract", "mx-1-2", "--reason", "Too early.", "--desk", "mx-1"),
    ("evidence", "withhold", "us-1-5", "--reason", "It names people.", "--authority", "Order 7"),
    (*VALUE, "--source", "ATF-2023", "--note", "New."),
    (
        "measure",
        "guns-traced",
        "52",
        "--period",
        "2025-01-01..2025-12-31",
        "--series",
        "year-atf",
        "--party",
        "OBS",
        "--source",
        "ATF-2023",
    ),
    ("not-agreed", "FW-US-01", "--desk", "mx-1", "--reason", "Half of what was agreed."),
    ("dispute", MEASURED, "--desk", "mx-1", "--reason", "Counted twice."),
    ("concur", MEASURED, "--desk", "mx-1", "--reason", "Once."),
    ("dispute", "FW-US-01", "--speaker", "OBS", "--source", "SSPC-2024", "--reason", "Not seen."),
    ("settle", "cf-traced", "--claim", "2", "--source", "SSPC-2024", "--reason", "Counted again."),
    ("concur", "mx-1-5", "--reason", "So it is."),  # settles the dispute of FW-JT-01
    ("dispute", "us-1-7", "--desk", "mx-1", "--reason", "Too soon."),  # the change of FW-JT-01
    ("amend", "FW-MX-01", "weight=3", "--reason", "More.", "--source", "SSPC-2024"),
    ("amend", "FW-MX-01", "note=Ours.", "--reason", "A note."),
    (
        *("update", "FW-US-01", "limited", "--speaker", "US", "--desk", "mx-1", "--note", "They say so."),
        *("--source", "ATF-2023", "--effective-on", "2022-12-31"),
    ),
    ("retract", "us-1-9", "--reason", "Too many words."),  # the change of guns-traced, which Mexico accepted
    ("dispute", "mx-1-18", "--reason", "We did not.", "--ground", "not_ours"),  # the status in its name
    ("--desk", "mx-1", *VALUE[:2], "53", *VALUE[3:], "--source", "SSPC-2024"),  # its own value, which nobody accepts
    ("import", "GOOD"),
    (
        *("add", "panel_series", "id=homicides", "title=victims", "publisher=P", "registry=R", "measure=count"),
        *("period=month", "direction=decrease"),
    ),
    (
        *("panel", "add", "ROWS", "--series", "homicides", "--released-on", "2025-03-20", "--class", "first"),
        *("--source", "ATF-2023"),
    ),
    (
        *("dispute", "homicides|2025-03-20|ATF-2023", "--desk", "mx-1", "--reason", "Late."),
        *("--cell", "MX-SIN:2025-01=72", "--cell", "MX-JAL:2025-01"),
    ),
    ("dispute", "FW-US-02", "--desk", "mx-1", "--reason", "Too few."),
    ("withdraw", "FW-US-02", "--desk", "mx-1"),
    ("amend", "FW-JT-01", "note=Once.", "--reason", "A note."),
    ("amend", "FW-JT-01", "note=", "--reason", "No note."),
    ("update", "FW-JT-01", "limited", "--desk", "mx-1", "--note", "Ours."),
    ("undo", "--desk", "mx-1"),
)
"""Acts after which every part of a register is there to be shown."""

AGREED = {
    ("amend", "FW-US-01"),
    ("amend", "guns-traced"),
    ("add", "commitment"),
    ("measure", "guns-traced"),
    ("settle", "cf-traced"),
    ("add", "panel_series"),
    ("panel", "add"),
}
"""Acts with which Mexico concurs at once; the others that change the register wait for it."""

PANEL_PATHS = (
    ("sesnsp-victims-homicidio-doloso", "--place", "MX-SIN"),
    ("rnpdno-registered-total",),
    ("sesnsp-victims-feminicidio", "--place", "US-CA"),
)
EVENTS = ("ev-zambada-2024", "ev-jalisco-2026", "ev-nini-extradited-2024", "ev-transfer-2026")
"""Events with readings of many kinds: one that stands out, one across a new registry, one shared, one without a state."""
DRAWS_COMMAND = (
    "score",
    "--db",
    "SHIPPED",
    "--targets",
    "all",
    "--texts",
    "all",
    "--uncertainty",
    "--draws",
    "20",
    "--shares",
)
DRAWN_ROWS = ("score_drawn_row", "score_share_row")
READ_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("attention",),
    ("attention", "--desk", "mx-1"),
    ("pending",),
    ("pending", "--desk", "mx-1"),
    ("pending", "--disputed"),
    ("list",),
    ("list", "--limit", "2"),
    ("list", "--sort", "title"),
    ("list", "--sort", "lead"),
    *(("show", name) for name in ("FW-US-01", "FW-US-02", "FW-MX-01", "FW-JT-01")),
    ("show", "FW-US-01", "--as-of", "2022-12", "--known-on", "2022-12-31"),
    *(("show", name, "--db", "SHIPPED") for name in ("BF21-1.3-A", "FEB25-JT-02")),
    *(("owed", "--by", group) for group in ("body", "side", "theme", "framework")),
    ("history",),
    ("history", "FW-US-01", "--limit", "1"),
    ("diff", "2022", "2998"),
    ("diff", "2022", "2998", "side:US", "--known-on", "2998"),
    ("diff", "2998", "2999"),
    ("conflicts",),
    ("indicators",),
    ("indicators", "--db", "SHIPPED"),
    ("disputes",),
    ("disputes", "id:FW-US-01", "--as-of", "2026-01-01"),
    ("disputes", "--limit", "1"),
    ("drafts",),
    ("drafts", "--desk", "mx-1"),
    ("remind", "FW-US-01", "FW-JT-01"),
    ("verify",),
    ("verify", "--deep"),
    ("verify", "--since", "PAST"),
    ("verify", "--db", "ALONE"),
    ("checkpoint", "NOTE", "--force"),
    ("doctor",),
    ("key", "list"),
    ("key", "export"),
    ("doctor", "--db", "OPEN"),
    ("evidence", "put-back", "SIGNED"),
    ("evidence", "tidy"),
    ("data", "check", "SMALL"),
    ("data", "check", "BROKEN"),
    ("data", "check", "/no/such/folder"),
    ("note", "FW-US-01", "Planned.", "--dry-run"),
    ("undo", "--dry-run"),
    *(("score", "--by", group) for group in ("framework", "side", "body")),
    ("score", "--as-of", "2024-06-30"),
    DRAWS_COMMAND,
    ("score", "--explain", "FW-US-01"),
    ("score", "--explain", "BF21-1.3-A", "--db", "SHIPPED", "--targets", "all"),
    ("score", "--recorded-by", "2998"),
    ("score-changes", "--from", "2020"),
    ("score-changes", "governance", "--from", "2020", "--db", "SHIPPED"),
    ("contrast", "--db", "SHIPPED"),
    ("contrast", "firearms"),
    ("contrast", "US"),
    ("contrast", "BF21-1.3-A", "--db", "SHIPPED"),
    ("answer", "--db", "SHIPPED"),
    ("answer", "firearms"),
    ("paths", "--db", "SHIPPED"),
    ("paths", "firearms"),
    ("paths", "mx-missing-persons", "--db", "SHIPPED"),
    *(("paths", *words, "--db", "SHIPPED") for words in PANEL_PATHS),
    ("events", "--db", "SHIPPED"),
    *(("events", event, "--db", "SHIPPED") for event in EVENTS),
    ("panel",),
    ("panel", "show", "homicides"),
    ("panel", "show", "sesnsp-victims-homicidio-doloso", "--db", "SHIPPED"),
    ("targets", "--db", "TARGETS"),
    ("targets", "list", "--db", "TARGETS"),
    ("targets", "worksheet", "guns-traced", "--db", "TARGETS"),
    ("targets", "worksheet", "guns-traced", "SHEET", "--force", "--db", "TARGETS"),
    ("method",),
    ("import", "WRONG", "--dry-run"),
    ("import", "--template", "FILL", "--force"),
    ("export", "data", "PACK", "--force"),
    ("export", "history", "LOG", "--force"),
    ("export", "calendar", "DAYS", "--force"),
    ("export", "iati", "AID", "--force"),
    ("site", "WEB", "--force"),
    ("scorecard", "CARD", "--force"),
    ("scorecard", "--check", "CHANGED"),
    ("scorecard", "--check", "EARLIER"),
    ("method", "--bridge", "AT-2.0.0", "--db", "SHIPPED"),
    ("method", "--bridge", "OWN", "--db", "SHIPPED"),
    ("method", "--bridge", "OWN", "--db", "SHIPPED", "--since", "2025"),
)
NEVER_HERE = {
    ("event_study", "disputed"),  # nobody disputes the shipped panel
    ("event_study", "unequal"),  # its releases agree
    *(("unequal cell", key) for key in ("outcome", "period")),
    ("graded chain", "answerable_on"),  # no shipped chain could be tested
    ("targets", "attainment"),  # too little can be measured
    *(("operation", name) for name in ("ratio", "guard_ratio")),  # an operation is read months after its start
    ("reading", "missing_periods"),  # the shipped panel has no gap in the windows of an event
    ("waiting entry", "settles"),  # no settlement waits
    ("waiting entry", "cells"),  # no release waits
    ("change", "before_by"),  # a desk must have replaced the note of a desk
    ("thread", "observers"),  # no thread has a word of an observer
    ("whole half", "rivals"),  # two desks of a side must have written apart
    ("whole half", "last_public"),  # the register must come from a data package
    ("whole commitment", "due_recorded_by"),  # the other side must have no desk
    ("whole commitment", "lapsed"),  # a change must be accepted before an earlier one that waits
    *(
        (name, key) for name in ("position", "evidence") for key in ("waits", "disputed_by")
    ),  # ``show`` gives those in force, ``pending`` those that wait
    *(
        ("graded chain", name) for name in ("side", "concur", "evaluations")
    ),  # the shipped chains, which nobody answered and no evaluation decides
    *(("scored sides", name) for name in ("gap", "gap_lo", "gap_hi", "index", "shared_gap")),  # not comparable here
}
"""Keys that are null or empty whatever these verbs do."""


class Program:
    """The program at one register: runs verbs and keeps the output of those that write."""

    def __init__(self, home: Path) -> None:
        self.home = home
        places = {"PAPER": "acta.pdf", "SMALL": "small", "BROKEN": "broken", "SHIPPED": "shipped.db", "OWN": "own.toml"}
        places |= {
            "GOOD": "good.csv",
            "ROWS": "rows.csv",
            "WRONG": "wrong.xlsx",
            "FILL": "fill.xlsx",
            "PACK": "pack.zip",
            "LOG": "log.csv",
        }
        places |= {"DAYS": "days.ics", "WEB": "web"}
        places |= {"CARD": "card.json", "CHANGED": "changed.json", "NOTE": "note.txt", "PAST": "past.txt"}
        places |= {"OPEN": "open.db", "SIGNED": "signed.pdf", "AID": "aid.xml", "EARLIER": "earlier.json"}
        places |= {"ALONE": "alone.db", "TARGETS": "targets/register.db", "SHEET": "sheet.md"}
        self.names = {name: str(home / place) for name, place in places.items()}
        self.written: list[Any] = []

    def __call__(self, *words: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([self.names.get(word, word) for word in words])
        return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A register of the small folder after every kind of act, each with JSON output."""
    home = tmp_path_factory.mktemp("contract")
    made = Program(home)
    make_folder(home / "small")
    change(home / "small", "statements.yaml", "  handling: TLP:CLEAR\n", "  handling: TLP:CLEAR\n  inferred: [grade]\n")
    change(home / "small", "statements.yaml", "- id: traced-gao-2022\n", f"{OBSERVED}- id: traced-gao-2022\n")
    change(home / "small", "indicators.yaml", "value: 40.5", "value: 60")
    make_folder(home / "broken")
    change(home / "broken", "events.yaml", "kind: meeting", "kind: meetng")
    for name in ("acta.pdf", "signed.pdf"):
        (home / name).write_bytes(b"signed")
    status = ["FW-US-01", "limited", "2024-05-05", "Begun."]
    heading = ["commitment", "status", "said_on", "note"]
    (home / "good.csv").write_text(f"{','.join(heading)}\n{','.join(status)}\n", encoding="utf-8")
    workbook(home / "wrong.xlsx", {"Statuses": [heading, status, [None, "nearly", "05/01/2026", "No."]]})
    rows = ("place,period_start,period_end,value", *(f"MX-{one},2025-01-01,2025-01-31,7" for one in ("SIN", "JAL")))
    (home / "rows.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    (home / "own.toml").write_text(service.method_file().replace("AT-1.0.0", "MY-1.0.0"), encoding="utf-8")
    (home / "shipped").mkdir()
    set_targets(shipped_register(home / "shipped"))
    (home / "shipped" / "register.db").rename(home / "shipped.db")
    register = home / "register.db"
    with pytest.MonkeyPatch.context() as patch:
        for name in UNSET:
            patch.delenv(name, raising=False)
        for name, value in {**at_home(home), "ACCORDTRACK_DB": str(register)}.items():
            patch.setenv(name, value)
        service.create_register(register, data=home / "small", desk="us-1", seats=("mx-1",))
        service.create_register(home / "alone.db", data=home / "small", desk="mx-2")
        (home / "targets").mkdir()
        sign_targets(target_register(home / "targets"))
        assert made("scorecard", "EARLIER").status == 0
        for words in ACTS:
            ran = made(*words, "--format", "json")
            assert (ran.status, ran.err) == (0, ""), words
            made.written.append(json.loads(ran.out))
            if words[:2] in AGREED:
                accept(register, *made.written[-1]["hashes"])
        made.written += draft_outputs(made)
        service.open_register(register, desk="us-1").store_seen_entry(1)
        made("scorecard", "CHANGED")
        changed = json.loads((home / "changed.json").read_text(encoding="utf-8"))
        del changed["data"]["overall"]["n"]
        changed["data"]["more"] = 1
        changed["checkpoint"]["feeds"][0]["head"] = "0" * 64
        assert made("checkpoint", "PAST").status == 0
        shutil.copyfile(register, home / "open.db")
        (home / "open.db").chmod(0o644)
        (home / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
        yield made


def kept_evidence_digest(program: Program) -> str:
    put_back = program("evidence", "put-back", "SIGNED", "--format", "json")
    return str(json.loads(put_back.out)["files"][0]["digest"])


def maintenance_outputs(program: Program, folder: Path) -> list[Any]:
    """The output of the verbs that make and keep a register, each with a new file."""
    commands = (
        ("init", "--db", str(folder / "new.db"), "--empty", "--desk", "mx-2"),
        ("backup", str(folder / "copy.db")),
        ("restore", str(folder / "copy.db"), "--to", str(folder / "again.db")),
        ("rebuild",),
        ("repair", str(folder / "whole.db")),
        ("backup", str(folder / "theirs.db"), "--audience", "public"),
        ("show", "FW-US-01", "--db", str(folder / "theirs.db")),
        ("disclose", str(folder / "told.jsonl"), "us-1-3"),
        ("take-in", str(folder / "told.jsonl"), "--db", str(folder / "theirs.db")),
        ("key", "passphrase", "--remove"),
        ("key", "rotate", "--reason", "The holder left.", "--keep"),
        ("desk", "accept", "us-1"),
        ("desk", "open", "us-9"),
    )
    found = []
    for words in commands:
        ran = program(*words, "--format", "json")
        assert (ran.status, ran.err) == (0, ""), words
        found.append(json.loads(ran.out))
    digest = kept_evidence_digest(program)
    saved = program("evidence", "save", digest[:12], "--to", str(folder), "--format", "json")
    assert (saved.status, saved.err) == (0, "")
    found.append(json.loads(saved.out))
    damaged = ("--db", copy_without_body(program, folder))
    return [*found, json.loads(program("repair", str(folder / "part.db"), *damaged, "--format", "json").out)]


@contextlib.contextmanager
def clearance_required() -> Iterator[None]:
    """Settings that ask for a clearance, for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCORDTRACK_CLEARANCE", "required")
        settings.settings.cache_clear()
        yield
    settings.settings.cache_clear()


def draft_outputs(program: Program) -> list[Any]:
    """The output about drafts: kept where a clearance is required, listed, discarded, cleared."""
    with clearance_required():
        commands = (
            ("update", "FW-US-01", "limited", "--note", "Fewer.", "--evidence", "https://example.org/w"),
            ("dispute", "FW-MX-01", "--reason", "Not seen."),
            ("update", "FW-US-01", "limited", "--note", "Again.", "--evidence", "PAPER"),
            ("concur", "FW-MX-01"),
            ("drafts", "--discard", "2"),
            ("clear", "1", "--by", "Office", "--ref", "7"),
        )
        found = []
        for words in commands:
            ran = program(*words, "--format", "json")
            assert (ran.status, ran.err) == (0, ""), words
            found.append(json.loads(ran.out))
    (program.home / "acta.pdf").write_bytes(b"another")
    return found


def copy_without_body(program: Program, folder: Path) -> str:
    """A copy of the register without the body of one entry."""
    copy = folder / "bodiless.db"
    shutil.copyfile(program.home / "register.db", copy)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM entry_body WHERE entry_id = (SELECT MAX(id) FROM entry)")
        connection.commit()
    return str(copy)


def altered_copy(program: Program, folder: Path) -> str:
    """A copy of the register with one stored value changed."""
    copy = folder / "altered.db"
    shutil.copyfile(program.home / "register.db", copy)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE commitment SET theme = 'health' WHERE id = 'FW-US-01'")
        connection.commit()
    return str(copy)


def keys_in_unreadable_folder(program: Program) -> Any:  # noqa: ANN401
    """The keys of whoever has a folder of keys that nobody can enter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(program.home / ("x" * 300)))
        return json.loads(program("key", "list", "--format", "json").out)


def keys_replaced_by_folders(program: Program) -> Any:  # noqa: ANN401
    """The keys of whoever has folders where the files of keys should be."""
    with pytest.MonkeyPatch.context() as patch:
        files = [row["path"] for row in json.loads(program("key", "list", "--format", "json").out)["rows"]]
        patch.setenv("XDG_DATA_HOME", str(program.home / "elsewhere"))
        for file in filter(None, files):
            (key_folder() / Path(file).name).mkdir(parents=True)
        return json.loads(program("key", "list", "--format", "json").out)


def rows_of(whole: Any) -> Any:  # noqa: ANN401
    """The rows of an output; None where the whole output is meant."""
    if whole["type"] == "score":
        return [whole["overall"], *whole["groups"]]
    return whole["contrasts"] if whole["type"] == "contrast" else whole.get("rows")


@pytest.mark.scale
def test_every_printed_key_is_documented_and_every_documented_key_printed(program: Program, tmp_path: Path) -> None:
    page = contract.types()
    told = [*program.written, *maintenance_outputs(program, tmp_path)]
    more = ("verify", "--db", altered_copy(program, tmp_path))
    told += [json.loads(program(*words, "--format", "json").out) for words in (*READ_COMMANDS, more)]
    told += [keys_in_unreadable_folder(program), keys_replaced_by_folders(program)]
    for whole in told:
        assert whole["version"] == 1
        page.check(whole["type"], whole, whole["type"], beside=contract.ENVELOPE)
    for line in map(json.loads, program(*DRAWS_COMMAND, "--format", "ndjson").out.splitlines()):
        if line["type"] in DRAWN_ROWS:
            page.check(contract.rows()[line["type"]][0], line["row"], line["type"])
    assert {whole["type"] for whole in told} == set(contract.printed().values())
    assert page.promised() - page.seen == NEVER_HERE


def test_documented_types_cover_every_verb() -> None:
    named = {verb.split()[0] for verb in contract.printed()}
    assert named == {verb for verbs in FAMILIES.values() for verb in verbs} - {"demo", "serve"} | {"--dry-run"}


@pytest.mark.sweep
@pytest.mark.parametrize("words", READ_COMMANDS, ids=" ".join)
def test_ndjson_line_is_one_row_or_the_whole(program: Program, words: tuple[str, ...]) -> None:
    page, rows = contract.types(), contract.rows()
    whole = json.loads(program(*words, "--format", "json").out)
    lines = [json.loads(line) for line in program(*words, "--format", "ndjson").out.splitlines()]
    held = rows_of(whole)
    assert (held is not None) is (f"{whole['type']}_row" in rows)
    if held is None:
        apart = {"written", "kept"} if "WEB" in words else set()  # what is there already is not written again
        assert [{key: line[key] for key in line.keys() - apart} for line in lines] == [
            {key: whole[key] for key in whole.keys() - apart}
        ]
        return
    kind = f"{whole['type']}_row"
    assert [line["row"] for line in lines if line["type"] == kind] == held
    assert {line["type"] for line in lines} - {kind} == (set(DRAWN_ROWS) if words == DRAWS_COMMAND else set())
    for line in lines:
        shape, beside = rows[line["type"]]
        assert line["version"] == 1
        assert set(line) == {*contract.ENVELOPE, "row", *beside}
        page.check(shape, line["row"], shape)


@pytest.mark.scale
@pytest.mark.parametrize("form", FORMS)
def test_machine_formats_do_not_depend_on_the_language(
    program: Program, form: str, pytestconfig: pytest.Config
) -> None:
    """In a sample, each command in one of the formats."""
    documents = {
        "CARD",
        "DAYS",
        "WEB",
        "SHEET",
    }  # each has one language and its size is told, or is kept where it is there
    commands = [words for words in READ_COMMANDS if not documents & set(words)]
    for words in commands[FORMS.index(form) :: len(FORMS)] if is_sampled(pytestconfig) else commands:
        english, spanish = (program(*words, "--format", form, "--lang", language).out for language in LANGUAGES)
        assert english == spanish, words


@pytest.mark.scale
def test_csv_columns_follow_the_documented_order(program: Program, tmp_path: Path) -> None:
    promised = contract.columns()
    groups = {"data", "desk", "evidence", "export", "key"}
    # one command for each verb with these options and as many arguments: the others print the same columns
    read = {
        (
            len(words),
            *words[: 2 if words[0] in groups else 1],
            *(word for word in words if word.startswith("--")),
        ): words
        for words in READ_COMMANDS
        if words != DRAWS_COMMAND
    }
    commands = {
        **{json.loads(program(*words, "--format", "json").out)["type"]: words for words in read.values()},
        "indicator_paths": ("paths", "mx-missing-persons", "--db", "SHIPPED"),
        "path_bridge": ("method", "--bridge", "AT-2.0.0", "--db", "SHIPPED"),
        "written": ("note", "FW-US-01", "Seen."),
        "kept": ("update", "FW-US-01", "limited", "--note", "Fewer."),
        "discarded": ("drafts", "--discard", "3"),
        "register": ("init", "--db", str(tmp_path / "n.db"), "--empty"),
        "backup": ("backup", str(tmp_path / "b.db")),
        "restore": ("restore", str(tmp_path / "b.db"), "--to", str(tmp_path / "r.db")),
        "rebuilt": ("rebuild",),
        "repair": ("repair", str(tmp_path / "p.db")),
        "key_passphrase": ("key", "passphrase", "--remove"),
        "disclosure": ("disclose", str(tmp_path / "told.jsonl"), "us-1-3", "--force"),
        "taken_in": ("take-in", str(tmp_path / "told.jsonl")),
        "key_rotate": ("key", "rotate", "--reason", "The holder left."),
        "desk_accept": ("desk", "accept", "us-1"),
        "desk_open": ("desk", "open", "us-8"),
        "evidence_saved": ("evidence", "save", kept_evidence_digest(program), "--to", str(tmp_path)),
    }
    assert set(commands) == set(promised) == set(contract.printed().values())
    with clearance_required():
        for kind, words in commands.items():
            assert program(*words, "--format", "csv").out.splitlines()[0] == promised[kind], kind


def test_problems_found_by_a_check_are_given_in_both_languages(program: Program, tmp_path: Path) -> None:
    page = contract.types()
    for words in (("verify", "--db", altered_copy(program, tmp_path)), ("data", "check", "BROKEN")):
        told = {language: program(*words, "--format", "json", "--lang", language) for language in LANGUAGES}
        assert {ran.status for ran in told.values()} == {1}
        assert told["en"].out == told["es"].out
        whole = json.loads(told["es"].out)
        assert whole["sound"] is False
        for found in whole["problems"]:
            page.check("problem", found, "problem")
            assert found["message"]["en"] != found["message"]["es"]
    assert told["en"].err == ""


@pytest.mark.parametrize(("words", "status"), [(("show", "NOPE"), 2), (("undo", "--desk", "mx-1"), 0), (("lst",), 2)])
def test_refusal_prints_nothing_on_stdout(program: Program, words: tuple[str, ...], status: int) -> None:
    ran = program(*words, "--dry-run" if words[0] == "undo" else "--plain", "--format", "json")
    assert ran.status == status
    assert bool(ran.out) is (status == 0)
    assert bool(ran.err) is (status != 0)
