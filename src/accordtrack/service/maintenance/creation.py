"""Creates registers and desks. A data folder is signed by the compiler's feed, whose key is then discarded."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core import signals
from accordtrack.core.paths import evidence_folder, key_folder, own_key_folder, refuse_special_file, shipped_data
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.settings import settings
from accordtrack.dataset.data_folder import DataEntry, Dataset, read_folder
from accordtrack.dataset.faults import Faults
from accordtrack.dataset.folder_files import Files
from accordtrack.dataset.panel_files import FOLDER
from accordtrack.dataset.yaml_file import read_yaml
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.key_files import SigningKey, new_key
from accordtrack.ledger.kinds import ACCORD
from accordtrack.ledger.panel import PanelRelease
from accordtrack.ledger.statements import DeskOpen, EvidenceAdd, PositionTake, StatusReport
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projector import clear_projection, project, project_all
from accordtrack.service import DEMO_DESKS, check_demo_desk, panel_files
from accordtrack.service.commands.signing import EntrySigner
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.evidence import store_repair
from accordtrack.service.maintenance import backups, daily_checkpoints, folder_editions, updates
from accordtrack.service.session import Desk
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import desk_keys, integrity_checks, log
from accordtrack.store.database import Database, refuse_leftover_journal, unlink
from accordtrack.store.database_errors import Work, translate_errors
from accordtrack.store.migrations import migrate
from accordtrack.vocabulary import COMPILER, Handling, Seat, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from accordtrack.types import VerifyReport

    Progress = Callable[[int, int], None] | None

_BATCH = 200
_NAMES = {"US": "Desk of the United States", "MX": "Unidad de México", "OBS": "Observer's desk"}
_EMPTY: dict[str, Any] = {
    "id": "accord",
    "title": {"en": "Security commitments", "es": "Compromisos de seguridad"},
    "facts_until": None,
    "sides": {
        "US": {"name": {"en": "United States", "es": "Estados Unidos"}},
        "MX": {"name": {"en": "Mexico", "es": "México"}},
    },
    "themes": [],
}


@dataclass(frozen=True, slots=True)
class DataReport:
    """The counts and problems of a data folder."""

    counts: dict[str, Any]
    problems: tuple[Problem, ...]


def check_data(folder: Path) -> DataReport:
    """Read and check a data folder without writing anything."""
    dataset = read_folder(folder)
    return DataReport(dict(dataset.counts), dataset.problems)


def read_record_file(path: Path) -> dict[str, Any]:
    """Read the fields of one record from a YAML file. Refuses a file that is missing, invalid, or not a map."""
    if not path.is_file():
        raise Refused(Problem("File not found: {x}", "Check the path.", values={"x": path}))
    faults = Faults()
    words = Files(path.parent, faults).text(path.name)
    located = read_yaml(words) if words is not None else None
    for line, problem in located.faults if located else ():
        faults.add(path.name, line, problem)
    if problems := faults.problems():
        raise Refused(*problems)
    if located is None or not isinstance(located.data, dict):
        advice = "Write one field on each line: title: …"
        raise Refused(Problem("The file holds no record: {x}", advice, values={"x": path}))
    return located.data


def create(
    path: Path,
    *,
    data: Path | None = None,
    empty: bool = False,
    desks: Sequence[str] = ("obs-1",),
    name: str = "",
    passphrase: str | None = None,
    keys: Path | None = None,
    progress: Progress = None,
    today: str | None = None,
) -> Desk:
    """Create a register at ``path`` and open it at the first of ``desks``. All of it or nothing.

    ``data`` None: the shipped register, unless ``empty``. ``keys`` None: the user's key folder.
    """
    for feed in desks:
        desk_files.side_of(feed)
    advice = "Open it with accordtrack --db {x}, or name another place."
    there = Problem("A register already exists at {x}", advice, values={"x": path})
    if path.is_dir():
        raise Refused(Problem("{x} is a folder", "Name a file in it.", values={"x": path}))
    if path.exists() or path.is_symlink():
        raise Refused(there)
    refuse_leftover_journal(path)
    dataset = (
        _empty_dataset()
        if empty
        else _refuse_faulty_dataset(read_folder(data or shipped_data(), trusted=data is None), progress)
    )
    signing: dict[str, SigningKey] = {}
    paths: list[Path] = []
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for feed in desks:
            signing[feed] = desk_files.make_key(keys or key_folder(), feed, passphrase)
            paths.append(desk_files.key_path(keys or key_folder(), feed, signing[feed].public))
        with translate_errors(path, Work.MAKING):
            temporary.touch(mode=0o600, exist_ok=False)
            _write_register(Database(temporary), dataset, signing, name, progress)
        with signals.delay_signals():
            daily_checkpoints.set_aside(path)
            backups.rename_into_place(temporary, path, there)
            paths = []
    except OSError as error:
        _delete_keys(paths)
        problem = Problem("The register cannot be created at {x}", "Check the folder and the disk.", values={"x": path})
        raise Refused(problem) from error
    except BaseException:
        _delete_keys(paths)
        raise
    finally:
        unlink(temporary)
    if data is not None:
        _store_panel(path, data, dataset)
    done = Problem("The register was created at {x} but could not be opened", "Open it again.", values={"x": path})
    return _open_at_desk(path, desks[0], today, done)


def _store_panel(path: Path, folder: Path, dataset: Dataset) -> None:
    """Store the files of panel releases beside the register, except those that every installation has."""
    releases = (entry.body for entry in dataset.entries if isinstance(entry.body, PanelRelease))
    lacking = [str(folder / FOLDER / one.file.name) for one in releases if panel_files.read_file(path, one) is None]
    if not lacking:
        return
    try:
        store_repair.restore_evidence(path, lacking)
    except Refused as refused:
        message = gettext_lazy("The register was created at {x}, but the files of its panel were not stored beside it")
        advice = gettext_lazy("Put them back: accordtrack evidence put-back PATH")
        raise Refused(Problem(message, advice, values={"x": path}), *refused.problems) from refused


def _open_at_desk(path: Path, feed: str, today: str | None, done: Problem) -> Desk:
    """Open the register at a desk. On failure raise ``done``, which says that everything was written, and the cause."""
    try:
        return Desk(path, seat=feed, today_is=today)
    except Refused as error:
        raise Refused(done, *error.problems) from error


def open_desk(
    path: Path,
    feed: str,
    *,
    name: str = "",
    passphrase: str | None = None,
    keys: Path | None = None,
    today: str | None = None,
) -> Desk:
    """Create a new desk with its own key in an existing register, and open the register there."""
    refuse_special_file(path)
    side = desk_files.side_of(feed)
    database = Database(path)
    updates.migrate_if_outdated(database)
    with database.reading() as connection:
        known_desks.check(path, connection, desk_keys.desks_by_feed(connection))
    key = desk_files.make_key(keys or key_folder(), feed, passphrase)
    try:
        with database.writing_long() as connection:
            _refuse_existing_feed(connection, feed)
            integrity_checks.check_nothing_lost(connection)
            known = side in {*Side} and folder_editions.is_known(connection, _empty_dataset().digest)
            admits = (COMPILER,) if known else ()
            beside = _other_side_here(path, connection, feed)
            _append_opening(connection, feed, name or _NAMES[side], key, admits=admits, beside=beside)
            seats = desk_keys.sides_by_feed(connection)
            observers = {one for one, seat in seats.items() if seat == Seat.OBS} - {COMPILER, feed}
            # What the side does not admit may be in force otherwise than before.
            if folder_editions.is_admitted(connection, side) is False or observers:
                clear_projection(connection)
                project_all(connection, connection)
            else:
                project(connection, [feed], FoldContext(connection, judging=True))
            known_desks.note_own_desk(connection, feed, key.public)
    except BaseException:
        if desk_files.delete_unrecorded_key(
            path, desk_files.key_path(keys or key_folder(), feed, key.public), key.public
        ):
            raise
    finally:
        database.close()
    done = Problem("The desk {x} was opened, but the register cannot be read", "Open it again.", str(path), {"x": feed})
    return _open_at_desk(path, feed, today, done)


def refuse_desk(path: Path, feed: str, name: str = "") -> None:
    """Refuse invalid names of a new desk before anything is written or migrated."""
    refuse_special_file(path)
    side = desk_files.side_of(feed)
    _opening_body(Seat(side), name or _NAMES[side], "0" * 64)
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            _refuse_existing_feed(connection, feed)


def _refuse_existing_feed(connection: Connection, feed: str) -> None:
    """Refuse a feed that exists already, and suggest the first free one of the same seat."""
    taken = desk_keys.desks_by_feed(connection)
    if feed in taken:
        seat = feed.partition("-")[0]
        free = next(name for n in count(1) if (name := f"{seat}-{n}") not in taken)
        raise Refused(
            Problem("Desk {x} already exists", "Choose another name, such as {y}.", values={"x": feed, "y": free})
        )


def _delete_keys(paths: Sequence[Path]) -> None:
    """Delete the keys of a register that was not created."""
    for path in paths:
        path.unlink(missing_ok=True)


def _empty_dataset() -> Dataset:
    return Dataset(
        "accord", None, (DataEntry("accord.set", ACCORD.decode_values(_EMPTY), Handling.CLEAR.value, ""),), {}, ()
    )


def _refuse_faulty_dataset(dataset: Dataset, progress: Progress) -> Dataset:
    if dataset.problems:
        raise Refused(*dataset.problems)
    if progress:
        progress(0, len(dataset.entries))
    return dataset


def _write_register(
    database: Database, dataset: Dataset, signing: dict[str, SigningKey], name: str, progress: Progress
) -> None:
    """Create the tables, the folder's entries, the desks and the projection, in one transaction."""
    with database.writing(work=Work.MAKING) as connection:
        migrate(connection)
        _append_dataset(connection, dataset, progress)
        observers = [feed for feed in signing if desk_files.side_of(feed) == Seat.OBS]
        for feed, key in signing.items():
            side = desk_files.side_of(feed)
            admits = () if side == Seat.OBS else (COMPILER, *observers)
            _append_opening(connection, feed, name or _NAMES[side], key, admits=admits)
        project_all(connection, connection)


def _append_opening(
    connection: Connection,
    feed: str,
    name: str,
    key: SigningKey,
    *,
    admits: Sequence[str] = (),
    beside: str | None = None,
) -> None:
    """Append the opening of a desk that ``admits`` observers' feeds. The key of the desk ``beside`` is on this computer."""
    scribe = EntrySigner(connection, feed, key=key, by=settings().name)
    body = _opening_body(Seat(desk_files.side_of(feed)), name, key.public, admits=list(admits), beside=beside)
    log.append(connection, [scribe.seal("desk.open", body, Handling.CLEAR.value)])


def _opening_body(side: Seat, name: str, public: str, **later: object) -> DeskOpen:
    values: dict[str, object] = {"side": side.value, "name": name, "public_key": public}
    if side is not Seat.OBS:
        values["admits"] = later.pop("admits", [])  # stated even if empty: earlier openings said nothing
    return validate_record(DeskOpen, values | {field: value for field, value in later.items() if value})


def desk_beside(path: Path, feed: str) -> str | None:
    """Return a desk of the other side whose key is on this computer too; None if there is none."""
    with closing(Database(path)) as database, database.reading() as connection:
        return _other_side_here(path, connection, feed)


def admits_folder(path: Path, feed: str) -> bool | None:
    """Return whether the side of a desk admitted the whole data folder; None for an observer's desk."""
    with closing(Database(path)) as database, database.reading() as connection:
        return folder_editions.is_admitted(connection, desk_files.side_of(feed))


def restore(file: Path, path: Path, *, desk: str | None = None) -> VerifyReport:
    """Restore a verified backup to a path that does not exist, for reading; ``desk`` opens a new desk for writing.

    A refusal leaves nothing behind.
    """
    refuse_special_file(file)
    if desk is None:
        return backups.restore(file, path)
    refuse_desk(file, desk)
    store = evidence_folder(path)
    store_existed = store.exists()
    report = backups.restore(file, path)
    try:
        open_desk(path, desk)
    except BaseException:
        path.unlink(missing_ok=True)
        if not store_existed:
            shutil.rmtree(store, ignore_errors=True)
        raise
    return report


def _other_side_here(path: Path, connection: Connection, feed: str) -> str | None:
    """Return a desk of the other side whose key is on this computer; None if there is none."""
    sides = {side.value for side in Side}
    for name, desk in desk_keys.desks_by_feed(connection).items():
        opposed = {desk.side, desk_files.side_of(feed)} == sides
        if opposed and desk_files.find_key(path, name, desk.public_key) is not None:
            return name
    return None


def _append_dataset(connection: Connection, dataset: Dataset, progress: Progress) -> None:
    """Append the entries of the folder, signed with a key that is discarded afterwards."""
    key = new_key()
    scribe = EntrySigner(connection, COMPILER, key=key, by=dataset.accord_id)
    opening = scribe.seal(
        "desk.open", _opening_body(Seat.OBS, "Compiler", key.public, folder=dataset.digest), Handling.CLEAR.value
    )
    waiting = [opening]
    hashes: dict[str, str] = {}
    for number, entry in enumerate(dataset.entries, start=1):
        body = entry.body
        if entry.answers is not None:
            body = body.model_copy(update={"answers": hashes[entry.answers]})
        sealed = scribe.seal(entry.kind, body, entry.handling)
        if isinstance(body, StatusReport | EvidenceAdd | PositionTake):
            hashes[body.id] = sealed.hash
        waiting.append(sealed)
        if len(waiting) >= _BATCH:
            log.append(connection, waiting)
            waiting = []
            if progress:
                progress(number, len(dataset.entries))
    log.append(connection, waiting)
    if progress:
        progress(len(dataset.entries), len(dataset.entries))


def create_demo(
    folder: Path, *, keep: Path | None = None, seat: str = "us-1", progress: Progress = None, today: str | None = None
) -> Desk:
    """Create the shipped register with keys for one desk per side and an observer's, in ``folder`` or at ``keep``."""
    path = keep or folder / "demo.db"
    check_demo_desk(seat)
    order = (seat, *(feed for feed in DEMO_DESKS if feed != seat))
    return create(path, desks=order, keys=own_key_folder(path), progress=progress, today=today)


_THROWAWAY = "accordtrack-demo-"


def throwaway_folder() -> Path:
    """Create a temporary folder for a demo register."""
    return Path(tempfile.mkdtemp(prefix=_THROWAWAY))


def is_throwaway(register: Path) -> bool:
    """Whether a register is in a folder made by ``throwaway_folder``."""
    folder = register.parent
    return folder.name.startswith(_THROWAWAY) and folder.parent == Path(tempfile.gettempdir())


def delete_throwaway_folder(folder: Path) -> None:
    """Delete the folder of a temporary demo."""
    with suppress(OSError):
        shutil.rmtree(folder)
