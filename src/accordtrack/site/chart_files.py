"""The files of a chart at its own address: an image to embed, its data as CSV, and what describes the data."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.documents.charts import line_chart
from accordtrack.documents.model import Link
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import tr
from accordtrack.interchange.flat_rows import flatten_rows
from accordtrack.site.page_paths import absolute_address, file_name
from accordtrack.text import findings
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.documents.model import Sentence
    from accordtrack.site.material import SiteData

FOLDER = "charts"
"""Folder of these files, in each language folder."""
COLUMNS = ("series", "period_start", "period_end", "value", "bound", "open_circle")
_TYPES = {"series": "string", "period_start": "date", "period_end": "date", "value": "number", "bound": "string"}


def chart_path(name: str, ending: str) -> str:
    """Return the path of a file of a chart, relative to the language folder."""
    return f"{FOLDER}/{file_name(name).removesuffix('.html')}.{ending}"


def links(name: str) -> Sentence:
    """Return the line below a chart that leads to its files."""
    return (
        Link(tr("Data (CSV)"), path=chart_path(name, "csv")),
        " · ",
        Link(tr("metadata"), path=chart_path(name, "csv-metadata.json")),
        " · ",
        Link(tr("SVG to embed"), path=chart_path(name, "svg")),
    )


def files(site: SiteData, chart: LineChart) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the image, of the data and of their description, below the language folder."""
    source, language = plain_text(chart.notes[0]), i18n.language()
    image = line_chart.draw_alone(chart, language, source, edition_line(site, chart_path(chart.id, "svg")))
    yield chart_path(chart.id, "svg"), image.encode()
    yield chart_path(chart.id, "csv"), _data(chart)
    yield chart_path(chart.id, "csv-metadata.json"), _description(site, chart, source)


def edition_line(site: SiteData, path: str) -> str:
    """Return the tracker, the edition and the permanent address of a file of the language."""
    address = absolute_address(site.base_url, f"{i18n.language()}/{path}")
    return tr(
        "{accord}, edition of {day}. {address}", accord=site.card.title, day=day_name(site.card.as_of), address=address
    )


def _data(chart: LineChart) -> bytes:
    name = chart.other.words_of_first if chart.other else chart.title
    series = [(name, chart.points), *([(chart.other.words, chart.other.points)] if chart.other else [])]
    rows = [
        {
            "series": name,
            "period_start": point.start,
            "period_end": point.end,
            "value": point.value,
            "bound": point.bound,
            "open_circle": point.hollow,
        }
        for name, points in series
        for point in points
    ]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(flatten_rows(COLUMNS, rows))
    return out.getvalue().encode()


def _description(site: SiteData, chart: LineChart, source: str) -> bytes:
    """Return what the data are, in the format *CSV on the Web*: title, unit, source, edition, address and notes."""
    titles = {
        "series": tr("series"),
        "period_start": tr("first day of the period"),
        "period_end": tr("last day of the period"),
        "value": tr("value"),
        "bound": tr("at_most or more_than, if only a bound is known"),
        "open_circle": tr("whether the value is preliminary or not exact"),
    }
    found = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": chart_path(chart.id, "csv").rpartition("/")[2],
        "dc:title": chart.title,
        "dc:description": chart.subtitle,
        "dc:source": source,
        "dc:publisher": site.publisher.name if site.publisher else site.card.title,
        "dc:issued": site.card.as_of,
        "dc:language": i18n.language(),
        "dc:identifier": absolute_address(site.base_url, f"{i18n.language()}/{chart_path(chart.id, 'csv')}"),
        "notes": [findings.caution(), *([chart.other.between] if chart.other else [])],
        "tableSchema": {
            "columns": [
                {"name": name, "titles": titles[name], "datatype": _TYPES.get(name, "boolean")} for name in COLUMNS
            ]
        },
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
