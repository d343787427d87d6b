"""Limits on connections: how many may be open, how long each may wait, and the answers to invalid requests.

Opening connections costs a client nothing. At the limit, the oldest connection without a tab is closed for the new one.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from accordtrack.i18n import tr
from accordtrack.web import page

if TYPE_CHECKING:
    from accordtrack.web.operator_messages import Teller

MOST_CONNECTIONS = 256
"""Maximum number of open connections, including those of tabs."""
_OTHERS = 64
"""Number of open files reserved for the tabs and the program itself."""
WAITING = 10.0
"""Seconds that a connection has to send a complete request, for the first and for each further one."""


def most_connections() -> int:
    """Return the maximum number of connections: half of the process's remaining file limit, from 16 to 256."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # this platform sets no such limit
        return MOST_CONNECTIONS
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return (
        MOST_CONNECTIONS if files == resource.RLIM_INFINITY else max(min(MOST_CONNECTIONS, (files - _OTHERS) // 2), 16)
    )


class Connections:
    """Makes the handler of each accepted connection, and closes the oldest one if too many are open."""

    def __init__(self, server: web.Server, teller: Teller, most: int) -> None:
        self.server, self.teller, self._most = server, teller, most
        self._open: dict[Connection, None] = {}

    def __call__(self) -> Connection:
        """Return the handler for a connection about to be accepted."""
        return Connection(self)

    def add_connection(self, connection: Connection) -> None:
        """Add a connection; if that exceeds the limit, close the oldest one without a tab."""
        self._open[connection] = None
        if len(self._open) <= self._most:
            return
        self.teller.report_line(tr("A great many connections are open; the oldest are being closed."))
        oldest = next((each for each in self._open if not each.of_tab), connection)
        self.remove_connection(oldest)
        oldest.drop()

    def remove_connection(self, connection: Connection) -> None:
        """Remove a closed connection."""
        self._open.pop(connection, None)


class Connection(RequestHandler):
    """One connection: aiohttp's, with limits, which prints nothing."""

    def __init__(self, among: Connections) -> None:
        super().__init__(
            among.server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]
            keepalive_timeout=WAITING,
            lingering_time=1.0,
        )
        self._among = among
        self.of_tab = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Register the connection."""
        super().connection_made(transport)
        self._among.add_connection(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Unregister the connection."""
        self._among.remove_connection(self)
        super().connection_lost(exc)

    def set_parser(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as aiohttp's
        """Mark the connection as that of a tab: aiohttp sets a parser when a web socket takes over."""
        self.of_tab = True
        super().set_parser(*arguments, **options)

    def drop(self) -> None:
        """Close the connection at once, even with unsent data."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return the answer to an invalid request or a server error; it repeats nothing of the request."""
        del message
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._among.teller.report_line(tr("Something that is not a request was sent; it was refused."), exc)
        else:
            self._among.teller.report_server_error(exc or str(status))
        if request.writer.output_size > 0:
            raise ConnectionError
        answer = web.Response(status=status, text=HTTPStatus(status).phrase, headers=page.response_headers(""))
        answer.force_close()
        return answer

    def log_exception(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as aiohttp's
        """Report the exception in one line."""
        self._among.teller.report_server_error(options.get("exc_info") or str(arguments[0]))
