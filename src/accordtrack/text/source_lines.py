"""A source in one line: its id, publisher, date, and the copy that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import SourceView


def source(view: SourceView) -> str:
    """Return ``GAO-2024: GAO, 2024-05-01, copy read: official``. A copy that does not raise a grade says so."""
    who = f"{view.publisher}, {view.date}" if view.date else view.publisher
    copy = label("copy", view.copy)
    said = tr("{id}: {publisher}, copy read: {copy}", id=view.id, publisher=who, copy=copy)
    return f"{said}; {tr('a weak copy: it gives no grade above claimed')}" if view.weak else said
