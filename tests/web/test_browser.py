"""The screens in a real browser: which addresses a page requests, what it draws, and what it writes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from pty_runner import count
from registers import small_register
from web.serving import Server, Tab, gone, served

LISTED_TITLE = "Trace the guns"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(small_register(tmp_path_factory.mktemp("read"))) as started:
        yield started


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(small_register(tmp_path_factory.mktemp("write")), "--allow-writes", "--desk", "us-1") as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    opened = Tab(browser)
    yield opened
    opened.close()


def file_digests(register: Path) -> dict[str, str]:
    """Every file of a register and beside it, by what is in it; not what the programs log."""
    files = [path for path in register.parent.rglob("*") if path.is_file() and path.suffix != ".log"]
    return {str(path.relative_to(register.parent)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_page_contacts_only_its_server_and_shows_that_it_is_read_only(reading: Server, tab: Tab) -> None:
    tab.open(reading.url, LISTED_TITLE)
    assert {urlsplit(url).netloc for url in tab.asked if not url.startswith("data:")} == {reading.host}
    assert any(url.startswith("ws://") for url in tab.asked)
    assert tab.errors == []
    assert tab.page.locator("html").get_attribute("lang") == "en"
    assert tab.page.title() == "accordtrack · register.db"
    assert tab.page.locator("header .mode").inner_text() == "read only: nothing is written here"
    assert "read only" in tab.drawn()
    assert tab.page.context.cookies() == []
    found = Axe().run(tab.page)
    assert found.response["passes"]
    assert not found.response["violations"], found.generate_report()


def test_spanish_page_declares_and_shows_spanish(browser: Browser, tmp_path: Path) -> None:
    with served(small_register(tmp_path), "--lang", "es") as server:
        tab = Tab(browser)
        tab.open(server.url, "Rastrear las armas")
        assert tab.page.locator("html").get_attribute("lang") == "es"
        assert {urlsplit(url).netloc for url in tab.asked if not url.startswith("data:")} == {server.host}
        tab.close()


def test_rows_filter_and_commitments_work_in_the_browser(reading: Server, tab: Tab) -> None:
    tab.open(reading.url, LISTED_TITLE)
    tab.click(60, 5, then="Send the guns for tracing")
    tab.press("/", then="to the rows")
    tab.type("FW-US-01", then="Most guns are traced.")
    tab.press("Enter", then="enter open")
    tab.press("Enter", then="The United States traces every gun.")
    tab.press("q", then=LISTED_TITLE)


def test_list_fits_a_phone_screen(reading: Server, tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.open(reading.url, "FW-US-01")
    assert "List only" not in tab.drawn()
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_read_only_session_changes_no_file(reading: Server, tab: Tab) -> None:
    before = file_digests(reading.register)
    tab.open(reading.url, LISTED_TITLE)
    refused = "Opened in a browser, read only"
    tab.press("n", then="nothing can be saved here")
    tab.type("x", then="x")
    tab.press("Enter", then=refused)
    tab.press("Escape", then=LISTED_TITLE)
    tab.press("s", then="nothing can be saved here")
    assert "enter save" not in tab.drawn()
    tab.press("l", then="evidence")
    tab.type("https://example.org/a", then="example")
    tab.press("Enter", then=refused)
    tab.press("Control+g", then=refused)
    tab.press("Escape", then=LISTED_TITLE)
    tab.press("u", then=refused)
    tab.press("Control+f", then=refused)
    tab.press("I", then="In a browser, no file")
    tab.press("P", then="In a browser, no file")
    tab.press("x", then="first lines")
    assert str(reading.register.parent) not in tab.drawn()
    tab.page.keyboard.press("Enter")
    tab.press("Escape", then=LISTED_TITLE)
    tab.close()
    assert gone(reading.tabs())
    assert file_digests(reading.register) == before


def test_writing_session_signs_statuses_but_reads_no_local_file(writing: Server, tab: Tab, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for a browser", encoding="utf-8")
    before = count(writing.register)
    tab.open(writing.url, LISTED_TITLE)
    assert tab.page.locator("header .mode").inner_text() == "writes allowed: what is saved is signed by us-1"
    tab.press("s", then="Choose a status by its letter")
    tab.press("c", then="nothing, as things stand")
    tab.type(str(secret), then="In a browser, no file")
    tab.press("Enter", then="In a browser, no file")
    tab.press("Escape", then="Nothing was written")
    tab.press("s", then="Choose a status by its letter")
    tab.press("c", then="nothing, as things stand")
    tab.type("https://example.org/proof", then="web address, well formed")
    tab.press("Enter", then="Saved")
    assert not writing.register.with_name("register.db.evidence").exists()
    with sqlite3.connect(writing.register) as connection:
        last = connection.execute("select feed, kind from entry where id > ? order by id", (before,)).fetchall()
    assert last == [("us-1", "evidence.add"), ("us-1", "status.report")]


def test_links_open_in_a_new_tab_without_access_to_the_page(reading: Server, tab: Tab) -> None:
    tab.page.add_init_script("window.told = []; window.open = (...words) => { window.told.push(words); };")
    tab.open(reading.url, LISTED_TITLE)
    for clicked in ("", "'javascript:document.title = 1'", "'https://example.org/other', 'name', 'opener'"):
        assert tab.page.evaluate(f"String(window.open({clicked}))") == "null"
    tab.press("o", then="https://example.org/joint")
    tab.press("Tab", then="")
    tab.press("Enter", then="Opened: https://example.org/joint")
    told = [[f"https://example.org/{name}", "_blank", "noopener,noreferrer"] for name in ("other", "joint")]
    assert tab.page.evaluate("window.told") == told
    assert tab.page.title() == "accordtrack · register.db"


def test_closing_a_tab_ends_its_process(reading: Server, tab: Tab) -> None:
    tab.open(reading.url, LISTED_TITLE)
    pids = reading.tabs()
    assert len(pids) == 1
    tab.page.goto("about:blank")
    assert gone(pids)


def test_page_of_another_site_cannot_open_a_tab(reading: Server, tab: Tab) -> None:
    tab.page.goto("data:text/html,<title>another</title>")
    ended = tab.page.evaluate(
        "(url) => new Promise((done) => { const socket = new WebSocket(url);"
        " socket.onopen = () => done('opened'); socket.onclose = () => done('refused'); })",
        f"ws://{reading.host}/tab?width=80&height=24",
    )
    assert ended == "refused"
    assert reading.tabs() == []
