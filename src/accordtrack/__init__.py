"""accordtrack: who owes what, who said what, what proves it, and whether anything changed for people."""

__version__ = "0.1.0"
