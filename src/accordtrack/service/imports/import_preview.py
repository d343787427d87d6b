"""Import preview: guarantees that exactly the previewed file and rows are written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.interchange import table_files, table_rows
from accordtrack.service.imports import row_intents
from accordtrack.types import ImportedRow, ImportReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.interchange.table_rows import Row


def read(path: Path, kind: str | None) -> tuple[str, tuple[Row, ...]]:
    """Return the SHA-256 of a file and the rows read from the same bytes. Raise ``Refused``."""
    raw = table_files.whole(path)
    return hashlib.sha256(raw).hexdigest(), table_rows.read(path, kind, raw)


def same_file(path: Path, seen: ImportReport | None, digest: str) -> None:
    """Refuse a file that changed since the preview."""
    if seen is not None and digest != seen.digest:
        values = {"x": path}
        raise Refused(Problem("The file changed since it was shown: {x}", "Nothing was written.", values=values))


def same_words(seen: ImportReport | None, found: ImportReport) -> None:
    """Refuse an import whose result differs from the preview, because the register or an evidence file changed."""
    if seen is not None and (found.rows, found.refusals) != (seen.rows, seen.refusals):
        raise Refused(Problem("What would be written is no longer what was shown", "Nothing was written."))


def by_its_cells(path: Path, found: Sequence[Row], digest: str) -> ImportReport:
    """Return a report from the table's cells alone, for a session that cannot write."""
    told = tuple(
        ImportedRow(row.sheet, row.number, row.kind, "refused" if row.refusals else "read", row_intents.about(row))
        for row in found
    )
    return ImportReport(str(path), told, tuple(item for row in found for item in row.refusals), digest=digest)
