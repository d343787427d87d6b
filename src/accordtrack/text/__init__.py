"""Texts about scores, records and exports, shared by the command line, the screens and the documents.

Texts give counts first, name both sides in a clause or neither, and avoid words of praise, blame or cause.
"""
