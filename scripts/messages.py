"""Collect every message of the source, update the Spanish catalog, and compile it.

``python scripts/messages.py`` keeps existing translations, adds new messages empty, drops unused ones, and lists those
without a translation. A test checks that none is missing and that the compiled file is current.
"""

from __future__ import annotations

import ast
import pkgutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from accordtrack import fields, labels, statuses

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "accordtrack"
CATALOGUE = SOURCE / "locale" / "es" / "LC_MESSAGES" / "accordtrack.po"
COMPILED = CATALOGUE.with_suffix(".mo")

CALLS: dict[str, tuple[int, ...]] = {
    "tr": (0,),
    "gettext_lazy": (0,),
    "Problem": (0, 1),
    "Line": (0,),
    "Finding": (1, 2),
    "field_error": (0, 1),
    "_raise_usage_error": (0, 1),
    "_refusal": (0, 1),
    "_add_finding": (0, 1),
    "Key": (3, 4),
}
"""Functions that take messages, and the positions of the arguments that are messages."""

KEYWORDS = frozenset({"message", "advice", "label"})
_LEFT_OUT = ("# ", "#\n", '"POT-', '"PO-Rev', '"Generated', '"Report-Msgid', '"Last', '"Language-Team')
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # A fixed date, so that the files can be compared
Message = tuple[str | None, str | tuple[str, str]]


def messages(folder: Path = SOURCE) -> dict[Message, set[str]]:
    """Return every message (context, text) with the files that contain it."""
    found: dict[Message, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for message in _in_file(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(message, set()).add(path.relative_to(folder).as_posix())
    for message, file in _declared():
        found.setdefault(message, set()).add(file)
    return found


def _in_file(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if any(name.lower().endswith("advice") for name in names) and node.value is not None:
                yield from ((None, words) for words in _literals(node.value))


def _in_call(node: ast.Call) -> Iterator[Message]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name == "trc" and len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
        yield from ((str(node.args[0].value), words) for words in _literals(node.args[1]))
    elif name == "trn" and all(isinstance(part, ast.Constant) for part in node.args[:2]):
        one, many = (str(part.value) for part in node.args[:2] if isinstance(part, ast.Constant))
        yield None, (one, many)
    elif name in CALLS:
        for place in CALLS[name]:
            if place < len(node.args):
                yield from ((None, words) for words in _literals(node.args[place]))
        for keyword in node.keywords:
            if keyword.arg in KEYWORDS:
                yield from ((None, words) for words in _literals(keyword.value))


def _literals(node: ast.AST) -> Iterator[str]:
    """Yield the texts that an argument can be: a literal, or either branch of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _declared() -> Iterator[tuple[Message, str]]:
    """Yield the texts of tables (labels, fields, statuses) with the file that declares them.

    The group of a label is its context.
    """
    for module in pkgutil.iter_modules(labels.__path__):
        table = import_module(f"{labels.__name__}.{module.name}").LABELS
        for group, words in table.items():
            yield from (((group, label), f"labels/{module.name}.py") for label in words.values() if label)
    for given in map(fields.definition_of, fields.ADD_FORM):
        names = given.form_part_labels or (given.form_label or given.label,)
        yield from (((None, label), "fields.py") for label in names)
    for one in statuses.DEFINITIONS:
        yield from (((None, words), "statuses.py") for words in (one.label, one.meaning))


def updated() -> Catalog:
    """Return the catalog on disk with exactly the messages of the source."""
    old = Catalog(locale="es_MX")
    if CATALOGUE.is_file():
        with CATALOGUE.open("rb") as file:
            old = read_po(file, locale="es_MX")
    new = Catalog(locale="es_MX", project="accordtrack", fuzzy=False, creation_date=_UNDATED, revision_date=_UNDATED)
    new.mime_headers = [
        ("Project-Id-Version", "accordtrack"),
        ("Language", "es_MX"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]
    for (context, words), files in sorted(messages().items(), key=lambda item: (item[0][0] or "", str(item[0][1]))):
        known = old.get(words if isinstance(words, str) else words[0], context)
        kept = known.string if known is not None and bool(known.pluralizable) is isinstance(words, tuple) else ""
        new.add(
            words,
            string=kept or ("" if isinstance(words, str) else ("", "")),
            context=context,
            locations=[(file, 0) for file in sorted(files)],
        )
    return new


def waiting(catalogue: Catalog) -> list[str]:
    """Return the messages without a translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def written(catalogue: Catalog) -> bytes:
    """Return the catalog as the bytes of a .po file."""
    held = BytesIO()
    write_po(held, catalogue, width=100, omit_header=False, sort_output=False, include_lineno=False)
    lines = held.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_LEFT_OUT)).encode()


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalog as the bytes of a .mo file, which the program reads."""
    held = BytesIO()
    write_mo(held, catalogue)
    return held.getvalue()


def main() -> None:
    """Update and compile the catalog. Exit with 1 if any message has no translation."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(written(catalogue))
    COMPILED.write_bytes(compiled(catalogue))
    left = waiting(catalogue)
    print(f"{len(catalogue)} messages, {len(left)} wait for a translator")
    for message in left:
        print(f"  {message}")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
