"""A window over a long list: what it holds, what it lets go, and that both ends lead back to the same pages."""

from __future__ import annotations

from accordtrack.tui.windowed_list import Window

LENGTH, PAGE = 23, 4


def page(start: int | None) -> tuple[list[int], int | None]:
    """Ten pages of a list of numbers, asked for by where they begin."""
    begin = start or 0
    end = min(begin + PAGE, LENGTH)
    return list(range(begin, end)), end if end < LENGTH else None


def test_it_holds_no_more_than_its_most_and_comes_to_both_ends() -> None:
    held: Window[int, int] = Window(8)
    held.restart(*page(None))
    seen = set(held.items)
    while held.behind:
        held.put_behind(*page(held.cursor(on=True)))
        assert len(held.items) <= 8
        seen |= set(held.items)
    assert seen == set(range(LENGTH))
    assert held.items[-1] == LENGTH - 1
    while held.before:
        first = held.items[0]
        held.put_before(page(held.cursor(on=False))[0])
        assert held.items[: PAGE + 1] == list(range(first - PAGE, first + 1))
        assert len(held.items) <= 8
    assert held.start is None
    held.put_behind(*page(held.cursor(on=True)))
    assert held.items == sorted(held.items) == list(range(held.items[0], held.items[0] + len(held.items)))


def test_what_is_held_can_be_read_again_as_one_page() -> None:
    held: Window[int, int] = Window(8)
    held.restart(*page(None))
    for _ in range(3):
        held.put_behind(*page(held.cursor(on=True)))
    start, items = held.start, held.items
    assert start == items[0] == 8
    held.renew(items, 16)
    assert held.items == items
    assert held.behind
    assert held.before
    held.put_before(page(held.cursor(on=False))[0])
    assert held.items == [4, 5, 6, 7]
    assert held.cursor(on=True) == 8


def test_a_list_of_one_page_ends_on_both_sides() -> None:
    held: Window[int, int] = Window(8)
    assert not held.behind
    held.restart([1, 2], None)
    assert not held.behind
    assert not held.before
