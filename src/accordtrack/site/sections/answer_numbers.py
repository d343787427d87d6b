"""The composed answer with numbers that open the list they count: areas, indicators, commitments and statements."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line
from accordtrack.documents.model import Item
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.findings import listed_states, shown_of_family, statement_group
from accordtrack.scoring.theme_words import Word
from accordtrack.statuses import Status
from accordtrack.text import counted
from accordtrack.vocabulary import Responsible, Side, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from accordtrack.documents.model import Count, Part, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.theme_words import Family
    from accordtrack.site.material import SiteData
    from accordtrack.text.counted import Number

    Rows = tuple[str, Callable[[], list[Item]]]
    """The title of a list and what makes its rows, which most paragraphs do not need."""

_BY_BOTH = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS})
_STATED: Mapping[str, str] = {Status.COMPLETED: "completed", Status.REVERSED: "reversed"}


def linked(site: SiteData, lists: Listings, paragraphs: Iterable[str], theme: str | None = None) -> list[Sentence]:
    """Return paragraphs whose marked numbers open lists, of a theme or of the whole; ``lists`` gets those lists.

    A mark that no list belongs to is text of the register, and stays text.
    """
    rows = _rows(site, theme)

    def part(one: str | Number) -> Part:
        if isinstance(one, str):
            return sanitize(one)
        if one.list not in rows:
            return sanitize_line(one.shown)
        title, items = rows[one.list]
        return lists.count(f"answer-{one.list.lower()}", title, items())

    return [tuple(map(part, counted.parts(text))) for text in paragraphs]


def _rows(site: SiteData, theme: str | None) -> Mapping[str, Rows]:
    """Return the title and the rows of every list by the name that a marked number has."""
    scores = site.held.scores
    states = listed_states(scores, theme)
    found = [scores.theme_paths(theme)] if theme else scores.all_theme_paths
    return {
        **_areas(site, found),
        **_indicators(site, found),
        **_commitments(site, states),
        **_statements(site, states),
    }


def _areas(site: SiteData, found: Iterable[ThemePaths]) -> dict[str, Rows]:
    every = list(found)

    def rows(word: Word | None) -> list[Item]:
        chosen = [one for one in every if word in {None, one.word}]
        return [Item(one.id, f"{site.held.title('theme', one.id)}: {label('theme word', one.word)}") for one in chosen]

    lists: dict[str, Rows] = {"areas": (tr("Areas"), partial(rows, None))}
    for word in Word:
        lists[f"areas-{word}"] = (tr("Areas: {word}", word=label("theme word", word)), partial(rows, word))
    return lists


def count_areas(site: SiteData, lists: Listings, word: Word) -> Count:
    """Return the number of areas with a word, which opens the list that the answer opens too."""
    name = f"areas-{word}"
    title, items = _areas(site, site.held.scores.all_theme_paths)[name]
    return lists.count(f"answer-{name}", title, items())


def _indicators(site: SiteData, found: Iterable[ThemePaths]) -> dict[str, Rows]:
    every = list(found)

    def rows(side: Side | None) -> list[Item]:
        about = {side.value, Responsible.JOINT.value} if side else None
        pairs = [pair for one in every for pair in _families(site, one)]
        return [item for item, family in pairs if about is None or about & {*family.sides}]

    lists: dict[str, Rows] = {"indicators": (tr("Indicators with comparable data"), partial(rows, None))}
    for side in Side:
        title = tr("Indicators with comparable data about {side}", side=label("the side", side))
        lists[f"indicators-{side}"] = (title, partial(rows, side))
    return lists


def count_indicators(site: SiteData, lists: Listings, theme: str) -> Count:
    """Return the number of indicators of a theme with comparable data, which opens their list."""
    title = tr("Indicators with comparable data: {theme}", theme=site.held.title("theme", theme))
    found = _families(site, site.held.scores.theme_paths(theme))
    return lists.count(f"indicators-of-{theme}", title, [item for item, _family in found])


def _families(site: SiteData, found: ThemePaths) -> Iterator[tuple[Item, Family]]:
    """Yield each measured family with its item, which names the indicator that stands for it on the page of its theme."""
    scores = site.held.scores
    for family in found.measured:
        shown = shown_of_family(scores, family, scores.theme_finding(found.id).spoken)
        word = label("theme word", family.word)
        yield Item(found.id, f"{site.held.title('indicator', shown[0].indicator)}: {word}"), family


def _commitments(site: SiteData, states: list[State]) -> dict[str, Rows]:
    def rows(test: Callable[[State], bool]) -> list[Item]:
        return [site.held.item(one) for one in states if test(one)]

    lists: dict[str, Rows] = {
        "commitments": (tr("Commitments"), partial(rows, lambda _one: True)),
        "joint": (tr("Joint commitments"), partial(rows, _is_joint)),
        "text-both": (
            tr("Joint commitments in a joint text or in the readouts of both governments"),
            partial(rows, partial(_is_in_text, _BY_BOTH)),
        ),
    }
    for side in Side:
        title = tr("Commitments of {side} alone", side=label("the side", side))
        lists[f"alone-{side}"] = (title, partial(rows, partial(_is_alone, side)))
    for basis in set(TextBasis) - _BY_BOTH:
        title = tr("Joint commitments known only from: {text}", text=label("text basis", basis))
        lists[f"text-{basis}"] = (title, partial(rows, partial(_is_in_text, {basis})))
    return lists


def _is_joint(one: State) -> bool:
    return one.record.responsible_side is Responsible.JOINT


def _is_alone(side: Side, one: State) -> bool:
    return one.record.responsible_side.value == side.value


def _is_in_text(bases: Collection[TextBasis], one: State) -> bool:
    return _is_joint(one) and one.record.text_basis in bases


def _statements(site: SiteData, states: list[State]) -> dict[str, Rows]:
    """Return the lists of ``scoring.findings.Statements`` by side."""
    words = {
        "listed": tr("commitments"),
        "completed": tr("reported completed"),
        "reversed": tr("reported reversed"),
        "stated_otherwise": tr("stated with another status"),
        "assessed": tr("assessed by this tracker ≈"),
        "not_public": tr("with a statement that is not public"),
        "taken_back": tr("with a statement that was taken back"),
        "earlier_again": tr("with a later statement that was taken back"),
        "none": tr("no statement of status found"),
    }

    def rows(side: Side, name: str) -> list[Item]:
        halves = ((state, half) for state in states for half in state.in_scope if half.side == side)
        return [_with_status(site, state, half) for state, half in halves if name in {"listed", *_groups(half)}]

    return {
        f"{name}-{side}": (
            capitalize_first(tr("{title}: {side}", title=title, side=label("the side", side))),
            partial(rows, side, name),
        )
        for name, title in words.items()
        for side in Side
    }


def _groups(half: HalfState) -> set[str]:
    """Return the numbers of ``Statements`` that count a commitment of one side."""
    group = statement_group(half)
    again = {"earlier_again"} if half.claim is not None and half.taken_back is not None else set()
    if group != "stated":
        return {"not_public" if group == "hidden" else group, *again}
    return {_STATED.get(half.status or "", "stated_otherwise"), *again}


def _with_status(site: SiteData, state: State, half: HalfState) -> Item:
    item = site.held.item(state)
    return Item(item.code, f"{item.words}: {cells.status(half).text}")
