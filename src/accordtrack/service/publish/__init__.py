"""Publication of the site: what the public may read is gathered, rendered and put in place in one step."""
