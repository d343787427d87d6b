"""What fills the terminal: the register, one commitment, the doors, help and messages."""
