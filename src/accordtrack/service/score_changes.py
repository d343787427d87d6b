"""Explains why the numbers of a card changed: reads the log once and walks through it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.core.safe_text import nearest
from accordtrack.i18n import term_spelling
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.audience_standing import context_for, readable_by_ref
from accordtrack.projection.dual_control import RULES
from accordtrack.queries import comparison
from accordtrack.scoring import parameter_file, score_changes
from accordtrack.scoring.cards import NOBODY
from accordtrack.scoring.running_score import ACCORD, BODY, COMMITMENT, FRAMEWORK, SIDE, THEME, Card
from accordtrack.store import log
from accordtrack.store.items import is_kind
from accordtrack.types import Text
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.audience import Audience
    from accordtrack.scoring.change_steps import Standing
    from accordtrack.store.items import Item
    from accordtrack.types import ScoreChanges

_TITLED = {
    kinds.FRAMEWORK.name: FRAMEWORK,
    kinds.BODY.name: BODY,
    kinds.COMMITMENT.name: COMMITMENT,
    kinds.INDICATOR.name: "",
}


def explain(
    connection: Connection,
    name: str | None,
    days: tuple[str, str],
    *,
    audience: Audience | None = None,
    everything: Sequence[Item[Record]] | None = None,
    rules: int = RULES,
) -> ScoreChanges:
    """Return what changed the numbers of a card between two days, by the standard method.

    ``name`` is a theme, a side, a commitment or half, a framework or a body; None for the accord. Raise ``Refused`` if
    there is none with that id.
    """
    every = list(log.items_in_log_order(connection)) if everything is None else everything
    world = context_for(connection, audience, every, rules=rules)
    world.read_cited(every)
    read = readable_by_ref(world, audience)
    standing = read.items
    cards, titles = _read_cards(standing)
    card = _chosen_card(name, cards)
    context = score_changes.EntryContext(
        history=world.history,
        began_on=log.began_on(connection),
        by_place={(item.feed, item.seq): item for item in every if audience is None or audience.may_read(item)},
        title_of=titles.get,
        cite=world.cited,
        withheld=read.withheld,
    )
    found = score_changes.explain(standing, card, days, context, parameter_file.standard_method(), rules=rules)
    earlier = (place for place in comparison.dated_earlier(connection, *days) if place in context.by_place)
    return replace(found, dated_earlier=tuple(f"{feed}-{seq}" for feed, seq in earlier))


def _chosen_card(name: str | None, cards: Sequence[Card]) -> Card:
    if name is None:
        return Card(ACCORD)
    plain = name.partition("#")[0]
    for card in cards:
        if card.id == name:
            return card
        if card.kind == COMMITMENT and card.id == plain and name.partition("#")[2] in {*Side}:
            return Card(COMMITMENT, name)
    likely = nearest(name, [card.id for card in cards])
    raise Refused(
        unknown_word_problem(
            ("field", "subject"),
            name,
            [term_spelling(card.kind, card.id) for card in cards if card.kind in {THEME, SIDE}],
            likely,
        )
    )


def _read_cards(standing: Standing) -> tuple[list[Card], dict[str, Text]]:
    """Return every card that a register can have, themes first, and the titles of records by id."""
    themes: dict[str, Card] = {}
    others: list[Card] = []
    titles: dict[str, Text] = {}
    for item in (item for items in standing.values() for item in items):
        if is_kind(item, kinds.ACCORD):
            titles.update(_theme_titles(item.body.themes))
            themes.update((str(theme.code), Card(THEME, str(theme.code))) for theme in item.body.themes)
        if is_kind(item, kinds.COMMITMENT):
            themes.setdefault(str(item.body.theme), Card(THEME, str(item.body.theme)))
        if item.kind in _TITLED:
            titles.setdefault(item.id, record_lookup.title(item.body) or Text(item.id, item.id))
            others += [Card(_TITLED[item.kind], item.id)] if _TITLED[item.kind] else []
    sides = [Card(SIDE, side.value) for side in Side]
    return [*themes.values(), *sides, *others, Card(BODY, NOBODY)], titles


def _theme_titles(themes: Iterable[Any]) -> dict[str, Text]:
    return {str(theme.code): theme.title.text for theme in themes}
