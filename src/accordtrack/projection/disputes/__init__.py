"""Dispute threads between the sides: answers to claims, texts, changes and values."""
