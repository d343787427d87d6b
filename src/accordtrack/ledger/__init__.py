"""Log entries: their kinds and bodies, the rules of authority, the chain of hashes, and signing keys."""
