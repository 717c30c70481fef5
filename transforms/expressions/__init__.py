"""Scalar expressions: operators, predicates, functions, casts."""
