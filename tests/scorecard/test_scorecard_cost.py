"""What a scorecard costs, as far as it can be counted: the log is read once, and nothing is made that its form does not show."""

from __future__ import annotations

import gc
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.cli.start import collect_garbage_rarely, start
from accordtrack.documents import APPENDED, FORMATS, html
from accordtrack.documents.json_file import as_json
from accordtrack.scorecard.request import ScorecardRequest
from recorded_queries import recorded_queries
from registers import TODAY, small_desk, small_register

pytestmark = pytest.mark.process

_LIBRARIES = ("typst", "xlsxwriter", "docx", "python_calamine", "textual", "numpy")
_LOADED = f"""
import sys
from accordtrack.__main__ import main
status = main(sys.argv[1:])
sys.stderr.write(" ".join(name for name in {_LIBRARIES} if name in sys.modules))
sys.exit(status)
"""

_FROZEN = """
import gc, sys
from accordtrack.__main__ import main
status = main()
sys.stderr.write(str(gc.get_freeze_count() > 0))
sys.exit(status)
"""


def test_scorecard_reads_the_whole_log_once(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    with recorded_queries() as seen:
        desk.scorecard(ScorecardRequest(TODAY, TODAY, "public", "en", since="2025-01-01"))
    statements = [" ".join(statement.split()) for statement, _values in seen]
    assert sum(statement.endswith("ORDER BY entry.ref, entry.lc, entry.id") for statement in statements) == 1


def test_leaving_out_appendices_changes_nothing_else(tmp_path: Path) -> None:
    desk, asked = small_desk(tmp_path), ScorecardRequest(TODAY, TODAY, "public", "en")
    whole, short = desk.scorecard(asked), desk.scorecard(asked, appended=False)
    assert len(whole.appendices) == 3
    assert short == replace(whole, appendices=())
    assert html.render(short) == html.render(whole)
    assert as_json(whole)["appendices"]
    assert set(APPENDED) < set(FORMATS)


@pytest.mark.parametrize(("form", "wanted"), [("html", ""), ("md", ""), ("pdf", "typst"), ("xlsx", "xlsxwriter")])
def test_format_loads_only_its_own_library(tmp_path: Path, form: str, wanted: str) -> None:
    words = ["scorecard", str(tmp_path / f"card.{form}"), "--db", str(small_register(tmp_path)), "--desk", "obs-1"]
    done = subprocess.run([sys.executable, "-c", _LOADED, *words], check=True, capture_output=True, text=True)
    assert done.stderr == wanted


def test_command_restores_the_garbage_collection_threshold(tmp_path: Path) -> None:
    before = gc.get_threshold()
    assert start(["scorecard", str(tmp_path / "card.html"), "--db", str(small_register(tmp_path))]) == 0
    assert start(["scorecard", str(tmp_path / "card.none"), "--db", str(tmp_path / "register.db")]) == 2
    assert gc.get_threshold() == before


def test_no_garbage_is_collected_when_a_verb_ends() -> None:
    collected: list[object] = []

    def heard(*told: object) -> None:
        collected.append(told)

    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(700, 10, 10)  # as in a process of the program
    gc.callbacks.append(heard)
    try:
        collect_garbage_rarely()
        kept: list[list[object]] = [[] for _number in range(20_000)]
        kept += [[] for _number in range(300)]
    finally:
        gc.callbacks.remove(heard)
        gc.set_threshold(*before)
    assert not collected


def test_process_that_ends_leaves_its_objects_to_the_system(tmp_path: Path) -> None:
    words = ["scorecard", str(tmp_path / "card.md"), "--db", str(small_register(tmp_path)), "--desk", "obs-1"]
    done = subprocess.run([sys.executable, "-c", _FROZEN, *words], check=True, capture_output=True, text=True)
    assert done.stderr == "True"
