"""Parts of pages, a file a subject: what several pages show alike, and of a commitment a file a section."""
