"""English labels of the vocabulary by group, the context of their translation. Other terms are shown as in files."""

from __future__ import annotations

from accordtrack.labels import commitments, entries, fields, scores, terms

LABELS: dict[str, dict[str, str]] = {
    **commitments.LABELS,
    **entries.LABELS,
    **fields.LABELS,
    **scores.LABELS,
    **terms.LABELS,
}
