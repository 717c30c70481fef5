"""The types PostgreSQL gives expressions, parameters and constants (manual, chapter 10)."""
