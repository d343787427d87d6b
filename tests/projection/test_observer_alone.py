"""Where only an observer speaks, lists, differences and cards count its statuses under its name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from accordtrack.cli.view_text import status_cell, status_in_full
from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.projection.facts import Facts
from accordtrack.projection.projection_rows import list_row
from accordtrack.queries import filter_parser
from accordtrack.queries.diff import Moment, find_changes
from accordtrack.queries.list_pages import all_rows, as_row
from accordtrack.scoring import score_json
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.text.changes import value_after
from items import Told
from projected import projection

AT = TwoDates("2026-01-01", "2026-01-01")


def told(owner: str = "US") -> Told:
    """A commitment about which only an observer spoke, twice."""
    found = Told(owner)
    found.status("OBS", "limited", "2024-01-01")
    found.status("OBS", "substantial", "2024-06-01")
    return found


@pytest.mark.parametrize("owner", ["US", "MX"])
def test_list_shows_the_status_in_the_observer_s_name(owner: str) -> None:
    row = as_row(SimpleNamespace(**list_row(told(owner).state(), 1)), AT.as_of)
    (half,) = row.halves
    assert (half.status, half.standing, half.observed) == (None, "unreported", "substantial")
    assert status_cell(row, ascii_only=False) == f"{owner} ◑ observer: substantial"
    assert status_in_full(row, ascii_only=False).endswith("◑ observer: substantial")
    with using_language("es"):
        assert status_cell(row, ascii_only=False) == f"{owner} ◑ instancia independiente: sustancial"


def test_list_read_from_the_projection_shows_the_same() -> None:
    states = [told("JOINT").state()]
    with projection(states) as connection:
        (row,) = all_rows(connection, filter_parser.parse(""), AT.as_of)
    assert [half.observed for half in row.halves] == ["substantial", "substantial"]


def test_claim_of_its_own_side_comes_before() -> None:
    found = told()
    found.status("US", "completed", "2024-03-01")
    (half,) = found.state().halves
    assert half.observed is None


def test_rules_1_count_no_observer() -> None:
    (half,) = told().state(rules=1).halves
    assert half.observed is None


def test_difference_names_the_observer() -> None:
    found = told()
    later = found.state()
    first, second = found.items[1:]
    found.items.remove(second)
    earlier = found.state()
    (change,) = find_changes(Moment(earlier, "2024-03-01"), Moment(later, "2024-09-01"), [second])
    assert (change.kind, change.before, change.after, change.entries) == (
        "observed",
        "limited",
        "substantial",
        (second.id,),
    )
    assert value_after(change, ascii_only=False) == "◑ observer: substantial"
    assert first.id != second.id


@pytest.mark.parametrize("rules", [1, 2])
def test_cards_count_them_under_rules_2(rules: int) -> None:
    facts = Facts(None, {"FW-01": told().state(rules=rules)}, {}, {}, (), {}, {}, {}, {}, {}, rules=rules)
    method = standard_method()
    found = score(build_inputs(facts, AT, method), method)
    assert found.overall.observed_alone == ({"substantial": 1} if rules == 2 else {})
    card = score_json.as_json(found)["overall"]["delivery"]
    assert card is not None
    assert card.get("observed_alone", {}).get("substantial") == (1 if rules == 2 else None)
