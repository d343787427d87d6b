"""Keyed uniform draws that can be reproduced in any language (method, section 3.10)."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]
_MASK = (1 << 64) - 1


def key64(text: str) -> int:
    """Return the first 8 bytes of the SHA-256 of the text, big endian."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def mix64(z: int) -> int:
    """Return the finalizer of SplitMix64, modulo 2^64."""
    z = (z + 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _MASK
    return z ^ z >> 31


def uniform(seed: int, count: int, stream: str, name: str) -> Draws:
    """Return ``count`` draws in [0, 1) of one factor: u(seed, draw, key) for draw 0, 1, …."""
    start = mix64((seed ^ key64(f"{stream}|{name}")) & _MASK)
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) + np.uint64(start)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z = z ^ z >> np.uint64(31)
    found: Draws = (z >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return found
