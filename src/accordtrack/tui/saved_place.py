"""Where a sitting was left: main screen, filter, order, row, opened commitment, theme. Kept at the desk, restored at the next start.

The language is not among it: ``--lang``, the environment and the settings say that, and two people may share a file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Refused
from accordtrack.i18n import tr
from accordtrack.tui import themes
from accordtrack.tui.main_screens import REGISTER, SCREENS
from accordtrack.tui.session import file_at
from accordtrack.tui.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.session import Session

LONGEST = 2_000
"""Characters of a filter that is taken up again."""


@dataclass(frozen=True, slots=True)
class Place:
    """``filter`` None is the one that the program chooses by itself, ``row`` and ``commitment`` are ids."""

    main: str = REGISTER
    filter: str | None = None
    sort: str = "id"
    descending: bool = False
    row: str | None = None
    commitment: str | None = None
    tab: int = 0
    theme: str | None = None


def read(kept: Mapping[str, object]) -> Place:
    """A place as it was kept; whatever of it cannot be is left out."""
    main, sort, theme = (_text(kept.get(name)) for name in ("main", "sort", "theme"))
    tab = kept.get("tab")
    return Place(
        main=main if main is not None and main in SCREENS else REGISTER,
        filter=_text(kept.get("filter")),
        sort=sort or "id",
        descending=kept.get("descending") is True,
        row=_text(kept.get("row")),
        commitment=_text(kept.get("commitment")),
        tab=tab if isinstance(tab, int) and 0 <= tab < 100 else 0,  # noqa: PLR2004 - more tabs than any page has
        theme=theme if theme in themes.NAMES else None,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST else None


def left(desk: Desk) -> Place:
    """Where the last sitting at the desk was left. Called in a thread; nothing of it ever stops the start."""
    try:
        return read(desk.kept.place())
    except Refused:
        return Place()


def subject(desk: Desk, place: Place) -> Subject | None:
    """The commitment that was open, when it is there. Called in a thread."""
    if place.commitment is None:
        return None
    try:
        return Subject.of(desk.commitment(place.commitment).row)
    except Refused:
        return None


def here(app: AccordApp) -> Place:
    """Where the program is now."""
    from accordtrack.tui.screens.commitment import CommitmentScreen  # noqa: PLC0415
    from accordtrack.tui.screens.register import RegisterScreen  # noqa: PLC0415

    register = app.mains.get(REGISTER)
    opened = next((screen for screen in reversed(app.screen_stack) if isinstance(screen, CommitmentScreen)), None)
    if not isinstance(register, RegisterScreen):
        return Place()
    row = register.rows.row
    return Place(
        main=app.main or REGISTER,
        filter=register.own_filter,
        sort=register.sort,
        descending=register.descending,
        row=row.id if row is not None else None,
        commitment=opened.subject.id if opened is not None else None,
        tab=opened.tabs.chosen if opened is not None else 0,
        theme=None if app.plain_colors else app.theme,
    )


def keep(session: Session, place: Place) -> None:
    """Note a place in the register, when it is still the file that was opened and can be written at once."""
    if file_at(session.desk.path) != session.file:
        return
    try:
        session.desk.kept.keep_place(asdict(place))
        if session.looked is not None:
            session.desk.saw(session.looked)
    except Refused:  # read only, full, or somebody is writing: no word about a mere convenience
        return


async def go_back(app: AccordApp, place: Place, opened: Subject | None, filter_: str | None) -> None:
    """Open what was open, and say so: ``filter_`` is the restored filter, which hides rows."""
    from accordtrack.tui.screens.commitment import TABS, CommitmentScreen  # noqa: PLC0415

    if place.theme is not None and not app.plain_colors:
        app.theme = place.theme
    if place.main != REGISTER:
        app.show_main(place.main)
    if opened is not None:
        await app.push_screen(CommitmentScreen(opened, tab=place.tab % len(TABS)))
    if filter_:
        clear = app.key("clear")
        app.say(
            tr(
                "As you left it, with the filter {filter}. {key} clears it; --fresh starts without.",
                filter=filter_,
                key=clear,
            )
        )
    elif opened is not None or place.main != REGISTER:
        app.say(tr("As you left it; --fresh starts at the register"))
