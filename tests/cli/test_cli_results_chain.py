"""The results chain of a commitment on the command line: shown by ``show``, recorded by ``add``, answered by ``concur``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from cli_runner import Run
from folders import FILES, RESULTS, make_folder

HOSTILE = "\\u001b[31m=cmd|x\\u202e<b>"
WRITTEN = """\
commitment: FW-MX-01
work: courts
mechanism: {en: More guns are sent., es: Se envían más armas.}
outcome: guns-traced
lag_min: 9
assumptions: []
rivals:
  - text: {en: Fewer guns., es: Menos armas.}
    would_see: {en: A lower count., es: Un conteo menor.}
  - text: {en: Another count., es: Otro conteo.}
    would_see: {en: A jump., es: Un salto.}
"""


@pytest.fixture
def charted(tmp_path: Path, home: Path) -> Path:
    """A register of the small folder with a results chain and evaluations."""
    assert home
    path = tmp_path / "charted.db"
    data = make_folder(tmp_path / "charted", {**FILES, **RESULTS})
    service.create_register(path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path))
    return path


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            ("No grade:", "commitment", "→ acts", "→ government", "→ indicator", "rival", "would be seen:"),
        ),
        (
            "es",
            (
                "Sin grado:",
                "compromiso",
                "→ actos",
                "→ actividad",
                "→ indicador",
                "explicaciones",
                "se observaría:",
            ),
        ),
    ],
)
def test_show_has_the_chain_as_a_chart_with_the_grade_first(
    run: Run, charted: Path, language: str, told: tuple[str, ...]
) -> None:
    whole = run("show", "FW-US-01", "--db", str(charted), "--lang", language).out
    out = whole.partition({"en": "Results chain", "es": "Cadena de resultados"}[language])[2]
    assert [out.index(word) for word in told] == sorted(out.index(word) for word in told)


def test_show_in_ascii_draws_the_chain_without_arrows(run: Run, charted: Path) -> None:
    out = run("show", "FW-US-01", "--db", str(charted), "--ascii").out
    assert "-> government" in out
    assert "→" not in out


def test_json_holds_the_chain_and_the_evaluations(run: Run, charted: Path) -> None:
    found = json.loads(run("show", "FW-US-01", "--db", str(charted), "--format", "json").out)["commitment"]["results"]
    assert [(one["grade"], one["lag_months"], one["record"]["lag_max"]) for one in found["chains"]] == [("none", 6, 24)]
    assert [(one["record"]["id"], one["superseded"]) for one in found["evaluations"]] == [
        ("eval-traced-2023", True),
        ("eval-traced-2024", False),
        ("eval-against", False),
    ]


def test_chain_is_recorded_from_a_file_and_waits_for_the_other_side(run: Run, register: Path, tmp_path: Path) -> None:
    assert register
    (tmp_path / "chain.yaml").write_text(WRITTEN, encoding="utf-8")
    ran = run("add", "chain", "--from", str(tmp_path / "chain.yaml"))
    assert (ran.status, ran.err) == (0, "")
    assert "Waits for Mexico" in ran.out
    assert "Results chain" not in run("show", "FW-MX-01").out
    assert "results chain set" in run("pending", "--desk", "mx-1").out
    entry = json.loads(run("history", "--kind", "chain.set", "--format", "json").out)["rows"][0]["id"]
    assert run("concur", entry, "--desk", "mx-1").status == 0
    assert "Both sides agree on this chain." in run("show", "FW-MX-01").out


def test_evaluation_is_recorded_field_by_field(run: Run, register: Path) -> None:
    assert register
    fields = ("id=EV-1", "question=Did it rise?", "finding=It did.", "finds=contribution", "design=comparison")
    about = ("about.commitments=FW-MX-01", "made_by=GAO", "published_on=2024-02", "sources=ATF-2023")
    wrong = run("add", "evaluation", *fields, *about, "estimate=5", "unit=points", "interval.low=6", "interval.high=9")
    assert (wrong.status, wrong.out) == (1, "")
    assert "The interval 6 to 9 does not contain the estimate 5" in wrong.err
    right = run("add", "evaluation", *fields, *about, "estimate=7", "unit=points", "interval.low=6", "interval.high=9")
    assert (right.status, right.err) == (0, "")


def test_hostile_text_of_a_chain_is_shown_washed(run: Run, register: Path, tmp_path: Path, home: Path) -> None:
    """A folder refuses such characters; a foreign desk can sign them."""
    assert register
    assert home
    hostile = WRITTEN.replace("en: More guns are sent.", f'en: "{HOSTILE}"')
    (tmp_path / "chain.yaml").write_text(hostile, encoding="utf-8")
    ran = run("add", "chain", "--from", str(tmp_path / "chain.yaml"))
    assert ran.status == 1
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
