"""The list of all pages of the site for search engines, in the format of sitemaps.org."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from accordtrack.site.page_paths import absolute_address

if TYPE_CHECKING:
    from collections.abc import Iterable


def build_sitemap(base_url: str, paths: Iterable[str]) -> bytes:
    """Return the sitemap of the pages with these paths, relative to the site. It has no dates, so that it stays the same."""
    lines = (f"<url><loc>{escape(absolute_address(base_url, path))}</loc></url>" for path in sorted(paths))
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (start + "\n".join(lines) + "\n</urlset>\n").encode()
