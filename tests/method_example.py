"""The example of the method's section 13, through the real fold; what it shows of each name that the section prints."""

from __future__ import annotations

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.indicators import AmendedIndicator, Measurement
from accordtrack.ledger.kinds import MEASUREMENT
from accordtrack.projection.amendments import amended_indicator
from accordtrack.projection.facts import Facts
from accordtrack.scoring import progress, views
from accordtrack.scoring.indicator import IndicatorResult
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.results import Commitment, Score
from accordtrack.scoring.rollup import NodeResult
from accordtrack.scoring.score import score
from accordtrack.vocabulary import Side
from items import WORDS, Told
from statement_scores import accord, linked

METHOD = standard_method()
AT = TwoDates("2026-06-30", "2026-08-15")
AGREED, DUE = "2025-01-01", "2027-01-01"
PUBLISHED = "2026-07-31"
MEASURED = (
    ("O", "2026-06-30", "US", 160.0, "documented"),
    ("R", "2025-09-30", "US", 90.0, "documented"),
    ("R", "2025-12-31", "US", 80.0, "documented"),
    ("R", "2026-03-31", "US", 70.0, "documented"),
    ("R", "2026-06-30", "US", 60.0, "documented"),
    ("R", "2026-06-30", "MX", 80.0, "documented"),
)
TREND = (
    ("X1", "decrease", "2024-12-31", 25.0, "2025-12-31", 24.7, 0.01),
    ("X2", "decrease", "2024-12-31", 80.0, "2025-12-31", 82.0, 0.02),
    ("X3", "increase", "2023-12-31", 40.0, "2025-12-31", 41.2, 0.02),
)
ACCORD = accord("firearms", outcomes=[one[0] for one in TREND]).model_copy(update={"id": "example"})


def end(ends: tuple[NodeResult | None, NodeResult | None] | None, place: int) -> float | None:
    """A score at one end of the shares that nobody agreed."""
    found = ends[place] if ends is not None else None
    return found.score if found is not None else None


def definition(name: str, level: str, direction: str, **fields: object) -> AmendedIndicator:
    values = {
        "id": name,
        "title": WORDS,
        "definition": WORDS,
        "unit": WORDS,
        "publisher": "example",
        "level": level,
        "direction": direction,
        "theme": "firearms",
        "side": "JOINT",
        "periodicity": "quarter",
        "headline_series": "s",
        "family": name,
        "hold": 1,
        **fields,
    }
    return amended_indicator(values)


def measurement(name: str, start: str, end: str, party: str, value: float, grade: str) -> Measurement:
    values = {
        "indicator": name,
        "series": "s",
        "period_start": start,
        "period_end": end,
        "value": str(value),
        "party": party,
        "grade": grade,
        "published_on": PUBLISHED,
        "source": "example",
    }
    return MEASUREMENT.decode_values(values)


def facts() -> Facts:
    one = Told("US", id="EX-1", level="output", agreed_on=AGREED, due_on=DUE)
    claim = one.status("US", "completed", "2026-03-31")
    one.position("MX", claim, "concur", "2026-04-30")
    for name in ("O", "R"):
        linked(one, name)
    two = Told("JOINT", id="EX-2", level="output", agreed_on=AGREED, due_on=DUE)
    half = two.status("MX", "substantial", "2026-02-28", half="MX")
    two.evidence("MX", supports=[half], on="2026-02-28")
    two.position("US", half, "dispute", "2026-05-15", proposes="limited")
    start = {"value": "100", "on": AGREED}
    ends = {name: {"value": value, "by": DUE, "set_by": "agreed"} for name, value in (("O", "200"), ("R", "50"))}
    indicators = {
        "O": definition("O", "output", "increase", baseline=start, target=ends["O"]),
        "R": definition("R", "outcome", "decrease", baseline=start, target=ends["R"], hold=4),
    }
    rows: dict[str, list[tuple[str, Measurement]]] = {}
    for name, end, party, value, grade in MEASURED:
        found = rows.setdefault(name, [])
        found.append((f"{name}{len(found)}", measurement(name, end[:8] + "01", end, party, value, grade)))
    for name, direction, first, before, last, after, within in TREND:
        kind = {"periodicity": "year", "unchanged_within": str(within)}
        indicators[name] = definition(name, "outcome", direction, **kind)
        rows[name] = [
            (f"{name}-{end}", measurement(name, f"{end[:4]}-01-01", end, "OBS", value, "verified"))
            for end, value in ((first, before), (last, after))
        ]
    states = {"EX-1": one.state(AT.as_of), "EX-2": two.state(AT.as_of)}
    measured = {name: [(digest, body, "") for digest, body in held] for name, held in rows.items()}
    return Facts(ACCORD, states, indicators, measured, (), {}, {}, {}, {}, {})


def scored() -> Score:
    return score(build_inputs(facts(), AT, METHOD), METHOD)


def values(found: Score) -> dict[str, float | None]:
    """What the program computes for every name that section 13 prints."""
    act, half, unspoken = found.commitments
    told = {item.indicator.id[:1].replace("s", "st"): item for item in act.result.indicators}
    return {
        **_statement(told["st"], told["O"], act),
        **_outcome(told["R"]),
        **_first(act),
        **_half(half, unspoken),
        **_node(found, act, half),
        **_trend(found),
    }


def _statement(status: IndicatorResult, output: IndicatorResult, act: Commitment) -> dict[str, float | None]:
    return {
        "p(st)": status.p,
        "ps(st)": status.ps,
        "pe(st)": status.pe,
        "p(O)": output.p,
        "ps(O)": output.ps,
        "pe(O)": output.pe,
        "D(EX-1)": act.delivery.score,
        "Dface(EX-1)": act.delivery.face,
        "e": output.expected,
    }


def _outcome(result: IndicatorResult) -> dict[str, float | None]:
    found: dict[str, float | None] = {
        f"p({end})": progress.raw_progress(result.indicator, value)
        for name, end, party, value, _grade in MEASURED
        if name == "R" and party == "US"
    }
    assert result.seen is not None
    for side, view in (("US", result.seen.us), ("MX", result.seen.mx)):
        assert view is not None
        taken = views.assess_view(view, METHOD)
        share = METHOD.hold.immediate
        found |= {
            f"p(R,{side})": taken.p,
            f"held(R,{side})": (taken.ps - share * taken.p) / (1 - share),
            f"ps(R,{side})": taken.ps,
            f"pe(R,{side})": taken.pe,
        }
    return found | {"p(R)": result.p, "ps(R)": result.ps, "pe(R)": result.pe, "lo(R)": result.lo, "hi(R)": result.hi}


def _first(act: Commitment) -> dict[str, float | None]:
    result = act.result
    found = {
        "P3": sum(item.pe or 0 for item in result.indicators[:2]) / 2,
        "P4": result.indicators[2].pe,
        "S(EX-1)": result.score,
        "lo(EX-1)": result.lo,
        "hi(EX-1)": result.hi,
        "face(EX-1)": result.face,
        "cap(EX-1)": result.cap,
        "planned(EX-1)": result.expected,
        "coverage(EX-1)": result.coverage,
        "sum(EX-1)": sum(line.points for line in result.points),
    }
    for name, line in zip(("st", "O", "R"), result.points, strict=True):
        found |= {
            f"measured({name})": line.measured,
            f"not_held({name})": line.not_held,
            f"not_evidenced({name})": line.not_evidenced,
            f"points({name})": line.points,
        }
    return found


def _half(half: Commitment, unspoken: Commitment) -> dict[str, float | None]:
    assert unspoken.result.score is None
    assert unspoken.delivery.score is None
    (item,) = half.result.indicators
    assert item.seen is not None
    assert item.seen.us is not None
    assert item.seen.mx is not None
    us, mx = views.assess_view(item.seen.us, METHOD), views.assess_view(item.seen.mx, METHOD)
    return {
        "p(EX-2#MX,MX)": mx.p,
        "pe(EX-2#MX,MX)": mx.pe,
        "p(EX-2#MX,US)": us.p,
        "pe(EX-2#MX,US)": us.pe,
        "pe(EX-2#MX)": item.pe,
        "D(EX-2#MX)": half.delivery.score,
        "Dlo(EX-2#MX)": half.delivery.lo,
        "Dhi(EX-2#MX)": half.delivery.hi,
        "Dface(EX-2#MX)": half.delivery.face,
        "S(EX-2#MX)": half.result.score,
        "lo(EX-2#MX)": half.result.lo,
        "hi(EX-2#MX)": half.result.hi,
        "face(EX-2#MX)": half.result.face,
        "cap(EX-2#MX)": half.result.cap,
    }


def _node(found: Score, act: Commitment, half: Commitment) -> dict[str, float | None]:
    node = found.groups[0]
    sides = found.attainment_sides
    assert node.delivery is not None
    assert node.attainment is not None
    assert sides is not None
    names = {"EX-1": act.owed.leaf.id, "EX-2#MX": half.owed.leaf.id}
    told: dict[str, float | None] = {}
    for short, one in (("D", node.delivery), ("S", node.attainment)):
        told |= _numbers(short, one)
    told |= {f"g({name})": node.attainment.weights[leaf] for name, leaf in names.items()}
    told |= {f"c({name})": node.contributions[leaf] for name, leaf in names.items()}
    return told | {
        "A": node.attainment.assessed,
        "C": node.attainment.coverage,
        "G": node.attainment.balanced_score,
        "c(sum)": sum(node.contributions.values()),
        "D0": end(node.delivery_ends, 0),
        "D1": end(node.delivery_ends, 1),
        "S0": end(node.attainment_ends, 0),
        "S1": end(node.attainment_ends, 1),
        "phi(US)": sides.us.phi,
        "phi(MX)": sides.mx.phi,
        "S(US)": _card(found, Side.US),
        "S(MX)": _card(found, Side.MX),
        "S(sides)": sides.us.phi * (sides.us.score or 0) + sides.mx.phi * (sides.mx.score or 0),
        "gap": sides.gap,
        "coverage(US)": sides.us.coverage,
        "coverage(MX)": sides.mx.coverage,
    }


def _card(found: Score, side: Side) -> float | None:
    card = found.sides[side].attainment
    assert card is not None
    return card.score


def _numbers(short: str, node: NodeResult) -> dict[str, float | None]:
    return {
        short: node.score,
        f"{short}lo": node.lo,
        f"{short}hi": node.hi,
        f"{short}face": node.face,
        f"{short}low": node.low_bound,
        f"{short}high": node.high_bound,
    }


def _trend(found: Score) -> dict[str, float | None]:
    moved = found.groups[0].trend
    assert moved is not None
    told: dict[str, float | None] = {"T": moved.score}
    for one in moved.moved:
        assert one.pair is not None
        told[f"change({one.gauge.id})"] = abs(one.pair.change)
        told[f"noise({one.gauge.id})"] = one.gauge.unchanged_within * abs(one.pair.first.value)
        told[f"years({one.gauge.id})"] = one.pair.years
        told[f"a({one.gauge.id})"] = one.rate
        told[f"t({one.gauge.id})"] = one.t
    return told
