"""Plumbing that knows nothing of commitments: safe text, dates, errors as values, paths, settings, signals."""
