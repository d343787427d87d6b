"""Tables of the workbook alone: every definition, value and word of the shipped register that was known on the day."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.documents.model import Table
from accordtrack.i18n import using_language
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scorecard.sections import appendices
from accordtrack.types.intents import ReportStatus
from card_factory import held
from raw_entries import RawDesk
from registers import TODAY, small_desk


@cache
def shipped() -> ScorecardData:
    return held()


@cache
def tables(language: str = "en") -> dict[str, Table]:
    with using_language(language):
        return {table.id: table for table in appendices.tables(shipped())}


def column(table: Table, key: str) -> list[str]:
    at = [one.key for one in table.columns].index(key)
    return [row.cells[at].text for row in table.rows]


@pytest.mark.parametrize("name", ["indicators", "measurements", "history"])
def test_rows_have_unique_anchors_and_a_cell_for_every_column(name: str) -> None:
    table = tables()[name]
    assert table.rows
    assert len({row.anchor for row in table.rows}) == len(table.rows)
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_measurements_list_each_known_value_once_and_no_other() -> None:
    at = shipped().at
    known = [
        body
        for rows in shipped().facts.measurements.values()
        for _, body, _by in rows
        if body.period_end <= at.as_of and body.published_on <= at.known_on
    ]
    found = tables()["measurements"]
    place = [one.key for one in found.columns].index("value")
    assert sorted(column(found, "period_end")) == sorted(body.period_end for body in known)
    told = [row.cells[place] for row in found.rows if row.cells[place].text]
    assert sorted(cell.text for cell in told) == sorted(body.value for body in known if body.value is not None)
    assert all(cell.value == float(cell.text) for cell in told)


def test_indicator_row_has_value_count_and_newest_period() -> None:
    found, values = tables()["indicators"], tables()["measurements"]
    periods: dict[str, list[str]] = {}
    for name, end in zip(column(values, "indicator"), column(values, "period_end"), strict=True):
        periods.setdefault(name, []).append(end)
    codes = column(found, "indicator")
    assert {*codes} == {*shipped().facts.indicators}
    assert column(found, "values") == [str(len(periods.get(code, []))) for code in codes]
    assert column(found, "newest") == [max(periods.get(code, [""])) for code in codes]


def test_history_lists_every_entry_in_date_order() -> None:
    found = tables()["history"]
    facts = shipped().facts
    told = {
        item.id
        for state in facts.states.values()
        for item in (*state.statuses, *state.positions, *state.evidence, *state.asks, *state.notes)
    }
    assert {*told, *facts.states, *facts.events} <= {*column(found, "id")}
    days = column(found, "said_on")
    assert days == sorted(days)
    assert days[-1] <= shipped().at.known_on


def test_readings_are_never_labeled_as_statements() -> None:
    found = tables()["history"]
    kinds = {
        kind
        for kind, gist in zip(column(found, "kind"), column(found, "gist"), strict=True)
        if gist.endswith("tracker ≈")
    }
    assert kinds == {"status assessed from public statements"}


@pytest.mark.parametrize("name", ["indicators", "measurements", "history"])
def test_both_languages_have_the_same_rows_and_numbers(name: str) -> None:
    english, spanish = tables("en")[name], tables("es")[name]
    assert [row.anchor for row in english.rows] == [row.anchor for row in spanish.rows]
    for one, other in zip(english.rows, spanish.rows, strict=True):
        numbers = [[cell.value for cell in row.cells if isinstance(cell.value, float | int)] for row in (one, other)]
        assert numbers[0] == numbers[1]
    words = [[cell.text for row in table.rows for cell in row.cells] for table in (english, spanish)]
    assert words[0] != words[1]


DAY: dict[str, Any] = {"said_on": "2026-03-01", "effective_on": "2026-03-01"}


@pytest.mark.parametrize(("seat", "code"), [("us-1", "FW-US-01"), ("mx-1", "FW-MX-01")])
def test_tables_of_evidence_and_history_print_the_grade_in_force(tmp_path: Path, seat: str, code: str) -> None:
    """A side's own document cannot support what happened after its source; a withheld source supports nothing."""
    with closing(small_desk(tmp_path, seat)) as desk:
        (said,) = desk.write(
            ReportStatus(commitment=code, status="limited", note="Done.", handling="TLP:CLEAR", **DAY)
        ).ids
    raw = RawDesk(tmp_path / "register.db", seat)  # another program gives a source any mark, and evidence any grade
    proofs = {}
    for name, date, mark in (("OLD", "2020-01-05", "TLP:CLEAR"), ("SECRET", "2026-02-27", "TLP:AMBER")):
        about = {"id": name, "title": name, "url": f"https://example.org/{name}"}
        raw.writes("source.add", {**about, "publisher": "P", "copy": "official", "date": date}, handling=mark)
        given = {"id": None, "commitment": code, "for": [said], "speaker": seat[:2].upper(), **DAY}
        proof = {**given, "title": {"en": "P", "es": "P"}, "grade": "documented", "sources": [name]}
        proofs[name] = raw.writes("evidence.add", proof).envelope.id
    desk = service.open_register(tmp_path / "register.db", today=TODAY)
    for audience, secret in (("public", "statement only"), ("parties", "document")):
        card = desk.scorecard(ScorecardRequest(TODAY, TODAY, audience, "en"))
        shown = [one for part in card.sections for one in part.blocks if isinstance(one, Table)]
        keys = {"evidence-list": "evidence", "history": "id"}
        found = [one for one in (*shown, *card.appendices) if one.id in keys]
        assert len(found) == len(keys)
        for table in found:
            grades = dict(zip(column(table, keys[table.id]), column(table, "grade"), strict=True))
            assert (grades[proofs["OLD"]], grades[proofs["SECRET"]]) == ("statement only", secret), table.id
        assert grades[said] == secret, "its evidence raises it"
