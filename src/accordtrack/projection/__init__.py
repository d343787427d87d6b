"""Computes state from the log: the fold, authorization, current records, disputes, and the rows that lists read."""
