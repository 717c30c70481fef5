"""Connections: what gives one, how long it is held, and which transactions and call sites are on it."""
