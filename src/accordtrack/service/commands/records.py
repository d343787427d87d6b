"""Plans records: add a record, measure an indicator, add a note, settle a conflict."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import is_date
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import casefold_plain
from accordtrack.fields import COMMITMENT
from accordtrack.i18n import gettext_lazy, in_both_languages, term_label, term_spelling
from accordtrack.ledger import kinds
from accordtrack.ledger.indicators import Link
from accordtrack.ledger.kinds import KINDS, measurement_id
from accordtrack.ledger.records import Body, Commitment, Conflict
from accordtrack.ledger.results_chain import Evaluation, ResultsChain
from accordtrack.projection import proposed_records, record_lookup
from accordtrack.projection.same_ids import is_entry_id
from accordtrack.service.commands.attribution import KEEPS, recorded_line
from accordtrack.service.commands.typed_values import TypedFields, parse_fields, typed_fields, validate_record
from accordtrack.service.commands.write_context import Proposal, ProposedEntry, WriteContext, bilingual_text, propose
from accordtrack.text.imports import STARTS_SERIES
from accordtrack.text.verifiability import NO_REASON, NOT_EXAMINED
from accordtrack.types import Line
from accordtrack.vocabulary import Copy, DueBasis, Grade, Handling, Responsible, Seat, Side, Speaker, TextBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.types.intents import AddNote, AddRecord, Measure, SettleConflict

ADDED = {
    "commitment": "commitment.add",
    "indicator": "indicator.add",
    "event": "event.record",
    "source": "source.add",
    "body": "body.add",
    "conflict": "conflict.record",
    "evaluation": "evaluation.record",
    "chain": "chain.set",
    "framework": "framework.add",
    "goal": "goal.add",
    "area": "area.add",
    "link": "indicator.link",
    "panel_series": "panel.series",
    "panel_break": "panel.break",
}
_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "commitment": tuple((name, one.records) for one in COMMITMENT if one.records for name in one.names),
    "indicator": (("guard_of", "indicator"), ("target.source", "source")),
    "event": (("sources", "source"),),
    "source": (),
    "body": (("parent", "body"),),
    "conflict": (
        *(("about.indicators", "indicator"), ("about.commitments", "commitment"), ("about.events", "event")),
        *(("claims.*.sources", "source"), ("claims.*.speaker_body", "body")),
    ),
    "evaluation": (
        *(("about.indicators", "indicator"), ("about.commitments", "commitment"), ("about.events", "event")),
        *(("made_by", "body"), ("paid_by", "body"), ("sources", "source")),
        *(("in_answer_to", "evaluation"), ("version_of", "evaluation")),
    ),
    "chain": (
        *(("commitment", "commitment"), ("outcome", "indicator"), ("compared", "panel_series")),
        *(("acts.*.event", "event"), ("acts.*.sources", "source")),
        *(("outputs.*.indicator", "indicator"), ("outputs.*.sources", "source")),
        ("rivals.*.examined_by", "evaluation"),
    ),
    "framework": (("sources", "source"),),
    "goal": (("framework", "framework"),),
    "area": (("goal", "goal"),),
    "link": (("indicator", "indicator"), ("commitment", "commitment")),
    "panel_series": (("indicator", "indicator"), ("people", "panel_series")),
    "panel_break": (("series", "panel_series"), ("source", "source")),
}
_MEASURED = ("qualifier", "numerator", "denominator", "precision", "state")
"""Fields of a measurement for which the model has a default."""


_SUPPLIED = frozenset({"id", "text", "agreed_on", "level", "verifiable", "verifiable_why"})
"""Fields that may be omitted although a record needs them. The program then gives them and, for a commitment, says so."""


def fields_by_kind() -> dict[str, TypedFields]:
    """Return the fields of each kind of record that can be added."""
    return {
        name: typed_fields(KINDS[kind].model, _SUPPLIED if name == "commitment" else {"id", "said_on"})
        for name, kind in ADDED.items()
    }


def add_record(bench: WriteContext, intent: AddRecord) -> Proposal:
    """Plan a new record. Refuses an id in use and references to records that are not in the register."""
    if intent.kind not in ADDED:
        raise Refused(
            unknown_word_problem(("field", "kind"), intent.kind, [term_spelling("record", name) for name in ADDED])
        )
    kind = KINDS[ADDED[intent.kind]]
    raw_fields = dict(intent.fields)
    links = raw_fields.pop("links", []) if intent.kind == "indicator" else []
    fields = parse_fields(kind.model, raw_fields)
    if intent.kind == "commitment":
        fields = _commitment_defaults(bench, fields)
    elif "id" in kind.model.model_fields and "id" not in fields:
        fields["id"] = propose_id(bench, intent.kind, fields)
    if "said_on" in kind.model.model_fields:
        fields.setdefault("said_on", bench.today)
    _check_codes(bench, intent.kind, fields)
    body = validate_record(kind.model, fields)
    identifier = next(name(body) for name in (kind.key, kind.about) if name is not None)
    if kind.key:
        _check_id(bench, intent.kind, identifier)
    _check_references(bench, intent.kind, body)
    handling = _handling_of_record(bench, body)
    entries: list[ProposedEntry[Any]] = [ProposedEntry(kind.name, body, handling)]
    entries.extend(_link(bench, identifier, link) for link in (links if isinstance(links, list | tuple) else []))
    line_values: dict[str, object] = {"kind": ("record", intent.kind), "id": identifier}
    lines = [Line("+ {kind}   {id}", line_values)]
    if same := [name for name, typed in raw_fields.items() if isinstance(typed, str) and _is_same(fields.get(name))]:
        lines.append(
            Line("the same words in English and Spanish: {fields}", {"fields": [("field", name) for name in same]})
        )
    lines.extend(_own_lines(bench, body))
    return Proposal(tuple(entries), recorded_line(bench.feed), (*lines, KEEPS))


def _own_lines(bench: WriteContext, body: Record) -> Iterator[Line]:
    """Yield what the author of a body, a commitment or a results chain should see before it is written."""
    match body:
        case Body(speaks_for=None, side=bench.seat):
            silent: dict[str, object] = {"side": ("the side", body.side.value), "code": body.side.value}
            yield Line("It is recorded as not speaking for {side}. If it does, give speaks_for={code}.", silent)
        case Commitment():
            yield Line("responsible: {side}", {"side": ("the side", body.responsible_side)})
            if body.inferred:
                inferred = [("field", name) for name in body.inferred]
                yield Line("marked as supplied by this tracker: {fields}", {"fields": inferred})
        case ResultsChain():
            counts = {name: len(getattr(body, name)) for name in ("acts", "outputs", "assumptions", "rivals")}
            yield Line(
                (
                    "to {outcome}: acts {acts}, government activity {outputs}, assumptions {assumptions}, rival "
                    "explanations {rivals}"
                ),
                {"outcome": body.outcome, **counts},
            )


def _check_id(bench: WriteContext, kind: str, identifier: str) -> None:
    """Refuse an id in use, and one that an entry may get."""
    for family in record_lookup.matching_ids(bench.connection, kind, identifier, whole=True).values():
        if waiting := proposed_records.waiting_problem(bench.connection, family, identifier):
            raise Refused(replace(waiting, advice="Choose another id."))
        taken: dict[str, object] = {"kind": ("record", family), "x": identifier}
        raise Refused(Problem('The {kind} "{x}" already exists', "Choose another id.", values=taken))
    if is_entry_id(identifier):
        values = {"x": identifier}
        raise Refused(Problem('Entries have ids such as "{x}"; a record cannot', "Choose another id.", values=values))


def _is_same(value: object) -> bool:
    """Whether a typed value is a text with the same words in both languages."""
    return isinstance(value, dict) and value.keys() == {"en", "es"} and value["en"] == value["es"]


def _handling_of_record(bench: WriteContext, body: Record) -> str:
    """Return the handling mark of a record: its own, or else the strictest of the commitments it is about."""
    if isinstance(body, Commitment):
        return body.handling.value
    about: Sequence[str] = ()
    if isinstance(body, Conflict | Evaluation):
        about = body.about.commitments
    elif isinstance(body, ResultsChain | Link):
        about = (body.commitment,)
    marks = [bench.mark_of(name) for name in about]
    return max(marks, key=lambda mark: mark.rank, default=Handling.CLEAR).value


def _commitment_defaults(bench: WriteContext, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with defaults for those that may be omitted, each listed in ``inferred``."""
    found = dict(fields)
    guessed: list[str] = []
    side = found.get("responsible_side")
    if side is None and bench.side is not None:
        found["responsible_side"] = side = bench.side.value
    framework = str(found.get("framework") or "")
    within = bench.records(kinds.FRAMEWORK, [framework]).get(framework)
    why = NOT_EXAMINED if found.get("verifiable") is None else NO_REASON
    defaults: dict[str, Any] = {
        "text": found.get("title"),
        "agreed_on": within.agreed_on if within is not None else bench.today,
        "level": "activity",
        "verifiable": True,
        "verifiable_why": {"en": why.en, "es": why.es},
        "text_basis": _text_basis(bench, side, found.get("sources") or ()) if not found.get("text_basis") else None,
        "due_basis": DueBasis.TEXT if found.get("due_on") else None,
    }
    for name, value in defaults.items():
        if found.get(name) is None and value is not None:
            found[name] = value
            guessed.append(name)
    found["inferred"] = sorted({*found.get("inferred", ()), *guessed} - {"text", "verifiable_why"})
    if not found.get("id"):
        found["id"] = propose_id(bench, "commitment", found)
    return found


def _text_basis(bench: WriteContext, side: str | None, sources: Sequence[str]) -> TextBasis:
    """Return who published the text: the side of the bodies that published its sources, or else that of the desk."""
    if side == Responsible.JOINT:
        return TextBasis.JOINT_TEXT
    cited = bench.records(kinds.SOURCE, [sources] if isinstance(sources, str) else sources).values()
    if any(source.copy_ is Copy.JOINT_TEXT for source in cited):
        return TextBasis.JOINT_TEXT
    publishers = {casefold_plain(source.publisher) for source in cited}
    bodies = record_lookup.records(bench.connection, kinds.BODY).values() if publishers else ()
    names = ((body, (body.code, *body.name.both_languages)) for body in bodies if body.side != Seat.OBS)
    sides = {body.side for body, written in names if publishers.intersection(map(casefold_plain, written))}
    publisher = sides.pop() if len(sides) == 1 else bench.side
    if publisher is None or publisher == side:
        return TextBasis.OWN_TEXT
    return TextBasis.US_TEXT if publisher == Side.US else TextBasis.MX_TEXT


def propose_id(bench: WriteContext, kind: str, fields: Mapping[str, Any]) -> str:
    """Propose an unused id: ``<framework>-<side>-<number>`` for a commitment, else derived from the title."""
    if kind == "commitment":
        side = {"JOINT": "JT"}.get(str(fields.get("responsible_side")), str(fields.get("responsible_side") or "XX"))
        stem = f"{fields.get('framework') or 'NEW'}-{side}-"
    else:
        named = (fields.get(name) or fields.get(f"{name}.en") for name in ("title", "name", "question"))
        title = next(filter(None, named), kind)
        words = title.get("en", kind) if isinstance(title, dict) else str(title)
        plain = re.sub(r"[^a-z0-9]+", "-", casefold_plain(words)).strip("-")[:40].strip("-")
        stem = f"{plain or kind}-"
        taken = is_entry_id(stem[:-1]) or record_lookup.matching_ids(bench.connection, kind, stem[:-1], whole=True)
        if not taken:
            return stem[:-1]
    names = record_lookup.matching_ids(bench.connection, kind, stem)
    number = next(count for count in range(1, len(names) + 2) if f"{stem}{count:02d}".lower() not in names)
    return f"{stem}{number:02d}"


def _check_codes(bench: WriteContext, kind: str, fields: Mapping[str, Any]) -> None:
    """Refuse several words where the code of a record belongs, with the code of the record whose title they name."""
    typed = ((path, family, fields.get(path)) for path, family in _REFERENCES[kind])
    words = [
        (path, family, value) for path, family, value in typed if isinstance(value, str) and len(value.split()) > 1
    ]
    if words:
        raise Refused(*(bench.unknown_id_problem(family, value).with_place(path) for path, family, value in words))


def _check_references(bench: WriteContext, kind: str, body: Record) -> None:
    """Refuse references to unknown records, all of them at once."""
    problems: list[Problem] = []
    for path, family in _REFERENCES[kind]:
        for place, wanted in _named(body, path.split(".")):
            found = record_lookup.records(bench.connection, kinds.FAMILIES[family], wanted, proposed=True)
            problems += [
                bench.unknown_id_problem(family, name).with_place(place) for name in wanted if name not in found
            ]
    if problems:
        raise Refused(*problems)


def _named(value: Any, parts: Sequence[str], place: str = "") -> Iterator[tuple[str, Sequence[str]]]:  # noqa: ANN401
    """Yield the place and the ids of each field that a path leads to; a star stands for every item of a list."""
    if value is None:
        return
    if not parts:
        yield place, [value] if isinstance(value, str) else list(value)
    elif parts[0] == "*":
        for number, item in enumerate(value, start=1):
            yield from _named(item, parts[1:], f"{place}.{number}")
    else:
        yield from _named(getattr(value, parts[0], None), parts[1:], f"{place}.{parts[0]}".lstrip("."))


def _link(bench: WriteContext, indicator: str, link: object) -> ProposedEntry[Link]:
    values = dict(link) if isinstance(link, dict) else {}
    body = validate_record(kinds.LINK.model, {"indicator": indicator, **values})
    bench.check_ids("commitment", [body.commitment])
    return ProposedEntry(kinds.LINK.name, body, bench.mark_of(body.commitment).value)


def value_id(bench: WriteContext, intent: Measure) -> str:
    """Return the id that a measurement will have, assuming that its fields are valid."""
    start, _, end = intent.period.partition("..")
    party = intent.party or (bench.side.value if bench.side else Speaker.OBS.value)
    days = f"{start}|{end}"
    series = bench.series_name(intent.indicator, intent.series)
    return f"{intent.indicator}|{series}|{days}|{party}|{intent.published_on}|{intent.source}"


def measure(bench: WriteContext, intent: Measure) -> Proposal:
    """Plan a measurement: a value of a series of an indicator."""
    start, _, end = intent.period.partition("..")
    if not end:
        raise Refused(Problem("A period needs two dates", "Write it as 2026-01-01..2026-06-30", values={}, usage=True))
    bench.check_ids("indicator", [intent.indicator])
    sources = bench.check_ids("source", [intent.source])
    if not intent.series:
        raise Refused(_missing_series_problem(bench, intent.indicator))
    series = bench.series_name(intent.indicator, intent.series)
    released, on_line = _release_date(bench, intent, end)
    values = {
        "indicator": intent.indicator,
        "series": series,
        "period_start": bench.day_or_today(start),
        "period_end": bench.day_or_today(end, advice=_PERIOD_OVER),
        "value": intent.value,
        "party": intent.party or (bench.side.value if bench.side else Speaker.OBS.value),
        "grade": intent.grade or _measurement_grade(bench, intent.party, sources),
        "published_on": released,
        "source": intent.source,
        "note": bilingual_text(intent.note),
    }
    values |= {name: value for name in _MEASURED if (value := getattr(intent, name)) is not None}
    body = validate_record(kinds.MEASUREMENT.model, values)
    key = measurement_id(body)
    if bench.reserved_value(key) is not None:
        advice = "A correction is a later release: give its --published-on, or take back the first with retract."
        raise Refused(Problem("A value for this series, period, party, release and source already exists", advice, key))
    text = body.value if body.value is not None else f"{body.numerator}/{body.denominator}"
    line_values = {
        "indicator": intent.indicator,
        "value": text,
        "period": intent.period,
        "series": ("series", series),
    }
    line = Line("+ measurement   {indicator}: {value}, {period}, series {series}", line_values)
    entry = ProposedEntry(kinds.MEASUREMENT.name, body, Handling.CLEAR.value)
    new = _new_series_lines(bench, intent.indicator, series)
    by_line = () if intent.party or not bench.side else (Line(_BY_DESK, {"side": ("the side", bench.side.value)}),)
    return Proposal((entry,), recorded_line(bench.feed), (line, *by_line, *on_line, *new, KEEPS))


_PERIOD_OVER = gettext_lazy("Give the last day that the value covers, today or earlier.")
_BY_DESK = gettext_lazy("measured by {side}, the side of this desk, as nobody else was named")


def _missing_series_problem(bench: WriteContext, indicator: str) -> Problem:
    names = record_lookup.series_names(bench.connection, indicator)
    values = {"id": indicator, "series": _listed_series(names)}
    advice = "Its series so far: {series}. Name one of them, or a new one: --series"
    if not names:
        advice = "It has no series so far. Name a new one: --series"
    return Problem("Which series of {id} is it?", advice, values=values, usage=True)


def _new_series_lines(bench: WriteContext, indicator: str, series: str) -> Iterator[Line]:
    """Yield a warning that a value starts a series, and the series of the indicator: a name typed wrongly starts one, too."""
    if bench.starts_series(indicator, series):
        yield Line(STARTS_SERIES, {"series": ("series", series)})
        if names := record_lookup.series_names(bench.connection, indicator):
            yield Line("series of the indicator so far: {series}", {"series": _listed_series(sorted(names))})


def _listed_series(names: Iterable[str]) -> dict[str, str]:
    """Return the names of series in each language, with semicolons between them, as a name may contain a comma."""
    return in_both_languages(lambda: "; ".join(term_label("series", name) for name in names))


def _release_date(bench: WriteContext, intent: Measure, end: str) -> tuple[str, tuple[Line, ...]]:
    """Return the day of release, with a line that says where it comes from if it was not given.

    It is the date of the source, unless that is no day or lies before the end of the period; then it is today.
    """
    if intent.published_on is not None:
        return bench.day_or_today(intent.published_on), ()
    dated = bench.records(kinds.SOURCE, [intent.source])[intent.source].date
    today = Line("released on {date} (today); give its date if it was released earlier", {"date": bench.today})
    if dated is None or not is_date(dated) or dated > bench.today:
        return bench.today, (today,)
    if dated < end:
        older = {"id": intent.source, "date": dated, "end": end}
        return bench.today, (today, Line("{id} is dated {date}, before the end of the period ({end})", older))
    return dated, (Line("released on {date}, the date of the source", {"date": dated}),)


def _measurement_grade(bench: WriteContext, party: str | None, sources: Sequence[str]) -> str:
    """Return the grade given by the sources; a side's desk gives a side's value at most the grade documented."""
    grade = Grade(bench.grade_from_sources(sources))
    limited = bench.side is not None and party != Speaker.OBS and grade.rank > Grade.DOCUMENTED.rank
    return (Grade.DOCUMENTED if limited else grade).value


def add_note(bench: WriteContext, intent: AddNote) -> Proposal:
    """Plan a note on a commitment; a side's note gets the handling mark of its official statements."""
    bench.state(intent.commitment)
    body = {"commitment": intent.commitment, "text": intent.text, "said_on": bench.day_or_today(intent.said_on)}
    handling = bench.handling_or_default(intent.handling, intent.commitment, official=bench.side in set(Side))
    voice = Line("A note by {feed}; it is not a statement of a side", {"feed": bench.feed})
    return Proposal(
        (propose(kinds.NOTE_ADD, body, handling),), voice, (Line("+ note   {handling}", {"handling": handling}), KEEPS)
    )


def settle_conflict(bench: WriteContext, intent: SettleConflict) -> Proposal:
    """Plan the settlement of a conflict: which claim stands, by which source and why."""
    bench.check_ids("conflict", [intent.conflict])
    record = bench.records(kinds.CONFLICT, [intent.conflict])[intent.conflict]
    if not 1 <= intent.claim <= len(record.claims):
        values = {"n": len(record.claims)}
        raise Refused(
            Problem("The conflict has claims 1 to {n}", "accordtrack conflicts shows them.", values=values, usage=True)
        )
    reason = bilingual_text(intent.reason)
    if reason is None:
        raise Refused(Problem("A reason is required"))
    body = {
        "conflict": intent.conflict,
        "claim": intent.claim,
        "source": bench.check_ids("source", [intent.source])[0],
        "reason": reason,
        "said_on": bench.today,
    }
    line_values = {"n": str(intent.claim), "id": intent.conflict}
    voice = recorded_line(bench.feed)
    lines = (Line("+ claim {n} of {id} stands", line_values), KEEPS)
    return Proposal((propose(kinds.CONFLICT_SETTLE, body, _handling_of_record(bench, record)),), voice, lines)
