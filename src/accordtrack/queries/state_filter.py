"""Filters over folded states, such as those that an audience may read: what matches depends on nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from accordtrack.core.problems import Problem, Refused
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projector import Rows
from accordtrack.queries import as_of_tables, filter_parser, filter_sql
from accordtrack.store.columns import COMMITMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.queries.filter_parser import Term

_OF_THE_LOG = frozenset({"changed", "missed", "reply", "waits"})
"""Fields that need more than the states: entries of the whole log, or what waits."""


def parse_for_states(words: str) -> tuple[Term, ...]:
    """Return the terms of a filter. Raise ``Refused`` for a field that states alone do not give, and for no term."""
    terms = filter_parser.parse(words)
    if not terms:
        raise Refused(Problem("The filter is empty", "Leave it out, or say what the scorecard covers.", usage=True))
    for term in terms:
        if term.field in _OF_THE_LOG:
            values = {"field": filter_parser.field_word(term.field)}
            advice = "Use what is in the records, such as theme, place, status or framework."
            raise Refused(Problem("{field} cannot limit a scorecard", advice, values=values, usage=True))
    return terms


def matching_ids(connection: Connection, facts: Facts, terms: Sequence[Term], day: str) -> frozenset[str]:
    """Return the commitments among ``facts`` that match on a day. The register file is not changed."""
    searched = any(term.field == "" for term in terms)
    with _tables(connection, facts, searched=searched):
        return frozenset(connection.execute(select(COMMITMENT.c.id).where(filter_sql.where(terms, day))).scalars())


@contextmanager
def _tables(connection: Connection, facts: Facts, *, searched: bool) -> Iterator[None]:
    """Put the states into temporary tables with the names of those that filters read."""
    rows = Rows(FoldContext(connection))
    for state in facts.states.values():
        rows.add_state(state, state.added.entry_id, state.items)
    rows.words = [
        {"key": state.added.entry_id, "id": str(state.record.id), "words": _words(facts, state)}
        for state in facts.states.values()
    ]
    try:
        with as_of_tables.writing(connection):
            for statement in (*as_of_tables.create_statements(connection, "table"), *as_of_tables.TABLES):
                connection.exec_driver_sql(statement)
            connection.execute(text("INSERT INTO temp.touched(ref) SELECT id FROM main.commitment"))
            as_of_tables.insert_rows(connection, rows)
        if searched:
            as_of_tables.build_search_index(connection)
        yield
    finally:
        with as_of_tables.writing(connection):
            for name in as_of_tables.NAMES:
                connection.execute(text(f"DROP TABLE IF EXISTS temp.{name}"))


def _words(facts: Facts, state: State) -> str:
    record = state.record
    codes = [str(code) for code in (record.lead.MX, record.lead.US, *record.supporting) if code]
    bodies = (facts.bodies[code].name.both_languages for code in codes if code in facts.bodies)
    names = [name for both in bodies for name in both]
    return "\n".join([*record.title.both_languages, *record.text.both_languages, *codes, *names])
