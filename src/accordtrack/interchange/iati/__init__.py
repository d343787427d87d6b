"""A register as a file of the International Aid Transparency Initiative, version 2.03. Values in, bytes and what does not fit out."""
