"""Pages of the site, a file a kind: functions from what the audience may read to a ``Page``."""
