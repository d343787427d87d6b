"""Builders of the blocks shown in the tabs of a commitment and on related pages."""
