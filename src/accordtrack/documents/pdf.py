"""Scorecard as an accessible (PDF/UA-1) and archivable (PDF/A-2a) PDF, typeset by typst.

Text from the register reaches typst as data only, never as markup. A typst warning is an error, so that no doubtful
page is published. Neither the clock, system fonts nor file paths affect the output.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.documents import glyphs, pdf_data
from accordtrack.i18n import gettext_lazy, using_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typst

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.documents.model import Chart, Scorecard

TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: list[Any] = ["ua-1", "a-2a"]
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_PPI = 220.0
_FULL = "longer than a page"


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """Return the whole document, or the one-page brief. Raise ``Refused`` if typst or its fonts are not installed."""
    shown = partial(glyphs.replace_unsupported, known=_load_tools()[2])
    with using_language(card.language):
        data = pdf_data.brief(card) if brief else pdf_data.document(card, shown)
    day = datetime.fromisoformat(card.as_of).replace(tzinfo=UTC)
    return compile_template(TEMPLATES / ("brief.typ" if brief else "scorecard.typ"), data, day)


def chart_png(chart: Chart | LineChart, language: str) -> bytes:
    """Return a chart as a PNG, for formats that cannot contain SVG."""
    data = pdf_data.chart(chart, language, partial(glyphs.replace_unsupported, known=_load_tools()[2]))
    return compile_template(TEMPLATES / "chart.typ", data, _NO_DAY, picture=True)


def preview_png(data: Mapping[str, str]) -> bytes:
    """Return the picture of a page for link previews: its ``title``, ``words``, ``foot`` and ``language``."""
    return compile_template(TEMPLATES / "preview.typ", dict(data), _NO_DAY, picture=True)


def is_available() -> bool:
    """Whether typst and its fonts are installed."""
    try:
        _load_tools()
    except Refused:
        return False
    return True


def compile_template(template: Path, data: dict[str, Any], day: datetime, *, picture: bool = False) -> bytes:
    """Return ``template`` filled with ``data``. Raise typst warnings, and ``Refused`` for a brief of two pages."""
    setter, fonts, numbers = _load_tools()
    text = json.dumps(_make_printable(data, numbers), ensure_ascii=False)
    compiler = setter.Compiler(
        input=str(template), root=str(template.parent), font_paths=fonts, sys_inputs={"data": text}
    )
    try:
        output, warnings = compiler.compile_with_warnings(
            format="png" if picture else "pdf",
            ppi=_PPI,
            pdf_standards=[] if picture else _STANDARDS,
            timestamp=int(day.timestamp()),
        )
    except setter.TypstError as error:
        if _FULL in error.message:
            advice = gettext_lazy(
                "Choose the whole scorecard, or the brief as a web page: name a file that ends in .html."
            )
            raise Refused(Problem("This brief does not fit on one page", advice)) from None
        raise
    if warnings:
        raise warnings[0]
    if not isinstance(output, bytes):
        raise TypeError(type(output))
    return output


def _load_tools() -> tuple[Any, typst.Fonts, frozenset[int]]:
    """Return typst, its fonts, and the characters that they cover. Raise ``Refused`` if any of them is missing."""
    try:
        import typst as setter  # noqa: PLC0415

        fonts = import_module("fontpkg_noto_sans")
    except ImportError as missing:
        from accordtrack.core.installation import extra_command  # noqa: PLC0415

        advice = gettext_lazy("A web page needs neither: name a file that ends in .html. Install them with: {command}")
        values = {"x": missing.name or "", "command": extra_command("pdf")}
        raise Refused(Problem("A PDF needs typst and its fonts; {x} is not installed", advice, values=values)) from None
    return setter, *_load_fonts(Path(fonts.ROOT) / "files")


@lru_cache(maxsize=1)
def _load_fonts(folder: Path) -> tuple[typst.Fonts, frozenset[int]]:
    import typst  # noqa: PLC0415

    files = sorted(folder.glob("*.ttf"))
    numbers = frozenset.intersection(*map(glyphs.covered_code_points, files))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)]), numbers


def _make_printable(value: Any, numbers: frozenset[int], *, spanish: bool = False) -> Any:  # noqa: ANN401
    """Return ``value`` with all text made printable; ``spanish`` adds more places to break."""
    if isinstance(value, str):
        return glyphs.printable(value, numbers, spanish=spanish)
    if isinstance(value, dict):
        spanish = spanish or "es" in {value.get("language"), value.get("original_language")}
        return {
            name: _make_printable(member, numbers, spanish=spanish) if name not in _NAMES else member
            for name, member in value.items()
        }
    return (
        [_make_printable(item, numbers, spanish=spanish) for item in value]
        if isinstance(value, list | tuple)
        else value
    )


_NAMES = frozenset({"id", "ids", "to", "anchor", "type", "svg", "alt"})
"""Fields that are not changed: identifiers, and text of drawings that is already printable."""
