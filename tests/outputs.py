"""What the program says of the shipped register in one language: commands, refusals, documents and pages of the site."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from accordtrack import i18n
from accordtrack.__main__ import main
from accordtrack.core.paths import shipped_data
from accordtrack.documents import render as document
from accordtrack.projection.fold import State
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.site import build, entry_page
from accordtrack.site.page import Page
from accordtrack.site.render import render
from scorecard.pages import VOID
from shipped_scores import AT, TODAY, shipped_desk
from site_factory import of_desk

PERIOD = "--period 2025-01-01..2025-12-31"
READ = (
    "attention",
    "list --all",
    "show BF21-1.3-A",
    "show JS25-09",
    "owed --by body",
    "owed --by side",
    "owed --by framework",
    "history --limit 60",
    "diff 2025-12 2026-05",
    "conflicts",
    "indicators",
    "disputes --all --words",
    "remind BF-GOV-01 TFC-JT-03",
    "verify",
    "key list",
    "score --by side",
    "score --explain BF21-1.3-A",
    "contrast BF21-1.3-A",
    "events ev-zambada-2024",
    "paths violence",
    "targets",
    "targets worksheet mx-sinaloa-homicides --series sesnsp-victims-homicidio-doloso",
    "update BF-GOV-01 limited --speaker JOINT --source WH-2021-10-08-FS --effective-on 2021-10-08 --note x --dry-run",
    "amend BF-GOV-01 level=outcome theme=firearms lead.US=ATF due_on=2027-01-01 --reason x --dry-run",
    f"measure mx-homicides-inegi 1 --series year {PERIOD} --source rt-sesnsp-2025-01 --published-on 2026-01-01 --dry-run",
    "history mx-firearms-traced-count",
)
TABLES = ("attention", "owed --by side", "verify", "key list")
"""Of these the table is looked at too, not only the form with a field a line."""
REFUSED = (
    "update BF-GOV-01 xyz",
    "update BF-GOV-01 limited --note x --grade xyz",
    "update BF-GOV-01 limited --note x --speaker xyz",
    "dispute BF-GOV-01 --reason x --ground xyz",
    "ask BF-GOV-01 --of xyz",
    "list theme:xyz",
    "list status:xyz",
    "list xyz:1",
    "list due:>",
    "list evidence:>x",
    "list --sort xyz",
    "history --speaker xyz",
    "history --kind xyz",
    "conflicts status:limited",
    "add xyz",
    "add commitment theme=xyz level=xyz weight=x verifiable=xyz",
    "add goal",
    "add commitment xyz=1",
    "add source id=S-1 publisher=P title=T url=ftp://x copy=xyz",
    "amend BF-GOV-01 due_on=x --reason x",
    "amend BF-GOV-01 id=x --reason x",
    "contrast xyz",
    "events xyz",
    "scorecard out.xyz",
)
CODES = {"firearms", "violence", "SSPC", "ev-zambada-2024", "2026-01", "BF21-1.3-A", "JS25-09"}
"""Of pages that there are many of a kind: themes, bodies, events, months and commitments."""
SIDES = (
    "attention --desk obs-1",
    "owed --by side",
    "score --by side",
    "verify",
    "key list",
    "show JS25-09",
    "list parte:ambas --limit 5",
    "disputes --all",
    "score --explain BF21-1.3-A",
    "update BF-GOV-01 limited --speaker JOINT --source WH-2021-10-08-FS --effective-on 2021-10-08 --note x --dry-run",
    "amend BF-GOV-01 lead.US=ATF --reason x --dry-run",
    "add commitment responsible_side=xyz",
    "ask BF-GOV-01 --of xyz",
    "list side:xyz",
    "contrast xyz",
    "update --help",
)
"""In which both sides stand one after the other."""


def _asked(make: Callable[[], Page]) -> bool:
    """Whether a page is one of a kind, or of one of the codes."""
    given = getattr(make, "args", ())
    codes = {one if isinstance(one, str) else one.record.id for one in given if isinstance(one, str | State)}
    return not codes or bool(codes & CODES)


def sides(language: str) -> dict[str, str]:
    return {words: _said(*words.split(), "--lang", language) for words in (*SIDES, f"data check {shipped_data()}")}


def commands(language: str) -> dict[str, str]:
    """What verbs print, and what they refuse."""
    plain = {f"{words} --plain": _said(*words.split(), "--plain", "--lang", language) for words in READ}
    return plain | {words: _said(*words.split(), "--lang", language) for words in (*TABLES, *REFUSED)}


def _said(*words: str) -> str:
    out = io.StringIO()
    at = AT if words[0] in {"answer", "score", "contrast", "events", "paths"} else ()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main([*words, *at])
    return out.getvalue()


def documents(language: str, folder: Path) -> dict[str, str]:
    """The scorecard as Markdown, whole and as a brief, and the calendar."""
    card = shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language, since="2025-12-01"))
    with i18n.using_language(language):
        told = {name: document(card, "md", brief=name == "brief").decode() for name in ("scorecard", "brief")}
    calendar = folder / f"{language}.ics"
    _said("export", "calendar", str(calendar), "--all", "--lang", language)
    told["calendar"] = re.sub(r"\r?\n ", "", calendar.read_bytes().decode("utf-8"))
    plain = (re.sub(r"<a id=[^>]*></a>|(?<=\])\(#[^)]*\)", "", words) for words in told.values())
    return {name: re.sub(r"\\(\W)", r"\1", words) for name, words in zip(told, plain, strict=True)}


def pages(language: str) -> dict[str, str]:
    """Some pages of the site, one of each kind, the page that leads to both languages, and the scorecard as a web page."""
    made = of_desk(shipped_desk(), TODAY, language)
    card = shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language))
    with i18n.using_language(language):
        frame = build.build_frame(made)
        made_pages = (make() for make in build.page_builders(made) if _asked(make))
        found = {page.path: render(page, frame).decode() for page in made_pages}
        found["door"] = entry_page.render_entry_page([_entrance(one) for one in i18n.LANGUAGES]).decode()
        found["scorecard.html"] = document(card, "html").decode()
    return found


def _entrance(language: str) -> entry_page.Entrance:
    made = of_desk(shipped_desk(), TODAY, language)
    with i18n.using_language(language):
        return entry_page.build_entrance(made)


class _Spoken(HTMLParser):
    """Collects the words of a page that stand in its own language; code, scripts and words of another language are left out."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._language = language
        self._open: list[tuple[str, bool]] = []
        self._drawn: list[str] = []
        """Words of a drawing, whose lines are elements of their own."""

    def _left_out(self) -> bool:
        return any(out for _tag, out in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        out = held.get("lang") not in {None, "", self._language} or tag in {"style", "script", "code"}
        if not out and not self._left_out():
            self.words += [words for name in ("title", "aria-label", "alt") if (words := held.get(name))]
        if tag not in VOID:
            self._open.append((tag, out))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "svg":
            self.words.append(" ".join(self._drawn))
            self._drawn = []

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._left_out():
            drawn = any(tag == "svg" for tag, _out in self._open)
            (self._drawn if drawn else self.words).append(" ".join(data.split()))


def spoken(page: str, language: str) -> str:
    """The words of a page in its own language, a piece a line."""
    reader = _Spoken(language)
    reader.feed(page)
    return "\n".join(reader.words)
