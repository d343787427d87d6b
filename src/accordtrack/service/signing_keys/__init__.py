"""Desk keys on this machine: where they are, their passphrases, and their rotation."""
