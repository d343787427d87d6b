"""Sections of a scorecard: each module turns facts and scores into immutable blocks, without rendering."""
