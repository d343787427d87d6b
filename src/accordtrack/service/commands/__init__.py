"""Commands, one module for each kind of act: from what a person wants to write to signed entries in one transaction."""
