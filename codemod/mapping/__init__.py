"""Resolves tables and columns to the project's mapped classes, read without importing them."""
