"""A register with records of every kind and state, made once a process: what numbers and lists are held against."""

from __future__ import annotations

from pathlib import Path

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, Amend, AskAnswer, ReportStatus, TakePosition, WithholdEvidence
from folders import make_folder
from registers import TODAY
from shared import once

SEATS = ("us-1", "mx-1", "obs-1")

# id, kind, responsible side, deadline with its basis, lead bodies
RECORDS = (
    ("M-US-01", "commitment", "US", ("2023-12-31", "text"), ("ATF", None)),
    ("M-US-02", "commitment", "US", ("2023-12-31", "horizon"), (None, None)),
    ("M-MX-01", "commitment", "MX", ("2024-12-31", "text"), (None, "SSPC")),
    ("M-MX-02", "commitment", "MX", None, (None, "SSPC")),
    ("M-JT-01", "commitment", "JOINT", None, ("DOJ", None)),
    ("M-JT-02", "commitment", "JOINT", ("2025-12-31", "text"), ("DOJ", "SSPC")),
    ("M-JT-03", "commitment", "JOINT", ("2025-12-31", "text"), ("ATF", "SSPC")),
    ("M-JT-04", "commitment", "JOINT", ("2025-12-31", "text"), ("ATF", "SSPC")),
    ("M-JT-05", "commitment", "JOINT", ("2026-12-05", "text"), ("DOJ", "SSPC")),
    ("M-JT-06", "commitment", "JOINT", ("2022-12-31", "horizon"), ("DOJ", "SSPC")),
    ("M-JT-07", "commitment", "JOINT", ("2025-06-30", "text"), ("DOJ", "SSPC")),
    ("M-ACT-US", "unilateral_action", "US", ("2023-12-31", "text"), ("ATF", None)),
    ("M-ACT-MX", "unilateral_action", "MX", None, (None, "SSPC")),
    ("M-REQ-MX", "request", "MX", None, (None, "SSPC")),
    ("M-REQ-US", "request", "US", None, ("DOJ", None)),
    ("M-REC-US", "recommendation", "US", ("2024-06-30", "text"), ("ATF", None)),
)
# commitment, speaker, status, basis
STATUSES = (
    ("M-JT-02", "US", "completed", "stated"),
    ("M-JT-02", "MX", "limited", "reading"),
    ("M-JT-03", "US", "withdrawn", "stated"),
    ("M-JT-03", "MX", "completed", "stated"),
    ("M-JT-04", "US", "completed", "stated"),
    ("M-JT-04", "MX", "completed", "reading"),
    ("M-JT-05", "US", "reversed", "stated"),
    ("M-JT-05", "MX", "substantial", "stated"),
    ("M-JT-06", "JOINT", "limited", "stated"),
    ("M-JT-07", "US", "withdrawn", "stated"),
    ("M-JT-07", "MX", "withdrawn", "stated"),
    ("M-MX-01", "MX", "not_started", "stated"),
    ("M-ACT-US", "US", "completed", "stated"),
    ("M-ACT-MX", "MX", "limited", "stated"),
    ("M-REC-US", "US", "limited", "reading"),
)


def _commitment(number: int) -> str:
    name, kind, side, due, (us, mx) = RECORDS[number]
    theme = ("firearms", "health")[number % 2]
    lines = [
        f"- id: {name}",
        f"  kind: {kind}",
        "  framework: FW",
        f"  title: {{en: 'Promise {number} on firearms', es: 'Promesa {number} sobre armas'}}",
        f"  text: {{en: 'Words of promise {number}.', es: 'Palabras de la promesa {number}.'}}",
        f"  responsible_side: {side}",
        f"  lead: {{US: {us or 'null'}, MX: {mx or 'null'}}}",
        "  agreed_on: '2021-10-08'",
        *([f"  due_on: '{due[0]}'", f"  due_basis: {due[1]}"] if due else []),
        "  level: output",
        f"  theme: {theme}",
        "  verifiable: true",
        "  verifiable_why: {en: It can be counted., es: Se puede contar.}",
        "  sources: [JS-2021]",
    ]
    return "\n".join(lines) + "\n"


def _status(number: int) -> str:
    commitment, speaker, status, basis = STATUSES[number]
    body = {"US": "DOJ", "MX": "SSPC"}.get(speaker)
    lines = [
        f"- id: said-{number}",
        f"  commitment: {commitment}",
        f"  speaker: {speaker}",
        *([f"  speaker_body: {body}"] if body else []),
        "  kind: status",
        f"  status: {status}",
        f"  basis: {basis}",
        "  effective_on: '2024-03-01'",
        "  said_on: '2024-03-01'",
        f"  text: {{en: 'Words {number}.', es: 'Palabras {number}.'}}",
        "  sources: [SSPC-2024]",
    ]
    return "\n".join(lines) + "\n"


def _make(folder: Path) -> None:
    data = make_folder(folder / "data")
    (data / "commitments" / "fw.yaml").write_text("".join(map(_commitment, range(len(RECORDS)))), encoding="utf-8")
    (data / "statements.yaml").write_text("".join(map(_status, range(len(STATUSES)))), encoding="utf-8")
    for name in ("indicators.yaml", "conflicts.yaml"):
        file = data / name
        words = file.read_text(encoding="utf-8").replace("FW-US-01", "M-US-01").replace("FW-JT-01", "M-JT-01")
        file.write_text(words, encoding="utf-8")
    frameworks = data / "frameworks.yaml"
    lapsed = frameworks.read_text(encoding="utf-8").replace(
        "{value: unstated}", "{value: lapsed, on: 2025-01, source: SSPC-2024}"
    )
    frameworks.write_text(lapsed, encoding="utf-8")
    path = folder / "register.db"
    service.create_register(
        path, data=data, desk="us-1", seats=SEATS[1:], keys=own_key_folder(path), today="2026-10-01"
    )
    _said_at_desks(path)


def _said_at_desks(path: Path) -> None:
    """What the desks of both sides said, for anybody to read: a claim, an asking, answers, evidence that was withheld."""
    us, mx = (service.open_register(path, desk=seat, today="2026-11-01") for seat in SEATS[:2])
    anyone = "TLP:CLEAR"
    claim = ReportStatus(
        commitment="M-US-01", status="limited", note="Begun.", evidence=("https://example.org/a",), handling=anyone
    )
    us.write(claim)
    us.write(AskAnswer(commitment="M-US-01", handling=anyone))
    for desk_, target in ((mx, "M-JT-02"), (mx, "M-ACT-US"), (us, "M-JT-05")):
        desk_.write(
            TakePosition(target=target, stance="dispute", reason="Not seen.", ground="not_done", handling=anyone)
        )
    us.write(TakePosition(target="M-JT-03", stance="concur", handling=anyone))
    rule = {"review_rule": "FREQ=YEARLY"}
    us.write(Amend(record="M-US-02", fields=rule, reason="As agreed.", handling=anyone))
    report = AddEvidence(commitment="M-US-01", evidence=("https://example.org/b",), title="Report", handling=anyone)
    given = us.entry(us.write(report).hashes[0]).id
    us.write(WithholdEvidence(evidence=given, reason="Personal data.", authority="Privacy Act", handling=anyone))


def mixed_desk(seat: str = "us-1") -> Desk:
    """The mixed register, only to be read."""
    return service.open_register(once("mixed", _make) / "register.db", desk=seat, today=TODAY)
