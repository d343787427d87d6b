"""The web page of the terminal: its HTML, its files, and the security headers of every response.

Requests can reach only a fixed list of files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import language, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FILES: Mapping[str, tuple[str, str, str]] = {
    "page.css": ("accordtrack.web", "page.css", "text/css"),
    "page.js": ("accordtrack.web", "page.js", "text/javascript"),
    "xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
    "textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
    "mono.ttf": ("textual_serve", "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}
"""The files that a page may request: name, package, path and media type. Paths never come from a request."""


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of the page. ``title`` names the register, and ``mode`` says what the user may do.

    Both may contain user input.
    """

    title: str
    mode: str
    writes: bool = False


@cache
def load_file(name: str) -> tuple[bytes, str]:
    """Return the bytes and media type of one of ``FILES``. Raise ``KeyError`` for any other name."""
    package, path, kind = FILES[name]
    traversable: Traversable = resources.files(package).joinpath(path)
    return traversable.read_bytes(), kind


def render_html(page: Page, host: str) -> str:
    """Return the page in the current language for a browser that knows this server as ``host``."""
    template = resources.files("accordtrack.web").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        lang=language(),
        socket=f"ws://{host}/tab",
        title=sanitize_line(page.title),
        mode=sanitize_line(page.mode),
        writes=page.writes,
        terminal=tr("The register in a terminal"),
        drawn=tr(
            "The terminal is drawn as a picture. With a screen reader use the command line: accordtrack list --plain."
        ),
        script=tr("This page needs JavaScript. Without it, use the command line: accordtrack list."),
        ended=tr("The session has ended"),
        kept=tr("What was saved is kept. If it does not open again, too many tabs are open: close one."),
        again=tr("Open it again"),
        broken=tr("This browser cannot draw the terminal: it needs WebGL 2. Use the command line: accordtrack list."),
    )


def response_headers(host: str) -> Mapping[str, str]:
    """Return the headers of every response: the page may only contact this server and may not be framed."""
    socket = "" if host.startswith("[") else f" ws://{host}"  # older browsers need it, but do not accept IPv6
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )  # xterm.js sets inline styles
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Server": "accordtrack",
    }
