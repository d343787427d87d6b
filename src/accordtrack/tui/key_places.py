"""Places in which keys are active: which ones are active together, and their names."""

from __future__ import annotations

from accordtrack.i18n import later

STACKS: dict[str, tuple[str, ...]] = {
    "register": ("register", "list", "record", "everywhere"),
    "facets": ("facets", "record", "everywhere"),
    "filter": ("filter",),
    "commitment": ("commitment", "record", "everywhere"),
    "owed": ("owed", "groups", "record", "everywhere"),
    "owedrows": ("owed", "list", "record", "everywhere"),
    "disputes": ("disputes", "record", "everywhere"),
    "conflicts": ("conflicts", "disputes", "everywhere"),
    "scorecard": ("scorecard", "everywhere"),
    "history": ("history", "everywhere"),
    "welcome": ("welcome", "quitting"),
    "reading": ("reading",),
    "reminder": ("reminder", "reading"),
    "drawing": ("drawing",),
    "choosing": ("choosing",),
    "picking": ("picking", "choosing"),
    "saved": ("saved", "picking", "choosing"),
    "jumping": ("jumping",),
    "export": ("export", "form"),
    "import": ("import", "form"),
    "form": ("form",),
    "status": ("status", "claim", "form"),
    "choice": ("choice", "form"),
    "confirm": ("confirm",),
    "claim": ("claim", "form"),
    "drafts": ("drafts", "everywhere"),
}
"""Places that handle keys together, by the name of their stack, innermost first."""

PLACES: dict[str, str] = {
    "everywhere": later("everywhere"),
    "list": later("in a list of commitments"),
    "record": later("on a commitment, in the list or opened"),
    "register": later("on the register"),
    "filter": later("in the filter line"),
    "facets": later("in the facets"),
    "commitment": later("on an opened commitment"),
    "disputes": later("on the disputes"),
    "conflicts": later("on the figures that do not fit"),
    "scorecard": later("on the scorecard"),
    "owed": later("on what is owed"),
    "history": later("in the history"),
    "groups": later("in the groups of what is owed"),
    "welcome": later("at the doors"),
    "quitting": later("while it opens"),
    "reading": later("on a page to read"),
    "reminder": later("on a reminder"),
    "drawing": later("while numbers are drawn"),
    "choosing": later("in a list to choose from"),
    "picking": later("in a list to choose from, where nothing is typed"),
    "saved": later("in the saved filters"),
    "jumping": later("while letters stand on rows"),
    "form": later("in a form"),
    "choice": later("on a choice in a form"),
    "status": later("on the status letters"),
    "export": later("in the export"),
    "import": later("where a table is taken in"),
    "confirm": later("at a question"),
    "claim": later("in a form about what somebody says"),
    "drafts": later("on the page of drafts"),
}
"""Names of the places, as catalog keys."""


def where(place: str) -> str:
    """Return the name of a place, an English literal of the message catalog."""
    return PLACES.get(place, place)
