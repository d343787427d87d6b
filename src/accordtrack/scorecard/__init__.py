"""Scorecard content: one immutable document, built from the facts that its audience may read."""
