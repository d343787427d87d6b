"""What people say when they ask for history: a record, dates, a speaker, a kind; checked and put into the log's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import text
from accordtrack.dates import date_problem, is_partial_date
from accordtrack.ledger.kinds import KINDS
from accordtrack.problems import Problem, Refused
from accordtrack.register.lookup import E
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from sqlalchemy import Connection


def known_ref(connection: Connection, ref: str) -> bool:
    """Whether any entry is about ``ref``."""
    return connection.execute(E.select().with_only_columns(E.c.id).where(E.c.ref == ref).limit(1)).first() is not None


def partial(given: str | None) -> str | None:
    """A date, month or year as given. Refuses anything else."""
    if given is not None and not is_partial_date(given):
        raise Refused(date_problem(given))
    return given


def spoken_by(given: str | None) -> str | None:
    """A speaker as given, in any case."""
    if given is None:
        return None
    known = [value.value for value in Speaker]
    if given.upper() not in known:
        values = {"x": text.wash_line(given), "known": ", ".join(known)}
        raise Refused(Problem('Unknown speaker "{x}"', "Known are: {known}.", values=values, usage=True))
    return given.upper()


def kinds(given: str | None) -> list[str]:
    """Kinds of entry that a word names: a whole kind, its first part (``status``), or its second (``retract``)."""
    if given is None:
        return []
    found = [name for name in KINDS if given in {name, *name.split(".")}]
    if not found:
        likely = text.nearest(given, [*KINDS, *{name.partition(".")[0] for name in KINDS}])
        values = {"x": text.wash_line(given), "y": likely or "status"}
        raise Refused(Problem('Unknown kind of entry "{x}"; did you mean {y}?', values=values, usage=True))
    return found
