"""Verification of a register: the file, the chains, the signatures, and the projection against a full fold."""
