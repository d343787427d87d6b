"""With the sides exchanged in every fact, headline and brief are the same words with the sides exchanged."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.documents.model import Count
from accordtrack.labels import LABELS
from card_factory import held, made
from mirrored_facts import OTHER, mirrored

NAMES = ("side", "the side", "side alone", "short side", "text basis")


def exchange_side(code: str) -> str:
    for one, two in (("-us", "-mx"), ("-mx", "-us")):
        if code.endswith(one):
            return code.removesuffix(one) + two
    return code


@pytest.fixture
def other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each side under the other's name and in its place: what a mirror makes of every word about the parties."""
    turned = {one: tuple(OTHER[code] for code in order) for one, order in i18n.ALTERNAT.items()}
    monkeypatch.setattr(i18n, "ALTERNAT", turned)
    for group in NAMES:
        words = {OTHER.get(code, code): word for code, word in LABELS[group].items()}
        monkeypatch.setitem(LABELS, group, words)


def list_counts(counts: list[Count], *, turned: bool) -> list[tuple[str, int]]:
    return [(exchange_side(count.listing) if turned else count.listing, count.number) for count in counts]


@pytest.mark.parametrize("language", ["en", "es"])
def test_exchanging_the_sides_exchanges_the_text(language: str, request: pytest.FixtureRequest) -> None:
    ours = made(held(), language)
    theirs_plain = made(held(mirrored), language)
    request.getfixturevalue("other_names")
    theirs = made(held(mirrored), language)
    assert theirs.text == ours.text
    assert list_counts(theirs.counts, turned=True) == list_counts(ours.counts, turned=False)
    rows = {listing.id: listing.items for listing in ours.lists.all_lists}
    assert {exchange_side(listing.id): listing.items for listing in theirs.lists.all_lists} == rows
    assert theirs_plain.text != ours.text


def test_sides_differ_in_the_compared_counts() -> None:
    """The sides differ in what is counted, so that a favour would show."""
    found = made(held())
    for name in ("headline-spoken", "headline-stated", "headline-disputed", "headline-unasked"):
        assert found.number(f"{name}-us") != found.number(f"{name}-mx"), name
    assert found.number("headline-series-about-us") != found.number("headline-series-about-mx")
