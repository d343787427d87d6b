"""The public API of the service layer: open or create a register, and get a ``Desk`` to read and write it.

Screens, the command line and the web server work through this package. It imports modules on first use, so that
importing it loads no database and a screen can be drawn at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.paths import default_register, method_page, refuse_special_file, shipped_data
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.exports.output_file import check_free, save, save_bytes, save_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.queries.filter_parser import AmbiguousWord
    from accordtrack.scoring.method import Method
    from accordtrack.service.drafts import DraftView
    from accordtrack.service.evidence.inspection import EvidenceCheck
    from accordtrack.service.intent_json import Draftable
    from accordtrack.service.maintenance.by_path import (
        accept_desk,
        admit_observer,
        admits_folder,
        change_key_passphrase,
        close_desk,
        desk_beside,
        disclose,
        examine,
        import_disclosure,
        key,
        keys,
        mistyped_problem,
        plan_review,
        refuse_desk,
        repair,
        restore,
        restore_evidence,
        review_all,
        rotate_key,
        save_evidence,
        tidy_evidence,
        unread_key_problems,
        update_register,
        verify_register,
        verify_since,
    )
    from accordtrack.service.maintenance.creation import DataReport
    from accordtrack.service.session import Desk
    from accordtrack.store.cancellation import CancellableQuery
    from accordtrack.types import HistoryQuery
    from accordtrack.types.intents import TableAnswer

    Progress = Callable[[int, int], None] | None

DEMO_DESKS = ("us-1", "mx-1", "obs-1")

_ELSEWHERE = {
    "CancellableQuery": "accordtrack.store.cancellation",
    "DataReport": "accordtrack.service.maintenance.creation",
    "Desk": "accordtrack.service.session",
    "DraftView": "accordtrack.service.drafts",
    "EvidenceCheck": "accordtrack.service.evidence.inspection",
    **dict.fromkeys(
        (
            "accept_desk",
            "admit_observer",
            "admits_folder",
            "change_key_passphrase",
            "close_desk",
            "desk_beside",
            "disclose",
            "examine",
            "key",
            "keys",
            "mistyped_problem",
            "restore_evidence",
            "refuse_desk",
            "repair",
            "restore",
            "plan_review",
            "review_all",
            "rotate_key",
            "save_evidence",
            "import_disclosure",
            "tidy_evidence",
            "unread_key_problems",
            "update_register",
            "verify_register",
            "verify_since",
        ),
        "accordtrack.service.maintenance.by_path",
    ),
}
"""The names imported on first use, and the modules that define them."""


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a name of ``_ELSEWHERE`` on first use."""
    if name not in _ELSEWHERE:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_ELSEWHERE[name]), name)


def default_path() -> Path:
    """Return the path of the register that is used if none is given."""
    return default_register()


def open_register(
    path: Path, *, desk: str | None = None, today: str | None = None, words: Callable[[Desk], object] | None = None
) -> Desk:
    """Open a register at ``desk``, or at the first desk whose key is on this machine. Raise ``Refused``.

    A register of an older version is migrated. Before that, ``words`` is called with it; if it raises ``Refused``, the
    register stays unchanged.
    """
    refuse_special_file(path)
    from accordtrack.service.session import Desk  # noqa: PLC0415

    return Desk(path, seat=desk, today_is=today, words=words)


def create_register(
    path: Path,
    *,
    data: Path | None = None,
    empty: bool = False,
    desk: str = "obs-1",
    name: str = "",
    passphrase: str | None = None,
    keys: Path | None = None,
    seats: Sequence[str] = (),
    progress: Progress = None,
    today: str | None = None,
) -> Desk:
    """Create a register and the key of its desk, and open it there. ``seats`` are further desks to create keys for."""
    from accordtrack.service.maintenance.creation import create  # noqa: PLC0415

    return create(
        path,
        data=data,
        empty=empty,
        desks=(desk, *seats),
        name=name,
        passphrase=passphrase,
        keys=keys,
        progress=progress,
        today=today,
    )


def check_demo_desk(feed: str) -> None:
    """Refuse a desk that the demo register does not have."""
    if feed in DEMO_DESKS:
        return
    from accordtrack.service.signing_keys.desk_files import guess_desk  # noqa: PLC0415

    values = {"x": feed, "y": guess_desk(feed, DEMO_DESKS), "known": ", ".join(DEMO_DESKS)}
    if values["y"]:
        raise Refused(Problem("No desk {x}; did you mean {y}?", "Known are: {known}.", values=values, usage=True))
    raise Refused(Problem("No desk {x}", "Known are: {known}.", values=values, usage=True))


def create_demo(
    folder: Path, *, keep: Path | None = None, seat: str = "us-1", progress: Progress = None, today: str | None = None
) -> Desk:
    """Create a copy of the shipped register with keys for us-1, mx-1 and obs-1, and open it."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.create_demo(folder, keep=keep, seat=seat, progress=progress, today=today)


def filter_words() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return the Spanish filter words with their canonical forms: of fields, and of values by field."""
    from accordtrack.queries import filter_parser  # noqa: PLC0415

    return filter_parser.spanish_words()


def ambiguous_filter_word(words: str) -> AmbiguousWord | None:
    """Return the first free word of a filter that is also a field value, such as the name of a theme, or None."""
    from accordtrack.queries import filter_parser  # noqa: PLC0415

    return filter_parser.ambiguous_word(words)


def matches_only_commitments(words: str) -> bool:
    """Whether a filter can match only commitments. Refuses an invalid filter."""
    from accordtrack.queries import filter_parser  # noqa: PLC0415

    return filter_parser.matches_only_commitments(filter_parser.parse(words))


def parse_history_filter(words: str) -> HistoryQuery:
    """Parse a filter of the history, in English or Spanish. Refuses unknown words."""
    from accordtrack.queries import history_filters  # noqa: PLC0415

    return history_filters.parse_history_filter(words)


def history_words() -> tuple[str, ...]:
    """Return all words of history filters in the current language, such as ``by:``, ``by:US``, ``kind:status``."""
    from accordtrack.queries import history_filters  # noqa: PLC0415

    speaker, kind, *_dates = fields = history_filters.field_words()
    valued = [
        *((speaker, one) for one in history_filters.value_words("speaker")),
        *((kind, one) for one in history_filters.value_words("kind")),
    ]
    return (*(f"{field}:" for field in fields), *(f"{field}:{value}" for field, value in valued))


def throwaway_folder() -> Path:
    """Create a temporary folder for a demo register."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.throwaway_folder()


def is_throwaway(register: Path) -> bool:
    """Whether a register is a temporary demo."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.is_throwaway(register)


def delete_throwaway_folder(folder: Path) -> None:
    """Delete the folder of a temporary demo."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    creation.delete_throwaway_folder(folder)


def check_data(folder: Path) -> DataReport:
    """Read and check a data folder without writing anything."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.check_data(folder)


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
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    return creation.open_desk(path, feed, name=name, passphrase=passphrase, keys=keys, today=today)


def stop_prompting() -> None:
    """Stop prompting for passphrases, because a screen owns the terminal; they come from the environment instead."""
    from accordtrack.service.signing_keys import passphrases  # noqa: PLC0415

    passphrases.stop_prompting()


def read_record_file(path: Path) -> Mapping[str, Any]:
    """Read the fields of a record from a YAML file, as strictly as in a data folder."""
    from accordtrack.service.maintenance import creation  # noqa: PLC0415

    found: Mapping[str, Any] = creation.read_record(path)
    return found


def method_text(language: str) -> str:
    """Return the page that explains the score in plain words."""
    return method_page(language).read_text(encoding="utf-8")


def method_file() -> str:
    """Return the standard parameters as the text of a file, to be used as a template."""
    from accordtrack.scoring import parameter_file  # noqa: PLC0415

    return parameter_file.standard_text()


def method_parameters() -> Method:
    """Return the standard parameters."""
    from accordtrack.scoring import parameter_file  # noqa: PLC0415

    return parameter_file.standard_method()


def read_answers(path: Path) -> tuple[TableAnswer, ...]:
    """Read a table of answers: what each row answers, with concur or dispute and a reason."""
    from accordtrack.service.imports import answer_table  # noqa: PLC0415

    return answer_table.read_answers(path)


def import_template(name: str, kind: str | None, ids: Mapping[str, Sequence[str]]) -> bytes:
    """Return an empty table for import, CSV or XLSX by the suffix of ``name``; ``ids`` fill its drop-down lists."""
    from accordtrack.interchange.import_template import build_template  # noqa: PLC0415

    return build_template(name, kind, ids)
