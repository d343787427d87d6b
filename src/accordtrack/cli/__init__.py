"""The command line: verbs that read, write and keep a register; everything a terminal screen shows, in plain words."""
