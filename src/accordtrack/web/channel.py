"""The socket of a tab: aiohttp's, which waits for no browser longer than ``SENDING``, and opens for a whole request only."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, TypeVar

from aiohttp import WSCloseCode, hdrs, web

from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable

SENDING = 20.0
"""Seconds in which a browser takes what it is sent; one that reads no longer is cut off then."""
T = TypeVar("T")
_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")


class Channel(web.WebSocketResponse):
    """Raises ``ConnectionError`` for what is sent to a browser that does not take it."""

    _transport: asyncio.Transport | None = None

    def refuse_other(self, request: web.Request) -> None:
        """Refuse what does not ask for a socket as our page does, and repeat nothing of it."""
        told, wanted = request.headers, {hdrs.UPGRADE: "websocket", hdrs.SEC_WEBSOCKET_VERSION: "13"}
        if told.get(hdrs.UPGRADE, "").strip().lower() != "websocket":
            raise web.HTTPUpgradeRequired(
                text=tr("A tab is opened over a web socket, by the page of this server."), headers=wanted
            )
        if told.get(hdrs.SEC_WEBSOCKET_VERSION) != "13":
            raise web.HTTPUpgradeRequired(text=tr("A tab speaks version 13 of web sockets."), headers=wanted)
        whole = _KEY.fullmatch(told.get(hdrs.SEC_WEBSOCKET_KEY, "")) is not None
        if not whole or hdrs.SEC_WEBSOCKET_PROTOCOL in told or not self.can_prepare(request):
            raise web.HTTPBadRequest(text=tr("This asks for no tab as the page of this server does."))
        self._transport = request.transport

    async def send_str(self, data: str, compress: int | None = None) -> None:
        """Send words."""
        await self._in_time(super().send_str(data, compress))

    async def send_bytes(self, data: bytes, compress: int | None = None) -> None:
        """Send what is drawn."""
        await self._in_time(super().send_bytes(data, compress))

    async def pong(self, message: bytes = b"") -> None:
        """Answer a ping of the browser itself."""
        await self._in_time(super().pong(message))

    async def close(self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True) -> bool:
        """Say that it is over, and wait a while for the browser to say so too."""
        return await self._in_time(super().close(code=code, message=message, drain=drain))

    async def _in_time(self, sending: Awaitable[T]) -> T:
        try:
            return await asyncio.wait_for(sending, SENDING)
        except TimeoutError:
            self.cut()
            raise ConnectionResetError from None

    def cut(self) -> None:
        """Hang up where the browser has not taken all: nothing else would ever close such a connection."""
        if self._transport is not None and self._transport.get_write_buffer_size():
            self._transport.abort()
