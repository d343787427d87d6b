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


def read_with_digest(path: Path, kind: str | None) -> tuple[str, tuple[Row, ...]]:
    """Return the SHA-256 of a file and the rows read from the same bytes. Raise ``Refused``."""
    raw = table_files.read_table_file(path)
    return hashlib.sha256(raw).hexdigest(), table_rows.read(path, kind, raw)


def refuse_changed_file(path: Path, seen: ImportReport | None, digest: str) -> None:
    """Refuse a file that changed since the preview."""
    if seen is not None and digest != seen.digest:
        values = {"x": path}
        raise Refused(Problem("The file has changed since it was shown: {x}", "Nothing was written.", values=values))


def refuse_changed_result(seen: ImportReport | None, import_report: ImportReport) -> None:
    """Refuse an import whose result differs from the preview, because the register or an evidence file changed."""
    if seen is not None and (import_report.rows, import_report.refusals) != (seen.rows, seen.refusals):
        raise Refused(Problem("What would be written is no longer what was shown", "Nothing was written."))


def report_from_cells(path: Path, rows: Sequence[Row], digest: str) -> ImportReport:
    """Return a report from the table's cells alone, for a session that cannot write."""
    imported_rows = tuple(
        ImportedRow(row.sheet, row.number, row.kind, "refused" if row.refusals else "read", row_intents.subject_id(row))
        for row in rows
    )
    return ImportReport(str(path), imported_rows, tuple(item for row in rows for item in row.refusals), digest=digest)
