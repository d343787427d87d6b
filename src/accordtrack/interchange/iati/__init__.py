"""Export of a register as an International Aid Transparency Initiative (IATI) file, version 2.03.

The modules take values and return the bytes of the file and a list of what IATI cannot hold.
"""
