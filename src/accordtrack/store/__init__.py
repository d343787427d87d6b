"""The register file: tables, transactions, the log, and checks of the file. The only package that opens the database."""
