"""The data behind the page of an event: a CSV of its chart, and the files of the releases behind its figures."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.ledger.kinds import release_id
from accordtrack.scorecard.sections.event_chart import charted_points, first_day
from accordtrack.scoring.event_reading import KINDS
from accordtrack.site.page_paths import file_name, record_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.scoring.event_reading import PathPoint
    from accordtrack.scoring.score_access import EventStudy
    from accordtrack.site.material import SiteData

FOLDER = "panel"
"""Folder of the release files, next to the language folders."""
CHART = (
    *("place", "period_start", "period_end", "value", "ratio", "quartile_1", "median", "quartile_3", "preliminary"),
    *("outcome", "released_on"),
)
"""The columns of a chart's file. The value is as published; the others are ratios to the mean rate before the event."""
_DECIMALS = 6


def chart_path(event: str) -> str:
    """Return the path of the CSV file of an event's chart, beside its page in the language folder."""
    return record_path("event", event).removesuffix(".html") + ".csv"


def release_path(release: PanelRelease) -> str:
    """Return the path of the file of a release, relative to the site."""
    return f"{FOLDER}/{file_name(release_id(release).replace('|', '_')).removesuffix('.html')}.csv"


def offered_releases(site: SiteData, study: EventStudy) -> list[PanelRelease]:
    """Return the releases behind an event whose files are offered: those without a row at fault."""
    read = site.held.scores.read_release
    found = site.held.scores.releases_behind(study)
    return [one for one in found if read.sound_file(one) is not None]


def chart_files(site: SiteData) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the CSV file of each chart, below the language folder."""
    for study in _studies(site):
        points = charted_points(site.held.scores, study)
        if points:
            yield chart_path(study.event.id), _chart_csv(study, points)


def release_files(site: SiteData) -> Mapping[str, bytes]:
    """Return the files of all releases behind events by path, as they were signed."""
    read = site.held.scores.read_release
    found = {
        release_path(one): read.sound_file(one) for study in _studies(site) for one in offered_releases(site, study)
    }
    return {path: raw for path, raw in sorted(found.items()) if raw is not None}


def _studies(site: SiteData) -> Iterator[EventStudy]:
    for code, body in sorted(site.held.facts.events.items()):
        if body.kind in KINDS:
            yield site.held.scores.event_study(code)


def _chart_csv(study: EventStudy, points: Sequence[PathPoint]) -> bytes:
    first = study.headline
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CHART)
    for one in points:
        ratios = [round(value, _DECIMALS) for value in (one.ratio, one.low, one.middle, one.high)]
        start, end = first_day(one.period), last_day(one.period)
        count = repr(one.count).removesuffix(".0")
        preliminary = "true" if one.preliminary else "false"
        writer.writerow([study.event.place, start, end, count, *ratios, preliminary, first.outcome, first.release])
    return out.getvalue().encode()
