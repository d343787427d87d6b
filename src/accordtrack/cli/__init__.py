"""Command line interface: verbs that read, write and maintain a register, with plain-text output."""
