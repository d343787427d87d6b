"""The recipes of CONTRIBUTING.md hold: a status and a field are added to a copy of the tree by the files that a recipe names."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.scale

ROOT = Path(__file__).parents[1]
NEEDED = (
    "src",
    "docs",
    "data",
    "scripts",
    "tests",
    "pyproject.toml",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
)
CATALOG = "src/accordtrack/locale/es/LC_MESSAGES/accordtrack.po"
STATUSES, FIELDS, RECORDS = (f"src/accordtrack/{name}.py" for name in ("statuses", "fields", "ledger/records"))
STATUS = """    StatusDefinition(
        Status.SUSPENDED,
        rank=6,
        label="suspended",
        meaning="suspended: both sides stopped it for a time",
        spanish=("suspendido",),
        letter="p",
        mark="‖",
        tone="muted",
        progress="low",
        scored=False,
        needs_note=True,
        iati="6",
    ),
)
"""
FIELD = """    FieldDefinition(
        "funded",
        "flag",
        "funded",
        rules=("free",),
        filter="funded",
        filter_es="financiado",
        heading_es="financiado",
        further=True,
    ),
)
"""


class Copy:
    """A copy of the tracked tree, edited by hand and then by the scripts that a recipe names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in NEEDED:
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copied(ROOT / name, folder / name)
        self.edited: set[str] = set()

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        words = path.read_text(encoding="utf-8")
        assert words.count(old) == 1, (name, old)
        path.write_text(words.replace(old, new), encoding="utf-8")
        self.edited.add(name)

    def run(self, *words: str, status: int = 0) -> str:
        """Run Python in the copy and return its output; ``status`` is the expected exit status."""
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src"), "HOME": str(self.folder)}
        environment |= {f"XDG_{part}_HOME": str(self.folder) for part in ("DATA", "CONFIG", "STATE", "CACHE")}
        environment["ACCORDTRACK_LANG"] = "en"
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def program(self, *words: str) -> str:
        if not (self.folder / "r.db").exists():
            self.run("-m", "accordtrack", "demo", "--keep", "r.db")
        return self.run("-m", "accordtrack", "--db", "r.db", *words)

    def translate(self, words: dict[str, str]) -> None:
        self.run("scripts/messages.py", status=1)  # new messages wait for their translation
        path = self.folder / CATALOG
        held = path.read_text(encoding="utf-8")
        for english, spanish in words.items():
            waiting = re.compile(rf'(msgid "{re.escape(english)}"\nmsgstr )""\n')
            held, count = waiting.subn(rf'\1"{spanish}"\n', held)
            assert count, english
        path.write_text(held, encoding="utf-8")
        self.edited.add(CATALOG)
        assert "0 wait" in self.run("scripts/messages.py")

    def changed(self) -> set[str]:
        """The tracked files that differ from the original, written by hand or by a script."""
        found = set()
        for name in NEEDED:
            top = self.folder / name
            for path in [top] if top.is_file() else sorted(top.rglob("*")):
                relative = path.relative_to(self.folder).as_posix()
                if path.is_file() and "__pycache__" not in relative and path.suffix != ".pyc":
                    original = ROOT / relative
                    if not original.exists() or not filecmp.cmp(path, original, shallow=False):
                        found.add(relative)
        return found

    def tests(self, *names: str) -> None:
        self.run("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *(f"tests/{name}" for name in names))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_adding_a_status_edits_at_most_five_files(copy: Copy) -> None:
    copy.edit(STATUSES, '    WITHDRAWN = "withdrawn"\n', '    WITHDRAWN = "withdrawn"\n    SUSPENDED = "suspended"\n')
    copy.edit(STATUSES, ')\n"""All statuses, in the order', f'{STATUS}"""All statuses, in the order')
    copy.edit("docs/imports.md", "`reversed` `withdrawn` |", "`reversed` `withdrawn` `suspended` |")
    copy.translate(
        {"suspended": "suspendido", "suspended: both sides stopped it for a time": "suspendido por un tiempo"}
    )
    copy.edit("docs/json.md", "`not_yet_agreed` `withdrawn` ", "`not_yet_agreed` `withdrawn` `suspended` ")
    copy.run("scripts/schemas.py")
    copy.run("scripts/keypage.py")
    assert len(copy.edited) <= 5

    written = copy.program("--desk", "us-1", "update", "BF2-US-01", "suspended", "--note", "Both stopped it.")
    assert "suspended" in written
    assert "BF2-US-01" in copy.program("list", "status:suspended")
    assert "BF2-US-01" in copy.program("--lang", "es", "list", "situacion:suspendido")
    assert "‖ suspended" in copy.program("show", "BF2-US-01")
    assert "suspended 1" in copy.program("score")
    scored = {one["id"] for one in json.loads(copy.program("score", "--format", "json"))["commitments"]}
    assert scored
    assert "BF2-US-01" not in scored
    copy.program("scorecard", "card.md")
    assert "reversed, withdrawn or suspended" in (copy.folder / "card-annexes.md").read_text(encoding="utf-8")
    assert "Nothing is wrong." in copy.program("verify", "--deep")
    copy.tests("test_statuses.py", "test_message_catalog.py", "test_generated_docs.py")


def test_adding_a_field_edits_at_most_seven_files(copy: Copy) -> None:
    copy.edit(
        RECORDS,
        '    inferred: Names = ()\n    note: LocalText | None = None\n\n    @model_validator(mode="before")',
        "    inferred: Names = ()\n    note: LocalText | None = None\n    funded: bool | None = None\n"
        '    added_later: ClassVar[frozenset[str]] = frozenset({"funded"})\n\n    @model_validator(mode="before")',
    )
    copy.edit(
        FIELDS,
        '    replace(_bilingual_text("note", "note", "nota"), rules=("free",)),\n)\n',
        '    replace(_bilingual_text("note", "note", "nota"), rules=("free",)),\n' + FIELD,
    )
    copy.translate({"funded": "financiado"})
    last = "| `note_es` | `nota_es` | text | |\n"
    copy.edit("docs/imports.md", last, f"{last}| `funded` | `financiado` | yes or no | |\n")
    copy.edit("tests/ledger/test_authority.py", 'FREE = {"places",', 'FREE = {"funded", "places",')
    line = '    ("verifiable:no", "verificable:no", Term("verifiable", ("no",))),\n'
    added = line.replace("verifiable", "funded").replace("verificable", "financiado")
    copy.edit("tests/queries/test_filter_parser.py", line, line + added)
    copy.run("scripts/schemas.py")
    assert len(copy.edited) <= 7

    amended = copy.program(
        "--desk", "us-1", "amend", "BF2-US-01", "funded=yes", "--reason", "In the budget.", "--handling", "TLP:CLEAR"
    )
    assert "BF2-US-01" not in copy.program("list", "funded:yes"), "it waits for Mexico"
    (entry,) = set(re.findall(r"us-1-\d+", amended))
    copy.program("--desk", "mx-1", "concur", entry)
    assert "BF2-US-01" in copy.program("list", "funded:yes")
    assert "BF2-US-01" in copy.program("--lang", "es", "list", "financiado:si")
    assert "BF2-US-02" not in copy.program("list", "funded:yes")
    assert "funded" in copy.program("show", "BF2-US-01")
    assert '"funded": true' in copy.program("show", "BF2-US-01", "--format", "json")
    assert "Nothing is wrong." in copy.program("verify", "--deep")
    copy.program("export", "iati", "i.xml")
    assert "funded: yes" in (copy.folder / "i.xml").read_text(encoding="utf-8")
    copy.program("export", "data", "package")
    assert "funded" in (copy.folder / "package" / "commitments.csv").read_text(encoding="utf-8").splitlines()[0]
    copy.program("site", "pages", "--theme", "firearms", "--without-downloads")
    assert "funded" in (copy.folder / "pages" / "en" / "commitments" / "BF2-US-01.html").read_text(encoding="utf-8")
    copy.tests(
        "test_field_labels.py",
        "test_message_catalog.py",
        "test_generated_docs.py",
        "service/test_golden_registers.py",
        "ledger/test_authority.py",
        "queries/test_filter_parser.py",
        "interchange/test_imports_page.py",
    )

    copy.edit(RECORDS, "    funded: bool | None = None\n", "    funded: bool = False\n")
    words = (
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "tests/test_field_labels.py",
        "-k",
        "empty_by_default",
    )
    assert "FAILED tests/test_field_labels.py::test_further_fields_are_empty_by_default" in copy.run(*words, status=1)
