"""Basics that know nothing about commitments: safe text, dates, errors as values, paths, settings, signals."""
