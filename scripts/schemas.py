"""Write a JSON Schema for the body of each kind, and the field tables of ``docs/records.md``, from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accordtrack.ledger.kinds import KINDS, schemas

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "schemas"
PAGE = ROOT / "docs" / "records.md"
MARK = "<!-- fields: generated -->\n"


def files() -> dict[str, str]:
    """Return each schema as a file: name and content."""
    made = {}
    for name, schema in schemas().items():
        titled = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": name}
        made[f"{name}.json"] = json.dumps(titled, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return made


def page() -> str:
    """Return ``docs/records.md`` with new tables."""
    head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return head + MARK + "".join(_table(name) for name in KINDS)


def _table(name: str) -> str:
    model = KINDS[name].model
    doc = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    schema = model.model_json_schema(by_alias=True)
    required = set(schema.get("required", ()))
    parts = schema.get("$defs", {})
    rows = [
        f"| `{field}` | {_type(told, parts)} | {'required' if field in required else _default(told)} |\n"
        for field, told in schema["properties"].items()
    ]
    return f"\n### `{name}`\n\n{doc}\n\n| field | value | default |\n| --- | --- | --- |\n" + "".join(rows)


def _default(told: dict[str, Any]) -> str:
    value = told.get("default")
    if value in (None, [], {}):
        return "none" if value is None else "empty"
    return f"`{json.dumps(value, ensure_ascii=False)}`" if not isinstance(value, str) else f"`{value}`"


def _type(told: dict[str, Any], parts: dict[str, Any]) -> str:
    """Describe the type of a value in words. ``parts`` holds the definitions that it may refer to."""
    if "$ref" in told:
        return _part(parts[told["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in told:
        return " or ".join(kind for kind in (_type(part, parts) for part in told["anyOf"]) if kind != "null")
    if told.get("type") == "array":
        return f"list of {_type(told['items'], parts)}" if "items" in told else "list"
    if "format" in told:
        return {"date": "date", "uri": "web address"}[told["format"]]
    return {"string": "text", "boolean": "yes or no", "integer": "whole number", "object": "map"}.get(
        str(told.get("type")), str(told.get("type", "any"))
    )


def _part(part: dict[str, Any], parts: dict[str, Any]) -> str:
    """Describe a part of a body: the words of an enumeration, or the fields of a map."""
    if "enum" in part:
        return " ".join(f"`{word}`" for word in part["enum"])
    if "properties" not in part:
        return _type(part, parts)
    return "{" + ", ".join(part["properties"]) + "}"


def main() -> None:
    """Write the schemas and the page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, words in files().items():
        (FOLDER / name).write_text(words, encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
