"""Exports for an audience: the data package, the history, the calendar and IATI files."""
