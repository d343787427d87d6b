"""Connections: how many may be open, how long one waits for its request, and what is answered where there was none.

A connection costs who opens it nothing. When as many are open as may be, the oldest without a tab makes room for the next.
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
"""Open at once, those of tabs with them."""
_OTHERS = 64
"""Files of the tabs and of the program itself."""
WAITING = 10.0
"""Seconds in which a connection brings a whole request, the first and each further one."""


def most_connections() -> int:
    """How many may be open: at most half of the files that this process may open besides those of the tabs."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # where no such bound is set
        return MOST_CONNECTIONS
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return (
        MOST_CONNECTIONS if files == resource.RLIM_INFINITY else max(min(MOST_CONNECTIONS, (files - _OTHERS) // 2), 16)
    )


class Connections:
    """Makes a connection for each that is accepted, and closes the oldest where too many are open."""

    def __init__(self, server: web.Server, teller: Teller, most: int) -> None:
        self.server, self.teller, self._most = server, teller, most
        self._open: dict[Connection, None] = {}

    def __call__(self) -> Connection:
        """A connection that is about to be accepted."""
        return Connection(self)

    def made(self, connection: Connection) -> None:
        """Count it; where it is one too many, the oldest without a tab is closed."""
        self._open[connection] = None
        if len(self._open) <= self._most:
            return
        self.teller.tell(tr("Very many connections are open; the oldest ones are closed."))
        oldest = next((each for each in self._open if not each.of_tab), connection)
        self.lost(oldest)
        oldest.drop()

    def lost(self, connection: Connection) -> None:
        """It is closed."""
        self._open.pop(connection, None)


class Connection(RequestHandler):
    """One connection: aiohttp's, within bounds, which prints nothing."""

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
        """Count it."""
        super().connection_made(transport)
        self._among.made(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count it no more."""
        self._among.lost(self)
        super().connection_lost(exc)

    def set_parser(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as aiohttp's
        """From now on it carries a tab."""
        self.of_tab = True
        super().set_parser(*arguments, **options)

    def drop(self) -> None:
        """Close it at once, whatever waits to be read by the other end."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what was no request, or could not be answered: it repeats nothing of what was sent."""
        del message
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._among.teller.tell(tr("Something was sent that is no request; it was refused."), exc)
        else:
            self._among.teller.failed(exc or str(status))
        if request.writer.output_size > 0:
            raise ConnectionError
        answer = web.Response(status=status, text=HTTPStatus(status).phrase, headers=page.headers(""))
        answer.force_close()
        return answer

    def log_exception(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as aiohttp's
        """Say it in a line."""
        self._among.teller.failed(options.get("exc_info") or str(arguments[0]))
