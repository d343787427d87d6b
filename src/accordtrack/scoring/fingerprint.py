"""The hash of everything that scoring reads, which identifies the inputs of a score (method, section 3.12)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.inputs import Inputs


def hash_inputs(inputs: Inputs) -> str:
    """Return the SHA-256, in hexadecimal, of ids and values, independent of their order."""
    document = {
        "leaves": sorted((_normalize(asdict(one.leaf)) for one in inputs.owed), key=lambda leaf: str(leaf["id"])),
        "weights": {one.leaf.id: [repr(one.weight), one.theme] for one in inputs.owed},
        "gauges": {name: _normalize(asdict(one)) for name, one in inputs.gauges.items()},
        "themes": sorted((_normalize(asdict(one)) for one in inputs.themes), key=lambda theme: str(theme["code"])),
        "not_scored": sorted([one.commitment, one.reason] for one in inputs.not_scored),
        "links": sorted([one.commitment, one.indicator, one.strength, one.by] for one in inputs.links),
    }
    if inputs.hidden:
        document["hidden"] = [[one.leaf.id, one.agreed_on, repr(one.weight), len(one.members)] for one in inputs.hidden]
    if inputs.withdrawn:
        halves = [[one.commitment, one.side, one.theme, one.agreed_on] for one in inputs.withdrawn]
        document["withdrawn"] = sorted(halves)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _normalize(value: Any) -> Any:  # noqa: ANN401
    """Return a value for the hash: numbers as their shortest text, sequences sorted."""
    if isinstance(value, dict):
        return {str(key): _normalize(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        inside: Sequence[Any] = [_normalize(inner) for inner in value]
        return sorted(inside, key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return repr(float(value))
