"""A folder of data or a data package, read and checked as one value."""
