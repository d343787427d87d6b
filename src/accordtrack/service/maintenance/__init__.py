"""Maintenance of a register: creation, update, backup, restore, repair, checkpoints and health checks."""
