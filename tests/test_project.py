"""The project stands alone: pins agree, nothing names a machine, every word for people can be translated."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PRIVATE = re.compile("_[^_]")
_ONE_MINOR = re.compile(r"([a-z-]+)>=[0-9]+\.([0-9]+)(?:\.[0-9]+)*,<[0-9]+\.([0-9]+)$")
_PIN = re.compile(r"^([A-Za-z0-9._-]+==[^\s;\\]+)", re.MULTILINE)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_lock_file_and_constraints_have_the_same_pins() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    constrained = set(project["tool"]["uv"]["constraint-dependencies"])
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert constrained == set(_PIN.findall(locked))
    assert len(constrained) > 30
    names = {re.split(r"[><=\[]", need)[0].lower().replace(".", "-") for need in project["project"]["dependencies"]}
    assert names <= {pin.partition("==")[0].lower().replace(".", "-") for pin in constrained}


def requirements() -> list[str]:
    """Every library that the project declares, for whatever purpose."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    return [*project["project"]["dependencies"], *chain(*extras.values()), *chain(*groups.values())]


def test_every_library_has_a_lower_bound() -> None:
    assert [need for need in requirements() if not re.search("[>=]=[0-9]", need)] == []


def test_libraries_used_privately_are_limited_to_one_minor_version() -> None:
    used: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                parts = [*node.module.split("."), *(name.name for name in node.names)]
                if parts[0] not in {*sys.stdlib_module_names, "accordtrack"} and any(map(_PRIVATE.match, parts)):
                    used.add(parts[0].replace("_", "-"))
    held = {
        found[1] for need in requirements() if (found := _ONE_MINOR.match(need)) and int(found[2]) + 1 == int(found[3])
    }
    assert used <= held


def test_every_pin_has_a_hash() -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_file_names_a_machine_or_a_registry() -> None:
    halves = (("/wo", "rk/"), ("/ro", "ot/"), ("py", "pi.org"), ("python", "hosted"), ("registry.np", "mjs"))
    here = ["".join(parts) for parts in halves]  # in halves, so that this file does not hold what it looks for
    found = []
    for path in tracked_files():
        try:
            words = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [(path.name, word) for word in here if word in words]
    assert not found


def test_uv_lock_is_not_tracked() -> None:
    assert ROOT / "uv.lock" not in tracked_files()


def test_readme_shows_the_demo_and_test_commands() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 -m pip install uv && python3 -m uv run accordtrack demo" in words
    assert "python3 -m pip install uv && python3 -m uv run pytest" in words


def test_architecture_page_lists_packages_in_import_contract_order() -> None:
    words = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = words.partition("| package | holds |")[2].partition("## ")[0]
    listed = [
        set(re.findall(r"`(\w+)`", line.split("|")[1])) for line in table.splitlines()[2:] if line.startswith("|")
    ]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = [set(re.findall(r"\w+", layer)) for layer in contracts[0]["layers"]]
    assert listed == layers[1:], "without __main__"
    source = ROOT / "src" / "accordtrack"
    inside = {path.stem for path in source.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert inside - {"__init__"} == set().union(*layers)


def test_document_links_exist_and_every_picture_is_linked() -> None:
    linked: set[Path] = set()
    for page in (
        ROOT / "README.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                linked.add((page.parent / target).resolve())
    assert {path for path in linked if not path.exists()} == set()
    named = {path for path in linked if path.parent.name == "pictures"}
    spanish = {path.with_stem(path.stem.removesuffix("-en") + "-es") for path in named if path.stem.endswith("-en")}
    assert set((ROOT / "docs" / "pictures").iterdir()) <= named | spanish
