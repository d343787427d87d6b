"""Sections of pages, one module per subject: those that several pages share, and those of the commitment page."""
