"""The score for people and programs: a block a card, a commitment explained, and how far the numbers could move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine, sheet
from accordtrack.cli.progress import progress
from accordtrack.cli.session import dates_line
from accordtrack.cli.shapes import plain
from accordtrack.i18n import local, sides, tr
from accordtrack.problems import Problem, Refused, unknown
from accordtrack.scoring.spread import DRAWS
from accordtrack.sentences import contrast as contrast_words
from accordtrack.sentences import explained, spread
from accordtrack.sentences import score as words
from accordtrack.text import nearest
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.dates import TwoDates
    from accordtrack.desk import Desk
    from accordtrack.desk.scores import Scores
    from accordtrack.scoring.results import NodeScore, Score
    from accordtrack.scoring.spread import Interval, Uncertain

MOST_DRAWS = 100_000
CSV = (
    *("id", "n", "commitments", "stated", "read", "unreported"),
    *("delivery", "delivery_assessed_only", "delivery_face", "delivery_lo", "delivery_hi", "delivery_assessed"),
    *("delivery_low_bound", "delivery_high_bound"),
    *("trend", "improved", "worsened", "unchanged", "unmeasured", "trend_base"),
    *("attainment", "printable", "results_usable"),
)
LEAF_CSV = (
    *("id", "half", "side", "theme", "weight", "standing"),
    *("delivery", "delivery_lo", "delivery_hi", "delivery_face", "delivery_flags"),
    *("score", "signed", "lo", "hi", "face", "cap", "expected", "coverage", "view_US", "view_MX", "flags"),
)


@dataclass(frozen=True, slots=True)
class Draws:
    """How many draws from which seed; ``shares`` adds which choice the spread comes from."""

    count: int
    seed: int
    shares: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the score."""

    by: str
    explain: str | None
    all_targets: bool
    all_texts: bool
    base: str | None
    at: TwoDates | None
    method: Path | None
    draws: Draws | None


def draws(option: str, value: int | None) -> int:
    """How many draws; refused beyond what a machine holds."""
    if value is None:
        return DRAWS
    if value > MOST_DRAWS:
        values = {"option": option, "n": value, "most": MOST_DRAWS}
        raise Refused(Problem("{option} {n} is more than {most}", "A thousand say as much.", "", values, usage=True))
    return value


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """The value of an option, refused when it is none of those known."""
    if value not in known:
        raise Refused(unknown(option, value, known))
    return value


def write(options: Globals, desk: Desk, ask: Question) -> None:
    """Write the score in the form that was asked for."""
    held = desk.scores(ask.at, all_targets=ask.all_targets, all_texts=ask.all_texts, method=ask.method, base=ask.base)
    if ask.explain is not None:
        _explain(options, desk, held, ask.explain)
        return
    found = held.by(ask.by)
    uncertain = _drawn(options, held, found, ask.draws) if ask.draws is not None else None
    match options.format:
        case "json":
            facts = plain(held.as_json(found))
            drawn = _uncertainty_json(uncertain, ask.draws) if uncertain is not None and ask.draws is not None else None
            machine.write_json("score", {**facts, "uncertainty": plain(drawn)}, ascii_only=options.ascii_only)
        case "ndjson":
            facts = plain(held.as_json(found))
            machine.write_rows("score", [facts["overall"], *facts["groups"]], ascii_only=options.ascii_only, by=ask.by)
        case "csv":
            machine.write_csv(CSV, [plain(_flat(node)) for node in (found.overall, *found.groups)])
        case _:
            sheet.page(options, _sections(held, found))
            if uncertain is not None and ask.draws is not None:
                sheet.page(options, _uncertainty(held, uncertain, ask.draws))
            _foot(options, desk, held)


def _sections(held: Scores, found: Score) -> list[sheet.Section]:
    whole = sheet.Section(local(held.accord))
    _fill(whole, words.node(found.overall))
    whole.add(tr("between the sides"), *words.gap(found))
    whole.add(tr("not scored"), words.not_scored(found))
    whole.add(tr("measured of one"), *words.one_sided(found))
    sections = [whole]
    for group in _own_first(found.groups) if found.by == "side" else found.groups:
        sections.append(section := sheet.Section(_title(held, found.by, group.id)))
        _fill(section, words.node(group))
        if found.by == "theme":
            names = words.counterparts(group, lambda code: local(held.name("indicator", code)))
            section.add(tr("counterparts"), *names)
            section.add(tr("contrast"), contrast_words.verdict(held.contrast(group.id)))
        section.add(tr("flags"), words.flagged(found.of(group), group))
    return sections


def _own_first(cards: Sequence[NodeScore]) -> list[NodeScore]:
    """The reader's own country first."""
    order = [str(side) for side in sides(Side)]
    return sorted(cards, key=lambda card: order.index(card.id))


def _fill(section: sheet.Section, facts: Sequence[words.Fact]) -> None:
    for name, lines in facts:
        section.add(name, *lines)


def _title(held: Scores, by: str, code: str) -> str:
    if by == "side":
        return label("side", code)
    if by == "body" and code == "unnamed":
        return tr("lead not named")
    named = local(held.name(by, code))
    return named if by == "theme" else f"{code}  {named}"


def _foot(options: Globals, desk: Desk, held: Scores) -> None:
    sheet.say(
        options,
        tr(
            "Delivery is what was said of the promised acts, discounted by its evidence; face is without the discount. "
            "In brackets: too little is assessed for the whole."
        ),
    )
    sheet.say(options, _method(held))
    sheet.say(options, dates_line(desk, held.inputs.at))


def _method(held: Scores) -> str:
    values = {"method": held.method.method, "parameters": held.method.sha256[:12], "inputs": held.inputs.sha256[:12]}
    own = tr("Method of one's own {method}, parameters {parameters}, inputs {inputs}.", **values)
    return own if held.method.own else tr("Method {method}, parameters {parameters}, inputs {inputs}.", **values)


def _block(held: Scores) -> dict[str, Any]:
    at = held.inputs.at
    return {
        "method": held.method.method,
        "own_method": held.method.own,
        "parameters_sha256": held.method.sha256,
        "inputs_sha256": held.inputs.sha256,
        "as_of": at.as_of,
        "known_on": at.known_on,
        "facts_until": held.inputs.facts_until,
    }


def _explain(options: Globals, desk: Desk, held: Scores, name: str) -> None:
    found = held.by_theme.commitment(name)
    if not found:
        _say_why_not(held, name)
    if options.format in {"json", "ndjson"}:
        facts = {"id": name, **plain(_block(held)), "leaves": [plain(held.leaf_json(one)) for one in found]}
        machine.write_one(options.format, "score_explained", facts, ascii_only=options.ascii_only)
        return
    if options.format == "csv":
        machine.write_csv(LEAF_CSV, [plain(held.leaf_json(one)) for one in found])
        return
    sections = []
    order = sides(Side)
    for one in sorted(found, key=lambda one: order.index(one.owed.side)):
        side = label("side", one.owed.side)
        section = sheet.Section(
            f"{name}  {local(held.name('commitment', name))}" + (f"  {side}" if one.owed.half else "")
        )
        _fill(section, explained.commitment(one, held.method))
        for item in one.result.indicators[1:]:
            section.add(item.indicator.id, explained.indicator(item))
        sections.append(section)
    sheet.page(options, sections)
    _foot(options, desk, held)


def _say_why_not(held: Scores, name: str) -> None:
    left = next((one for one in held.inputs.not_scored if one.commitment == name), None)
    if left is not None:
        values = {"id": name, "why": ("not scored", left.reason)}
        raise Refused(Problem("{id} is listed and not scored: {why}", "accordtrack show {id}", "", values))
    values = {"id": name, "y": nearest(name, list(held.facts.states)) or ""}
    if values["y"]:
        raise Refused(Problem("No commitment {id}; did you mean {y}?", "", "", values, usage=True))
    raise Refused(Problem("No commitment {id}", "accordtrack list shows their codes.", "", values, usage=True))


def _drawn(options: Globals, held: Scores, found: Score, asked: Draws) -> Mapping[str, Uncertain | None]:
    drawn: dict[str, Uncertain | None] = {}
    for number in ("delivery", "attainment"):
        with progress(options, tr("drawing")) as report:
            drawn[number] = held.uncertain(
                found, number=number, draws=asked.count, seed=asked.seed, shares=asked.shares, progress=report
            )
    return drawn


def _uncertainty(held: Scores, drawn: Mapping[str, Uncertain | None], asked: Draws) -> list[sheet.Section]:
    sections = []
    for number, told in drawn.items():
        sections.append(section := sheet.Section(spread.head(number, asked.count, asked.seed)))
        _fill(section, spread.facts(number, held.by_theme, told, lambda name: _title(held, "theme", name)))
    return sections


def _uncertainty_json(drawn: Mapping[str, Uncertain | None], asked: Draws) -> dict[str, Any]:
    def interval(told: Interval | None) -> dict[str, float] | None:
        return None if told is None else {"p05": told.p05, "p50": told.p50, "p95": told.p95}

    found: dict[str, Any] = {"draws": asked.count, "seed": asked.seed}
    for number, told in drawn.items():
        found[number] = told and {
            "overall": interval(told.whole),
            "US": interval(told.us),
            "MX": interval(told.mx),
            "gap": interval(told.gap),
            "gap_above_0": told.gap_above_0,
            "groups": {name: interval(one) for name, one in told.groups.items()},
            "ranks": {name: list(pair) for name, pair in told.ranks.items()},
            "shares": {name: list(pair) for name, pair in told.shares.items()} if told.shares else None,
        }
    return found


def _flat(node: NodeScore) -> dict[str, Any]:
    delivery, moved, attainment = node.delivery, node.trend, node.attainment
    return {
        "id": node.id,
        "n": node.n,
        "commitments": node.commitments,
        "stated": sum(node.stated.values()),
        "read": sum(node.read.values()),
        "unreported": node.n - node.spoken,
        "delivery": delivery.score if delivery else None,
        "delivery_assessed_only": delivery.assessed_score if delivery and delivery.score is None else None,
        "delivery_face": delivery.face if delivery else None,
        "delivery_lo": delivery.lo if delivery else None,
        "delivery_hi": delivery.hi if delivery else None,
        "delivery_assessed": delivery.assessed if delivery else None,
        "delivery_low_bound": delivery.low_bound if delivery else None,
        "delivery_high_bound": delivery.high_bound if delivery else None,
        "trend": moved.score if moved else None,
        "improved": moved.improved if moved else None,
        "worsened": moved.worsened if moved else None,
        "unchanged": moved.unchanged if moved else None,
        "unmeasured": moved.unmeasured if moved else None,
        "trend_base": moved.base if moved else None,
        "attainment": attainment.score if attainment and node.printable else None,
        "printable": node.printable,
        "results_usable": node.usable,
    }
