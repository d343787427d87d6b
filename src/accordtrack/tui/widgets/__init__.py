"""Things that are drawn: lists, lines, leaves of text, fields and the footer of keys."""
