"""Fields of one target, results chain and evaluation, which the registers of the tests accept."""

from __future__ import annotations

from typing import Any

TARGET: dict[str, Any] = {
    "indicator": "guns-traced",
    "series": "traced",
    "place": "MX-SIN",
    "released_on": "2026-02-01",
    "source": "SSPC-2024",
    "baseline": "184",
    "baseline_from": "2025-01-01",
    "baseline_to": "2025-12-31",
    "mean_before": None,
    "span": "30",
    "by": "2028-12-31",
    "sources": [],
    "scenarios": [{"scenario": "hold", "level_ratio": "1", "changes": 0}, {"scenario": "as_before", "changes": 6}],
}
"""A target without the ratio that a proposal adds."""

RIVAL = {"text": {"en": "Chance.", "es": "Azar."}, "would_see": {"en": "Ups and downs.", "es": "Altibajos."}}
CHAIN: dict[str, Any] = {
    "commitment": "FW-US-01",
    "work": "enforcement",
    "mechanism": "More requests give more traces.",
    "outcome": "guns-traced",
    "assumptions": [],
    "rivals": [RIVAL, RIVAL],
}
EVALUATION: dict[str, Any] = {
    "id": "EV-1",
    "question": "Did tracing rise?",
    "finding": "It did.",
    "finds": "contribution",
    "design": "comparison",
    "about.commitments": "FW-US-01",
    "about.indicators": "guns-traced",
    "made_by": "GAO",
    "published_on": "2024-02",
    "sources": "ATF-2023",
}
