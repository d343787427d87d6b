"""Copies evidence files into the store of a copy of the register, hashing each and leaving out damaged ones.

Signals that would end the program are handled only between two chunks of a file, because anywhere else they could leave
partial files behind.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.service.evidence import evidence_store, ingest, inspection, store_check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from accordtrack.service.evidence.evidence_store import NamedFile
    from accordtrack.service.evidence.ingest import IngestedFile
    from accordtrack.service.evidence.store_check import StoreReport

    Progress = Callable[[int, int], None] | None


def refuse_others(target: Path, digests: Iterable[str]) -> None:
    """Refuse to create a copy for others at ``target`` if its evidence store holds files that are not in ``digests``.

    A copy is passed on together with its store, and would take along the files of an earlier, fuller copy. Incomplete
    files that no process is writing any more are removed.
    """
    folder = evidence_folder(target)
    ingest.remove(evidence_store.unfinished_files(target))
    wanted = {evidence_store.stored_path(target, digest) for digest in digests}
    if any(path not in wanted and (path.is_symlink() or not path.is_dir()) for path in folder.rglob("*")):
        advice = "Choose another name, or move that folder away: a copy and its folder travel together."
        message = gettext_lazy(
            "The evidence store of this copy already contains files that are not for its readers: {x}"
        )
        raise Refused(Problem(message, advice, values={"x": folder}))


class EvidenceCopier:
    """Copies files from the evidence store of one register to that of another; on failure, removes all copied files.

    Signals are held during the copy; ``hear`` is called at the points where they may be handled.
    """

    def __init__(self, source: Path, target: Path, hear: Callable[[], None], progress: Progress = None) -> None:
        self._source, self._target, self._hear, self._progress = source, target, hear, progress
        self._made: list[Path] = []
        self._done = self._total = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if kind is None:
            return
        for path in reversed(self._made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()

    def keep_files(self) -> None:
        """Keep the copied files from now on: the copy of the register has its final name."""
        self._made.clear()

    def copy_files(self, files: Sequence[NamedFile], names: frozenset[str] = frozenset()) -> StoreReport:
        """Copy each file once, except those with digests in ``names``, and return the state of each. Raise ``OSError``."""
        wanted = evidence_store.files_by_digest(self._source, files)
        self._total = sum(file.size for file in wanted.values())
        states = {
            digest: store_check.LEFT_OUT if digest in names else self._copy_file(file)
            for digest, file in wanted.items()
        }
        return store_check.build_store_report(files, states)

    def _copy_file(self, file: NamedFile) -> str:
        path = evidence_store.path_of(self._source, file.digest, file.name)
        if path == evidence_store.shipped_path(file.name):
            return store_check.check_file(self._source, file)  # the reader's installation has it too
        size = evidence_store.size_of(path)
        if size is None:
            return store_check.MISSING
        if size != file.size:
            return store_check.ALTERED
        if evidence_store.size_of(
            evidence_store.stored_path(self._target, file.digest)
        ) == size and evidence_store.holds_intact_file(self._target, file.digest):
            return store_check.PRESENT
        self._make_folder(evidence_folder(self._target))
        try:
            with ingest.temporary_copy(
                path, inspection.read_chunks(path, file.size), self._target, self._report_progress
            ) as ingested:
                return self._store_copy(ingested, file)
        except Refused:
            return store_check.UNREADABLE

    def _store_copy(self, ingested: IngestedFile, file: NamedFile) -> str:
        if ingested.digest != file.digest:
            return store_check.ALTERED
        self._make_folder(evidence_store.stored_path(self._target, file.digest).parent)
        self._made += ingest.move_into_store(ingested, self._target)
        return store_check.PRESENT

    def _make_folder(self, folder: Path) -> None:
        """Create a missing folder, to be removed again on failure."""
        if not folder.is_dir():
            folder.mkdir()
            self._made.append(folder)

    def _report_progress(self, count: int) -> None:
        self._hear()
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)
