"""Write commands: one module per kind of act turns an intent into signed entries, written in one transaction."""
