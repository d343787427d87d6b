"""Table import: each row becomes the same intent that a person would type."""
