"""The public API of the service layer: open or create a register, and get a ``Desk`` to read and write it.

Screens, the command line and the web server work through this package. It imports modules on first use, so that
importing it loads no database and a screen can be drawn at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.paths import default_register as default_path
from accordtrack.core.paths import method_page, refuse_special_file, shipped_data
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.exports.output_file import check_free, save, save_bytes, save_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.queries.filter_parser import AmbiguousWord
    from accordtrack.queries.history_filters import parse_history_filter
    from accordtrack.scoring.method import Method
    from accordtrack.service.drafts import DraftView
    from accordtrack.service.evidence.evidence_export import save_evidence
    from accordtrack.service.evidence.inspection import EvidenceCheck
    from accordtrack.service.evidence.store_repair import restore_evidence, tidy_evidence
    from accordtrack.service.imports.answer_table import read_answers
    from accordtrack.service.intent_json import Draftable
    from accordtrack.service.maintenance.backups import verify_register
    from accordtrack.service.maintenance.checkpoints import verify_since
    from accordtrack.service.maintenance.creation import (
        DataReport,
        admits_folder,
        check_data,
        create_demo,
        delete_throwaway_folder,
        desk_beside,
        is_throwaway,
        open_desk,
        read_record_file,
        refuse_desk,
        restore,
        throwaway_folder,
    )
    from accordtrack.service.maintenance.health import examine, mistyped_problem
    from accordtrack.service.maintenance.repairs import repair
    from accordtrack.service.maintenance.updates import update_register
    from accordtrack.service.session import Desk
    from accordtrack.service.sharing.disclosure_export import disclose
    from accordtrack.service.sharing.disclosure_import import import_disclosure
    from accordtrack.service.signing_keys.desk_acts import admit_observer, close_desk, plan_review, review_all
    from accordtrack.service.signing_keys.keyring import (
        accept_desk,
        change_key_passphrase,
        key,
        keys,
        unread_key_problems,
    )
    from accordtrack.service.signing_keys.passphrases import stop_prompting
    from accordtrack.service.signing_keys.rotation import rotate_key
    from accordtrack.store.cancellation import CancellableQuery
    from accordtrack.types.intents import TableAnswer

    Progress = Callable[[int, int], None] | None

DEMO_DESKS = ("us-1", "mx-1", "obs-1")

_ELSEWHERE = {
    "accordtrack.queries.history_filters": ("parse_history_filter",),
    "accordtrack.service.drafts": ("DraftView",),
    "accordtrack.service.evidence.evidence_export": ("save_evidence",),
    "accordtrack.service.evidence.inspection": ("EvidenceCheck",),
    "accordtrack.service.evidence.store_repair": ("restore_evidence", "tidy_evidence"),
    "accordtrack.service.imports.answer_table": ("read_answers",),
    "accordtrack.service.maintenance.backups": ("verify_register",),
    "accordtrack.service.maintenance.checkpoints": ("verify_since",),
    "accordtrack.service.maintenance.creation": (
        *("DataReport", "admits_folder", "check_data", "create_demo", "delete_throwaway_folder", "desk_beside"),
        *("is_throwaway", "open_desk", "read_record_file", "refuse_desk", "restore", "throwaway_folder"),
    ),
    "accordtrack.service.maintenance.health": ("examine", "mistyped_problem"),
    "accordtrack.service.maintenance.repairs": ("repair",),
    "accordtrack.service.maintenance.updates": ("update_register",),
    "accordtrack.service.session": ("Desk",),
    "accordtrack.service.sharing.disclosure_export": ("disclose",),
    "accordtrack.service.sharing.disclosure_import": ("import_disclosure",),
    "accordtrack.service.signing_keys.desk_acts": ("admit_observer", "close_desk", "plan_review", "review_all"),
    "accordtrack.service.signing_keys.keyring": (
        *("accept_desk", "change_key_passphrase", "key", "keys", "unread_key_problems"),
    ),
    "accordtrack.service.signing_keys.passphrases": ("stop_prompting",),
    "accordtrack.service.signing_keys.rotation": ("rotate_key",),
    "accordtrack.store.cancellation": ("CancellableQuery",),
}
"""The modules imported on first use, with the names that they define."""
_MODULES = {name: module for module, names in _ELSEWHERE.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a name of ``_ELSEWHERE`` on first use."""
    if name not in _MODULES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_MODULES[name]), name)


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


def history_words() -> tuple[str, ...]:
    """Return all words of history filters in the current language, such as ``by:``, ``by:US``, ``kind:status``."""
    from accordtrack.queries import history_filters  # noqa: PLC0415

    speaker, kind, *_dates = fields = history_filters.field_words()
    valued = [
        *((speaker, one) for one in history_filters.value_words("speaker")),
        *((kind, one) for one in history_filters.value_words("kind")),
    ]
    return (*(f"{field}:" for field in fields), *(f"{field}:{value}" for field, value in valued))


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


def import_template(name: str, kind: str | None, ids: Mapping[str, Sequence[str]]) -> bytes:
    """Return an empty table for import, CSV or XLSX by the suffix of ``name``; ``ids`` fill its drop-down lists."""
    from accordtrack.interchange.import_template import build_template  # noqa: PLC0415

    return build_template(name, kind, ids)
