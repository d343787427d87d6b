"""What two of the three doors ask: where the new register goes and whose desk it is; which file to open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.core.safe_text import shorten
from accordtrack.i18n import later, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.widgets.fields import ChoiceField, Field, TextField
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.app import ComposeResult

R = TypeVar("R")


def place(typed: str) -> Path | None:
    """The path as typed, with ``~`` for a home; None when it names nobody's home or can be no file at all."""
    try:
        path = Path(typed).expanduser()
        path.exists()  # a name too long, or with a zero byte in it, fails here
    except (OSError, RuntimeError, ValueError):
        return None
    return path


class DoorDialog(Dialog[R]):
    """A short form without a desk."""

    stack = "form"
    AUTO_FOCUS = "Input"
    BINDINGS = keys.bindings("form")

    def value(self, name: str) -> str:
        """A field's value."""
        return self.query_one(f"#field-{name}", Field).value

    def complain(self, said: str) -> None:
        """Show what is wrong."""
        self.query_one("#door-problem", Static).update(
            text_styles.words(f"{text_styles.sign('▲', '!')} {said}", text_styles.WARN)
        )

    def on_field_entered(self, event: Field.Entered) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Subclasses answer."""

    def action_next_field(self) -> None:
        self.focus_next("Input, Choice")

    def action_previous_field(self) -> None:
        self.focus_previous("Input, Choice")


class MakeDialog(DoorDialog[tuple[Path, str, str]]):
    """Where, whose desk, who sits there: gives (path, desk, name)."""

    title_words = later("make a register")

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place

    def inside(self) -> ComposeResult:
        """Three fields."""
        yield TextField("path", later("file"), value=str(self._place))
        desks = {"US": "us-1", "MX": "mx-1", "OBS": "obs-1"}
        order = ("OBS", *i18n.sides())
        yield ChoiceField(
            "desk", later("desk of"), [(desks[side], f"{label('side', side)} ({desks[side]})") for side in order]
        )
        yield TextField("name", later("its name"), example=tr("as history shows it"))
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


class OpenDialog(DoorDialog[Path]):
    """Which file."""

    title_words = later("open a file")

    def inside(self) -> ComposeResult:
        """One field."""
        yield TextField("path", later("file"), example="~/register.db")
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        typed = self.value("path")
        path = place(typed)
        if not typed or path is None or not path.is_file():
            self.complain(tr("File not found: {x}", x=shorten(typed, 60)))
        else:
            self.dismiss(path)
