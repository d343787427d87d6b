"""A scorecard as one HTML file: no script, no request, one style known to the page by its hash."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from accordtrack import i18n
from accordtrack.i18n import tr, trc
from accordtrack.scorecard.forms import annexes, charts, entries, htmltables
from accordtrack.scorecard.forms.onesheet import density
from accordtrack.scorecard.value import OPENING, Count, Table
from accordtrack.text import wash

if TYPE_CHECKING:
    from accordtrack.scorecard.value import Block, Chart, Listing, Scorecard

TEMPLATES = Path(__file__).parent / "templates"
_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])")
_SHARE = re.compile(r"[+\-−]?[\d.,]+ %")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
_REPEATED = 4096
"""Words that are kept as they were written: dates, codes and words of the vocabulary stand in many cells."""


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """``card`` as a page; ``brief`` is its one page for a desk, with the lists behind its numbers on screen only."""
    with i18n.speaking(card.language):
        page = _Page(card, brief=brief)
        style = _style()
        text = (
            _templates()
            .get_template("page.html")
            .render(
                card=card,
                brief=brief,
                page=page,
                words=_words(),
                sections=annexes.titled(card),
                lists_title=annexes.lists(card),
                style=Markup(style),  # noqa: S704 - our own file
                policy=_policy(style),
            )
        )
    return text.encode("utf-8")


class _Page:
    """What the templates ask: the places of the document, and how a block is written."""

    def __init__(self, card: Scorecard, *, brief: bool) -> None:
        self.card = card
        self.cited: dict[str, int] = {}
        self.rows = {} if brief else _rows(card)
        self.lists = {listing.id: listing for listing in card.listings}

    def cite(self, listing: str) -> str:
        """The place of the next number that opens ``listing``; places are numbered in reading order."""
        self.cited[listing] = self.cited.get(listing, 0) + 1
        return f"n-{listing}-{self.cited[listing]}"

    def opened(self) -> list[tuple[Listing, list[str]]]:
        """The lists that the page has opened, each with the places it was opened from."""
        return [
            (listing, [f"n-{listing.id}-{number + 1}" for number in range(self.cited[listing.id])])
            for listing in self.card.listings
            if listing.id in self.cited
        ]

    def row(self, code: str) -> str | None:
        """The place of the row about ``code``, when the page has one."""
        return self.rows.get(code)


def _rows(card: Scorecard) -> dict[str, str]:
    """Places of rows by the code in their first cell."""
    found: dict[str, str] = {}
    for section in card.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    found[str(row.cells[0].value)] = row.anchor
    return found


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _is_count(part: str | Count) -> bool:
    return isinstance(part, Count)


def _drawn(chart: Chart, language: str) -> Markup:
    wide, narrow = (charts.svg(chart, language, narrow=narrow) for narrow in (False, True))
    return Markup(wide + narrow)  # noqa: S704 - charts escape every word


@lru_cache(maxsize=_REPEATED)
def _dated(words: str) -> Markup:
    """Words in which no day, no month, no share and no option is broken over two lines, but a period is."""
    text = _SHARE.sub(r'<span class="nobreak">\g<0></span>', str(escape(wash(words))))
    if "-" not in text:
        return Markup(text)  # noqa: S704 - escaped
    text = _DAY.sub(r"<time>\g<0></time>", text).replace("</time>/<time>", "</time>/<wbr><time>")
    return Markup(_OPTION.sub(r'<span class="nobreak">\g<0></span>', text))  # noqa: S704 - escaped before


@lru_cache(maxsize=_REPEATED)
def _fragment(anchor: str) -> str:
    return "#" + quote(anchor)


def _shown(value: object) -> object:
    """The border of the page: whatever is not markup of our own is washed before it is escaped."""
    return value if isinstance(value, Markup) else wash(value)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    found.globals.update(
        kind=_kind,
        is_count=_is_count,
        opening_of=OPENING,
        drawn=_drawn,
        shares=htmltables.shares,
        laid=htmltables.laid,
        heads=htmltables.heads,
        head_class=htmltables.head_class,
        density=density,
        wideness=htmltables.wideness,
        groups=entries.groups,
        pieces=entries.pieces,
        legend=entries.legend,
        separator=entries.SEPARATOR,
    )
    found.filters.update(fragment=_fragment, dated=_dated)
    return found


@cache
def _style() -> str:
    """The one style of the page, with the widths of columns and the room for decimals that it needs."""
    widths = "".join(f".w{share}{{width:{share}%}}" for share in range(1, 101))
    return "\n" + (TEMPLATES / "page.css").read_text(encoding="utf-8") + widths + "\n"


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _words() -> dict[str, str]:
    """The few words of the frame."""
    return {
        "skip": tr("Skip to the text"),
        "contents": tr("Contents"),
        "finding": tr("What this register found"),
        "annexes": tr("Annexes, to be looked up"),
        "lists_note": tr("Every underlined number opens the list that it counts."),
        "none": tr("Nothing is on this list."),
        "back": tr("Back to where it is counted:"),
        "top": tr("Back to the top"),
        "original": tr("In the language of who said it"),
        "translation": tr("Translation"),
        "source": tr("Source:"),
        "as_of": tr("as of"),
        "known_on": tr("known on"),
        "facts_until": tr("facts until"),
        "program": tr("program"),
        "digest": tr("digest of the register"),
        "brief": trc("document", "Brief"),
    }
