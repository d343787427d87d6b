"""Table of key bindings: every action with its keys, place (see ``key_places``), label and footer rank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accordtrack.i18n import later
from accordtrack.statuses import DEFINITIONS
from accordtrack.tui import text_styles
from accordtrack.wording import label

TAKEN = frozenset(f"ctrl+{letter}" for letter in "abjszwtn")
"""Keys used by tmux, terminals and browsers. No action may have only these."""

_ODD = re.compile(r"[^a-z0-9_]+")
_SHOWN = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "semicolon": ";",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "equals_sign": "=",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "shift+tab": "S-tab",
}
_ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}


def show(key: str) -> str:
    """Return a Textual key name in its displayed form: ``ctrl+p`` as ``^p``.

    With ``--ascii`` an arrow becomes a word.
    """
    if key in _ARROWS:
        return text_styles.sign(_ARROWS[key], label("key", key))
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return label("key", _SHOWN.get(key, key))


@dataclass(frozen=True, slots=True)
class Key:
    """One action with its keys as Textual names them.

    ``footer`` is its rank in the footer, where low ranks stay longest; None omits it.
    """

    action: str
    keys: tuple[str, ...]
    place: str
    label: str
    group: str
    footer: int | None = None
    brief: str = ""
    """Label for a footer without room for the full one."""

    @property
    def name(self) -> str:
        """Return the action's name in the settings: ``base(-1)`` is ``base-minus-1``."""
        return _ODD.sub("-", self.action.replace("(-", "-minus-")).strip("-")

    @property
    def shown(self) -> str:
        """Return the first key in its displayed form: ``^p`` or ``?``."""
        return show(self.keys[0])

    @property
    def shown_all(self) -> str:
        """Return every key in its displayed form, separated by blanks."""
        return " ".join(show(key) for key in self.keys)


MOVE = later("Move")
FIND = later("Find")
WRITE = later("Write")
LOOK = later("Look")
PROGRAM = later("Program")
GROUPS = (WRITE, FIND, LOOK, MOVE, PROGRAM)

KEYS: tuple[Key, ...] = (
    Key("status", ("s",), "record", later("status"), WRITE, 1),
    Key("evidence", ("e",), "record", later("evidence"), WRITE, 2),
    Key("dispute", ("d",), "record", later("dispute"), WRITE, 4),
    Key("concur", ("c",), "record", later("concur"), WRITE, 5),
    Key("not_agreed", ("N",), "record", later("do not subscribe to the wording"), WRITE),
    Key("ask", ("r",), "record", later("ask for an answer"), WRITE, 12),
    Key("amend", ("a",), "record", later("amend"), WRITE, 11),
    Key("add", ("A",), "everywhere", later("add a record"), WRITE, 14),
    Key("import", ("I",), "everywhere", later("take in a table"), WRITE),
    Key("measure", ("m",), "record", later("measure"), WRITE),
    Key("note", ("n",), "record", later("note"), WRITE, 13),
    Key("drafts", ("W",), "everywhere", later("drafts: words that wait"), WRITE, None, later("drafts")),
    Key("undo", ("u",), "everywhere", later("undo"), WRITE, 8),
    Key("open_row", ("enter",), "register", later("open"), LOOK, 3),
    Key("open_evidence", ("o",), "record", later("open evidence"), LOOK, 10),
    Key("remind", ("M",), "record", later("reminder"), LOOK, 13),
    Key("copy", ("y",), "record", later("copy to the clipboard"), LOOK),
    Key("history", ("h",), "record", later("its history over time"), LOOK),
    Key("inspect", ("i", "enter"), "commitment", later("entry in full"), LOOK, 6),
    Key("attention", ("v",), "register", later("what is owed, overdue, waits, changed"), FIND),
    Key("filter", ("slash",), "register", later("filter"), FIND, 6),
    Key("facets", ("f",), "register", later("facets"), FIND, 7),
    Key("clear", ("F",), "register", later("clear the filter"), FIND, 15),
    Key("take_meaning", ("tab",), "register", later("filter by what a searched word names"), FIND),
    Key("sort", ("S",), "register", later("sort"), FIND, 16),
    Key("save_filter", ("ctrl+f",), "register", later("save this filter"), FIND),
    Key("save_filter", ("ctrl+f",), "filter", later("save this filter"), FIND, 2),
    Key("saved_filters", ("0",), "register", later("saved filters"), FIND),
    Key("jump", ("semicolon",), "everywhere", later("jump to a letter"), MOVE),
    Key("publish", ("X",), "scorecard", later("a scorecard to send"), LOOK, 8, later("to send")),
    Key("export", ("x",), "everywhere", later("export what is seen"), LOOK, 11, later("export")),
    Key("hand_out", ("P",), "everywhere", later("write a calendar, an IATI file or the public site"), LOOK),
    Key("mark", ("space",), "list", later("mark"), FIND),
    Key("mark_range", ("V",), "list", later("mark a range"), FIND),
    Key("unmark", ("U",), "list", later("take every mark away"), FIND),
    Key("reload", ("R", "f5"), "everywhere", later("reload"), LOOK),
    Key("down", ("j", "down"), "list", later("down"), MOVE),
    Key("up", ("k", "up"), "list", later("up"), MOVE),
    Key("half_down", ("ctrl+d",), "list", later("half a page down"), MOVE),
    Key("half_up", ("ctrl+u",), "list", later("half a page up"), MOVE),
    Key("page_down", ("pagedown",), "list", later("page down"), MOVE),
    Key("page_up", ("pageup",), "list", later("page up"), MOVE),
    Key("first", ("g", "home"), "list", later("first"), MOVE),
    Key("last", ("G", "end"), "list", later("last"), MOVE),
    Key("down", ("j", "down"), "commitment", later("down"), MOVE),
    Key("up", ("k", "up"), "commitment", later("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "commitment", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "commitment", later("page up"), MOVE),
    Key("first", ("g", "home"), "commitment", later("first"), MOVE),
    Key("last", ("G", "end"), "commitment", later("last"), MOVE),
    Key("next_tab", ("tab", "right"), "commitment", later("next tab"), MOVE, 7),
    Key("previous_tab", ("shift+tab", "left"), "commitment", later("previous tab"), MOVE),
    Key("back", ("q", "escape"), "commitment", later("back"), PROGRAM, 0),
    Key("open_item", ("enter",), "owed", later("open"), LOOK, 1),
    Key("group", ("b",), "owed", later("by body, side, theme, framework"), LOOK, 2, later("other groups")),
    Key("count(1)", ("right", "v"), "owed", later("rows of the next number"), LOOK, 3, later("next number")),
    Key("count(-1)", ("left",), "owed", later("rows of the number before"), LOOK),
    Key("other_list", ("tab", "shift+tab"), "owed", later("groups or rows"), MOVE, 4),
    Key("back", ("q", "escape"), "owed", later("back"), PROGRAM, 0),
    Key("down", ("j", "down"), "groups", later("down"), MOVE),
    Key("up", ("k", "up"), "groups", later("up"), MOVE),
    Key("half_down", ("ctrl+d",), "groups", later("half a page down"), MOVE),
    Key("half_up", ("ctrl+u",), "groups", later("half a page up"), MOVE),
    Key("page_down", ("pagedown",), "groups", later("page down"), MOVE),
    Key("page_up", ("pageup",), "groups", later("page up"), MOVE),
    Key("first", ("g", "home"), "groups", later("first"), MOVE),
    Key("last", ("G", "end"), "groups", later("last"), MOVE),
    Key("open_item", ("enter",), "disputes", later("open the commitment"), LOOK, 1, later("open")),
    Key("settle", ("S",), "conflicts", later("settle: which claim stands"), WRITE, 1, later("settle")),
    Key("other_pane", ("tab", "shift+tab"), "disputes", later("threads or words"), MOVE, 3, later("what is said")),
    Key("filter", ("slash",), "disputes", later("filter"), FIND, 5),
    Key("clear", ("F",), "disputes", later("clear the filter"), FIND),
    Key("next_tab", ("right",), "disputes", later("next tab"), MOVE, 6),
    Key("previous_tab", ("left",), "disputes", later("previous tab"), MOVE),
    Key("down", ("j", "down"), "disputes", later("down"), MOVE),
    Key("up", ("k", "up"), "disputes", later("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "disputes", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "disputes", later("page up"), MOVE),
    Key("first", ("g", "home"), "disputes", later("first"), MOVE),
    Key("last", ("G", "end"), "disputes", later("last"), MOVE),
    Key("back", ("q", "escape"), "disputes", later("back"), PROGRAM, 0),
    Key("open_item", ("enter",), "scorecard", later("the rows behind"), LOOK, 1, later("open")),
    Key("group", ("b",), "scorecard", later("cards by theme, framework, side, body"), LOOK, 3, later("other cards")),
    Key("copy", ("y",), "scorecard", later("copy to the clipboard"), LOOK),
    Key("draws", ("v",), "scorecard", later("how far the numbers could move"), LOOK, 4, later("how far")),
    Key("base(-1)", ("left_square_bracket",), "scorecard", later("count changes from a year earlier"), LOOK),
    Key("base(1)", ("right_square_bracket",), "scorecard", later("count changes from a year later"), LOOK),
    Key("base(0)", ("equals_sign",), "scorecard", later("count changes from each theme's agreement"), LOOK),
    Key("down", ("j", "down"), "scorecard", later("down"), MOVE),
    Key("up", ("k", "up"), "scorecard", later("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "scorecard", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "scorecard", later("page up"), MOVE),
    Key("first", ("g", "home"), "scorecard", later("first"), MOVE),
    Key("last", ("G", "end"), "scorecard", later("last"), MOVE),
    Key("next_tab", ("tab", "right"), "scorecard", later("next tab"), MOVE, 2, later("next")),
    Key("previous_tab", ("shift+tab", "left"), "scorecard", later("previous tab"), MOVE),
    Key("back", ("q", "escape"), "scorecard", later("back"), PROGRAM, 0),
    Key("open_item", ("enter",), "history", later("its history, or the entry in full"), LOOK, 1, later("open")),
    Key(
        "pin('from')",
        ("left_square_bracket",),
        "history",
        later("compare from this entry"),
        LOOK,
        2,
        later("from here"),
    ),
    Key(
        "pin('to')", ("right_square_bracket",), "history", later("compare up to this entry"), LOOK, 3, later("to here")
    ),
    Key("turn", ("tab",), "history", later("what changed, or the entries"), LOOK, 4, later("what changed")),
    Key("widen", ("w",), "history", later("the whole register, or this commitment"), LOOK, 5, later("widen")),
    Key("inspect", ("i",), "history", later("entry in full"), LOOK, 6),
    Key("filter", ("slash",), "history", later("filter"), FIND, 7),
    Key("clear", ("F",), "history", later("clear the filter"), FIND),
    Key("years(1)", ("left",), "history", later("earlier years"), MOVE),
    Key("years(-1)", ("right",), "history", later("later years"), MOVE),
    Key("open_evidence", ("o",), "history", later("open evidence"), LOOK, 8, later("evidence")),
    Key("copy", ("y",), "history", later("copy to the clipboard"), LOOK),
    Key("down", ("j", "down"), "history", later("down"), MOVE),
    Key("up", ("k", "up"), "history", later("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "history", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "history", later("page up"), MOVE),
    Key("first", ("g", "home"), "history", later("first"), MOVE),
    Key("last", ("G", "end"), "history", later("last"), MOVE),
    Key("back", ("q", "escape"), "history", later("back"), PROGRAM, 0),
    Key("leave_filter", ("escape",), "filter", later("clear, then leave"), FIND, 1),
    Key("use_filter", ("enter", "down"), "filter", later("to the rows"), FIND, 0),
    Key("take_meaning", ("tab",), "filter", later("filter by what a searched word names"), FIND),
    Key("down", ("j", "down"), "facets", later("down"), MOVE),
    Key("up", ("k", "up"), "facets", later("up"), MOVE),
    Key("next_group", ("tab", "J", "pagedown"), "facets", later("next group"), MOVE),
    Key("previous_group", ("shift+tab", "K", "pageup"), "facets", later("previous group"), MOVE),
    Key("first", ("g", "home"), "facets", later("first"), MOVE),
    Key("last", ("G", "end"), "facets", later("last"), MOVE),
    Key("choose", ("enter", "space"), "facets", later("choose"), FIND, 0),
    Key("leave_facets", ("escape", "f", "q"), "facets", later("to the rows"), FIND, 1),
    Key("clear", ("F",), "facets", later("clear the filter"), FIND, 2),
    Key("main('register')", ("1",), "everywhere", later("register"), LOOK),
    Key("main('owed')", ("2",), "everywhere", later("owed"), LOOK, 9),
    Key("main('history')", ("3",), "everywhere", later("history"), LOOK),
    Key("main('disputes')", ("4",), "everywhere", later("disputes"), LOOK, 9),
    Key("main('scorecard')", ("5",), "everywhere", later("scorecard"), LOOK, 10),
    Key("help", ("question_mark",), "everywhere", later("help"), PROGRAM, 0),
    Key("palette", ("ctrl+p",), "everywhere", later("commands"), PROGRAM, 9),
    Key("messages", ("exclamation_mark",), "everywhere", later("the last messages"), PROGRAM),
    Key("seat", ("D",), "everywhere", later("change the seat"), PROGRAM),
    Key("language", ("L",), "everywhere", later("English / Español"), PROGRAM, 17),
    Key("theme", ("T",), "everywhere", later("theme"), PROGRAM),
    Key("quit", ("q",), "register", later("quit"), PROGRAM),
    Key("quit", ("ctrl+q",), "everywhere", later("quit"), PROGRAM),
    Key("quit", ("q", "escape", "ctrl+q"), "quitting", later("quit"), PROGRAM, 1),
    Key("help", ("question_mark",), "quitting", later("help"), PROGRAM, 2),
    Key("language", ("L",), "quitting", later("English / Español"), PROGRAM, 3),
    Key("theme", ("T",), "quitting", later("theme"), PROGRAM),
    Key("choose", ("enter",), "welcome", later("open"), LOOK, 0),
    Key("down", ("j", "down"), "welcome", later("down"), MOVE),
    Key("up", ("k", "up"), "welcome", later("up"), MOVE),
    Key("copy", ("y",), "reminder", later("copy"), LOOK, 1),
    Key("save_text", ("w",), "reminder", later("save in a file"), LOOK, 2),
    Key("leave", ("q", "escape", "question_mark", "exclamation_mark"), "reading", later("back"), PROGRAM, 0),
    Key("down", ("j", "down"), "reading", later("down"), MOVE, 1),
    Key("up", ("k", "up"), "reading", later("up"), MOVE, 2),
    Key("page_down", ("pagedown", "ctrl+d", "space"), "reading", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "reading", later("page up"), MOVE),
    Key("first", ("g", "home"), "reading", later("first"), MOVE),
    Key("last", ("G", "end"), "reading", later("last"), MOVE),
    Key("leave", ("escape", "q"), "drawing", later("cancel"), PROGRAM, 0),
    Key("choose", ("enter",), "choosing", later("choose"), LOOK, 0),
    Key("leave", ("escape",), "choosing", later("leave"), PROGRAM, 1),
    Key("rename", ("r",), "saved", later("rename"), FIND, 2),
    Key("forget", ("d", "delete"), "saved", later("delete"), FIND, 3),
    Key("down", ("j",), "picking", later("down"), MOVE),
    Key("up", ("k",), "picking", later("up"), MOVE),
    Key("first", ("g", "home"), "picking", later("first"), MOVE),
    Key("last", ("G", "end"), "picking", later("last"), MOVE),
    Key("leave", ("escape", "semicolon"), "jumping", later("stay here"), PROGRAM, 0),
    Key("replace", ("ctrl+o",), "export", later("replace the file"), WRITE, 2),
    Key("template", ("ctrl+l",), "import", later("write a table to fill"), WRITE, 2, later("table to fill")),
    Key("down", ("down", "j"), "import", later("down"), MOVE),
    Key("up", ("up", "k"), "import", later("up"), MOVE),
    Key("page_down", ("pagedown",), "import", later("page down"), MOVE, 3),
    Key("page_up", ("pageup",), "import", later("page up"), MOVE),
    Key("down", ("down",), "choosing", later("down"), MOVE),
    Key("up", ("up",), "choosing", later("up"), MOVE),
    Key("page_down", ("pagedown",), "choosing", later("page down"), MOVE),
    Key("page_up", ("pageup",), "choosing", later("page up"), MOVE),
    Key("save", ("enter",), "form", later("save"), WRITE, 0),
    Key("leave", ("escape",), "form", later("leave without writing"), PROGRAM, 1, later("leave")),
    Key("next_field", ("tab",), "form", later("next field"), MOVE, 2, later("next")),
    Key("previous_field", ("shift+tab",), "form", later("previous field"), MOVE),
    Key("step(-1)", ("left",), "choice", later("previous choice"), MOVE, 2),
    Key("step(1)", ("right", "space"), "choice", later("next choice"), MOVE, 2),
    Key("last_evidence", ("ctrl+r",), "form", later("last evidence"), WRITE, 3, later("last")),
    Key("bring_back", ("ctrl+y",), "form", later("bring back what was typed"), WRITE),
    Key("keep_draft", ("ctrl+g",), "claim", later("keep as a draft"), WRITE, 4, later("draft")),
    Key("take_up", ("e",), "drafts", later("take up again"), WRITE, 1),
    Key("clear", ("c",), "drafts", later("clear: write it"), WRITE, 2),
    Key("discard", ("d", "delete"), "drafts", later("discard"), WRITE, 3),
    Key("down", ("j", "down"), "drafts", later("down"), MOVE),
    Key("up", ("k", "up"), "drafts", later("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "drafts", later("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "drafts", later("page up"), MOVE),
    Key("first", ("g", "home"), "drafts", later("first"), MOVE),
    Key("last", ("G", "end"), "drafts", later("last"), MOVE),
    Key("back", ("q", "escape"), "drafts", later("back"), PROGRAM, 0),
    Key("leave", ("escape",), "confirm", later("leave without writing"), PROGRAM, 1, later("leave")),
    Key("next_field", ("tab", "right"), "confirm", later("other button"), MOVE, 2),
    Key("previous_field", ("shift+tab", "left"), "confirm", later("other button"), MOVE),
    Key("down", ("j", "down"), "confirm", later("down"), MOVE),
    Key("up", ("k", "up"), "confirm", later("up"), MOVE),
    Key("press", ("enter",), "confirm", later("press the button"), WRITE, 0),
    *(Key(f"letter('{one.letter}')", (one.letter,), "status", one.label, WRITE) for one in DEFINITIONS),
)
