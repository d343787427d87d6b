"""Exports for an audience: data package, history, calendar and IATI file."""
