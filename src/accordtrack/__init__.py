"""accordtrack: a register of commitments, what each side says about them, the evidence, and the results."""

__version__ = "0.1.0"
