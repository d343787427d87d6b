"""Text about what waits for a side: the first line, entries, changes and the effect of concurring. Not yet sanitized."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import gettext_lazy, in_both_languages, languages, line_text, localize, tr, trn, using_language
from accordtrack.ledger.amended_parts import is_text
from accordtrack.text import verifiability
from accordtrack.text.calendar_names import short_date
from accordtrack.text.field_values import field, field_in_language, value_text, value_with_dates
from accordtrack.text.numbers import format_exact, format_points, format_signed
from accordtrack.types import Line, Text
from accordtrack.vocabulary import Provenance, Side, Stance
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.types import ProposedChange
    from accordtrack.types.pending import PendingAct, PendingChange, PendingDispute, PendingEffect, PendingEntry

MOST_OLD = 24
"""Most characters shown of an old value in a brief text."""
WAITS_FOR = {"US": gettext_lazy("Waits for the United States"), "MX": gettext_lazy("Waits for Mexico")}
"""The heading of what waits for a side."""
_WAITS = "Waits for "
"""How the lines of a plan begin that say which side an entry waits for."""
_DELIVERY = {"US": gettext_lazy("actions done, U.S."), "MX": gettext_lazy("actions done, Mexico")}


def headline(acts: Sequence[PendingAct], side: str, *, disputed: bool = False) -> str:
    """Return the sentence that says how much waits for a side, or was disputed by it, in how many acts and since when."""
    name = label("the side", side)
    if not acts:
        return tr(
            "No disagreement of {side} keeps anything out of force." if disputed else "Nothing waits for {side}.",
            side=name,
        )
    count = sum(len(act.entries) for act in acts)
    values = {"side": name, "changes": changes(count), "acts": trn("{n} act", "{n} acts", len(acts))}
    if disputed:
        return tr("{side} disagrees; not in force: {changes} in {acts}.", **values)
    return trn(
        "{n} change in {acts} waits for {side}; the oldest since {date}.",
        "{n} changes in {acts} wait for {side}; the oldest since {date}.",
        count,
        acts=values["acts"],
        side=name,
        date=short_date(min(map(since, acts))),
    )


def disputed_headline(acts: Sequence[PendingAct]) -> str:
    """Return the sentence that says how much either side disputed, so that it is not in force."""
    if not acts:
        return tr("No disagreement keeps anything out of force.")
    return trn(
        "{n} change in {acts} meets disagreement and is not in force.",
        "{n} changes in {acts} meet disagreement and are not in force.",
        sum(len(act.entries) for act in acts),
        acts=trn("{n} act", "{n} acts", len(acts)),
    )


def alone_headline(acts: Sequence[PendingAct], side: str) -> str:
    """Return the sentence that says how much is in force without ``side``, in how many acts."""
    name = label("the side", side)
    if not acts:
        return tr("Nothing is in force without {side}.", side=name)
    values = {
        "changes": changes(sum(len(act.entries) for act in acts)),
        "acts": trn("{n} act", "{n} acts", len(acts)),
    }
    return tr("In force without {side}: {changes} in {acts}.", side=name, **values)


def alone_note(count: int, side: str, how: str) -> str:
    """Return how many entries are in force without ``side``, and how it makes them wait; empty if none are."""
    if not count:
        return ""
    return trn(
        "{n} entry is in force without {side}. To make it wait, use {how}.",
        "{n} entries are in force without {side}. To make them wait, use {how}.",
        count,
        side=label("the side", side),
        how=how,
    )


def no_desk(side: str) -> str:
    """Return the sentence that a side has no open desk, so that nothing new waits for it."""
    return tr("{side} has no open desk", side=label("the side", side))


def changes(count: int) -> str:
    """Return a number of changes in words."""
    return trn("{n} change", "{n} changes", count)


def since(act: PendingAct) -> str:
    """Return the day since which the oldest entry of an act waits."""
    return min(waits_since(act, entry) for entry in act.entries)


def waits_since(act: PendingAct, entry: PendingEntry) -> str:
    """Return the day since which an entry waits: the side saw it then, or it was written then."""
    return entry.seen or act.at[:10]


def act_title(act: PendingAct) -> str:
    """Return which act it is, who wrote it, when, and how many of its entries wait."""
    values = {
        "act": act.act,
        "feed": act.feed,
        "by": act.by,
        "date": short_date(act.at[:10]),
        "changes": changes(len(act.entries)),
    }
    return tr("Act {act} by {feed} ({by}), {date}: {changes}", **values)


def effect_lines(act: PendingAct, *, arrow: str = "→") -> list[str]:
    """Return the numbers that concurring would change, or a line that says that none changes, or that none is known."""
    if act.effects is None:
        return [tr("change in the numbers not computed")]
    return effects(act, arrow=arrow) or [tr("actions done and change in indicators stay as they are")]


def effects(act: PendingAct, *, arrow: str = "→") -> list[str]:
    """Return the numbers that concurring would change, those of the sides first, each as ``Mexico's delivery 33 → 31``.

    The list is empty if no number changes in its first decimal, or if the effect is not known. Only delivery and the
    results trend are computed: counts, such as those of what is overdue, may change all the same.
    """
    ordered = sorted(act.effects or (), key=lambda one: (one.theme is not None, one.side is None, -one.size))
    return [text for one in ordered if (text := _effect(one, arrow))]


def _effect(one: PendingEffect, arrow: str) -> str:
    known = one.before is not None and one.after is not None
    whole = format_signed if one.measure == "trend" else format_points
    form = format_exact if known and one.size < 1 else whole  # 39.4 → 39.5 is no step from 39 to 40
    before, after = form(one.before), form(one.after)
    return "" if before == after else f"{_number(one)} {before} {arrow} {after}"


def _number(one: PendingEffect) -> str:
    if one.side is not None:
        return tr(_DELIVERY[one.side])
    name = label("term", one.measure)
    return name if one.theme is None else f"{name}, {label('theme', one.theme)}"


def entry_text(entry: PendingEntry) -> str:
    """Return what an entry is: its kind, what it is about, and its status."""
    title = localize(entry.title)
    parts = [label("entry kind", entry.kind), f"{entry.about} {title}".strip()]
    if entry.takes_back is not None:
        parts.append(tr("takes back {entries}", entries=entry.takes_back))
    if entry.status is not None:
        parts.append(wording.status(entry.status, None, short=True))
    return ", ".join(parts)


def dispute_lines(entry: PendingEntry) -> list[str]:
    """Return who disputed an entry, when, on which ground and why, one line for each answer."""
    return [_dispute_line(one) for one in entry.disputes]


def _dispute_line(one: PendingDispute) -> str:
    who = tr("{side} ({desk}), {date}", side=label("side", one.side), desk=one.feed, date=short_date(one.said_on))
    parts = [who, label("stance", one.stance) if one.stance != Stance.DISPUTE else "", label("ground", one.ground)]
    reason = localize(one.reason)
    return ": ".join(filter(None, (", ".join(filter(None, parts)), reason)))


def change_lines(change: PendingChange | ProposedChange, shown: Callable[[str, object], str] = value_text) -> list[str]:
    """Return a field with its old and new value; for a text, in each language in which it changes."""
    return [
        _change_line(name, *(value or "—" for value in values))
        for name, *values in changed_values(change.field, change.old, change.new, shown)
    ]


def changed_values(
    name: str, old: object, new: object, shown: Callable[[str, object], str] = value_with_dates
) -> list[tuple[str, str, str]]:
    """Return the name of a field with its old and new value; for a text, in each language in which it changes."""
    found: dict[str, tuple[str, str]] = {}
    for language in languages():
        with using_language(language):
            found[language] = (shown(name, old), shown(name, new))
    texts = [value for value in (old, new) if is_text(value)]
    if not texts or (len(set(found.values())) == 1 and len(texts[-1]) > 1):
        return [(field(name), *found[languages()[0]])]
    given = [one for one in languages() if one in texts[-1]]
    return [(field_in_language(name, one), *found[one]) for one in given if found[one][0] != found[one][1]]


def content_lines(entry: PendingEntry, shown: Callable[[str, object], str] = value_text) -> list[str]:
    """Return every field of an entry with its words, uncut: those of a change as old and new value.

    A text that differs between the languages is shown in both, since both come into force. ``shown`` gives the words of a
    value of a field.
    """
    lines = [line for one in entry.changes for line in change_lines(one, shown)]
    assumed = _is_verdict_assumed(entry.body)
    for name, value in entry.body.items():
        if name in _NOT_SHOWN or (name in _NAMED and value == entry.about):
            continue
        if assumed and name in {"verifiable", "verifiable_why"}:
            lines += [f"{field(name)}: {verifiability.assumed_verdict()}"] if name == "verifiable" else []
            continue
        if name == "target" and entry.takes_back is not None:
            continue
        if name == "claim" and entry.settles is not None:
            lines += _field_lines(name, entry.settles, shown, f" {value}")
        elif isinstance(value, Sequence) and value and all(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                lines += _field_lines(_ONE_OF.get(name, name), one, shown, f" {number}")
        else:
            lines += _field_lines(name, value, shown)
    if entry.taken_back is not None:
        said = {**entry.taken_back, **entry.taken_back.get("fields", {})}
        gone = replace(entry, body=said, changes=(), takes_back=None, taken_back=None)
        lines += [tr("taken back: {words}", words=line) for line in content_lines(gone, shown)]
    return [*lines, *map(line_text, entry.cells)]


def _is_verdict_assumed(body: Mapping[str, Any]) -> bool:
    why = body.get("verifiable_why")
    verdict = body.get("verifiable") is True
    return verdict and is_text(why) and verifiability.is_assumed(body["inferred"], Text(**why), verifiable=verdict)


_NOT_SHOWN = frozenset({"fields", "replaces", "base", "position"})
"""Fields of a body that are shown otherwise, or are digests of entries."""
_NAMED = frozenset({"id", "code", "record", "commitment", "indicator", "conflict"})
"""Fields that name what an entry is about, which is shown before them."""
_ONE_OF = {"claims": "claim", "scenarios": "scenario"}
"""The name of one member of a field with several."""


def _field_lines(name: str, value: object, shown: Callable[[str, object], str], number: str = "") -> list[str]:
    kept = _without_blanks(value)
    lines: list[str] = []
    for one in () if kept is None else languages()[: 2 if _differs(kept) else 1]:
        words = shown(name, _in_language(kept, one)) or "—"
        named = f" ({label('language', one)})" if lines else ""
        lines.append(f"{field(name)}{number}{named}: {words}")
    return lines


def _without_blanks(value: object) -> object:
    """Return a value without the members that have no content."""
    if isinstance(value, Mapping):
        members = {name: _without_blanks(member) for name, member in value.items()}
        return {name: member for name, member in members.items() if member is not None} or None
    if isinstance(value, (list, tuple)):
        return [_without_blanks(member) for member in value] or None
    return value


def _in_language(value: object, language: str) -> object:
    """Return a value with the words of each text in one language, so that the names of its fields stay in the user's."""
    if isinstance(value, Mapping):
        if value.keys() == {"en", "es"}:
            return value[language]
        return {name: _in_language(member, language) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_language(member, language) for member in value]
    return value


def _differs(value: object) -> bool:
    """Whether a value holds a text that is not the same in both languages."""
    match value:
        case {"en": english, "es": spanish}:
            return bool(english != spanish)
        case Mapping():
            return any(map(_differs, value.values()))
        case list():
            return any(map(_differs, value))
    return False


SAYS = gettext_lazy("{entry} says   {words}")
"""The line of a plan with a field of an entry that is accepted."""


def shown_id(entry: PendingEntry) -> str:
    """Return the id of what an entry records; its number in the feed instead of an id of several parts."""
    return entry.number if "|" in entry.id else entry.id


def accepted_lines(entry: PendingEntry) -> list[Line]:
    """Return the lines of a plan with every field of an entry that would be accepted."""
    words = in_both_languages(lambda: "\n".join(map(sanitize_line, content_lines(entry))))
    pairs = zip(*(words[language].split("\n") for language in ("en", "es")), strict=True)
    return [
        Line(SAYS, {"entry": shown_id(entry), "words": {"en": english, "es": spanish}})
        for english, spanish in pairs
        if english
    ]


def without_contents(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines of a plan without the fields of the entries that are accepted, for where they are shown otherwise."""
    return tuple(line for line in lines if line.template != SAYS)


def content(entry: PendingEntry, *, arrow: str, nothing: str, ascii_only: bool, brief: bool = False) -> list[str]:
    """Return what an entry says: a status or changed fields, "" for a new record; ``brief`` cuts old values."""
    if entry.status is not None:
        said = wording.status(entry.status, None, ascii_only=ascii_only, short=True)
        return [tr("{speaker}: {words}", speaker=label("side", entry.speaker), words=said) if entry.speaker else said]
    most = MOST_OLD if brief else None
    found = [line for one in entry.changes for line in _brief_changes(one, arrow, nothing, most)]
    return [text.replace("…", "..") for text in found] if ascii_only else found


def _brief_changes(one: PendingChange, arrow: str, nothing: str, most: int | None) -> list[str]:
    return [
        f"{name}: {(before if most is None else shorten(before, most)) or nothing} {arrow} {after or nothing}"
        for name, before, after in changed_values(one.field, one.old, one.new)
    ]


def waiting_lines(lines: Iterable[Line]) -> list[str]:
    """Return the lines of a written act that say which side it waits for, each once."""
    return list(dict.fromkeys(line_text(one) for one in lines if one.template.startswith(_WAITS)))


def count_for(side: str, count: int, *, own: bool, key: str) -> str:
    """Return the count for the first screen: ``12 wait for you (E)``; ``own`` if the reader's desk is of that side."""
    if own:
        return trn("{n} waits for you ({key})", "{n} wait for you ({key})", count, key=key)
    return trn(
        "{n} waits for {side} ({key})", "{n} wait for {side} ({key})", count, side=label("the side", side), key=key
    )


def _change_line(name: str, old: str, new: str) -> str:
    return tr("{field}: {old} → {new}", field=name, old=old, new=new)


def provenance(entry: PendingEntry, act: PendingAct) -> str:
    """Return the provenance of an entry in words."""
    return provenance_text(entry.provenance, act.side, entry.speaker)


def provenance_text(word: str, writer: str, speaker: str | None) -> str:
    """Return a provenance in words. ``writer`` is the side of the desk that wrote, ``speaker`` whose statement it is."""
    texts: dict[str, Callable[[], str]] = {
        Provenance.OWN: lambda: label("side", writer),
        Provenance.THIRD_PARTY: lambda: tr("entered by a third party"),
        Provenance.NOT_ADMITTED: lambda: tr("not admitted"),
        Provenance.COUNTERPART: lambda: tr(
            "entered by {writer}, not confirmed by {side}",
            writer=label("the side", writer),
            side=label("the side", _confirming(writer, speaker)),
        ),
    }
    return texts[word]() if word in texts else ""


def _confirming(writer: str, speaker: str | None) -> str:
    """Return the side that could confirm a statement; that of an observer is confirmed by the other side."""
    if speaker in {*Side} and speaker != writer:
        return str(speaker)
    return Side(writer).other.value if writer in {*Side} else str(speaker)
