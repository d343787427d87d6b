"""Publication of the static site: gathers what the public may read, renders it, and replaces the folder in one step."""
