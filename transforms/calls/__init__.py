"""What becomes of fetch, fetchrow, fetchval, execute and executemany."""
