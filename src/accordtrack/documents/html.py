"""Scorecard as one HTML file without scripts or requests; the content security policy allows its one style by hash."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from accordtrack import i18n
from accordtrack.documents import annexes, html_page
from accordtrack.documents.model import Table
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """Return ``card`` as a page; the brief prints on one page, and its lists appear on screen only."""
    with i18n.using_language(card.language):
        style = html_page.style()
        text = (
            html_page.environment()
            .get_template("page.html")
            .render(
                card=card,
                brief=brief,
                page=html_page.PageLinks({} if brief else _row_anchors(card)),
                words=_fixed_texts(card),
                sections=annexes.titled_sections(card),
                lists_title=annexes.lists_title(card),
                style=Markup(style),  # noqa: S704 - our own file
                policy=_content_policy(style),
            )
        )
    return text.encode("utf-8")


def _row_anchors(card: Scorecard) -> dict[str, str]:
    """Return the anchors of table rows, by the code in the first cell."""
    found: dict[str, str] = {}
    for section in card.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    found[str(row.cells[0].value)] = row.anchor
    return found


def _content_policy(style: str) -> str:
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _fixed_texts(card: Scorecard) -> dict[str, str]:
    """Return the fixed texts of the page."""
    return {
        **html_page.fixed_texts(),
        "contents": tr("Contents"),
        "finding": tr("What changed") if card.pages else tr("What this register found"),
        "annexes": tr("Annexes for reference"),
    }
