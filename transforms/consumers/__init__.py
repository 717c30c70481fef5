"""What becomes of the uses of a result."""
