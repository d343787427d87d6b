"""English labels of the vocabulary by group; the group is the context of the translation.

A term without a label is displayed as stored in files.
"""

from __future__ import annotations

from accordtrack.labels import commitments, counts, entries, fields, scores, terms

LABELS: dict[str, dict[str, str]] = {
    **commitments.LABELS,
    **counts.LABELS,
    **entries.LABELS,
    **fields.LABELS,
    **scores.LABELS,
    **terms.LABELS,
}
