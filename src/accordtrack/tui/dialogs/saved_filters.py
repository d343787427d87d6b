"""Dialogs for saved filters: saving the current filter under a name, and the list of saved filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core import capabilities
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.tui.dialogs.short_form import ShortForm
from accordtrack.tui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.screens.register import RegisterScreen
    from accordtrack.types import SavedFilter


class NameDialog(ShortForm[None]):
    """A dialog that names a filter; ``old`` is its current name.

    A name that is already taken requires confirmation, with Cancel as the default.
    """

    def __init__(self, words: str, names: Sequence[str], done: Callable[[], None], *, old: str | None = None) -> None:
        super().__init__()
        self.title_words = gettext_lazy("save this filter") if old is None else gettext_lazy("rename")
        self._words, self._taken, self._old, self._done = words, frozenset(names), old, done

    def compose_body(self) -> ComposeResult:
        """Yield the filter and its name."""
        yield Static(text_styles.muted(self._words or tr("every row")), id="about", markup=False)
        yield TextField("name", gettext_lazy("name"), value=self._old or "", example=tr("a few words"))
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        name = " ".join(self.field_value("name").split())
        if self._old is None and name in self._taken:
            body = text_styles.paragraph(tr("A saved filter {x} already exists. Replace it with this one?", x=name))
            self.app.push_screen(
                Confirm(gettext_lazy("save this filter"), body, gettext_lazy("Replace it")),
                lambda yes: self._save_filter(name, replace=True) if yes else None,
            )
            return
        self._save_filter(name, replace=False)

    def _save_filter(self, name: str, *, replace: bool) -> None:
        words, old = self._words, self._old

        def question(desk: Desk) -> None:
            if old is None:
                desk.preferences.save_filter(name, words, replace=replace)
            else:
                desk.preferences.rename_filter(old, name)

        def answer(_nothing: None) -> None:
            self.accord.show_message(tr("Saved as {name}; 0 lists saved filters", name=name))
            self._done()
            self.dismiss(None)

        self.ask("save", question, answer, self._show_refusal, opens=True)

    def _show_refusal(self, why: Refused) -> None:
        self.show_problem(explain(why.problems[0]))


class SavedFilters(Choose):
    """The list of saved filters; a damaged one is marked and not used, but can be deleted."""

    stack = "saved"
    BINDINGS = keys.bindings("saved", "picking")

    def __init__(self, saved: Sequence[SavedFilter], changed: Callable[[], None]) -> None:
        super().__init__(gettext_lazy("saved filters"), _items(saved))
        self._saved = {one.name: one for one in saved}
        self._changed = changed

    def action_rename(self) -> None:
        chosen = self._under_cursor()
        if chosen is not None and chosen.sound and not warn_if_read_only(self.accord):
            self.app.push_screen(NameDialog(chosen.words, list(self._saved), self._reload_filters, old=chosen.name))

    def action_forget(self) -> None:
        chosen = self._under_cursor()
        if chosen is None or warn_if_read_only(self.accord):
            return
        body = text_styles.paragraph(
            tr("Delete the saved filter {x}? It is not in any log and cannot be recovered.", x=chosen.name)
        )

        def answer(yes: bool | None) -> None:  # noqa: FBT001 - the answer of a question
            if yes:
                name = chosen.name
                self.ask(
                    "forget",
                    lambda desk: desk.preferences.delete_filter(name),
                    lambda _nothing: self._reload_filters(),
                    fills=self,
                )

        self.app.push_screen(Confirm(gettext_lazy("delete"), body, gettext_lazy("Delete it")), answer)

    def _under_cursor(self) -> SavedFilter | None:
        value = self.highlighted_value
        return None if value is None else self._saved.get(value)

    def _reload_filters(self) -> None:
        def answer(saved: tuple[SavedFilter, ...]) -> None:
            self._saved = {one.name: one for one in saved}
            self.set_items(_items(saved))
            self._changed()
            if not saved:
                self.dismiss(None)

        self.ask("saved", lambda desk: desk.preferences.filters(), answer, fills=self)


def _items(saved: Sequence[SavedFilter]) -> list[Item]:
    return [
        Item(one.name, one.name, (one.words or tr("every row")) if one.sound else tr("damaged; not used"))
        for one in saved
    ]


def warn_if_read_only(app: AccordApp) -> bool:
    """Return whether filters cannot be saved or changed here, after showing why."""
    barred = capabilities.writing_problem()
    if barred is not None:
        app.show_message(explain(barred), "warning")
    return barred is not None


def save_current_filter(screen: RegisterScreen) -> None:
    """Save the current filter under a name."""
    if warn_if_read_only(screen.accord):
        return
    words = screen.filter_line.text.strip()

    def open_name_dialog(saved: tuple[SavedFilter, ...]) -> None:
        screen.app.push_screen(NameDialog(words, [one.name for one in saved], screen.update_saved_count))

    screen.ask("saved", lambda desk: desk.preferences.filters(), open_name_dialog, opens=True)


def choose_saved_filter(screen: RegisterScreen) -> None:
    """Let the user choose a saved filter, and apply it to the register."""

    def open_filter_list(saved: tuple[SavedFilter, ...]) -> None:
        if not saved:
            screen.accord.show_message(
                tr(
                    "No filters are saved yet; {key} saves the current one under a name",
                    key=screen.accord.shortcut_for("save_filter"),
                )
            )
            return
        screen.app.push_screen(SavedFilters(saved, screen.update_saved_count), use)

    def use(name: str | None) -> None:
        if name is not None:
            screen.ask(
                "saved filter", lambda desk: desk.preferences.filter(name), screen.filter_line.set_text, fills=screen
            )

    screen.ask("saved", lambda desk: desk.preferences.filters(), open_filter_list, opens=True)
