"""Widgets of the terminal interface: lists, text views, fields, status lines, and the key footer."""
