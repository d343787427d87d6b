"""What people say when they ask for history: a record, dates, a speaker, a kind; checked and put into the log's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.dates import date_problem, is_partial_date
from accordtrack.ledger.kinds import KINDS
from accordtrack.problems import Refused, unknown
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
    if given is not None and given.upper() not in set(Speaker):
        raise Refused(unknown(("field", "speaker"), given, [value.value for value in Speaker]))
    return given.upper() if given else None


def kinds(given: str | None) -> list[str]:
    """Kinds of entry that a word names: a whole kind, its first part (``status``), or its second (``retract``)."""
    if given is None:
        return []
    found = [name for name in KINDS if given in {name, *name.split(".")}]
    if not found:
        raise Refused(unknown(("field", "kind"), given, [*{name.partition(".")[0]: None for name in KINDS}]))
    return found
