"""A register in memory in which both sides owe the same and said the same: ``S-US-1`` to ``S-US-5``, ``S-MX-…``, ``S-JT-…``.

It comes from a data folder (obs-0), an admitted observer (obs-1) and both sides' desks. What is true of one side is true
of the other with the names exchanged, so that every attack can be tried in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from accordtrack.store.items import Item
from memory_register import Draft, MemoryRegister

SIDES = ("US", "MX")
OTHER = {"US": "MX", "MX": "US"}
FEED = {"US": "us-1", "MX": "mx-1"}
WORDS = {"en": "Words.", "es": "Palabras."}
THEMES = ("firearms", "health")
SCORED_YEARS = range(2020, 2026)


def words(text: str) -> dict[str, str]:
    return {"en": text, "es": text}


def commitment(name: str, side: str, theme: str = "firearms", **fields: object) -> Draft:
    body = {
        "id": name,
        "framework": "FW",
        "title": words(f"Promise {name}"),
        "text": words(f"The text of {name}."),
        "responsible_side": side,
        "agreed_on": "2021-10-08",
        "due_on": "2027-12-31",
        "level": "output",
        "theme": theme,
        "verifiable": True,
        "verifiable_why": WORDS,
        "sources": ["JS"],
        **fields,
    }
    return "commitment.add", body


def status(ref: str, speaker: str, value: str, on: str = "2024-03-01", **fields: object) -> Draft:
    body = {"id": None, "commitment": ref, "speaker": speaker, "status": value, "basis": "stated"}
    return "status.report", {**body, "effective_on": on, "said_on": on, **fields}


def evidence(ref: str, speaker: str, supports: Iterable[Item[Any]], on: str = "2024-03-02", **fields: object) -> Draft:
    names = [item.id for item in supports]
    body = {"id": None, "commitment": ref, "for": names, "speaker": speaker, "title": WORDS, "grade": "documented"}
    return "evidence.add", {**body, "effective_on": on, "said_on": on, "sources": ["JS"], **fields}


def answer(entry: Item[Any], speaker: str, stance: str = "concur", on: str = "2024-06-01", **fields: object) -> Draft:
    named = entry.ref if entry.kind.startswith("commitment.") else getattr(entry.body, "commitment", None)
    reason = {} if stance == "concur" else {"reason": WORDS}
    body = {"id": None, "commitment": named, "answers": entry.hash, "speaker": speaker, "stance": stance, **reason}
    return "position.take", {**body, "effective_on": on, "said_on": on, **fields}


def withdraw(position: Item[Any], on: str = "2026-06-01") -> Draft:
    body = {"commitment": position.body.commitment, "position": position.hash, "speaker": position.body.speaker}
    return "position.withdraw", {**body, "said_on": on}


def retract(item: Item[Any]) -> Draft:
    return "entry.retract", {"target": item.hash, "reason": WORDS}


def amend(
    ref: str,
    fields: Mapping[str, Any],
    speaker: str,
    *,
    sources: Iterable[str] = ("JS",),
    on: str = "2026-01-15",
    kind: str = "commitment",
    **more: object,
) -> Draft:
    body = {"record": ref, "fields": dict(fields), "reason": WORDS, "speaker": speaker, "said_on": on}
    return f"{kind}.amend", {**body, "sources": list(sources), **more}


def value(indicator: str, year: int, number: float, party: str = "OBS", **fields: object) -> Draft:
    body = {
        "indicator": indicator,
        "series": "count",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "value": str(number),
        "party": party,
        "grade": "documented",
        "published_on": f"{year + 1}-02-01",
        "source": "JS",
    }
    return "measurement.add", {**body, **fields}


def indicator(name: str, side: str, theme: str = "firearms", **fields: object) -> Draft:
    body = {
        "id": name,
        "title": WORDS,
        "definition": WORDS,
        "unit": WORDS,
        "level": "outcome",
        "direction": "increase",
        "theme": theme,
        "side": side,
        "publisher": "A bureau",
        "periodicity": "year",
        **fields,
    }
    return "indicator.add", body


def target(number: str, set_by: str = "agreed", **fields: object) -> dict[str, object]:
    return {"value": number, "by": "2026-12-31", "set_by": set_by, "source": "JS", "note": None, **fields}


def proposed_target(name: str, level_ratio: str = "0.8", **fields: object) -> Draft:
    body = {
        "indicator": name,
        "series": "homicides",
        "place": "MX-SIN",
        "released_on": "2026-01-20",
        "source": "JS",
        "baseline": "20",
        "baseline_from": "2025-01-01",
        "baseline_to": "2025-12-31",
        "span": "3",
        "scenarios": [{"scenario": "hold", "level_ratio": "1", "changes": 0}],
        "level_ratio": level_ratio,
        "by": "2028-12-31",
        "said_on": "2026-03-01",
        **fields,
    }
    return "target.propose", body


def expected_result(operation: str = "OPERATION", rate_ratio: str = "0.8", **fields: object) -> Draft:
    body = {
        "operation": operation,
        "title": WORDS,
        "place": "MX-SIN",
        "series": "homicides",
        "window": 6,
        "bound": "at_most",
        "rate_ratio": rate_ratio,
        "guard": {"series": "missing", "bound": "at_most", "rate_ratio": "1"},
        "starts_on": "2026-09-01",
        "said_on": "2026-03-01",
        **fields,
    }
    return "result.expect", body


def settlement(claim: int, **fields: object) -> Draft:
    return "conflict.settle", {
        "conflict": "C-1",
        "claim": claim,
        "source": "JS",
        "reason": WORDS,
        "said_on": "2026-05-01",
        **fields,
    }


def results_chain(ref: str, mechanism: str, **fields: object) -> Draft:
    rivals = [{"text": WORDS, "would_see": WORDS} for _number in range(2)]
    text = {"en": mechanism, "es": mechanism}
    body = {"commitment": ref, "work": "courts", "mechanism": text, "assumptions": [], "rivals": rivals}
    return "chain.set", {**body, "outcome": "firearms-us", "said_on": "2026-05-01", **fields}


def link(name: str, ref: str, strength: str = "direct", **fields: object) -> Draft:
    return "indicator.link", {"indicator": name, "commitment": ref, "strength": strength, "rationale": WORDS, **fields}


def source(name: str, **fields: object) -> Draft:
    body = {"id": name, "publisher": "Both", "title": "Text", "date": "2021-10-08", "url": "https://example.org/a"}
    return "source.add", {**body, "copy": "joint_text", **fields}


def body(code: str, side: str, **fields: object) -> Draft:
    return "body.add", {"code": code, "name": words(code), "side": side, "branch": "executive", **fields}


def admit(feed: str, admitted_for: str = "statements", **fields: object) -> Draft:
    values = {"feed": feed, "admitted_for": admitted_for, "reason": WORDS, "said_on": "2026-01-01"}
    return "desk.admit", {**values, **fields}


def folder() -> list[Draft]:
    names = {side: {"name": words(side)} for side in SIDES}
    themes = [
        {"code": theme, "title": words(theme), "outcomes": [f"{theme}-us", f"{theme}-mx", f"{theme}-both"]}
        for theme in THEMES
    ]
    drafts: list[Draft] = [
        (
            "accord.set",
            {"id": "symmetric", "title": WORDS, "facts_until": "2026-06-30", "sides": names, "themes": themes},
        ),
        source("JS"),
        source("PRESS", copy="press", publisher="A newspaper", date="2024-03-05"),
        *(body(f"{side}-LEAD", side, speaks_for=side) for side in SIDES),
        body("AUDIT", "OBS", branch="independent"),
        ("framework.add", {"id": "FW", "title": WORDS, "agreed_on": "2021-10-08", "sources": ["JS"]}),
        ("goal.add", {"id": "G-1", "framework": "FW", "number": "1", "title": WORDS}),
        ("area.add", {"id": "A-1", "goal": "G-1", "number": "1.1", "title": WORDS}),
    ]
    for side in SIDES:
        low = side.lower()
        leads = {"lead": {side: f"{side}-LEAD"}}
        drafts += [
            commitment(f"S-{side}-{n}", side, THEMES[(n + 1) % 2], area="A-1", **leads) for n in range(1, 6) if n != 4
        ]
        drafts.append(commitment(f"S-{side}-4", side, "health", due_on="2025-06-30", **leads))
        baseline = {"value": "100", "on": "2020-12-31"}
        drafts.append(indicator(f"firearms-{low}", side, target=target("200"), baseline=baseline, span="100"))
        drafts.append(indicator(f"health-{low}", side, "health", direction="decrease"))
        drafts += [value(f"firearms-{low}", year, 100 + (year - 2020)) for year in SCORED_YEARS]
        drafts += [value(f"health-{low}", year, 100 - (year - 2020)) for year in SCORED_YEARS]
        drafts.append(link(f"firearms-{low}", f"S-{side}-1"))
        drafts.append(link(f"health-{low}", f"S-{side}-2", "contributory"))
        drafts.append(status(f"S-{side}-3", side, "limited", "2023-01-01", sources=["JS"], speaker_body=f"{side}-LEAD"))
    for theme in THEMES:
        drafts.append(indicator(f"{theme}-both", "JOINT", theme))
        drafts += [value(f"{theme}-both", year, 100 + 2 * (year - 2020)) for year in SCORED_YEARS]
    drafts += [commitment(f"S-JT-{n}", "JOINT", THEMES[(n + 1) % 2], weight="2") for n in range(1, 6)]
    drafts.append(status("S-JT-5", "JOINT", "limited", "2023-06-01", sources=["JS"]))
    claims = [
        {"speaker": side, "said_on": "2024-02-01", "text": words(f"Said by {side}"), "sources": ["JS"]}
        for side in SIDES
    ]
    about = {"indicators": ["firearms-us", "firearms-mx"]}
    values = {"id": "C-1", "title": WORDS, "claims": claims, "may_explain": WORDS, "would_settle": WORDS}
    drafts.append(("conflict.record", {**values, "about": about, "themes": ["firearms"]}))
    event = {"id": "E-1", "date": "2022-05-01", "kind": "meeting", "title": WORDS, "sources": ["JS"]}
    return [*drafts, ("event.record", {**event, "themes": ["firearms"]})]


def opened(*, folder_digest: str | None = None) -> MemoryRegister:
    """The data folder, an observer's desk and one desk of each side, which admit both."""
    register = MemoryRegister()
    register.open("obs-0", folder=folder_digest)
    register.act("obs-0", *folder())
    register.open("obs-1")
    for side in SIDES:
        register.open(FEED[side], admits=["obs-0", "obs-1"])
    return register


@cache
def _symmetric() -> MemoryRegister:
    register = opened()
    said: dict[str, Item[Any]] = {}
    for side in SIDES:
        feed = FEED[side]
        for ref, word in (("1", "completed"), ("2", "substantial"), ("3", "limited"), ("4", "not_started")):
            said[f"{side}-{ref}"] = register.act(feed, status(f"S-{side}-{ref}", side, word))[0]
        register.act(feed, evidence(f"S-{side}-1", side, [said[f"{side}-1"]]))
        for ref, word in (("1", "completed"), ("2", "limited"), ("3", "substantial"), ("4", "limited")):
            said[f"JT-{ref}-{side}"] = register.act(feed, status(f"S-JT-{ref}", side, word))[0]
    for side in SIDES:
        feed, other = FEED[side], OTHER[side]
        register.act(feed, answer(said[f"{other}-1"], side))
        proposes = {"proposed_status": "not_started", "ground": "not_enough"}
        register.act(feed, answer(said[f"{other}-3"], side, "dispute", **proposes))
        register.act(feed, answer(said[f"JT-3-{other}"], side, "dispute", half=other))
        ask = {"commitment": "S-JT-4", "half": side, "claim": said[f"JT-4-{side}"].hash, "of": other}
        register.act(feed, ("answer.ask", {**ask, "asked_on": "2024-05-01", "said_on": "2024-05-01"}))
        register.act("obs-1", status(f"S-{side}-2", "OBS", "limited", "2025-01-01", sources=["PRESS"], half=side))
    for number, side in enumerate(SIDES, start=1):
        moved = amend(f"S-JT-{number}", {"due_on": "2028-06-30"}, side, on="2025-02-01")
        change = register.act(FEED[side], moved)[0]
        register.act(FEED[OTHER[side]], answer(change, OTHER[side], on="2025-03-01"))
    for side in SIDES:
        register.act(
            FEED[side], commitment(f"ACT-{side}", side, kind="unilateral_action", text_basis=f"{side.lower()}_text")
        )
        register.act(FEED[side], status(f"ACT-{side}", side, "limited"))
    return register


def symmetric_register() -> MemoryRegister:
    return _symmetric().copy()
