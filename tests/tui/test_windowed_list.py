"""A window over a long list: what it holds, what it lets go, and that both ends lead back to the same pages."""

from __future__ import annotations

from accordtrack.tui.windowed_list import Window

LENGTH, PAGE = 23, 4


def page(start: int | None) -> tuple[list[int], int | None]:
    """Ten pages of a list of numbers, asked for by where they begin."""
    begin = start or 0
    end = min(begin + PAGE, LENGTH)
    return list(range(begin, end)), end if end < LENGTH else None


def test_window_reaches_both_ends_within_its_maximum_size() -> None:
    held: Window[int, int] = Window(8)
    held.restart(*page(None))
    seen = set(held.items)
    while held.has_next_pages:
        held.append_page(*page(held.page_cursor(on=True)))
        assert len(held.items) <= 8
        seen |= set(held.items)
    assert seen == set(range(LENGTH))
    assert held.items[-1] == LENGTH - 1
    while held.has_previous_pages:
        first = held.items[0]
        held.prepend_page(page(held.page_cursor(on=False))[0])
        assert held.items[: PAGE + 1] == list(range(first - PAGE, first + 1))
        assert len(held.items) <= 8
    assert held.start_cursor is None
    held.append_page(*page(held.page_cursor(on=True)))
    assert held.items == sorted(held.items) == list(range(held.items[0], held.items[0] + len(held.items)))


def test_window_items_can_be_reloaded_as_one_page() -> None:
    held: Window[int, int] = Window(8)
    held.restart(*page(None))
    for _ in range(3):
        held.append_page(*page(held.page_cursor(on=True)))
    start, items = held.start_cursor, held.items
    assert start == items[0] == 8
    held.replace_pages(items, 16)
    assert held.items == items
    assert held.has_next_pages
    assert held.has_previous_pages
    held.prepend_page(page(held.page_cursor(on=False))[0])
    assert held.items == [4, 5, 6, 7]
    assert held.page_cursor(on=True) == 8


def test_list_of_one_page_has_no_further_pages() -> None:
    held: Window[int, int] = Window(8)
    assert not held.has_next_pages
    held.restart([1, 2], None)
    assert not held.has_next_pages
    assert not held.has_previous_pages
