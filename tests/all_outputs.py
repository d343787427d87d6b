"""Every output that a desk makes for an audience, as text in which any byte of it can be searched."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.documents import BRIEF, FORMATS, render, render_annexes
from accordtrack.interchange import history_file
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import Desk
from accordtrack.types import IatiRequest
from registers import TODAY

AT = TwoDates(TODAY, TODAY)
SEARCHED = tuple(form for form in FORMATS if form != "pdf")
"""A PDF holds numbers of glyphs instead of words; ``scorecard/test_audience_leaks.py`` reads it as its readers do."""


def unpacked(data: bytes) -> bytes:
    """A file with the members of an archive unpacked."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join([*(name.encode() for name in archive.namelist()), *map(archive.read, archive.namelist())])


def every_output(
    desk: Desk, folder: Path, audience: str = "public", side: str | None = None, *, downloads: bool = False
) -> dict[str, str]:
    """Everything that the audience gets, by name; the site only for the public. ``folder`` must not exist."""
    folder.mkdir()
    made = dict(_made(desk, folder, audience, side, downloads=downloads))
    return {name: unpacked(data).decode("utf-8", "replace") for name, data in made.items()}


def _made(desk: Desk, folder: Path, audience: str, side: str | None, *, downloads: bool) -> Iterator[tuple[str, bytes]]:
    for language in i18n.LANGUAGES:
        card = desk.scorecard(ScorecardRequest(TODAY, TODAY, audience, language, side, since="2024-01-01"))
        yield f"card.{language}", repr(card).encode()
        for form in SEARCHED if language == "en" else ("docx", "html", "md"):
            yield f"scorecard.{language}.{form}", render(card, form)
            if form in BRIEF:
                yield f"brief.{language}.{form}", render(card, form, brief=True)
                yield f"annexes.{language}.{form}", render_annexes(card, form)
        with i18n.using_language(language), suppress(Refused):
            desk.export_calendar(folder / f"{language}.ics", audience=audience, side=side, every=True)
    entries, _left = desk.readable_history(audience, side)
    yield "history.csv", history_file.as_csv(entries)
    yield "history.jsonl", history_file.as_json_lines(entries)
    yield "history", json.dumps([asdict(view) for view in entries], default=str, ensure_ascii=False).encode()
    desk.export_data(folder / "package", audience=audience, side=side)
    with suppress(Refused):
        desk.export_iati(folder / "iati.xml", IatiRequest(AT, audience, side))
    if audience == "public":
        desk.build_site(folder / "site", downloads=downloads)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield str(path.relative_to(folder)), data.replace(b"\r\n ", b"") if path.suffix == ".ics" else data


def holding(found: dict[str, str], *words: str) -> list[str]:
    """The outputs that contain one of the words, in any case."""
    return [name for name, text in found.items() if any(word.lower() in text.lower() for word in words)]
