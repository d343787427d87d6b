"""Modal dialogs of the terminal interface, which stay over a screen until the user answers or leaves them."""
