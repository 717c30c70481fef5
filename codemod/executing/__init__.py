"""The execution gate: a statement and what replaces it run on generated rows, and everything they do is compared."""
