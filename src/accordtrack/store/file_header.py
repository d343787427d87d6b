"""Check of the first hundred bytes of a register file. SQLite leaves some fields unread and would not notice a change.

Offsets are those of SQLite's file format. The schema cookie (40) and the version of the library that wrote last (96)
are not compared, because any value is valid there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.store.safe_io import open_for_reading
from accordtrack.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 100
MAGIC = b"SQLite format 3\x00"
VERSION = slice(60, 64)
"""Position of user_version: the version of the file."""
APPLICATION = slice(68, 72)
"""Position of application_id."""
_FIXED = {
    0: MAGIC,
    21: bytes((64, 32, 32)),  # payload fractions
    44: (4).to_bytes(4, "big"),  # schema format
    48: bytes(8),  # suggested cache size; largest root page in a file with auto-vacuum
    56: (1).to_bytes(4, "big"),  # UTF-8
    64: bytes(4),  # incremental vacuum
    APPLICATION.start: APPLICATION_ID.to_bytes(4, "big"),
    72: bytes(20),  # reserved
}
_VERSIONS = (bytes((1, 1)), bytes((2, 2)))  # rollback journal, write-ahead log


def odd_fields(path: Path, version: int) -> list[int]:
    """Return the offsets of header fields that do not hold what SQLite writes, in a file of that version.

    Call it inside a transaction of the file's reader.
    """
    with open_for_reading(path) as file:
        head = file.read(SIZE)
        size = file.seek(0, 2)
    fixed = _FIXED | {VERSION.start: version.to_bytes(4, "big")}
    found = [offset for offset, expected in fixed.items() if head[offset : offset + len(expected)] != expected]
    if head[18:20] not in _VERSIONS:
        found.append(18)
    if head[18:20] == _VERSIONS[0]:
        page = int.from_bytes(head[16:18], "big")
        if int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page) != size:
            found.append(28)
        if head[24:28] != head[92:96]:  # the change counter, and its value when the size was recorded
            found.append(24)
    return sorted(found)
