"""Broken and hostile folders: each is the small sound one with one change, and is told by file, line, field and advice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from accordtrack.dataset.data_folder import read_folder
from folders import FILES, assert_shown_safely, change, make_folder, told


@dataclass(frozen=True)
class Case:
    """``old`` of ``file`` becomes ``new``; the fault is told ``down`` lines below where that begins.

    ``alone`` is False where other faults follow from it.
    """

    name: str
    file: str
    old: str
    new: str
    field: str
    message: str
    advice: str
    down: int = 0
    alone: bool = True


JOINT_POSITION = """\
- id: joint-answer
  commitment: FW-JT-01
  speaker: MX
  speaker_body: SSPC
  kind: position
  stance: concur
  about: {about}
  effective_on: '2024-05-01'
  said_on: '2024-05-01'
  sources: [SSPC-2024]
"""

# A table: one case a line.
# fmt: off
CASES = [
    # what a record is made of
    Case("unknown key", "events.yaml", "  side: JOINT", "  sid: JOINT", "sid", 'Unknown field "sid"', "Remove it, or correct"),
    Case("unknown key deep inside", "bodies.yaml", "es: Oficina de armas", "es: Oficina, fr: Bureau", "name.fr", 'Unknown field "name.fr"', "Remove it"),
    Case("unknown list", "frameworks.yaml", "areas:", "zones:", "zones", 'Unknown field "zones"', "Remove it", alone=False),
    Case("missing field", "sources.yaml", "  publisher: ATF\n", "", "publisher", 'The field "publisher" is missing', "Add it.", down=-1),
    Case("missing language", "events.yaml", ", es: Primera reunión", "", "title.es", 'The field "title.es" is missing', "Add it."),
    Case("empty language", "events.yaml", "es: Primera reunión", "es: ''", "title.es", "The text is empty", "Write the words"),
    Case("duplicate key", "sources.yaml", "  copy: official", "  id: ATF-X\n  copy: official", "id", 'The field "id" appears twice', "Line 7 has it too; keep one."),
    Case("impossible date", "events.yaml", "'2021-10-08'", "'2021-02-30'", "date", '"2021-02-30" is not a date', "Write it as 2026-01-31."),
    Case("ambiguous date", "events.yaml", "'2021-10-08'", "08/10/2021", "date", "Ambiguous date 08/10/2021: write 2021-10-08", ""),
    Case("address with a password", "sources.yaml", "https://example.org/joint", "https://me:word@example.org/", "url", "The address contains a password", ""),
    Case("address of a script", "sources.yaml", "https://example.org/joint", "javascript:alert(1)", "url", "is not a web address", "It begins with https://"),
    Case("NO where true or false is meant", "commitments/fw.yaml", "verifiable: true", "verifiable: NO", "verifiable", 'The field "verifiable" cannot be "NO"', "Write true or false."),
    Case("text where a whole number is meant", "indicators.yaml", "  periodicity: year", "  hold: '4'\n  periodicity: year", "hold", 'The field "hold" cannot be "4"', "Write a whole number."),
    Case("text where a list is needed", "events.yaml", "[firearms]", "firearms", "themes", 'The field "themes" cannot be "firearms"', "Write a list."),
    Case("number where text is needed", "frameworks.yaml", "number: '1.1'", "number: 1.1", "number", 'The field "number" cannot be "1.1"', "digits in quotation marks"),
    Case("text where fields are needed", "events.yaml", "{en: First meeting, es: Primera reunión}", "First meeting", "title", "cannot be", "Write named fields in it."),
    Case("unknown word", "commitments/fw.yaml", "level: activity", "level: activty", "level", 'Unknown level "activty"; did you mean activity?', ""),
    Case("word of another world", "sources.yaml", "copy: press", "copy: Ω", "copy", 'Unknown copy "Ω"', "Use one of: official"),
    Case("id that is a path", "events.yaml", "id: ev-meeting", "id: ../../etc/passwd", "id", '"../../etc/passwd" cannot be an id', "Use up to 80 letters", alone=False),
    Case("bidi in a text", "bodies.yaml", "Audit office", '"Audit \\u202Eeciffo"', "name.en", "the character U+202E, which cannot be shown", "Remove it."),
    Case("raw bidi in a text", "bodies.yaml", "Audit office", "Audit \u2066office", "name.en", "the character U+2066, which cannot be shown", "Remove it."),
    Case("escape sequence in a text", "statements.yaml", "Most guns are traced.", '"\\e]0;owned\\a"', "text.en", "U+001B", "Remove it."),
    Case("line break in a line", "sources.yaml", "title: Trace tables", "title: |\n    Trace\n    tables", "title", "The text must fit on one line", "Remove the line breaks."),
    Case("share of one side's own", "commitments/fw.yaml", "  weight: 1\n", "  share_us: 0.5\n", "", "Only a joint commitment can have shares", "Leave share_us out.", down=-15),
    Case("body that speaks for the other side", "bodies.yaml", "speaks_for: MX", "speaks_for: US", "", "A body of MX cannot speak for US", "correct side", down=-4, alone=False),
    Case("conflict of one claim", "conflicts.yaml", "    - speaker: MX\n      speaker_body: SSPC\n      said_on: '2024-03-01'\n      text: {en: Half., es: La mitad.}\n      sources: [SSPC-2024]\n", "", "", "A conflict needs two or more claims", "Add the other claim.", down=-13),
    Case("record that is a word", "events.yaml", "- id: ev-meeting", "- meeting\n- id: ev-meeting", "", "A record with named fields is needed here", "name: value"),
    Case("unknown kind of statement", "statements.yaml", "kind: evidence", "kind: rumour", "kind", 'Unknown kind "rumour"', "Use one of: status, position, evidence."),
    Case("statement without a kind", "statements.yaml", "  kind: evidence\n", "", "kind", 'The field "kind" is missing', "Add it.", down=-4),
    Case("position with a grade", "statements.yaml", "  stance: dispute", "  grade: claimed\n  stance: dispute", "grade", 'Unknown field "grade"', "Remove it"),
    Case("position with an official's clearance", "statements.yaml", "  stance: dispute", "  cleared_by: me\n  stance: dispute", "cleared_by", 'Unknown field "cleared_by"', "Remove it"),
    Case("words of a position", "statements.yaml", "es: La mitad de las armas no se rastrea.", "es: 1", "text.es", 'The field "text.es" cannot be "1"', "Write text;"),
    Case("consent with another status", "statements.yaml", "stance: dispute", "stance: concur", "", "An answer that agrees cannot give a ground or propose a status", "Leave both out", down=-5),
    # ids and where they lead
    Case("id twice", "sources.yaml", "id: ATF-2023", "id: JS-2021", "id", 'The id "JS-2021" appears twice', "It is also at sources.yaml:1; give one", alone=False),
    Case("ids that differ in case", "bodies.yaml", "code: GAO", "code: atf", "id", 'The ids "atf" and "ATF" differ only in case', "The other is at bodies.yaml:7", alone=False),
    Case("theme twice", "accord.yaml", "    headline_on: 2026-01\n", "    headline_on: 2026-01\n  - {code: firearms, title: {en: A, es: B}}\n", "themes.code", 'The id "firearms" appears twice', "It is also at accord.yaml:10", down=1),
    Case("link twice", "indicators.yaml", "commitment: FW-JT-01", "commitment: FW-US-01", "", "The same record appears twice", "It is also at indicators.yaml:16; remove one."),
    Case("dangling source", "events.yaml", "[JS-2021]", "[JS-2012]", "sources", 'Unknown sources "JS-2012"; did you mean JS-2021?', "Correct it, or add it to sources.yaml."),
    Case("source in another case", "events.yaml", "[JS-2021]", "[js-2021]", "sources", 'Unknown sources "js-2021"; did you mean JS-2021?', "Correct it"),
    Case("number in a list of ids", "events.yaml", "[JS-2021]", "[0]", "sources", 'The field "sources" cannot be "0"', "Write text; put digits in quotation marks."),
    Case("dangling framework", "commitments/fw.yaml", "framework: FW", "framework: ZZZZ", "framework", 'Unknown framework "ZZZZ"', "Correct it, or add it to frameworks.yaml."),
    Case("dangling area", "commitments/fw.yaml", "area: FW-A1.1", "area: FW-A1.2", "area", 'Unknown area "FW-A1.2"; did you mean FW-A1.1?', "frameworks.yaml"),
    Case("dangling goal", "frameworks.yaml", "goal: FW-G1", "goal: FW-G2", "goal", 'Unknown goal "FW-G2"; did you mean FW-G1?', "frameworks.yaml"),
    Case("dangling lead", "commitments/fw.yaml", "lead: {US: ATF", "lead: {US: AFT", "lead.US", 'Unknown lead.US "AFT"; did you mean ATF?', "bodies.yaml"),
    Case("dangling supporting body", "commitments/fw.yaml", "[DOJ]", "[DOJ, DOE]", "supporting", 'Unknown supporting "DOE"; did you mean DOJ?', "bodies.yaml"),
    Case("dangling parent", "bodies.yaml", "parent: DOJ", "parent: DOY", "parent", 'Unknown parent "DOY"; did you mean DOJ?', "bodies.yaml"),
    Case("dangling source of a standing", "frameworks.yaml", "source: SSPC-2024", "source: SSPC-2042", "standing.MX.source", "did you mean SSPC-2024?", "sources.yaml"),
    Case("dangling source of a target", "indicators.yaml", "source: JS-2021", "source: JS-2020", "target.source", "did you mean JS-2021?", "sources.yaml"),
    Case("dangling guard", "indicators.yaml", "[guns-traced]", "[guns-trace]", "guard_of", "did you mean guns-traced?", "indicators.yaml"),
    Case("dangling outcome", "accord.yaml", "outcomes: [guns-traced]", "outcomes: [guns-tracd]", "themes.outcomes", "did you mean guns-traced?", "indicators.yaml"),
    Case("dangling headline", "accord.yaml", "headline: guns-traced", "headline: gun-traced", "themes.headline", "did you mean guns-traced?", "indicators.yaml"),
    Case("dangling link", "indicators.yaml", "commitment: FW-JT-01", "commitment: FW-JT-10", "commitment", "did you mean FW-JT-01?", "Correct it, or add it to commitments."),
    Case("dangling commitment of a conflict", "conflicts.yaml", "[FW-US-01]", "[FW-US-1]", "about.commitments", "did you mean FW-US-01?", "commitments"),
    Case("dangling event of a conflict", "conflicts.yaml", "[ev-meeting]", "[ev-meting]", "about.events", "did you mean ev-meeting?", "events.yaml"),
    Case("dangling body of a claim", "conflicts.yaml", "speaker_body: SSPC", "speaker_body: SSPCX", "claims.speaker_body", "did you mean SSPC?", "bodies.yaml"),
    Case("dangling commitment of a statement", "statements.yaml", "commitment: FW-JT-01", "commitment: FW-JT-02", "commitment", "did you mean FW-JT-01?", "commitments"),
    Case("answer to nothing", "statements.yaml", "about: traced-us-2024", "about: traced-us-2042", "about", "did you mean traced-us-2024?", "statements.yaml"),
    Case("link that names its indicator", "indicators.yaml", "    - commitment: FW-JT-01", "    - indicator: guns-seized\n      commitment: FW-JT-01", "indicator", 'Unknown field "indicator"', "Remove it"),
    Case("body above itself", "bodies.yaml", "parent: null", "parent: ATF", "parent", "The parent bodies form a circle: DOJ > ATF > DOJ", "Correct one parent."),
    # who may say what
    Case("voice of the other side", "statements.yaml", "speaker_body: ATF", "speaker_body: SSPC", "speaker_body", "SSPC does not speak for US", "speak as observers"),
    Case("auditor as the voice of a side", "statements.yaml", "speaker_body: ATF", "speaker_body: GAO", "speaker_body", "GAO does not speak for US", "speak as observers"),
    Case("government as an observer", "statements.yaml", "speaker_body: GAO", "speaker_body: ATF", "speaker_body", "ATF speaks for US, not as an observer", "as that side's statement"),
    Case("side without a voice", "statements.yaml", "  speaker_body: ATF\n", "", "speaker_body", "No body speaks for US here", "Name the body that said it.", down=-3),
    Case("statement without a source", "statements.yaml", "  sources: [ATF-2023]\n  inferred", "  sources: []\n  inferred", "sources", "A statement quoted for a side needs a source", "Cite the published text"),
    Case("half that is not owed", "statements.yaml", "  status: substantial", "  half: MX\n  status: substantial", "half", "MX is not responsible for any part of this commitment", "Leave --half out."),
    Case("less restricted than its commitment", "statements.yaml", "  half: MX\n", "  half: MX\n  handling: TLP:CLEAR\n", "handling", "less restricted than its commitment, which is TLP:GREEN", "stricter", down=1),
    Case("grade on a collector's copy", "statements.yaml", "[ATF-2023]\n  inferred", "[MIRROR-2024]\n  inferred", "grade", 'The grade "documented" rests only on aggregator or partisan copies', "Write claimed (statement only), or cite a better copy.", down=-4),
    Case("answer on another commitment", "statements.yaml", "commitment: FW-US-01", "commitment: FW-MX-01", "about", "traced-us-2024 is about FW-US-01, but its answer is about FW-MX-01", "An answer must be about the same commitment.", down=5),
    Case("answer to one's own word", "statements.yaml", "  speaker: MX\n  speaker_body: SSPC", "  speaker: US\n  speaker_body: DOJ", "about", "You cannot answer your own statement", "", down=4),
    Case("answer to itself", "statements.yaml", "about: traced-us-2024", "about: traced-mx-2024", "about", "The answers form a circle", "Correct what one of them is about.", alone=False),
    Case("unknown series that speaks", "accord.yaml", "    headline: guns-traced", "    speaks: ['guns-traced:year']\n    headline: guns-traced", "speaks", 'No series "guns-traced:year"', "Write it as indicator:series"),
    Case("series that speaks without a phrase", "accord.yaml", "    headline: guns-traced", "    speaks: ['guns-traced:year-atf']\n    headline: guns-traced", "speaks", "The series guns-traced:year-atf has no phrase", "Add one to phrases of its indicator."),
    # the table
    Case("column missing", "measurements.csv", "note_en,note_es\n", "note_en\n", "note_es", 'The column "note_es" is missing', "Separate columns with commas."),
    Case("column unknown", "measurements.csv", "source,note_en", "source,comment,note_en", "comment", 'Unknown column "comment"', "Remove it, or correct its name."),
    Case("column twice", "measurements.csv", "source,note_en", "source,source,note_en", "source", 'The column "source" appears twice', "Remove one."),
    Case("semicolons", "measurements.csv", FILES["measurements.csv"].splitlines()[0], FILES["measurements.csv"].splitlines()[0].replace(",", ";"), "indicator", 'The column "indicator" is missing', "Separate columns with commas.", alone=False),
    Case("ragged row", "measurements.csv", ",ATF-2023,,\n", ",ATF-2023,\n", "", "The row has 16 fields instead of 17", "Put text that contains commas in quotation marks."),
    Case("row of a million columns", "measurements.csv", ",ATF-2023,,\n", ",ATF-2023" + "," * 1_000_000 + "\n", "", "The row has 1000015 fields instead of 17", "Put text that contains commas"),
    Case("quotation mark not closed", "measurements.csv", '"Una copia, de segunda mano."', '"Una copia', "", "The table cannot be read past this point", "not closed or not doubled"),
    Case("field too long", "measurements.csv", "A copy, read second hand.", "x" * 200_000, "", "The table cannot be read past this point", "not closed"),
    Case("decimal comma", "measurements.csv", "45.50", '"45,50"', "value", '"45,50" is not a number', "Write digits with a decimal point: 41.5"),
    Case("exponent", "measurements.csv", "45.50", "1e999999999", "value", '"1e999999999" is not a number', "Write digits with a decimal point: 41.5"),
    Case("period that runs backwards", "measurements.csv", "2022-01-01,2022-12-31", "2022-12-31,2022-01-01", "", "The period ends before it starts", "Swap the two dates."),
    Case("note in one language", "measurements.csv", ",ATF-2023,,", ",ATF-2023,Only English,", "note_es", "The note is in one language only", "Fill in note_es too, or neither."),
    Case("confirm with another word", "measurements.csv", ",true,", ",yes,", "confirm", 'The field "confirm" cannot be "yes"', "Write true or false."),
    Case("derived value without its origin", "measurements.csv", "45.50,about", "45.50,derived", "", "A derived value must say what it follows from", "Say it in the note."),
    Case("measurement of nothing", "measurements.csv", "guns-traced", "guns-trace", "indicator", "did you mean guns-traced?", "indicators.yaml"),
    Case("measurement from nowhere", "measurements.csv", "MIRROR-2024", "MIROR-2024", "source", "did you mean MIRROR-2024?", "sources.yaml"),
    Case("measurement twice", "measurements.csv", "guns-traced,year-atf,2023-01-01", FILES["measurements.csv"].splitlines()[1] + "\nguns-traced,year-atf,2023-01-01", "", "The same record appears twice", "It is also at measurements.csv:2; remove one."),
    # YAML that wants to be clever
    Case("alias bomb", "events.yaml", "- id: ev-meeting", "- &a [x, x, x, x]\n- &b [*a, *a, *a, *a]\n- &c [*b, *b, *b, *b]\n- id: ev-meeting", "", 'The anchor "a" is not supported', "Remove it.", alone=False),
    Case("alias", "events.yaml", "- id: ev-meeting", "- *ghost\n- id: ev-meeting", "", 'The alias "ghost" is not supported', "Write the value out.", alone=False),
    Case("python object", "events.yaml", "kind: meeting", "kind: !!python/object/apply:os.system [touch owned]", "", 'The tag "tag:yaml.org,2002:python/object/apply:o…" is not supported', "Remove it.", alone=False),
    Case("merge key", "events.yaml", "  kind: meeting", "  <<: {place: MX}\n  kind: meeting", "", "Merge keys are not supported", "Write the fields out."),
    Case("deep nesting", "events.yaml", "[firearms]", "[" * 5000 + "]" * 5000, "", "Values are nested more than 32 levels deep", "Flatten them.", alone=False),
    Case("huge scalar", "events.yaml", "First meeting", "x" * 5_000_000, "", "The text has 5000000 characters; the limit is 20000", "Shorten it", alone=False),
    Case("huge number", "commitments/fw.yaml", "weight: 1", "weight: 1e999999", "", "The number is too long", "Give at most 40 digits.", alone=False),
    Case("infinite weight", "commitments/fw.yaml", "weight: 1", "weight: .inf", "weight", '"Infinity" is not a number', "Write digits"),
    Case("second document", "events.yaml", "- id: ev-meeting", "[]\n---\n- id: ev-meeting", "", "A second document begins here", "Keep one document in a file.", down=1),
    Case("syntax", "sources.yaml", "title: Informe", "title: Informe: 2024", "", "A colon is not allowed here", "Put the text in quotation marks"),
    Case("key that hides", "events.yaml", "  kind: meeting", '  "ki\\u202End": x\n  kind: meeting', "", '"ki<U+202E>nd" cannot be a key', "Write a word"),
    Case("NUL", "events.yaml", "First meeting", "First\0meeting", "", "the character U+0000, which cannot be shown", "Remove it."),
    Case("a line that is none", "events.yaml", "First meeting", "First\u2028meeting", "", "the character U+2028, which cannot be shown", "Remove it."),
    Case("map for a list", "events.yaml", "- id", "  id", "", "A list is needed here", "Begin every record with a hyphen."),
    Case("list for a map", "accord.yaml", FILES["accord.yaml"], "- id: x\n", "", "A record with named fields is needed here", "name: value"),
    Case("empty accord", "accord.yaml", FILES["accord.yaml"], "\n", "", "A record with named fields is needed here", "name: value"),
]
# fmt: on


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "small")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_fault_is_reported_with_file_line_field_and_advice(small: Path, case: Case) -> None:
    line = change(small, case.file, case.old, case.new) + case.down
    problems = read_folder(small).problems
    found = [told(problem) for problem in problems]
    assert any(
        (place, field) == (f"{case.file}:{line}", case.field) and case.message in message and case.advice in advice
        for place, field, message, advice in found
    ), found
    assert len(problems) == 1 or not case.alone, found
    for problem in problems:
        assert_shown_safely(problem)


def test_faults_are_ordered_by_file_and_line(small: Path) -> None:
    change(small, "statements.yaml", "speaker_body: ATF", "speaker_body: GAO")
    change(small, "statements.yaml", "half: MX", "half: US\n  base: [x]")
    change(small, "events.yaml", "kind: meeting", "kind: 7")
    change(small, "events.yaml", "[JS-2021]", "[JS-2021, NONE-SUCH]")
    change(small, "accord.yaml", "'2026-05-31'", "tomorrow")
    places = [told(problem)[0] for problem in read_folder(small).problems]
    assert places == ["accord.yaml:3", "events.yaml:3", "events.yaml:7", "statements.yaml:16", "statements.yaml:30"]


def test_all_faults_of_one_statement_are_reported(small: Path) -> None:
    change(small, "statements.yaml", "speaker_body: ATF", "speaker_body: SSPC\n  half: MX")
    change(small, "statements.yaml", "[ATF-2023]\n  inferred", "[]\n  inferred")
    assert [told(problem)[1] for problem in read_folder(small).problems] == ["speaker_body", "half", "sources"]


def test_circular_answers_are_refused(small: Path) -> None:
    answer = JOINT_POSITION.format(about="traced-mx-2024").replace("FW-JT-01", "FW-US-01").replace("MX", "US")
    change(small, "statements.yaml", "- id: traced-mx-2024", answer.replace("SSPC\n", "ATF\n") + "- id: traced-mx-2024")
    assert read_folder(small).problems == ()
    change(small, "statements.yaml", "about: traced-us-2024", "about: joint-answer")
    assert {told(problem)[2] for problem in read_folder(small).problems} == {"The answers form a circle"}


def test_side_may_answer_a_joint_statement(small: Path) -> None:
    change(
        small,
        "statements.yaml",
        "- id: traced-mx-2024",
        JOINT_POSITION.format(about="published-joint-2023") + "- id: traced-mx-2024",
    )
    assert read_folder(small).problems == ()


def test_superseded_value_may_stand_beside_the_final_one(small: Path) -> None:
    """One source may give two values of one day; only one of them is in force."""
    row = FILES["measurements.csv"].splitlines()[1]
    superseded = row.replace("final", "superseded").replace("45.50", "44")
    change(small, "measurements.csv", row, f"{row}\n{superseded}")
    assert read_folder(small).problems == ()
