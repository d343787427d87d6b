"""The web socket of a tab: aiohttp's, with a time limit on sending and strict checks of the opening request."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, TypeVar

from aiohttp import WSCloseCode, hdrs, web

from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable

SENDING = 20.0
"""Seconds that a browser has to accept what is sent. After that the connection is closed."""
T = TypeVar("T")
_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")


class Channel(web.WebSocketResponse):
    """A web socket whose send methods raise ``ConnectionError`` if the browser does not accept the data in time."""

    _transport: asyncio.Transport | None = None

    def refuse_foreign_request(self, request: web.Request) -> None:
        """Raise an HTTP error unless the request opens a socket as our page does.

        The error repeats nothing of the request.
        """
        cimulti_dict_proxy, wanted = request.headers, {hdrs.UPGRADE: "websocket", hdrs.SEC_WEBSOCKET_VERSION: "13"}
        if cimulti_dict_proxy.get(hdrs.UPGRADE, "").strip().lower() != "websocket":
            raise web.HTTPUpgradeRequired(
                text=tr("A tab is opened over a WebSocket by this server's page."), headers=wanted
            )
        if cimulti_dict_proxy.get(hdrs.SEC_WEBSOCKET_VERSION) != "13":
            raise web.HTTPUpgradeRequired(text=tr("A tab uses WebSocket version 13."), headers=wanted)
        whole = _KEY.fullmatch(cimulti_dict_proxy.get(hdrs.SEC_WEBSOCKET_KEY, "")) is not None
        if not whole or hdrs.SEC_WEBSOCKET_PROTOCOL in cimulti_dict_proxy or not self.can_prepare(request):
            raise web.HTTPBadRequest(text=tr("This does not request a tab the way this server's page does."))
        self._transport = request.transport

    async def send_str(self, data: str, compress: int | None = None) -> None:
        """Send text."""
        await self._send_in_time(super().send_str(data, compress))

    async def send_bytes(self, data: bytes, compress: int | None = None) -> None:
        """Send terminal output."""
        await self._send_in_time(super().send_bytes(data, compress))

    async def pong(self, message: bytes = b"") -> None:
        """Answer a ping from the browser."""
        await self._send_in_time(super().pong(message))

    async def close(self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True) -> bool:
        """Close the socket, and wait for the browser to confirm within the time limit."""
        return await self._send_in_time(super().close(code=code, message=message, drain=drain))

    async def _send_in_time(self, sending: Awaitable[T]) -> T:
        try:
            return await asyncio.wait_for(sending, SENDING)
        except TimeoutError:
            self.abort_if_stalled()
            raise ConnectionResetError from None

    def abort_if_stalled(self) -> None:
        """Abort the connection if the browser has not accepted all data: nothing else would ever close it."""
        if self._transport is not None and self._transport.get_write_buffer_size():
            self._transport.abort()
