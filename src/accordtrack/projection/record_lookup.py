"""Look up current records by family and id: sources, bodies, frameworks, areas, indicators, events, conflicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Select, and_, bindparam, func, or_, select

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger import kinds
from accordtrack.projection.amendments import (
    Change,
    amended_indicator,
    amended_record,
    attributed_target,
    fields_in_force,
    replaced_in_record,
)
from accordtrack.store import decoding, desk_keys, log
from accordtrack.store.acceptance import FIRST_WITH_ACCEPTANCES, StoredVerdicts
from accordtrack.store.columns import ACCEPTANCE, BODY, ENTRY, RECORD
from accordtrack.store.file_check import version
from accordtrack.types import AccordView, Named, SearchHit, SourceView, Text
from accordtrack.vocabulary import COMPILER, WEAK_COPIES, Side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, RowMapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import LocalText, Record
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.records import Area, Body, Conflict, Framework, Goal, Source

R, E, B = RECORD, ENTRY, BODY
_SEQ = re.compile(r"[0-9]{1,15}")
_STANDS = (R.c.retracted_by.is_(None), R.c.refused == 0)
WAITS = 3
"""Value of ``record.refused`` of an entry that waits for a side."""
_IN_FORCE, _PROPOSED = {"states": [0]}, {"states": [0, WAITS]}
"""Values of ``record.refused``: of entries in force, and of these and those that wait for a side."""
_FAMILIES = sorted({kind.family for kind in kinds.KINDS.values()})
_NAMED = frozenset(
    [
        "status",
        "evidence",
        "position",
        "measurement",
        "conflict",
        "evaluation",
        "event",
        "link",
        "source",
        "body",
        "indicator",
        "panel_series",
        "panel_break",
    ]
)
"""Families whose entries are named by the id of what they record."""
_ADDED_UNDER_OWN_ID = frozenset(
    kind.family for kind in (kinds.COMMITMENT, kinds.FRAMEWORK, kinds.GOAL, kinds.AREA, kinds.PANEL_RELEASE)
)
"""Families whose ids name the record rather than the entry that added it."""
_AMENDED = {kinds.FRAMEWORK.family: "framework.amend", kinds.INDICATOR.family: "indicator.amend"}
Kept = TypeVar("Kept", bound="Record")


def _select_standing(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Select entries that stand."""
    return _select_admitted(R.c.retracted_by.is_(None), *conditions)


def _select_admitted(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Select entries that were admitted, retracted or not."""
    columns: list[ColumnElement[Any]] = [
        *(R.c.rid, R.c.entry_id, R.c.ref, R.c.retracted_by, R.c.refused, B.c.raw),
        *(B.c.salt, E.c.body_hash, E.c.hash, E.c.feed, E.c.seq, E.c.lc),
    ]
    return (
        select(*columns)
        .select_from(R.join(B, B.c.entry_id == R.c.entry_id).join(E, E.c.id == R.c.entry_id))
        .where(R.c.refused.in_(bindparam("states", expanding=True)), *conditions)
        .order_by(R.c.entry_id)
    )


_OF_FAMILY = _select_standing(R.c.family == bindparam("family"))
_BY_IDS = _OF_FAMILY.where(R.c.rid.in_(bindparam("ids", expanding=True)))


def record(connection: Connection, kind: Kind[Kept], identifier: str) -> Kept | None:
    """Return the record with its amendments, or None."""
    return records(connection, kind, [identifier]).get(identifier)


def records(
    connection: Connection,
    kind: Kind[Kept],
    ids: Iterable[str] | None = None,
    at: TwoDates | None = None,
    *,
    proposed: bool = False,
) -> dict[str, Kept]:
    """Return records of a kind by id, in the order they were recorded, with amendments up to ``at``.

    If ``ids`` is None, return all of them. With ``proposed``, records that wait for a side are among them.
    """
    found = _amended_records(connection, kind.family, ids, at, retracted=False, proposed=proposed)[0]
    if kind.family == kinds.INDICATOR.family:
        return cast("dict[str, Kept]", {name: amended_indicator(values) for name, values in found.items()})
    return {name: kind.decode_values(values) for name, values in found.items()}


def indicators(
    connection: Connection, ids: Iterable[str] | None = None, at: TwoDates | None = None
) -> dict[str, AmendedIndicator]:
    """Return indicators by id, like ``records``."""
    return cast("dict[str, AmendedIndicator]", records(connection, kinds.INDICATOR, ids, at))


def replaced_values(
    connection: Connection, family: str, ids: Iterable[str], at: TwoDates | None = None
) -> dict[str, Mapping[str, Any]]:
    """Return what each amendment of these records replaced, by the hash of the amendment.

    The values are the earlier values of the fields that it names. Retracted amendments and those that wait are included.
    """
    return _amended_records(connection, family, ids, at, retracted=True)[1]


def _amended_records(
    connection: Connection,
    family: str,
    ids: Iterable[str] | None,
    at: TwoDates | None,
    *,
    retracted: bool,
    proposed: bool = False,
) -> tuple[dict[str, dict[str, Any]], dict[str, Mapping[str, Any]]]:
    """Return records with their amendments in force, and what each amendment replaces.

    With ``retracted``, the second part includes retracted amendments; with ``proposed``, the first includes records that
    wait for a side.
    """
    states = _PROPOSED if proposed else _IN_FORCE
    chosen, values = (_OF_FAMILY, {}) if ids is None else (_BY_IDS, {"ids": sorted({*ids})})
    found: dict[str, dict[str, Any]] = {}
    added: dict[str, str] = {}
    for row in connection.execute(chosen, {"family": family, **states, **values}).mappings():
        if row["rid"] not in found:
            found[row["rid"]], added[row["rid"]] = _body(row), row["hash"]
    earlier: dict[str, Mapping[str, Any]] = {}
    if family in _AMENDED and found:
        some = _select_admitted if retracted else _select_standing
        amends = some(R.c.ref.in_(list(found)), E.c.kind == _AMENDED[family])  # by ref: there are many amendments
        if at:
            amends = amends.where(R.c.effective_on <= at.as_of, R.c.known_on <= at.known_on)
        seats = desk_keys.sides_by_feed(connection)
        rows = {row["hash"]: row for row in connection.execute(amends, _PROPOSED).mappings()}
        before_verdicts = family == "indicator" and rows and version(connection) < FIRST_WITH_ACCEPTANCES
        concurred = _concurrences(connection, at) if before_verdicts else frozenset()
        for ref, changes in _changes_by_record(connection, rows.values(), added.values()).items():
            for change, fields in fields_in_force(changes, added[ref], {}):
                body, seat = found[ref], seats.get(rows[change.hash]["feed"], "")
                earlier[change.hash] = replaced_in_record(body, change.fields)
                accepted = change.accepted is not None and (at is None or change.accepted.known_on <= at.known_on)
                agreed = accepted or (seat in {*Side} and (change.hash, Side(seat).other) in concurred)
                body.update(amended_record(body, attributed_target(fields, seat, concurred=agreed)))
    return found, earlier


def _changes_by_record(
    connection: Connection, amending: Collection[RowMapping], added: Iterable[str]
) -> dict[str, list[Change]]:
    """Return the changes that amendments make, by the id of the record. ``added`` are the entries that added the records."""
    verdicts = StoredVerdicts(connection).of(sorted({row["ref"] for row in amending})) if amending else {}
    found: dict[str, list[Change]] = {}
    known = {row["hash"] for row in amending} | set(added)
    for row in amending:
        body, verdict = _body(row), verdicts.get(row["entry_id"])
        place, named = (row["lc"], row["feed"], row["seq"]), body.get("replaces") or {}
        replaces = {
            part: digest for part, digest in named.items() if digest in known or not log.lacks_body(connection, digest)
        }
        accepted = verdict.accepted if verdict else None
        waits = tuple(body["fields"]) if row["refused"] == WAITS else ()
        asked = verdict.fields if verdict and accepted and not waits else ()
        retracted = row["retracted_by"] is not None
        change = Change(row["hash"], place, body["fields"], replaces, accepted, waits, retracted, asked)
        found.setdefault(row["ref"], []).append(change)
    return found


def _concurrences(connection: Connection, at: TwoDates | None) -> frozenset[tuple[str, str]]:
    """Return official concurrences with entries that are not statements, by ``at``, each as (entry hash, side)."""
    chosen = _select_standing(R.c.family == "position", R.c.ref == R.c.rid, R.c.official == 1)
    if at:
        chosen = chosen.where(R.c.effective_on <= at.as_of, R.c.known_on <= at.known_on)
    bodies = [_body(row) for row in connection.execute(chosen, _IN_FORCE).mappings()]
    return frozenset((str(body["answers"]), str(body["speaker"])) for body in bodies if body["stance"] == "concur")


def _body(row: RowMapping) -> dict[str, Any]:
    return decoding.signed_body(row["raw"], row["salt"], row["body_hash"], (row["feed"], row["seq"]))


def ids(connection: Connection, family: str) -> list[str]:
    """Return every id of a family that stands."""
    columns: list[ColumnElement[Any]] = [R.c.rid]
    return list(connection.execute(select(*columns).where(*_STANDS, R.c.family == family).distinct()).scalars())


def entries_in_force(connection: Connection, family: str) -> list[int]:
    """Return the entries of a family that stand, in the order of the log."""
    columns: list[ColumnElement[Any]] = [R.c.entry_id]
    found = select(*columns).where(*_STANDS, R.c.family == family).order_by(R.c.entry_id)
    return list(connection.execute(found).scalars())


def matching_ids(connection: Connection, family: str, start: str, *, whole: bool = False) -> Mapping[str, str]:
    """Return the taken ids that start with ``start``, or equal it if ``whole``, in lower case, each with its family.

    Records of all families, statements and operations share their ids, because answers name them. The id of a record that waits for a
    side counts as taken, and so does that of a source or body whose retraction the other side had to accept: entries
    still cite it.

    Ids of ``family`` that differ only in case count as one. SQLite searches its index of ids and returns only the matches.
    """
    rid, others = R.c.rid, [one for one in _FAMILIES if one != family]
    low = func.lower(rid)
    mine = low == start.lower() if whole else low.startswith(start.lower(), autoescape=True)
    same = rid == start if whole else and_(rid >= start, rid < f"{start}\U0010ffff")  # LIKE would read every id
    kept: ColumnElement[bool] = R.c.retracted_by.is_(None)
    if version(connection) >= FIRST_WITH_ACCEPTANCES:
        agreed = R.c.retracted_by.in_(select(ACCEPTANCE.c.entry_id).where(ACCEPTANCE.c.accepted.is_not(None)))
        kept |= and_(R.c.family.in_((kinds.SOURCE.family, kinds.BODY.family)), agreed)
    columns: list[ColumnElement[Any]] = [low, R.c.family]
    matches = or_(and_(R.c.family == family, mine), and_(R.c.family.in_(others), same))
    chosen = select(*columns).where(matches, kept, R.c.refused.in_(_PROPOSED["states"]))
    found = {str(row[0]): str(row[1]) for row in connection.execute(chosen)}
    operation = R.c.ref == start if whole else and_(R.c.ref >= start, R.c.ref < f"{start}\U0010ffff")
    proposed = (operation, R.c.family == kinds.RESULT_EXPECT.family, kept, R.c.refused.in_(_PROPOSED["states"]))
    names = connection.execute(select(R.c.ref).where(*proposed).distinct()).scalars()
    return dict.fromkeys((str(name).lower() for name in names), kinds.RESULT_EXPECT.family) | found


def waits_of_others(connection: Connection, family: str, key: str, side: str) -> bool:
    """Whether only records that wait or were disputed have an id, each by another side's desk and not about its own party.

    They keep nobody else from recording the same: a value of a release, or a release.
    """
    sides = desk_keys.sides_by_feed(connection)
    rows = connection.execute(_BY_IDS, {"family": family, **_PROPOSED, "ids": [key]}).mappings()
    found = [row["refused"] == WAITS and sides.get(row["feed"]) not in {side, _body(row).get("party")} for row in rows]
    return bool(found) and all(found)


def has_series(connection: Connection, indicator: str, series: str) -> bool:
    """Whether an indicator has a value in a series of exactly that name, also one that waits for a side."""
    start = f"{indicator}|{series}|"
    alike = func.lower(R.c.rid).startswith(start.lower(), autoescape=True)
    stands = (R.c.retracted_by.is_(None), R.c.refused.in_(_PROPOSED["states"]))
    names = connection.execute(select(R.c.rid).where(R.c.family == kinds.MEASUREMENT.family, alike, *stands)).scalars()
    return any(name.startswith(start) for name in names)


def series_names(connection: Connection, indicator: str) -> list[str]:
    """Return the names of the series in which an indicator has values, also values that wait for a side."""
    stands = (R.c.retracted_by.is_(None), R.c.refused.in_(_PROPOSED["states"]))
    chosen = select(R.c.rid).where(R.c.family == kinds.MEASUREMENT.family, R.c.ref == indicator, *stands)
    return sorted({name.split("|")[1] for name in connection.execute(chosen).scalars()})


def entries_since(connection: Connection, ref: str, version: int) -> list[int]:
    """Return the ids of entries about ``ref`` that are newer than ``version``, newest first."""
    chosen = E.select().with_only_columns(E.c.id).where(E.c.ref == ref, E.c.id > version).order_by(E.c.id.desc())
    return [int(key) for key in connection.execute(chosen).scalars()]


def exists(connection: Connection, family: str, identifier: str) -> bool:
    """Whether a record of that id stands."""
    return identifier in _amended_records(connection, family, [identifier], None, retracted=False)[0]


def is_official(connection: Connection, key: int) -> bool:
    """Whether an entry is a side's own statement, according to its ruling."""
    columns: list[ColumnElement[Any]] = [R.c.official]
    return bool(connection.execute(select(*columns).where(R.c.entry_id == key)).scalar())


def named_record(record: Framework | Goal | Area | Conflict) -> Named:
    """Return a framework, goal, area or conflict as id and title."""
    return Named(record.id, record.title.text)


def named_body(body: Body) -> Named:
    """Return a body as code and name, with its side and the side that it speaks for."""
    return Named(body.code, body.name.text, body.side, body.speaks_for)


def accord(connection: Connection) -> AccordView | None:
    """Return the tracked accord, or None if none was set.

    Every list shows its dates. Reading the values directly saves each list the import of pydantic, 0.15 s.
    """
    found = _amended_records(connection, kinds.ACCORD.family, None, None, retracted=False)[0]
    for values in found.values():
        return AccordView(
            values["id"],
            Text(**values["title"]),
            {side: Text(**values["sides"][side]["name"]) for side in Side},
            {theme["code"]: Text(**theme["title"]) for theme in values.get("themes", ())},
            values.get("facts_until"),
        )
    return None


def bodies(connection: Connection, codes: Sequence[str]) -> tuple[Named, ...]:
    """Return bodies in the given order. An unknown code gets the code as its name."""
    found = records(connection, kinds.BODY, codes)
    return tuple(named_body(found[code]) if code in found else Named(code, Text(code, code)) for code in codes)


def sources(connection: Connection, identifiers: Sequence[str]) -> tuple[SourceView, ...]:
    """Return sources in the given order, each once. Unknown ids are left out."""
    chosen = {"family": kinds.SOURCE.family, **_IN_FORCE, "ids": sorted({*identifiers})}
    found: dict[str, SourceView] = {}
    for row in connection.execute(_BY_IDS, chosen).mappings():
        if row["rid"] not in found:
            found[row["rid"]] = source_view(kinds.SOURCE.decode_values(_body(row)), row["feed"])
    return tuple(found[name] for name in dict.fromkeys(identifiers) if name in found)


def source_view(body: Source, feed: str) -> SourceView:
    """Return a source as a frozen value; ``feed`` is that of the desk that recorded it."""
    return SourceView(
        id=body.id,
        publisher=body.publisher,
        producer=body.producer,
        title=body.title,
        locator=body.locator,
        date=body.date,
        url=body.url,
        copy=body.copy_,
        weak=body.copy_ in WEAK_COPIES,
        note=Text.from_bilingual(body.note),
        recorded_by=None if feed == COMPILER else feed,
    )


def title(record: Record) -> Text | None:
    """Return the title of a record, the name of a body or the question of an evaluation; None for any other record."""
    names = (getattr(record, field, None) for field in ("title", "name", "question"))
    found: LocalText | str | None = next((name for name in names if name), None)
    return Text(found, found) if isinstance(found, str) else Text.from_bilingual(found)


def find(connection: Connection, family: str, query: str, limit: int) -> tuple[SearchHit, ...]:
    """Return records whose id or title contains every word of ``query``, ignoring accents; matching ids come first."""
    parts = safe_text.casefold_plain(query).split()
    hits = []
    for identifier, body in records(connection, kinds.FAMILIES[family]).items():
        text = title(body) or Text(identifier, identifier)
        search_text = safe_text.casefold_plain(
            f"{identifier} {text.en} {text.es} {getattr(body, 'publisher', '')} {getattr(body, 'producer', None) or ''}"
        )
        if all(part in search_text for part in parts):
            hits.append(SearchHit(family, identifier, text))
    start = safe_text.casefold_plain(query)
    hits.sort(key=lambda hit: (not safe_text.casefold_plain(hit.id).startswith(start), hit.id))
    return tuple(hits[:limit])


def adding_entry(connection: Connection, name: str) -> int | None:
    """Return the entry id of a commitment, framework, goal, area or panel release in force, which its own id names too."""
    found = select(R.c.entry_id).where(R.c.rid == name, R.c.family.in_(_ADDED_UNDER_OWN_ID), *_STANDS).limit(1)
    key = connection.execute(found).scalar()
    return None if key is None else int(key)


def entry_of(connection: Connection, name: str) -> int | None:
    """Return the entry id for a name given by a user, or None.

    The name is an entry's hash (8 digits or more), ``<feed>-<seq>``, or a record's own id. Refuses an id that several
    entries have.
    """
    lowered = name.lower()
    if len(lowered) >= 8 and all(character in "0123456789abcdef" for character in lowered):  # noqa: PLR2004
        begins = and_(E.c.hash >= lowered, E.c.hash < f"{lowered}g")  # LIKE would read every entry
        found = connection.execute(select(E.c.id).where(begins).limit(2)).scalars().all()
        if len(found) == 1:
            return int(found[0])
    feed, _, seq = name.rpartition("-")
    if feed and _SEQ.fullmatch(seq):
        key = connection.execute(select(E.c.id).where(E.c.feed == feed, E.c.seq == int(seq))).scalar()
        if key is not None:
            return int(key)
    row = only_entry_named(connection, name)
    return None if row is None or (row.refused == 0 and row.family in _ADDED_UNDER_OWN_ID) else int(row.entry_id)


def only_entry_named(connection: Connection, name: str) -> Row[Any] | None:
    """Return the row of the entry with an id, or None. Refuses an id that several entries have."""
    found = _entries_named(connection, name)
    if len(found) > 1:
        entries = [f"{row.feed}-{row.seq}" for row in found]
        advice = "Give the number of the entry instead."
        values = {"x": safe_text.sanitize_line(name), "entries": entries}
        raise Refused(Problem('"{x}" names several entries: {entries}', advice, values=values, usage=True))
    return next(iter(found), None)


def _entries_named(connection: Connection, name: str) -> Sequence[Row[Any]]:
    """Return the entries in force with an id, and those that wait for a side, which are answered by their id too.

    Of one kind, what is in force comes before what waits. If nothing stands, an entry that was taken back is meant.
    """
    columns: list[ColumnElement[Any]] = [R.c.entry_id, R.c.family, R.c.refused, R.c.retracted_by, E.c.feed, E.c.seq]
    chosen = select(*columns).select_from(R.join(E, E.c.id == R.c.entry_id)).where(R.c.rid == name)
    chosen = chosen.where(R.c.family.in_(_FAMILIES), R.c.refused.in_(_PROPOSED["states"])).order_by(R.c.entry_id)
    known = _NAMED | _ADDED_UNDER_OWN_ID
    rows = [row for row in connection.execute(chosen) if row.family in known or row.refused == WAITS]
    standing = [row for row in rows if row.retracted_by is None]
    in_force = {row.family for row in standing if row.refused == 0}
    standing = [row for row in standing if row.refused == 0 or row.family not in in_force]
    return standing or [row for row in rows if row.refused == 0 and row.family in _NAMED][:1]
