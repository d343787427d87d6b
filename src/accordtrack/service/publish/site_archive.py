"""The archive of a site: its earlier editions, each as a ZIP file of all pages, which later builds keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.interchange.data_package import build_zip
from accordtrack.site.downloads import FOLDER as DOWNLOADS
from accordtrack.site.page_paths import ARCHIVE, archive_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.site.manifest import Manifest
    from accordtrack.site.page import Built


def editions(
    existing: Manifest | None, head: Manifest, content: Callable[[str], bytes | None], *, add: bool
) -> Mapping[Built, bytes]:
    """Return the archived editions of a site with their files, the earliest first.

    These are the editions that the ``existing`` site has archived and, with ``add``, that site itself if its state is an
    earlier one. ``content`` returns a file of the existing site, or None if somebody changed it.
    """
    if existing is None or not existing.same_site(head):
        return {}
    held = ((one, content(archive_path(one.day, one.digest))) for one in existing.editions)
    found = {one: raw for one, raw in held if raw is not None}
    if add and existing.built.digest != head.built.digest and head.previous_build(existing) == existing.built:
        found[existing.built] = _zip(existing, content)
    return found


def _zip(existing: Manifest, content: Callable[[str], bytes | None]) -> bytes:
    """Return the files of a site, without its downloads and its own archive."""
    paths = (path for path in existing.files if not path.startswith((f"{DOWNLOADS}/", f"{ARCHIVE}/")))
    pairs = ((path, content(path)) for path in sorted(paths))
    return build_zip({path: raw for path, raw in pairs if raw is not None})
