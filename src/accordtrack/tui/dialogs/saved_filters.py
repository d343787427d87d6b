"""Dialogs for saved filters: saving the current filter under a name, and the list of saved filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core import capabilities
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.tui.dialogs.welcome_doors import ShortForm
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

    def __init__(self, words: str, taken: Sequence[str], done: Callable[[], None], *, old: str | None = None) -> None:
        super().__init__()
        self.title_words = gettext_lazy("save this filter") if old is None else gettext_lazy("rename")
        self._words, self._taken, self._old, self._done = words, frozenset(taken), old, done

    def inside(self) -> ComposeResult:
        """Yield the filter and its name."""
        yield Static(text_styles.words(self._words or tr("every row"), text_styles.MUTED), id="about", markup=False)
        yield TextField("name", gettext_lazy("name"), value=self._old or "", example=tr("a few words"))
        yield Static("", id="door-problem", markup=False)

    def action_save(self) -> None:
        name = " ".join(self.value("name").split())
        if self._old is None and name in self._taken:
            body = text_styles.paragraph(tr("There is a saved filter {x} already. Replace it by this one?", x=name))
            self.app.push_screen(
                Confirm(gettext_lazy("save this filter"), body, gettext_lazy("Replace it")),
                lambda yes: self._keep(name, replace=True) if yes else None,
            )
            return
        self._keep(name, replace=False)

    def _keep(self, name: str, *, replace: bool) -> None:
        words, old = self._words, self._old

        def question(desk: Desk) -> None:
            if old is None:
                desk.kept.save_filter(name, words, replace=replace)
            else:
                desk.kept.rename_filter(old, name)

        def answer(_nothing: None) -> None:
            self.accord.say(tr("Saved as {name}; 0 lists saved filters", name=name))
            self._done()
            self.dismiss(None)

        self.ask("save", question, answer, self._refused, opens=True)

    def _refused(self, why: Refused) -> None:
        self.complain(explain(why.problems[0]))


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
        if chosen is not None and chosen.sound and not reads_only(self.accord):
            self.app.push_screen(NameDialog(chosen.words, list(self._saved), self._reread, old=chosen.name))

    def action_forget(self) -> None:
        chosen = self._under_cursor()
        if chosen is None or reads_only(self.accord):
            return
        body = text_styles.paragraph(
            tr("Delete the saved filter {x}? It is in no log and does not come back.", x=chosen.name)
        )

        def answer(yes: bool | None) -> None:  # noqa: FBT001 - the answer of a question
            if yes:
                name = chosen.name
                self.ask(
                    "forget", lambda desk: desk.kept.forget_filter(name), lambda _nothing: self._reread(), fills=self
                )

        self.app.push_screen(Confirm(gettext_lazy("delete"), body, gettext_lazy("Delete it")), answer)

    def _under_cursor(self) -> SavedFilter | None:
        value = self.value
        return None if value is None else self._saved.get(value)

    def _reread(self) -> None:
        def answer(saved: tuple[SavedFilter, ...]) -> None:
            self._saved = {one.name: one for one in saved}
            self.put(_items(saved))
            self._changed()
            if not saved:
                self.dismiss(None)

        self.ask("saved", lambda desk: desk.kept.filters(), answer, fills=self)


def _items(saved: Sequence[SavedFilter]) -> list[Item]:
    return [
        Item(one.name, one.name, (one.words or tr("every row")) if one.sound else tr("damaged; not used"))
        for one in saved
    ]


def reads_only(app: AccordApp) -> bool:
    """Return whether filters cannot be saved or changed here, after showing why."""
    barred = capabilities.writing_problem()
    if barred is not None:
        app.say(explain(barred), "warning")
    return barred is not None


def save(screen: RegisterScreen) -> None:
    """Save the current filter under a name."""
    if reads_only(screen.accord):
        return
    words = screen.line.text.strip()

    def known(saved: tuple[SavedFilter, ...]) -> None:
        screen.app.push_screen(NameDialog(words, [one.name for one in saved], screen.count_saved))

    screen.ask("saved", lambda desk: desk.kept.filters(), known, opens=True)


def choose(screen: RegisterScreen) -> None:
    """Let the user choose a saved filter, and apply it to the register."""

    def known(saved: tuple[SavedFilter, ...]) -> None:
        if not saved:
            screen.accord.say(
                tr(
                    "No filter is saved yet; {key} saves the one in force under a name",
                    key=screen.accord.key("save_filter"),
                )
            )
            return
        screen.app.push_screen(SavedFilters(saved, screen.count_saved), use)

    def use(name: str | None) -> None:
        if name is not None:
            screen.ask("saved filter", lambda desk: desk.kept.filter(name), screen.line.put, fills=screen)

    screen.ask("saved", lambda desk: desk.kept.filters(), known, opens=True)
