"""A scorecard for renderers: every kind of block, long Spanish words, hostile text, disputed and withheld rows."""

from __future__ import annotations

from accordtrack.documents.model import (
    Bar,
    BriefPart,
    Cell,
    Chart,
    Column,
    Count,
    Facts,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Row,
    Scorecard,
    Section,
    Table,
)

HOSTILE = '=1+1 <script>alert(1)</script> #[typst] $x$ {{ 7*7 }} \u202eevil @sum(A1) -- ‘x’ "q" & |a|'
LONG = "Procuración e impartición de justicia en materia de delincuencia organizada transnacional"


def sample(language: str = "en") -> Scorecard:
    """A scorecard in ``language``; its words stay what they are."""
    lists = (
        Listing("owed", "Commitments", (Item("BF-1", "Trace every gun"), Item("BF-2", LONG))),
        Listing("none", "Nothing", ()),
    )
    two, none = Count(2, "2", "owed"), Count(0, "0", "none")
    table = Table(
        "by-theme",
        "Delivery and results by theme",
        (
            Column("theme", "theme", weight=3.0),
            Column("n", "halves", "right"),
            Column("delivery", "delivery (face)", "right", unit="points"),
            Column("standing", "standing", weight=2.0),
        ),
        (
            Row(
                "theme-whole",
                (
                    Cell("Whole", "all"),
                    Cell("147", 147, listing="owed"),
                    Cell("(27, face 48)", 27.25),
                    Cell("disputed 1", "disputed", "warn"),
                ),
                strong=True,
            ),
            Row(
                "theme-justice",
                (Cell(LONG, "justice"), Cell("12", 12), Cell("n/a", None, "muted"), Cell(HOSTILE, HOSTILE)),
            ),
            Row(
                "theme-arms",
                (
                    Cell("Firearms", "firearms"),
                    Cell("1,028", 1028),
                    Cell("-16.5", -16.5, "bad"),
                    Cell("✓ agreed", "agreed", "good"),
                ),
            ),
        ),
        ("In parentheses: too little is assessed to score the whole.",),
    )
    chart = Chart(
        "contrast-firearms",
        "Outputs rose while outcomes did not",
        "Change since 2021-10-08, percent of the first value",
        (
            Bar("Seizures of firearms", 48.2, "+48 % (2021 to 2025)", "output", "about Mexico"),
            Bar(LONG, -12.0, "-12 % (2021 to 2024)", "outcome", "about the United States"),
            Bar("Unchanged", 0.0, "0 %", "outcome"),
        ),
        "SESNSP, 2026-05-31",
        "A chart of three series: seizures of firearms +48 %, two outcomes -12 % and 0 %.",
    )
    sections = (
        Section(
            "method",
            "How this was made",
            (Facts((("as of", ("2026-11-25",)), ("audience", ("public", "0 items withheld")))),),
        ),
        Section("themes", "By theme", (Paragraph(("Of ", two, " commitments, ", none, " have a target.")), table)),
        Section("contrast", "Outputs against outcomes", (Heading("contrast-h", "Firearms"), chart)),
        Section(
            "differences",
            "Disagreements and figures that do not fit",
            (
                Quote(
                    "q-1",
                    "Mexico (SRE), 2025-08-19, disputes",
                    HOSTILE,
                    "No hay acuerdo con la DEA.",
                    "es",
                    "LAT-2025-08-19",
                ),
                Paragraph(("Silence is never consent.",), small=True),
            ),
        ),
    )
    return Scorecard(
        language=language,
        title="U.S.-Mexico security cooperation",
        subtitle="Progress scorecard, as of 2026-11-25, as known on 2026-11-25",
        as_of="2026-11-25",
        known_on="2026-11-25",
        facts_until="2026-05-31",
        audience="public",
        withheld=0,
        version="0.0.0",
        headline=(
            ("This register found ", two, " commitments."),
            (
                "On ",
                none,
                " of them a statement was found.",
            ),
        ),
        sections=sections,
        listings=lists,
        brief=(
            BriefPart("improved", "Moved", (("Seizures of firearms rose from 2021 to 2025 (SESNSP).",),)),
            BriefPart(
                "next",
                "Next",
                (
                    (
                        "2026-12-31: ",
                        two,
                        " dates fall due.",
                    ),
                ),
            ),
        ),
        checkpoint={"state_digest": "ab" * 32, "feeds": [{"feed": "us-1", "seq": 9, "head": "cd" * 32}]},
        data={"overall": {"n": 147, "delivery": {"score": 27.25}}},
        asked={"as_of": "2026-11-25", "known_on": "2026-11-25", "audience": "public", "language": language},
    )
