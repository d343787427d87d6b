"""Entries of the history as the site tells them: who said what on which day, in whose words, and how it is found in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import quoted
from accordtrack.sentences import values
from accordtrack.site.paths import SHOWN
from accordtrack.site.sections import bykind, cited, utter
from accordtrack.site.value import Link, Said
from accordtrack.text import capital, wash, wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.site.material import Material
    from accordtrack.site.value import Words
    from accordtrack.views import EntryView

    Body = Mapping[str, Any]

_WORDS = ("text", "reason", "note", "rationale", "definition")
"""Fields that hold the words of an entry, the first that is there."""
_RECORDS = frozenset({"commitment.add", "indicator.link", "note.add", "evidence.withhold", "entry.retract"})
"""Kinds that say what the register did; nobody speaks in them."""


def entry(made: Material, view: EntryView, *, about: Link | None = None, linked: bool = True) -> Said:
    """An entry; ``about`` leads to what it is about, where it stands among entries about others.

    ``linked``: the sources stand on the same page.
    """
    body: Body = view.body or {}
    words = next((values.value("text", body[name]) for name in _WORDS if body.get(name)), "")
    return Said(
        anchor=utter.anchor(view.hash),
        day=wash_line(_day(view, body)),
        head=wash_line(_head(made, view, body)),
        words=wash(words),
        notes=tuple(_notes(made, view, body, about, linked=linked)),
        gone=view.retracted_by is not None,
        about=about,
    )


def _day(view: EntryView, body: Body) -> str:
    """The day it was said; of what was only recorded, the day of that."""
    named = ("said_on", "asked_on", "published_on", "agreed_on", "date")
    return str(next((body[name] for name in named if body.get(name)), view.at[:10]))


def _head(made: Material, view: EntryView, body: Body) -> str:
    """``United States (DOJ): read as limited``; of what the register did, what and of what."""
    who = quoted.who(view.speaker, body.get("speaker_body")) if view.speaker and view.kind not in _RECORDS else ""
    gist = _gist(made, view, body)
    return f"{who}: {gist}" if who else capital(gist)


def _gist(made: Material, view: EntryView, body: Body) -> str:
    kind = label("entry kind", view.kind)
    match view.kind:
        case "status.report":
            return wording.status(body["status"], body["basis"])
        case "position.take":
            told = [label("stance", body["stance"])]
            told += [label("ground", body["ground"])] if body["ground"] else []
            if body["proposed_status"]:
                told.append(tr("proposes {status}", status=label("status", body["proposed_status"])))
            return ", ".join(told)
        case "evidence.add":
            title = values.value("title", body["title"]) if not view.withheld else view.id
            return tr("evidence, {grade}: {title}", grade=label("grade", body["grade"]), title=title)
        case "indicator.link":
            title = made.held.title("indicator", str(body["indicator"]))
            strength = label("strength", body["strength"])
            return tr("indicator linked, {strength}: {title}", strength=strength, title=title)
        case "commitment.amend" | "indicator.amend" | "framework.amend":
            return tr("changes {fields}", fields="; ".join(_changed(body["fields"])))
        case "answer.ask":
            return tr("{side} was asked for an answer", side=label("the side", body["of"]))
        case "measurement.add":
            period = f"{body['period_start']}..{body['period_end']}"
            return tr(
                "{value} in {period}, series {series}",
                value=body["value"],
                period=period,
                series=label("series", body["series"]),
            )
        case "commitment.add":
            return tr(bykind.telling(body).recorded)
        case _:
            return kind


def _changed(fields: Body) -> Iterator[str]:
    for name, new in fields.items():
        yield tr("{field} to {new}", field=values.field(name), new=values.value(name, new) or "—")


def _notes(made: Material, view: EntryView, body: Body, about: Link | None, *, linked: bool) -> Iterator[Words]:
    """What goes with it: days, what it replaced or took back, whose word it is, its sources, and how it is found."""
    days = [tr("recorded on {date}", date=view.at[:10])]
    if view.effective_on and view.effective_on != _day(view, body):
        days.insert(0, tr("holds on {effective}", effective=view.effective_on))
    who = tr("official, signed by desk {desk}", desk=view.feed)
    if not view.official:
        who = tr("attributed, recorded by desk {desk}", desk=view.feed)
    if view.kind in _RECORDS:
        who = tr("recorded by desk {desk}", desk=view.feed)
    told = [*days, who]
    if view.retracted_by is not None:
        told.insert(0, tr("taken back by {entry}", entry=view.retracted_by))
    if view.names:
        told.append(wording.aims(view, ", ".join(view.names)))
    if body.get("inferred"):
        fields = values.value("inferred", body["inferred"])
        if view.kind == "commitment.add":
            fields = ", ".join(bykind.field(body, str(name)) for name in body["inferred"])
        told.append(tr("inferred by the register: {fields}", fields=fields))
    line = "; ".join(told)
    yield (wash_line(capital(line)),)
    if body.get("sources"):
        shown = wash_line(", ".join(map(str, body["sources"])))
        yield cited.named(made, body["sources"]) if linked else (f"{tr('Source:')} ", shown)
    digest = view.hash[:SHOWN]
    place = Link(digest, anchor=utter.anchor(view.hash))
    if about is not None:
        place = replace(about, text=digest, anchor=utter.anchor(view.hash))
    yield (tr("Entry {id}, digest", id=wash_line(view.id)), " ", place)
