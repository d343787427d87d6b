"""Welcome screen with three choices when there is no register yet: the demo, a new register, or an existing file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.short_form import MakeDialog, OpenDialog
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from textual.app import ComposeResult

DEMO, MAKE, OPEN = range(3)


class WelcomeScreen(DeskScreen, Screen[None]):
    """The first screen of a user without a register."""

    stack = "welcome"
    AUTO_FOCUS = "#doors"
    BINDINGS = keys.bindings("welcome", "quitting")

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(id="welcome-name", markup=False)
            yield Static(id="welcome-words", markup=False)
            yield OptionLines(id="doors", markup=False)
            yield Static(id="welcome-warning", markup=False)
        yield KeyFooter("welcome")

    def on_mount(self) -> None:
        self.relabel()
        self.doors.highlighted = 0

    @property
    def doors(self) -> OptionList:
        """The three choices."""
        return self.query_one("#doors", OptionList)

    def relabel(self) -> None:
        """Update every text to the current language."""
        place = self.doors.highlighted or 0
        self.query_one("#welcome-name", Static).update(text_styles.words("accordtrack", text_styles.HEADING))
        text = tr("Who agreed to what, what each side says was done, what proves it.")
        self.query_one("#welcome-words", Static).update(text_styles.muted(text))
        self.doors.clear_options()
        doors = (
            (tr("Look at the demo"), tr("the shipped register, in a copy that is deleted afterward")),
            (tr("Make a register"), tr("with the shipped commitments, at a desk of your own")),
            (tr("Open a file"), tr("a register that someone gave you or that is stored elsewhere")),
        )
        self.doors.add_options(
            [
                Option(
                    text_styles.join(
                        text_styles.words(name, text_styles.STRONG), text_styles.muted(f"  {about}"), by="\n"
                    )
                )
                for name, about in doors
            ]
        )
        self.doors.highlighted = place
        warning = tr(
            "For unclassified, releasable information only: a TLP mark says who may read it and does not "
            "replace any national classification."
        )
        self.query_one("#welcome-warning", Static).update(text_styles.words(warning, text_styles.WARN))
        self.query_one(KeyFooter).refresh()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._enter(event.option_index)

    def action_choose(self) -> None:
        if self.doors.highlighted is not None:
            self._enter(self.doors.highlighted)

    def _enter(self, door: int) -> None:
        doors = self.accord.doors
        if doors is None:
            return
        if door == DEMO:
            self.accord.open_desk(doors.demo)
        elif door == MAKE:
            self.app.push_screen(
                MakeDialog(doors.place), lambda fields: self.accord.open_desk(doors.make(*fields)) if fields else None
            )
        else:
            self.app.push_screen(OpenDialog(), lambda path: self.accord.open_desk(doors.open(path)) if path else None)

    def action_down(self) -> None:
        self.doors.action_cursor_down()

    def action_up(self) -> None:
        self.doors.action_cursor_up()
