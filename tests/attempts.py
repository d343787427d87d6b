"""Attacks by one side's desk on the other side's record: what each attempts, as a few entries of the attacker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from accordtrack.store.items import Item
from memory_register import Draft, MemoryRegister
from symmetric_register import (
    FEED,
    OTHER,
    WORDS,
    admit,
    amend,
    answer,
    body,
    commitment,
    evidence,
    expected_result,
    indicator,
    link,
    proposed_target,
    retract,
    source,
    status,
    target,
    value,
    withdraw,
    words,
)

LATER = "2026-05-01"


class Own(Enum):
    """What an attempt may change of the attacker's own: nothing; its words, but no number or grade; numbers downward; numbers."""

    NOTHING = auto()
    WORDS = auto()
    LESS = auto()
    NUMBERS = auto()


class Trace(Enum):
    """What becomes of the attempt: it waits for the victim or is refused; or it stands in the history without effect."""

    WAITS = auto()
    HISTORY = auto()


@dataclass(frozen=True)
class Attempt:
    """An attack. ``needs`` says what of the design it still waits for."""

    name: str
    act: Callable[[Attacker], None]
    own: Own = Own.NOTHING
    trace: Trace = Trace.WAITS
    needs: str = ""


class Attacker:
    """One side's desk in a register, which writes what it likes. ``me`` and ``them`` are the two sides."""

    def __init__(self, log: MemoryRegister, side: str, names: Mapping[str, str] | None = None) -> None:
        self.log, self.me, self.them = log, side, OTHER[side]
        self.feed = FEED[side]
        self.start = len(log.items)
        self._names = names or {}

    @property
    def written(self) -> list[Item[Any]]:
        """Everything that was written since the attack began."""
        return self.log.items[self.start :]

    def own(self, number: int) -> str:
        return self._names.get(f"own-{number}", f"S-{self.me}-{number}")

    def their(self, number: int) -> str:
        return self._names.get(f"their-{number}", f"S-{self.them}-{number}")

    def joint(self, number: int) -> str:
        return self._names.get(f"joint-{number}", f"S-JT-{number}")

    def gauge(self, side: str, theme: str = "firearms") -> str:
        return self._names.get(f"gauge-{side}", f"{theme}-{side.lower()}")

    def writes(self, *drafts: Draft, feed: str | None = None, **more: Any) -> list[Item[Any]]:  # noqa: ANN401
        return self.log.act(feed or self.feed, *drafts, **more)

    def concurs_twice(self, items: Iterable[Item[Any]]) -> None:
        """Concur with one's own entries, in one's own name and in the victim's."""
        for item in items:
            self.writes(answer(item, self.me, on=LATER))
            self.writes(answer(item, self.them, on=LATER, sources=["JS"]))

    def claim(self, ref: str, side: str) -> Item[Any]:
        """The last status of a commitment by a side."""
        found = [item for item in self.log.items if item.kind == "status.report" and item.ref == ref]
        return [item for item in found if item.body.speaker == side][-1]

    def entry(self, kind: str, ref: str, feed: str | None = None) -> Item[Any]:
        found = [item for item in self.log.items if (item.kind, item.ref) == (kind, ref)]
        return [item for item in found if feed in {None, item.feed}][-1]


ATTEMPTS: list[Attempt] = []


def attempt(
    name: str, *, own: Own = Own.NOTHING, trace: Trace = Trace.WAITS, needs: str = ""
) -> Callable[[Callable[[Attacker], None]], Callable[[Attacker], None]]:
    def add(act: Callable[[Attacker], None]) -> Callable[[Attacker], None]:
        ATTEMPTS.append(Attempt(name, act, own, trace, needs))
        return act

    return add


# Every field of a commitment, with and without a source, then a concurrence in either name

FIELDS: dict[str, Any] = {
    "title": {"en": "Another title", "es": "Otro título"},
    "text": words("Another text."),
    "wording": {"us": "What we meant", "mx": None},
    "responsible_side": "JOINT",
    "share_us": "0.1",
    "due_on": "2025-01-31",
    "due_basis": "horizon",
    "weight": "50",
    "theme": "justice",
    "level": "input",
    "kind": "recommendation",
    "framework": "FW",
    "area": None,
    "agreed_on": "2025-12-01",
    "verifiable": False,
    "verifiable_why": words("It cannot be checked."),
    "verification": words("By us."),
    "text_basis": "third_party",
    "sources": ["PRESS"],
    "inferred": ["theme"],
    "handling": "TLP:AMBER",
    "places": ["US-TX"],
    "supporting": ["AUDIT"],
    "review_rule": "FREQ=MONTHLY",
}
OWN_FIELDS = frozenset({"handling", "places", "supporting", "review_rule"})
"""Fields that a side may change alone in what it alone owes."""


def _field(name: str, value: object, whose: str) -> Callable[[Attacker], None]:
    def act(attacker: Attacker) -> None:
        ref = {"own": attacker.own, "their": attacker.their, "joint": attacker.joint}[whose](1)
        change = (
            {"responsible_side": attacker.them if whose != "their" else attacker.me}
            if name == "responsible_side"
            else {name: value}
        )
        mark = {"handling": "TLP:AMBER"} if name == "handling" else {}
        items = attacker.writes(amend(ref, change, attacker.me), **mark)
        items += attacker.writes(amend(ref, change, attacker.me, sources=()), **mark)
        attacker.concurs_twice(items)

    return act


for _whose in ("own", "their", "joint"):
    for _name, _value in FIELDS.items():
        free = _whose == "own" and _name in OWN_FIELDS
        ATTEMPTS.append(
            Attempt(
                f"change {_name} of {_whose}",
                _field(_name, _value, _whose),
                Own.WORDS if free else Own.NOTHING,
                Trace.HISTORY if free else Trace.WAITS,
            )
        )


@attempt("change lead of their")
def _(attacker: Attacker) -> None:
    items = attacker.writes(
        amend(attacker.their(1), {"lead": {attacker.them: f"{attacker.me}-LEAD", attacker.me: None}}, attacker.me)
    )
    attacker.concurs_twice(items)


@attempt("change lead of joint for both sides at once")
def _(attacker: Attacker) -> None:
    leads = {attacker.me: f"{attacker.me}-LEAD", attacker.them: f"{attacker.me}-LEAD"}
    attacker.concurs_twice(attacker.writes(amend(attacker.joint(1), {"lead": leads}, attacker.me)))


@attempt("remove their lead beside an own one")
def _(attacker: Attacker) -> None:
    leads = {attacker.me: f"{attacker.me}-LEAD", attacker.them: None}
    attacker.concurs_twice(attacker.writes(amend(attacker.their(1), {"lead": leads}, attacker.me)))


@attempt("three fields at once, a free one among them")
def _(attacker: Attacker) -> None:
    change = {"weight": "90", "theme": "health", "due_on": "2024-01-31"}
    attacker.concurs_twice(attacker.writes(amend(attacker.their(2), change, attacker.me)))


@attempt("speak as the victim in an amendment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(amend(attacker.their(1), {"due_on": "2024-01-31"}, attacker.them)))


@attempt("speak for both in an amendment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(amend(attacker.joint(1), {"weight": "0.1"}, "JOINT")))


@attempt("speak as an observer in an amendment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(amend(attacker.their(1), {"due_on": "2024-01-31"}, "OBS")))


@attempt("change free and counted fields of own in one entry", own=Own.WORDS)
def _(attacker: Attacker) -> None:
    attacker.writes(amend(attacker.own(4), {"weight": "0.01", "note": WORDS}, attacker.me))


@attempt("move a firm due date of own that is overdue")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(amend(attacker.own(4), {"due_on": "2029-12-31"}, attacker.me)))


# Own actions: only in one's own words

WORDS_OF_BOTH = {"us": "Guns were sold.", "mx": "Guns were sold."}
NOT_ONES_OWN: dict[str, Callable[[Attacker], dict[str, Any]]] = {
    "from the victim's text": lambda one: {"text_basis": f"{one.them.lower()}_text"},
    "from a third party's text": lambda _one: {"text_basis": "third_party"},
    "with words of the victim": lambda one: {"text_basis": f"{one.me.lower()}_text", "wording": WORDS_OF_BOTH},
    "with a lead of the victim": lambda one: {"text_basis": "own_text", "lead": {one.them: f"{one.them}-LEAD"}},
}


def _own_action(fields: Callable[[Attacker], dict[str, Any]], kind: str) -> Callable[[Attacker], None]:
    return lambda one: one.concurs_twice(one.writes(commitment("NEW-20", one.me, kind=kind, **fields(one))))


for _kind in ("unilateral_action", "request"):
    for _name, _fields in NOT_ONES_OWN.items():
        ATTEMPTS.append(Attempt(f"an own {_kind} {_name}", _own_action(_fields, _kind)))


# Scope: new commitments, splits, weights, themes, base dates


@attempt("a later date of agreement on all own commitments")
def _(attacker: Attacker) -> None:
    for number in range(1, 6):
        attacker.writes(amend(attacker.own(number), {"agreed_on": "2025-06-01"}, attacker.me))


@attempt("an invented own commitment dated 2020 moves the base date")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(commitment("NEW-1", attacker.me, agreed_on="2020-01-01")))


@attempt("an invented own commitment dated 2020, withdrawn at once")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment("NEW-1", attacker.me, agreed_on="2020-01-01"))
    attacker.writes(status("NEW-1", attacker.me, "withdrawn"))


@attempt("a heavy own commitment, then completed")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(commitment("NEW-2", attacker.me, weight="100")))
    claim = attacker.writes(status("NEW-2", attacker.me, "completed"))
    attacker.writes(evidence("NEW-2", attacker.me, claim))


@attempt("a heavy commitment given to the victim, then reported not started")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(commitment("NEW-3", attacker.them, weight="100")))
    attacker.writes(status("NEW-3", attacker.them, "not_started", sources=["JS"]))


@attempt("a heavy joint commitment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(commitment("NEW-4", "JOINT", weight="100", share_us="0.5")))
    attacker.writes(status("NEW-4", attacker.me, "completed"))


@attempt("a request to the victim called a commitment")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment("NEW-5", attacker.them, kind="request", text_basis="joint_text"))


@attempt("a unilateral action of the victim, recorded by the attacker")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment("NEW-6", attacker.them, kind="unilateral_action"))


@attempt("an own action or request in a joint text", own=Own.WORDS)
def _(attacker: Attacker) -> None:
    attacker.writes(commitment("NEW-8", attacker.me, kind="unilateral_action", text_basis="joint_text"))
    attacker.writes(commitment("NEW-9", attacker.me, kind="request", text_basis="both_readouts"))


@attempt("an own unilateral action made a scored commitment", own=Own.WORDS)
def _(attacker: Attacker) -> None:
    attacker.writes(commitment("NEW-7", attacker.me, kind="unilateral_action", weight="100"))
    attacker.writes(status("NEW-7", attacker.me, "completed"))
    attacker.concurs_twice(attacker.writes(amend("NEW-7", {"kind": "commitment"}, attacker.me)))


def _request(attacker: Attacker, **fields: str) -> None:
    """Ask the victim something in a text of one's own, without a deadline."""
    asked: dict[str, Any] = {"kind": "request", "text_basis": f"{attacker.me.lower()}_text", "due_on": None, **fields}
    attacker.writes(commitment("NEW-8", attacker.them, **asked))


@attempt("an own request dated 2020 moves the base date", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    _request(attacker, agreed_on="2020-01-01")


@attempt("a request to the victim, said to be in the victim's words")
def _(attacker: Attacker) -> None:
    _request(attacker, text_basis="own_text")


@attempt("a request to the victim with a deadline that is over")
def _(attacker: Attacker) -> None:
    _request(attacker, due_on="2024-01-31")


@attempt("a request to the victim to report every month")
def _(attacker: Attacker) -> None:
    _request(attacker, review_rule="FREQ=MONTHLY")


@attempt("what the victim asks of the attacker, recorded by the attacker, moves the base date")
def _(attacker: Attacker) -> None:
    basis = f"{attacker.me.lower()}_text"
    attacker.writes(commitment("NEW-8", attacker.me, kind="request", text_basis=basis, agreed_on="2020-01-01"))


@attempt("one own commitment split into five, the first withdrawn", own=Own.LESS)
def _(attacker: Attacker) -> None:
    for number in range(5):
        attacker.writes(commitment(f"PART-{number}", attacker.me, weight="1"))
        attacker.writes(status(f"PART-{number}", attacker.me, "completed"))
    attacker.writes(status(attacker.own(5), attacker.me, "withdrawn", text=WORDS))


@attempt("bad own items moved to another theme")
def _(attacker: Attacker) -> None:
    for number in (3, 4, 5):
        attacker.writes(amend(attacker.own(number), {"theme": "migration"}, attacker.me))


@attempt("good items of the victim moved to a light theme")
def _(attacker: Attacker) -> None:
    for number in (1, 2):
        attacker.writes(amend(attacker.their(number), {"theme": "migration"}, attacker.me))


@attempt("a commitment added again under the same id")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment(attacker.their(1), attacker.me, weight="9"))


@attempt("a new accord with other weights of the themes")
def _(attacker: Attacker) -> None:
    accord = attacker.entry("accord.set", "symmetric").body
    themes = [{"code": "health", "title": WORDS, "weight": "99"}]
    sides = {side: {"name": words(side)} for side in OTHER}
    values = {"title": WORDS, "facts_until": accord.facts_until, "sides": sides, "themes": themes}
    attacker.writes(("accord.set", {"id": "another", **values}))
    attacker.writes(("accord.set", {"id": "symmetric", **values}))


@attempt("a new framework, and an old one said to have lapsed")
def _(attacker: Attacker) -> None:
    attacker.writes(("framework.add", {"id": "FW-2", "title": WORDS, "agreed_on": "2020-01-01", "sources": ["JS"]}))
    standing = {
        "US": {"value": "ended", "on": "2025-01", "source": "JS"},
        "MX": {"value": "ended", "on": "2025-01", "source": "JS"},
    }
    attacker.concurs_twice(attacker.writes(amend("FW", {"standing": standing}, attacker.me, kind="framework")))
    attacker.writes(amend("FW", {"agreed_on": "2010-01-01"}, attacker.me, kind="framework"))


@attempt("a new goal and area")
def _(attacker: Attacker) -> None:
    attacker.writes(("goal.add", {"id": "G-9", "framework": "FW", "number": "9", "title": WORDS}))
    attacker.writes(("area.add", {"id": "A-9", "goal": "G-9", "number": "9.1", "title": WORDS}))


@attempt("an event recorded to explain a trend away")
def _(attacker: Attacker) -> None:
    event = {"id": "E-9", "date": "2022-01-01", "kind": "operation", "title": WORDS, "sources": ["JS"]}
    attacker.writes(("event.record", {**event, "themes": ["firearms"]}))


# Indicators, targets, links and values

GAUGE: dict[str, Any] = {
    "baseline": {"value": "1", "on": "2015-12-31"},
    "span": "1",
    "hold": 9,
    "level": "output",
    "headline_series": "another",
    "direction": "decrease",
    "unchanged_within": "1",
    "max_age_days": 1,
    "guard_of": ["firearms-us"],
    "theme": "health",
    "family": "one",
    "periodicity": "month",
    "path": [{"on": "2024-01-01", "fraction": "1"}],
    "ratio": True,
}


def _gauge_field(name: str, value: object) -> Callable[[Attacker], None]:
    def act(attacker: Attacker) -> None:
        for side in (attacker.them, attacker.me):
            change = amend(attacker.gauge(side), {name: value}, attacker.me, kind="indicator")
            attacker.concurs_twice(attacker.writes(change))

    return act


for _name, _value in GAUGE.items():
    ATTEMPTS.append(Attempt(f"change {_name} of both indicators", _gauge_field(_name, _value)))


@attempt("an agreed target changed by one side")
def _(attacker: Attacker) -> None:
    change = {"target": target("900"), "baseline": {"value": "0", "on": "2015-12-31"}}
    attacker.concurs_twice(attacker.writes(amend(attacker.gauge(attacker.them), change, attacker.me, kind="indicator")))


@attempt("a target in the victim's name")
def _(attacker: Attacker) -> None:
    change = {"target": target("900", attacker.them)}
    attacker.concurs_twice(attacker.writes(amend(attacker.gauge(attacker.them), change, attacker.me, kind="indicator")))


@attempt("an own target for the victim's country")
def _(attacker: Attacker) -> None:
    change = {"target": target("900", attacker.me)}
    attacker.writes(amend(attacker.gauge(attacker.them, "health"), change, attacker.me, kind="indicator"))


@attempt("an own target with another baseline for an indicator of both")
def _(attacker: Attacker) -> None:
    change = {"target": target("900", attacker.me), "baseline": {"value": "0", "on": "2015-12-31"}}
    attacker.writes(amend("firearms-both", change, attacker.me, kind="indicator"))


@attempt("a working target for the victim's country")
def _(attacker: Attacker) -> None:
    change = {"target": target("900", "working", source=None)}
    attacker.writes(amend(attacker.gauge(attacker.them), change, attacker.me, kind="indicator", sources=()))


@attempt("an own target removes the agreed one of own indicator", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    change = {"target": target("101", attacker.me), "baseline": {"value": "100", "on": "2020-12-31"}}
    attacker.writes(amend(attacker.gauge(attacker.me), change, attacker.me, kind="indicator"))


@attempt("a new indicator that guards the victim's")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(
        attacker.writes(indicator("NEW-GAUGE", attacker.them, guard_of=[attacker.gauge(attacker.them)]))
    )
    attacker.writes(value("NEW-GAUGE", 2021, 100), value("NEW-GAUGE", 2025, 1))


@attempt("a direct link from a good indicator to a bad own commitment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(link(attacker.gauge(attacker.them), attacker.own(4))))


@attempt("a heavy direct link to the victim's commitment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(link(attacker.gauge(attacker.me), attacker.their(1), weight="100")))


@attempt("a contributory link to the victim's commitment")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(attacker.writes(link("health-both", attacker.their(1), "contributory")))


def _value_of(about: str, party: str) -> Callable[[Attacker], None]:
    def act(attacker: Attacker) -> None:
        country = attacker.them if about == "them" else attacker.me
        speaker = {"me": attacker.me, "them": attacker.them}.get(party, party)
        name = attacker.gauge(country)
        attacker.concurs_twice(
            attacker.writes(
                value(name, 2025, 1, speaker),
                value(name, 2026, 999, speaker, period_end="2026-05-31", published_on="2026-06-01"),
            )
        )

    return act


for _about, _party in ((a, p) for a in ("them", "me") for p in ("me", "them", "OBS", "JOINT")):
    _label = {"me": "own name", "them": "the victim's name", "OBS": "an observer's name", "JOINT": "both names"}[_party]
    _country = "the victim's country" if _about == "them" else "own country"
    ATTEMPTS.append(Attempt(f"values about {_country} in {_label}", _value_of(_about, _party)))


@attempt("a value that supersedes the third party's")
def _(attacker: Attacker) -> None:
    old = value(attacker.gauge(attacker.them), 2025, 105, state="superseded")
    new = value(attacker.gauge(attacker.them), 2025, 1, published_on="2026-03-01", confirm=True)
    attacker.concurs_twice(attacker.writes(old, new))


@attempt("a value of another series for an indicator without a headline series")
def _(attacker: Attacker) -> None:
    attacker.writes(value(attacker.gauge(attacker.them), 2025, 1, series="another"))


# Statements in another's name


@attempt("a joint statement that both halves are completed", own=Own.NUMBERS)
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(
        attacker.writes(status(attacker.joint(5), "JOINT", "completed", "2025-01-01", sources=["JS"]))
    )


@attempt("a joint statement about the victim's half alone")
def _(attacker: Attacker) -> None:
    said = status(attacker.joint(2), "JOINT", "reversed", "2025-01-01", sources=["JS"], half=attacker.them)
    attacker.concurs_twice(attacker.writes(said))


@attempt("a joint statement about what the victim alone owes")
def _(attacker: Attacker) -> None:
    attacker.concurs_twice(
        attacker.writes(status(attacker.their(1), "JOINT", "reversed", "2025-01-01", sources=["JS"]))
    )


@attempt("an observer verifies an own claim")
def _(attacker: Attacker) -> None:
    said = status(attacker.own(4), "OBS", "completed", "2025-01-01", sources=["JS"], grade="verified", half=attacker.me)
    attacker.concurs_twice(attacker.writes(said))


@attempt("an observer says that the victim did nothing")
def _(attacker: Attacker) -> None:
    said = status(
        attacker.their(1), "OBS", "not_started", "2025-01-01", sources=["JS"], grade="verified", half=attacker.them
    )
    attacker.concurs_twice(attacker.writes(said))


@attempt("the victim concurs with an own claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.writes(answer(claim, attacker.them, on=LATER, sources=["JS"]))


@attempt("the victim withdraws its dispute of an own claim")
def _(attacker: Attacker) -> None:
    dispute = [item for item in attacker.log.items if item.ref == attacker.own(3) and item.kind == "position.take"][-1]
    attacker.writes(withdraw(dispute))
    attacker.writes(answer(dispute, attacker.them, on=LATER, sources=["JS"]))


@attempt("an observer answers an own claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(3), attacker.me)
    attacker.writes(answer(claim, "OBS", on=LATER, sources=["JS"]), answer(claim, "JOINT", on=LATER, sources=["JS"]))


def _in_their_name(word: str) -> Callable[[Attacker], None]:
    def act(attacker: Attacker) -> None:
        said = status(attacker.their(1), attacker.them, word, "2025-01-01", sources=["JS"], text=WORDS)
        attacker.concurs_twice(attacker.writes(said))
        half = status(attacker.joint(1), attacker.them, word, "2025-01-01", sources=["JS"], text=WORDS)
        attacker.concurs_twice(attacker.writes(half))

    return act


@attempt("a target of both indicators, as if both signed it")
def _(attacker: Attacker) -> None:
    for whose in (attacker.me, attacker.them):
        attacker.writes(proposed_target(f"firearms-{whose.lower()}"))


@attempt("an expected result of an operation, as if both signed it")
def _(attacker: Attacker) -> None:
    attacker.writes(expected_result())


ATTEMPTS.extend(
    Attempt(f"report the victim's status as {word}", _in_their_name(word))
    for word in ("reversed", "withdrawn", "not_started", "completed")
)


@attempt("read the victim's status with its own body as speaker")
def _(attacker: Attacker) -> None:
    values = {"sources": ["JS"], "speaker_body": f"{attacker.them}-LEAD", "basis": "reading"}
    attacker.writes(status(attacker.their(2), attacker.them, "reversed", "2025-01-01", **values))


@attempt("an own reading of the victim's claim without a source")
def _(attacker: Attacker) -> None:
    attacker.writes(status(attacker.their(2), attacker.them, "reversed", "2025-01-01"))


@attempt("a body that speaks for the victim")
def _(attacker: Attacker) -> None:
    attacker.writes(body("FAKE", attacker.them, speaks_for=attacker.them))
    attacker.writes(
        status(attacker.their(1), attacker.them, "reversed", "2025-01-01", sources=["JS"], speaker_body="FAKE")
    )


@attempt("a body of the victim added again as the attacker's")
def _(attacker: Attacker) -> None:
    attacker.writes(body(f"{attacker.them}-LEAD", attacker.them))
    attacker.writes(body(f"{attacker.them}-LEAD", "OBS", branch="press"))


@attempt("a body of the victim added again as speaking for the attacker", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(body(f"{attacker.them}-LEAD", attacker.me, speaks_for=attacker.me))


@attempt("evidence in an observer's name for an own claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    proof = evidence(attacker.own(2), "OBS", [claim], grade="verified", speaker_body="AUDIT")
    attacker.concurs_twice(attacker.writes(proof))


@attempt("evidence in the victim's name for an own claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.concurs_twice(attacker.writes(evidence(attacker.own(2), attacker.them, [claim], grade="corroborated")))


@attempt("evidence in an observer's name against the victim's claim")
def _(attacker: Attacker) -> None:
    dispute = attacker.entry("position.take", attacker.their(3), attacker.feed)
    proof = evidence(attacker.their(3), "OBS", [dispute], grade="verified")
    attacker.concurs_twice(attacker.writes(proof))


@attempt("own evidence graded above documented")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.writes(evidence(attacker.own(2), attacker.me, [claim], grade="corroborated"))


@attempt("an own claim that borrows verified evidence", own=Own.NUMBERS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    ref = attacker.own(5)
    verified = evidence(ref, "OBS", [], grade="verified", speaker_body="AUDIT", sources=["PRESS"])
    (proof,) = attacker.writes(verified, feed="obs-1")
    claim = status(ref, attacker.me, "completed", evidence=[proof.id])
    attacker.writes(claim)


@attempt("own evidence for the victim's claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.their(2), attacker.them)
    attacker.concurs_twice(attacker.writes(evidence(attacker.their(2), attacker.me, [claim])))


@attempt("own evidence for an observer's status of the victim")
def _(attacker: Attacker) -> None:
    said = attacker.claim(attacker.their(2), "OBS")
    attacker.concurs_twice(attacker.writes(evidence(attacker.their(2), attacker.me, [said])))


@attempt("the victim's evidence withheld")
def _(attacker: Attacker) -> None:
    proof = attacker.entry("evidence.add", attacker.their(1))
    values = {"evidence": proof.id, "commitment": attacker.their(1), "reason": WORDS, "authority": "Us"}
    attacker.writes(("evidence.withhold", {**values, "said_on": LATER}))


@attempt("an answer asked of itself, about the victim's claim")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.their(2), attacker.them)
    values = {"commitment": attacker.their(2), "half": attacker.them, "claim": claim.hash, "of": attacker.me}
    attacker.writes(("answer.ask", {**values, "asked_on": LATER, "said_on": LATER}))


# Own statements: they move own numbers only


@attempt("own bad items withdrawn", own=Own.LESS)
def _(attacker: Attacker) -> None:
    for number in (4, 5):
        attacker.concurs_twice(
            attacker.writes(status(attacker.own(number), attacker.me, "withdrawn", "2025-01-01", text=WORDS))
        )


@attempt("own half of a joint commitment withdrawn", own=Own.LESS)
def _(attacker: Attacker) -> None:
    said = status(attacker.joint(4), attacker.me, "withdrawn", "2025-01-01", text=WORDS)
    attacker.concurs_twice(attacker.writes(said))


@attempt("own item withdrawn and evidence for it", own=Own.LESS)
def _(attacker: Attacker) -> None:
    said = attacker.writes(status(attacker.own(4), attacker.me, "withdrawn", "2025-01-01", text=WORDS))
    attacker.writes(evidence(attacker.own(4), attacker.me, said))


@attempt("an own statement dated back", own=Own.NUMBERS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(status(attacker.own(5), attacker.me, "completed", "2022-01-01"))
    attacker.writes(status(attacker.joint(4), attacker.me, "completed", "2022-01-01"))


@attempt("all own claims raised to completed with evidence", own=Own.NUMBERS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    for ref in (*map(attacker.own, range(1, 6)), *map(attacker.joint, range(1, 6))):
        claim = attacker.writes(status(ref, attacker.me, "completed", "2026-01-01"))
        attacker.writes(evidence(ref, attacker.me, claim))


@attempt("an own statement taken back", own=Own.NUMBERS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(retract(attacker.claim(attacker.own(3), attacker.me)))
    attacker.writes(retract(attacker.claim(attacker.joint(3), attacker.me)))


@attempt("an own reading that the victim agrees", own=Own.NUMBERS)
def _(attacker: Attacker) -> None:
    said = status(attacker.joint(4), "JOINT", "limited", "2026-01-01", sources=["JS"], half=attacker.me)
    attacker.writes(said)


@attempt("a dispute cleared by restating the claim", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(status(attacker.own(3), attacker.me, "limited", "2026-01-01"))


@attempt("an own claim documented by a newspaper", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.writes(evidence(attacker.own(2), attacker.me, [claim], sources=["PRESS"]))


@attempt("an own claim documented by a bare address", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.writes(evidence(attacker.own(2), attacker.me, [claim], sources=[], url="https://example.org/x"))


@attempt("an own claim documented by a source older than the fact", own=Own.WORDS, trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.own(2), attacker.me)
    attacker.writes(evidence(attacker.own(2), attacker.me, [claim], "2026-01-01", sources=["JS"]))


@attempt(
    "completed without any evidence", own=Own.NUMBERS, trace=Trace.HISTORY
)  # a desk is refused; else a flagged claim
def _(attacker: Attacker) -> None:
    attacker.writes(status(attacker.own(4), attacker.me, "completed", "2026-01-01"))


@attempt("evidence for the victim's claim under the id of an own statement")
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.joint(1), attacker.them)
    attacker.writes(status(attacker.joint(1), attacker.me, "completed", "2024-03-01", id=claim.id))
    attacker.writes(evidence(attacker.joint(1), attacker.me, [claim]))


@attempt("the victim's evidence withheld under its id")
def _(attacker: Attacker) -> None:
    proof = attacker.entry("evidence.add", attacker.their(1))
    attacker.writes(evidence(attacker.their(1), attacker.me, [], id=proof.id))
    values = {"evidence": proof.id, "commitment": attacker.their(1), "reason": WORDS, "authority": "Us"}
    attacker.writes(("evidence.withhold", {**values, "said_on": LATER}))


@attempt("an own claim under the id of the victim's", own=Own.WORDS)
def _(attacker: Attacker) -> None:
    claim = attacker.claim(attacker.joint(2), attacker.them)
    attacker.writes(status(attacker.joint(2), attacker.me, "completed", "2026-01-01", id=claim.id))


# Taking back, finality, flooding


@attempt("a concurrence taken back late, in an act with the id of the next one", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    number = {"US": 2, "MX": 1}[attacker.me]
    given = attacker.entry("position.take", attacker.joint(number), attacker.feed)
    following = next(item for item in attacker.log.items if item.feed == attacker.feed and item.seq > given.seq)
    attacker.writes(withdraw(given), act=following.act, seen=dict.fromkeys(["obs-0"], 1))


@attempt("a withdrawn proposal of the victim accepted", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    theirs = attacker.log.act(FEED[attacker.them], amend(attacker.their(1), {"weight": "0.1"}, attacker.them))[0]
    attacker.log.act(FEED[attacker.them], retract(theirs))
    attacker.writes(answer(theirs, attacker.me, on=LATER))


@attempt("an older proposal of the victim accepted after a newer one", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    theirs = attacker.log.act(FEED[attacker.them], amend(attacker.their(1), {"weight": "0.1"}, attacker.them))[0]
    attacker.log.act(FEED[attacker.them], amend(attacker.their(1), {"weight": "3"}, attacker.them))
    attacker.writes(answer(theirs, attacker.me, on=LATER))


@attempt("a proposal of the victim accepted after the field was agreed otherwise", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    number = {"US": 1, "MX": 2}[attacker.me]
    first = attacker.entry("commitment.add", attacker.joint(number)).hash
    change = amend(attacker.joint(number), {"due_on": "2024-01-31"}, attacker.them, replaces={"due_on": first})
    theirs = attacker.log.act(FEED[attacker.them], change)[0]
    attacker.writes(answer(theirs, attacker.me, on=LATER))


@attempt("a concurrence with an agreed change withdrawn", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    number = {"US": 2, "MX": 1}[attacker.me]
    given = attacker.entry("position.take", attacker.joint(number), attacker.feed)
    attacker.writes(withdraw(given))


@attempt("a concurrence with an agreed change retracted", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    number = {"US": 2, "MX": 1}[attacker.me]
    attacker.writes(retract(attacker.entry("position.take", attacker.joint(number), attacker.feed)))


@attempt("an agreed change disputed after the concurrence", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    number = {"US": 2, "MX": 1}[attacker.me]
    change = attacker.entry("commitment.amend", attacker.joint(number))
    attacker.writes(answer(change, attacker.me, "dispute", LATER))


@attempt("an agreed change of one's own retracted")
def _(attacker: Attacker) -> None:
    number = {"US": 1, "MX": 2}[attacker.me]
    attacker.concurs_twice(attacker.writes(retract(attacker.entry("commitment.amend", attacker.joint(number)))))


@attempt("an agreed change of one's own replaced by a newer one")
def _(attacker: Attacker) -> None:
    number = {"US": 1, "MX": 2}[attacker.me]
    attacker.writes(amend(attacker.joint(number), {"due_on": "2024-01-31"}, attacker.me))


@attempt("a proposal swapped after the victim concurred with another")
def _(attacker: Attacker) -> None:
    first = attacker.writes(amend(attacker.joint(3), {"weight": "2"}, attacker.me))[0]
    attacker.log.act(FEED[attacker.them], answer(first, attacker.them, on=LATER))
    attacker.writes(amend(attacker.joint(3), {"weight": "90"}, attacker.me))


@attempt("the victim's entry retracted")
def _(attacker: Attacker) -> None:
    attacker.writes(retract(attacker.claim(attacker.their(1), attacker.them)))
    attacker.writes(retract(attacker.entry("commitment.add", attacker.their(1))))


@attempt("the victim's answer withdrawn")
def _(attacker: Attacker) -> None:
    given = attacker.entry("position.take", attacker.own(3), FEED[attacker.them])
    attacker.writes(withdraw(given))


@attempt("five hundred proposals in one act")
def _(attacker: Attacker) -> None:
    change = [amend(attacker.their(1), {"weight": str(number)}, attacker.me) for number in range(1, 501)]
    attacker.writes(*change)


@attempt("a conflict settled alone")
def _(attacker: Attacker) -> None:
    values = {"conflict": "C-1", "claim": 1, "source": "JS", "reason": WORDS, "said_on": LATER}
    attacker.concurs_twice(attacker.writes(("conflict.settle", values)))


@attempt("a conflict recorded about the victim's indicator")
def _(attacker: Attacker) -> None:
    claims = [{"speaker": side, "said_on": LATER, "text": WORDS, "sources": ["JS"]} for side in OTHER]
    values = {"id": "C-9", "title": WORDS, "claims": claims, "may_explain": WORDS, "would_settle": WORDS}
    attacker.writes(("conflict.record", {**values, "about": {"indicators": [attacker.gauge(attacker.them)]}}))


@attempt("a results chain of the victim's commitment, and an evaluation that speaks against it")
def _(attacker: Attacker) -> None:
    rivals = [{"text": WORDS, "would_see": WORDS} for _number in range(2)]
    chain = {"commitment": attacker.their(1), "work": "courts", "mechanism": WORDS, "assumptions": [], "rivals": rivals}
    gauge = attacker.gauge(attacker.them)
    told = ("chain.set", {**chain, "outcome": gauge, "said_on": LATER})
    attacker.concurs_twice(attacker.writes(told))
    about = {"commitments": [attacker.their(1)], "indicators": [gauge]}
    found = {"id": "EV-9", "question": WORDS, "finding": WORDS, "finds": "other_way", "design": "evaluation"}
    made = {"made_by": ["AUDIT"], "paid_by": ["AUDIT"], "published_on": LATER, "sources": ["PRESS"]}
    attacker.concurs_twice(attacker.writes(("evaluation.record", {**found, **made, "about": about})))


@attempt("an invented joint text, and a commitment of the victim in it")
def _(attacker: Attacker) -> None:
    attacker.writes(source("OUR-TEXT", publisher="Both governments", copy="joint_text"))
    attacker.writes(commitment("NEW-9", attacker.them, sources=["OUR-TEXT"]))
    attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me, sources=["OUR-TEXT"]))


@attempt("a source of the folder added again with a later date", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(source("JS", date="2026-06-29", copy="partisan"))


@attempt("a note with false words about the victim", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(("note.add", {"commitment": attacker.their(1), "text": "Not done.", "said_on": LATER}))


# Desks, admissions, heads and clocks


@attempt("an observer's desk opened by the attacker, which speaks")
def _(attacker: Attacker) -> None:
    attacker.log.open("obs-9")
    said = status(
        attacker.their(1), "OBS", "reversed", "2025-01-01", sources=["JS"], grade="verified", half=attacker.them
    )
    attacker.writes(said, value(attacker.gauge(attacker.them), 2025, 1), feed="obs-9")
    attacker.writes(commitment("NEW-10", attacker.them, weight="100"), feed="obs-9")


@attempt("an observer's desk admitted by the attacker alone")
def _(attacker: Attacker) -> None:
    attacker.log.open("obs-9")
    attacker.writes(admit("obs-9"), admit("obs-9", "scope"))
    said = status(
        attacker.their(1), "OBS", "reversed", "2025-01-01", sources=["JS"], grade="verified", half=attacker.them
    )
    attacker.writes(said, value(attacker.gauge(attacker.them), 2025, 1), feed="obs-9")
    attacker.writes(commitment("NEW-10", attacker.them, weight="100"), feed="obs-9")


@attempt("the attacker's own feed admitted as an observer")
def _(attacker: Attacker) -> None:
    attacker.writes(admit(attacker.feed, "scope"))
    attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me))


@attempt("an observer that admits itself")
def _(attacker: Attacker) -> None:
    attacker.log.open("obs-9", admits=["obs-9"])
    attacker.writes(admit("obs-9", "scope"), feed="obs-9")
    attacker.writes(status(attacker.their(1), "OBS", "reversed", sources=["JS"], half=attacker.them), feed="obs-9")


@attempt("an admitted observer made keeper by the attacker alone")
def _(attacker: Attacker) -> None:
    attacker.writes(admit("obs-1", "scope"))
    attacker.writes(commitment("NEW-11", attacker.them, weight="100"), feed="obs-1")


@attempt("an admitted observer's word ended by the attacker alone", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(admit("obs-1", until=0), admit("obs-0", until=0))


@attempt("a second desk of the attacker concurs with the first")
def _(attacker: Attacker) -> None:
    second = f"{attacker.me.lower()}-2"
    attacker.log.open(second)
    change = attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me))
    attacker.writes(answer(change[0], attacker.me), answer(change[0], attacker.them, sources=["JS"]), feed=second)


@attempt("a desk named for the attacker opened as the victim's")
def _(attacker: Attacker) -> None:
    fake = f"{attacker.me.lower()}-9"
    change = attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me))
    attacker.log.open(fake, side=attacker.them)
    attacker.writes(answer(change[0], attacker.them, on=LATER), feed=fake)
    attacker.writes(status(attacker.their(1), attacker.them, "reversed", "2025-01-01"), feed=fake)


@attempt("the attacker closes its desk and writes on")
def _(attacker: Attacker) -> None:
    attacker.writes(("desk.close", {"reason": WORDS, "said_on": LATER}))
    attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me))
    attacker.writes(commitment("NEW-12", attacker.me, weight="100"))


@attempt("everything made to wait for the attacker", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(("desk.review", {"reason": WORDS, "said_on": LATER}))


def _behind(attacker: Attacker) -> str:
    """A second desk of the attacker, opened as if it had seen nothing."""
    second = f"{attacker.me.lower()}-2"
    attacker.log.open(second, seen={})
    return second


@attempt("a scope entry behind the log with small clocks and no heads")
def _(attacker: Attacker) -> None:
    second = _behind(attacker)
    attacker.writes(amend(attacker.their(1), {"weight": "9"}, attacker.me), feed=second, seen={})
    attacker.writes(commitment("NEW-13", attacker.me, weight="100"), feed=second, seen={})


@attempt("heads that claim the victim has seen it")
def _(attacker: Attacker) -> None:
    second = _behind(attacker)
    change = amend(attacker.their(1), {"weight": "9"}, attacker.me)
    attacker.writes(change, feed=second, seen={FEED[attacker.them]: 999, "obs-0": 999})


@attempt("a commitment of the victim added behind the log as a proposal")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment(attacker.their(1), attacker.me), feed=_behind(attacker), seen={})


@attempt("a commitment of the victim added behind the log as an own action", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    own = commitment(attacker.their(1), attacker.me, kind="unilateral_action", text=words("Nothing."))
    attacker.writes(own, feed=_behind(attacker), seen={})


@attempt("a withdrawal made free by a false record behind the log", own=Own.LESS)
def _(attacker: Attacker) -> None:
    attacker.writes(commitment(attacker.own(4), attacker.them), feed=_behind(attacker), seen={})
    attacker.writes(status(attacker.own(4), attacker.me, "withdrawn", "2025-01-01", text=WORDS))


@attempt("the victim's mark raised by a false record behind the log")
def _(attacker: Attacker) -> None:
    attacker.writes(commitment(attacker.their(1), attacker.me), feed=_behind(attacker), seen={})
    attacker.writes(amend(attacker.their(1), {"handling": "TLP:AMBER"}, attacker.me), handling="TLP:AMBER")


@attempt("a body of the victim added behind the log", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(body(f"{attacker.them}-LEAD", attacker.me, speaks_for=attacker.me), feed=_behind(attacker), seen={})


@attempt("a source of the folder added behind the log with a later date", trace=Trace.HISTORY)
def _(attacker: Attacker) -> None:
    attacker.writes(source("JS", date="2026-06-29"), feed=_behind(attacker), seen={})
