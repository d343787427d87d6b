"""Copies of a register for others, and later disclosure of what such a copy left out."""
