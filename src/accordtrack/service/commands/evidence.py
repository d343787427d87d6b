"""Plans evidence entries for files and web addresses (speaker, grade, the statements they support), and withholding."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from accordtrack.core.paths import expand_user
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import format_size, sanitize_line
from accordtrack.ledger.kinds import EVIDENCE_ADD, EVIDENCE_WITHHOLD
from accordtrack.projection import record_lookup
from accordtrack.service.commands.attribution import KEEPS, body_for, half_for, handling_line, recorded_line, voice_line
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.commands.write_context import (
    Proposal,
    ProposedEntry,
    WriteContext,
    bilingual_text,
    parse_choice,
    propose,
    with_reason,
)
from accordtrack.service.evidence.inspection import (
    UNREAD,
    belongs_to_register,
    belongs_to_register_problem,
    resolve_source,
)
from accordtrack.store import log
from accordtrack.types import Line
from accordtrack.types.intents import AddEvidence, ReportStatus
from accordtrack.vocabulary import Grade, Handling, Side, Speaker

if TYPE_CHECKING:
    from accordtrack.ledger.statements import EvidenceAdd
    from accordtrack.projection.fold import State
    from accordtrack.service.evidence.inspection import EvidenceCheck
    from accordtrack.types.intents import WithholdEvidence


def add_evidence(bench: WriteContext, intent: AddEvidence) -> Proposal:
    """Plan evidence on a commitment; by default it supports the claim in force of the desk's side."""
    state = bench.state(intent.commitment)
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    half = half_for(state, speaker, intent.half)
    if not intent.evidence:
        raise Refused(Problem("No evidence was given", "Name a file or a web address.", usage=True))
    supports = _supported_statements(bench, state, intent)
    supported = [item.body.effective_on for item in state.statuses if item.id in supports]
    day = max([bench.day_or_today(intent.effective_on), *supported])
    age = bench.check_source_dates(intent.sources, day, intent.override, as_data=intent.as_data)
    pieces = plan_evidence_entries(
        bench, intent, state, speaker, half, official=bench.side == speaker, supports=supports, too_old=age.too_old
    )
    lines = [*map(evidence_line, pieces), *age.lines]
    lines.append(
        Line("supports {ids}", {"ids": ", ".join(supports)}) if supports else Line("supports no statement yet")
    )
    lines.append(handling_line(pieces[0].handling))
    voice = voice_line(bench, speaker, claim=True, body=pieces[0].body.speaker_body)
    return Proposal(tuple(pieces), voice, (*lines, KEEPS))


def _supported_statements(bench: WriteContext, state: State, intent: AddEvidence) -> tuple[str, ...]:
    if intent.supports is not None:
        names = {item.id for item in state.statuses}
        for name in intent.supports:
            if name not in names:
                advice = "accordtrack show {id} lists its statements."
                raise Refused(
                    Problem(
                        "No statement {x} on this commitment",
                        advice,
                        values={"x": name, "id": intent.commitment},
                        usage=True,
                    )
                )
        return intent.supports
    side = Side(parse_choice(Side, intent.half, "half")) if intent.half else bench.side
    halves = state.halves if side is None else tuple(half for half in state.halves if half.side == side)
    return tuple(half.claim.id for half in halves if half.claim) if len(halves) == 1 else ()


def plan_evidence_entries(
    bench: WriteContext,
    intent: ReportStatus | AddEvidence,
    state: State,
    speaker: str,
    half: str | None,
    *,
    official: bool,
    supports: str | tuple[str, ...],
    too_old: bool = False,
) -> list[ProposedEntry[EvidenceAdd]]:
    """Return one entry per path or address. Refuse all faulty ones together. ``too_old`` evidence is graded claimed."""
    checks = [bench.inspect_evidence(ref) for ref in intent.evidence]
    faults = [check.problem for check in checks if check.problem]
    files = [ref for ref, found in zip(intent.evidence, checks, strict=True) if found.kind == "file"]
    faults += [
        belongs_to_register_problem(ref) for ref in files if belongs_to_register(expand_user(ref), bench.register)
    ]
    if faults:
        raise Refused(*faults)
    single = isinstance(intent, AddEvidence)
    sources = list(bench.check_ids("source", intent.sources))
    text = intent.grade if isinstance(intent, AddEvidence) else intent.evidence_grade
    pieces = []
    for number, (ref, found) in enumerate(zip(intent.evidence, checks, strict=True)):
        title = bilingual_text(intent.title) if isinstance(intent, AddEvidence) else None
        body: dict[str, Any] = {
            "id": bench.new_entry_id(number),
            "commitment": intent.commitment,
            "half": half,
            "for": [supports] if isinstance(supports, str) else list(supports),
            "speaker": speaker,
            "speaker_body": body_for(bench, state, speaker, intent.body),
            "title": title or _default_title(found),
            "grade": Grade.CLAIMED.value
            if too_old
            else bench.grade_or_default(
                text,
                sources,
                Grade.DOCUMENTED if sources or (official and found.kind == "file") else Grade.CLAIMED,
            ),
            "url": ref if found.kind == "url" else None,
            "file": {"digest": found.digest or UNREAD, "size": found.size, "name": found.name}
            if found.kind == "file"
            else None,
            "issuer": intent.issuer if isinstance(intent, AddEvidence) else None,
            "effective_on": bench.day_or_today(intent.effective_on),
            "said_on": bench.day_or_today(intent.said_on),
            "text": bilingual_text(with_reason(intent.note, intent.override)) if single else None,
            "sources": sources,
            "expires_on": bench.day_or_today(intent.expires_on, future=True)
            if isinstance(intent, AddEvidence) and intent.expires_on
            else None,
        }
        stored_files = ((str(resolve_source(ref)), found.digest or UNREAD),) if found.kind == "file" else ()
        handling = bench.handling_or_default(intent.handling, intent.commitment, official=official)
        pieces.append(
            ProposedEntry(EVIDENCE_ADD.name, validate_record(EVIDENCE_ADD.model, body), handling, stored_files)
        )
    return pieces


def _default_title(found: EvidenceCheck) -> dict[str, str] | None:
    """Return a title for evidence without one: its file name or the site of its page, never the full address."""
    if found.kind == "file":
        return bilingual_text(found.name)
    site = urlsplit(found.name).hostname or ""
    return {"en": f"Page of {site}", "es": f"Página de {site}"}


def evidence_line(piece: ProposedEntry[EvidenceAdd]) -> Line:
    """Return the preview line of an evidence entry."""
    body = piece.body
    if file := body.file:
        values = {
            "name": file.name,
            "size": format_size(file.size),
            "digest": file.digest[:8],
            "grade": ("grade", body.grade),
        }
        unread = file.digest == UNREAD
        copied = piece.kept[0][0] if piece.kept else file.name
        if PurePath(copied).name != file.name:
            linked = {**values, "path": copied}
            if unread:
                return Line(
                    "+ evidence   {name}, {size}, {grade}, copied from {path}; its SHA-256 is computed then", linked
                )
            return Line("+ evidence   {name}, {size}, SHA-256 {digest}…, {grade}, copied from {path}", linked)
        if unread:
            return Line("+ evidence   {name}, {size}, {grade}; its SHA-256 is computed when it is saved", values)
        return Line("+ evidence   {name}, {size}, SHA-256 {digest}…, {grade}", values)
    return Line("+ evidence   {url}, {grade}", {"url": body.url, "grade": ("grade", body.grade)})


def withhold_evidence(bench: WriteContext, intent: WithholdEvidence) -> Proposal:
    """Plan the withholding of evidence.

    The evidence stays in the log, but no screen shows its address or file, and no copy for others contains its file.
    The entry has at least the handling mark of the evidence, so the same audience reads its reason.
    """
    key = record_lookup.entry_of(bench.connection, intent.evidence)
    entry = None if key is None else log.entries_by_id(bench.connection, [key]).get(key)
    values = {"x": sanitize_line(intent.evidence)}
    if entry is None or entry.envelope.kind != "evidence.add" or entry.body is None:
        raise Refused(Problem('No evidence "{x}" here', "accordtrack show ID lists it.", values=values, usage=True))
    body = EVIDENCE_ADD.decode_values(entry.body)
    if body.id in bench.state(body.commitment).withheld:
        raise Refused(Problem("The evidence {x} is already marked not public", values={"x": body.id}))
    reason = bilingual_text(intent.reason)
    if reason is None or not intent.authority.strip():
        raise Refused(Problem("A reason and an authority are required", usage=True))
    least = max(
        (Handling(entry.envelope.handling), Handling(bench.handling_or_default(None, body.commitment, official=False))),
        key=lambda mark: mark.rank,
    )
    handling = bench.handling_or_default(intent.handling or least.value, body.commitment, official=False)
    withholding = {
        "evidence": body.id,
        "commitment": body.commitment,
        "reason": reason,
        "authority": intent.authority.strip(),
        "said_on": bench.day_or_today(intent.said_on),
    }
    lines = (Line("− evidence   {id}, not public", {"id": body.id}), handling_line(handling), KEEPS)
    return Proposal((propose(EVIDENCE_WITHHOLD, withholding, handling),), recorded_line(bench.feed), lines)
