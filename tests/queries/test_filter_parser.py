"""The filter language: the same terms from English and Spanish, and errors that name the nearest word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.queries.filter_parser import FIELDS, WHOLE, Term, match_expression, parse, spanish_words
from selection import examples
from shipped_scores import shipped_desk

EQUAL_FILTERS: list[tuple[str, str, Term]] = [
    ("side:US", "parte:EEUU", Term("side", ("US",))),
    ("side:us", "Parte:eeuu", Term("side", ("US",))),
    ("side:MX", "parte:México", Term("side", ("MX",))),
    ("side:JOINT", "parte:ambas", Term("side", ("JOINT",))),
    ("side:US,MX", "parte:EE.UU.,mexico", Term("side", ("US", "MX"))),
    ("owes:MX", "acargo:MX", Term("owes", ("MX",))),
    ("open:US", "abierto:EEUU", Term("open", ("US",))),
    ("reply:US,MX", "contestación:eeuu,méxico", Term("reply", ("US", "MX"))),
    ("waits:US,MX", "espera:eeuu,méxico", Term("waits", ("US", "MX"))),
    ("provenance:own", "procedencia:propia", Term("provenance", ("own",))),
    ("provenance:third_party", "procedencia:fuente_pública", Term("provenance", ("third_party",))),
    ("provenance:counterpart", "procedencia:contraparte", Term("provenance", ("counterpart",))),
    ("unpublished:US", "nodifundido:eeuu", Term("unpublished", ("US",))),
    ("retracted:US", "rectificado:eeuu", Term("retracted", ("US",))),
    ("provenance:not-admitted", "procedencia:no_admitida", Term("provenance", ("not_admitted",))),
    ("turn:US", "turno:eeuu", Term("turn", ("US",))),
    ("missed:US", "sininforme:eeuu", Term("missed", ("US",))),
    ("changed:>412", "cambio:>412", Term("changed", ("412",), ">")),
    ("changed:>412-us-1", "cambio:>412-us-1", Term("changed", ("412", "us-1"), ">")),
    ("status:limited", "situación:limitado", Term("status", ("limited",))),
    ("status:substantial", "situacion:avance_sustancial", Term("status", ("substantial",))),
    ("status:not-started", "situación:no_iniciado", Term("status", ("not_started",))),
    ("status:completed,reversed", "situación:cumplido,revertido", Term("status", ("completed", "reversed"))),
    ("status:unreported", "situación:sin_declaración", Term("status", ("unreported",))),
    ("standing:disputed", "respuesta:discrepancia", Term("standing", ("disputed",))),
    ("standing:unanswered", "respuesta:sin_respuesta", Term("standing", ("unanswered",))),
    ("due:overdue", "plazo:vencido", Term("due", ("overdue",))),
    ("due:past_horizon,due_soon", "plazo:horizonte,vence_pronto", Term("due", ("past_horizon", "due_soon"))),
    ("due:<2026-12", "plazo:<2026-12", Term("due", ("2026-12",), "<")),
    ("due:>=2026", "plazo:>=2026", Term("due", ("2026",), ">=")),
    ("due:2026-12-31", "plazo:2026-12-31", Term("due", ("2026-12-31",))),
    ("agreed:<=2022-01-31", "acordado:<=2022-01-31", Term("agreed", ("2022-01-31",), "<=")),
    ("asked:>90", "pendiente:>90", Term("asked", ("90",), ">")),
    ("asked:0", "pendiente:0", Term("asked", ("0",))),
    ("evidence:>=2", "soporte:>=2", Term("evidence", ("2",), ">=")),
    ("lead:ATF", "inst:ATF", Term("lead", ("ATF",))),
    ("place:MX-SIN,US-TX", "lugar:MX-SIN,US-TX", Term("place", ("MX-SIN", "US-TX"))),
    ("-theme:health", "-tema:salud", Term("theme", ("health",), negated=True)),
    ("theme:firearms", "tema:armas", Term("theme", ("firearms",))),
    ("text:joint_text", "origen:conjunto", Term("text", ("joint_text",))),
    ("kind:request", "tipo:solicitud", Term("kind", ("request",))),
    ("level:outcome", "nivel:efecto", Term("level", ("outcome",))),
    ("grade:verified", "respaldo:verificado", Term("grade", ("verified",))),
    ("basis:reading", "base:interpretado", Term("basis", ("reading",))),
    ("rests:horizon", "sustento:horizonte", Term("rests", ("horizon",))),
    ("handling:TLP:AMBER", "difusión:tlp:amber", Term("handling", ("TLP:AMBER",))),
    ("verifiable:no", "verificable:no", Term("verifiable", ("no",))),
    ("verifiable:yes", "verificable:sí", Term("verifiable", ("yes",))),
    ("framework:BF", "marco:BF", Term("framework", ("BF",))),
    ("area:BF-A1.1", "ámbito:BF-A1.1", Term("area", ("BF-A1.1",))),
    ("source:JS-2021", "fuente:JS-2021", Term("source", ("JS-2021",))),
    ("inferred:theme", "inferido:theme", Term("inferred", ("theme",))),
    ("id:BF-US", "clave:BF-US", Term("id", ("BF-US",))),
    ("firearms", "firearms", Term("", ("firearms",))),
    ('-"two words"', '-"two words"', Term("", ("two words",), negated=True)),
    ('lead:"ATF"', 'inst:"ATF"', Term("lead", ("ATF",))),
]


@pytest.mark.parametrize(("english", "spanish", "term"), EQUAL_FILTERS, ids=[line[0] for line in EQUAL_FILTERS])
def test_english_and_spanish_filters_parse_alike(english: str, spanish: str, term: Term) -> None:
    assert parse(english) == (term,)
    assert parse(spanish) == (term,)


def test_every_field_has_a_spanish_word_and_a_test_case() -> None:
    fields, values = spanish_words()
    assert set(fields.values()) == set(FIELDS)
    assert {term.field for _english, _spanish, term in EQUAL_FILTERS} == {*FIELDS, ""}
    for field, known in values.items():
        for word, canonical in known.items():
            assert parse(f"{field}:{word}") == parse(f"{field}:{canonical}")


def test_several_terms_are_parsed_in_order() -> None:
    words = 'firearms side:US status:limited,substantial due:<2026-12 asked:>90 -theme:health -"a b" x'
    assert parse(words) == (
        Term("", ("firearms",)),
        Term("side", ("US",)),
        Term("status", ("limited", "substantial")),
        Term("due", ("2026-12",), "<"),
        Term("asked", ("90",), ">"),
        Term("theme", ("health",), negated=True),
        Term("", ("a b",), negated=True),
        Term("", ("x",)),
    )


@pytest.mark.parametrize("words", ["", " ", "\t\n", '""', '" "'])
def test_blank_filter_has_no_terms(words: str) -> None:
    assert parse(words) == ()


@pytest.mark.parametrize("address", ["https://example.org/a", "http://x", "-https://example.org"])
def test_web_address_is_parsed_as_text(address: str) -> None:
    (term,) = parse(address)
    assert (term.field, term.negated) == ("", address.startswith("-"))


FILTER_ERRORS: dict[str, str] = {
    "sid:US": 'Unknown filter word "sid"; did you mean side?',
    "situasion:limitado": 'Unknown filter word "situasion"; did you mean situacion?',
    "zzzz:1": 'Unknown filter word "zzzz"',
    "status:overdue": 'Unknown status "overdue". Write due:overdue.',
    "status:complete": 'Unknown status "complete"; did you mean completed?',
    "situación:cumplida": 'Unknown status "cumplida"; did you mean cumplido?',
    "status:limited,qqqq": 'Unknown status "qqqq"',
    "side:OBS": 'Unknown side "OBS"',
    "standing:agree": 'Unknown standing "agree"; did you mean agreed?',
    "theme:guns": 'Unknown theme "guns"',
    "due:overdu": 'Unknown due "overdu"; did you mean overdue?',
    "due:2026-13": '"2026-13" is not a date',
    "due:<2026-02-30": '"2026-02-30" is not a date',
    "due:<05/01/2026": "Ambiguous date 05/01/2026: write 2026-01-05",
    "due:>soon": '"soon" is not a date',
    "agreed:yesterday": '"yesterday" is not a date',
    "asked:many": "asked takes a number of days or items",
    "asked:>-1": "asked takes a number of days or items",
    "asked:1.5": "asked takes a number of days or items",
    "asked:²": "asked takes a number of days or items",
    "evidence:>٣": "evidence takes a number of days or items",
    "asked:>": "asked takes a number of days or items",
    "evidence:99999999999999999999": "evidence takes a number of days or items",
    "asked:<" + "9" * 5000: "asked takes a number of days or items",
    "changed:>412-": "changed takes a number of days or items",
    "changed:>us-1": "changed takes a number of days or items",
    "side:>US": "side cannot be compared",
    "lead:,": "lead has no value",
    'side:""': "side has no value",
    "a " * 101: "A filter can have at most 100 words and values",
    "lead:" + "a," * 101: "A filter can have at most 100 words and values",
}


@pytest.mark.parametrize("words", FILTER_ERRORS)
def test_wrong_filter_is_a_usage_error(words: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(words)
    assert caught.value.is_usage_error
    (problem,) = caught.value.problems
    assert i18n.explain(problem).startswith(FILTER_ERRORS[words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("theme:xyz", "Valor desconocido en tema: «xyz». Se admiten: armas, finanzas, justicia,"),
        ("owes:xyz", "Valor desconocido en acargo: «xyz». Se admiten: mexico, eeuu."),
        ("xyz:1", "Palabra de filtro desconocida: «xyz». Se admiten: parte, acargo,"),
        ("evidence:>x", "soporte requiere un número de días o de elementos. Escríbalo como soporte:>90"),
        ("side:>US", "parte no admite comparación. Escríbalo como parte:US"),
    ],
)
def test_filter_errors_use_the_words_of_the_language(words: str, said: str) -> None:
    with i18n.using_language("es"):
        with pytest.raises(Refused) as caught:
            parse(words)
        assert i18n.explain(caught.value.problems[0]).startswith(said)


def test_invisible_characters_are_dropped() -> None:
    assert parse("gu\x00ns si\u202ede:US \ud800") == (Term("", ("guns",)), Term("side", ("US",)))


@examples(300)
@given(st.text() | st.text(st.sampled_from("side:US status,<>=-\"' 2026()*^{}~#\\/;é\x00\ud800")))
def test_any_text_is_parsed_or_refused(words: str) -> None:
    try:
        terms = parse(words)
    except Refused as error:
        usage = error.is_usage_error
        str(error).encode()
        assert usage
        return
    for term in terms:
        assert term.values
        "".join(term.values).encode()
        assert "\x00" not in "".join(term.values)


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("guns", '"guns"*'),
        ("guns drugs", '"guns"* AND "drugs"*'),
        ('gu"ns', '"guns"*'),
        ("OR", '"OR"*'),
        ("-", None),
        ("*", None),
        ("- a", '"a"*'),
        ("", None),
    ],
)
def test_words_are_quoted_for_the_search_index(words: str, expression: str | None) -> None:
    assert match_expression(words) == expression


def test_equals_sign_matches_the_whole_id_only() -> None:
    assert parse("id:=BF-1,BF-2") == (Term("id", ("BF-1", "BF-2"), WHOLE),)
    with pytest.raises(Refused):
        parse("id:=")
    desk = shipped_desk()
    ids = [row.id for row in desk.rows(desk.listing().keys)]
    one, begun = ids[0], ids[0][:-1]
    assert [row.id for row in desk.page(f"id:={one}").rows] == [one]
    assert [row.id for row in desk.page(f"-id:={one}", limit=1000).rows] == ids[1:]
    assert one in {row.id for row in desk.page(f"id:{begun}").rows}
    assert desk.page(f"id:={begun}").total == 0


def test_conflicts_can_be_filtered_by_whole_id() -> None:
    desk = shipped_desk()
    one = desk.conflicts()[0].id
    assert [found.id for found in desk.conflicts(f"id:={one}")] == [one]
    assert desk.conflicts(f"id:={one[:-1]}") == ()
