"""The terminal interface in a browser: a server on an address of this machine, with a process of its own for every tab.

It knows neither the register nor the screens: it is given a command line and the words of a page, hands the page and four
files out, and carries keys to the process and what is drawn back. It has no login.
"""
