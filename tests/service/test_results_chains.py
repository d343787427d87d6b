"""Results chains and evaluations: what is refused, which chain stands, and what stands beside a commitment."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, using_language
from accordtrack.scoring.results_chains import ResultsEvidence
from accordtrack.service import Desk
from accordtrack.text import results_chain
from accordtrack.text.pending import content_lines
from accordtrack.types.intents import AddRecord, Retract
from folders import FILES, RESULTS, change, make_folder
from registers import TODAY, At, accept_everything
from result_fields import CHAIN, EVALUATION, RIVAL


def chain(**fields: object) -> AddRecord:
    return AddRecord(kind="chain", fields={**CHAIN, **fields})


def evaluation(**fields: object) -> AddRecord:
    return AddRecord(kind="evaluation", fields={**EVALUATION, **fields})


def results(desk: Desk, commitment: str = "FW-US-01") -> ResultsEvidence:
    return desk.scores().results_evidence(commitment)


@pytest.fixture
def charted(tmp_path: Path) -> Path:
    """The small register, with a results chain and evaluations in its data folder."""
    path = tmp_path / "charted.db"
    data = make_folder(tmp_path / "charted", {**FILES, **RESULTS})
    service.create_register(path, data=data, desk="us-1", seats=("mx-1",), keys=own_key_folder(path), today=TODAY)
    return path


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        (chain(commitment="FW-US-1"), "FW-US-01"),
        (chain(outcome="guns-tracd"), "guns-traced"),
        (chain(lag_min=9, lag_max=3), "lag_min is longer than lag_max"),
        (chain(lag_min=-1), "lag_min"),
        (chain(rivals=[RIVAL]), "two or more rival explanations"),
        (
            chain(outputs=[{"on": "2022", "text": RIVAL["text"], "sources": []}]),
            "A figure of government activity needs a source",
        ),
        (chain(acts=[{"on": "2022"}]), "An act needs an event"),
        (chain(acts=[{"event": "ev-meting"}]), "ev-meeting"),
        (chain(rivals=[RIVAL, {**RIVAL, "examined_by": ["EV-0"]}]), "EV-0"),
        (chain(wrk="courts"), "did you mean work"),
        (evaluation(in_answer_to="EV-1"), "cannot answer itself"),
        (evaluation(version_of="EV-1"), "cannot be a version of itself"),
        (evaluation(in_answer_to="EV-0"), "EV-0"),
        (evaluation(version_of="EV-0"), "EV-0"),
        (evaluation(estimate="5", unit="points", **{"interval.low": "6", "interval.high": "9"}), "does not contain"),
        (evaluation(estimate="5"), "An estimate needs a unit"),
        (evaluation(**{"interval.low": "6", "interval.high": "9"}), "An interval needs its estimate"),
        (evaluation(period_start="2024", period_end="2023"), "ends before it starts"),
        (evaluation(**{"about.commitments": "", "about.indicators": ""}), "about nothing"),
        (evaluation(made_by="GAOO"), "GAO"),
        (evaluation(sources=""), "An evaluation needs its author and a source"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(at: At, intent: AddRecord, told: str) -> None:
    desk = at("us-1")
    before = len(desk.history().entries)
    with pytest.raises(Refused) as refused:
        desk.write(intent)
    assert told in " ".join(map(explain, refused.value.problems))
    assert len(desk.history().entries) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("chains.yaml", "commitment: FW-US-01", "commitment: FW-US-1", "FW-US-01"),
        ("chains.yaml", "lag_min: 3", "lag_min: 30", "lag_min is longer than lag_max"),
        ("chains.yaml", "examined_by: [eval-against]", "examined_by: [eval-agains]", "eval-against"),
        ("evaluations.yaml", "in_answer_to: eval-traced-2024", "in_answer_to: eval-against", "cannot answer itself"),
        ("evaluations.yaml", "in_answer_to: eval-traced-2024", "in_answer_to: eval-traced-2022", "eval-traced-202"),
        ("evaluations.yaml", "interval: {low: 1, high: 9.5", "interval: {low: 6, high: 9.5", "does not contain"),
        ("evaluations.yaml", "made_by: [PRESS]", "made_by: [PRESSS]", "PRESS"),
    ],
)
def test_folder_with_bad_results_names_the_line(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    from accordtrack.dataset.data_folder import read_folder  # noqa: PLC0415

    folder = make_folder(tmp_path / "small", {**FILES, **RESULTS})
    assert read_folder(folder).problems == ()
    change(folder, file, old, new)
    found = read_folder(folder).problems
    assert [one for one in found if one.place.startswith(f"{file}:")]
    assert told in " ".join(map(explain, found))


def test_two_chains_of_one_commitment_in_a_folder_are_a_fault(tmp_path: Path) -> None:
    from accordtrack.dataset.data_folder import read_folder  # noqa: PLC0415

    twice = RESULTS["chains.yaml"] * 2
    folder = make_folder(tmp_path / "small", {**FILES, **RESULTS, "chains.yaml": twice})
    assert "The same record appears twice" in " ".join(map(explain, read_folder(folder).problems))


def test_versions_of_evaluations_in_a_circle_are_a_fault(tmp_path: Path) -> None:
    from accordtrack.dataset.data_folder import read_folder  # noqa: PLC0415

    folder = make_folder(tmp_path / "small", {**FILES, **RESULTS})
    change(
        folder,
        "evaluations.yaml",
        "  published_on: '2023-06'\n",
        "  published_on: '2023-06'\n  version_of: eval-traced-2024\n",
    )
    assert "The versions of evaluations form a circle" in " ".join(map(explain, read_folder(folder).problems))


def test_chain_of_one_side_waits_and_shows_nothing_until_the_other_accepts_it(at: At) -> None:
    desk = at("us-1")
    desk.write(chain(), evaluation())
    assert results(desk) == results(desk, "FW-MX-01")
    assert not desk.commitment("FW-US-01").has_results
    assert {entry.kind for act in desk.pending("MX") for entry in act.entries} == {"chain.set", "evaluation.record"}
    accept_everything(desk.path)
    (one,) = results(desk).chains
    assert one.standing.is_agreed
    assert results_chain.authorship_lines(one.standing) == ["Both sides agree on this chain."]


def test_later_chain_of_the_same_author_replaces_the_earlier_once_it_is_in_force(at: At) -> None:
    desk = at("us-1")
    desk.write(chain(lag_min=1))
    accept_everything(desk.path)
    desk.write(chain(lag_min=2))
    assert [one.chain.lag_min for one in results(desk).chains] == [1]
    accept_everything(desk.path)
    assert [one.chain.lag_min for one in results(desk).chains] == [2]


def test_chains_of_two_authors_stand_beside_each_other(at: At) -> None:
    at("us-1").write(chain(lag_min=1))
    at("mx-1").write(chain(lag_min=2))
    accept_everything(at("us-1").path)
    accept_everything(at("us-1").path, by="us-1")
    assert [one.chain.lag_min for one in results(at("us-1")).chains] == [2, 1]


def test_chain_of_a_side_alone_is_marked_as_its_own(tmp_path: Path) -> None:
    path = tmp_path / "alone.db"
    data = make_folder(tmp_path / "data")
    service.create_register(path, data=data, desk="mx-1", keys=own_key_folder(path), today=TODAY)
    desk = service.open_register(path, desk="mx-1", today=TODAY)
    desk.write(chain())
    (one,) = results(desk).chains
    assert results_chain.authorship_lines(one.standing) == ["This chain and its grade are those of Mexico alone."]


def test_shipped_chain_is_the_registers_own_and_a_side_can_concur(charted: Path) -> None:
    from accordtrack.types.intents import TakePosition  # noqa: PLC0415

    desk = service.open_register(charted, desk="us-1", today=TODAY)
    (one,) = results(desk).chains
    own = "This chain is this tracker's own work, not that of either government. Both can answer it."
    assert results_chain.authorship_lines(one.standing) == [own]
    before = desk.scores().by_theme
    desk.write(TakePosition(target=one.standing.id, stance="concur"))
    (one,) = results(desk).chains
    assert (
        results_chain.authorship_lines(one.standing)[1]
        == "The United States agrees with it, the other government does not so far."
    )
    mexico = service.open_register(charted, desk="mx-1", today=TODAY)
    mexico.write(TakePosition(target=one.standing.id, stance="concur"))
    assert results(desk).chains[0].standing.is_agreed
    assert desk.scores().by_theme == before


def test_dispute_of_a_chain_changes_no_standing(charted: Path) -> None:
    from accordtrack.types.intents import TakePosition  # noqa: PLC0415

    desk = service.open_register(charted, desk="mx-1", today=TODAY)
    before = desk.commitment("FW-US-01").halves
    (one,) = results(desk).chains
    desk.write(TakePosition(target=one.standing.id, stance="dispute", reason="Not so."))
    assert desk.commitment("FW-US-01").halves == before
    found = results(desk).chains[0]
    assert found.contribution == one.contribution
    assert results_chain.authorship_lines(found.standing)[1:] == ["Mexico disputes it."]


def test_retracted_chain_is_gone(at: At) -> None:
    desk = at("us-1")
    written = desk.write(chain())
    desk.write(Retract(entry=written.ids[0], reason="Wrong."))
    accept_everything(desk.path)
    assert results(desk).chains == ()


def test_opposing_findings_stand_together_and_a_superseded_version_is_marked(charted: Path) -> None:
    desk = service.open_register(charted, desk="us-1", today=TODAY)
    (group,) = results(desk).evaluations
    assert [one.id for one in group.members] == ["eval-traced-2023", "eval-traced-2024", "eval-against"]
    assert group.superseded == {"eval-traced-2023"}
    part = results_chain.results_parts(desk.scores(), "FW-US-01")[-1]
    assert part.title == "Evaluations with opposing findings"
    told = dict(part.rows)
    assert told["eval-traced-2023"][0] == "Superseded by a newer version."
    assert "estimate: 5.5 points (95% interval 1 to 9.5)" in told["eval-traced-2023"]
    assert "answers eval-traced-2024" in told["eval-against"]


def test_evaluation_whose_payer_is_not_known_decides_no_grade(charted: Path) -> None:
    desk = service.open_register(charted, desk="us-1", today=TODAY)
    (one,) = results(desk).chains
    assert (one.contribution.grade.value, one.contribution.ground.value) == ("none", "no_figure")


def test_chain_is_not_known_before_its_day(charted: Path) -> None:
    from accordtrack.core.dates import TwoDates  # noqa: PLC0415

    desk = service.open_register(charted, desk="us-1", today=TODAY)
    earlier = TwoDates("2026-04-30", "2026-04-30")
    assert desk.scores(earlier).results_evidence("FW-US-01").chains == ()


@pytest.mark.parametrize(
    ("commitment", "told"),
    [
        ("FW-US-01", "No results chain is recorded for its indicator: Share of guns traced."),
        ("FW-MX-01", ""),
    ],
)
def test_without_a_chain_the_page_says_where_the_results_end(at: At, commitment: str, told: str) -> None:
    assert results_chain.where_it_ends(at("us-1").commitment(commitment).direct_indicators) == told


def test_evaluation_by_independent_bodies_decides_and_its_finding_is_printed(tmp_path: Path) -> None:
    """An auditor of a side is not independent of it; the body of an observer is."""
    path = tmp_path / "evaluated.db"
    data = make_folder(tmp_path / "data", {**FILES, **RESULTS})
    change(
        data,
        "evaluations.yaml",
        "  design: process_tracing\n  about:\n",
        "  design: evaluation\n  about:\n    commitments: [FW-US-01]\n",
    )
    change(data, "evaluations.yaml", "  made_by: [PRESS]\n", "  made_by: [UN]\n  paid_by: [UN]\n")
    un = "- code: UN\n  name: {en: An office, es: Una oficina}\n  side: OBS\n  branch: international\n"
    change(data, "bodies.yaml", "- code: PRESS\n", f"{un}- code: PRESS\n")
    service.create_register(path, data=data, desk="us-1", keys=own_key_folder(path), today=TODAY)
    desk = service.open_register(path, desk="us-1", today=TODAY)
    (one,) = results(desk).chains
    assert one.contribution.evaluations == ("eval-against",)
    sentence = "Evaluated by an independent body: finds no contribution. It was not."
    assert results_chain.grade_sentence(desk.scores(), one) == sentence


def test_pending_chain_names_its_fields_in_the_language_of_the_user_also_beside_the_other_text(at: At) -> None:
    at("us-1").write(chain())
    (entry,) = (one for act in at("mx-1").pending("MX") for one in act.entries)
    with using_language("es"):
        told = content_lines(entry)
    assert "explicaciones rivales 1: texto Azar., qué se observaría Altibajos." in told
    assert "explicaciones rivales 1 (inglés): texto Chance., qué se observaría Ups and downs." in told
