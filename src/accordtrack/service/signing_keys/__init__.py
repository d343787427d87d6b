"""Desk keys on this machine: location, passphrases and rotation."""
