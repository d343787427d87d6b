"""Pages of the site, one module per kind: functions that make a ``Page`` from what the audience may read."""
