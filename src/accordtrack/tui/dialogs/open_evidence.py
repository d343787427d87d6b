"""Dialog that opens evidence after showing the whole address and asking; files are located but never launched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.desk_requests import hold_all_keys
from accordtrack.tui.dialogs.base import Confirm, Dialog
from accordtrack.tui.dialogs.choose import Choose, Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.subject import Subject
    from accordtrack.types import CommitmentView


@dataclass(frozen=True, slots=True)
class Place:
    """The location of a piece of evidence or a source: its title, and an address or the digest of a file."""

    title: str
    url: str | None
    digest: str | None


def places(view: CommitmentView) -> list[Place]:
    """Return everything of a commitment that can be opened: its evidence, then its sources."""
    found = [
        Place(i18n.localize(item.title), item.url, item.file.digest if item.file is not None else None)
        for item in view.evidence
        if item.withheld is None and (item.url or item.file)
    ]
    return found + [Place(source.title, source.url, None) for source in view.sources if source.url]


class OpenEvidence(Dialog[None]):
    """Loads the commitment, then lets the user choose a place; a single place needs no choice."""

    stack = "choosing"
    title_words = gettext_lazy("open evidence")
    BINDINGS = keys.bindings("choosing")

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__()
        self._subject = subjects[0]

    def compose_body(self) -> ComposeResult:
        """Yield a message that is shown while the commitment loads."""
        yield Static(text_styles.muted(tr("Looking for evidence")), markup=False)

    def on_mount(self) -> None:
        wanted = self._subject.id
        self.ask("view", lambda desk: desk.commitment(wanted), self._offer_places, opens=True)

    def _offer_places(self, view: CommitmentView) -> None:
        app = self.accord
        found = places(view)
        self.dismiss(None)
        if not found:
            app.show_message(tr("No evidence or source to open"))
        elif len(found) == 1:
            confirm_opening(app, found[0])
        else:
            items = [
                Item(str(number), place.title, place.url or tr("file in the store"))
                for number, place in enumerate(found)
            ]
            app.push_screen(
                Choose(gettext_lazy("open evidence"), items),
                lambda value: confirm_opening(app, found[int(value)]) if value is not None else None,
            )


def confirm_opening(app: AccordApp, place: Place) -> None:
    """Show the whole address and ask whether to open it; Cancel has the focus."""
    if place.url is None:
        _offer_file_path(app, place)
        return
    url = place.url
    body = text_styles.join(
        text_styles.words(place.title, text_styles.STRONG),
        text_styles.paragraph(url),
        text_styles.muted(tr("The address opens in the browser on this machine.")),
        by="\n\n",
    )

    def open_if_confirmed(yes: bool | None) -> None:  # noqa: FBT001
        if yes:
            app.open_url(url)
            app.show_message(tr("Opened: {url}", url=text_styles.cut(url, 60)))

    app.push_screen(Confirm(gettext_lazy("open this address?"), body, gettext_lazy("Open")), open_if_confirmed)


def _offer_file_path(app: AccordApp, place: Place) -> None:
    """Offer to copy the path of a stored file, after reading it fully to detect alterations.

    An altered file is refused with advice.
    """
    session, digest = app.session, place.digest or ""
    if session is None:
        return

    def confirm_copy(path: Path) -> None:
        def copy_if_confirmed(yes: bool | None) -> None:  # noqa: FBT001
            if yes:
                app.copy_text(str(path))

        app.push_screen(
            Confirm(
                gettext_lazy("file in the store"),
                text_styles.join(
                    text_styles.words(place.title, text_styles.STRONG), text_styles.paragraph(str(path)), by="\n\n"
                ),
                gettext_lazy("Copy the path"),
            ),
            copy_if_confirmed,
        )

    app.questions.ask(
        "evidence-file", lambda: session.desk.evidence_file(digest), confirm_copy, app.show_refusal, hold_all_keys(app)
    )
