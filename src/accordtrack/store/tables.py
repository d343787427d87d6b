"""SQLModel tables of a register. ``entry`` and ``entry_body`` are authoritative; the others can be rebuilt from them.

``draft``, ``saved_filter``, ``session`` and ``export`` are local: ``rebuild`` keeps them, and their rows carry a checksum. Dates
are ISO text. No decimal is stored as a number.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from accordtrack.store import schema


class Table(SQLModel):
    """Base of all tables, with named constraints for migrations."""

    metadata = MetaData(naming_convention=schema.NAMING)


class EntryRow(Table, table=True):
    """One signed entry. The columns are an index over ``raw``, which is stored exactly as signed."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("feed", "seq"), Index(None, "ref", "lc"))

    id: int | None = Field(default=None, primary_key=True)
    feed: str
    seq: int
    prev: str | None
    lc: int = Field(index=True)
    at: str
    kid: str
    by: str
    act: str = Field(index=True)
    kind: str
    ref: str
    handling: str
    v: int
    body_hash: str
    hash: str = Field(unique=True)
    sig: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


def _dated(name: str) -> Index:
    """Return an index of bodies by the day in field ``name``, restricted to the few bodies that have it."""
    day, found = schema.day_in_body(name)
    return Index(f"ix_entry_body_{name}", text(day), sqlite_where=text(found))


class EntryBodyRow(Table, table=True):
    """The body of an entry with its salt. The row is absent if the body is withheld."""

    __tablename__ = "entry_body"
    __table_args__ = (_dated("expires_on"), _dated("due_on"))

    entry_id: int = Field(primary_key=True, foreign_key="entry.id")
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RecordRow(Table, table=True):
    """What an entry records, with its two dates: the index for history, search by id, and the state digest.

    ``retracted_by`` is the entry that retracted it. ``refused`` is 1 if the rules of authority refuse the entry or if
    it is not admitted; in the latter case its dates are empty. It is 3 if the entry waits for a side. ``known_on`` of an
    entry that waited is the day of the concurrence, except for an amendment, which is shown while it waits.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index(None, "family", "rid"),
        Index(None, "ref", "entry_id"),
        Index(None, "known_on", "entry_id"),
        Index(None, "ref", "effective_on", "known_on", "family", "official", sqlite_where=text(schema.STANDS)),
    )

    entry_id: int = Field(primary_key=True)
    family: str
    rid: str
    ref: str
    speaker: str | None = None
    half: str | None = None
    official: int = 0
    effective_on: str
    known_on: str
    retracted_by: int | None = None
    refused: int = 0


class AcceptanceRow(Table, table=True):
    """Which side an entry waits for, or which concurrence put it in force. Only entries that concern another side have a row.

    ``waits`` holds the sides that have not accepted it, ``absent`` the sides that were not asked, ``fields`` the
    fields of an amendment that need acceptance.
    """

    __tablename__ = "acceptance"

    entry_id: int = Field(primary_key=True)
    ref: str = Field(index=True)
    provenance: str
    waits: str
    accepted: str | None
    absent: str
    fields: str


class CommitmentRow(Table, table=True):
    """State of a commitment for lists, filters and facets. ``key`` is the entry that added it.

    ``us_*`` and ``mx_*`` are its halves; a half that is not owed has a null standing. Ranks are for sorting.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        Index(None, "id_sort", "key"),
        Index(None, "responsible", "id_sort", "key"),
        Index(None, "theme", "id_sort", "key"),
        Index(None, "status_rank", "id_sort", "key"),
        Index(None, "title_en", "id_sort", "key"),
        Index(None, "title_es", "id_sort", "key"),
    )

    key: int = Field(primary_key=True)
    id: str = Field(unique=True)
    id_sort: str
    kind: str
    framework: str
    area: str | None
    responsible: str
    lead_us: str | None
    lead_mx: str | None
    level: str
    theme: str
    text_basis: str
    handling: str
    title_en: str
    title_es: str
    agreed_on: str
    due_on: str | None
    due_basis: str | None
    due_firm: int
    first_due_on: str | None
    verifiable: int
    inferred: str
    done: int
    done_on: str | None
    withdrawn: int
    status_rank: int
    standing: str
    standing_rank: int
    asked_on: str | None
    evidence: int
    grade_rank: int
    us_status: str | None
    us_basis: str | None
    us_grade: str | None
    us_standing: str | None
    us_effective_on: str | None
    us_asked_on: str | None
    mx_status: str | None
    mx_basis: str | None
    mx_grade: str | None
    mx_standing: str | None
    mx_effective_on: str | None
    mx_asked_on: str | None
    version: int


class TagRow(Table, table=True):
    """One value of a field with several values: place, supporting, source, inferred. Also holds the thread index."""

    __tablename__ = "tag"

    key: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str = Field(primary_key=True, index=True)


class DraftRow(Table, table=True):
    """A text that waits for clearance: local, unsigned, in no count."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    made_on: str
    intent: str
    checksum: str


class SavedFilterRow(Table, table=True):
    """A saved filter."""

    __tablename__ = "saved_filter"

    name: str = Field(primary_key=True)
    words: str
    checksum: str


class SessionRow(Table, table=True):
    """The user's last position: screen, filter, row."""

    __tablename__ = "session"

    name: str = Field(primary_key=True)
    value: str
    checksum: str


class ExportTableRow(Table, table=True):
    """An export: its time, kind, file name, audience, the last entry that it could contain, and its digest."""

    __tablename__ = "export"

    id: int | None = Field(default=None, primary_key=True)
    made_at: str
    what: str
    name: str
    audience: str
    side: str | None = None
    entry: int
    digest: str
    checksum: str


class SealRow(Table, table=True):
    """SHA-256 over a part of the file that no other check covers completely: the search index."""

    __tablename__ = "seal"

    name: str = Field(primary_key=True)
    digest: str


PROJECTION = (RecordRow, AcceptanceRow, CommitmentRow, TagRow)
LOCAL = (DraftRow, SavedFilterRow, SessionRow, ExportTableRow)
