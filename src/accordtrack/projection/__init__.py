"""What the log adds up to: the fold, authorization, records as they stand, and the rows that lists read."""
