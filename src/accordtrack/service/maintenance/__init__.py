"""Maintenance of a register: creation, backup, restore, repair, checkpoints and health of the machine."""
