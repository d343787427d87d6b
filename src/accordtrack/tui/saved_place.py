"""Where a session ended: main screen, filter, sort order, row, open commitment and theme.

The desk stores it, and the next start restores it. The language is not included: ``--lang``, the environment and the
settings define it, and two people may share a file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Refused
from accordtrack.i18n import tr
from accordtrack.tui import themes
from accordtrack.tui.main_screens import REGISTER, SCREENS
from accordtrack.tui.session import file_identity
from accordtrack.tui.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.session import Session

LONGEST = 2_000
"""Maximum length of a filter that is restored."""


@dataclass(frozen=True, slots=True)
class Place:
    """A saved place. ``filter`` None means the program's own choice; ``row`` and ``commitment`` are ids."""

    main: str = REGISTER
    filter: str | None = None
    sort: str = "id"
    descending: bool = False
    row: str | None = None
    commitment: str | None = None
    tab: int = 0
    theme: str | None = None


def parse_place(values: Mapping[str, object]) -> Place:
    """Parse a stored place. Invalid values are replaced by defaults."""
    main, sort, theme = (_valid_text(values.get(name)) for name in ("main", "sort", "theme"))
    tab = values.get("tab")
    return Place(
        main=main if main is not None and main in SCREENS else REGISTER,
        filter=_valid_text(values.get("filter")),
        sort=sort or "id",
        descending=values.get("descending") is True,
        row=_valid_text(values.get("row")),
        commitment=_valid_text(values.get("commitment")),
        tab=tab if isinstance(tab, int) and 0 <= tab < 100 else 0,  # noqa: PLR2004 - more tabs than any page has
        theme=theme if theme in themes.NAMES else None,
    )


def _valid_text(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST else None


def load_place(desk: Desk) -> Place:
    """Return where the last session at the desk ended. Called in a thread; an error never prevents the start."""
    try:
        return parse_place(desk.preferences.place())
    except Refused:
        return Place()


def load_open_commitment(desk: Desk, place: Place) -> Subject | None:
    """Return the commitment that was open, if it still exists. Called in a thread."""
    if place.commitment is None:
        return None
    try:
        return Subject.from_row(desk.commitment(place.commitment).row)
    except Refused:
        return None


def current_place(app: AccordApp) -> Place:
    """Return the current place."""
    from accordtrack.tui.screens.commitment import CommitmentScreen  # noqa: PLC0415
    from accordtrack.tui.screens.register import RegisterScreen  # noqa: PLC0415

    register = app.mains.get(REGISTER)
    opened = next((screen for screen in reversed(app.screen_stack) if isinstance(screen, CommitmentScreen)), None)
    if not isinstance(register, RegisterScreen):
        return Place()
    row = register.rows.row
    return Place(
        main=app.main_screen_name or REGISTER,
        filter=register.own_filter,
        sort=register.sort,
        descending=register.descending,
        row=row.id if row is not None else None,
        commitment=opened.subject.id if opened is not None else None,
        tab=opened.tabs.chosen if opened is not None else 0,
        theme=None if app.plain_colors else app.theme,
    )


def save_place(session: Session, place: Place) -> None:
    """Save a place in the register, if its file is still the one that was opened and can be written at once."""
    if file_identity(session.desk.path) != session.file:
        return
    try:
        session.desk.preferences.save_place(asdict(place))
        if session.looked is not None:
            session.desk.store_seen_entry(session.looked)
    except Refused:  # read only, full or locked: not worth a message, since this is only a convenience
        return


async def restore_place(app: AccordApp, place: Place, opened: Subject | None, filter_: str | None) -> None:
    """Restore a saved place and say so. ``filter_`` is the restored filter, which hides rows."""
    from accordtrack.tui.screens.commitment import TABS, CommitmentScreen  # noqa: PLC0415

    if place.theme is not None and not app.plain_colors:
        app.theme = place.theme
    if place.main != REGISTER:
        app.show_main_screen(place.main)
    if opened is not None:
        await app.push_screen(CommitmentScreen(opened, tab=place.tab % len(TABS)))
    if filter_:
        clear = app.shortcut_for("clear")
        app.show_message(
            tr(
                "As you left it, with the filter {filter}. {key} clears it; --fresh starts without it.",
                filter=filter_,
                key=clear,
            )
        )
    elif opened is not None or place.main != REGISTER:
        app.show_message(tr("As you left it; --fresh starts at the register"))
