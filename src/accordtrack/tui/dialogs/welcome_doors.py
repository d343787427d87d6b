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


def place(typed: str) -> Path | None:
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

    def value(self, name: str) -> str:
        """Return the value of a field."""
        return self.query_one(f"#field-{name}", Field).value

    def complain(self, said: str) -> None:
        """Show a problem."""
        self.query_one("#door-problem", Static).update(
            text_styles.words(f"{text_styles.sign('▲', '!')} {said}", text_styles.WARN)
        )

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

    def inside(self) -> ComposeResult:
        """Yield the three fields."""
        yield TextField("path", gettext_lazy("file"), value=str(self._place))
        desks = {"US": "us-1", "MX": "mx-1", "OBS": "obs-1"}
        order = ("OBS", *i18n.sides())
        yield ChoiceField(
            "desk", gettext_lazy("desk of"), [(desks[side], f"{label('side', side)} ({desks[side]})") for side in order]
        )
        yield TextField("name", gettext_lazy("its name"), example=tr("as history shows it"))
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        path = place(self.value("path"))
        if not self.value("path"):
            self.complain(tr("Name the file of the register"))
        elif path is None:
            self.complain(tr("There can be no such file: {x}", x=shorten(self.value("path"), 40)))
        elif path.exists():
            self.complain(tr("That file exists already; choose another name, or open it"))
        else:
            self.dismiss((path, self.value("desk"), self.value("name")))


class OpenDialog(ShortForm[Path]):
    """Asks for the file to open."""

    title_words = gettext_lazy("open a file")

    def inside(self) -> ComposeResult:
        """Yield the path field."""
        yield TextField("path", gettext_lazy("file"), example="~/register.db")
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        typed = self.value("path")
        path = place(typed)
        if not typed or path is None or not path.is_file():
            self.complain(tr("File not found: {x}", x=shorten(typed, 60)))
        else:
            self.dismiss(path)
