"""Measure the structure of the code: files that a change touches, dependencies of modules, modules that commands load.

``python scripts/measure.py`` prints tables for the working tree. ``--src FOLDER`` measures another tree of the package.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

PACKAGE = "accordtrack"
HERE = Path(__file__).parents[1] / "src"
_KEYED = re.compile(r"\b(?:record|body|told|raw|fields)\[[\"'][a-z_]+[\"']\]")
"""Access to a value of a record by a string key, which a type checker cannot check."""
_STARTS = 5
_LOADED = f"""
import sys
from {PACKAGE}.__main__ import main
main(sys.argv[1:])
names = [name for name in sys.modules if name.split(".")[0] == "{PACKAGE}"]
print(len(names), len(sys.modules), file=sys.stderr)
"""


def modules(src: Path) -> dict[str, Path]:
    """Return every module of the package: dotted name and file."""
    found = {}
    for path in sorted((src / PACKAGE).rglob("*.py")):
        parts = path.relative_to(src).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules of the package that a module imports anywhere, including for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known and alias.name != name)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found = whole if whole in known else node.module
                if found in known and found != name:
                    yield found


def importers(known: Mapping[str, Path]) -> dict[str, set[str]]:
    """Return for each module those that import it."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in known.items():
        for imported in imports(name, path, known):
            found[imported].add(name)
    return found


def _lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def _naming(word: str, paths: list[Path]) -> int:
    """Return how many files use a word as a name or in a text."""
    found = re.compile(rf"(?<![A-Za-z]){word}(?![A-Za-z])")
    return sum(bool(found.search(path.read_text(encoding="utf-8"))) for path in paths)


def structure(src: Path) -> Iterator[tuple[str, str]]:
    """Yield each measure of the source and its value."""
    known = modules(src)
    paths = list(known.values())
    yield "modules", str(len(known))
    yield "lines", f"{_lines(paths):,}"
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in paths]
    yield "lines of a module, median and greatest", f"{median(lengths):.0f}, {max(lengths)}"
    yield "files that name the field verifiable", str(_naming("verifiable", paths))
    yield "files that name the status not_started", str(_naming("(?:not_started|NOT_STARTED)", paths))
    keyed = [len(_KEYED.findall(path.read_text(encoding="utf-8"))) for path in paths]
    yield "values read by name as text", f"{sum(keyed):,} in {sum(map(bool, keyed))} files"
    used = importers(known)
    alone = [
        name
        for name, by in used.items()
        if len(by) == 1 and next(iter(by)).rpartition(".")[0] == name.rpartition(".")[0] and "." in name
    ]
    yield "modules with one importer, in the same folder", str(len(alone))
    names = Counter(name.rpartition(".")[2] for name in known)
    again = {name: count for name, count in names.items() if count > 1}
    yield "module names that recur", f"{len(again)} names in {sum(again.values())} files"


def packages(src: Path) -> Iterator[tuple[str, int, int]]:
    """Yield each package with its modules and lines; the top-level modules count as one package."""
    held: dict[str, list[Path]] = defaultdict(list)
    for path in modules(src).values():
        inside = path.relative_to(src / PACKAGE).parts
        held[inside[0] if len(inside) > 1 else "(top)"].append(path)
    yield from ((name, len(paths), _lines(paths)) for name, paths in sorted(held.items()))


def loading(src: Path) -> Iterator[tuple[str, str]]:
    """Yield what commands load, and the best of several import times."""
    with tempfile.TemporaryDirectory() as name:
        environment = os.environ | {
            "PYTHONPATH": str(src),
            **{f"XDG_{part}_HOME": name for part in ("DATA", "CONFIG", "STATE", "CACHE")},
        }

        def run(*words: str) -> str:
            done = subprocess.run(
                [sys.executable, "-c", _LOADED, *words],
                cwd=name,
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            return done.stderr.splitlines()[-1]

        run("demo", "--keep", "register.db")
        update = ("--db", "register.db", "--desk", "us-1", "update", "BF2-US-01", "limited", "--note", "Measured")
        for label, words in (("list", ("--db", "register.db", "list")), ("update", update)):
            own, every = run(*words).split()
            yield f"modules loaded by {label}", f"{own} of the package, {every} in all"
        timed = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
        for module in ("cli.start", "queries.list_pages", "ledger.kinds", "scoring", "tui.app"):
            command = [sys.executable, "-c", timed.format(f"{PACKAGE}.{module}")]
            taken = [
                float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
                for _ in range(_STARTS)
            ]
            yield f"import of {module}", f"{min(taken) * 1000:.0f} ms"


def main() -> None:
    """Print the measures as Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--src", type=Path, default=HERE, metavar="FOLDER")
    src = parser.parse_args().src.resolve()
    print("| measure | value |\n| --- | --- |")
    for measure, value in (*structure(src), *loading(src)):
        print(f"| {measure} | {value} |")
    print("\n| package | modules | lines |\n| --- | --- | --- |")
    for name, count, lines in packages(src):
        print(f"| {name} | {count} | {lines:,} |")


if __name__ == "__main__":
    main()
