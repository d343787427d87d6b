"""The page of a commitment: each side's words as its own, what nobody said told so, and nothing that the record does not hold."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accordtrack import i18n
from accordtrack.ledger.kinds import KINDS, SOURCE, canonical_body
from accordtrack.scoring.findings import spoken_series
from accordtrack.site import build, render
from accordtrack.site.cache_policy import same_except_day
from accordtrack.site.pages import commitment
from accordtrack.store.items import Item
from accordtrack.text import findings
from accordtrack.text.calendar_names import day_name
from items import REF, Told
from mirrored_facts import OTHER
from registers import TODAY, small_desk
from scorecard.pages import Page
from scorecard_factory import HIDDEN, WORDS
from site_factory import assert_whole, cite, columns, of_desk, of_told, read, section, shipped, told_page
from value_disputes import Room

JOINT_STATEMENT = SOURCE.decode_values(
    {
        "id": "JS-2021",
        "publisher": "Both governments",
        "title": "Joint Statement",
        "date": "2021-10-08",
        "url": "https://example.org/js",
        "copy": "official",
        "note": None,
    }
)
CODES = ("UNI-US-02", "FEB25-JT-03", "BF2-JT-06", "JS25-09", "HLSD21-US-03", "ASK-MX-01", "GAO-16-223-R1", "BF21-1.3-A")
both = pytest.mark.parametrize("language", ["en", "es"])


def shipped_page(code: str, language: str) -> Page:
    made = shipped(language)
    with i18n.using_language(language):
        page = commitment.page(made, made.held.facts.states[code])
    return read(made, page, language)


def small_page(folder: Path, code: str) -> Page:
    made = of_desk(small_desk(folder), TODAY)
    return read(made, commitment.page(made, made.held.facts.states[code]))


def _set_fields(told: Told, item: Item[Any], **fields: object) -> None:
    """Fields that an entry has otherwise."""
    body = KINDS[item.kind].decode_values({**canonical_body(item.body), **fields})
    told.items[told.items.index(item)] = item.with_body(body)


@pytest.mark.sweep("language")
@both
@pytest.mark.parametrize("code", CODES)
def test_commitment_page_markup_anchors_and_links_are_valid(code: str, language: str) -> None:
    page = shipped_page(code, language)
    assert_whole(page)
    for voice in (one for one in page.root.every("div") if one.get("class") == "voice"):
        assert len(voice.children) > 1, "a column with a heading alone"


@both
def test_country_of_the_page_language_comes_first(language: str) -> None:
    first, second = columns(shipped_page("FEB25-JT-03", language), "voices")[:2]
    names = ["The United States", "Mexico"] if language == "en" else ["México", "Estados Unidos"]
    assert first.startswith(names[0])
    assert second.startswith(names[1])


def test_silent_side_that_was_not_asked_is_described_as_such() -> None:
    told = Told("JOINT")
    told.status("US", "limited", on="2024-01-01")
    page = told_page(told)
    us, mx = columns(page, "voices")
    assert "It is responsible for this. It states: United States, January 1, 2024: ◔ limited, stated" in us
    assert "It is responsible for this. This register found no public statement by it that names the status." in mx
    us, mx = columns(page, "answers")
    assert (
        "This register found no public answer to what the United States said on January 1, 2024, nor a request for one."
        in mx
    )
    assert "There is no status from Mexico here that it could answer." in us


def test_side_that_owes_nothing_still_has_text_in_its_column() -> None:
    page = told_page(Told("US"))
    _us, mx = columns(page, "voices")
    assert "It is not responsible for this." in mx
    (mx,) = columns(page, "answers")
    assert "There is no status from the United States here that it could answer." in mx


REQUEST_TEXT = [
    "What was asked",
    "asked on October 8, 2021",
    "asked of",
    "This was asked of it.",
    "This was not asked of it.",
]
RECOMMENDATION_TEXT = [
    "What was recommended",
    "recommended on October 8, 2021",
    "addressed to",
    "This was addressed to it.",
    "This was not addressed to it.",
]
ANNOUNCEMENT_TEXT = [
    "What was announced",
    "announced on October 8, 2021",
    "announced by",
    "It announced this.",
    "It did not announce this.",
]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("request", REQUEST_TEXT), ("recommendation", RECOMMENDATION_TEXT), ("unilateral_action", ANNOUNCEMENT_TEXT)],
)
def test_requests_and_announcements_are_not_described_as_owed(kind: str, words: list[str]) -> None:
    page = told_page(Told("US", kind=kind, text_basis="own_text", inferred=["agreed_on", "responsible_side"]))
    heading, day, to, does, does_not = words
    assert section(page, "words").startswith(heading)
    assert day.replace(" Oct", " ≈ Oct") in section(page, "words")
    assert f"{to} ≈ the United States" in section(page, "words")
    assert f"{to} ≈ the United States" in section(page, "stands")
    assert f"Here: {day.removesuffix(' October 8, 2021')}, {to}." in section(page, "stands")
    us, mx = columns(page, "voices")
    assert does in us
    assert does_not in mx
    assert f"The {kind.replace('_', ' ')} was recorded" in section(page, "history")
    told = page.root.words.casefold()
    assert not re.search(r"\bow(e|es|ed|ing)\b|promised|responsible side|agreed on", told)


@pytest.mark.parametrize("code", ["ASK-MX-01", "GAO-16-223-R1", "UNI-US-02"])
def test_shipped_requests_and_announcements_are_not_described_as_owed(code: str) -> None:
    page = shipped_page(code, "en")
    told = " ".join(section(page, name) for name in ("stands", "words", "voices", "history"))
    assert not re.search(r"\bit is responsible\b|responsible side|What was undertaken|commitment was recorded", told)
    assert " agreed on " not in section(page, "indicators")


@pytest.mark.parametrize(
    ("basis", "us", "mx"),
    [
        ("joint_text", "It is responsible for this.", "It is responsible for this."),
        ("us_text", "It is responsible for this.", "Under the U.S. text, it is responsible for this."),
        ("mx_text", "Under the Mexican text, it is responsible for this.", "It is responsible for this."),
        (
            "third_party",
            "Under a third party's text, it is responsible for this.",
            "Under a third party's text, it is responsible for this.",
        ),
    ],
)
def test_obligation_from_the_text_of_another_party_is_attributed_to_it(basis: str, us: str, mx: str) -> None:
    for column, words in zip(columns(told_page(Told("JOINT", text_basis=basis)), "voices"), (us, mx), strict=True):
        assert f" {words} This register found no public statement" in column
    announced = columns(told_page(Told("MX", kind="unilateral_action", text_basis="us_text")), "voices")[1]
    assert "According to the U.S. text, it announced this." in announced


@both
def test_attributed_bilingual_text_is_not_called_a_translation(language: str) -> None:
    with i18n.using_language(language):
        other = i18n.other_language()
        same = i18n.tr({"en": "The same in English", "es": "The same in Spanish"}[other])
        translated = i18n.tr("Translation")
    words = {"en": "Words.", "es": "Palabras."}
    speaker = "MX" if language == "en" else "US"
    told = Told("JOINT")
    claim = told.status(speaker, "limited", official=False)
    _set_fields(told, claim, text=words)
    voices = section(told_page(told, language=language), "voices")
    assert voices.index(words[language]) < voices.index(same) < voices.index(words[other])
    assert translated not in voices
    official = Told("JOINT")
    _set_fields(official, official.status(speaker, "limited", official=True), text=words)
    voices = section(told_page(official, language=language), "voices")
    assert translated in voices
    assert same not in voices


def test_entry_digest_is_said_to_identify_it_in_this_copy() -> None:
    history = section(told_page(Told("US")), "history")
    assert "its digest identifies it in this copy of the register" in history
    assert "permanent" not in history


def test_assessment_stands_apart_from_what_a_side_states() -> None:
    told = Told("US")
    claim = told.status("US", "limited", official=False)
    _set_fields(told, claim, basis="reading")
    page = told_page(told)
    us = columns(page, "voices")[0]
    assert "This register found no public statement by it that names the status." in us
    assert "limited" not in us
    (assessed,) = columns(page, "assessed")
    assert "United States, January 1, 2024: ◔≈ limited, assessed by this tracker" in assessed
    assert "no government stated it" in section(page, "assessed")
    stated = Told("US")
    stated.status("US", "limited")
    assert "assessed" not in told_page(stated).by_id()


def test_answer_in_force_shows_what_it_answers() -> None:
    told = Told("US")
    claim = told.status("US", "completed", on="2024-01-01")
    told.position("MX", claim, "dispute", on="2024-06-01", proposes="limited")
    (mx,) = columns(told_page(told), "answers")
    assert "It disputes what the United States said on January 1, 2024." in mx
    assert "⚑ disagrees, proposes limited" in mx
    assert "In answer to what the United States said on January 1, 2024; entered by that government" in mx


def test_answer_to_an_earlier_statement_does_not_answer_the_current_one() -> None:
    told = Told("US")
    early = told.status("US", "limited", on="2024-01-01")
    told.position("MX", early, "concur", on="2024-02-01")
    told.status("US", "substantial", on="2025-01-01", base=[early])
    page = told_page(told)
    us, (mx,) = columns(page, "voices")[0], columns(page, "answers")
    assert "that does not answer the one of January 1, 2025, to which this register found no answer" in mx
    assert "February 1, 2024 Mexico: agrees" in mx
    assert "January 1, 2024 United States: ◔ limited, stated" in us


def test_dispute_of_an_earlier_statement_holds_for_the_restated_one() -> None:
    told = Told("US")
    early = told.status("US", "limited", on="2024-01-01")
    told.position("MX", early, "dispute", on="2024-02-01")
    told.status("US", "substantial", on="2025-01-01", base=[early])
    page = told_page(told)
    us, (mx,) = columns(page, "voices")[0], columns(page, "answers")
    assert (
        "It disputed what the United States said on January 1, 2024; the dispute also applies to the statement of January 1, 2025"
        in mx
    )
    assert "In answer to what the United States said on January 1, 2024; entered by that government" in mx
    assert "January 1, 2024 United States: ◔ limited, stated" in us
    assert "It has been the turn of the United States since February 1, 2024." in section(page, "answers")


def test_request_for_an_answer_shows_its_date_and_whose_turn_it_is() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    told.ask(claim, "MX", on="2024-02-01")
    page = told_page(told)
    assert (
        "It was asked on February 1, 2024 to answer what the United States said on January 1, 2024"
        in columns(page, "answers")[0]
    )
    assert "It is the turn of Mexico, asked to answer since February 1, 2024 (880 days)." in section(page, "answers")


def test_status_given_by_the_other_side_is_shown_as_its_own_and_not_an_answer() -> None:
    told = Told("US")
    told.status("US", "completed", on="2024-01-01")
    told.status("MX", "limited", on="2024-03-01")
    (mx,) = columns(told_page(told), "answers")
    assert (
        "It gave a status of its own, stated or assessed by this tracker, other than that of the United States." in mx
    )
    assert "◔ limited, stated" in mx


def test_status_given_before_the_statement_in_force_is_not_an_answer() -> None:
    told = Told("US")
    told.status("MX", "limited", on="2023-03-01")
    (alone,) = columns(told_page(told), "answers")
    assert "There is no status from the United States here. On this it said, or this tracker assesses" in alone
    told.status("US", "completed", on="2024-01-01")
    (mx,) = columns(told_page(told), "answers")
    assert (
        "It said this before the statement in force; this is not an answer to it: Mexico, March 1, 2023: ◔ limited"
        in mx
    )


def test_joint_text_counts_as_the_statement_of_both_sides() -> None:
    told = Told("JOINT")
    told.status("JOINT", "limited", official=False)
    page = told_page(told)
    for column in columns(page, "voices"):
        assert "It is responsible for this. The status is from a joint text:" in column
    for column in columns(page, "answers"):
        assert "The joint text of January 1, 2024 is its statement too." in column


def test_observer_statements_are_shown_apart_from_the_sides() -> None:
    told = Told("US")
    told.status("OBS", "not_started", official=False)
    page = told_page(told)
    assert all("observer" not in column for column in columns(page, "voices"))
    assert "Observers, told apart" in section(page, "answers")
    assert "observer, January 1, 2024: ○ not started, stated" in section(page, "answers")


def test_dispute_of_an_observer_is_not_an_answer_to_the_other_side() -> None:
    told = Told("US")
    seen = told.evidence("OBS")
    _set_fields(told, seen, text=None, inferred=[])
    told.position("MX", seen, "dispute")
    page = told_page(told)
    (mx,) = columns(page, "answers")
    answers, others = mx.split("Of other words")
    assert "disputes" not in answers
    assert "⚑ disagrees with the evidence In answer to what an observer said on January 1, 2024" in others
    assert "earlier version" not in others
    assert "Between a side and observers" in section(page, "answers")


def test_conflicting_statements_of_one_side_are_both_shown() -> None:
    told = Told("US")
    told.status("US", "limited", on="2024-01-01")
    told.status("US", "completed", on="2024-02-01", feed="us-2", official=True)
    us = columns(told_page(told), "voices")[0]
    assert "Another of its desks officially gives another status; neither replaces the other." in us


def test_wordings_of_both_sides_are_shown_and_a_missing_one_is_noted() -> None:
    whole = told_page(Told("JOINT", wording={"us": "Trace all guns.", "mx": "Rastrear todas."}))
    us, mx = columns(whole, "words")
    assert us == "In the words of the United States Trace all guns."
    assert mx == "In the words of Mexico Rastrear todas."
    assert {one.get("lang") for one in whole.root.every("blockquote")} >= {"en", "es"}
    half = told_page(Told("JOINT", wording={"us": "Trace all guns.", "mx": None}))
    assert columns(half, "words")[1] == "In the words of Mexico The record has no wording of Mexico."


def test_proposed_deadline_is_shown_without_changing_the_one_in_force() -> None:
    told = Told("JOINT", due_on="2025-12-31", due_basis="text", first_due_on="2025-12-31")
    told.amend("US", due_on="2026-12-31")
    page = told_page(told)
    assert "Proposed and not yet agreed United States, March 1, 2024" in section(page, "words")
    assert "due on: December 31, 2025, to become December 31, 2026" in section(page, "words")
    due = section(page, "deadline")
    assert "deadline in force December 31, 2025" in due
    assert "proposed, not yet agreed: December 31, 2026" in due
    assert "March 1, 2024, United States: to December 31, 2026 (proposed, not yet agreed). Words." in due


def test_amended_wording_shows_its_date_and_author() -> None:
    told = Told("US")
    told.agree("US", on="2025-03-01", text={"en": "Trace all guns.", "es": "Rastrear todas."})
    words = section(told_page(told), "words")
    assert "Trace all guns." in words
    assert "Worded this way since March 1, 2025, by United States." in words


def test_moved_deadline_shows_the_first_date_and_who_moved_it() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text", first_due_on="2025-12-31")
    told.agree("US", due_on="2026-12-31")
    due = section(told_page(told), "deadline")
    assert "deadline in force December 31, 2026, set later by the responsible side, upcoming" in due
    assert "first deadline December 31, 2025, moved once" in due
    assert "March 1, 2024, United States: to December 31, 2026. Words." in due


def test_passed_date_that_was_never_agreed_is_not_called_overdue() -> None:
    told = Told("US", due_on="2024-12-31", due_basis="horizon", first_due_on="2024-12-31", inferred=["due_on"])
    page = told_page(told)
    due = section(page, "deadline")
    assert "≈ December 31, 2024, period in the text, period over" in due
    assert "so it is not called overdue" in due
    assert "day set by this register" in due
    assert "≈ December 31, 2024" in section(page, "stands")
    assert "overdue" in section(told_page(Told("US", due_on="2024-12-31", due_basis="text")), "deadline")


def test_reports_due_under_the_review_rule_are_shown() -> None:
    due = section(told_page(Told("US", review_rule="FREQ=YEARLY")), "deadline")
    assert "It has no agreed date." in due
    assert "next report due October 8, 2026" in due
    assert "for the report due October 8, 2025, no timely statement by the United States found" in due


def test_objection_to_the_wording_is_shown() -> None:
    told = Told("JOINT")
    told.position("MX", told.items[0], "not_agreed", on="2024-05-01")
    words = section(told_page(told), "words")
    assert "Statements on the wording itself Mexico, May 1, 2024: does not subscribe to this wording" in words


def test_inferred_fields_are_marked_and_explained_once() -> None:
    told = Told("US", inferred=["level", "lead", "theme"], lead={"US": "ATF", "MX": None})
    page = told_page(told)
    stands = section(page, "stands")
    assert "≈ before a word: the source does not say so; this tracker supplied it. Here: level, lead, area." in stands
    assert "level ≈ preparation" in section(page, "words")
    assert "responsible bodies ≈ ATF" in section(page, "words")
    assert page.root.words.count("this tracker supplied it") == 1


def test_scoring_section_explains_how_it_counts_or_why_it_does_not() -> None:
    asked = told_page(Told("US", kind="request"))
    assert section(asked, "counts") == "How it counts It is listed here and not scored: request."
    told = Told("JOINT")
    told.evidence("OBS", "verified", supports=[told.status("US", "completed")])
    counts = section(told_page(told), "counts")
    assert counts.index("for the United States") < counts.index("for Mexico")
    assert re.search(r"actions done: 100 × [0-9.]+ × 1 \(independent check\) = [0-9.]+", counts)
    assert "actions done: n/a: no statement by its own side counts" in counts


def test_page_text_is_the_same_on_the_next_day() -> None:
    told = Told("JOINT", due_on="2025-12-31", due_basis="text", first_due_on="2025-12-31", review_rule="FREQ=YEARLY")
    told.status("US", "limited")
    pages = []
    for day in ("2026-06-29", "2026-06-30"):
        made = of_told(told, day)
        pages.append(commitment.page(made, made.held.facts.states[REF]))
    first, second = pages
    assert "older than" in str(first)
    assert replace(first, under="", cite="", listings=()) == replace(second, under="", cite="", listings=())


def test_page_whose_day_alone_changes_keeps_its_file() -> None:
    told = Told("JOINT")
    pages = []
    for day in ("2026-06-29", "2026-06-30"):
        made = of_told(told, day)
        page = commitment.page(made, made.held.facts.states[REF])
        pages.append(render.render(page, build.build_frame(made)))
    first, second = pages
    assert first != second
    assert same_except_day(first, second)


def test_every_entry_shows_its_anchor_dates_and_digest() -> None:
    told = Told("US")
    claim = told.status("US", "limited", on="2024-01-01", said_on="2024-02-01")
    page = told_page(told)
    entry = page.by_id()[f"entry-{claim.hash[:16]}"]
    words = " ".join(entry.words.split())
    assert words.startswith("February 1, 2024 United States: ◔ limited, stated")
    assert "Holds on January 1, 2024; recorded on June 30, 2026; official, signed by desk us-1" in words
    assert f"digest {claim.hash[:16]}" in words
    history = section(page, "history")
    assert "“accordtrack verify”" in history
    assert history.index("◔ limited") < history.index("The commitment was recorded")
    assert "recorded by desk obs-0" in history


def test_citation_contains_the_digest_and_the_path() -> None:
    told = cite(told_page(Told("US"), sources={"JS-2021": JOINT_STATEMENT}))
    assert "edition of June 30, 2026; state " + "ab" * 8 + "…" in told
    assert told.endswith(f"en/commitments/{REF}.html.")


def test_sources_link_to_their_entries_on_the_page() -> None:
    page = told_page(Told("US"), sources={"JS-2021": JOINT_STATEMENT})
    links = [one for one in page.root.every("a") if one.words == "JS-2021"]
    assert links
    assert {one.get("href") for one in links} == {"#source-JS-2021"}
    assert "https://example.org/js" in section(page, "sources")


def test_treatment_of_the_text_by_each_side_is_shown_with_its_source() -> None:
    page = shipped_page("JS25-09", "en")
    words = section(page, "words")
    treats = words[words.index("how each side treats the text") :]
    assert "United States: in force (January 24, 2026); Source: DIARIODOM-2026-01-24" in treats
    assert "Mexico: in force (January 24, 2026); Source: EXCELSIOR-2026-01" in treats
    assert {"source-DIARIODOM-2026-01-24", "source-EXCELSIOR-2026-01"} <= page.by_id().keys()


def test_running_total_is_drawn_by_its_growth_per_day_and_not_compared() -> None:
    page = shipped_page("FEB25-JT-03", "en")
    titles = [" ".join(one.words.split()) for one in page.root.every("h3")]
    assert titles.count("Arrests in Operación Frontera Norte (cumulative), growth per day") == 1
    assert "No comparable figure: a running total" in section(page, "indicators")


@both
def test_indicator_has_the_path_of_the_answer_since_the_agreement(language: str) -> None:
    made = shipped(language)
    scores, state = made.held.scores, made.held.facts.states["FEB25-JT-03"]
    found = scores.indicator_paths("mx-insecurity-ensu", state.record.agreed_on)
    with i18n.using_language(language):
        assert found.main is not None
        path = findings.path_alone(scores, spoken_series(scores, found, found.main))
    assert path.removesuffix(".") in section(shipped_page("FEB25-JT-03", language), "indicators")


@pytest.mark.parametrize("code", CODES)
def test_page_begins_with_who_undertook_it_and_ends_with_its_history(code: str) -> None:
    page = shipped_page(code, "en")
    told = [" ".join(one.words.split()) for one in page.root.every("p") if one.get("class") == "lead"]
    state = shipped("en").held.facts.states[code]
    assert f" on {'≈ ' if 'agreed_on' in state.record.inferred else ''}{day_name(state.record.agreed_on)}. " in told[0]
    assert told[0].count("≈") == len({"responsible_side", "agreed_on", "text_basis"} & {*state.record.inferred})
    reported = state.record.text_basis in {"us_text", "mx_text", "third_party"}
    assert (told[0].removeprefix("≈ ").startswith("According to ")) == reported
    assert told[1].count(": ") == len(state.halves), "a status for each responsible side"
    order = [one.get("id") for one in page.root.every("h2")]
    wanted = ["words", "voices", "assessed", "answers", "evidence", "indicators", "sources", "history"]
    assert [one for one in order if one in wanted] == [one for one in wanted if one in order]
    assert order[-1] == "history"


def test_lead_says_what_each_side_states_and_what_this_tracker_assesses() -> None:
    told = Told("JOINT")
    told.status("US", "completed", on="2024-01-01")
    _set_fields(told, told.status("MX", "limited", on="2024-03-01", official=False), basis="reading")
    first, second = [one.words for one in told_page(told).root.every("p") if one.get("class") == "lead"]
    assert first.startswith("Both sides undertook this on October 8, 2021. It is in a joint text: ")
    assert "United States: ● completed, stated (January 1, 2024)." in second
    assert "Mexico: ◔≈ limited, assessed by this tracker (March 1, 2024)." in second


@both
@pytest.mark.parametrize("code", ["FEB25-JT-03", "JS25-09", "BF2-JT-06"])
def test_negative_numbers_use_one_minus_sign(code: str, language: str) -> None:
    assert not re.search(r"(?<![^\s(])-[0-9]", section(shipped_page(code, language), "indicators"))


def test_indicator_section_shows_target_baseline_and_a_table_of_values(tmp_path: Path) -> None:
    page = small_page(tmp_path, "FW-US-01")
    told = section(page, "indicators")
    assert "2022; series year-atf, one value" in told
    assert "Source: ATF" in told
    assert not list(page.root.every("svg"))  # one value is a number, not a line
    assert "target 80 by December 31, 2026, agreed" in told
    assert "baseline 40.5 on December 31, 2021" in told
    assert "Link to this commitment: direct. It is what was promised." in told
    assert "no: to be confirmed, not counted" in told
    assert "about 45.5" in told
    assert "indicator-guns-traced" in page.by_id()
    assert "Conflicting figures and words" in section(page, "unfitting")
    assert "Open: this register found no source that settles which of these stands." in section(page, "unfitting")


def test_disputed_measurement_is_shown_below_its_indicator(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.answer("mx-1", room.measure("us-1", "60.25", "US"), "dispute")
    made = of_desk(room.desk("us-1"), TODAY)
    page = read(made, commitment.page(made, made.held.facts.states["FW-US-01"]))
    told = section(page, "indicators")
    assert "Between the sides: value" in told
    assert "60.25 in January 1, 2025 to December 31, 2025, series year-atf" in told
    assert "⚑ disagrees, evidence fails: The count was made twice." in told
    assert "It has been the turn of the United States since" in told


def test_commitment_without_indicators_says_so() -> None:
    assert "This register links no indicator to it." in section(told_page(Told("US")), "indicators")


def test_expired_evidence_and_missing_evidence_are_noted() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    piece = told.evidence("US", supports=[claim], expires_on="2025-01-01")
    _set_fields(told, piece, inferred=[], text=None)
    evidence = section(told_page(told), "evidence")
    assert f"Past their last day of validity, so they do not raise a grade: {piece.id}." in evidence
    assert "This register holds no public evidence on it." in section(told_page(Told("US")), "evidence")


def test_hostile_text_is_escaped() -> None:
    told = Told(
        "JOINT", title=WORDS, text=WORDS, verifiable_why=WORDS, note=WORDS, wording={"us": WORDS["en"], "mx": None}
    )
    claim = told.status("US", "limited")
    _set_fields(told, claim, text=WORDS)
    answer = told.position("MX", claim, "dispute")
    _set_fields(told, answer, reason=WORDS)
    page = told_page(told)
    assert not page.unclosed
    assert not page.root.every("script")
    assert not any(one in page.root.words for one in HIDDEN)
    assert page.root.words.count("<script>alert(1)</script>") > 4


@pytest.mark.parametrize("code", ["FEB25-JT-03", "BF2-JT-06", "HLSD22-04"])
def test_both_languages_have_the_same_anchors(code: str) -> None:
    places = [set(shipped_page(code, language).by_id()) for language in ("en", "es")]
    assert places[0] == places[1]


def test_swapping_the_sides_swaps_the_columns() -> None:
    pages = []
    for side in ("US", "MX"):
        told = Told(side)
        claim = told.status(side, "limited")
        told.position(OTHER[side], claim, "concur")
        pages.append(columns(told_page(told), "voices"))
    (us, mx), (mirrored_us, mirrored_mx) = pages

    def other(words: str) -> str:
        swap = {"The United States": "Mexico", "the United States": "Mexico", "United States": "Mexico"}
        for name, instead in swap.items():
            words = words.replace(name, instead)
        return re.sub(r"(us|mx)-1-\d", "x", words)

    assert other(us) == other(mirrored_mx)
    assert other(mx) == other(mirrored_us)


@pytest.mark.parametrize(("kind", "late"), [("commitment", True), ("request", False), ("recommendation", False)])
def test_requests_and_recommendations_are_never_overdue(kind: str, *, late: bool) -> None:
    told = Told("US", kind=kind, due_on="2024-01-31", due_basis="text", first_due_on="2024-01-31")
    made = of_told(told)
    page = read(made, commitment.page(made, made.held.facts.states[REF]))
    table = made.table("commitments", "commitments-all")
    assert table is not None
    rows = " ".join(cell.text for row in table.rows for cell in row.cells)
    for words in (section(page, "stands"), section(page, "deadline").replace("never called overdue", ""), rows):
        assert ("overdue" in words) == late
    assert ("What was asked or recommended is nobody's responsibility" in section(page, "deadline")) != late


@pytest.mark.parametrize(("language", "codes"), [("en", ["ONDCP", "CONADIC"]), ("es", ["CONADIC", "ONDCP"])])
def test_supporting_bodies_of_the_readers_country_come_first(language: str, codes: list[str]) -> None:
    words = section(shipped_page("BF-1.1.1", language), "words")
    assert sorted(codes, key=words.index) == codes


@both
@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "BF21-1.3-A",
            {
                "en": "Plausible, not tested: the indicator moved in the good direction, ",
                "es": "Plausible, sin prueba: el indicador se movió en el sentido favorable, ",
            },
        ),
        (
            "FEB25-JT-02",
            {
                "en": "Too early: the first year that can be read ends before ",
                "es": "Demasiado pronto: el primer año que puede leerse concluye antes del ",
            },
        ),
        (
            "UNI-MX-02",
            {
                "en": "The chain ends at government activity: ",
                "es": "La cadena termina en la actividad de las autoridades: ",
            },
        ),
    ],
)
def test_results_section_begins_with_the_answer(code: str, told: dict[str, str], language: str) -> None:
    page = shipped_page(code, language)
    assert_whole(page)
    words = section(page, "results")
    head = {"en": "Results chain and evaluations", "es": "Cadena de resultados y evaluaciones"}[language]
    chart = {"en": "Results chain", "es": "Cadena de resultados"}[language]
    assert words.startswith((f"{head} {chart} {told[language]}", f"{head} {told[language]}"))


def test_commitment_without_direct_indicator_has_no_results_section() -> None:
    assert not [one for one in shipped_page("JS25-09", "en").root.every("section") if one.get("id") == "results"]
