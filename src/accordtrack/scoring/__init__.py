"""Scoring of the register: pure functions on frozen values that implement ``docs/method.md``."""
