"""What the log adds up to: tables, projection, queries, filters, history and the folder that data comes from."""
