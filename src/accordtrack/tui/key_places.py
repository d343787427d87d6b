"""Places in which keys are active: which ones are active together, and their names."""

from __future__ import annotations

from accordtrack.i18n import gettext_lazy

STACKS: dict[str, tuple[str, ...]] = {
    "register": ("register", "list", "record", "everywhere"),
    "facets": ("facets", "record", "everywhere"),
    "filter": ("filter",),
    "commitment": ("commitment", "record", "everywhere"),
    "owed": ("owed", "groups", "record", "everywhere"),
    "owedrows": ("owed", "list", "record", "everywhere"),
    "disputes": ("disputes", "record", "everywhere"),
    "conflicts": ("conflicts", "disputes", "everywhere"),
    "pending": ("pending", "list", "everywhere"),
    "scorecard": ("scorecard", "everywhere"),
    "history": ("history", "everywhere"),
    "welcome": ("welcome", "quitting"),
    "reading": ("reading",),
    "reminder": ("reminder", "reading"),
    "score-changes": ("score-changes", "reading"),
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
    "everywhere": gettext_lazy("everywhere"),
    "list": gettext_lazy("in a list of commitments"),
    "record": gettext_lazy("on a commitment, in the list or opened"),
    "register": gettext_lazy("on the register"),
    "filter": gettext_lazy("in the filter line"),
    "facets": gettext_lazy("in the facets"),
    "commitment": gettext_lazy("on an opened commitment"),
    "disputes": gettext_lazy("on the disputes"),
    "conflicts": gettext_lazy("on the conflicting figures"),
    "pending": gettext_lazy("in the list of what waits"),
    "scorecard": gettext_lazy("on the indicators"),
    "owed": gettext_lazy("on the commitments by government"),
    "history": gettext_lazy("in the history"),
    "groups": gettext_lazy("in the groups by government"),
    "welcome": gettext_lazy("at the doors"),
    "quitting": gettext_lazy("while it opens"),
    "reading": gettext_lazy("on a reading page"),
    "reminder": gettext_lazy("on a reminder"),
    "score-changes": gettext_lazy("on the page of score changes"),
    "drawing": gettext_lazy("while numbers are drawn"),
    "choosing": gettext_lazy("in a list to choose from"),
    "picking": gettext_lazy("in a list to choose from, where nothing is typed"),
    "saved": gettext_lazy("in the saved filters"),
    "jumping": gettext_lazy("while letters mark the rows"),
    "form": gettext_lazy("in a form"),
    "choice": gettext_lazy("on a choice in a form"),
    "status": gettext_lazy("on the status letters"),
    "export": gettext_lazy("in the export"),
    "import": gettext_lazy("in the table import"),
    "confirm": gettext_lazy("at a question"),
    "claim": gettext_lazy("in a form about what someone says"),
    "drafts": gettext_lazy("on the page of drafts"),
}
"""Names of the places, as catalog keys."""


def place_name(place: str) -> str:
    """Return the name of a place, an English literal of the message catalog."""
    return PLACES.get(place, place)
