"""Turns the query argument of a call site into query text, and query text into a statement."""
