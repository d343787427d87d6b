"""Table of key bindings: every action with its keys, place (see ``key_places``), label and footer rank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accordtrack.i18n import gettext_lazy
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


def format_key(key: str) -> str:
    """Return a Textual key name as displayed: ``ctrl+p`` as ``^p``; with ``--ascii`` an arrow as a word."""
    if key in _ARROWS:
        return text_styles.mark_or_ascii(_ARROWS[key], label("key", key))
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return label("key", _SHOWN.get(key, key))


@dataclass(frozen=True, slots=True)
class Key:
    """One action with its keys as Textual names them. A low ``footer`` rank stays longest; None omits it."""

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
    def displayed_key(self) -> str:
        """Return the first key in its displayed form: ``^p`` or ``?``."""
        return format_key(self.keys[0])

    @property
    def displayed_keys(self) -> str:
        """Return every key in its displayed form, separated by blanks."""
        return " ".join(format_key(key) for key in self.keys)


MOVE = gettext_lazy("Move")
FIND = gettext_lazy("Find")
WRITE = gettext_lazy("Write")
LOOK = gettext_lazy("Look")
PROGRAM = gettext_lazy("Program")
GROUPS = (WRITE, FIND, LOOK, MOVE, PROGRAM)

KEYS: tuple[Key, ...] = (
    Key("status", ("s",), "record", gettext_lazy("status"), WRITE, 1),
    Key("evidence", ("e",), "record", gettext_lazy("document"), WRITE, 2),
    Key("dispute", ("d",), "record", gettext_lazy("disagree"), WRITE, 3),
    Key("concur", ("c",), "record", gettext_lazy("concur"), WRITE, 5),
    Key("not_agreed", ("N",), "record", gettext_lazy("do not subscribe to the wording"), WRITE),
    Key("ask", ("r",), "record", gettext_lazy("ask for an answer"), WRITE, 12),
    Key("amend", ("a",), "record", gettext_lazy("amend"), WRITE, 11),
    Key("add", ("A",), "everywhere", gettext_lazy("add a record"), WRITE, 14),
    Key("import", ("I",), "everywhere", gettext_lazy("import a table"), WRITE),
    Key("measure", ("m",), "record", gettext_lazy("measure"), WRITE),
    Key("note", ("n",), "record", gettext_lazy("note"), WRITE, 13),
    Key("drafts", ("W",), "everywhere", gettext_lazy("drafts: pending text"), WRITE, None, gettext_lazy("drafts")),
    Key("undo", ("u",), "everywhere", gettext_lazy("undo"), WRITE, 9),
    Key("open_row", ("enter",), "register", gettext_lazy("open"), LOOK, 4),
    Key("open_evidence", ("o",), "record", gettext_lazy("open evidence"), LOOK, 10),
    Key("remind", ("M",), "record", gettext_lazy("reminder"), LOOK, 13),
    Key("copy", ("y",), "record", gettext_lazy("copy to the clipboard"), LOOK),
    Key("history", ("h",), "record", gettext_lazy("its history over time"), LOOK),
    Key("inspect", ("i", "enter"), "commitment", gettext_lazy("entry in full"), LOOK, 6),
    Key("set_chain", ("C",), "commitment", gettext_lazy("results chain"), WRITE),
    Key("add_evaluation", ("V",), "commitment", gettext_lazy("record an evaluation"), WRITE),
    Key("attention", ("v",), "register", gettext_lazy("list what the next number counts"), FIND),
    Key("filter", ("slash",), "register", gettext_lazy("filter"), FIND, 6),
    Key("facets", ("f",), "register", gettext_lazy("facets"), FIND, 9),
    Key("clear", ("F",), "register", gettext_lazy("clear the filter"), FIND, 15),
    Key("take_meaning", ("tab",), "register", gettext_lazy("filter by what the search word names"), FIND),
    Key("sort", ("S",), "register", gettext_lazy("sort"), FIND, 16),
    Key("save_filter", ("ctrl+f",), "register", gettext_lazy("save this filter"), FIND),
    Key("save_filter", ("ctrl+f",), "filter", gettext_lazy("save this filter"), FIND, 2),
    Key("saved_filters", ("0",), "register", gettext_lazy("saved filters"), FIND),
    Key("jump", ("semicolon",), "everywhere", gettext_lazy("jump to a letter"), MOVE),
    Key("publish", ("X",), "everywhere", gettext_lazy("a scorecard to send"), LOOK, 11, gettext_lazy("to send")),
    Key("export", ("x",), "everywhere", gettext_lazy("export what is shown"), LOOK, 11, gettext_lazy("export")),
    Key("hand_out", ("P",), "everywhere", gettext_lazy("write a calendar, an IATI file or the public site"), LOOK),
    Key("mark", ("space",), "list", gettext_lazy("mark"), FIND),
    Key("mark_range", ("V",), "list", gettext_lazy("mark a range"), FIND),
    Key("unmark", ("U",), "list", gettext_lazy("clear all marks"), FIND),
    Key("reload", ("R", "f5"), "everywhere", gettext_lazy("reload"), LOOK),
    Key("down", ("j", "down"), "list", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "list", gettext_lazy("up"), MOVE),
    Key("half_down", ("ctrl+d",), "list", gettext_lazy("several rows down"), MOVE),
    Key("half_up", ("ctrl+u",), "list", gettext_lazy("several rows up"), MOVE),
    Key("page_down", ("pagedown",), "list", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup",), "list", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "list", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "list", gettext_lazy("last"), MOVE),
    Key("down", ("j", "down"), "commitment", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "commitment", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "commitment", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "commitment", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "commitment", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "commitment", gettext_lazy("last"), MOVE),
    Key("next_tab", ("tab", "right"), "commitment", gettext_lazy("next tab"), MOVE, 7),
    Key("previous_tab", ("shift+tab", "left"), "commitment", gettext_lazy("previous tab"), MOVE),
    Key("back", ("q", "escape"), "commitment", gettext_lazy("back"), PROGRAM, 0),
    Key("open_item", ("enter",), "owed", gettext_lazy("open"), LOOK, 1),
    Key("group", ("b",), "owed", gettext_lazy("by body, side, area, framework"), LOOK, 2, gettext_lazy("other groups")),
    Key(
        "count(1)",
        ("right", "v"),
        "owed",
        gettext_lazy("rows behind the next number"),
        LOOK,
        3,
        gettext_lazy("next number"),
    ),
    Key("count(-1)", ("left",), "owed", gettext_lazy("rows behind the previous number"), LOOK),
    Key("other_list", ("tab", "shift+tab"), "owed", gettext_lazy("groups or rows"), MOVE, 4),
    Key("back", ("q", "escape"), "owed", gettext_lazy("back"), PROGRAM, 0),
    Key("down", ("j", "down"), "groups", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "groups", gettext_lazy("up"), MOVE),
    Key("half_down", ("ctrl+d",), "groups", gettext_lazy("several rows down"), MOVE),
    Key("half_up", ("ctrl+u",), "groups", gettext_lazy("several rows up"), MOVE),
    Key("page_down", ("pagedown",), "groups", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup",), "groups", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "groups", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "groups", gettext_lazy("last"), MOVE),
    Key("open_item", ("enter",), "disputes", gettext_lazy("open the commitment"), LOOK, 1, gettext_lazy("open")),
    Key("settle", ("S",), "conflicts", gettext_lazy("settle: which claim stands"), WRITE, 1, gettext_lazy("settle")),
    Key(
        "other_pane",
        ("tab", "shift+tab"),
        "disputes",
        gettext_lazy("threads or words"),
        MOVE,
        3,
        gettext_lazy("what is said"),
    ),
    Key("filter", ("slash",), "disputes", gettext_lazy("filter"), FIND, 5),
    Key("clear", ("F",), "disputes", gettext_lazy("clear the filter"), FIND),
    Key("next_tab", ("right",), "disputes", gettext_lazy("next tab"), MOVE, 6),
    Key("previous_tab", ("left",), "disputes", gettext_lazy("previous tab"), MOVE),
    Key("down", ("j", "down"), "disputes", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "disputes", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "disputes", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "disputes", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "disputes", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "disputes", gettext_lazy("last"), MOVE),
    Key("back", ("q", "escape"), "disputes", gettext_lazy("back"), PROGRAM, 0),
    Key("concur", ("c",), "pending", gettext_lazy("concur"), WRITE, 1),
    Key("dispute", ("d",), "pending", gettext_lazy("disagree"), WRITE, 2),
    Key(
        "wait_all",
        ("w",),
        "pending",
        gettext_lazy("make everything wait that is in force without your side"),
        WRITE,
        3,
        gettext_lazy("make it wait"),
    ),
    Key("open_item", ("enter",), "pending", gettext_lazy("open"), LOOK, 3),
    Key("inspect", ("i",), "pending", gettext_lazy("entry in full"), LOOK, 5),
    Key("copy", ("y",), "pending", gettext_lazy("copy to the clipboard"), LOOK),
    Key("details_down", ("J",), "pending", gettext_lazy("details down"), MOVE),
    Key("details_up", ("K",), "pending", gettext_lazy("details up"), MOVE),
    Key("next_tab", ("tab", "right"), "pending", gettext_lazy("next tab"), MOVE, 4, gettext_lazy("next")),
    Key("previous_tab", ("shift+tab", "left"), "pending", gettext_lazy("previous tab"), MOVE),
    Key("back", ("q", "escape"), "pending", gettext_lazy("back"), PROGRAM, 0),
    Key("open_item", ("enter",), "scorecard", gettext_lazy("open what is behind"), LOOK, 1, gettext_lazy("open")),
    Key(
        "group",
        ("b",),
        "scorecard",
        gettext_lazy("scores by area, framework, side, body"),
        LOOK,
        3,
        gettext_lazy("other groups"),
    ),
    Key(
        "propose_target",
        ("t",),
        "scorecard",
        gettext_lazy("worksheet of an indicator: propose a target"),
        WRITE,
        6,
        gettext_lazy("target"),
    ),
    Key(
        "expect_result",
        ("e",),
        "scorecard",
        gettext_lazy("propose the expected change after an activity"),
        WRITE,
        7,
        gettext_lazy("expect"),
    ),
    Key(
        "answer",
        ("a",),
        "scorecard",
        gettext_lazy("answer the proposal that waits for your side"),
        WRITE,
        6,
        gettext_lazy("answer it"),
    ),
    Key("copy", ("y",), "scorecard", gettext_lazy("copy to the clipboard"), LOOK),
    Key("scores", ("v",), "scorecard", gettext_lazy("the scores, or the indicators"), LOOK, 3, gettext_lazy("scores")),
    Key("draws", ("d",), "scorecard", gettext_lazy("how far the numbers could move"), LOOK, 4, gettext_lazy("how far")),
    Key("score_changes", ("w",), "scorecard", gettext_lazy("why the numbers changed"), LOOK, 5, gettext_lazy("why")),
    Key("base(-1)", ("left_square_bracket",), "scorecard", gettext_lazy("count changes from a year earlier"), LOOK),
    Key("base(1)", ("right_square_bracket",), "scorecard", gettext_lazy("count changes from a year later"), LOOK),
    Key("base(0)", ("equals_sign",), "scorecard", gettext_lazy("count changes from each area's agreement"), LOOK),
    Key("down", ("j", "down"), "scorecard", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "scorecard", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "scorecard", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "scorecard", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "scorecard", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "scorecard", gettext_lazy("last"), MOVE),
    Key("next_tab", ("tab", "right"), "scorecard", gettext_lazy("next tab"), MOVE, 2, gettext_lazy("next")),
    Key("previous_tab", ("shift+tab", "left"), "scorecard", gettext_lazy("previous tab"), MOVE),
    Key("back", ("q", "escape"), "scorecard", gettext_lazy("back"), PROGRAM, 0),
    Key(
        "open_item",
        ("enter",),
        "history",
        gettext_lazy("its history, or the entry in full"),
        LOOK,
        1,
        gettext_lazy("open"),
    ),
    Key(
        "pin('from')",
        ("left_square_bracket",),
        "history",
        gettext_lazy("compare from this entry"),
        LOOK,
        2,
        gettext_lazy("from here"),
    ),
    Key(
        "pin('to')",
        ("right_square_bracket",),
        "history",
        gettext_lazy("compare up to this entry"),
        LOOK,
        3,
        gettext_lazy("to here"),
    ),
    Key(
        "turn", ("tab",), "history", gettext_lazy("what changed, or the entries"), LOOK, 4, gettext_lazy("what changed")
    ),
    Key(
        "widen",
        ("w",),
        "history",
        gettext_lazy("the whole register, or this commitment"),
        LOOK,
        5,
        gettext_lazy("widen"),
    ),
    Key("inspect", ("i",), "history", gettext_lazy("entry in full"), LOOK, 6),
    Key("filter", ("slash",), "history", gettext_lazy("filter"), FIND, 7),
    Key("clear", ("F",), "history", gettext_lazy("clear the filter"), FIND),
    Key("years(1)", ("left",), "history", gettext_lazy("earlier years"), MOVE),
    Key("years(-1)", ("right",), "history", gettext_lazy("later years"), MOVE),
    Key("open_evidence", ("o",), "history", gettext_lazy("open evidence"), LOOK, 8, gettext_lazy("evidence")),
    Key("copy", ("y",), "history", gettext_lazy("copy to the clipboard"), LOOK),
    Key("down", ("j", "down"), "history", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "history", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "history", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "history", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "history", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "history", gettext_lazy("last"), MOVE),
    Key("back", ("q", "escape"), "history", gettext_lazy("back"), PROGRAM, 0),
    Key("leave_filter", ("escape",), "filter", gettext_lazy("clear, then leave"), FIND, 1),
    Key("use_filter", ("enter", "down"), "filter", gettext_lazy("to the rows"), FIND, 0),
    Key("take_meaning", ("tab",), "filter", gettext_lazy("filter by what the search word names"), FIND),
    Key("down", ("j", "down"), "facets", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "facets", gettext_lazy("up"), MOVE),
    Key("next_group", ("tab", "J", "pagedown"), "facets", gettext_lazy("next group"), MOVE),
    Key("previous_group", ("shift+tab", "K", "pageup"), "facets", gettext_lazy("previous group"), MOVE),
    Key("first", ("g", "home"), "facets", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "facets", gettext_lazy("last"), MOVE),
    Key("choose", ("enter", "space"), "facets", gettext_lazy("choose"), FIND, 0),
    Key("leave_facets", ("escape", "f", "q"), "facets", gettext_lazy("to the rows"), FIND, 1),
    Key("clear", ("F",), "facets", gettext_lazy("clear the filter"), FIND, 2),
    Key("main('register')", ("1",), "everywhere", gettext_lazy("register"), LOOK),
    Key("main('owed')", ("2",), "everywhere", gettext_lazy("by government"), LOOK, 7),
    Key("main('history')", ("3",), "everywhere", gettext_lazy("history"), LOOK),
    Key("main('disputes')", ("4",), "everywhere", gettext_lazy("disputes"), LOOK, 9),
    Key("main('scorecard')", ("5",), "everywhere", gettext_lazy("indicators"), LOOK, 8),
    Key(
        "main('pending')",
        ("E",),
        "everywhere",
        gettext_lazy("what waits for either side"),
        LOOK,
        9,
        gettext_lazy("waits"),
    ),
    Key("help", ("question_mark",), "everywhere", gettext_lazy("help"), PROGRAM, 0),
    Key("palette", ("ctrl+p",), "everywhere", gettext_lazy("commands"), PROGRAM, 9),
    Key("messages", ("exclamation_mark",), "everywhere", gettext_lazy("the last messages"), PROGRAM),
    Key("seat", ("D",), "everywhere", gettext_lazy("change whom you enter for"), PROGRAM),
    Key("language", ("L",), "everywhere", gettext_lazy("English / Español"), PROGRAM, 17),
    Key("theme", ("T",), "everywhere", gettext_lazy("colors"), PROGRAM),
    Key("quit", ("q",), "register", gettext_lazy("quit"), PROGRAM),
    Key("quit", ("ctrl+q",), "everywhere", gettext_lazy("quit"), PROGRAM),
    Key("quit", ("q", "escape", "ctrl+q"), "quitting", gettext_lazy("quit"), PROGRAM, 1),
    Key("help", ("question_mark",), "quitting", gettext_lazy("help"), PROGRAM, 2),
    Key("language", ("L",), "quitting", gettext_lazy("English / Español"), PROGRAM, 3),
    Key("theme", ("T",), "quitting", gettext_lazy("colors"), PROGRAM),
    Key("choose", ("enter",), "welcome", gettext_lazy("open"), LOOK, 0),
    Key("down", ("j", "down"), "welcome", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "welcome", gettext_lazy("up"), MOVE),
    Key("copy", ("y",), "reminder", gettext_lazy("copy"), LOOK, 1),
    Key("save_text", ("w",), "reminder", gettext_lazy("save to a file"), LOOK, 2),
    Key("since(-1)", ("left_square_bracket",), "score-changes", gettext_lazy("start a year earlier"), LOOK, 3),
    Key("since(1)", ("right_square_bracket",), "score-changes", gettext_lazy("start a year later"), LOOK, 4),
    Key("copy", ("y",), "score-changes", gettext_lazy("copy"), LOOK, 5),
    Key("leave", ("q", "escape", "question_mark", "exclamation_mark"), "reading", gettext_lazy("back"), PROGRAM, 0),
    Key("down", ("j", "down"), "reading", gettext_lazy("down"), MOVE, 1),
    Key("up", ("k", "up"), "reading", gettext_lazy("up"), MOVE, 2),
    Key("page_down", ("pagedown", "ctrl+d", "space"), "reading", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "reading", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "reading", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "reading", gettext_lazy("last"), MOVE),
    Key("leave", ("escape", "q"), "drawing", gettext_lazy("cancel"), PROGRAM, 0),
    Key("choose", ("enter",), "choosing", gettext_lazy("choose"), LOOK, 0),
    Key("leave", ("escape",), "choosing", gettext_lazy("leave"), PROGRAM, 1),
    Key("rename", ("r",), "saved", gettext_lazy("rename"), FIND, 2),
    Key("forget", ("d", "delete"), "saved", gettext_lazy("delete"), FIND, 3),
    Key("down", ("j",), "picking", gettext_lazy("down"), MOVE),
    Key("up", ("k",), "picking", gettext_lazy("up"), MOVE),
    Key("first", ("g", "home"), "picking", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "picking", gettext_lazy("last"), MOVE),
    Key("leave", ("escape", "semicolon"), "jumping", gettext_lazy("stay here"), PROGRAM, 0),
    Key("replace", ("ctrl+o",), "export", gettext_lazy("replace the file"), WRITE, 2),
    Key(
        "template",
        ("ctrl+l",),
        "import",
        gettext_lazy("write a table to fill in"),
        WRITE,
        2,
        gettext_lazy("table to fill"),
    ),
    Key("down", ("down", "j"), "import", gettext_lazy("down"), MOVE),
    Key("up", ("up", "k"), "import", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown",), "import", gettext_lazy("page down"), MOVE, 3),
    Key("page_up", ("pageup",), "import", gettext_lazy("page up"), MOVE),
    Key("down", ("down",), "choosing", gettext_lazy("down"), MOVE),
    Key("up", ("up",), "choosing", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown",), "choosing", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup",), "choosing", gettext_lazy("page up"), MOVE),
    Key("save", ("enter",), "form", gettext_lazy("save"), WRITE, 0),
    Key("leave", ("escape",), "form", gettext_lazy("leave without writing"), PROGRAM, 1, gettext_lazy("leave")),
    Key("next_field", ("tab",), "form", gettext_lazy("next field"), MOVE, 2, gettext_lazy("next")),
    Key("previous_field", ("shift+tab",), "form", gettext_lazy("previous field"), MOVE),
    Key("step(-1)", ("left",), "choice", gettext_lazy("previous choice"), MOVE, 2),
    Key("step(1)", ("right", "space"), "choice", gettext_lazy("next choice"), MOVE, 2),
    Key("last_evidence", ("ctrl+r",), "form", gettext_lazy("last evidence"), WRITE, 3, gettext_lazy("last")),
    Key("bring_back", ("ctrl+y",), "form", gettext_lazy("bring back what was typed"), WRITE),
    Key("keep_draft", ("ctrl+g",), "claim", gettext_lazy("keep as a draft"), WRITE, 4, gettext_lazy("draft")),
    Key("take_up", ("e",), "drafts", gettext_lazy("take up again"), WRITE, 1),
    Key("clear", ("c",), "drafts", gettext_lazy("clear: write it"), WRITE, 2),
    Key("discard", ("d", "delete"), "drafts", gettext_lazy("discard"), WRITE, 3),
    Key("down", ("j", "down"), "drafts", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "drafts", gettext_lazy("up"), MOVE),
    Key("page_down", ("pagedown", "ctrl+d"), "drafts", gettext_lazy("page down"), MOVE),
    Key("page_up", ("pageup", "ctrl+u"), "drafts", gettext_lazy("page up"), MOVE),
    Key("first", ("g", "home"), "drafts", gettext_lazy("first"), MOVE),
    Key("last", ("G", "end"), "drafts", gettext_lazy("last"), MOVE),
    Key("back", ("q", "escape"), "drafts", gettext_lazy("back"), PROGRAM, 0),
    Key("leave", ("escape",), "confirm", gettext_lazy("leave without writing"), PROGRAM, 1, gettext_lazy("leave")),
    Key("next_field", ("tab", "right"), "confirm", gettext_lazy("other button"), MOVE, 2),
    Key("previous_field", ("shift+tab", "left"), "confirm", gettext_lazy("other button"), MOVE),
    Key("down", ("j", "down"), "confirm", gettext_lazy("down"), MOVE),
    Key("up", ("k", "up"), "confirm", gettext_lazy("up"), MOVE),
    Key("press", ("enter",), "confirm", gettext_lazy("press the button"), WRITE, 0),
    *(Key(f"letter('{one.letter}')", (one.letter,), "status", one.label, WRITE) for one in DEFINITIONS),
)
