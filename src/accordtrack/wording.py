"""The vocabulary put into words: labels and marks, the same on every screen, table and document.

English labels stand here as they are printed; the catalogue holds the Spanish ones under the context of
their group. A word that is missing here is shown as it stands in files.
"""

from __future__ import annotations

from accordtrack.i18n import trc
from accordtrack.vocabulary import ASCII_MARKS, MARKS

LABELS: dict[str, dict[str, str]] = {
    "status": {
        "unreported": "unreported",
        "not_started": "not started",
        "limited": "limited",
        "substantial": "substantial",
        "completed": "completed",
        "reversed": "reversed",
        "withdrawn": "withdrawn",
    },
    "short status": {
        "unreported": "unreported",
        "not_started": "not started",
        "limited": "limited",
        "substantial": "substantial",
        "completed": "completed",
        "reversed": "reversed",
        "withdrawn": "withdrawn",
    },
    "side": {"US": "United States", "MX": "Mexico", "JOINT": "joint", "OBS": "observer"},
    "short side": {"US": "US", "MX": "MX", "JOINT": "JOINT", "OBS": "OBS"},
    "standing": {
        "unreported": "unreported",
        "unanswered": "no public answer found",
        "asked": "asked, no answer yet",
        "agreed": "agreed",
        "disputed": "disputed",
        "divergent": "divergent",
    },
    "short standing": {
        "unreported": "unreported",
        "unanswered": "unanswered",
        "asked": "asked",
        "agreed": "agreed",
        "disputed": "disputed",
        "divergent": "divergent",
    },
    "timeliness": {
        "no_deadline": "no agreed date",
        "upcoming": "upcoming",
        "due_soon": "due in 30 days",
        "overdue": "overdue",
        "past_horizon": "past the stated horizon",
        "done_on_time": "done on time",
        "done_late": "done late",
    },
    "short timeliness": {
        "no_deadline": "no date",
        "upcoming": "upcoming",
        "due_soon": "in 30 days",
        "overdue": "overdue",
        "past_horizon": "past horizon",
        "done_on_time": "done on time",
        "done_late": "done late",
    },
    "basis": {"stated": "stated", "reading": "read as"},
    "due basis": {
        "text": "date in the agreed words",
        "horizon": "period in the agreed words",
        "inferred": "inferred by the register",
        "amended": "set later by who owes it",
    },
    "text basis": {
        "joint_text": "joint text",
        "both_readouts": "both readouts",
        "own_text": "the owing side's own text",
        "us_text": "according to the U.S. text",
        "mx_text": "according to the Mexican text",
        "third_party": "according to a third party",
    },
    "short text basis": {
        "joint_text": "joint text",
        "both_readouts": "both readouts",
        "own_text": "own text",
        "us_text": "U.S. text",
        "mx_text": "Mexican text",
        "third_party": "third party",
    },
    "kind": {
        "commitment": "commitment",
        "unilateral_action": "unilateral action",
        "request": "request",
        "recommendation": "recommendation",
    },
    "level": {"input": "input", "activity": "activity", "output": "output", "outcome": "outcome", "impact": "impact"},
    "grade": {
        "claimed": "claimed",
        "documented": "documented",
        "corroborated": "corroborated",
        "verified": "verified",
    },
    "theme": {
        "firearms": "firearms",
        "finance": "illicit finance",
        "justice": "justice",
        "health": "health",
        "border": "border",
        "synthetics": "synthetic drugs",
        "migration": "migration",
        "violence": "violence",
        "governance": "governance",
    },
    "stance": {
        "concur": "concurs",
        "dispute": "disputes",
        "not_agreed": "does not subscribe to this wording",
    },
    "ground": {
        "not_done": "not done",
        "not_enough": "not enough",
        "wrong_period": "wrong period",
        "evidence_fails": "evidence fails",
        "other_meaning": "the commitment means something else",
    },
    "copy": {
        "official": "official",
        "archived_official": "archived official",
        "joint_text": "joint text",
        "court": "court",
        "research": "research",
        "press": "press",
        "mirror": "mirror",
        "aggregator": "aggregator",
        "partisan": "partisan",
    },
    "strength": {"direct": "direct", "contributory": "contributory", "context": "context"},
    "direction": {"increase": "increase", "decrease": "decrease", "none": "no fixed direction"},
    "set by": {
        "agreed": "agreed",
        "US": "set by the United States",
        "MX": "set by Mexico",
        "working": "working target",
    },
    "qualifier": {"exact": "", "about": "about", "more_than": "more than", "at_most": "at most"},
    "state": {"final": "final", "preliminary": "preliminary", "superseded": "superseded"},
    "entry kind": {
        "desk.open": "desk opened",
        "accord.set": "accord set",
        "source.add": "source added",
        "framework.add": "framework added",
        "framework.amend": "framework amended",
        "goal.add": "goal added",
        "area.add": "area added",
        "body.add": "body added",
        "event.record": "event recorded",
        "commitment.add": "commitment added",
        "commitment.amend": "commitment amended",
        "indicator.add": "indicator added",
        "indicator.amend": "indicator amended",
        "indicator.link": "indicator linked",
        "measurement.add": "measurement added",
        "status.report": "status reported",
        "evidence.add": "evidence added",
        "evidence.withhold": "evidence withheld",
        "position.take": "answer given",
        "position.withdraw": "answer withdrawn",
        "answer.ask": "answer asked for",
        "note.add": "note",
        "conflict.record": "conflict of figures recorded",
        "conflict.settle": "conflict settled",
        "entry.retract": "retraction",
    },
    "signature": {"valid": "signature valid", "invalid": "signature INVALID", "unknown_key": "key unknown"},
    "field": {
        "id": "code",
        "title": "title",
        "title.en": "title (English)",
        "title.es": "title (Spanish)",
        "text": "text",
        "text.en": "text (English)",
        "text.es": "text (Spanish)",
        "kind": "kind",
        "framework": "framework",
        "area": "area",
        "responsible_side": "responsible side",
        "share_us": "share of the United States",
        "lead": "lead",
        "lead.US": "lead of the United States",
        "lead.MX": "lead of Mexico",
        "supporting": "supporting",
        "agreed_on": "agreed on",
        "due_on": "due on",
        "due_basis": "due basis",
        "first_due_on": "first deadline",
        "review_rule": "review rule",
        "level": "level",
        "theme": "theme",
        "places": "places",
        "weight": "weight",
        "text_basis": "text basis",
        "wording": "wording",
        "verifiable": "verifiable",
        "verifiable_why": "why verifiable",
        "verification": "verification",
        "handling": "handling",
        "sources": "sources",
        "note": "note",
        "status": "status",
        "side": "side",
        "standing": "standing",
        "due": "due",
        "evidence": "evidence",
    },
}


def label(group: str, value: str | None) -> str:
    """The word for ``value`` of ``group`` in the language in force; as it stands when none is listed."""
    if value is None:
        return ""
    english = LABELS.get(group, {}).get(value)
    return value if english is None else (trc(group, english) if english else "")


def mark(value: str, *, ascii_only: bool = False) -> str:
    """The mark of a status, standing or timeliness, or nothing."""
    return (ASCII_MARKS if ascii_only else MARKS).get(value, "")


def status_mark(status: str | None, basis: str | None, *, ascii_only: bool = False) -> str:
    """Mark of a status with ``≈`` behind it when it is a reading: ``◔≈``."""
    sign = mark(status or "unreported", ascii_only=ascii_only)
    return sign + mark("reading", ascii_only=ascii_only) if basis == "reading" else sign
