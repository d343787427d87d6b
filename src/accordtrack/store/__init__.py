"""The register file: tables, transactions, the log, and file checks. The only package that opens the database."""
