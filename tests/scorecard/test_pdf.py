"""The PDF: accessible, archival, the same on every machine; its words are data whatever they look like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pdfua
import pikepdf
import pytest
import typst

from accordtrack.core import installation
from accordtrack.core.problems import Refused
from accordtrack.documents import glyphs, pdf, pdf_data, pdf_rows
from accordtrack.documents.model import (
    Block,
    BriefPart,
    Cell,
    Chart,
    Column,
    Item,
    Listing,
    Row,
    Scorecard,
    Section,
    Table,
)
from accordtrack.i18n import explain, using_language
from scorecard import pdftext
from scorecard.samples import HOSTILE, LONG, sample

B = TypeVar("B")
DAY = datetime(2026, 11, 25, tzinfo=UTC)
BOTH = pytest.mark.parametrize("language", ["en", "es"])
FORMS = pytest.mark.parametrize("form", ["whole", "brief"])


def first(card: Scorecard, kind: type[B]) -> B:
    return next(block for section in card.sections for block in section.blocks if isinstance(block, kind))


def with_blocks(*blocks: Block) -> Scorecard:
    return replace(sample(), sections=(Section("only", "Only", blocks),))


def marks(held: bytes) -> list[tuple[str, str]]:
    """Kind and words instead of each element of the structure."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(BytesIO(held)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def tags(held: bytes) -> Counter[str]:
    return Counter(kind for kind, _ in marks(held))


def embedded(held: bytes) -> set[str]:
    names = set()
    for page in pikepdf.open(BytesIO(held)).pages:
        for font in page.resources.Font.values():
            inner = font.DescendantFonts[0]
            assert "/FontFile2" in inner.FontDescriptor or "/FontFile3" in inner.FontDescriptor
            names.add(str(inner.BaseFont).split("+")[1])
    return names


@BOTH
@FORMS
def test_pdf_conforms_to_pdfua_and_pdfa(language: str, form: str, tmp_path: Path) -> None:
    held = pdf.render(sample(language), brief=form == "brief")
    file = tmp_path / "card.pdf"
    file.write_bytes(held)
    report = pdfua.validate(str(file))
    assert [finding.to_dict() for finding in report.findings] == []
    document = pikepdf.open(file)
    assert str(document.Root.Lang).startswith(language)
    assert bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root
    with document.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
        assert told["dc:title"] == sample().title
        assert "dc:creator" not in told
        assert told["xmp:CreateDate"] == "2026-11-25T00:00:00Z"
    assert embedded(held) <= {"NotoSans-Regular", "NotoSans-Italic", "DejaVuSansMono", "DejaVuSansMono-Bold"}


def test_tables_have_header_cells_and_charts_have_alternative_text() -> None:
    card = sample()
    held = pdf.render(card)
    table = first(card, Table)
    found = tags(held)
    assert found["/TH"] == len(table.columns)
    assert found["/TD"] == len(table.columns) * len(table.rows)
    assert found["/Caption"] == 1
    assert found["/Quote"] == 1
    assert [alt for kind, alt in marks(held) if kind == "/Figure"] == [first(card, Chart).alt]
    assert "/BlockQuote" not in found
    assert any(b"/Lang(es-MX)" in page.Contents.read_bytes() for page in pikepdf.open(BytesIO(held)).pages)


def test_count_links_to_a_list_of_that_length() -> None:
    held = pdf.render(sample())
    read = pdftext.pages(held)
    (place,) = (at for at, page in enumerate(read) if "Commitments (2)" in " ".join(page.split()))
    assert place == len(read) - 1
    assert pdftext.opened(held).count(place) == 3 + 2 + len(["in the contents"])
    assert "Commitments(2)BF-1Traceeverygun;BF-2" in pdftext.squeezed(held)


def test_long_list_shows_codes_and_prints_each_title_once() -> None:
    items = tuple(Item(f"BF-{at}", f"Title {at}") for at in range(1, 10))
    halves = tuple(Item(f"BF-{at}", f"Title {at} (half of Mexico)") for at in range(1, 10))
    card = replace(
        sample(), listings=(*sample().listings, Listing("all", "All", items), Listing("h", "Halves", halves))
    )
    read = pdftext.squeezed(pdf.render(card))
    assert "All(9)BF-1;BF-2;" in read
    assert "Halves(9)halfofMexico:BF-1;BF-2;" in read
    assert read.count("Title9") == 1


@FORMS
def test_text_that_looks_like_commands_stays_text(form: str) -> None:
    card = replace(sample(), title=HOSTILE, brief=(BriefPart("check", HOSTILE, ((HOSTILE,),)),), headline=((HOSTILE,),))
    read = pdftext.squeezed(pdf.render(card, brief=form == "brief"))
    wanted = HOSTILE.replace("\u202e", "<U+202E>").replace(" ", "")
    assert read.count(wanted) >= 3


def test_characters_without_a_font_are_shown_as_code_points() -> None:
    strange = "漢 🎯 \x1b[31m ␛ ● → ≈ ⏎ á́́́ \u200d"
    held = pdf.render(replace(sample(), title=strange))
    read = pdftext.squeezed(held)
    assert "<U+6F22><U+1F3AF><U+001B>[31m<U+001B>●→≈⏎" in read
    assert "<U+200D>" in read


def test_every_sign_has_a_glyph() -> None:
    signs = "".join(sign for code in range(0x2000, 0x2C00) if glyphs._SIGNS.match(sign := chr(code)))
    read = pdftext.squeezed(pdf.render(replace(sample(), title="x", headline=((signs,),))))
    assert set(signs) <= set(read)


@FORMS
def test_same_card_gives_the_same_bytes_in_another_environment(form: str, tmp_path: Path) -> None:
    here = pdf.render(sample("es"), brief=form == "brief")
    assert pdf.render(sample("es"), brief=form == "brief") == here
    script = (
        "import sys; from scorecard.samples import sample; from accordtrack.documents import pdf;"
        f"sys.stdout.buffer.write(pdf.render(sample('es'), brief={form == 'brief'}))"
    )
    elsewhere = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "LANG": "es_MX.UTF-8",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=elsewhere, capture_output=True, check=True)
    assert ran.stdout == here


def test_long_brief_fits_one_page() -> None:
    card = sample()
    full = BriefPart("stayed", "No avanzó", tuple((LONG + " " + LONG + ".",) for _ in range(4)))
    crowded = replace(card, headline=tuple((LONG * 2 + ".",) for _ in range(6)), brief=(full,) * 6)
    for held in (pdf.render(card, brief=True), pdf.render(crowded, brief=True)):
        assert len(pdftext.pages(held)) == 1
    assert pdftext.squeezed(held).count(LONG.replace(" ", "")) == 2 * 2 + 6 * 8


def test_titles_of_number_columns_in_a_brief_are_whole_and_governments_have_equal_room() -> None:
    card = sample()
    numbers = (
        Column("scenario", "escenario", weight=2.0),
        *(Column(key, key, "right") for key in ("razón", "cambios")),
    )
    signing = (
        Column("field", "firma", weight=1.0),
        Column("MX", "México", weight=2.5),
        Column("US", "EE. UU.", weight=2.5),
    )
    parts = [
        Table("t", "t", columns, (Row("r", (Cell(LONG), Cell("0.67"), Cell("7"))),)) for columns in (numbers, signing)
    ]
    held = pdf.render(replace(card, brief=tuple(BriefPart("t", "t", (), one) for one in parts)), brief=True)
    assert {"razón", "cambios"} <= {*pdftext.pages(held)[0].split()}
    assert [pdf_rows.brief_table(one)["shares"] for one in parts] == [[2.0, None, None], [1.0, 2.5, 2.5]]


def test_brief_too_long_for_one_page_is_refused() -> None:
    card = replace(sample(), headline=((LONG * 120,),) * 2)
    with pytest.raises(Refused) as refused:
        pdf.render(card, brief=True)
    assert "one page" in explain(refused.value.problems[0])


def test_long_table_repeats_its_header_on_every_page() -> None:
    table = first(sample(), Table)
    rows = tuple(replace(table.rows[1], anchor=f"r-{at}") for at in range(150))
    read = pdftext.pages(pdf.render(with_blocks(replace(table, rows=rows))))
    held = [page for page in read if LONG.split(maxsplit=1)[0] in page and "Lists behind" not in page]
    assert len(held) > 4
    assert all("standing" in page for page in held)


def test_table_of_many_columns_is_printed_in_landscape() -> None:
    table = first(sample(), Table)
    cells = tuple(Cell("2026-11-25 estadísticamente") for _ in range(18))
    columns = tuple(replace(table.columns[0], key=f"c{at}", weight=1.0) for at in range(18))
    held = pdf.render(with_blocks(replace(table, columns=columns, rows=(Row("r", cells),), notes=())))
    boxes = [page.mediabox for page in pikepdf.open(BytesIO(held)).pages]
    assert any(box[2] > box[3] for box in boxes)


def test_typst_warning_raises(tmp_path: Path) -> None:
    template = tmp_path / "warns.typ"
    template.write_text('#set document(title: "x")\n#set text(font: ("No such family", "Noto Sans"))\n= x\n')
    with pytest.raises(typst.TypstWarning, match="unknown font family"):
        pdf.compile_template(template, {}, DAY)


@pytest.mark.parametrize("part", ["typst", "fontpkg_noto_sans"])
def test_missing_pdf_extra_is_refused_with_advice(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, part, None)
    with pytest.raises(Refused) as refused:
        pdf.render(sample())
    told = explain(refused.value.problems[0])
    assert part in told
    assert told.endswith(installation.extra_command("pdf"))
    assert ".html" in told


def test_chart_is_rendered_as_a_png() -> None:
    drawn = first(sample(), Chart)
    held = pdf.chart_png(drawn, "es")
    assert held.startswith(b"\x89PNG")
    assert pdf.chart_png(drawn, "es") == held
    assert pdf.chart_png(replace(drawn, title=LONG), "es") != held


def test_empty_chart_and_empty_table_are_rendered() -> None:
    card = sample()
    empty = with_blocks(replace(first(card, Chart), bars=()), replace(first(card, Table), rows=()))
    assert pdftext.pages(pdf.render(empty))[1]


def test_codes_and_periods_break_without_an_extra_hyphen() -> None:
    known = frozenset(range(0x20, 0x180))
    for spanish in (False, True):
        shown = partial(glyphs.printable, known=known, spanish=spanish)
        assert shown("2021-03-01/2021-04-30") == "2021-03-01/\u200b2021-04-30"
        assert shown("BF-1.1 teórico-práctico") == "BF-1.1 teórico-práctico"
        assert shown("HLSD22-JT-01") == "HLSD22-JT-01"
        assert "\u200b" in shown("a" * 60)
        assert ("\u200b" in shown("envipe2021-afmedios")) == spanish
        assert ("\u200b" in shown("example.org/words")) == spanish
    code = "envipe2021-afmedios-" + "a" * 60
    assert code in pdftext.squeezed(pdf.render(replace(sample("es"), headline=((code,),))))


def test_english_address_is_not_hyphenated() -> None:
    address = "https://example.org/nacional/extradicion?utm_cmp_rs=Nota+Recomendada+2+Articulos"
    table = first(sample(), Table)
    word = "w" * 150
    row = replace(table.rows[1], cells=(Cell(word), *table.rows[1].cells[1:3], Cell(address, address)))
    with using_language("en"):
        told = pdf_data.document(with_blocks(replace(table, rows=(row,))), str)
    cells = told["sections"][0]["blocks"][0]["rows"][0]["cells"]
    assert cells[3] == address
    assert cells[0] == {"text": word, "long": True}
