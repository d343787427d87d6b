"""Reading and checking of data folders and data packages."""
