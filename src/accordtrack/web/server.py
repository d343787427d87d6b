"""The web server: a page, its files, and a web socket for every tab.

It answers a request only if its ``Host`` is a name of this server. It opens a socket only for its own page, because
browsers let any page of any site request one.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, hdrs, web

from accordtrack.i18n import tr
from accordtrack.web import page
from accordtrack.web.address import is_same_origin
from accordtrack.web.channel import SENDING, Channel
from accordtrack.web.connections import Connections, most_connections
from accordtrack.web.operator_messages import Teller
from accordtrack.web.tabs import HIGHEST, WIDEST, Tab, parse_cell_count

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from accordtrack.web.address import Place
    from accordtrack.web.page import Page

MOST_TABS = 8
"""Maximum number of open tabs. Each is a process, and anyone who can reach the server can open tabs."""
_LONGEST = 1 << 20
"""Maximum size of one message from the page in bytes, larger than any field accepts."""
_HEARTBEAT = 20.0
_AT_ONCE, _WAITING = 16, 128
"""Connections accepted per turn of the event loop, and connections that the system queues."""
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass(frozen=True, slots=True)
class Served:
    """What to serve and where: the command line and environment of a tab, and the page around it."""

    place: Place
    words: Sequence[str]
    environment: Mapping[str, str]
    page: Page
    ascii_only: bool = False


def serve(served: Served, listening: socket.socket) -> int:
    """Serve until a signal ends the server and every tab. Return the number of the signal."""
    try:
        return asyncio.run(_run_server(served, listening))
    except KeyboardInterrupt:  # the event loop of this platform cannot handle signals
        return int(signal.SIGINT)


async def _run_server(served: Served, listening: socket.socket) -> int:
    came: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(number: int) -> None:
        if not came.done():
            came.set_result(number)

    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # ignored under nohup, for example
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, end, int(number))
    teller = Teller(ascii_only=served.ascii_only)
    teller.install_handlers(asyncio.get_running_loop())
    server = Server(served, teller)
    runner = web.AppRunner(server.build_application(), handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - it is set up
    runner.server.request_handler = server.guard_handler(runner.server.request_handler)
    connections = Connections(runner.server, teller, most_connections())
    accepting = await asyncio.get_running_loop().create_server(connections, sock=listening, backlog=_AT_ONCE)
    listening.listen(_WAITING)
    try:
        return await came
    finally:
        accepting.close()
        await runner.cleanup()


class Server:
    """Handles requests."""

    def __init__(self, served: Served, teller: Teller) -> None:
        self._served, self._teller = served, teller
        self._open: dict[Channel, Tab] = {}

    def build_application(self) -> web.Application:
        """Return the application with its three routes."""
        application = web.Application(client_max_size=0)
        application.router.add_get("/", self._serve_page)
        application.router.add_get("/file/{name}", self._serve_file)
        application.router.add_get("/tab", self._serve_tab, allow_head=False)
        application.on_response_prepare.append(self._add_headers)
        application.on_shutdown.append(self._close_all)
        return application

    def guard_handler(
        self, handle: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
        """Return a handler that checks each request first; a middleware would run after aiohttp answers ``Expect``."""

        async def guard(request: web.BaseRequest) -> web.StreamResponse:
            return self._refusal_for_request(request) or await handle(request)

        return guard

    def _refusal_for_request(self, request: web.BaseRequest) -> web.Response | None:
        """Return the refusal of a foreign ``Host``, a proxy request or an unsupported ``Expect`` header, or None."""
        hosts = request.headers.getall(hdrs.HOST, [])
        if len(hosts) != 1 or not self._served.place.accepts_host(hosts[0]):
            return _text_response(HTTPStatus.FORBIDDEN, tr("This server is not known by that name."))
        if not request.raw_path.startswith("/"):
            return _text_response(HTTPStatus.BAD_REQUEST, HTTPStatus.BAD_REQUEST.phrase)
        if any(word.strip().lower() != "100-continue" for word in request.headers.getall(hdrs.EXPECT, [])):
            return _text_response(
                HTTPStatus.EXPECTATION_FAILED, tr("This server does not support what the request expects.")
            )
        return None

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        host = request.headers.get(hdrs.HOST, "")
        response.headers.update(page.response_headers(host if self._served.place.accepts_host(host) else ""))

    async def _serve_page(self, request: web.Request) -> web.Response:
        """Serve the page. A query string is removed, because a link on another site could pass values to the script."""
        if request.query_string:
            raise web.HTTPSeeOther("/")
        return web.Response(
            text=page.render_html(self._served.page, request.headers[hdrs.HOST]), content_type="text/html"
        )

    async def _serve_file(self, request: web.Request) -> web.Response:
        try:
            body, kind = page.load_file(request.match_info["name"])
        except KeyError:
            raise web.HTTPNotFound from None
        return web.Response(body=body, content_type=kind)

    async def _serve_tab(self, request: web.Request) -> web.StreamResponse:
        """Connect our page with a process of its own until one of them ends."""
        origins = request.headers.getall(hdrs.ORIGIN, [])
        if len(origins) != 1 or not is_same_origin(origins[0], request.headers[hdrs.HOST]):
            raise web.HTTPForbidden(text=tr("Only this server's page may open a tab."))
        browser = Channel(heartbeat=_HEARTBEAT, max_msg_size=_LONGEST)
        browser.refuse_foreign_request(request)
        if len(self._open) >= MOST_TABS:
            raise web.HTTPServiceUnavailable(text=tr("Too many tabs are open: close one."))
        tab = Tab(self._served.words, self._served.environment, browser, self._teller)
        self._open[browser] = tab
        try:
            await browser.prepare(request)
            multi_mapping = request.query
            await tab.start(
                parse_cell_count(multi_mapping.get("width"), WIDEST, 80),
                parse_cell_count(multi_mapping.get("height"), HIGHEST, 24),
            )
            with suppress(ConnectionError, TimeoutError):
                async for message in browser:
                    if message.type is WSMsgType.TEXT:
                        await asyncio.wait_for(tab.handle_message(message.data), SENDING)
        finally:
            browser.abort_if_stalled()
            try:
                await tab.stop()
            finally:
                del self._open[browser]
        return browser

    async def _close_all(self, _application: web.Application) -> None:
        """Close all tabs and wait until every process has ended."""
        for browser in self._open:
            browser.abort_if_stalled()
        leaving = [tab.stop() for tab in self._open.values()]
        leaving += [browser.close(code=WSCloseCode.GOING_AWAY) for browser in self._open]  # type: ignore[misc]
        await asyncio.gather(*leaving, return_exceptions=True)


def _text_response(status: HTTPStatus, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers=page.response_headers(""))


def tab_environment(*, writes: bool) -> Mapping[str, str]:
    """Return the environment variables for a tab; the key passphrase only if the tab may write."""
    return {name: value for name, value in os.environ.items() if writes or name != "ACCORDTRACK_PASSPHRASE"}
