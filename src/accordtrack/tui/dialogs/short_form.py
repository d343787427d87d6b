"""Short forms of the welcome screen: creating a register and opening a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core.safe_text import shorten
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.app import ComposeResult

R = TypeVar("R")


def parse_path(typed: str) -> Path | None:
    """Return the typed path with ``~`` expanded, or None if it cannot be a file path."""
    try:
        path = Path(typed).expanduser()
        path.exists()  # A name that is too long or contains a zero byte fails here.
    except (OSError, RuntimeError, ValueError):
        return None
    return path


class ShortForm(Dialog[R]):
    """A short form that needs no open register."""

    stack = "form"
    AUTO_FOCUS = "Input"
    BINDINGS = keys.bindings("form")

    def field_value(self, name: str) -> str:
        """Return the value of a field."""
        return self.query_one(f"#field-{name}", Field).value

    def show_problem(self, text: str) -> None:
        """Show a problem."""
        self.query_one("#door-problem", Static).update(text_styles.warning(text))

    def on_field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Save or return the answer; subclasses override this."""

    def action_next_field(self) -> None:
        self.focus_next("Input, Choice")

    def action_previous_field(self) -> None:
        self.focus_previous("Input, Choice")


class MakeDialog(ShortForm[tuple[Path, str, str]]):
    """Asks for the path, the desk, and the name of the desk; returns them as a tuple."""

    title_words = gettext_lazy("make a register")

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place

    def compose_body(self) -> ComposeResult:
        """Yield the three fields."""
        yield TextField("path", gettext_lazy("file"), value=str(self._place))
        desks = {"US": "us-1", "MX": "mx-1", "OBS": "obs-1"}
        order = ("OBS", *i18n.sides())
        yield ChoiceField(
            "desk", gettext_lazy("desk of"), [(desks[side], f"{label('side', side)} ({desks[side]})") for side in order]
        )
        yield TextField("name", gettext_lazy("its name"), example=tr("as shown in history"))
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        path = parse_path(self.field_value("path"))
        if not self.field_value("path"):
            self.show_problem(tr("Name the register file"))
        elif path is None:
            self.show_problem(tr("Not a valid file path: {x}", x=shorten(self.field_value("path"), 40)))
        elif path.exists():
            self.show_problem(tr("That file already exists; choose another name, or open it"))
        else:
            self.dismiss((path, self.field_value("desk"), self.field_value("name")))


class OpenDialog(ShortForm[Path]):
    """Asks for the file to open."""

    title_words = gettext_lazy("open a file")

    def compose_body(self) -> ComposeResult:
        """Yield the path field."""
        yield TextField("path", gettext_lazy("file"), example="~/register.db")
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        typed = self.field_value("path")
        path = parse_path(typed)
        if not typed or path is None or not path.is_file():
            self.show_problem(tr("File not found: {x}", x=shorten(typed, 60)))
        else:
            self.dismiss(path)
