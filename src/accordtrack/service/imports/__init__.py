"""Import of tables: each row becomes the same intent that a person would type."""
