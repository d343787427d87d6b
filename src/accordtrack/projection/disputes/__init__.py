"""Threads between the sides, made of answers to claims, texts, changes and values."""
