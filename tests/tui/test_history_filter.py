"""The filter of History: both languages, words of a title, and what becomes of a filter that asks for nothing."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.service import Desk, history_words, parse_history_filter
from accordtrack.tui.dialogs.export import ExportDialog
from accordtrack.tui.history_filter import command_options
from accordtrack.types import HistoryQuery
from accordtrack.types.intents import AddNote, ReportStatus
from history_views import shown
from tui_runner import painted, press, running, settle, write


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("tipo:situacion", HistoryQuery(kind="status")),
        ("tipo:Situación", HistoryQuery(kind="status")),
        ('tipo:"situación declarada"', HistoryQuery(kind="status.report")),
        ("kind:status_reported", HistoryQuery(kind="status.report")),
        ("kind:STATUS", HistoryQuery(kind="status")),
        ("tipo:rectificación", HistoryQuery(kind="retract")),
        ("declara:mexico", HistoryQuery(speaker="MX")),
        ("declara:México", HistoryQuery(speaker="MX")),
        ("declara:EE.UU.", HistoryQuery(speaker="US")),
        ("by:us", HistoryQuery(speaker="US")),
        ("by:observer", HistoryQuery(speaker="OBS")),
        ('declara:"ambas partes"', HistoryQuery(speaker="JOINT")),
        ("Desde:2025 hasta:2026-05", HistoryQuery(since="2025", until="2026-05")),
        ("cambio:>412-us-1", HistoryQuery(changed=">412-us-1")),
        ("changed:>412", HistoryQuery(changed=">412")),
        ("armas tipo: frontera", HistoryQuery(words="armas frontera")),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_fields_and_values_are_accepted_in_both_languages(words: str, asked: HistoryQuery, language: str) -> None:
    with i18n.using_language(language):
        assert parse_history_filter(words) == asked


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("es", "tipo:situasion", "situacion"),
        ("es", "declara:mexixo", "mexico"),
        ("en", "kind:statis", "status"),
        ("en", "by:XX", "MX"),
        ("en", "by:99999", "US, MX, JOINT, OBS"),
        ("es", "baile:1", "declara:"),
        ("en", "changed:soon", ">412-us-1"),
        ("es", "cambio:<412", ">412-us-1"),
    ],
)
def test_refused_filter_suggests_values_in_the_current_language(language: str, words: str, said: str) -> None:
    with i18n.using_language(language):
        with pytest.raises(Refused) as why:
            parse_history_filter(words)
        assert said in i18n.explain(why.value.problems[0])


def test_what_waits_has_no_filter_of_new_entries(us: Desk) -> None:
    with pytest.raises(Refused):
        us.pending(words="changed:>1")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_suggested_word_is_accepted(language: str) -> None:
    with i18n.using_language(language):
        proposed = history_words()
        assert all(parse_history_filter(word) for word in proposed)
        assert ("tipo:situacion" in proposed, "kind:status" in proposed) == (language == "es", language == "en")


def test_words_match_entries_by_title_or_code(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    title = us.commitment("FW-US-01").row.title.en
    by_title = us.history(words=title).entries
    assert by_title
    assert {entry.ref for entry in by_title} == {"FW-US-01"}
    assert {entry.ref for entry in us.history(words="fw-us-01").entries} == {"FW-US-01"}
    assert us.history(words="fw-us").entries == tuple(e for e in us.history().entries if e.ref.startswith("FW-US"))
    assert us.history(words="nothingofthesort").entries == ()
    assert us.history(words="%").entries == us.history(words="_").entries


async def test_spanish_filter_lists_entries_and_completes_terms(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    us.write(AddNote(commitment="FW-US-01", text="n"))
    async with running(us, language="es") as (app, pilot):
        await press(pilot, "3", "slash")
        await write(pilot, "tipo:sit")
        await press(pilot, "right")
        screen = shown(app)
        assert screen.filter_input.value == "tipo:situacion"
        assert {entry.kind for entry in screen.entries or ()} == {"status.report"}
        assert command_options(screen.asked) == ("--kind=status",)
        await press(pilot, "escape")
        await write(pilot, "fw-us-01 declara:eeuu")
        assert {(entry.ref, entry.speaker) for entry in screen.entries or ()} == {("FW-US-01", "US")}
        assert command_options(screen.asked) == ("--speaker=US", "--words=fw-us-01")


async def test_list_still_loads_after_an_invalid_filter(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    async with running(us) as (app, pilot):
        await press(pilot, "3", "slash")
        await write(pilot, "by:XX")
        await press(pilot, "enter", "w")
        screen = shown(app)
        assert screen.ref == "FW-US-01"
        assert screen.entries
        assert "Reading" not in screen.entries_pane.text
        assert any("▲" in line and "XX" in line for line in painted(app)), "the filter is still not understood"
        await press(pilot, "x")
        await settle(pilot)
        assert isinstance(app.screen, ExportDialog)
        told = "\n".join(line for line in painted(app) if "by:XX" not in line and "▲" not in line)
        assert "loading" not in told
        assert "XX" not in told
        await press(pilot, "escape", "F")
        assert not any("▲" in line for line in painted(app))
