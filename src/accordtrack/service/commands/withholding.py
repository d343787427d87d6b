"""Plans the withholding of evidence: it is no longer shown, with a reason and the authority for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.ledger.kinds import EVIDENCE_ADD, EVIDENCE_WITHHOLD
from accordtrack.projection import record_lookup
from accordtrack.service.commands.attribution import KEEPS, handling_line, recorded_line
from accordtrack.service.commands.write_context import Proposal, WriteContext, bilingual_text, propose
from accordtrack.store import log
from accordtrack.types import Line
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from accordtrack.types.intents import WithholdEvidence


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
