"""The terminal interface in a browser: a local web server with one process per tab.

The package knows neither the register nor the screens. It receives a command line and the texts of a page, serves the
page and its files, and passes keystrokes and output between browser and process. It has no login.
"""
