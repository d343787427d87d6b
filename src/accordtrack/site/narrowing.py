"""A part of what the audience may read: of a place, a theme or a body, with nothing in it that is not of the part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accordtrack import text
from accordtrack.i18n import local, tr
from accordtrack.problems import Problem, Refused, unknown
from accordtrack.regions import NAMES, named
from accordtrack.register import filters
from accordtrack.views import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.register.facts import Body, Facts
    from accordtrack.register.fold import State
    from accordtrack.register.items import Item
    from accordtrack.views import EntryView


_ALIKE = 0.7
"""How near a word is that is offered for another: among many short codes something is always half alike."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked for, by code; None for all. A country is asked for with its states."""

    place: str | None = None
    theme: str | None = None
    body: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any((self.place, self.theme, self.body))


def chosen(facts: Facts, place: str | None, theme: str | None, body: str | None) -> Part:
    """The part that words name: by code or by name, in either language. Refuses what the register does not know."""
    part = Part(_place(facts, place), _theme(facts, theme), _body(facts, body))
    if part and not any(_has(state.record, part) for state in facts.states.values()):
        advice = "Ask for less: leave out one of --place, --theme and --body, or name another."
        raise Refused(
            Problem(
                "No commitment in this register is of this part: {part}", advice, values={"part": words(facts, part)}
            )
        )
    return part


def _place(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    used = {str(place) for state in facts.states.values() for place in state.record["places"]}
    known = {code: NAMES.get(code, Text(code, code)) for code in (*NAMES, *sorted(used))}
    return _found("--place", word, known)


def _theme(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    used = dict.fromkeys(str(state.record["theme"]) for state in facts.states.values())
    listed = {str(one["code"]): Text(one["title"]["en"], one["title"]["es"]) for one in facts.accord.get("themes", ())}
    known = {**{code: Text(code, code) for code in used}, **listed}
    spanish = {folded: code for folded, code in filters.accepted()[1]["theme"].items() if code in known}
    return spanish.get(text.fold(word)) or _found("--theme", word, known)


def _body(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    known = {code: Text(body["name"]["en"], body["name"]["es"]) for code, body in facts.bodies.items()}
    return _found("--body", word, known)


def _found(option: str, word: str, known: Mapping[str, Text]) -> str:
    """The code that is ``word``, or whose name is, whatever its case and accents."""
    codes = {text.fold(code): code for code in known}
    names = {text.fold(name): code for code, both in known.items() for name in (both.en, both.es)}
    plain = text.fold(word)
    found = codes.get(plain) or names.get(plain)
    if found is not None:
        return found
    near = text.nearest(word, known, alike=_ALIKE) or names.get(
        text.fold(text.nearest(word, names, alike=_ALIKE) or "")
    )
    listed = map(text.wash_line, known)
    raise Refused(unknown(option, word, listed, text.wash_line(near) if near else None, alike=_ALIKE))


def words(facts: Facts, part: Part) -> str:
    """What the part is, in the language in force: ``theme Firearms; place Texas (US-TX)``."""
    said = []
    if part.theme:
        said.append(tr("theme {x}", x=_title(facts, "theme", part.theme)))
    if part.place:
        said.append(tr("place {x}", x=local(named(part.place))))
    if part.body:
        said.append(tr("responsible body {x}", x=_title(facts, "body", part.body)))
    return "; ".join(text.wash_line(one) for one in said)


def told(facts: Facts, part: Part, kept: int, withheld: int) -> str:
    """What every page says of the part that it is of; ``facts`` are the whole.

    ``withheld`` entries are those of the whole: how many are of the part would tell what they are about.
    """
    values = {"part": words(facts, part), "n": f"{kept:,}", "all": f"{len(facts.states):,}"}
    found = tr("This site holds only: {part}; {n} of {all} records of the register.", **values)
    return f"{found} {tr('Entries withheld are counted over the whole register.')}" if withheld else found


def _title(facts: Facts, family: str, code: str) -> str:
    both = _titles(facts, family, code)
    return f"{local(both)} ({code})" if family == "body" and both.en != code else local(both)


def _titles(facts: Facts, family: str, code: str) -> Text:
    if family == "place":
        return NAMES.get(code, Text(code, code))
    if family == "body":
        title = facts.bodies[code]["name"] if code in facts.bodies else None
    else:
        title = next((one["title"] for one in facts.accord.get("themes", ()) if one["code"] == code), None)
    return Text(title["en"], title["es"]) if title else Text(code, code)


def narrowed(facts: Facts, part: Part) -> Facts:
    """The facts of the part: its commitments, what is linked to them or of it, and what these name."""
    if not part:
        return facts
    states = {name: state for name, state in facts.states.items() if _has(state.record, part)}
    linked = {str(link.body["indicator"]) for state in states.values() for link in state.links}
    indicators = {name: body for name, body in facts.indicators.items() if name in linked or _is_of(body, part)}
    events = {name: body for name, body in facts.events.items() if _is_of(body, part)}
    kept = {"commitments": frozenset(states), "indicators": frozenset(indicators), "events": frozenset(events)}
    conflicts = {name: _about(body, kept) for name, body in facts.conflicts.items() if _concerns(body, kept, part)}
    measurements = {name: rows for name, rows in facts.measurements.items() if name in indicators}
    answered, answers = _answers(facts, frozenset(indicators), measurements)
    frameworks = {str(state.record["framework"]) for state in states.values()}
    areas = {name: facts.areas[name] for state in states.values() if (name := state.record["area"]) in facts.areas}
    goals = {str(body["goal"]) for body in areas.values()}
    found = replace(
        facts,
        accord=_accord(facts, part, states.values(), frozenset(indicators)),
        states=states,
        indicators=indicators,
        measurements=measurements,
        answers=answers,
        events=events,
        conflicts=conflicts,
        frameworks={name: body for name, body in facts.frameworks.items() if name in frameworks},
        settled={name: body for name, body in facts.settled.items() if name in conflicts},
        answered=answered,
        goals={name: body for name, body in facts.goals.items() if name in goals},
        areas=areas,
        amends=[item for item in facts.amends if item.body["record"] in {*indicators, *frameworks}],
    )
    return _naming(found, part)


def of_part(entries: Mapping[str, list[EntryView]], facts: Facts) -> dict[str, list[EntryView]]:
    """The history of what the narrowed ``facts`` hold, by what it is about."""
    held: dict[str, Mapping[str, object]] = {
        "indicator": facts.indicators,
        "measurement": facts.indicators,
        "event": facts.events,
        "conflict": facts.conflicts,
        "framework": facts.frameworks,
        "goal": facts.goals,
        "area": facts.areas,
        "body": facts.bodies,
        "source": facts.sources,
    }
    others = {**facts.indicators, **facts.states}

    def kept(view: EntryView) -> bool:
        family = view.kind.partition(".")[0]
        if view.kind == "indicator.link" or family not in held:
            return family not in {"accord", "desk"} and view.ref in others
        return view.ref in held[family]

    found = {ref: [view for view in views if kept(view)] for ref, views in entries.items()}
    return {ref: views for ref, views in found.items() if views}


def _has(record: Body, part: Part) -> bool:
    """Whether a commitment is of the part."""
    bodies = {*record["lead"].values(), *record["supporting"]}
    return (
        (part.theme is None or record["theme"] == part.theme)
        and (part.place is None or any(_within(place, part.place) for place in record["places"]))
        and (part.body is None or part.body in bodies)
    )


def _is_of(body: Body, part: Part) -> bool:
    """Whether an indicator or event is itself of the part; of a body nothing but a commitment is."""
    themes = body["themes"] if "themes" in body else (body.get("theme"),)
    return (
        part.body is None
        and (part.theme is None or part.theme in themes)
        and (part.place is None or _within(body.get("place"), part.place))
    )


def _within(place: object, asked: str) -> bool:
    return place is not None and (place == asked or str(place).startswith(f"{asked}-"))


def _concerns(conflict: Body, kept: Mapping[str, frozenset[str]], part: Part) -> bool:
    """Whether a conflict is about something that is kept, or about nothing but the theme that is asked for."""
    about = conflict["about"]
    if any(about[name] for name in kept):
        return any(kept[name] & {*about[name]} for name in kept)
    return part.theme in conflict["themes"] and part.place is None and part.body is None


def _about(conflict: Body, kept: Mapping[str, frozenset[str]]) -> Body:
    about = conflict["about"]
    return {**conflict, "about": {name: [one for one in about[name] if one in kept[name]] for name in kept}}


def _answers(
    facts: Facts, indicators: frozenset[str], measurements: Mapping[str, Any]
) -> tuple[tuple[Item, ...], list[Body]]:
    """Entries that were answered and their answers, and the positions in force, of indicators that are kept."""
    about = [item for item in facts.answered if item.ref in indicators and not item.kind.startswith("position.")]
    named_ = {item.hash for item in about} | {digest for rows in measurements.values() for digest, _body, _seat in rows}
    taken = [item for item in facts.answered if item.kind == "position.take" and item.body["answers"] in named_]
    digests = {item.hash for item in taken}
    gone = [item for item in facts.answered if item.kind == "position.withdraw" and item.body["position"] in digests]
    return (*about, *taken, *gone), [body for body in facts.answers if body["answers"] in named_]


def _accord(facts: Facts, part: Part, states: Iterable[State], indicators: frozenset[str]) -> Body:
    """The accord under a title that names the part, with the themes that it has and their indicators that are kept."""
    if not facts.accord:
        return facts.accord
    held = {str(state.record["theme"]) for state in states}
    codes = [
        (family, code) for family, code in (("theme", part.theme), ("place", part.place), ("body", part.body)) if code
    ]
    names = [_titles(facts, family, code) for family, code in codes]
    title = facts.accord["title"]
    return {
        **facts.accord,
        "title": {
            "en": f"{title['en']}: {', '.join(one.en for one in names)}",
            "es": f"{title['es']}: {', '.join(one.es for one in names)}",
        },
        "themes": [_listed(one, indicators) for one in facts.accord.get("themes", ()) if one["code"] in held],
    }


def _listed(theme: Body, indicators: frozenset[str]) -> Body:
    kept = {name: [one for one in theme.get(name, ()) if one in indicators] for name in ("outputs", "outcomes")}
    headline = theme.get("headline")
    return {**theme, **kept, "headline": headline if headline in indicators else None}


def _naming(facts: Facts, part: Part) -> Facts:
    """Only bodies and sources that something kept names; a body with those that it belongs to."""
    held: list[object] = [
        *(
            body
            for kind in (facts.indicators, facts.events, facts.conflicts, facts.frameworks, facts.settled)
            for body in kind.values()
        ),
        *(state.record for state in facts.states.values()),
        *(item.body for state in facts.states.values() for item in state.items),
        *(body for rows in facts.measurements.values() for _digest, body, _seat in rows),
        *facts.answers,
    ]
    words_: set[str] = {part.body} if part.body else set()
    _gather(held, words_)
    bodies = {code for code in facts.bodies if code in words_}
    for code in tuple(bodies):
        above = facts.bodies[code].get("parent")
        while above in facts.bodies and above not in bodies:
            bodies.add(str(above))
            above = facts.bodies[str(above)].get("parent")
    return replace(
        facts,
        bodies={code: body for code, body in facts.bodies.items() if code in bodies},
        sources={name: body for name, body in facts.sources.items() if name in words_},
    )


_NAMING = frozenset({"source", "sources", "lead", "supporting", "speaker_body", "publisher"})
"""Fields whose words are codes of sources and bodies."""


def _gather(body: object, found: set[str], *, naming: bool = False) -> None:
    """Add the codes of sources and bodies that are named anywhere in ``body``."""
    if isinstance(body, str):
        if naming:
            found.add(body)
    elif isinstance(body, Mapping):
        for name, content in body.items():
            _gather(content, found, naming=naming or name in _NAMING)
    elif isinstance(body, list | tuple):
        for one in body:
            _gather(one, found, naming=naming)
