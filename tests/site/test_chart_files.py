"""The files of a chart at its own address: its data, what they are, and an image that stands alone."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from accordtrack import i18n
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Link
from accordtrack.site import chart_files
from accordtrack.site.cache_policy import same_except_day
from accordtrack.site.material import SiteData
from accordtrack.site.pages import front_page, themes
from accordtrack.text.calendar_names import day_name
from card_factory import held
from site_factory import of_held

both = pytest.mark.parametrize("language", ["en", "es"])


@cache
def material(language: str) -> SiteData:
    return of_held(held(), language=language)


def charts(made: SiteData) -> list[LineChart]:
    found = [themes.main_chart(made, one) for one in made.held.scores.finding.themes]
    return [*front_page.charts(made), *(one for one in found if one is not None)]


@both
def test_every_chart_leads_to_its_data_its_description_and_its_image(language: str) -> None:
    made = material(language)
    with i18n.using_language(language):
        for chart in charts(made):
            written = {path for path, _raw in chart_files.files(made, chart)}
            linked = {one.path for note in chart.notes for one in note if isinstance(one, Link)}
            assert written == linked
            assert len(written) == 3


@both
def test_data_of_a_chart_are_its_values_and_their_description_names_them(language: str) -> None:
    made = material(language)
    with i18n.using_language(language):
        for chart in charts(made):
            written = dict(chart_files.files(made, chart))
            rows = list(csv.DictReader(io.StringIO(written[chart_files.chart_path(chart.id, "csv")].decode())))
            points = [*chart.points, *(chart.other.points if chart.other else ())]
            assert [(row["period_start"], float(row["value"])) for row in rows] == [(p.start, p.value) for p in points]
            about = json.loads(written[chart_files.chart_path(chart.id, "csv-metadata.json")])
            assert [one["name"] for one in about["tableSchema"]["columns"]] == list(rows[0])
            assert about["dc:title"] == chart.title
            assert about["dc:issued"] == made.card.as_of
            assert about["dc:source"] == chart.notes[0][0]
            assert about["notes"]


@both
def test_image_to_embed_names_its_source_its_edition_and_loads_nothing(language: str) -> None:
    made = material(language)
    with i18n.using_language(language):
        for chart in charts(made):
            image = dict(chart_files.files(made, chart))[chart_files.chart_path(chart.id, "svg")].decode()
            root = ET.fromstring(image)  # noqa: S314 - our own drawing
            shown = " ".join("".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text"))
            assert all(word in shown for word in f"{chart.title} {chart.notes[0][0]}".split())
            assert day_name(made.card.as_of) in shown
            assert "href" not in image


@both
def test_files_of_a_chart_are_kept_when_only_the_edition_changes(language: str) -> None:
    made = material(language)
    with i18n.using_language(language):
        (chart, *_others) = charts(made)
        for path, raw in chart_files.files(made, chart):
            day = made.card.as_of
            later = raw.replace(day.encode(), b"2026-12-24").replace(
                day_name(day).encode(), day_name("2026-12-24").encode()
            )
            assert (later == raw) is path.endswith(".csv")
            assert same_except_day(raw, later)
            assert not same_except_day(raw, later.replace(b"20", b"21"))
