"""Render a documentation page from Markdown to HTML, with permanent anchors and only allowed link targets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

from accordtrack.core.safe_text import sanitize
from accordtrack.i18n import tr
from accordtrack.site.page_paths import GLOSSARY, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

    from accordtrack.site.page import Prose

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s")
_PAGES = {
    f"{name}{suffix}.md": f"../{language}/{page}"
    for name, page in (("method", METHOD), ("glossary", GLOSSARY))
    for language, suffix in (("en", ""), ("es", ".es"))
}
"""Documentation pages that the site includes. A link to any other page would show its Markdown."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The text below one level 2 heading (``## 3.`` in Markdown), with the level 3 headings in it."""

    id: str
    title: str
    markdown: str
    heads: tuple[tuple[str, str], ...]


def parse_chapters(markdown: str) -> tuple[str, tuple[Chapter, ...]]:
    """Return the title and chapters of a page, without the text about the file before the first chapter."""
    tokens = _reader().parse(markdown)
    lines = markdown.splitlines()
    page_headings = [
        (token.map[0], token.tag, tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.map
    ]
    title = next((words for _line, tag, words in page_headings if tag == "h1"), "")
    starts = [(line, words) for line, tag, words in page_headings if tag == "h2"]
    found = []
    ends = [*(line for line, _words in starts[1:]), len(lines)]
    for (line, words), end in zip(starts, ends, strict=False):
        under = tuple(
            (heading_anchor(text), strip_markup(text))
            for at, tag, text in page_headings
            if tag == "h3" and line < at < end
        )
        found.append(Chapter(heading_anchor(words), strip_markup(words), "\n".join(lines[line + 1 : end]), under))
    return strip_markup(title), tuple(found)


def heading_anchor(title: str) -> str:
    """Return the anchor of a numbered heading in both languages, ``section-3-5`` for ``3.5 Evidence``."""
    number = _NUMBER.match(title)
    return section_anchor(number[1]) if number else "section"


def section_anchor(section: str) -> str:
    """Return the anchor of the section with that number."""
    return f"section-{section.replace('.', '-')}"


def strip_markup(title: str) -> str:
    """Return a heading without Markdown markup."""
    return title.replace("`", "")


def render_html(prose: Prose) -> Markup:
    """Return ``prose`` as HTML. Raw HTML in it is escaped, and links leave the site only over http(s)."""
    return Markup(_reader().render(sanitize(prose.markdown), {"name": prose.name}))  # noqa: S704 - markdown-it escapes


class _Reader(MarkdownIt):
    """A Markdown parser that only allows links to anchors, to pages of the site, and over http(s)."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - named by the library
        return url.startswith(("https://", "http://", "#")) or url in _PAGES


@cache
def _reader() -> MarkdownIt:
    reader = _Reader("commonmark", {"html": False}).enable("table").disable("image")
    for name, rule in (
        ("heading_open", _heading),
        ("table_open", _table),
        ("table_close", _table_end),
        ("th_open", _head),
        ("td_open", _cell),
        ("fence", _formula),
        ("link_open", _link),
    ):
        reader.add_render_rule(name, rule)
    return reader


def _heading(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, _env: dict[str, Any]) -> str:
    tokens[at].attrSet("id", heading_anchor(tokens[at + 1].content))
    return self.renderToken(tokens, at, options, _env)


def _table(_self: RendererHTML, _tokens: Sequence[Token], _at: int, _options: OptionsDict, env: dict[str, Any]) -> str:
    return f'<div class="table told" role="group" tabindex="0" aria-label="{_unique_label(env, tr("table"))}"><table>\n'


def _table_end(
    _self: RendererHTML, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: dict[str, Any]
) -> str:
    return "</table></div>\n"


def _head(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
    tokens[at].attrSet("scope", "col")
    return _cell(self, tokens, at, options, env)


def _cell(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
    """Render a table cell with its alignment as a class, because the policy of the page forbids inline styles."""
    side = tokens[at].attrs.pop("style", None)
    if side:
        tokens[at].attrSet("class", str(side).rpartition(":")[2])
    return self.renderToken(tokens, at, options, env)


def _formula(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: dict[str, Any]) -> str:
    words = Markup.escape(tokens[at].content)
    return (
        f'<pre class="formula" role="group" tabindex="0" aria-label="{_unique_label(env, tr("formula"))}">'
        f"<code>{words}</code></pre>\n"
    )


def _link(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
    address = str(tokens[at].attrs["href"])
    if address in _PAGES:
        tokens[at].attrSet("href", _PAGES[address])
    elif not address.startswith("#"):
        tokens[at].attrSet("rel", "noopener noreferrer")
    return self.renderToken(tokens, at, options, env)


def _unique_label(env: dict[str, Any], what: str) -> str:
    """Return a label for a table or formula that is unique on the page."""
    env[what] = env.get(what, 0) + 1
    return str(Markup.escape(f"{env['name']}: {what} {env[what]}"))


def headings(found: Sequence[Chapter]) -> Iterator[tuple[str, str]]:
    """Yield the anchors and texts of all headings in reading order."""
    for chapter in found:
        yield chapter.id, chapter.title
        yield from chapter.heads
