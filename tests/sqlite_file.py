"""Which bytes of an SQLite file are read, by the file format as SQLite documents it: the rest cannot matter.

``unused`` gives the offsets of bytes that no cell, pointer or header holds: gaps and free blocks inside b-tree pages,
tails of overflow pages, pages on the free list. Only what the documentation calls unallocated is in it.
``indifferent`` gives those of bytes that are held but do not tell anything, each with the reason. ``table`` gives the
table whose rows or index a byte belongs to.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

HEADER = 100
INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13

IGNORED = {
    40: "schema cookie: any value is right; it is compared with what the same program saw before",
    96: "number of the SQLite library that wrote last: told, never read back",
}
"""Fields of four bytes in the header that SQLite does not judge."""


SEPARATOR = "key of an interior page: it parts the rows below, which hold their own keys"
SCHEMA_ROWID = "rowid of a line of the schema: nothing names it"
ALIAS = "type of the column that stands for the rowid: SQLite reads the rowid instead"


class Layout:
    """The pages of a file, walked from its roots."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self.page = int.from_bytes(self.content[16:18], "big")
        self.usable = self.page - self.content[20]
        self.used = bytearray(len(self.content))
        self.indifferent: dict[int, str] = {}
        self._tables: dict[int, str] = {}
        self._mark(0, HEADER)
        for field, reason in IGNORED.items():
            self._tells_nothing(field, 4, reason)
        self._free_list()
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            roots = list(connection.execute("SELECT tbl_name, type, rootpage FROM sqlite_master WHERE rootpage > 0"))
            aliases = {root: _alias(connection, name) for name, kind, root in roots if kind == "table"}
        self._tree(1, schema=True)
        for name, _kind, root in roots:
            before = bytes(self.used)
            self._tree(root, alias=aliases.get(root))
            pages = range(0, len(self.content), self.page)
            end = self.page
            self._tables |= {at // end: name for at in pages if self.used[at : at + end] != before[at : at + end]}
        self.unused = frozenset(offset for offset, used in enumerate(self.used) if not used)

    def table(self, offset: int) -> str:
        """The table whose rows or index stand on the page of a byte; nothing for the schema and free pages."""
        return self._tables.get(offset // self.page, "")

    def _tells_nothing(self, start: int, length: int, reason: str) -> None:
        self.indifferent.update(dict.fromkeys(range(start, start + length), reason))

    def _mark(self, start: int, length: int) -> None:
        self.used[start : start + length] = b"\x01" * length

    def _number(self, offset: int, length: int = 4) -> int:
        return int.from_bytes(self.content[offset : offset + length], "big")

    def _varint(self, offset: int) -> tuple[int, int]:
        """A variable-length integer and the offset behind it."""
        value = 0
        for count in range(9):
            byte = self.content[offset + count]
            if count == 8:
                return (value << 8) | byte, offset + 9
            value = (value << 7) | (byte & 0x7F)
            if byte < 0x80:
                return value, offset + count + 1
        raise AssertionError

    def _free_list(self) -> None:
        trunk = self._number(32)
        while trunk:
            start = (trunk - 1) * self.page
            self._mark(start, 8 + 4 * self._number(start + 4))
            trunk = self._number(start)

    def _tree(self, number: int, *, schema: bool = False, alias: int | None = None) -> None:
        start = (number - 1) * self.page
        head = start + (HEADER if number == 1 else 0)
        kind = self.content[head]
        interior = kind in {INTERIOR_INDEX, INTERIOR_TABLE}
        cells = self._number(head + 3, 2)
        size = 12 if interior else 8
        self._mark(head, size + 2 * cells)
        block = self._number(head + 1, 2)
        while block:
            self._mark(start + block, 4)
            block = self._number(start + block, 2)
        for cell in range(cells):
            offset = start + self._number(head + size + 2 * cell, 2)
            child = self._cell(offset, kind, schema=schema, alias=alias)
            if child:
                self._tree(child, schema=schema, alias=alias)
        if interior:
            self._tree(self._number(head + 8), schema=schema, alias=alias)

    def _cell(self, offset: int, kind: int, *, schema: bool, alias: int | None) -> int | None:
        """Mark one cell with its overflow; gives the page below it."""
        child: int | None = None
        here = offset
        if kind in {INTERIOR_INDEX, INTERIOR_TABLE}:
            child, here = self._number(here), here + 4
        if kind == INTERIOR_TABLE:
            _key, end = self._varint(here)
            self._tells_nothing(here, end - here, SEPARATOR)
            self._mark(offset, end - offset)
            return child
        payload, here = self._varint(here)
        if kind == LEAF_TABLE:
            start, (_rowid, here) = here, self._varint(here)
            if schema:
                self._tells_nothing(start, here - start, SCHEMA_ROWID)
            if alias is not None:
                self._tells_nothing(*self._column(here, alias), ALIAS)
        local = self._local(payload, table=kind == LEAF_TABLE)
        self._mark(offset, here + local - offset)
        if local < payload:
            self._mark(here + local, 4)
            self._overflow(self._number(here + local), payload - local)
        return child

    def _column(self, record: int, number: int) -> tuple[int, int]:
        """Where the type of a column stands in a record, and its length."""
        _size, here = self._varint(record)
        for _ in range(number):
            _type, here = self._varint(here)
        return here, self._varint(here)[1] - here

    def _local(self, payload: int, *, table: bool) -> int:
        """Bytes of a payload that stand in the cell itself."""
        most = self.usable - 35 if table else (self.usable - 12) * 64 // 255 - 23
        if payload <= most:
            return payload
        least = (self.usable - 12) * 32 // 255 - 23
        kept = least + (payload - least) % (self.usable - 4)
        return kept if kept <= most else least

    def _overflow(self, page: int, left: int) -> None:
        while page:
            start = (page - 1) * self.page
            length = min(left, self.usable - 4)
            self._mark(start, 4 + length)
            left -= length
            page = self._number(start)


def _alias(connection: sqlite3.Connection, table: str) -> int | None:
    """Number of the column that stands for the rowid, if the table has one."""
    columns = list(connection.execute(f"PRAGMA table_info({table})"))
    keys = [(number, kind) for number, _name, kind, _null, _default, key in columns if key]
    without = (
        "WITHOUT ROWID" in connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    )
    return int(keys[0][0]) if len(keys) == 1 and keys[0][1] == "INTEGER" and not without else None


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def contents(path: Path) -> dict[str, list[str]]:
    """Every row of every table, with its rowid where queries can see it."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}  # noqa: S608
        schema = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
        return found | {"": sorted(map(repr, connection.execute(schema)))}


def assert_only_exports_listed(register: Path, before: Path) -> None:
    """The register is byte by byte what it was, or only its list of what was given to others grew."""
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("SELECT COUNT(*) FROM sqlite_master")  # rolls back what was being written
    if register.read_bytes() == before.read_bytes():
        return
    now, then = contents(register), contents(before)
    assert set(now.pop("export")) >= set(then.pop("export")), "the register changed"
    assert now == then, "the register changed"
