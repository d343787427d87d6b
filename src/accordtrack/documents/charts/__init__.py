"""Charts as SVG: bars of changes, lines of values, and what both share."""
