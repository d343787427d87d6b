"""The brief and the tarjeta informativa of the shipped register: short, of the answer's own sentences, alike for both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from accordtrack import documents, i18n
from accordtrack.core.problems import Refused
from accordtrack.documents.model import BriefPart, Count, Paragraph, Scorecard, Sentence
from accordtrack.documents.sentences import plain_text
from accordtrack.ledger.fields import LocalText
from accordtrack.scorecard import build
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.scorecard.sections import newest_facts
from accordtrack.scoring.findings import by_measured
from accordtrack.text import findings as words
from card_factory import held, whole, without_statements
from items import Told
from scorecard_factory import scored
from shipped_scores import TODAY, shipped_desk

PARTS = ("areas", "statements", "event", "questions")
both_languages = pytest.mark.parametrize("language", ["en", "es"])


@cache
def card(language: str) -> Scorecard:
    """The public scorecard, with the figures of the panel that events are compared by."""
    return shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language))


@cache
def data() -> ScorecardData:
    return replace(held(), has_paths=True)


def told(found: Scorecard, key: str) -> list[str]:
    return [plain_text(one) for part in found.brief if part.key == key for one in part.sentences]


def count(sentences: Iterable[Sentence], found: Iterable[BriefPart]) -> int:
    """The number of words of sentences and of those of parts; a number is a word, a mark is none."""
    every = [*sentences, *(one for part in found for one in part.sentences)]
    return sum(len(re.findall(r"\S*\w\S*", plain_text(one))) for one in every)


def numbers(found: Scorecard) -> list[str]:
    texts = [plain_text(one) for one in (*found.lead, *(one for part in found.brief for one in part.sentences))]
    return sorted(re.findall(r"\d[\d.,]*\d|\d", " ".join(texts)))


@both_languages
def test_brief_has_at_most_350_words(language: str) -> None:
    found = card(language)
    keys = [part.key for part in found.brief]
    assert keys == [key for key in PARTS if key in keys]
    assert {"areas", "statements", "questions"} <= {*keys}
    assert 250 < count((*found.lead, found.closing), found.brief) <= 350


def test_both_languages_say_the_same_numbers() -> None:
    assert numbers(card("en")) == numbers(card("es"))


@both_languages
def test_an_area_has_its_mark_name_and_countries(language: str) -> None:
    *lines, _legend = told(card(language), "areas")
    with i18n.using_language(language):
        for line, one in zip(lines, by_measured(data().scores.finding.themes), strict=True):
            title = data().title("theme", one.paths.id)
            assert line.startswith(f"{words.mark(one.paths.word)} {title}")
            countries = {side for family in one.paths.measured for side in family.sides}
            names = {"US": ("United States", "U.S.", "Estados Unidos"), "MX": ("Mexico", "México")}
            assert all(any(name in line for name in names[side]) for side in countries)
            assert "United States. U.S." not in line
            assert bool(countries) is bool(re.search(r"\(\d{4}|\d{4}\)", line))


@both_languages
def test_every_mark_of_the_brief_is_explained_in_it(language: str) -> None:
    *lines, legend = told(card(language), "areas")
    signs = {sign for line in lines for sign in line.partition(" ")[0]} | {"◊"}
    said = {"en": "− worsened", "es": "− deterioro"}[language]
    assert said in legend
    assert all(f"{sign} " in legend for sign in signs - {"(", ")"})
    assert "(…) " in legend
    assert "= " not in legend


@both_languages
def test_series_that_speak_for_the_whole_are_all_there(language: str) -> None:
    text = " ".join(told(card(language), "areas"))
    with i18n.using_language(language):
        for one in data().scores.finding.spoken:
            assert words.path_in_figures(data().scores, one) in text


@both_languages
def test_statements_and_questions_are_those_of_the_answer(language: str) -> None:
    found = data().scores.finding
    with i18n.using_language(language):
        assert told(card(language), "statements") == [" ".join(words.reported_in_short(found))]
        assert told(card(language), "questions") == words.questions_in_short(found)
        assert {"en": "may still have been met", "es": "pueden haberse cumplido"}[language] in " ".join(
            told(card(language), "statements")
        )
        assert all(one in words.about_whole(data().scores, found)[0] for one in map(plain_text, card(language).lead))
    first = "United States" if language == "en" else "México"
    assert first in told(card(language), "questions")[0]
    assert len(told(card(language), "questions")) == 3


def test_what_is_added_at_the_end_takes_no_part_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a proposal that waits, or one more desk, would remove figures about the other side."""
    before = card("en").brief
    monkeypatch.setattr(build, "closing", lambda *_: (" ".join(["word"] * 400),))
    assert shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", "en")).brief == before


def test_an_event_is_told_with_what_is_counted_and_where() -> None:
    (english,), (spanish,) = told(card("en"), "event"), told(card("es"), "event")
    said = "The rise in victims of intentional homicide in Sinaloa began before the event. It does not show a cause."
    assert english.endswith(said)
    assert spanish.endswith(
        "El aumento de víctimas de homicidio doloso en Sinaloa empezó antes del acontecimiento. No demuestra una causa."
    )


@both_languages
def test_no_iso_date_and_no_code_stands_in_the_text(language: str) -> None:
    found = card(language)
    texts = [plain_text(one) for one in (*found.lead, *(one for part in found.brief for one in part.sentences))]
    assert not re.search(r"\d{4}-\d\d|[a-z]+-[a-z]+-[a-z]+|[A-Z]{2}-[A-Z]{3}|_", " ".join(texts))


def test_without_statements_and_figures_the_brief_says_so() -> None:
    found = whole(replace(held(without_statements), has_paths=True), "en")
    assert "reports none of its 151 commitments completed and none reversed" in " ".join(told(found, "statements"))
    bare = ScorecardData(scored([Told("US").state()], TODAY), has_paths=True)
    empty = whole(bare, "en")
    assert plain_text(empty.lead[0]) == "No comparable figures were found."
    assert told(empty, "areas") == ["? " + bare.title("theme", "firearms") + ".", "? no comparable data."]


def test_tarjeta_is_in_spanish_only_and_has_five_parts() -> None:
    assert card("en").note == ()
    assert [part.title for part in card("es").note] == [
        "Asunto",
        "Situación",
        "Antecedentes",
        "Planteamientos",
        "Riesgos",
    ]
    assert all(part.table is None for part in card("es").note)
    with pytest.raises(Refused):
        documents.render_note(card("en"), "md")


def test_tarjeta_keeps_its_word_limits() -> None:
    note = {part.key: part for part in card("es").note}
    assert count((card("es").closing,), card("es").note) <= 330
    assert count((), [note["situation"]]) <= 150
    assert count((), [note["background"]]) <= 40
    assert len(note["subject"].sentences) == 1


def test_tarjeta_asks_each_addressee_and_names_what_the_other_may_ask() -> None:
    note = {part.key: [plain_text(one) for one in part.sentences] for part in card("es").note}
    asked = [text.partition(":")[0] for text in note["proposals"]]
    assert asked == ["Preguntar a México", "Preguntar a Estados Unidos", "Preguntar a ambos gobiernos"]
    statements = {str(one.side): one for one in data().scores.finding.statements}
    for side, name in (("MX", "México"), ("US", "Estados Unidos")):
        assert f"{statements[side].none} de {name}" in note["risks"][0]
    assert "◊" in note["risks"][1]


def test_brief_of_the_first_method_is_refused() -> None:
    found = shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", "en", method="AT-1.0.0"))
    assert (found.brief, found.pages, found.finding) == ((), (), ())
    with pytest.raises(Refused) as refused:
        documents.render(found, "md", brief=True)
    assert "--method" in i18n.explain(refused.value.problems[0])


def test_only_signed_text_is_quoted() -> None:
    text = LocalText(en="Some were granted.", es="Algunas se concedieron.")
    assert newest_facts.attributed_text("US", text, grade="claimed") == (
        "United States (statement only), in this register's words: Some were granted."
    )
    assert newest_facts.attributed_text("OBS", text).endswith(", in this register's words: Some were granted.")
    assert (
        newest_facts.attributed_text("US", text, grade="claimed", signed=True) == "United States: “Some were granted.”"
    )


def test_newest_answer_says_what_it_answers_unless_that_is_a_status() -> None:
    found = Told("US", due_on="2025-12-31", due_basis="text")
    claim = found.status("US", "limited", on="2024-02-01")
    amended = found.amend("US", weight="3")
    for entry in (claim, amended):
        answer = found.position("MX", entry, "dispute", on="2024-06-01")
        reason = {"reason": LocalText(en="No.", es="No.")}
        found.items[-1] = replace(answer, body=answer.body.model_copy(update=reason))
    texts = [fact.item.words for fact in newest_facts.newest(ScorecardData(scored([found.state()], "2026-06-30")))]
    assert texts == ["Mexico (disagrees with the change of weight): “No.”", "Mexico: “No.”"]


@both_languages
def test_annexes_begin_with_the_answer_and_count_in_their_first_section(language: str) -> None:
    found = card(language)
    assert plain_text(found.headline[0]) == plain_text(found.lead[0])
    assert not any(isinstance(part, Count) for one in found.headline for part in one)
    first = found.sections[0]
    counts = [part for block in first.blocks if isinstance(block, Paragraph) for part in block.sentence]
    assert first.id == "counts"
    assert sum(isinstance(part, Count) for part in counts) > 70
