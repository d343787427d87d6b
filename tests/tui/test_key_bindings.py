"""The table of keys: no clash, no key that others own, every action exists, and the user's keys are checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain
from accordtrack.tui import key_bindings, keys
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.dialogs.export import ExportDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.import_table import ImportDialog
from accordtrack.tui.dialogs.saved_filters import SavedFilters
from accordtrack.tui.dialogs.statement_form import StatementForm
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.dialogs.uncertainty import DrawsDialog
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.disputes import DisputesScreen
from accordtrack.tui.screens.drafts import DraftsScreen
from accordtrack.tui.screens.history import HistoryScreen
from accordtrack.tui.screens.jump import JumpScreen
from accordtrack.tui.screens.owed import OwedScreen
from accordtrack.tui.screens.pending import PendingScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.screens.register import RegisterScreen
from accordtrack.tui.screens.reminder import ReminderScreen
from accordtrack.tui.screens.score_changes import ScoreChangesScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from accordtrack.tui.screens.welcome import WelcomeScreen
from accordtrack.tui.widgets import key_footer
from accordtrack.tui.widgets.facet_rail import FacetRail
from accordtrack.tui.widgets.fields import Choice
from accordtrack.tui.widgets.filter_line import FilterInput
from accordtrack.tui.widgets.pending_rows import PendingRows
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.tui.widgets.responsibility_groups import OwedGroups

OWNERS: dict[str, tuple[type, ...]] = {
    "everywhere": (AccordApp,),
    "record": (RegisterScreen, CommitmentScreen, OwedScreen),
    "register": (RegisterScreen, AccordApp),
    "list": (RegisterRows, PendingRows, AccordApp),
    "pending": (PendingScreen,),
    "commitment": (CommitmentScreen,),
    "owed": (OwedScreen,),
    "groups": (OwedGroups,),
    "reminder": (ReminderScreen,),
    "disputes": (DisputesScreen,),
    "conflicts": (DisputesScreen,),
    "scorecard": (ScorecardScreen,),
    "history": (HistoryScreen,),
    "filter": (FilterInput,),
    "facets": (FacetRail, RegisterScreen),
    "welcome": (WelcomeScreen,),
    "quitting": (AccordApp,),
    "reading": (ReadingScreen,),
    "score-changes": (ScoreChangesScreen,),
    "drawing": (DrawsDialog,),
    "choosing": (Choose,),
    "picking": (Choose,),
    "saved": (SavedFilters,),
    "jumping": (JumpScreen,),
    "export": (ExportDialog,),
    "import": (ImportDialog,),
    "form": (Form,),
    "choice": (Choice,),
    "confirm": (Confirm,),
    "claim": (StatementForm,),
    "drafts": (DraftsScreen,),
    "status": (StatusDialog,),
}


def test_no_key_has_two_actions_in_one_place() -> None:
    keys.check_clashes()


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("stack", list(keys.STACKS))
def test_footer_key_stays_shown_on_wider_screens(stack: str, language: str) -> None:
    entries = key_footer.sort_by_importance(key for key in keys.active_keys(stack) if key.footer is not None)
    before: list[str] = []
    with i18n.using_language(language):
        for width in range(20, 260):
            now = [key.action for key in key_footer.fitting_keys(entries, keys.STACKS[stack][0], width)]
            assert now[: len(before)] == before, width
            before = now


def test_no_action_relies_only_on_terminal_keys() -> None:
    assert not [key for key in keys.KEYS if set(key.keys) <= keys.TAKEN]


def test_every_place_is_in_a_stack_and_every_action_exists() -> None:
    assert {key.place for key in keys.KEYS} == {place for stack in keys.STACKS.values() for place in stack}
    lost = [
        (key.place, key.action)
        for key in keys.KEYS
        if not any(hasattr(owner, f"action_{key.action.split('(')[0]}") for owner in OWNERS[key.place])
    ]
    assert lost == []


def test_key_clash_error_names_both_actions() -> None:
    with pytest.raises(Refused) as caught:
        keys.apply_user_keys({"note": "s"})
    words = explain(caught.value.problems[0])
    assert "status" in words
    assert "note" in words


def test_user_key_reserved_by_the_terminal_is_refused() -> None:
    with pytest.raises(Refused):
        keys.apply_user_keys({"note": "ctrl+a"})


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(Refused):
        keys.apply_user_keys({"dance": "x"})


def test_every_place_has_a_description() -> None:
    assert {key.place for key in keys.KEYS} <= set(keys.PLACES)


def test_vim_keys_work_like_arrows_in_every_list() -> None:
    for stack in keys.STACKS:
        here = keys.active_keys(stack)
        if key_bindings.TYPING & {key.place for key in here} and stack not in {"picking", "saved"}:
            continue
        answers = {name: key.action for key in reversed(here) for name in key.keys}
        for arrow, letter in (("down", "j"), ("up", "k")):
            if arrow in answers:
                assert answers.get(letter) == answers[arrow], (stack, arrow)


def test_setting_names_are_plain_and_belong_to_one_action() -> None:
    named: dict[str, set[str]] = {}
    for key in keys.KEYS:
        assert re.fullmatch(r"[a-z0-9_-]+", key.name), key.action
        named.setdefault(key.name, set()).add(key.action)
    assert all(len(actions) == 1 for actions in named.values())


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("N", ("N",)),
        ("^r, ?", ("ctrl+r", "question_mark")),
        ("esc,PgDn, S-tab, ↓", ("escape", "pagedown", "shift+tab", "down")),
        ("ctrl+shift+x", ("ctrl+shift+x",)),
        ("f5, f5", ("f5",)),
        ("comma", ("comma",)),
        ("ñ", ("ñ",)),
    ],
)
def test_key_names_are_parsed_in_common_spellings(written: str, names: tuple[str, ...]) -> None:
    assert key_bindings.parse(written) == names


@pytest.mark.parametrize(
    "own", [{"note": "strg+x"}, {"note": ""}, {"note": ","}, {"note": "ctrl+"}, {"filter.leave_filter": "x"}]
)
def test_invalid_user_key_error_names_the_settings_file(own: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        keys.apply_user_keys(own, place="settings.toml")
    assert explain(caught.value.problems[0]).startswith("settings.toml: ")


def test_user_key_applies_to_one_place_or_to_all() -> None:
    changed = {
        f"{key.place}.{key.name}": key.keys for key in keys.apply_user_keys({"list.down": "ctrl+y", "leave": "x, f9"})
    }
    assert changed["list.down"] == ("ctrl+y",)
    assert changed["facets.down"] == ("j", "down")
    assert changed["reading.leave"] == ("x", "f9")
    assert changed["form.leave"] == ("f9",), "a letter is typed in a form"


def test_every_copy_message_says_sent_to_the_terminal() -> None:
    found = 0
    for path in Path(keys.__file__).parent.rglob("*.py"):
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if "copy_to_clipboard(" in line:
                found += 1
                assert "sent to the terminal" in " ".join(lines[number : number + 4]), path.name
    assert found


def test_user_key_replaces_the_default_key() -> None:
    changed = keys.apply_user_keys({"note": "Z,ctrl+o"})
    assert [key.keys for key in changed if key.action == "note"] == [("Z", "ctrl+o")]
    assert keys.keymap(changed) == {"record.note.n": "Z,ctrl+o"}


@pytest.mark.parametrize(("key", "shown"), [("ctrl+p", "^p"), ("question_mark", "?"), ("escape", "esc"), ("s", "s")])
def test_keys_are_shown_in_short_form(key: str, shown: str) -> None:
    assert keys.format_key(key) == shown
