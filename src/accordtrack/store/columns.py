"""Tables for queries: names and types of columns, without the models.

Queries read rows, not objects, so that a list on the screen need not wait for the import of the object mapper. The
models in ``tables`` are the schema from which migrations are made; a test checks that both are equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, LargeBinary, String, TableClause, column, table

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_NUMBERS = frozenset(
    [
        "id",
        "seq",
        "lc",
        "v",
        "entry_id",
        "official",
        "retracted_by",
        "refused",
        "key",
        "due_firm",
        "verifiable",
        "done",
        "withdrawn",
        "status_rank",
        "standing_rank",
        "evidence",
        "grade_rank",
        "version",
    ]
)


class _Stored(LargeBinary):
    """Bytes as stored in the file. If the file holds text instead, reading does not fail; verify reports it."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Return no processor: values stay as they are."""


_BYTES = frozenset({"sig", "raw", "salt"})


def _table(name: str, columns: str, *, text_id: bool = False) -> TableClause:
    """Return a table whose ``columns`` are named in the order of its model."""
    numbers = _NUMBERS - {"id"} if text_id else _NUMBERS
    kinds = {word: Integer if word in numbers else _Stored if word in _BYTES else String for word in columns.split()}
    return table(name, *(column(word, kind) for word, kind in kinds.items()))


ENTRY = _table("entry", "id feed seq prev lc at kid by act kind ref handling v body_hash hash sig raw")
BODY = _table("entry_body", "entry_id salt raw")
RECORD = _table("record", "entry_id family rid ref speaker half official effective_on known_on retracted_by refused")
ACCEPTANCE = _table("acceptance", "entry_id ref provenance waits accepted absent fields")
COMMITMENT = _table(
    "commitment",
    "key id id_sort kind framework area responsible lead_us lead_mx level theme text_basis handling title_en title_es "
    "agreed_on due_on due_basis due_firm first_due_on verifiable inferred done done_on withdrawn status_rank standing "
    "standing_rank asked_on evidence grade_rank us_status us_basis us_grade us_standing us_effective_on us_asked_on "
    "mx_status mx_basis mx_grade mx_standing mx_effective_on mx_asked_on version",
    text_id=True,
)
TAG = _table("tag", "key field value")
PROJECTION = (RECORD, ACCEPTANCE, COMMITMENT, TAG)
LOCAL = ("draft", "saved_filter", "session", "export")
"""Names of the tables that are local to this copy."""
