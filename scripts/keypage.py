"""Write docs/keys.md from the key table: every action by place, with its keys, in English and Spanish."""

from __future__ import annotations

from pathlib import Path

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import keys

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
HEAD = """# Keys

Made by `python scripts/keypage.py` from `src/accordtrack/tui/key_table.py`, which bindings, footer, help and palette read
too; a test holds this page equal to it. `^x` is ctrl and x, `S-tab` shift and tab.

## Your own

In `settings.toml` in your configuration folder, by the names of the last column:

```toml
[keys]
note = "N"              # wherever the action has a key
help = ["H", "f1"]      # or several
[keys.list]
down = "n, down"        # in one place only, by the name in brackets
```

A key that two actions would answer in one place is refused at the start, with both actions and the file; so is an
action left only on a key that tmux, terminals or browsers take. Where text is typed a letter stays a letter. The program
writes no settings.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for place in dict.fromkeys(place for stack in keys.STACKS.values() for place in stack):
        members = [key for key in keys.KEYS if key.place == place]
        parts.append(f"## {_spoken('en', keys.place_name(place)).capitalize()} (`{place}`)\n")
        parts.append(f"*{_spoken('es', keys.place_name(place)).capitalize()}*\n")
        rows = ["| keys | English | español | name |", "| --- | --- | --- | --- |"]
        rows += [
            f"| {_shown(key)} | {_spoken('en', key.label)} | {_spoken('es', key.label)} | `{key.name}` |"
            for key in members
        ]
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _spoken(language: str, words: str) -> str:
    with i18n.using_language(language):
        return tr(words)


def _shown(key: keys.Key) -> str:
    return " ".join(f"`{keys.format_key(name)}`" for name in key.keys)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
