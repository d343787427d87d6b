"""What a filter finds is what holds of the folded states, term by term and in any combination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from accordtrack.core.dates import days_between, last_day
from accordtrack.core.safe_text import casefold_plain
from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection.fold import HalfState, State, timeliness
from accordtrack.queries import list_pages
from accordtrack.queries.filter_parser import Term, parse
from accordtrack.vocabulary import Side, Standing, Timeliness
from projected import TODAY, projection, states, told
from selection import examples

pytestmark = pytest.mark.sweep


@cache
def random_states() -> list[State]:
    return states(240)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with projection(random_states()) as found:
        yield found


def found(connection: Connection, words: str) -> list[int]:
    return sorted(
        list_pages.listing(connection, parse(words), today=TODAY, sort="id", descending=False, language="en").keys
    )


def timeliness_of(state: State) -> str:
    record = state.record
    return timeliness(
        due_on=record.due_on,
        firm=state.due_firm,
        done=state.done,
        done_on=state.done_on,
        withdrawn=state.withdrawn,
        today=TODAY,
        disputed=state.standing is Standing.DISPUTED,
    ).value


def matches_comparison(value: Any, term: Term) -> bool:  # noqa: ANN401
    """A number, or an ISO date with a day, month or year."""
    given: Any = int(term.values[0]) if isinstance(value, int) else term.values[0]
    first, last = (given, given) if isinstance(value, int) else (given, last_day(given))
    first = first if isinstance(value, int) else (first + "-01-01")[:10] if len(first) == 4 else (first + "-01")[:10]
    return bool(
        {
            "<": value < first,
            "<=": value <= last,
            ">": value > last,
            ">=": value >= first,
            "=": first <= value <= last,
        }[term.op]
    )


def matches_all(state: State, terms: Sequence[Term]) -> bool:
    """All terms of one state, by the words of the design."""
    about = _about(state, terms)
    return all(_holds(state, term, about) is not term.negated for term in terms)


def _about(state: State, terms: Sequence[Term]) -> Sequence[HalfState]:
    """The halves that terms about halves ask for: every one, or those of the sides that ``owes`` and ``open`` name."""
    named = {
        field: {side for term in terms if term.field == field and not term.negated for side in term.values}
        for field in ("owes", "open")
    }
    sides = named["owes"] | named["open"]
    if not sides:
        return state.halves
    return [half for half in state.halves if half.side in sides and (half.side not in named["open"] or is_open(half))]


def is_open(half: HalfState) -> bool:
    return half.status not in {"completed", "withdrawn"} or half.withdrawal_waits


def _holds(state: State, term: Term, about: Sequence[HalfState]) -> bool:  # noqa: C901, PLR0912
    record, values = state.record, set(term.values)
    every = about is state.halves
    match term.field:
        case "":
            words = casefold_plain(told(state) + " " + record.id).replace("-", " ").split()
            return all(any(word.startswith(part) for word in words) for part in casefold_plain(term.values[0]).split())
        case "side":
            return record.responsible_side in values
        case "owes":
            return record.kind == "commitment" and bool({half.side for half in state.halves} & values)
        case "open":
            open_ = {half.side for half in state.halves if is_open(half)}
            return record.kind == "commitment" and bool(open_ & values)
        case "reply":
            claimed = {Side(half.side).other for half in state.halves if half.standing in {"unanswered", "asked"}}
            return bool(claimed & values)
        case "changed":
            return matches_comparison(random_states().index(state) + 1, term)
        case "status":
            said = {half.status.value for half in about if half.status}
            return bool(said & values) or (not said and "unreported" in values)
        case "standing":
            return bool({half.standing.value for half in about} & values)
        case "basis":
            return bool({half.claim.body.basis for half in about if half.claim} & values)
        case "grade":
            return bool({half.grade.value for half in about if half.grade} & values)
        case "due" if values <= set(Timeliness):
            return timeliness_of(state) in values
        case "due":
            return record.due_on is not None and matches_comparison(record.due_on, term)
        case "agreed":
            return matches_comparison(record.agreed_on, term)
        case "asked":
            asked = [half.asked_on for half in (state.in_scope if every else about) if half.asked_on]
            return any(
                matches_comparison(days_between(day, TODAY), term)
                for day in ([min(asked)] if every and asked else asked)
            )
        case "evidence":
            return matches_comparison(len(state.evidence), term)
        case "lead":
            leads = [record.lead.body_of_side(half.side) for half in about]
            named = {record.lead.US, record.lead.MX} if every else {*leads}
            return bool(named & {value.upper() for value in values}) or ("-" in values and None in leads)
        case "verifiable":
            return ("yes" if record.verifiable else "no") in values
        case "place" | "source" | "inferred":
            held = {"place": record.places, "source": record.sources}.get(term.field, record.inferred)
            return bool({value.upper() for value in held} & {value.upper() for value in values})
        case "id":
            return any(record.id.lower().startswith(value.lower()) for value in values)
        case "text":
            return record.text_basis in values
        case "rests":
            return record.due_basis in values
        case "area" | "framework":
            return (canonical_body(record)[term.field] or "") in values
        case _:
            return canonical_body(record)[term.field] in values


TERMS = (
    "guns",
    "balistic",
    "imagenes",
    "ÑANDU",
    "pinguino",
    "hlsd",
    "zzz",
    '"trace the"',
    "side:US",
    "side:MX,JOINT",
    "owes:MX",
    "owes:US,MX",
    "open:US",
    "open:MX,US",
    "reply:US",
    "reply:MX",
    "changed:>120",
    "changed:<=7",
    "status:limited",
    "status:unreported",
    "status:completed,unreported",
    "status:withdrawn,reversed",
    "standing:disputed",
    "standing:settled",
    "standing:unreported",
    "standing:divergent,asked,agreed,unanswered",
    "basis:reading",
    "grade:claimed",
    "grade:verified,corroborated",
    "due:overdue",
    "due:past_horizon,due_soon",
    "due:no_deadline",
    "due:upcoming",
    "due:done_on_time,done_late",
    "due:claimed_on_time",
    "due:<2024-06",
    "due:<2024-06-15",
    "due:>=2024-06-16",
    "agreed:<2022-10-13",
    "due:<=2024-06",
    "due:>2024-06-15",
    "due:>=2024-06-15",
    "due:2024",
    "due:2024-07",
    "due:2024-06-15",
    "agreed:<2022",
    "agreed:<=2022",
    "agreed:>2022",
    "agreed:2022-10",
    "asked:>13",
    "asked:>=14",
    "asked:0",
    "asked:<15",
    "asked:<=0",
    "evidence:0",
    "evidence:>1",
    "evidence:<=1",
    "lead:atf",
    "lead:SSPC,DOJ",
    "lead:-",
    "lead:-,atf",
    "place:MX-SIN",
    "place:us-tx",
    "source:ATF-2023",
    "inferred:theme",
    "id:BF-0",
    "id:hlsd",
    "id:%",
    "id:_",
    "text:joint_text,us_text",
    "rests:text",
    "rests:horizon,amended",
    "theme:firearms,health",
    "kind:request",
    "level:outcome,impact",
    "handling:TLP:AMBER",
    "verifiable:yes",
    "area:BF-A1.1",
    "framework:BF",
)


@pytest.mark.parametrize("words", [*TERMS, *(f"-{words}" for words in TERMS)])
def test_term_finds_the_rows_it_describes(connection: Connection, words: str) -> None:
    terms = parse(words)
    expected = [number for number, state in enumerate(random_states(), start=1) if matches_all(state, terms)]
    assert found(connection, words) == expected


@pytest.mark.parametrize("words", TERMS)
def test_term_and_its_negation_split_the_register(connection: Connection, words: str) -> None:
    both = found(connection, words) + found(connection, f"-{words}")
    assert sorted(both) == list(range(1, len(random_states()) + 1))


HALVES = [
    words for words in TERMS if words.partition(":")[0] in {"status", "standing", "basis", "grade", "lead", "asked"}
]
SIDE_TERMS = ("owes:US", "owes:MX", "open:US", "open:MX", "owes:US,MX", "open:US,MX", "owes:US open:MX", "-open:US")


@pytest.mark.parametrize("words", [*HALVES, *(f"-{words}" for words in HALVES)])
@pytest.mark.parametrize("whose", SIDE_TERMS)
def test_term_beside_a_side_term_applies_to_that_sides_half(connection: Connection, whose: str, words: str) -> None:
    terms = parse(f"{whose} {words}")
    expected = [number for number, state in enumerate(random_states(), start=1) if matches_all(state, terms)]
    assert found(connection, f"{whose} {words}") == expected


@examples(60)
@given(st.lists(st.sampled_from([*TERMS, *(f"-{words}" for words in TERMS)]), min_size=2, max_size=4))
def test_combined_terms_must_all_match(connection: Connection, words: list[str]) -> None:
    terms = parse(" ".join(words))
    expected = [number for number, state in enumerate(random_states(), start=1) if matches_all(state, terms)]
    assert found(connection, " ".join(words)) == expected


@pytest.mark.parametrize("words", ["*", "-*", "- *", '"?!"', '-"?!"'])
def test_words_without_letters_match_every_row(connection: Connection, words: str) -> None:
    assert len(found(connection, words)) == len(random_states())


HOSTILE = (
    "' OR 1=1 --",
    "'; DROP TABLE commitment; --",
    '"; DROP TABLE commitment; --',
    '" OR "',
    "NEAR(a b, 5)",
    "a NEAR b",
    "AND OR NOT",
    "NOT",
    "words : a",
    "id:a AND",
    "{id words} : a",
    "^a",
    "a*",
    "*",
    "a + b",
    "(a",
    "a)",
    "((((",
    '"',
    '"""',
    'a"b"c',
    "-",
    "--",
    "- -",
    "\\",
    "%",
    "_",
    "?",
    ":words",
    ":1",
    "@x",
    "$x",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udcffb",
    "²",
    "𞤀",
    "ﬀ",
    "é" * 5000,
    "a " * 99,
    "x" * 100_000,
    "id:' id:; id:--",
    "lead:'--",
    'place:"a b\' OR 1=1"',
)


@pytest.mark.parametrize("words", HOSTILE, ids=[ascii(words)[:30] for words in HOSTILE])
def test_hostile_words_are_not_run_as_sql_or_search_syntax(connection: Connection, words: str) -> None:
    for given_words in (words, f"guns {words[:1000]}"):
        assert set(found(connection, given_words)) <= set(range(1, len(random_states()) + 1))
    assert len(found(connection, "")) == len(random_states())


WORDS = st.characters(exclude_characters=":") | st.sampled_from("\"'*^(){}+-,. aANDORT\\\x00\ud800²")


@examples(150)
@given(st.text(WORDS, max_size=30))
def test_free_words_never_raise(connection: Connection, words: str) -> None:
    assert set(found(connection, words)) <= set(range(1, len(random_states()) + 1))
