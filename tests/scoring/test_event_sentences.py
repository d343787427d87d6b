"""Sentences about what followed an event, whole in both languages: every verdict and reason, and no word of a cause."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from accordtrack import i18n
from accordtrack.core.safe_text import capitalize_first
from accordtrack.scoring.event_outcomes import what_followed
from accordtrack.scoring.event_reading import EventReading, Reading, Reason, Verdict
from accordtrack.text import event_study as words
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.event_study import EventContext
from accordtrack.types import Text
from accordtrack.types.regions import NEIGHBORS
from event_vectors import events, outcomes

both = pytest.mark.parametrize("language", ["en", "es"])
R02 = {
    "en": (
        "Sinaloa: 502 victims of intentional homicide in the 12 months before July 2024 and 847 in the 6 months after; "
        "July 2024 itself is left out. The monthly rate per inhabitant after is 3.35 times the rate before; in the median "
        "state it is 0.95 times. No other state compared rose more. The change stands out: 3.53 times that of the median state (90% "
        "interval 2.35 to 5.31). None of the other 27 states changed as much, up or down, given its size. The sharpest "
        "change in the monthly figures comes in September 2024, 2 months after the event. This compares a state before "
        "and after with other states. It does not show a cause."
    ),
    "es": (
        "Sinaloa: 502 víctimas de homicidio doloso en los 12 meses anteriores a julio de 2024 y 847 en los 6 meses "
        "posteriores, sin contar julio de 2024. La tasa mensual posterior, por habitante, es 3.35 veces la anterior; en la entidad "
        "mediana, 0.95 veces. Ninguna otra entidad comparada tuvo un alza mayor. El cambio es atípico: 3.53 veces el de la "
        "entidad mediana (intervalo de 90 %: 2.35 a 5.31). Ninguna de las otras 27 entidades cambió tanto, al alza o a la "
        "baja, en proporción a su tamaño. El cambio más marcado de las cifras mensuales se ubica en septiembre de 2024, 2 "
        "meses después del acontecimiento. La comparación es de una entidad, antes y después, con otras. No demuestra una "
        "causa."
    ),
}
ABOUT = EventContext(
    on="2024-07-25",
    place="MX-SIN",
    noun=Text("victims of intentional homicide", "víctimas de homicidio doloso"),
    titles={"ev-0": Text("An arrest", "Una detención"), "ev-1": Text("A transfer", "Un traslado")},
    tested=4,
    retrospective=False,
    per_inhabitant=True,
)
NUMBERS = Reading(
    Verdict.STANDS_OUT,
    before=1502,
    after=847,
    ratio=0.5,
    compared=27,
    middle=0.9487,
    relative=3.5346,
    low=2.3513,
    high=5.3134,
    visible=1.6,
    rank_high=28,
    rank_low=1,
    p_states=3 / 28,
    dates=99,
    p_dates=0.13,
    break_at=2,
)
BEYOND = EventReading("ev-0", "homicide", 6, NUMBERS, break_on="2024-09", needs="2025-01", due_on="2025-02-25")


def reading(verdict: Verdict, reason: Reason | None = None, **more: Any) -> EventReading:  # noqa: ANN401
    return replace(BEYOND, reading=replace(NUMBERS, verdict=verdict, reason=reason), **more)


def verdict_words(found: EventReading, about: EventContext = ABOUT) -> str:
    """The sentences of the verdict alone: without the facts before them and what always follows."""
    facts = words.summary(replace(found, reading=replace(found.reading, verdict=Verdict.UNCLEAR)), about)[:2]
    return " ".join(one for one in words.summary(found, about) if one not in facts)


@both
def test_answer_to_an_event_is_the_agreed_text(language: str) -> None:
    """Vector R02, without the notes: other events of the place, and that the figures were known before."""
    panel = outcomes("2026-11-29", "2026-11-29", judged_breaks=False)
    event = next(one for one in events() if one.id == "zambada-2024")
    readings = what_followed(event, events(), panel, NEIGHBORS, "2026-11-29")
    found = next(one for one in readings if (one.outcome, one.window) == ("homicide", 6))
    with i18n.using_language(language):
        assert " ".join(words.sentences(replace(found, also=()), ABOUT)) == R02[language]
        shorter = words.summary(found, ABOUT)
    assert all(one in R02[language] for one in shorter)
    assert len(" ".join(shorter)) < len(R02[language])


VERDICTS: tuple[tuple[EventReading, str, str], ...] = (
    (
        reading(Verdict.STANDS_OUT),
        (
            "The change stands out: 3.53 times that of the median state (90% interval 2.35 to 5.31). 2 of the other 27 states "
            "changed as much, up or down, given their size."
        ),
        (
            "El cambio es atípico: 3.53 veces el de la entidad mediana (intervalo de 90 %: 2.35 a 5.31). 2 de las otras 27 "
            "entidades cambiaron tanto, al alza o a la baja, en proporción a su tamaño."
        ),
    ),
    (
        replace(BEYOND, reading=replace(NUMBERS, low=None, high=None, visible=None, p_states=2 / 28)),
        (
            "The change stands out: 3.53 times that of the median state. One of the other 27 states changed as much, up or "
            "down, given its size."
        ),
        (
            "El cambio es atípico: 3.53 veces el de la entidad mediana. Una de las otras 27 entidades cambió tanto, al alza o a "
            "la baja, en proporción a su tamaño."
        ),
    ),
    (
        reading(Verdict.WITHIN),
        (
            "The change is in the range seen in other states: 2 of the other 27 changed as much, given their size. Relative to "
            "the median state, only a rise to 1.60 times or more, or a fall to 0.62 times or less, could have been told apart. "
            "This does not show that nothing changed."
        ),
        (
            "El cambio está en el rango observado en otras entidades: 2 de las otras 27 cambiaron tanto, en proporción a su "
            "tamaño. Frente a la entidad mediana solo se habría distinguido un alza a 1.60 veces o más, o una baja a 0.62 veces "
            "o menos. Esto no muestra que nada haya cambiado."
        ),
    ),
    (
        reading(Verdict.CHECK_RECORDING),
        (
            "The count is 3.53 times that of the median state. A change this large more often reflects a change in how cases "
            "are recorded. No conclusion is drawn until the source confirms it."
        ),
        (
            "El conteo equivale a 3.53 veces el de la entidad mediana. Un cambio de esta magnitud suele reflejar otra forma de "
            "registrar. No se llega a una conclusión hasta que la fuente lo confirme."
        ),
    ),
    (
        reading(Verdict.UNCLEAR, Reason.STATES),
        "No conclusion is drawn: 2 of the other 27 states changed as much, up or down, given their size.",
        (
            "No se llega a una conclusión: 2 de las otras 27 entidades cambiaron tanto, al alza o a la baja, en proporción a su "
            "tamaño."
        ),
    ),
    (
        reading(Verdict.UNCLEAR, Reason.DATES),
        "No conclusion is drawn: Sinaloa itself had changed as much at 12 of 99 earlier dates.",
        "No se llega a una conclusión: la propia entidad, Sinaloa, había cambiado tanto en 12 de 99 fechas anteriores.",
    ),
    (
        reading(Verdict.UNCLEAR, Reason.MATCHED),
        "No conclusion is drawn: states with a similar path before do not show the same difference.",
        (
            "No se llega a una conclusión: frente a entidades con una trayectoria previa parecida no se observa la misma "
            "diferencia."
        ),
    ),
    (
        reading(Verdict.UNCLEAR, Reason.NO_CHECK),
        "No conclusion is drawn: neither check could be made.",
        "No se llega a una conclusión: no se pudo hacer ninguna de las dos verificaciones.",
    ),
    (
        reading(Verdict.UNCLEAR, Reason.FAMILY),
        "No conclusion is drawn: among the 4 indicators tested, one change of this size is not rare.",
        "No se llega a una conclusión: entre los 4 indicadores examinados, un cambio de este tamaño no es raro.",
    ),
    (
        reading(Verdict.UNCLEAR, Reason.NO_BREAK),
        "No conclusion is drawn: the month of the sharpest change could not be computed.",
        "No se llega a una conclusión: no se pudo calcular el mes del cambio más marcado.",
    ),
    (
        reading(Verdict.ALREADY_MOVING, Reason.BROKE_BEFORE, break_on="2024-02"),
        "The change stands out, but its sharpest point, in February 2024, comes before the event.",
        "El cambio es atípico, pero su punto más marcado, en febrero de 2024, es anterior al acontecimiento.",
    ),
    (
        reading(Verdict.ALREADY_MOVING, Reason.BEFORE),
        "The change stands out, but the figures had already moved in the year before.",
        "El cambio es atípico, pero las cifras ya se habían movido en el año previo.",
    ),
    (
        reading(Verdict.SHARED, Reason.LATER_EVENT, nearer="ev-1"),
        (
            "The change stands out, but its sharpest point, in September 2024, comes at or after another event: A transfer. The "
            "two cannot be separated."
        ),
        (
            "El cambio es atípico, pero su punto más marcado, en septiembre de 2024, coincide con otro acontecimiento o es "
            "posterior a él: Un traslado. No se pueden separar."
        ),
    ),
    (
        reading(Verdict.NOT_YET, Reason.AFTER_NOT_COMPLETE),
        "Pending: the 6-month comparison needs figures through January 2025. It can be made from February 25, 2025.",
        (
            "Pendiente: la comparación a 6 meses requiere cifras hasta enero de 2025. Se podrá hacer desde el 25 de febrero de "
            "2025."
        ),
    ),
    (
        reading(Verdict.NOT_YET, Reason.AFTER_NOT_COMPLETE, overdue=True),
        (
            "Pending: the 6-month comparison needs figures through January 2025. They were due by February 25, 2025 and are not "
            "in this copy."
        ),
        (
            "Pendiente: la comparación a 6 meses requiere cifras hasta enero de 2025. Debían publicarse a más tardar el 25 de "
            "febrero de 2025 y no están en esta copia."
        ),
    ),
    *(
        (
            reading(Verdict.NOT_TESTABLE, reason, registry_break="2026-01"),
            f"No comparison is possible: {en}",
            f"No hay comparación posible: {es}",
        )
        for reason, en, es in (
            (Reason.NO_PLACE, "the event has no single state.", "el acontecimiento no corresponde a una sola entidad."),
            (
                Reason.DATE_TOO_COARSE,
                "only the year of the event is known.",
                "solo se conoce el año del acontecimiento.",
            ),
            (
                Reason.REGISTRY_BREAK,
                "the registry changes in January 2026, inside the period compared.",
                "el registro cambia en enero de 2026, dentro del periodo comparado.",
            ),
            (
                Reason.NO_SERIES,
                "no monthly figures of this state are held here.",
                "aquí no hay cifras mensuales de esta entidad.",
            ),
            (
                Reason.PLACE_WITHOUT_PANEL,
                "no monthly figures of this state are held here.",
                "aquí no hay cifras mensuales de esta entidad.",
            ),
            (
                Reason.TOO_SHORT_BEFORE,
                "fewer than 12 months before the event are held here.",
                "aquí hay menos de 12 meses anteriores al acontecimiento.",
            ),
            (Reason.TOO_FEW_CASES, "the counts are too small.", "los conteos son demasiado pequeños."),
            (
                Reason.TOO_FEW_STATES,
                "fewer than 20 states can be compared.",
                "se pueden comparar menos de 20 entidades.",
            ),
        )
    ),
)


@pytest.mark.parametrize(("found", "english", "spanish"), VERDICTS, ids=lambda value: getattr(value, "verdict", ""))
def test_verdict_and_reason_have_their_sentence_in_both_languages(
    found: EventReading, english: str, spanish: str
) -> None:
    said = {}
    for language in ("en", "es"):
        with i18n.using_language(language):
            said[language] = verdict_words(found)
    assert (said["en"], said["es"]) == (english, spanish)


def test_every_verdict_and_every_reason_has_a_sentence_above() -> None:
    missing = {(Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS)}  # has a number of its own: see below
    told = {(found.verdict, found.reason) for found, _en, _es in VERDICTS} | missing
    assert {verdict for verdict, _reason in told} == {*Verdict}
    assert {reason for _verdict, reason in told} == {*Reason, None}


@pytest.mark.parametrize(
    ("months", "english", "spanish"),
    [
        (1, "1 month of the period has no figure.", "1 mes del periodo no tiene cifra."),
        (3, "3 months of the period have no figure.", "3 meses del periodo no tienen cifra."),
    ],
)
def test_missing_months_are_counted(months: int, english: str, spanish: str) -> None:
    found = replace(BEYOND, reading=Reading(Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS, missing_periods=months))
    for language, expected in (("en", english), ("es", spanish)):
        with i18n.using_language(language):
            assert words.summary(found, ABOUT)[0].endswith(expected)


@pytest.mark.parametrize(
    ("ratio", "high", "low", "english", "spanish"),
    [
        (1.2, 1, 28, "No other state compared rose more.", "Ninguna otra entidad comparada tuvo un alza mayor."),
        (0.8, 28, 1, "No other state compared fell more.", "Ninguna otra entidad comparada tuvo una baja mayor."),
        (
            1.0,
            2,
            27,
            "It is the 2nd largest rise of 28 states.",
            "Es el lugar 2 entre 28 entidades, de mayor a menor alza.",
        ),
        (
            0.8,
            26,
            3,
            "It is the 3rd largest fall of 28 states.",
            "Es el lugar 3 entre 28 entidades, de mayor a menor baja.",
        ),
        (
            1.2,
            11,
            18,
            "It is the 11th largest rise of 28 states.",
            "Es el lugar 11 entre 28 entidades, de mayor a menor alza.",
        ),
        (
            1.2,
            21,
            8,
            "It is the 21st largest rise of 28 states.",
            "Es el lugar 21 entre 28 entidades, de mayor a menor alza.",
        ),
    ],
)
def test_rank_is_told_in_the_direction_of_the_change(
    ratio: float, high: int, low: int, english: str, spanish: str
) -> None:
    found = replace(BEYOND, reading=replace(NUMBERS, ratio=ratio, rank_high=high, rank_low=low))
    for language, expected in (("en", english), ("es", spanish)):
        with i18n.using_language(language):
            assert expected in words.sentences(found, ABOUT)


def test_facts_have_thousands_names_and_plurals() -> None:
    one = replace(BEYOND, window=1, reading=replace(NUMBERS, verdict=Verdict.WITHIN))
    with i18n.using_language("es"):
        assert words.sentences(BEYOND, ABOUT)[0] == (
            "Sinaloa: 1,502 víctimas de homicidio doloso en los 12 meses anteriores a julio de 2024 y 847 en los 6 meses "
            "posteriores, sin contar julio de 2024."
        )
        assert "847 en el mes posterior" in words.sentences(one, ABOUT)[0]
    assert "847 in the month after" in words.sentences(one, ABOUT)[0]
    counts = words.sentences(BEYOND, replace(ABOUT, per_inhabitant=False))[1]
    assert counts.startswith("The monthly rate after is")
    none = replace(BEYOND, reading=replace(NUMBERS, before=0.0, ratio=None))
    assert "times the rate before" not in " ".join(words.sentences(none, ABOUT))


@pytest.mark.parametrize(
    ("at", "on", "english", "spanish"),
    [
        (0, "2024-07", "in the month of the event.", "en el mes del acontecimiento."),
        (1, "2024-08", "1 month after the event.", "1 mes después del acontecimiento."),
        (2, "2024-09", "2 months after the event.", "2 meses después del acontecimiento."),
    ],
)
def test_month_of_the_sharpest_change_is_named_for_a_change_that_stands_out(
    at: int, on: str, english: str, spanish: str
) -> None:
    found = replace(BEYOND, reading=replace(NUMBERS, break_at=at), break_on=on)
    for language, expected in (("en", english), ("es", spanish)):
        with i18n.using_language(language):
            (line,) = (one for one in words.sentences(found, ABOUT) if one.endswith(expected))
            assert month_name(on) in line
    quiet = replace(found, reading=replace(found.reading, verdict=Verdict.SHARED), nearer="ev-1")
    assert not any("sharpest change in the" in one for one in words.sentences(quiet, ABOUT))


@both
def test_notes_name_other_events_preliminary_months_and_that_the_figures_were_known(language: str) -> None:
    found = replace(BEYOND, also=("ev-0", "ev-1", "ev-unknown"), preliminary=True)
    with i18n.using_language(language):
        said = words.sentences(found, replace(ABOUT, retrospective=True))
        pending = words.sentences(replace(found, reading=Reading(Verdict.NOT_YET)), replace(ABOUT, retrospective=True))
    expected = {
        "en": [
            "Other listed events in the same state and months: An arrest; A transfer; ev-unknown.",
            "The latest months may still be revised.",
            "These figures were already known when the rules of this comparison were fixed.",
            "This compares a state before and after with other states.",
            "It does not show a cause.",
        ],
        "es": [
            (
                "Otros acontecimientos registrados en la misma entidad y los mismos meses: Una detención; Un traslado; "
                "ev-unknown."
            ),
            "Los meses más recientes aún pueden revisarse.",
            "Estas cifras ya se conocían cuando se fijaron las reglas de esta comparación.",
            "La comparación es de una entidad, antes y después, con otras.",
            "No demuestra una causa.",
        ],
    }[language]
    assert said[-5:] == expected
    order = {
        "en": "The order of events does not show a cause.",
        "es": "El orden de los acontecimientos no demuestra una causa.",
    }
    assert pending[-1] == order[language]
    assert not {*expected} - {expected[1]} & {*pending}


@both
def test_events_of_other_kinds_are_named_with_their_dates_beside_a_comparison(language: str) -> None:
    found = replace(BEYOND, also_registered=("ev-0", "ev-1", "ev-unknown"))
    about = replace(ABOUT, dates={"ev-0": "2024-09-09", "ev-1": "2024-10"})
    expected = {
        "en": (
            "Other events in that state and those months, of kinds without a comparison: An arrest (September 9, 2024); "
            "A transfer (October 2024); ev-unknown."
        ),
        "es": (
            "Otros acontecimientos en esa entidad y esos meses, de tipos que no se comparan: Una detención (9 de "
            "septiembre de 2024); Un traslado (octubre de 2024); ev-unknown."
        ),
    }[language]
    with i18n.using_language(language):
        assert expected in words.sentences(found, about)
        assert expected not in words.sentences(replace(found, reading=Reading(Verdict.NOT_YET)), about)


@both
def test_a_page_says_how_many_comparisons_would_stand_out_by_chance(language: str) -> None:
    many = [BEYOND] * 12 + [reading(Verdict.NOT_YET), reading(Verdict.NOT_TESTABLE, Reason.NO_PLACE)]
    with i18n.using_language(language):
        said = words.expected_by_chance(many)
        assert words.expected_by_chance(many[-2:]) == ""
    assert re.findall(r"[\d.]*\d", said) == ["12", "0.2"]


CAUSAL = {
    "en": ("caused", "led to", "thanks to", "effect", "impact", "because", "significant", "due to", "result"),
    "es": ("causó", "gracias a", "efecto", "impacto", "debido", "significativ", "porque", "provoc", "resultado"),
}
YEARLY = replace(ABOUT, yearly=True, periods_before=2)


@both
def test_no_sentence_states_a_cause(language: str) -> None:
    """Every verdict and reason, by month and by year; the word *cause* itself is only in the sentence that denies one."""
    readings = [found for found, _en, _es in VERDICTS]
    readings += [
        replace(one, preliminary=True, also=("ev-1",), window=window, break_on="2024")
        for one, window in product(readings, (1, 2))
    ]
    said = set()
    with i18n.using_language(language):
        for found in readings:
            yearly = found.break_on == "2024"
            about = replace(YEARLY if yearly else ABOUT, retrospective=True)
            said |= {*words.sentences(found, about), *words.summary(found, about), words.verdict_label(found)}
            assert words.sentences(found, about)[-1] in {
                "It does not show a cause.",
                "The order of events does not show a cause.",
                "No demuestra una causa.",
                "El orden de los acontecimientos no demuestra una causa.",
            }
        said |= {words.expected_by_chance(readings), words.caution()}
    assert len(said) > 50
    for line in said:
        assert not [word for word in CAUSAL[language] if word in line.lower()], line
        assert "{" not in line
        assert (
            ("causa" not in line and "cause" not in line)
            or "no demuestra una causa" in line.lower()
            or ("does not show a cause" in line)
        ), line


def test_spanish_sentences_have_no_english_left() -> None:
    with i18n.using_language("es"):
        said = {one for found, _en, _es in VERDICTS for one in words.sentences(found, ABOUT)}
        said |= {
            one for found, _en, _es in VERDICTS for one in words.sentences(replace(found, break_on="2024"), YEARLY)
        }
    assert not [one for one in said if re.search(r"\b(the|of|states|month|year)\b", one)]


@pytest.mark.parametrize("number", range(1, 13))
def test_months_and_days_are_named(number: int) -> None:
    spanish = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
    english = "January February March April May June July August September October November December".split()  # noqa: SIM905
    month = f"2026-{number:02d}"
    assert month_name(month) == f"{english[number - 1]} 2026"
    assert day_name(f"{month}-05") == f"{english[number - 1]} 5, 2026"
    with i18n.using_language("es"):
        assert month_name(month) == f"{spanish[number - 1]} de 2026"
        assert day_name(f"{month}-05") == f"5 de {spanish[number - 1]} de 2026"
        assert capitalize_first(month_name(month))[0].isupper()
