"""What the register is worth: pure functions over frozen values, read beside ``docs/method.md``."""
