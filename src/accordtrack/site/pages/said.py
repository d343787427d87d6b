"""Entries of the history as the site tells them: who said what on which day, in whose words, and how it is found in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import tr
from accordtrack.sentences.values import value
from accordtrack.site.value import Link, Said
from accordtrack.text import wash, wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.views import EntryView

_GIST = {
    "status.report": ("status", "basis"),
    "position.take": ("stance", "ground", "proposed_status"),
    "answer.ask": ("of",),
    "evidence.add": ("grade",),
    "measurement.add": ("series", "value", "period_start", "period_end"),
}
"""Fields that say in a word or two what an entry says."""
_WORDS = ("text", "reason", "note", "title")
"""Fields that hold the words of an entry, the first that is there."""


def entry(view: EntryView, *, about: Link | None = None) -> Said:
    """An entry; ``about`` leads to what it is about, where it stands among entries about others."""
    body: Mapping[str, Any] = view.body or {}
    kind = "status.reading" if view.kind == "status.report" and body.get("basis") == "reading" else view.kind
    who = label("side", view.speaker) if view.speaker else ""
    if who and body.get("speaker_body"):
        who = f"{who} ({body['speaker_body']})"
    gist = ", ".join(value(name, body[name]) for name in _GIST.get(view.kind, ()) if body.get(name))
    head = ": ".join(part for part in (", ".join(one for one in (label("entry kind", kind), who) if one), gist) if part)
    words = next((value("text", body[name]) for name in _WORDS if body.get(name)), "")
    said = str(body.get("said_on") or body.get("published_on") or body.get("agreed_on") or "")
    return Said(
        anchor=f"entry-{view.hash[:16]}",
        day=wash_line(said or view.at[:10]),
        head=wash_line(head),
        words=wash(words),
        notes=tuple(_notes(view, body)),
        gone=view.retracted_by is not None,
        about=about,
    )


def _notes(view: EntryView, body: Mapping[str, Any]) -> list[str]:
    """What goes with it: the day for which it holds, its sources, what was inferred, and where it stands in the log."""
    found = []
    if view.retracted_by is not None:
        found.append(tr("taken back by {entry}", entry=view.retracted_by))
    if view.effective_on and view.effective_on != body.get("said_on"):
        found.append(tr("holds on {effective}", effective=view.effective_on))
    if body.get("sources"):
        found.append(tr("sources: {codes}", codes=", ".join(map(str, body["sources"]))))
    if body.get("inferred"):
        found.append(tr("inferred by the register: {fields}", fields=value("inferred", body["inferred"])))
    told = tr("attributed, recorded by {desk}", desk=view.feed)
    if view.official:
        told = tr("official, signed by {desk}", desk=view.feed)
    found.append(told)
    found.append(tr("entry {id}, written {at}, digest {digest}", id=view.id, at=view.at[:10], digest=view.hash[:16]))
    return [wash_line(one) for one in found]
