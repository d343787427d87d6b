"""The vectors of AT-2.0.0: made panels, paths, target worksheets, and studies of events over the shipped panel."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from accordtrack.scoring import path_shape, target_scenarios
from accordtrack.scoring.event_method import Parameters, standard_event_method
from accordtrack.scoring.event_outcomes import what_followed
from accordtrack.scoring.event_study import Panel, read_change
from accordtrack.types.regions import NEIGHBORS
from event_vectors import VECTORS, cases, differences, events, outcomes, reading_facts, study_facts

METHOD = standard_event_method()


def name(case: dict[str, Any]) -> str:
    return str(case["id"])


def test_there_are_as_many_vectors_of_each_kind_as_designed() -> None:
    counts = {kind: len(cases(kind)) for kind in ("test", "path", "worksheet", "study")}
    assert counts == {"test": 24, "path": 6, "worksheet": 2, "study": 29}
    assert sum(counts.values()) == len(VECTORS["cases"])


@pytest.mark.parametrize("panel", ["monthly", "yearly"])
def test_parameters_are_those_of_the_vectors(panel: str) -> None:
    found = dataclasses.asdict(getattr(METHOD, panel))
    assert {**found, "after": list(found["after"])} == VECTORS["params" if panel == "monthly" else panel]


@pytest.mark.parametrize("case", cases("test"), ids=name)
def test_made_panels_give_the_expected_readings(case: dict[str, Any]) -> None:
    counts = np.array([[np.nan if cell is None else cell for cell in row] for row in case["Y"]], float)
    people = np.broadcast_to(np.array(case["P"], float), counts.shape)
    need: Parameters = dataclasses.replace(METHOD.monthly, **case["params"])
    found = read_change(Panel(counts, people), case["i"], case["e"], case["k"], case["excluded"], need)
    assert differences(reading_facts(found), case["expect"]) == {}


@pytest.mark.parametrize("case", cases("path"), ids=name)
def test_paths_have_the_expected_shapes_and_rates(case: dict[str, Any]) -> None:
    found = dataclasses.asdict(path_shape.describe(case["values"], case["direction"], case["tol"], METHOD.paths.full))
    found["a"] = found.pop("rate")
    assert differences(found, case["expect"]) == {}


@pytest.mark.parametrize("case", cases("worksheet"), ids=name)
def test_worksheets_propose_the_expected_scenarios(case: dict[str, Any]) -> None:
    found = target_scenarios.propose(case["yearly"], case["direction"], case["horizon"], case["others"])
    assert differences(dataclasses.asdict(found), case["expect"]) == {}


@pytest.mark.parametrize("case", cases("study"), ids=name)
def test_studies_of_the_shipped_panel_give_the_expected_readings(case: dict[str, Any]) -> None:
    """The breaks that the register infers in the registry of missing people count only where the vector declares them."""
    panel = outcomes(case["known_on"], case["as_of"], judged_breaks="place_breaks" in case)
    event = next(one for one in events() if one.id == case["event"])
    readings = what_followed(event, events(), panel, NEIGHBORS, case["known_on"])
    found = next(
        one for one in readings if (one.outcome, one.window) in {(case["outcome"], case["window"]), (None, None)}
    )
    assert differences(study_facts(found), case["expect"]) == {}
