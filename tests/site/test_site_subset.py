"""A part of a register as a site: every number of it is of the part, every page says so, and nothing else is named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.ledger.records import Commitment
from accordtrack.projection import facts
from accordtrack.projection.audience import Audience
from accordtrack.projection.facts import Facts
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.service.panel_files import PanelFiles
from accordtrack.site.subset import facts_of
from accordtrack.site.subset_choice import SitePart, describe_part, parse_part, part_note
from accordtrack.types.intents import Amend
from registers import TODAY, small_register, unpublished_register
from shipped_scores import shipped_register
from sites import assert_whole, build, files, pages
from sites import told as manifest

AT = TwoDates(TODAY, TODAY)


def read_facts(register: Path) -> Facts:
    with door.open_register(register, today=TODAY)._db.reading() as connection:
        return facts.read(connection, AT, Audience("public", None, AT))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_register(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def whole(shipped: Path) -> Facts:
    return read_facts(shipped)


def parts(whole: Facts) -> list[SitePart]:
    themes = sorted({str(state.record.theme) for state in whole.states.values()})
    leads = [state.record.lead for state in whole.states.values()]
    bodies = sorted({code for lead in leads for code in (lead.US, lead.MX) if code})
    return [
        *(SitePart(theme=one) for one in themes),
        *(SitePart(body=one) for one in bodies[::3]),
        SitePart(None, "firearms", "ATF"),
    ]


def test_facts_of_a_part_belong_to_that_part_only(whole: Facts) -> None:
    for part in parts(whole):
        found = facts_of(whole, part)
        assert found.states
        for state in found.states.values():
            assert _belongs_to(state.record, part)
        linked = {link.body.indicator for state in found.states.values() for link in state.links}
        for name, body in found.indicators.items():
            assert name in linked or body.theme == part.theme
        assert found.measurements.keys() <= found.indicators.keys()
        assert all(part.theme in event.themes for event in found.events.values())
        for conflict in found.conflicts.values():
            assert {*conflict.about.commitments} <= found.states.keys()
            assert {*conflict.about.indicators} <= found.indicators.keys()
        assert found.accord is not None
        codes = {theme.code for theme in found.accord.themes}
        assert codes == {state.record.theme for state in found.states.values()}
        for theme in found.accord.themes:
            assert {*theme.outputs, *theme.outcomes} <= found.indicators.keys()
        assert found.settled.keys() <= found.conflicts.keys()
        assert found.areas.keys() == {state.record.area for state in found.states.values()} - {None}
        assert found.goals.keys() == {area.goal for area in found.areas.values()}
        assert {item.body.record for item in found.amends} <= {*found.indicators, *found.frameworks}


def test_every_field_of_facts_is_known_to_the_subset(whole: Facts) -> None:
    """A new part of the facts is to be thought of here: a site of a part must hold none of the others."""
    assert {one.name for one in fields(whole)} == {
        *("accord", "states", "indicators", "measurements", "answers", "events", "conflicts", "frameworks", "bodies"),
        *("sources", "settled", "answered", "goals", "areas", "amends", "hidden", "rules", "began_on", "panel"),
        *("chains", "evaluations", "targets", "expected_results", "source_feeds"),
    }


def test_theme_parts_add_up_to_the_whole(whole: Facts) -> None:
    found = [facts_of(whole, part) for part in parts(whole) if part.theme and not part.body]
    assert sum(len(one.states) for one in found) == len(whole.states)
    assert set().union(*(one.states for one in found)) == whole.states.keys()


def test_empty_selection_returns_all_facts(whole: Facts) -> None:
    assert facts_of(whole, SitePart()) is whole


@pytest.mark.scale
@pytest.mark.sweep
@pytest.mark.parametrize("asked", [{"theme": "firearms"}, {"body": "ATF"}, {"theme": "health", "body": "HHS"}])
def test_site_of_a_part_names_no_record_outside_it(
    shipped: Path, whole: Facts, tmp_path: Path, asked: dict[str, str]
) -> None:
    out = tmp_path / "site"
    part = SitePart(theme=asked.get("theme"), body=asked.get("body"))
    assert any(_belongs_to(state.record, part) for state in whole.states.values())
    build(shipped, out, **asked)
    assert_whole(out)
    kept = facts_of(whole, part)
    stands = files(out)
    shown = (path for path in stands if path.endswith(".html") and not path.endswith("/method.html"))  # it has examples
    found = "\n".join(stands[path].decode() for path in shown)
    named = set(re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.sub(r"<(style|title)>.*?</\1>|https?://\S+", "", found)))
    assert named & (whole.states.keys() - kept.states.keys()) == set()
    assert named & (whole.events.keys() - kept.events.keys()) == set()
    assert named & {name for name in whole.indicators.keys() - kept.indicators.keys() if "-" in name} == set()
    made = {path.rpartition("/")[2].removesuffix(".html") for path in stands if path.startswith("en/bodies/")}
    assert made == kept.bodies.keys()
    told_ = {path.rpartition("/")[2].removesuffix(".html") for path in stands if path.startswith("en/commitments/")}
    assert told_ == kept.states.keys()


def _belongs_to(record: Commitment, part: SitePart) -> bool:
    bodies = {record.lead.US, record.lead.MX, *record.supporting}
    return part.theme in {None, record.theme} and (part.body is None or part.body in bodies)


def test_part_of_the_register_reads_an_event_as_the_whole_does(whole: Facts) -> None:
    """Which states are compared, and what else happened in a state, depends on events that the part leaves out."""
    found = {}
    for part in (SitePart(), SitePart(theme="synthetics")):
        kept, method = facts_of(whole, part), parameter_file.standard_method()
        inputs = build_inputs(kept, AT, method)
        scores = ScoreAccess(kept, method, inputs, read_release=PanelFiles(Path("no-register"), kept.panel.series))
        found[part] = scores.event_study("ev-fentanyl-2024").readings
        assert {one.source for one in kept.panel.releases} <= kept.sources.keys()
    one, other = found.values()
    assert one == other
    assert any(reading.also for reading in one)


@pytest.mark.scale
def test_every_page_names_the_part_of_the_site(shipped: Path, whole: Facts, tmp_path: Path) -> None:
    out = tmp_path / "site"
    done = build(shipped, out, theme="firearms")
    count = len(facts_of(whole, SitePart(theme="firearms")).states)
    assert whole.accord is not None
    title = next(one.title.text for one in whole.accord.themes if one.code == "firearms")
    for path, page in pages(out).items():
        spoken = title.in_language(path.partition("/")[0])
        assert re.search(rf'<p class="name"><a[^>]*>[^<]*: {spoken}', page) or path == "index.html", path
    assert f": {title.es}" in pages(out)["index.html"]
    front = pages(out)["en/index.html"]
    assert (
        f"This site holds only: area Firearms trafficking; {count} of {len(whole.states)} records of the register."
        in front
    )
    assert done.part == "area Firearms trafficking"
    assert manifest(out)["asked"]["theme"] == "firearms"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"theme": "Armas"}, SitePart(theme="firearms")),
        ({"theme": "FIREARMS"}, SitePart(theme="firearms")),
        ({"theme": "armas de fuego"}, None),
        ({"body": "atf"}, SitePart(body="ATF")),
        ({"body": "Oficina de ARMAS"}, SitePart(body="ATF")),
        ({"place": "us-tx"}, SitePart(place="US-TX")),
        ({"place": "Texas"}, SitePart(place="US-TX")),
        ({"place": "Estados Unidos"}, SitePart(place="US")),
        ({"place": "us", "theme": "firearms", "body": "DOJ"}, SitePart("US", "firearms", "DOJ")),
    ],
)
def test_part_can_be_chosen_by_code_or_name_in_either_language(
    tmp_path: Path, asked: dict[str, str], part: SitePart | None
) -> None:
    held = read_facts(small_register(tmp_path))
    words_ = [asked.get(name) for name in ("place", "theme", "body")]
    if part is None:
        with pytest.raises(Refused, match="Unknown --theme"):
            parse_part(held, *words_)
    else:
        assert parse_part(held, *words_) == part


def test_state_belongs_to_its_own_country_only(tmp_path: Path) -> None:
    held = read_facts(small_register(tmp_path))
    assert facts_of(held, SitePart(place="US")).states.keys() == {"FW-US-01"}
    assert facts_of(held, SitePart(place="US-TX")).states.keys() == {"FW-US-01"}
    for place in ("MX", "U", "US-T"):
        assert not facts_of(held, SitePart(place=place)).states, place


@pytest.mark.parametrize(
    ("asked", "words_"),
    [
        ({"theme": "firearm"}, 'Unknown --theme "firearm"; did you mean firearms?'),
        ({"body": "ATFF"}, 'Unknown --body "ATFF"; did you mean ATF?'),
        ({"place": "Texsa"}, 'Unknown --place "Texsa"; did you mean US-TX?'),
        ({"theme": "nonsense"}, 'Unknown --theme "nonsense"'),
        ({"place": "Atlantis"}, 'Unknown --place "Atlantis"'),
        ({"body": "\u202e\x1b[31m"}, "Unknown --body"),
        ({"place": "Sinaloa"}, "No commitment in this register belongs to this part: place Sinaloa (MX-SIN)"),
        ({"theme": "firearms", "body": "PRESS"}, "No commitment in this register belongs to this part: area Firearms"),
    ],
)
def test_unknown_or_empty_part_is_refused_and_nothing_is_written(
    tmp_path: Path, asked: dict[str, str], words_: str
) -> None:
    register, out = small_register(tmp_path), tmp_path / "site"
    with pytest.raises(Refused) as caught:
        build(register, out, **asked)
    assert str(caught.value).startswith(words_)
    assert "\x1b" not in str(caught.value)
    assert ("did you mean" in str(caught.value)) == ("did you mean" in words_)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["register.db", "register.db.keys"]


def test_register_without_public_entries_is_refused(tmp_path: Path) -> None:
    register = unpublished_register(tmp_path / "unpublished")
    with pytest.raises(Refused, match="Nothing in this register is for the public"):
        build(register, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_part_description_uses_the_current_language(tmp_path: Path) -> None:
    held = read_facts(small_register(tmp_path))
    part = SitePart("US-TX", "firearms", "ATF")
    assert describe_part(held, part) == "area Firearms; place Texas (US-TX); responsible body Firearms bureau (ATF)"
    with i18n.using_language("es"):
        assert "Armas" in part_note(held, part, 1, 0)


def test_withheld_count_is_shown_for_the_whole_register_only(tmp_path: Path) -> None:
    """Else a number would say that something secret is said of a theme."""
    register = small_register(tmp_path)
    whole, part = build(register, tmp_path / "whole"), build(register, tmp_path / "part", theme="firearms")
    assert whole.withheld == part.withheld > 0
    for page in ("en/index.html", "en/events/ev-meeting.html"):
        assert "Entries that are not public are counted across the whole register." in pages(tmp_path / "part")[page]


def test_place_added_by_an_amendment_belongs_to_the_part(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    desk.write(Amend(record="FW-US-01", fields={"places": "US-AZ"}, reason="Here too.", handling="TLP:CLEAR"))
    build(register, tmp_path / "site", place="Arizona")
    assert {path for path in files(tmp_path / "site") if path.startswith("en/commitments/")} == {
        "en/commitments/FW-US-01.html"
    }
